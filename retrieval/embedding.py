"""Vectors for texts, of which only those are embedded that nobody embedded before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.ports import Encoder, Vectors, Writing


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors by text."""

    rows: dict[str, Vectors]
    dimension: int

    def of(self, texts: Sequence[str]) -> Vectors:
        """A row a text, in order."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self.rows[text] for text in texts])


def vectors_of(texts: Iterable[str], catalogue: Writing, encoder: Encoder) -> Embedded:
    """The vectors of these texts; only those that nobody embedded before are embedded."""
    unique = list(dict.fromkeys(texts))
    rows = dict(catalogue.vectors_of(unique))
    new = [text for text in unique if text not in rows]
    rows.update(zip(new, encoder.encode(new), strict=True))
    return Embedded(rows, encoder.model.dimension)
