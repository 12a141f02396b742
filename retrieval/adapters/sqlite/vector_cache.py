"""Holds every passage's vector in memory, read from the catalogue and kept up to date."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.adapters.sqlite.queries import change_number
from retrieval.adapters.sqlite.serialisation import vector_from
from retrieval.ports import Vectors

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class VectorMatrix:
    """The live, embedded passages at one state of the catalogue, in order of their rows.

    ``rows``, ``versions`` and ``keys`` have one entry for each row of ``vectors``.
    """

    change: int
    rows: Numbers
    versions: Numbers
    keys: tuple[str, ...]
    vectors: Vectors


class VectorCache:
    """Keeps the matrix of one model; after a change, only new passages are read."""

    def __init__(self, model: int, dimension: int) -> None:
        self._model = model
        self._dimension = dimension
        self._lock = threading.Lock()
        nothing = np.zeros(0, dtype=np.int64)
        vectors = np.zeros((0, dimension), dtype=np.float32)
        self._matrix = VectorMatrix(-1, nothing, nothing, (), vectors)

    def at(self, connection: sqlite3.Connection) -> VectorMatrix:
        """Return the matrix of the state that this transaction reads."""
        change = change_number(connection)
        with self._lock:
            if self._matrix.change != change:
                self._matrix = self._read(connection, change)
            return self._matrix

    def _read(self, connection: sqlite3.Connection, change: int) -> VectorMatrix:
        live = connection.execute(
            "SELECT passages.id, versions.article, version, number FROM passages"
            " JOIN versions ON versions.id = version ORDER BY passages.id"
        ).fetchall()
        old = self._matrix
        kept = set(old.rows.tolist())
        new = self._vectors_of(connection, [row[0] for row in live if row[0] not in kept])
        found = [row for row in live if row[0] in kept or row[0] in new]
        rows = np.array([row[0] for row in found], dtype=np.int64)
        vectors = np.empty((len(rows), self._dimension), dtype=np.float32)
        vectors[np.isin(rows, old.rows)] = old.vectors[np.isin(old.rows, rows)]
        for at in np.flatnonzero(~np.isin(rows, old.rows)).tolist():
            vectors[at] = vector_from(new[int(rows[at])], self._dimension)
        vectors.setflags(write=False)
        versions = np.array([row[2] for row in found], dtype=np.int64)
        keys = tuple(f"{article}:{version}:{number}" for _, article, version, number in found)
        return VectorMatrix(change, rows, versions, keys, vectors)

    def _vectors_of(
        self, connection: sqlite3.Connection, passages: Iterable[int]
    ) -> dict[int, bytes]:
        """Return the stored vectors of those passages that are embedded, by row."""
        query = (
            "SELECT vector FROM passages JOIN embeddings"
            " ON embeddings.digest = passages.digest AND model = ? WHERE passages.id = ?"
        )
        found = {p: connection.execute(query, (self._model, p)).fetchone() for p in passages}
        return {passage: row[0] for passage, row in found.items() if row}
