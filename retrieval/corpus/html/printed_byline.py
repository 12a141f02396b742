"""Finds the authors that a page prints beside its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from retrieval.corpus.bylines import authors_in, byline_names, byline_words, joined_names
from retrieval.corpus.gazetteer import ends_like_an_outlet
from retrieval.corpus.html.blocks import PrintedBlock
from retrieval.corpus.html.class_names import is_byline_element, is_no_byline
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.regions import Regions, article_of
from retrieval.corpus.sidecar import PRINTED_BYLINE, fact
from retrieval.model import Fact

_ABOVE: Final = 4
"""Blocks above the title, or below the last paragraph, in which a byline may stand."""
_BELOW: Final = 6
_MOST_BLOCKS: Final = 60
"""Blocks in which authors are looked for."""
_LONGEST: Final = 20
_OUTSIDE: Final = frozenset("aside dialog figcaption figure footer form nav".split())


def printed_byline(regions: Regions) -> Fact | None:
    """Return the authors printed between title and text, else right below the text.

    A line such as "By Jane Doe" counts, an element that is called a byline or an author, and a name
    that is the only link in an ``address`` directly below the title. The credits of pictures,
    comments and teasers do not.
    """
    for among in (_above_the_text(regions), _below_the_text(regions)):
        blocks = [block for block in among if _may_name_authors(block)][:_MOST_BLOCKS]
        names = _first(byline_names(block.text) for block in blocks) or _first_of_elements(blocks)
        if names is not None:
            return fact(names, PRINTED_BYLINE)
    return fact(_linked_in_an_address(regions), PRINTED_BYLINE)


def more_complete(printed: Fact | None, declared: Fact | None) -> Fact | None:
    """Return the printed authors, or the declared one where its name is printed in part or glued.

    "Debbie" is completed to "Debbie White", and "Ada QuillBusiness" is Ada Quill.
    """
    if printed is None or declared is None:
        return printed or declared
    stated, shown = declared.value.casefold(), printed.value.casefold()
    is_short = " " not in shown and stated.startswith(f"{shown} ")
    is_glued = " " in stated and shown.startswith(stated) and shown[len(stated) :][:1].isalpha()
    return declared if is_short or is_glued else printed


def _above_the_text(regions: Regions) -> Sequence[PrintedBlock]:
    if regions.first is None:
        return ()
    if regions.title is not None:
        near = range(max(0, regions.title - _ABOVE), regions.first)
        return [regions.blocks[at] for at in near if at != regions.title]
    above = regions.blocks[: regions.first]
    return [block for block in above if article_of(block.path[-1]) in regions.inside]


def _linked_in_an_address(regions: Regions) -> str | None:
    if regions.title is None or regions.first is None:
        return None
    below = regions.blocks[regions.title + 1 : min(regions.first, regions.title + _ABOVE)]
    for block in below:
        if block.is_inside("address") and block.linked == 1 and _may_name_authors(block):
            return None if ends_like_an_outlet(block.text) else _full_names(block.text)
    return None


def _below_the_text(regions: Regions) -> Sequence[PrintedBlock]:
    if regions.last is None:
        return ()
    below = regions.blocks[regions.last + 1 : regions.last + 1 + _BELOW]
    return [block for block in below if article_of(block.path[-1]) in regions.inside]


def _may_name_authors(block: PrintedBlock) -> bool:
    return (
        len(block.text.split()) <= _LONGEST
        and not block.is_inside(*_OUTSIDE)
        and not any(map(is_no_byline, block.path[-_ABOVE:]))
    )


def _first_of_elements(blocks: Sequence[PrintedBlock]) -> str | None:
    """Return the authors of the first element that is called so, the names of its blocks joined."""
    for at, block in enumerate(blocks):
        element = next((each for each in block.path if is_byline_element(each)), None)
        parts = [each for each in blocks[at:] if element in each.path] or [block]
        if element is not None and len(element.text_content().split()) > _LONGEST:
            continue
        names = _joined(_names_of_blocks(parts, is_named=element is not None))
        if names is not None:
            return names
    return None


def _names_of_blocks(blocks: Sequence[PrintedBlock], *, is_named: bool) -> Iterator[str]:
    """Yield the authors of the first block that has some, and of those printed in the same way."""
    first: PrintedBlock | None = None
    for block in blocks:
        inside = list(_authors_inside(block))
        names = _joined(map(_name_of, inside))
        if names is None and is_named:
            names = _full_names(block.text)
        if names is not None and (first is None or _is_alike(block, first)):
            first = first or block
            yield names


def _is_alike(one: PrintedBlock, other: PrintedBlock) -> bool:
    return (one.tag, one.path[-1].get("class"), len(one.path)) == (
        other.tag,
        other.path[-1].get("class"),
        len(other.path),
    )


def _authors_inside(block: PrintedBlock) -> Iterator[Element]:
    """Yield the inline elements of a block that are called an author, the outermost ones."""
    found: list[Element] = []
    for element in block.named:
        if (
            is_byline_element(element)
            and not is_no_byline(element)
            and not any(each in found for each in element.iterancestors())
        ):
            found.append(element)
            yield element


def _name_of(element: Element) -> str | None:
    named = [each for each in element.iter() if each.get("itemprop") == "name"]
    text = " ".join((named or [element])[0].text_content().split())
    return _names(text) if _is_stated(element) else _full_names(text)


def _is_stated(element: Element) -> bool:
    return element.get("rel") == "author" or (element.get("itemprop") or "").startswith("author")


def _full_names(text: str) -> str | None:
    """Return the names in a text if they have a surname, as a menu's entries have not."""
    names = _names(text)
    return names if names and len(names.split()) > 1 else None


def _names(text: str) -> str | None:
    """Return the names in the text of an element that is called an author."""
    text = _without_glued_by(text)
    if text.casefold().rstrip(" :") in byline_words().by:
        return None  # the names are in the next block
    opening = byline_words().opening.match(text)
    names = joined_names(text, authors_in(text, opening.end() if opening else 0))
    return None if names is None or ":" in names or len(text.split()) > _LONGEST else names


def _without_glued_by(text: str) -> str:
    """Return "Jane Doe" for "ByJane Doe", whose parts a stylesheet keeps apart."""
    glued = (by.capitalize() for by in byline_words().by if text.startswith(by.capitalize()))
    rest = next((text[len(by) :] for by in glued), "")
    return rest if rest[:1].isupper() else text


def _joined(found: Iterator[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(filter(None, found))) or None


def _first(found: Iterator[str | None]) -> str | None:
    return next(filter(None, found), None)
