"""Where a quotation that a mark opens is closed, within its paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.model import Span
from retrieval.quotes.marks import (
    CLOSERS_OF,
    DOUBLE,
    DOUBLE_MARKS,
    DOUBLE_OPENERS,
    ENDS,
    HIGH_OPENERS,
    INCHES,
    INNER_CLOSERS,
    MARK,
    OPEN_AFTER,
    SINGLE_OPENERS,
    STRAIGHT,
    STRAIGHTS,
    TWO_FACED,
    last_said,
)

DEEPEST = 2
"""Nobody nests quotations three deep: where it seems so, a mark was forgotten."""

LONGEST_SINGLE = 600
"""How far, in code points, a single closing mark is looked for."""

MOST_MARKS = 60
"""How many double marks are passed over, at most, in search of the closing one."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a quotation ends.

    Attributes:
        at: the closing mark; None where there is none.
        runs_on: whether, without one, it may run to the end of its paragraph.
    """

    at: int | None
    runs_on: bool = False


def opens(text: str, at: int, paragraph: Span) -> bool:
    """Whether the code point is a mark that can open a quotation there."""
    mark = text[at]
    before, after = _around(text, at, paragraph)
    if mark in DOUBLE_OPENERS:
        return True
    starts_word = not before.isalnum() and not after.isspace()
    if not starts_word or not (before.isspace() or before in OPEN_AFTER):
        return False
    return mark in TWO_FACED or (mark in SINGLE_OPENERS and after.isalpha())


def closing(text: str, opening: int, paragraph: Span) -> Closing:
    """How the quotation ends that the mark opens."""
    if text[opening] in SINGLE_OPENERS:
        return Closing(_single_closing(text, opening, paragraph))
    return _double_closing(text, opening, paragraph)


def _around(text: str, at: int, paragraph: Span) -> tuple[str, str]:
    """The code points before and after, blank at the paragraph's borders."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return before, after


def _double_closing(text: str, opening: int, paragraph: Span) -> Closing:
    """The mark that closes a double one, those of quotations inside it left out."""
    waiting, aside = [text[opening]], True
    for passed, match in enumerate(DOUBLE.finditer(text, opening + 1, paragraph.end)):
        at, here = match.start(), match.group()
        if passed == MOST_MARKS:
            return Closing(None)
        if here in CLOSERS_OF[waiting[0]] and here not in CLOSERS_OF[waiting[-1]]:
            del waiting[1:]
        if _closes(text, at, waiting[-1], paragraph):
            waiting.pop()
            if not waiting:
                return Closing(at)
        elif _opens_inside(text, at, waiting[-1], paragraph):
            aside = aside and not _begins_sentence(text, at, paragraph)
            waiting.append(here)
            if len(waiting) > DEEPEST:
                return Closing(None)
        elif here == waiting[-1] and opens(text, at, paragraph):
            return Closing(None)
    return Closing(None, runs_on=aside and len(waiting) == 1)


def _closes(text: str, at: int, opener: str, paragraph: Span) -> bool:
    """Whether the double mark closes what the opener opened."""
    here = text[at]
    if here in CLOSERS_OF[opener]:
        return opener not in STRAIGHTS or _ends_word(text, at, paragraph)
    if here in HIGH_OPENERS:
        before, after = _around(text, at, paragraph)
        turned = not before.isspace() and (after.isspace() or after in ",.;:)—–")
        return turned and (opener in STRAIGHTS or opener in HIGH_OPENERS)
    alike = here == STRAIGHT or (here in STRAIGHTS and opener in STRAIGHTS)
    return alike and _ends_word(text, at, paragraph)


def _opens_inside(text: str, at: int, opener: str, paragraph: Span) -> bool:
    """Whether a quotation opens in another; a straight one in a straight one after a bracket."""
    if text[at] not in TWO_FACED:
        return text[at] in DOUBLE_OPENERS
    before, _ = _around(text, at, paragraph)
    return opens(text, at, paragraph) and (opener not in STRAIGHTS or before in "([")


def _begins_sentence(text: str, at: int, paragraph: Span) -> bool:
    """Whether a sentence, or the words after a cue's comma, begin with the mark."""
    before = text[paragraph.start : at][-2:].rstrip()[-1:]
    return before in {*ENDS, ",", ":", ""} or before in INNER_CLOSERS


def _ends_word(text: str, at: int, paragraph: Span) -> bool:
    """Whether a straight mark stands behind a word, or apart behind its last punctuation."""
    before, after = _around(text, at, paragraph)
    if after.isalnum():
        return before in ENDS or before in ",”’"
    if before.isspace():
        apart = text[max(paragraph.start, at - 3) : at].rstrip()
        return apart[-1:] in {*ENDS, ",", "'", "’"}
    return not INCHES.search(text, max(paragraph.start, at - 4), at)


def _single_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The first single mark that is no apostrophe; after an s only if no better one follows."""
    closers = CLOSERS_OF[text[opening]]
    doubtful: int | None = None
    past = opening
    window = Span(paragraph.start, min(paragraph.end, opening + LONGEST_SINGLE))
    for passed, match in enumerate(MARK.finditer(text, opening + 1, window.end)):
        at, here = match.start(), match.group()
        if passed == MOST_MARKS:
            break
        if at <= past:
            continue
        if here in DOUBLE_MARKS:
            inner = closing(text, at, window).at if opens(text, at, paragraph) else None
            if inner is None or doubtful is not None:
                break
            past = inner
        elif here in closers and _may_close(text, at, paragraph, around_double=past > opening):
            if text[at - 1] != "s" or _around(text, at, paragraph)[1] in ",.;:?!":
                return at
            doubtful = doubtful if doubtful is not None else at
        elif doubtful is not None and opens(text, at, paragraph):
            break
    return doubtful


def _may_close(text: str, at: int, paragraph: Span, *, around_double: bool) -> bool:
    before, after = _around(text, at, paragraph)
    if before.isspace() or (after.isalnum() and before != ","):
        return False
    said = last_said(text[max(paragraph.start, at - 3) : at])
    return not around_double or said in {*ENDS, ","} or after in ",.;:?!"
