"""Finds the date that a page prints beside the headline or the byline of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from retrieval.corpus.boilerplate import BoilerplateKind, boilerplate_kind_of
from retrieval.corpus.bylines import byline_words
from retrieval.corpus.dates import iso_date, printed_dates
from retrieval.corpus.html.elements import Element

_BLOCKS: Final = frozenset(
    "address article aside blockquote body br dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td "
    "tfoot th thead tr ul".split()
)
_UNPRINTED: Final = frozenset("head iframe noscript script select style template textarea".split())
_ELSEWHERE: Final = frozenset("article aside dialog figure footer form nav".split())
_LISTS: Final = frozenset("dl ol ul table".split())
_PAGE: Final = frozenset("body html".split())
_OTHER_PARTS: Final = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|agenda|banner|calendar|cards?|carousel|clock|comments?|"
    r"commentlist|discuss\w*|disqus|events?|feed|footer|gallery|latest|listing|masthead|menu|"
    r"more|most|nav\w*|newsletter|next|popular|prev\w*|promo\w*|recent|recommend\w*|related|"
    r"replies|reply|respond|sidebar|site|sponsor\w*|teasers?|ticker|today|toolbar|top|topbar|"
    r"trending|upcoming|weather|widgets?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names that sites give to parts of a page that are not the article."""

