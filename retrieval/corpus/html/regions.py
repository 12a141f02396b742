"""Describes the regions of a page: what is inside of the article, beside it and around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from retrieval.corpus.html.alignment import line_numbers, normalized
from retrieval.corpus.html.blocks import PrintedBlock
from retrieval.corpus.html.class_names import called, is_around_the_article
from retrieval.corpus.html.elements import Element

HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
AROUND: Final = frozenset(
    "address aside dialog figcaption figure footer form label legend menu nav".split()
)
"""Elements that hold no paragraph of the article, unless extracted text is inside."""
MOSTLY_LINKS: Final = 0.4
LEAST_WORDS: Final = 4
_PROSE_WORDS: Final = 8
_HEADING_WORDS: Final = 2
_TITLE_WORDS: Final = 3
"""Of a block that is part of a longer title; of fewer words it is the whole title."""
_FINAL = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
_NUMBERS = re.compile(r"\d+")
_LINKED: Final = 0.3
_HARDLY_LINKED: Final = 0.1


def is_prose(block: PrintedBlock) -> bool:
    """Return whether a block is a sentence or more, and not mostly links."""
    return (
        block.linked <= MOSTLY_LINKS
        and len(block.text.split()) >= _PROSE_WORDS
        and _FINAL.search(block.text) is not None
    )


@dataclass(slots=True)
class Regions:
    """Where the extracted text and the title stand in a page.

    Attributes:
        lines: the number of the extracted line that has each block; None for a block in none.
        titles: the declared titles, normalized.
        title: the number of the block that prints the title; None if none does.
        first, last: the numbers of the first and last extracted sentence, else block; None if
            there is none.
        inside: the elements around the title and around extracted blocks.
        parents: the elements that extracted blocks are children of.
    """

    blocks: Sequence[PrintedBlock]
    lines: list[int | None]
    titles: list[str]
    title: int | None = None
    first: int | None = None
    last: int | None = None
    inside: set[Element] = field(default_factory=set)
    parents: set[Element] = field(default_factory=set)
    _sizes: dict[Element, tuple[float, int, int]] = field(default_factory=dict)
    _kinds_inside: set[tuple[Element | None, tuple[str, str]]] = field(default_factory=set)
    _headed: set[Element] = field(default_factory=set)
    _leading_elsewhere: set[Element] = field(default_factory=set)

    @classmethod
    def of(
        cls, blocks: Sequence[PrintedBlock], lines: Sequence[str], titles: Sequence[str]
    ) -> Regions:
        """Return the regions of a page from which these lines were extracted."""
        found = list(line_numbers(blocks, lines))
        regions = cls(blocks, found, [normalized(each) for each in titles])
        covered = [at for at, line in enumerate(found) if line is not None and _counts(blocks[at])]
        if covered:
            prose = [at for at in covered if is_prose(blocks[at])]
            regions.first, regions.last = (prose or covered)[0], (prose or covered)[-1]
        regions.title = _title(blocks[: regions.first or 0], regions.titles)
        for at in covered:
            regions.inside.update(blocks[at].path)
            regions.parents.update(blocks[at].path[-2:-1])
        if regions.title is not None:
            regions.inside.update(blocks[regions.title].path)
        regions._measure()
        return regions

    def outside(self, block: PrintedBlock) -> list[Element]:
        """Return the elements around a block that hold nothing extracted, the outermost first."""
        return [each for each in block.path if each not in self.inside]

    def is_linked(self, element: Element) -> bool:
        """Return whether much of an element is links, or its heading, as in menus and teasers."""
        linked, total, _ = self._sizes[element]
        return linked > _LINKED * total or element in self._leading_elsewhere

    def is_caption(self, block: PrintedBlock) -> bool:
        """Return whether a block is the only one in a container that also has a picture."""
        alone = [
            each
            for each in self.outside(block)
            if self._sizes[each][1] == len(block.text) and next(each.iter("img"), None) is not None
        ]
        return bool(alone)

    def has_links(self, element: Element) -> bool:
        """Return whether more than a name or two of what an element holds is links."""
        linked, total, _ = self._sizes[element]
        return linked > _HARDLY_LINKED * total

    def words_of_prose(self, element: Element) -> int:
        """Return how many words an element has in sentences."""
        return self._sizes[element][2]

    def has_twin_inside(self, element: Element) -> bool:
        """Return whether a sibling of the same kind holds extracted text; numbers do not count."""
        return (element.getparent(), _kind(element)) in self._kinds_inside

    def has_main_heading(self, element: Element) -> bool:
        """Return whether an element has a main heading of its own, as another article has."""
        return element in self._headed

    def _measure(self) -> None:
        self._kinds_inside = {(each.getparent(), _kind(each)) for each in self.inside}
        for block in self.blocks:
            if block.tag == "h1":
                self._headed.update(block.path)
            elif block.tag in HEADINGS and block.linked > MOSTLY_LINKS:
                self._leading_elsewhere.update(block.path)
            size = len(block.text)
            prose = len(block.text.split()) if is_prose(block) else 0
            for element in block.path:
                linked, total, words = self._sizes.get(element, (0.0, 0, 0))
                self._sizes[element] = (
                    linked + size * block.linked,
                    total + size,
                    words + prose,
                )


def article_of(element: Element) -> Element | None:
    """Return the innermost element around that the page marks as its article or main part."""
    return next((each for each in _upwards(element) if _is_article(each)), None)


def _upwards(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_article(element: Element) -> bool:
    return (
        element.tag in {"article", "main"}
        or element.get("role") in {"main", "article"}
        or (element.get("itemtype") or "").endswith("Article")
    )


def _counts(block: PrintedBlock) -> bool:
    return (
        len(block.text.split()) >= LEAST_WORDS
        and block.linked <= MOSTLY_LINKS
        and block.tag != "h1"
    )


def _kind(element: Element) -> tuple[str, str]:
    return element.tag, _NUMBERS.sub("", called(element))


def _title(above: Sequence[PrintedBlock], titles: Sequence[str]) -> int | None:
    """Return the number of the block that prints the title: the longest one that fits, last wins.

    Without one that fits it is the last main heading.
    """
    fitting = [at for at, block in enumerate(above) if _prints_one_of(titles, block)]
    if fitting:
        return max(fitting, key=lambda at: (above[at].tag == "h1", len(above[at].text), at))
    return next((at for at in reversed(range(len(above))) if _is_main_heading(above[at])), None)


def _prints_one_of(titles: Sequence[str], block: PrintedBlock) -> bool:
    words = normalized(block.text)
    if len(words.split()) < _TITLE_WORDS:
        return words in titles
    return any(words in title or (title and title in words) for title in titles)


def _is_main_heading(block: PrintedBlock) -> bool:
    return (
        block.tag == "h1"
        and len(block.text.split()) >= _HEADING_WORDS
        and not any(each.tag in AROUND or is_around_the_article(each) for each in block.path)
    )
