"""Searches passages by words (BM25) and by vectors, fused by reciprocal rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from retrieval.ports import ArticleReader, Filters, NearestPassages, Vectors

RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), in ranks."""

DEPTH_PER_RANKING = 50
"""How many passages each of the two rankings contributes at most."""


def search_passages(
    words: Sequence[str],
    vector: Vectors,
    *,
    articles: ArticleReader,
    neighbours: NearestPassages,
    filters: Filters,
    limit: int,
) -> list[tuple[str, float]]:
    """Return keys and fused scores (0 to 1) of the nearest passages, best first.

    With filters, meaning is searched exactly over the articles that pass them: a filter inside
    the vector index would be slower than that.
    """
    if filters == Filters():
        by_words = [key for key, _ in articles.search_words(words, DEPTH_PER_RANKING)]
        by_meaning = [key for key, _ in neighbours.nearest(vector, DEPTH_PER_RANKING)]
    else:
        by_words = [key for key, _ in articles.search_words(words, DEPTH_PER_RANKING, filters)]
        by_meaning = _exact_search(vector, *articles.vectors(filters))
    return reciprocal_rank_fusion(by_words, by_meaning)[:limit]


def reciprocal_rank_fusion(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Return keys by fused score, best first, ties by key; 1 is first in every ranking."""
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, key in enumerate(ranking):
            scores[key] += 1 / (RRF_K + rank + 1)
    best_possible = len(rankings) / (RRF_K + 1)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(key, score / best_possible) for key, score in ranked]


def _exact_search(vector: Vectors, keys: Sequence[str], vectors: Vectors) -> list[str]:
    if not keys:
        return []
    order = np.argsort(-(vectors @ vector), kind="stable")[:DEPTH_PER_RANKING]
    return [keys[i] for i in order]
