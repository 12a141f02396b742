"""Completes the extracted text of a page by the paragraphs that the extractor left out.

An extractor chooses one container of a page. A standfirst in the header, a lead in a container of
its own and the second section of a story lie outside of it. Here the extracted lines are matched
with the blocks of the page, and a block that is missing is added in its place if its position, its
links, the names of its elements and the page's metadata say that it is part of the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.corpus.boilerplate import boilerplate_kind_of
from retrieval.corpus.bylines import byline_words
from retrieval.corpus.html.alignment import Shingle, normalized, share_within, shingles
from retrieval.corpus.html.blocks import PrintedBlock
from retrieval.corpus.html.class_names import (
    is_around_the_article,
    is_standfirst,
    is_teaser_text,
)
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.passed_over import blocks_of, passed_over_container
from retrieval.corpus.html.printed_byline import printed_byline
from retrieval.corpus.html.regions import (
    AROUND,
    HEADINGS,
    LEAST_WORDS,
    MOSTLY_LINKS,
    Regions,
    article_of,
    is_prose,
)
from retrieval.model import Fact

_DECLARED: Final = 0.9
"""Share of a block's shingles in the metadata from which the page declares it."""
_LINKED_ITEM: Final = 0.15
"""Share of links from which a list item leads to another page."""
_UNFINISHED_WORDS: Final = 10
"""Of a standfirst that ends without a full stop."""
_NEAR: Final = 3
"""Elements around the title in which a standfirst may stand above it."""
_SEPARATORS = re.compile(r"[|•·]")
_LETTERS: Final = 0.7
"""Share of letters and spaces below which a block is code or a table of numbers."""
_ITEM_WORDS: Final = 6
_SECTION_WORDS: Final = 12
"""Of a container's prose from which it can be a section of the article."""


@dataclass(frozen=True, slots=True)
class RepeatedMetadata:
    """What a page states in its metadata and may print as well.

    Attributes:
        titles: the title, in each form that it is declared in.
        texts: descriptions, and the article's text.
        authors: the byline; None where none is stated.
    """

    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    authors: str | None = None


@dataclass(frozen=True, slots=True)
class MainContent:
    """The text of a page's article.

    Attributes:
        text: one line a paragraph, in the order of the page.
        left_out: how many printed paragraphs may be the article's and are not in the text.
        byline: the authors that the page prints beside it; None where it prints none.
    """

    text: str
    left_out: int
    byline: Fact | None


def main_content(
    extracted: str, blocks: Sequence[PrintedBlock], metadata: RepeatedMetadata
) -> MainContent:
    """Return the extracted text with the article's other paragraphs, each once, in its place."""
    lines = extracted.split("\n")
    regions = Regions.of(blocks, lines, metadata.titles)
    container = passed_over_container(regions)
    if container is not None:
        lines = [_as_line(each) for each in blocks_of(container, regions)]
        regions = Regions.of(blocks, lines, metadata.titles)
    byline = printed_byline(regions)
    authors = (metadata.authors, byline.value if byline else None)
    text, left_out = _completed(lines, regions, metadata.texts, _beginnings(authors))
    return MainContent(text, left_out, byline)


def _beginnings(authors: Iterable[str | None]) -> tuple[str, ...]:
    """Return the names of authors one by one, as their biographies begin with them."""
    between = byline_words().between_authors
    names = (name for each in authors if each for name in between.split(each))
    return tuple(name.strip() for name in names if len(name.split()) > 1)


def _completed(
    lines: Sequence[str], regions: Regions, texts: Sequence[str], authors: tuple[str, ...]
) -> tuple[str, int]:
    """Return the lines with what is missing in its place, and how much may still be missing."""
    declared = {shingle for text in texts for shingle in shingles(text)}
    seen = {" ".join(line.removeprefix("- ").split()) for line in lines}
    added: dict[int, list[str]] = {}
    heading: str | None = None
    place, left_out = -1, 0
    for at, block in enumerate(regions.blocks):
        line = regions.lines[at]
        if line is not None:
            place, heading = line, None
            continue
        outside = regions.outside(block)
        if block.text in seen or (place >= 0 and block.text.startswith(authors)):
            continue
        if _heads_a_section(block, outside, regions):
            heading = block.text
        elif not _may_belong(block, _without_teaser_text(at, outside, regions), regions, declared):
            continue
        elif _belongs(at, outside, regions, declared):
            seen.add(block.text)
            added.setdefault(place, []).extend(filter(None, (heading, _as_line(block))))
            heading = None
        elif is_prose(block) and _may_be_left_out_wrongly(block, outside, regions):
            left_out += 1
    merged = added.get(-1, [])
    for number, each in enumerate(lines):
        merged += [each, *added.get(number, [])]
    return "\n".join(merged), left_out


