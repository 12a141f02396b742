"""Knows which code points open a quotation, and which mark closes it."""

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
"""Maps each opening mark to the marks that close it."""

DOUBLE_OPENERS = frozenset("“„‟«")

HIGH_OPENERS = frozenset("“‟")

SINGLE_OPENERS = frozenset("‘‚‹'")

STRAIGHT = '"'

UNDIRECTED_MARKS = frozenset('"”')
"""Double marks that open as well as close; only their neighbours tell which."""

WORD_START_OPENERS = frozenset('"”»')
"""Double marks that open only at the beginning of a word."""

MARKS = frozenset("“”„‟«»‘’‚‹›\"'")

DOUBLE_MARKS = frozenset('“”„‟«»"')

ANY_MARK = re.compile("[“”„‟«»‘’‚‹›\"']")

ANY_DOUBLE_MARK = re.compile('[“”„‟«»"]')

OPEN_AFTER = frozenset('([—–-:,/.“”"')
"""What may stand right before an opening mark, beside white space."""

INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
"""Matches feet and inches, up to the mark for the inches."""

CUE_LINKS = frozenset({",", ":", "-", "–", "—", "--", "..", "..."})
"""What may stand between a cue and its quotation, beside the conjunction "that"."""

SENTENCE_ENDS = frozenset(".?!…")

INNER_CLOSERS = "’'”\"›»"
"""Marks that close a nested quotation: “… ‘responsible,’” ends with a comma."""

DASHES = frozenset("–—-―")


def last_character(words: str) -> str:
    """Return the last code point of quoted words before nested closing marks, or ""."""
    return words.rstrip(INNER_CLOSERS + " ")[-1:]


NESTED_OPENER = re.compile(r"(?<!\w)[“‘'\"„«‚‹](?=\w)")
NESTED_CLOSER = re.compile(r"(?<=[\w.,?!…])[”’'\"»›](?!\w)")
"""Match the marks of a quotation within a quotation."""

MAX_NESTING = 2
"""Depth to which quotations nest; where more seem open, a closing mark was forgotten."""

MAX_SINGLE_LENGTH = 600
"""Code points within which a single closing mark is looked for."""

MAX_MARKS_PASSED = 60
"""Marks passed at most in search of the closing one, which bounds the time."""


@dataclass(frozen=True, slots=True)
class QuotationEnding:
    """Where a quotation ends, or whether it may be left open.

    Attributes:
        at: offset of the closing mark; None where there is none.
        runs_on: whether, without one, it may run to the end of its paragraph.
    """

    at: int | None
    runs_on: bool = False


def can_open(text: str, at: int, paragraph: Span) -> bool:
    """Return whether the mark at that offset can open a quotation in the paragraph."""
    mark = text[at]
    before, after = _around(text, at, paragraph)
    if mark in DOUBLE_OPENERS:
        return True
    starts_word = not before.isalnum() and not after.isspace()
    if not starts_word or not (before.isspace() or before in OPEN_AFTER):
        return False
    return mark in WORD_START_OPENERS or (mark in SINGLE_OPENERS and after.isalpha())


def find_closing(text: str, opening: int, paragraph: Span) -> QuotationEnding:
    """Return where the quotation ends that the mark at ``opening`` opens."""
    if text[opening] in SINGLE_OPENERS:
        return QuotationEnding(_single_closing(text, opening, paragraph))
    return _double_closing(text, opening, paragraph)


def _around(text: str, at: int, paragraph: Span) -> tuple[str, str]:
    """Return the code points before and after, each a blank at the paragraph's border."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return before, after


def _double_closing(text: str, opening: int, paragraph: Span) -> QuotationEnding:
    """Return the mark that closes a double one; nested quotations are skipped."""
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
    """Return whether the double mark can close what the opener opened."""
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
    """Return whether a nested quotation opens; straight in straight only after a bracket."""
    if text[at] not in WORD_START_OPENERS:
        return text[at] in DOUBLE_OPENERS
    before, _ = _around(text, at, paragraph)
    return can_open(text, at, paragraph) and (opener not in UNDIRECTED_MARKS or before in "([")


def _starts_sentence(text: str, at: int, paragraph: Span) -> bool:
    """Return whether a sentence, or the words after a cue's comma, start with the mark."""
    before = text[paragraph.start : at][-2:].rstrip()[-1:]
    return before in {*SENTENCE_ENDS, ",", ":", ""} or before in INNER_CLOSERS


def _ends_word(text: str, at: int, paragraph: Span) -> bool:
    """Return whether a straight mark follows a word, or stands apart after final punctuation."""
    before, after = _around(text, at, paragraph)
    if after.isalnum():
        return before in SENTENCE_ENDS or before in ",”’"
    if before.isspace():
        apart = text[max(paragraph.start, at - 3) : at].rstrip()
        return apart[-1:] in {*SENTENCE_ENDS, ",", "'", "’"}
    return not INCHES.search(text, max(paragraph.start, at - 4), at)


def _single_closing(text: str, opening: int, paragraph: Span) -> int | None:
    """Return the first single mark that is no apostrophe; one after an s only as a last resort."""
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
