"""Divides an article into passages, the units of search and of embedding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.model import Article, BlockKind, Passage, Sentence

_AIM: Final = 150
_LEAST: Final = 100
_MOST: Final = 200
_INSIDE_A_PARAGRAPH: Final = 0.5
_AFTER_A_HEADING: Final = 50.0


def passages(article: Article, sentences: Sequence[Sentence]) -> tuple[Passage, ...]:
    """Return every sentence but captions, in passages of 100 to 200 words where possible.

    Borders are preferred between paragraphs and avoided after a heading or question, and the
    passages of an article are of about equal length. A sentence of more than 200 words is a
    passage of its own, with the heading above it.
    """
    included = [sentence for sentence in sentences if sentence.kind is not BlockKind.CAPTION]
    words = [max(1, len(sentence.span.of(article.text).split())) for sentence in included]
    cuts = _best_cuts(words, _cost_of_a_border_after(article, included))
    return tuple(Passage(n, tuple(included[a:b])) for n, (a, b) in enumerate(pairwise(cuts)))


def embedded_text(article: Article, passage: Passage) -> str:
    """Return what the encoder reads: the title, if there is one, and the sentences."""
    words = [" ".join(each.span.of(article.text).split()) for each in passage.sentences]
    title = [article.title.value] if article.title else []
    return "\n".join([*title, " ".join(words)])


def _cost_of_a_border_after(article: Article, included: Sequence[Sentence]) -> list[float]:
    """Return the cost of a border after each sentence; after the last it is 0."""
    block_ends = {block.span.end for block in article.body}
    costs = []
    for sentence in included:
        if sentence.kind in {BlockKind.HEADING, BlockKind.QUESTION}:
            costs.append(_AFTER_A_HEADING)
        else:
            costs.append(0.0 if sentence.span.end in block_ends else _INSIDE_A_PARAGRAPH)
    return [*costs[:-1], 0.0]


def _best_cuts(words: Sequence[int], border: Sequence[float]) -> list[int]:
    """Return the cheapest division by dynamic programming; the earlier cut wins a tie.

    The numbers are of sentences: 0, each sentence that begins a passage, and how many there are.
    """
    best = [0.0]
    before = [0]
    for end in range(1, len(words) + 1):
        size = 0
        cheapest, chosen = float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            size += words[start]
            if (
                start < end - 1
                and size > _MOST
                and not _may_exceed(size - words[end - 1], border[start])
            ):
                break
            cost = best[start] + _cost_of_length(size) + border[end - 1]
            if cost <= cheapest:
                cheapest, chosen = cost, start
        best.append(cheapest)
        before.append(chosen)
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(before[cuts[-1]])
    return cuts[::-1]


def _may_exceed(before_the_last: int, border: float) -> bool:
    """Return whether a heading at the front may take a passage over the limit."""
    return border == _AFTER_A_HEADING and before_the_last <= _MOST


def _cost_of_length(words: int) -> float:
    short = max(0, _LEAST - words) / 25
    long = max(0, words - _MOST) / 25
    return ((words - _AIM) / 50) ** 2 + short**2 + long**2
