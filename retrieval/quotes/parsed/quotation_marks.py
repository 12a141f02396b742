"""Quotation marks, and what stands around them, in any language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.model import Span

CLOSERS_OF = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    '"': '"',
    "”": "”",
    "'": "'",
}
"""Each opening mark with the marks that close it."""

DOUBLE_OPENERS = frozenset("“„‟«")

HIGH_OPENERS = frozenset("“‟")

SINGLE_OPENERS = frozenset("‘‚‹'")

STRAIGHT = '"'

UNDIRECTED_MARKS = frozenset('"”')
"""Double marks that open and close, with nothing in themselves to tell which."""

WORD_START_OPENERS = frozenset('"”»')
"""Double marks that open only at the beginning of a word."""

MARKS = frozenset("“”„‟«»‘’‚‹›\"'")

DOUBLE_MARKS = frozenset('“”„‟«»"')

ANY_MARK = re.compile("[“”„‟«»‘’‚‹›\"']")

ANY_DOUBLE_MARK = re.compile('[“”„‟«»"]')

OPEN_AFTER = frozenset('([—–-:,/.“”"')
"""What may stand right before an opening mark, beside white space."""

INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
"""Feet and inches, up to the mark for the inches."""

CUE_LINKS = frozenset({",", ":", "-", "–", "—", "--", "..", "..."})
"""What may stand between a cue and its quotation, beside the conjunction."""

SENTENCE_ENDS = frozenset(".?!…")

INNER_CLOSERS = "’'”\"›»"
"""What closes a quotation within another: “… ‘responsible,’” ends with a comma."""

DASHES = frozenset("–—-―")


def last_character(words: str) -> str:
    """The last code point of what is quoted, closing marks inside it passed over, or nothing."""
    return words.rstrip(INNER_CLOSERS + " ")[-1:]


MAX_NESTING = 2
"""Nobody nests quotations three deep: where it seems so, a mark was forgotten."""

MAX_SINGLE_LENGTH = 600
"""How far, in code points, a single closing mark is looked for."""

MAX_MARKS_PASSED = 60
"""How many double marks are passed over, at most, in search of the closing one."""


@dataclass(frozen=True, slots=True)
class QuotationEnding:
    """How a quotation ends.

    Attributes:
        at: the closing mark; None where there is none.
        runs_on: whether, without one, it may run to the end of its paragraph.
    """

    at: int | None
    runs_on: bool = False


def can_open(text: str, at: int, paragraph: Span) -> bool:
    """Whether the code point is a mark that can open a quotation there."""
    mark = text[at]
    before, after = _around(text, at, paragraph)
    if mark in DOUBLE_OPENERS:
        return True
    starts_word = not before.isalnum() and not after.isspace()
    if not starts_word or not (before.isspace() or before in OPEN_AFTER):
        return False
    return mark in WORD_START_OPENERS or (mark in SINGLE_OPENERS and after.isalpha())


def find_closing(text: str, opening: int, paragraph: Span) -> QuotationEnding:
    """How the quotation ends that the mark opens."""
    if text[opening] in SINGLE_OPENERS:
        return QuotationEnding(_single_closing(text, opening, paragraph))
    return _double_closing(text, opening, paragraph)


def _around(text: str, at: int, paragraph: Span) -> tuple[str, str]:
    """The code points before and after, blank at the paragraph's borders."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return before, after


def _double_closing(text: str, opening: int, paragraph: Span) -> QuotationEnding:
    """The mark that closes a double one, those of quotations inside it left out."""
    waiting, aside = [text[opening]], True
    for passed, match in enumerate(ANY_DOUBLE_MARK.finditer(text, opening + 1, paragraph.end)):
        at, here = match.start(), match.group()
        if passed == MAX_MARKS_PASSED:
            return QuotationEnding(None)
        if here in CLOSERS_OF[waiting[0]] and here not in CLOSERS_OF[waiting[-1]]:
            del waiting[1:]
        if _can_close_double(text, at, waiting[-1], paragraph):
            waiting.pop()
            if not waiting:
                return QuotationEnding(at)
        elif _can_open_nested(text, at, waiting[-1], paragraph):
            aside = aside and not _starts_sentence(text, at, paragraph)
            waiting.append(here)
            if len(waiting) > MAX_NESTING:
                return QuotationEnding(None)
        elif here == waiting[-1] and can_open(text, at, paragraph):
            return QuotationEnding(None)
    return QuotationEnding(None, runs_on=aside and len(waiting) == 1)


