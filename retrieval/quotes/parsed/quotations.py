"""Find the quotations of an article: the outermost stretches between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.model import Span
from retrieval.quotes.parsed.quotation_marks import (
    ANY_MARK,
    DOUBLE_MARKS,
    OPEN_AFTER,
    SENTENCE_ENDS,
    SINGLE_OPENERS,
    can_open,
    find_closing,
    last_character,
)

PAIR_OF_SINGLES = re.compile(r"(?<!['‘’])['’]{2}(?!['’])|(?<=['’])['’]{2}(?!['’])|``|‘‘")
"""Matches two apostrophes, or two grave accents, that stand for one double mark."""

NO_WIDTH = str.maketrans(dict.fromkeys("\u200b\u200c\u2060\ufeff", " "))
"""Replaces code points without width by blanks."""

NAME_AND_COLON = re.compile(r"[A-Z][A-Z.'’\- ]+:")
"""Matches the speaker's name in a transcript."""

MIN_UNCLOSED_WORDS = 4
"""Words of an unclosed quotation that a comma announces; a title has fewer."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation, or words that are somebody's without marks, as in a transcript.

    Attributes:
        outer: its span with the marks.
        inner: its span without them, trimmed.
        paragraph: number of the paragraph that it stands in.
        closed: whether its closing mark is printed.
        continues: whether it continues the quotation that the paragraph before left open.
    """

    outer: Span
    inner: Span
    paragraph: int
    closed: bool = True
    continues: bool = False

    @property
    def is_marked(self) -> bool:
        """Return whether quotation marks are printed around it."""
        return self.outer != self.inner


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of the paragraphs, in order, without overlap.

    A quotation that its paragraph leaves open is kept, to the paragraph's end, where the next
    paragraph opens with a mark again (only the last one is closed then), where it is the last of
    such a row, or where a colon or a comma announces it; any other opening mark without a closing
    one is taken for a slip. Never raises.
    """
    text = _unify_marks(text)
    found: list[Quotation] = []
    open_before = False
    for number, paragraph in enumerate(paragraphs):
        goes_on = _starts_with_mark(text, paragraphs, number + 1)
        here = list(_in_paragraph(text, paragraph, number, goes_on=goes_on, begun=open_before))
        if here and open_before and _continues(text, paragraph, here[0]):
            here[0] = replace(here[0], continues=True)
        found.extend(here)
        open_before = goes_on and bool(here) and not here[-1].closed
    return tuple(found)


def _unify_marks(text: str) -> str:
    """Return the text, code point for code point, with each pair of apostrophes as one mark.

    The half of the pair that faces away from the words becomes a blank.
    """
    return PAIR_OF_SINGLES.sub(
        lambda pair: ' "' if _is_opening_pair(text, pair.start(), pair.end()) else '" ',
        text.translate(NO_WIDTH),
    )


def _is_opening_pair(text: str, start: int, end: int) -> bool:
    return (
        (start == 0 or not text[start - 1].isalnum())
        and text[end : end + 1].strip() != ""
        and (start == 0 or text[start - 1].isspace() or text[start - 1] in OPEN_AFTER)
    )


def _continues(text: str, paragraph: Span, first: Quotation) -> bool:
    """Return whether the quotation starts its paragraph, and no other speaker is named in it."""
    begins = not text[paragraph.start : first.outer.start].strip()
    return begins and not NAME_AND_COLON.match(text, first.inner.start, first.inner.end)


def _starts_with_mark(text: str, paragraphs: Sequence[Span], number: int) -> bool:
    """Return whether that paragraph starts with an opening mark."""
    if number >= len(paragraphs):
        return False
    words = _trimmed(text, paragraphs[number])
    return (
        words.start < words.end
        and text[words.start] in DOUBLE_MARKS
        and can_open(text, words.start, words)
    )


def _in_paragraph(
    text: str, paragraph: Span, number: int, *, goes_on: bool, begun: bool
) -> Iterator[Quotation]:
    """Yield the quotations of a paragraph.

    Args:
        text: the text, in unified marks.
        paragraph: its span.
        number: its number.
        goes_on: whether the next paragraph opens with a mark.
        begun: whether the paragraph before left a quotation open.
    """
    past = paragraph.start
    for match in ANY_MARK.finditer(text, paragraph.start, paragraph.end):
        start = match.start()
        if start < past or not can_open(text, start, paragraph):
            continue
        end = find_closing(text, start, paragraph)
        if end.at is not None:
            past = end.at + 1
            inner = _trimmed(text, Span(start + 1, end.at))
            shortest = 2 if text[start] in SINGLE_OPENERS else 1  # 'n' is no quotation
            if inner.end - inner.start >= shortest:
                yield Quotation(Span(start, past), inner, number)
        elif end.runs_on:
            inner = _trimmed(text, Span(start + 1, paragraph.end))
            last = begun and not text[paragraph.start : start].strip()
            if inner.start < inner.end and (
                goes_on
                or (last and last_character(inner.of(text)) in SENTENCE_ENDS)
                or _is_announced(text, start, inner)
            ):
                yield Quotation(Span(start, inner.end), inner, number, closed=False)
                return


def _is_announced(text: str, opening: int, inner: Span) -> bool:
    """Return whether a colon or a comma leads to the mark, and a whole sentence follows."""
    words = inner.of(text)
    before = text[max(0, opening - 2) : opening].rstrip()[-1:]
    whole = words[:1].isupper() and last_character(words) in SENTENCE_ENDS
    return whole and (
        before == ":" or (before == "," and len(words.split()) >= MIN_UNCLOSED_WORDS)
    )


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
