"""Copies SQLite files while others write to them, and checks that a copy is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from retrieval.adapters.sqlite import database


def copy_consistently(source: Path, copy: Path) -> None:
    """Write one state of the database to a new file, whoever reads or writes it meanwhile.

    Raises:
        sqlite3.Error: it cannot be read, or the copy cannot be written.
    """
    with closing(sqlite3.connect(copy)) as there:
        with closing(_read_only(source)) as here:
            here.backup(there)  # in one read transaction
        there.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def fault_in(path: Path) -> str | None:
    """Return what is wrong with the database, None for a sound one; all of it is read."""
    try:
        with closing(database.connect(path, immutable=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                return str(found[0][0])
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "rows refer to others that are missing"
    except sqlite3.Error as error:
        return str(error)
    return None


def counts(path: Path) -> Mapping[str, int]:
    """Return how many rows each table has, by name; those of the full-text index are left out."""
    with closing(database.connect(path, immutable=True)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'lexicon%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        ).fetchall()
        return {
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - a table's name, from the database itself
            for (name,) in names
        }


def version(path: Path) -> int:
    """Return the version of the tables."""
    with closing(database.connect(path, immutable=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def forget_index(path: Path) -> None:
    """Leave the vector index of a catalogue to be built anew."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM generation")


def close_log(path: Path) -> None:
    """Write the log of a database into its file, as far as that is possible."""
    try:
        with closing(database.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return  # damaged: it is kept aside as it is


def _read_only(path: Path) -> sqlite3.Connection:
    try:
        connection = database.connect(path)
        connection.execute("PRAGMA user_version")
    except sqlite3.Error:
        if database.has_log(path):
            raise
        connection = database.connect(path, immutable=True)
    return connection
