"""Reads what the vector index is built from, and the changes it has yet to be sent."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.adapters.sqlite.queries import last_index_change, live_passage, passage_key_from
from retrieval.adapters.sqlite.serialisation import vector_from
from retrieval.adapters.sqlite.vector_cache import VectorMatrix
from retrieval.ports import Vectors


@dataclass(frozen=True, slots=True)
class Change:
    """A passage to be put into the vector index or, where it is dead, taken out."""

    number: int
    key: str
    dead: bool


@dataclass(frozen=True, slots=True)
class Generation:
    """One build of the vector index.

    Attributes:
        model: key of the model that made its vectors.
        dead: how many vectors were deleted from it; Chroma never uses their place again.
        files_fingerprint: of its files when it was last closed; None while it is open.
    """

    number: int
    model: str
    dead: int = 0
    files_fingerprint: str | None = None


class SqliteIndexOutbox:
    """The catalogue, as the vector index needs it: a transactional outbox and all vectors."""

    def __init__(self, database: CatalogueDatabase) -> None:
        self._database = database

    # --- changes -----------------------------------------------------------------------------

    def last_change(self) -> int:
        """Return the number of the newest change that was ever made, 0 before the first."""
        with self._database.reading() as connection:
            return last_index_change(connection)

    def pending(self, limit: int) -> Sequence[Change]:
        """Return the first changes that the index has yet to be sent, in order."""
        with self._database.reading() as connection:
            return _pending(connection, limit)

    def acknowledge(self, changes: Sequence[Change]) -> None:
        """Drop these changes, which the index has carried out."""
        with self._database.writing() as connection:
            numbers = [(change.number,) for change in changes]
            connection.executemany("DELETE FROM outbox WHERE number = ?", numbers)
            dead = sum(change.dead for change in changes)
            connection.execute("UPDATE generation SET dead = dead + ?", (dead,))

    # --- generations -------------------------------------------------------------------------

    def generation(self) -> Generation | None:
        """Return the build of the vector index in use; None before the first."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT number, model, dead, seal FROM generation").fetchone()
            return Generation(*row) if row else None

    def activate(self, new: Generation, up_to: int) -> None:
        """Make this the build in use; it holds every change up to that number."""
        columns = (new.number, new.model, new.dead, new.files_fingerprint)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM generation")
            connection.execute("INSERT INTO generation VALUES (?, ?, ?, ?)", columns)
            connection.execute("DELETE FROM outbox WHERE number <= ?", (up_to,))

    def set_fingerprint(self, number: int, files: str | None) -> None:
        """Note the fingerprint of a closed build's files, or (None) that it is open."""
        with self._database.writing() as connection:
            connection.execute("UPDATE generation SET seal = ? WHERE number = ?", (files, number))

    # --- vectors -----------------------------------------------------------------------------

    def matrix(self) -> VectorMatrix:
        """Return every live, embedded passage's vector, from memory."""
        with self._database.reading() as connection:
            return self._database.vectors.at(connection)

    def vectors_of(self, keys: Sequence[str]) -> tuple[Sequence[str], Vectors]:
        """Return keys and vectors of those passages that are live and embedded."""
        with self._database.reading() as connection:
            return self._vectors_of(connection, keys)

    def overlay(self, keys: Sequence[str]) -> tuple[set[str], Sequence[str], Vectors]:
        """Return what the index's answer has to be corrected by, as of one state.

        Returns:
            Which of the keys are live; keys and vectors of the passages the index lacks.
        """
        with self._database.reading() as connection:
            parsed = ((key, passage_key_from(key)) for key in keys)
            live = {text for text, key in parsed if key and live_passage(connection, key)}
            pending = _pending(connection, sys.maxsize)
            new = list(dict.fromkeys(change.key for change in pending if not change.dead))
            return live, *self._vectors_of(connection, new)

    def vector_batch(self, after: int, limit: int) -> tuple[int, Sequence[str], Vectors]:
        """Return the next embedded passages after a row: the last row, their keys and vectors."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT passages.id, versions.article || ':' || version || ':' || number, vector"
                " FROM passages JOIN versions ON versions.id = version"
                " JOIN embeddings ON embeddings.digest = passages.digest AND model = ?"
                " WHERE passages.id > ? ORDER BY passages.id LIMIT ?",
                (self._database.model_number, after, limit),
            ).fetchall()
        last = rows[-1][0] if rows else after
        return last, [key for _, key, _ in rows], self._stacked([blob for _, _, blob in rows])

    def embedded_count(self) -> int:
        """Return how many live passages have a vector by the current model."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT count(*) FROM passages JOIN embeddings"
                " ON embeddings.digest = passages.digest AND model = ?",
                (self._database.model_number,),
            )
            return int(rows.fetchone()[0])

    def _vectors_of(
        self, connection: sqlite3.Connection, keys: Sequence[str]
    ) -> tuple[list[str], Vectors]:
        found: dict[str, bytes] = {}
        for text in keys:
            key = passage_key_from(text)
            row = (
                key
                and connection.execute(
                    "SELECT vector FROM passages JOIN articles ON articles.live = passages.version"
                    " JOIN embeddings ON embeddings.digest = passages.digest AND model = ?"
                    " WHERE articles.id = ? AND version = ? AND number = ?",
                    (self._database.model_number, key.article, key.version, key.number),
                ).fetchone()
            )
            if row:
                found[text] = row[0]
        return list(found), self._stacked(list(found.values()))

    def _stacked(self, blobs: Sequence[bytes]) -> Vectors:
        dimension = self._database.model.dimension
        vectors = np.array([vector_from(blob, dimension) for blob in blobs], dtype=np.float32)
        return vectors.reshape(-1, dimension)


def _pending(connection: sqlite3.Connection, limit: int) -> list[Change]:
    rows = connection.execute(
        "SELECT number, key, dead FROM outbox ORDER BY number LIMIT ?", (limit,)
    )
    return [Change(number, key, bool(dead)) for number, key, dead in rows]
