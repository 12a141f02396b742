"""The way to the desk's file: one connection, used in turn, and a thread to use it from the loop."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from retrieval.adapters.sqlite import database
from retrieval.errors import VerbatimError

T = TypeVar("T")


class Database:
    """Open until ``close``; may be used by several threads, and the file by several processes.

    Raises:
        KeepingError: the file cannot be opened, is none of the desk's, is of another version or,
            later on, cannot be read or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        """The file at the path, or, without one, what is gone with this process."""
        self._path = path
        self._turn = threading.RLock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keeping")
        with self._faults():
            self._connection = connect(path)

    async def aside(self, work: Callable[[], T]) -> T:
        """The work's result, done in the thread of the file: the loop goes on, order is kept.

        What was handed in is done, also where the one who waits for it is cancelled.
        """
        try:
            future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        except RuntimeError as error:
            raise StoreError(f"{self._path}: the desk's file is closed") from error
        future.add_done_callback(_look_at)
        return await asyncio.shield(future)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent state of the file."""
        with self._transaction("BEGIN", "NORMAL") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of it is on disk afterwards, or, after an error, none of it."""
        with self._transaction("BEGIN IMMEDIATE", "FULL") as connection:
            yield connection

    @contextmanager
    def noting(self) -> Iterator[sqlite3.Connection]:
        """As ``writing``, fifty times faster: a power cut may take it back, a crash may not."""
        with self._transaction("BEGIN IMMEDIATE", "NORMAL") as connection:
            yield connection

    def erase(self) -> None:
        """Takes what was deleted out of the write-ahead log too, unless a reader holds it."""
        with self._turn, self._faults():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Does what is in hand and lets go of the file."""
        self._thread.shutdown()
        with self._turn:
            self._connection.close()

    @contextmanager
    def _transaction(self, begin: str, synchronous: str) -> Iterator[sqlite3.Connection]:
        with self._turn, self._faults():
            self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self._path}: the desk's file cannot be used: {error}") from error


def _look_at(future: asyncio.Future[T]) -> None:
    """Nobody may be waiting for it any more."""
    with suppress(asyncio.CancelledError):
        future.exception()


class StoreError(VerbatimError):
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

LAYOUT = database.SchemaLayout(
    name="a desk's file",
    version=1,
    tables=TABLES,
    migrations={},
    advice="move the file away",
    fault=StoreError,
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
