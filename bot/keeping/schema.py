"""The tables of the desk's file.

Times are seconds since 1970, in UTC. ``user`` is whom a row is about: ``forget`` goes by it. The
inbox keeps the number of an update longer than its words, which go when it has been handled.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from retrieval.adapters import database
from retrieval.errors import VerbatimError


class KeepingError(VerbatimError):
    """The desk's file cannot be opened, read or written; says which and why."""


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

LAYOUT = database.Layout(
    name="a desk's file",
    version=1,
    tables=TABLES,
    migrations={},
    advice="move the file away",
    fault=KeepingError,
)


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection to the file, or to one in memory, with the tables of this version.

    Raises:
        KeepingError: it is no file of the desk, or one of another version.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # nobody else's business; the files beside it get the same mode
    connection = database.connect(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
        database.prepare(connection, LAYOUT, path)
    except BaseException:
        connection.close()
        raise
    return connection