def _heads_a_section(block: PrintedBlock, outside: Sequence[Element], regions: Regions) -> bool:
    """Return whether a heading stands where a section of the article outside may begin."""
    return (
        block.tag in HEADINGS
        and block.linked <= MOSTLY_LINKS
        and len(outside) > 1
        and boilerplate_kind_of(block.text) is None
        and _is_section(outside, regions)
    )


def _may_belong(
    block: PrintedBlock,
    outside: Sequence[Element],
    regions: Regions,
    declared: Collection[Shingle],
) -> bool:
    """Return whether neither the words of a block nor the elements around it speak against it."""
    if len(block.text.split()) < LEAST_WORDS or block.linked > MOSTLY_LINKS or block.tag == "h1":
        return False
    if block.tag == "li" and block.linked > _LINKED_ITEM:
        return False
    if boilerplate_kind_of(block.text) is not None or _is_code(block.text):
        return False
    if any(normalized(block.text) in title for title in regions.titles):
        return False
    if any(each.tag in AROUND for each in outside):
        return False
    return _is_declared(block, declared) or not any(
        regions.is_linked(each)
        or (is_around_the_article(each) and not regions.has_twin_inside(each))
        for each in outside
    )


def _without_teaser_text(
    at: int, outside: Sequence[Element], regions: Regions
) -> Sequence[Element]:
    """Leave out what is called a teaser's text and stands between title and text: a standfirst."""
    if regions.title is None or regions.first is None or not regions.title < at < regions.first:
        return outside
    return [each for each in outside if not is_teaser_text(each)]


def _is_code(text: str) -> bool:
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return letters < _LETTERS * len(text)


def _belongs(
    at: int, outside: Sequence[Element], regions: Regions, declared: Collection[Shingle]
) -> bool:
    """Return whether position and names of a block say that it is part of the article."""
    block, title, first = regions.blocks[at], regions.title, regions.first
    if first is None:
        return False
    is_below_title = title is not None and at > title
    if (is_below_title or at > first) and _is_declared(block, declared):
        return True
    if at > first:
        return is_prose(block) and _is_section(outside, regions)
    named = any(map(is_standfirst, outside))
    if not named and regions.is_caption(block):
        return False
    if is_below_title and _reads_as_standfirst(block):
        return True
    return named and (is_below_title or _is_near(outside, regions))


def _is_near(outside: Sequence[Element], regions: Regions) -> bool:
    """Return whether a block above the title, or without one below, stands close to the article."""
    parent = outside[0].getparent() if outside else None
    if regions.title is None:
        return parent in regions.inside and _is_in_the_same_article(outside, regions)
    near = regions.blocks[regions.title].path[-_NEAR:]
    return parent is not None and parent.tag != "body" and parent in near


def _is_declared(block: PrintedBlock, declared: Collection[Shingle]) -> bool:
    return share_within(block.text, declared) >= _DECLARED


def _reads_as_standfirst(block: PrintedBlock) -> bool:
    """Return whether a block between title and text is a sentence, a second heading or a summary."""
    words = len(block.text.split())
    return (
        is_prose(block)
        or block.tag in HEADINGS
        or (words >= _UNFINISHED_WORDS and not _SEPARATORS.search(block.text))
        or (block.tag == "li" and words >= _ITEM_WORDS)
    )


def _is_section(outside: Sequence[Element], regions: Regions) -> bool:
    """Return whether a block stands beside extracted ones, or its container beside theirs."""
    if not outside:
        return True
    *containers, innermost = outside
    if not containers:
        return innermost.getparent() in regions.parents
    container = containers[0]
    if any(each.tag == "article" or regions.has_main_heading(each) for each in containers):
        return False
    return regions.has_twin_inside(container) or (
        regions.words_of_prose(container) >= _SECTION_WORDS
        and not regions.has_links(container)
        and _is_in_the_same_article(outside, regions)
    )


def _may_be_left_out_wrongly(
    block: PrintedBlock, outside: Sequence[Element], regions: Regions
) -> bool:
    return _is_in_the_same_article(outside, regions) and not regions.is_caption(block)


def _is_in_the_same_article(outside: Sequence[Element], regions: Regions) -> bool:
    """Return whether the page marks an element as its article that also holds extracted text."""
    if not outside:
        return True
    article = article_of(outside[0])
    return article is not None and article in regions.inside


def _as_line(block: PrintedBlock) -> str:
    return f"- {block.text}" if block.tag == "li" else block.text
