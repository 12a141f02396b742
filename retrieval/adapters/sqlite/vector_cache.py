"""Holds every passage's vector in memory, read from the catalogue and kept up to date."""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.adapters.sqlite.queries import change_number
from retrieval.adapters.sqlite.serialisation import vector_from
from retrieval.ports import Vectors

# The cross join keeps SQLite from walking through all embeddings for a few passages.
_VECTORS = (
    "SELECT asked.key, vector FROM json_each(?) AS asked"
    " CROSS JOIN passages ON passages.id = asked.value"
    " JOIN embeddings ON embeddings.digest = passages.digest AND model = ?"
)

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
        rows = np.array([row[0] for row in live], dtype=np.int64)
        vectors = np.empty((len(rows), self._dimension), dtype=np.float32)
        is_read = np.isin(rows, old.rows)
        vectors[is_read] = old.vectors[np.isin(old.rows, rows)]
        self._read_missing(connection, rows, vectors, is_read)
        if not is_read.all():  # some are not embedded by this model yet
            live = [row for row, there in zip(live, is_read.tolist(), strict=True) if there]
            rows, vectors = rows[is_read], vectors[is_read]
        vectors.setflags(write=False)
        versions = np.array([row[2] for row in live], dtype=np.int64)
        keys = tuple(f"{article}:{version}:{number}" for _, article, version, number in live)
        return VectorMatrix(change, rows, versions, keys, vectors)

    def _read_missing(
        self,
        connection: sqlite3.Connection,
        rows: Numbers,
        vectors: Vectors,
        is_read: NDArray[np.bool_],
    ) -> None:
        """Write the vectors that were not read yet into their rows, and note which there are."""
        missing = np.flatnonzero(~is_read)
        asked = json.dumps(rows[missing].tolist())
        for at, vector in connection.execute(_VECTORS, (asked, self._model)):
            vectors[missing[at]] = vector_from(vector, self._dimension)
            is_read[missing[at]] = True