_HEAD_OF_AN_ARTICLE: Final = re.compile(
    r"(?:^|[\s_-])(?:author|by|byline|date|dateline|details|info|meta\w*|posted|published|"
    r"pubdate|timestamp)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_A_CHANGE: Final = re.compile(r"\A(?!.*publi)(?:.*[\s_-])?(?:updated?|modified)(?:$|[\s_-])")
_PARAGRAPH_WORDS: Final = 8
_LONG_WORDS: Final = 28
_LABELLED_WORDS: Final = 14
_LINES_ABOVE: Final = 3
_LEVELS_ABOVE: Final = 3
_DATE_LINE: Final = re.compile(
    r"(?:[A-Z][\w.'’-]*[ ,(]+){0,4}(?P<day>\d{4}-\d\d-\d\d)\S* ?\)? ?(?:[—–]|-{1,2} )[ “\"‘']*[A-Z]"
)
"""A date in ISO 8601, perhaps after a place, and a dash before the first sentence."""
_SENTENCE_ENDS: Final = re.compile(r"[.!?…][\"'”’»)\]*]*$")


@dataclass(slots=True)
class _Line:
    """One line as a browser would print it.

    Attributes:
        element: around its first words.
        pieces: the words, of a ``time`` element its exact date if it prints that or none.
    """

    element: Element
    pieces: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def is_paragraph(self) -> bool:
        count = len(self.words.split(maxsplit=_LONG_WORDS))
        ends = _SENTENCE_ENDS.search(self.words) is not None
        return count > _LONG_WORDS or (ends and count >= _PARAGRAPH_WORDS)


def header_date(tree: Element, heading: Element) -> str | None:
    """Return the date in ISO 8601 that is printed in the header of a page's article, or None.

    That is a line that is a date, perhaps with a byline or a label of publication, above or below
    the heading up to the second paragraph; else one with a byline or a label below the article;
    else the ``time`` before the dash with which the first paragraph begins.
    What a comment, teaser, list, event or other part of the page prints is never one, nor is a
    date within a sentence or that of a change.
    """
    printed = [line for line in _lines(tree) if not is_elsewhere(line.element, heading)]
    of_heading = (
        at
        for at, line in enumerate(printed)
        if line.element is heading or heading in line.element.iterancestors()
    )
    at = next(of_heading, None)
    if at is None:
        return None
    candidates = [*_around(printed, at, heading), *_signatures(printed[at:], heading)]
    found = next((day for line in candidates if (day := _publication_date(line.words))), None)
    return found or _before_the_first_sentence(printed[at + 1 :])


def main_heading(tree: Element, titles: Sequence[str]) -> Element | None:
    """Return the heading of the article: the longest that a title of the page has, else the first.

    An ``h1`` comes before an ``h2``; without an ``h1`` only one that a title has is taken.
    """
    headings = [
        each
        for each in tree.iter("h1", "h2")
        if not any(above.tag in {"aside", "nav", "footer"} for above in each.iterancestors())
    ]
    known = [_folded(title) for title in titles]
    stated = [
        each
        for each in headings
        if (words := _folded(each.text_content())) and any(words in title for title in known)
    ]
    if stated:
        return max(stated, key=lambda each: len(_folded(each.text_content())))
    return next((each for each in headings if each.tag == "h1"), None)


def is_elsewhere(element: Element, heading: Element, *, footers: bool = True) -> bool:
    """Return whether an element is in a part of the page that is not the heading's article.

    Args:
        element: the element.
        heading: of the article.
        footers: whether a footer is such a part.
    """
    around = list(heading.iterancestors())
    for each in (element, *element.iterancestors()):
        if each in around:
            return False
        if each.tag in _ELSEWHERE and (footers or each.tag != "footer"):
            return True
        names = f"{each.get('class') or ''} {each.get('id') or ''}"
        of_head = _HEAD_OF_AN_ARTICLE.search(names)
        if _OTHER_PARTS.search(names) or (each.tag in _LISTS and not of_head):
            return True
    return False


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


# --- lines -----------------------------------------------------------------------------------


def _lines(tree: Element) -> Iterator[_Line]:
    """Yield the printed lines of a page that are not blank, in order."""
    line: _Line | None = None
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if element.tag in _BLOCKS and line is not None:
            if line.words:
                yield line
            line = None
        exact = _exact_date(element)
        unprinted = element.tag in _UNPRINTED
        hides = int(unprinted or exact is not None)
        begins = event == "start"
        hidden -= hides if event == "end" else 0
        words = (None if unprinted else exact or element.text) if begins else element.tail
        around = element if begins else element.getparent()
        if words and not hidden and around is not None:
            line = line or _Line(around)
            line.pieces.append(words)
        hidden += hides if begins else 0
    if line is not None and line.words:
        yield line


def _exact_date(element: Element) -> str | None:
    """Return the exact date of a ``time`` element, if it prints this one or none in full."""
    if element.tag != "time":
        return None
    exact = iso_date(element.get("datetime") or "")
    printed = [each.iso[:10] for each in printed_dates(" ".join(element.text_content().split()))]
    if exact is None or (printed and exact[:10] not in printed):
        return None
    changed = _OF_A_CHANGE.search(element.get("class") or "")
    return f" {byline_words().changed[0]} {exact} " if changed else f" {exact} "


def _around(printed: Sequence[_Line], at: int, heading: Element) -> Iterator[_Line]:
    """Yield the lines of the header: those below the heading, then the few above it."""
    below = printed[at + 1 :]
    paragraphs = [number for number, line in enumerate(below) if line.is_paragraph]
    if paragraphs:
        yield from below[: paragraphs[0]]
    if len(paragraphs) > 1:
        yield from below[paragraphs[0] + 1 : paragraphs[1]]
    near = [
        each for each in islice(heading.iterancestors(), _LEVELS_ABOVE) if each.tag not in _PAGE
    ]
    for line in reversed(printed[max(0, at - _LINES_ABOVE) : at]):
        if any(each in near for each in line.element.iterancestors()):
            yield line


def _before_the_first_sentence(below: Sequence[_Line]) -> str | None:
    first = next((line.words for line in below if line.is_paragraph), "")
    date_line = _DATE_LINE.match(first)
    return date_line["day"] if date_line else None


def _signatures(printed: Sequence[_Line], heading: Element) -> Iterator[_Line]:
    """Yield the lines below the article, within its element, that have a byline or a label."""
    article = next(heading.iterancestors("article", "main"), None)
    if article is None:
        return
    inside = [line for line in printed if article in line.element.iterancestors()]
    last = max((at for at, line in enumerate(inside) if line.is_paragraph), default=len(inside))
    for line in inside[last + 1 :]:
        kind = boilerplate_kind_of(line.words)
        if kind is BoilerplateKind.RELATED:
            return
        labelled = any(_labelled(line.words))
        if kind is BoilerplateKind.DATE and (
            labelled or byline_words().by_somebody.search(line.words)
        ):
            yield line


def _publication_date(words: str) -> str | None:
    """Return the date of a line that is one date, or that labels one; none of a change."""
    labelled = list(_labelled(words))
    if labelled and len(words.split()) <= _LABELLED_WORDS:
        return labelled[0]
    words = " | ".join(part for part in words.split(" | ") if not _is_job(part))
    if boilerplate_kind_of(words) is not BoilerplateKind.DATE:
        return None
    other = byline_words().label_of_another_date
    dates = [
        each.iso for each in printed_dates(words) if not other.search(words[: each.span.start])
    ]
    return dates[0] if len({each[:10] for each in dates}) == 1 else None


def _is_job(words: str) -> bool:
    """Return whether words are a job such as "Staff writer"."""
    return set(words.casefold().split()) <= byline_words().roles


def _labelled(words: str) -> Iterator[str]:
    label = byline_words().label_of_publication
    for each in printed_dates(words):
        if label.search(words[: each.span.start]):
            yield each.iso