def _can_close_double(text: str, at: int, opener: str, paragraph: Span) -> bool:
    """Whether the double mark closes what the opener opened."""
    here = text[at]
    if here in CLOSERS_OF[opener]:
        return opener not in UNDIRECTED_MARKS or _ends_word(text, at, paragraph)
    if here in HIGH_OPENERS:
        before, after = _around(text, at, paragraph)
        turned = not before.isspace() and (after.isspace() or after in ",.;:)—–")
        return turned and (opener in UNDIRECTED_MARKS or opener in HIGH_OPENERS)
    alike = here == STRAIGHT or (here in UNDIRECTED_MARKS and opener in UNDIRECTED_MARKS)
    return alike and _ends_word(text, at, paragraph)


def _can_open_nested(text: str, at: int, opener: str, paragraph: Span) -> bool:
    """Whether a quotation opens in another; a straight one in a straight one after a bracket."""
    if text[at] not in WORD_START_OPENERS:
        return text[at] in DOUBLE_OPENERS
    before, _ = _around(text, at, paragraph)
    return can_open(text, at, paragraph) and (opener not in UNDIRECTED_MARKS or before in "([")


def _starts_sentence(text: str, at: int, paragraph: Span) -> bool:
    """Whether a sentence, or the words after a cue's comma, begin with the mark."""
    before = text[paragraph.start : at][-2:].rstrip()[-1:]
    return before in {*SENTENCE_ENDS, ",", ":", ""} or before in INNER_CLOSERS


def _ends_word(text: str, at: int, paragraph: Span) -> bool:
    """Whether a straight mark stands behind a word, or apart behind its last punctuation."""
    before, after = _around(text, at, paragraph)
    if after.isalnum():
        return before in SENTENCE_ENDS or before in ",”’"
    if before.isspace():
        apart = text[max(paragraph.start, at - 3) : at].rstrip()
        return apart[-1:] in {*SENTENCE_ENDS, ",", "'", "’"}
    return not INCHES.search(text, max(paragraph.start, at - 4), at)


def _single_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """The first single mark that is no apostrophe; after an s only if no better one follows."""
    closers = CLOSERS_OF[text[opening]]
    doubtful: int | None = None
    past = opening
    window = Span(paragraph.start, min(paragraph.end, opening + MAX_SINGLE_LENGTH))
    for passed, match in enumerate(ANY_MARK.finditer(text, opening + 1, window.end)):
        at, here = match.start(), match.group()
        if passed == MAX_MARKS_PASSED:
            break
        if at <= past:
            continue
        if here in DOUBLE_MARKS:
            inner = find_closing(text, at, window).at if can_open(text, at, paragraph) else None
            if inner is None or doubtful is not None:
                break
            past = inner
        elif here in closers and _can_close_single(
            text, at, paragraph, around_double=past > opening
        ):
            if text[at - 1] != "s" or _around(text, at, paragraph)[1] in ",.;:?!":
                return at
            doubtful = doubtful if doubtful is not None else at
        elif doubtful is not None and can_open(text, at, paragraph):
            break
    return doubtful


def _can_close_single(text: str, at: int, paragraph: Span, *, around_double: bool) -> bool:
    before, after = _around(text, at, paragraph)
    if before.isspace() or (after.isalnum() and before != ","):
        return False
    said = last_character(text[max(paragraph.start, at - 3) : at])
    return not around_double or said in {*SENTENCE_ENDS, ","} or after in ",.;:?!"
