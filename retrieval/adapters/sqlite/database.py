"""Opens SQLite files with versioned tables, and migrates those of earlier versions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import VerbatimError

BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SchemaLayout:
    """Describes a kind of file and its tables.

    Attributes:
        name: of the kind of file, with its article.
        version: of the tables; raised with every change to them.
        migrations: the statements that bring the tables of an earlier version to the next one.
        advice: what the user can do with a file of an unknown version.
        fault: the error for a file that cannot be used.
    """

    name: str
    version: int
    tables: Sequence[str]
    migrations: Mapping[int, Sequence[str]]
    advice: str
    fault: type[VerbatimError]


def connect(path: Path | None) -> sqlite3.Connection:
    """Return a connection to the file, or to a database in memory, in autocommit mode.

    It is for one thread at a time, whichever that is.
    """
    connection = sqlite3.connect(
        path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def prepare(connection: sqlite3.Connection, layout: SchemaLayout, path: Path | None) -> None:
    """Create the tables, or migrate those of an earlier version.

    Raises:
        VerbatimError: ``layout.fault``: it is another file, or one of a version that is not known.
    """
    if not _is_known(connection, layout, path):
        _switch_to_wal(connection)
        connection.execute("BEGIN EXCLUSIVE")
        if not _is_known(connection, layout, path):  # another process may have been first
            for statement in _statements_from(layout, _version(connection)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {layout.version}")
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements_from(layout: SchemaLayout, version: int) -> Sequence[str]:
    """Return the statements that lead from an earlier version to the tables; 0: from none."""
    if not version:
        return layout.tables
    later = range(version, layout.version)
    return [statement for each in later for statement in layout.migrations[each]]


def _is_known(connection: sqlite3.Connection, layout: SchemaLayout, path: Path | None) -> bool:
    version = _version(connection)
    if version == layout.version:
        return True
    if version in layout.migrations:
        return False
    if version:
        raise layout.fault(
            f"{path}: {layout.name} of version {version}, this program knows version "
            f"{layout.version}; use the program that made it, or {layout.advice}"
        )
    if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise layout.fault(f"{path}: a database, but not {layout.name}; expected one or no file")
    return False


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Unlike everything else, this does not wait for another process that does the same.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
