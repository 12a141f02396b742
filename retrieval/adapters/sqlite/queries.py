"""Holds the queries that the readers, the writer and the outbox of the catalogue share."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from retrieval.model import BlockKind, Sentence, Span

_KEY = re.compile(r"[0-9]+:[0-9]+:[0-9]+")
_LIVE = "articles JOIN versions ON versions.id = articles.live"


@dataclass(frozen=True, slots=True)
class PassageKey:
    """A passage's name in every store: "article:version:number". None is ever used again."""

    article: int
    version: int
    number: int

    def __str__(self) -> str:
        return f"{self.article}:{self.version}:{self.number}"


def passage_key_from(text: str) -> PassageKey | None:
    """Return the key that a text is, or None for any other text."""
    if _KEY.fullmatch(text) is None:
        return None
    article, version, number = map(int, text.split(":"))
    return PassageKey(article, version, number) if max(article, version, number) < 2**63 else None


def of_live(columns: str, *clauses: str) -> str:
    """Return the query for columns of live articles, their versions and what is joined to them.

    Columns and clauses are literals of these modules; whatever a user typed is bound to a "?".
    """
    return " ".join(["SELECT", columns, "FROM", _LIVE, *clauses])


def live_passage(connection: sqlite3.Connection, key: PassageKey) -> int | None:
    """Return the row of the passage; None where no live article has it."""
    row = connection.execute(
        "SELECT passages.id FROM passages JOIN articles ON articles.live = passages.version"
        " WHERE version = ? AND number = ? AND articles.id = ?",
        (key.version, key.number, key.article),
    ).fetchone()
    return row[0] if row else None


def sentences_of(connection: sqlite3.Connection, passage: int) -> tuple[Sentence, ...]:
    """Return the sentences of the passage in that row, in order."""
    rows = connection.execute(
        "SELECT start, stop, kind FROM sentences WHERE passage = ? ORDER BY number", (passage,)
    )
    return tuple(Sentence(Span(start, stop), BlockKind(kind)) for start, stop, kind in rows)


def last_index_change(connection: sqlite3.Connection) -> int:
    """Return the number of the newest change for the vector index, 0 before the first.

    It is another number after every change of an article, and so the revision of the corpus.
    """
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    return int(row[0]) if row else 0


def change_number(connection: sqlite3.Connection) -> int:
    """Return the number of writes to the catalogue so far, by any process."""
    return int(connection.execute("SELECT number FROM changes").fetchone()[0])
