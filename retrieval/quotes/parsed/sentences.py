"""Number the sentences among an article's tokens, so that none ends inside a quotation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from retrieval.quotes.parsed.parse import Token
from retrieval.quotes.parsed.quotation_marks import SENTENCE_ENDS, last_character
from retrieval.quotes.parsed.quotations import Quotation

CUE_WINDOW = 8
"""Tokens after a quoted question in which a cue is looked for: "“Why?” she asked"."""

MAX_SENTENCE_TOKENS = 400
"""Tokens of a sentence at most, each quotation counted as one; a longer list is cut."""


def number_sentences(
    text: str,
    tokens: Sequence[Token],
    paragraph_of: Sequence[int],
    quotation_of: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
    starts: Sequence[int] = (),
) -> tuple[int, ...]:
    """Return the number of the sentence that each token is in, counted from 0.

    Args:
        text: the article's.
        tokens: of the article.
        paragraph_of: the paragraph of each token.
        quotation_of: the quotation of each token, or -1.
        found: the quotations.
        cues: lemmas of reporting verbs, before which a quoted question does not end the sentence.
        starts: where the article's sentences start, in order, by its abbreviations; none where
            that is not known.
    """
    numbers: list[int] = []
    number = length = 0
    for index, token in enumerate(tokens):
        apart = index > 0 and (
            quotation_of[index] < 0 or quotation_of[index] != quotation_of[index - 1]
        )
        length += apart
        if index and (
            paragraph_of[index] != paragraph_of[index - 1]
            or (length > MAX_SENTENCE_TOKENS and apart)
            or (
                _starts_sentence(index, text, tokens, quotation_of, found, cues=cues)
                and not _is_after_abbreviation(index, tokens, quotation_of, starts)
            )
        ):
            number += 1
            length = 0
        numbers.append(number)
        if not token.text.strip() and index and paragraph_of[index] == paragraph_of[index - 1]:
            numbers[-1] = numbers[-2]
    return tuple(numbers)


def _starts_sentence(
    index: int,
    text: str,
    tokens: Sequence[Token],
    quotation_of: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
) -> bool:
    """Return whether the sentence ends before this token of the same paragraph."""
    before, here = tokens[index - 1], tokens[index]
    if quotation_of[index] >= 0 and quotation_of[index] == quotation_of[index - 1]:
        return False
    starts = here.text[:1].isupper() or here.text[:1].isdigit() or quotation_of[index] >= 0
    if quotation_of[index - 1] >= 0:
        last = last_character(found[quotation_of[index - 1]].inner.of(text))
        if last == "." or (last in SENTENCE_ENDS and quotation_of[index] >= 0):
            return starts
        return (
            last in SENTENCE_ENDS
            and starts
            and not _cue_follows(index, tokens, quotation_of, cues)
        )
    if before.text in SENTENCE_ENDS:
        return starts
    return here.sentence != before.sentence and before.text.endswith(".") and starts


def _is_after_abbreviation(
    index: int, tokens: Sequence[Token], quotation_of: Sequence[int], starts: Sequence[int]
) -> bool:
    """Return whether the full stop before a token ends no sentence of the article: "No. 2"."""
    before, here = tokens[index - 1], tokens[index]
    apart = here.span.start > before.span.end
    if (
        not (starts and apart and before.text.endswith("."))
        or max(quotation_of[index - 1 : index + 1]) >= 0
    ):
        return False
    return bisect_right(starts, before.span.start) == bisect_right(starts, here.span.start)


def _cue_follows(
    index: int, tokens: Sequence[Token], quotation_of: Sequence[int], cues: frozenset[str]
) -> bool:
    for at in range(index, min(index + CUE_WINDOW, len(tokens))):
        if quotation_of[at] >= 0 or tokens[at].text in SENTENCE_ENDS:
            return False
        if tokens[at].lemma in cues and tokens[at].pos == "VERB":
            return True
    return False
