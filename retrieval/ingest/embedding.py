"""Embeds texts, each once: those that were embedded before are read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.ports import ArticleWriter, Encoder, Vectors


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors by text."""

    rows: dict[str, Vectors]
    dimension: int

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return a row a text, in order."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self.rows[text] for text in texts])


def embed_texts(texts: Iterable[str], catalogue: ArticleWriter, encoder: Encoder) -> Embeddings:
    """Return the vectors of these texts; only those that the catalogue lacks are encoded."""
    unique = list(dict.fromkeys(texts))
    rows = dict(catalogue.stored_vectors(unique))
    new = [text for text in unique if text not in rows]
    rows.update(zip(new, encoder.encode(new), strict=True))
    return Embeddings(rows, encoder.model.dimension)


def embed_missing(
    catalogue: ArticleWriter, encoder: Encoder, batch: int
) -> Iterator[tuple[int, int]]:
    """Embed the catalogue's articles without vectors by this model, so many at a time.

    Yields:
        After each batch: how many articles are done, of how many.
    """
    total = sum(not entry.embedded for entry in catalogue.entries().values())
    done = 0
    while total and (articles := catalogue.unembedded(batch)):
        texts = [text for each in articles for text in (*each.passages, *each.sentences)]
        found = embed_texts(texts, catalogue, encoder)
        for each in articles:
            catalogue.add_vectors(each, found.of(each.passages), found.of(each.sentences))
        done += len(articles)
        yield done, max(done, total)
