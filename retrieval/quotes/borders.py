"""Where the sentences of a page end; inside a quotation none does."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.ports import Token
from retrieval.quotes.find import Quotation
from retrieval.quotes.marks import ENDS, last_said

REACH = 8
"""How many tokens after a quotation's question mark a cue is looked for."""

LONGEST = 400
"""Tokens of a sentence, each quotation counted as one: beyond them it is no sentence but a list."""


def sentence_of(
    text: str,
    tokens: Sequence[Token],
    places: Sequence[int],
    inside: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
) -> tuple[int, ...]:
    """The number of the sentence that each token is in.

    Args:
        text: the article's.
        tokens: of the article.
        places: the paragraph of each token.
        inside: the quotation of each token, or -1.
        found: the quotations.
        cues: lemmas of verbs of speech.
    """
    numbers: list[int] = []
    number = length = 0
    for index, token in enumerate(tokens):
        apart = index > 0 and (inside[index] < 0 or inside[index] != inside[index - 1])
        length += apart
        if index and (
            places[index] != places[index - 1]
            or (length > LONGEST and apart)
            or _ends_before(index, text, tokens, inside, found, cues=cues)
        ):
            number += 1
            length = 0
        numbers.append(number)
        if not token.text.strip() and index and places[index] == places[index - 1]:
            numbers[-1] = numbers[-2]
    return tuple(numbers)


def _ends_before(
    index: int,
    text: str,
    tokens: Sequence[Token],
    inside: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
) -> bool:
    """Whether the sentence ends before this token of the same paragraph."""
    before, here = tokens[index - 1], tokens[index]
    if inside[index] >= 0 and inside[index] == inside[index - 1]:
        return False
    starts = here.text[:1].isupper() or here.text[:1].isdigit() or inside[index] >= 0
    if inside[index - 1] >= 0:
        last = last_said(found[inside[index - 1]].inner.of(text))
        if last == "." or (last in ENDS and inside[index] >= 0):
            return starts
        return last in ENDS and starts and not _cue_follows(index, tokens, inside, cues)
    if before.text in ENDS:
        return starts
    return here.sentence != before.sentence and before.text.endswith(".") and starts


def _cue_follows(
    index: int, tokens: Sequence[Token], inside: Sequence[int], cues: frozenset[str]
) -> bool:
    for at in range(index, min(index + REACH, len(tokens))):
        if inside[at] >= 0 or tokens[at].text in ENDS:
            return False
        if tokens[at].lemma in cues and tokens[at].pos == "VERB":
            return True
    return False
