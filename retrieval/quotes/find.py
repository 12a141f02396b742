"""Quotations in running text: where they begin and end, whatever the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.model import Span
from retrieval.quotes.marks import (
    CLOSERS_OF,
    DOUBLE_MARKS,
    DOUBLE_OPENERS,
    ENDS,
    OPEN_AFTER,
    PAIR_OF_SINGLES,
    SINGLE_OPENERS,
    STRAIGHT,
)

_DEEPEST = 2
"""Nobody nests quotations three deep: where it seems so, a mark was forgotten."""

LONGEST_SINGLE = 600
"""How far, in code points, a single closing mark is looked for."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks.

    Attributes:
        outer: with its marks.
        inner: without them.
        paragraph: number of the paragraph that it stands in.
        closed: whether its closing mark is printed.
        continues: whether it takes up the quotation that the paragraph before left open.
    """

    outer: Span
    inner: Span
    paragraph: int
    closed: bool = True
    continues: bool = False


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The outermost quotations of the paragraphs, in order, without overlap.

    A quotation that its paragraph leaves open is kept, to the paragraph's end, where the next
    paragraph opens with a mark again (only the last one is closed then); otherwise the opening
    mark is taken for a slip and nothing is found from there on.
    """
    text = _single_marked(text)
    found: list[Quotation] = []
    open_before = False
    for number, paragraph in enumerate(paragraphs):
        here = list(_in_paragraph(text, paragraph, number))
        if here and open_before and not text[paragraph.start : here[0].outer.start].strip():
            here[0] = _continuing(here[0])
        last_open = bool(here) and not here[-1].closed
        if last_open and not _opens(text, paragraphs, number + 1):
            here.pop()
            last_open = False
        found.extend(here)
        open_before = last_open
    return tuple(found)


def _single_marked(text: str) -> str:
    """The text, code point for code point, with each pair of apostrophes as one straight mark.

    The half of the pair that faces away from the words becomes a blank.
    """
    return PAIR_OF_SINGLES.sub(
        lambda pair: ' "' if _faces_right(text, pair.start(), pair.end()) else '" ', text
    )


def _faces_right(text: str, start: int, end: int) -> bool:
    return (
        (start == 0 or not text[start - 1].isalnum())
        and text[end : end + 1].strip() != ""
        and (start == 0 or text[start - 1].isspace() or text[start - 1] in OPEN_AFTER)
    )


def _continuing(quotation: Quotation) -> Quotation:
    return Quotation(
        quotation.outer, quotation.inner, quotation.paragraph, quotation.closed, continues=True
    )


def _opens(text: str, paragraphs: Sequence[Span], number: int) -> bool:
    """Whether that paragraph begins with an opening mark."""
    if number >= len(paragraphs):
        return False
    start = text[paragraphs[number].start : paragraphs[number].end].lstrip()[:1]
    return start in DOUBLE_OPENERS or start in {STRAIGHT, "‘"}


def _in_paragraph(text: str, paragraph: Span, number: int) -> Iterator[Quotation]:
    at = paragraph.start
    while at < paragraph.end:
        if not _is_opening(text, at, paragraph):
            at += 1
            continue
        end = _closing(text, at, paragraph)
        if end is not None:
            inner = _trimmed(text, Span(at + 1, end))
            shortest = 2 if text[at] in SINGLE_OPENERS else 1  # 'n' is no quotation
            if inner.end - inner.start >= shortest:
                yield Quotation(Span(at, end + 1), inner, number)
            at = end + 1
        elif text[at] in SINGLE_OPENERS:
            at += 1
        else:
            inner = _trimmed(text, Span(at + 1, paragraph.end))
            if inner.start < inner.end:
                yield Quotation(Span(at, inner.end), inner, number, closed=False)
            return


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _around(text: str, at: int, paragraph: Span) -> tuple[str, str]:
    """The code points before and after, blank at the paragraph's borders."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return before, after


def _is_opening(text: str, at: int, paragraph: Span) -> bool:
    mark = text[at]
    before, after = _around(text, at, paragraph)
    starts_word = not before.isalnum() and not after.isspace()
    if mark in DOUBLE_OPENERS:
        return True
    if mark in {STRAIGHT, "”"}:
        return starts_word and (before.isspace() or before in OPEN_AFTER)
    if mark in SINGLE_OPENERS:
        return starts_word and (before.isspace() or before in OPEN_AFTER) and after.isalpha()
    return False


def _closing(text: str, opening: int, paragraph: Span) -> int | None:
    mark = text[opening]
    if mark in SINGLE_OPENERS:
        return _single_closing(text, opening, paragraph)
    if mark in {STRAIGHT, "”"}:
        return _straight_closing(text, opening, paragraph)
    return _paired_closing(text, opening, paragraph)


def _paired_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The mark that closes a curly, angular or low one, counting those inside it."""
    mark = text[opening]
    closers = CLOSERS_OF[mark] + STRAIGHT
    depth = 1
    for at in range(opening + 1, paragraph.end):
        here = text[at]
        if here == mark:
            before, after = _around(text, at, paragraph)
            if not before.isspace() and (after.isspace() or after in ",.;:)—–"):
                return at
            depth += 1
            if depth > _DEEPEST:
                return None
        elif here in closers and (here != STRAIGHT or _ends_word(text, at, paragraph)):
            depth -= 1
            if depth == 0:
                return at
    return _first_closer(text, Span(opening + 1, paragraph.end), closers)


def _first_closer(text: str, span: Span, closers: str) -> int | None:
    """Where the counting failed: the first closing mark, if no quotation opens before it."""
    for at in range(span.start, span.end):
        if text[at] in closers:
            return at
        if text[at] in DOUBLE_OPENERS:
            return None
    return None


def _straight_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The next mark that can close; a mark that can only open says that this one was a slip."""
    for at in range(opening + 1, paragraph.end):
        if text[at] == STRAIGHT or (text[at] == "”" and at > opening + 1):
            if _ends_word(text, at, paragraph):
                return at
            if text[at] == text[opening] and _is_opening(text, at, paragraph):
                return None
    return None


def _ends_word(text: str, at: int, paragraph: Span) -> bool:
    before, after = _around(text, at, paragraph)
    return not before.isspace() and (not after.isalnum() or before in ENDS or before in ",”’")


def _single_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The first single mark that is no apostrophe; after an s only if no better one follows."""
    closers = CLOSERS_OF[text[opening]]
    doubtful: int | None = None
    for at in range(opening + 1, min(paragraph.end, opening + LONGEST_SINGLE)):
        if text[at] in DOUBLE_MARKS:
            break
        if text[at] not in closers:
            continue
        before, after = _around(text, at, paragraph)
        if after.isalnum() or before.isspace():
            continue
        if before != "s" or after in ",.;:?!":
            return at
        doubtful = doubtful if doubtful is not None else at
    return doubtful
