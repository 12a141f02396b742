"""Excerpts that do not all say the same again."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.select import Candidate
from retrieval.answer.terms import EMPTY_STEMS, stems

LOOKED_AT = 20
"""So many of the best sentences may change places."""
SAME_AGAIN = 0.8
"""What a sentence loses for each share of its words that was said before."""
VERSION = 0.7
"""From this share on it is another version of the same sentence, and stands beside it: whoever
compares what several outlets print wants to see both."""


def varied(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The candidates, first the best and those that add most to it, then the others as they were.

    The first ``limit`` of them are in order of their score.

    After maximal marginal relevance (Carbonell and Goldstein 1998).
    """
    said = {id(each): stems(each.text) - EMPTY_STEMS for each in ranked[:LOOKED_AT]}
    left, chosen = list(ranked[:LOOKED_AT]), list[Candidate]()

    def worth(candidate: Candidate) -> float:
        again = [_shared(said[id(candidate)], said[id(other)]) for other in chosen]
        return candidate.score - SAME_AGAIN * max(
            (share for share in again if share < VERSION), default=0.0
        )

    while left and len(chosen) < limit:
        best = max(left, key=worth)
        left.remove(best)
        chosen.append(best)
    chosen.sort(key=lambda candidate: -candidate.score)
    return [*chosen, *left, *ranked[LOOKED_AT:]]


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
