"""What the catalogue knows of the vector index: its generation, and what it has yet to be told."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.adapters.sqlite.serialisation import vector_from
from retrieval.ports import Vectors


@dataclass(frozen=True, slots=True)
class Change:
    """A passage to be put into the vector index or, where it is dead, taken out."""

    number: int
    key: str
    dead: bool


@dataclass(frozen=True, slots=True)
class Generation:
    """The vector index in force.

    Attributes:
        model: key of the model that made its vectors.
        dead: how many vectors were deleted from it; Chroma never uses their place again.
        seal: fingerprint of its files when it was last closed; None while it is open.
    """

    number: int
    model: str
    dead: int = 0
    seal: str | None = None


def last_change(connection: sqlite3.Connection) -> int:
    """The number of the newest change that was ever made."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    return int(row[0]) if row else 0


def changes(connection: sqlite3.Connection, limit: int) -> list[Change]:
    """What has yet to be told, in order."""
    rows = connection.execute(
        "SELECT number, key, dead FROM outbox ORDER BY number LIMIT ?", (limit,)
    )
    return [Change(number, key, bool(dead)) for number, key, dead in rows]


def settle(connection: sqlite3.Connection, told: Sequence[Change]) -> None:
    """These have been told."""
    connection.executemany("DELETE FROM outbox WHERE number = ?", [(c.number,) for c in told])
    dead = sum(change.dead for change in told)
    connection.execute("UPDATE generation SET dead = dead + ?", (dead,))


def generation(connection: sqlite3.Connection) -> Generation | None:
    """The vector index in force; None before the first was built."""
    row = connection.execute("SELECT number, model, dead, seal FROM generation").fetchone()
    return Generation(*row) if row else None


def put_in_force(connection: sqlite3.Connection, new: Generation, up_to: int) -> None:
    """A new index, which has been told every change up to this one."""
    connection.execute("DELETE FROM generation")
    connection.execute(
        "INSERT INTO generation VALUES (?, ?, ?, ?)", (new.number, new.model, new.dead, new.seal)
    )
    connection.execute("DELETE FROM outbox WHERE number <= ?", (up_to,))


def seal(connection: sqlite3.Connection, number: int, files: str | None) -> None:
    """Notes that the index is closed, with its files, or (None) that it is open."""
    connection.execute("UPDATE generation SET seal = ? WHERE number = ?", (files, number))


def batch_of_vectors(
    connection: sqlite3.Connection, model: int, dimension: int, after: int, limit: int
) -> tuple[int, list[str], Vectors]:
    """The next passages with vectors after this row: the last row, their keys and vectors."""
    rows = connection.execute(
        "SELECT passages.id, versions.article || ':' || version || ':' || number, vector"
        " FROM passages JOIN versions ON versions.id = version"
        " JOIN embeddings ON embeddings.digest = passages.digest AND model = ?"
        " WHERE passages.id > ? ORDER BY passages.id LIMIT ?",
        (model, after, limit),
    ).fetchall()
    vectors = np.array([vector_from(row[2], dimension) for row in rows], dtype=np.float32)
    return (
        rows[-1][0] if rows else after,
        [row[1] for row in rows],
        vectors.reshape(-1, dimension),
    )
