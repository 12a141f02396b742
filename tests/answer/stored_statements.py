"""Passages made by hand, for choosing and citing."""

from __future__ import annotations

import numpy as np

from retrieval.model import BlockKind, Sentence, Span
from retrieval.ports import ArticleCard, SentenceReading, StoredPassage, StoredSentence, Vectors


def card(file: str, title: str | None = None) -> ArticleCard:
    return ArticleCard(f"/corpus/{file}", file, 1, "Velmark Courier", title, "2025-03-04", None)


def passage(text: str, lines: list[str], file: str = "a.txt", **kinds: BlockKind) -> StoredPassage:
    """The passage of these lines, which must stand in the text in this order.

    ``kinds`` gives the kind of the n-th line as ``_n=``; the others are prose.
    """
    at = 0
    sentences = []
    for i, line in enumerate(lines):
        at = text.index(line, at)
        kind = kinds.get(f"_{i}", BlockKind.PROSE)
        span = Span(at, at + len(line))
        sentences.append(StoredSentence(Sentence(span, kind), line))
        at = span.end
    return StoredPassage(f"{file}:1:0", card(file), 0, tuple(sentences), directions(len(lines)))


def reading(
    *,
    rank: float = 0.0,
    answers: float = 0.0,
    fully: float = 0.0,
    contradicts: float = 0.0,
    span: float = 0.0,
    answer: Span | None = None,
) -> SentenceReading:
    """What a reader makes of a sentence, undecided where nothing is said."""
    return SentenceReading(rank, answers, fully, contradicts, span, answer)


def directions(count: int, towards: int | None = None) -> Vectors:
    """Unit vectors that all have the same angle to the question, but for one that is nearer."""
    rows = np.tile(np.array([0.3, np.sqrt(1 - 0.09)], dtype=np.float32), (count, 1))
    if towards is not None:
        rows[towards] = [1.0, 0.0]
    return rows


QUESTION_VECTOR: Vectors = np.array([1.0, 0.0], dtype=np.float32)
