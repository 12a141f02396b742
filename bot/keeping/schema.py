"""The tables of the desk's file.

Times are seconds since 1970, in UTC. ``user`` is whom a row is about: ``forget`` goes by it. The
inbox keeps the number of an update longer than its words, which go when it has been handled.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from retrieval.errors import VerbatimError

VERSION = 1
"""Of the tables; raised with every change to them."""

MIGRATIONS: Mapping[int, Sequence[str]] = {}
"""What brings the tables of an earlier version to the next one."""

BUSY_SECONDS = 30.0

TABLES = (
    """CREATE TABLE inbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        update_id INTEGER NOT NULL UNIQUE,
        received REAL NOT NULL,
        state TEXT NOT NULL,
        begun INTEGER NOT NULL DEFAULT 0,
        user INTEGER,
        body TEXT)""",
    "CREATE INDEX inbox_undone ON inbox (number) WHERE state <> 'done'",
    """CREATE TABLE answers (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        chat INTEGER, topic INTEGER, question_message INTEGER,
        user INTEGER,
        question TEXT NOT NULL,
        kind TEXT NOT NULL, reply TEXT NOT NULL,
        at REAL NOT NULL)""",
    "CREATE INDEX answers_question ON answers (chat, question_message)",
    "CREATE INDEX answers_user ON answers (user)",
    """CREATE TABLE answer_messages (
        chat INTEGER NOT NULL, message INTEGER NOT NULL,
        answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
        PRIMARY KEY (chat, message)) WITHOUT ROWID""",
    "CREATE INDEX answer_messages_answer ON answer_messages (answer)",
    """CREATE TABLE conversations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        chat INTEGER NOT NULL, part INTEGER, reader INTEGER,
        user INTEGER,
        at REAL NOT NULL,
        earlier TEXT NOT NULL)""",
    "CREATE INDEX conversations_place ON conversations (chat, part)",
    """CREATE TABLE feedback (
        answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
        user INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (answer, user)) WITHOUT ROWID""",
    """CREATE TABLE watches (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL,
        chat INTEGER NOT NULL, topic INTEGER,
        asked TEXT NOT NULL, known TEXT NOT NULL,
        since REAL NOT NULL)""",
    "CREATE UNIQUE INDEX watches_once ON watches (user, chat, ifnull(topic, 0), known)",
    """CREATE TABLE watched (
        watch INTEGER NOT NULL REFERENCES watches ON DELETE CASCADE,
        statement TEXT NOT NULL,
        PRIMARY KEY (watch, statement)) WITHOUT ROWID""",
    """CREATE TABLE unanswered (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        folded TEXT NOT NULL UNIQUE,
        question TEXT NOT NULL, reason TEXT NOT NULL,
        first REAL NOT NULL, latest REAL NOT NULL,
        times INTEGER NOT NULL)""",
    """CREATE TABLE questions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER,
        at REAL NOT NULL)""",
    "CREATE INDEX questions_user ON questions (user, at)",
    "CREATE INDEX questions_at ON questions (at)",
)


class KeepingError(VerbatimError):
    """The desk's file cannot be opened, read or written; says which and why."""


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection to the file, or to one in memory, with the tables of this version.

    Raises:
        KeepingError: it is no file of the desk, or one of another version.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # nobody else's business; the files beside it get the same mode
    connection = sqlite3.connect(
        path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    if not _is_known(connection, path):
        _switch_to_wal(connection)
        connection.execute("BEGIN EXCLUSIVE")
        if not _is_known(connection, path):  # another process may have been first
            for statement in _towards(_version(connection)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _towards(version: int) -> Sequence[str]:
    """What makes the tables out of those of an earlier version, 0 for none."""
    if not version:
        return TABLES
    return [statement for each in range(version, VERSION) for statement in MIGRATIONS[each]]


def _is_known(connection: sqlite3.Connection, path: Path | None) -> bool:
    version = _version(connection)
    if version == VERSION:
        return True
    if version in MIGRATIONS:
        return False
    if version:
        raise KeepingError(
            f"{path}: a desk's file of version {version}, this program knows version {VERSION}; "
            f"use the program that made it, or move the file away"
        )
    if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise KeepingError(f"{path}: a database, but not a desk's; expected one or no file")
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
