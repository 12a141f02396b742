"""Opens the SQLite database of the bot's own data, and runs its queries in one thread."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from bot.settings import SHARED_ACCOUNTS
from retrieval.adapters.sqlite import database
from retrieval.errors import VerbatimError

Connection = sqlite3.Connection

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """One open file; several threads may use this object, and several processes the file.

    A query is a function of a ``Connection`` and further arguments. ``read``, ``write`` and
    ``note`` run it in a single thread, in the order of the calls, so that the event loop goes on.

    Raises:
        StoreError: the file cannot be opened, is not a database of the bot, is of another version
            or, later on, cannot be read or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at the path; without one, a database in memory."""
        self._path = path
        self._lock = threading.RLock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        with self._faults():
            self._connection = connect(path)

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return the query's result, from one consistent state of the file."""
        return await self.run(_within(self.reading, query, *args, **kwargs))

    async def write(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return the query's result; what it changed is on disk then, or, after an error, undone."""
        return await self.run(_within(self.writing, query, *args, **kwargs))

    async def note(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the same as ``write``, fifty times faster: a power cut may undo it, a crash may not."""
        return await self.run(_within(self.noting, query, *args, **kwargs))

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the function's result, called in the database's thread.

        Once handed in it is called, also where the caller is cancelled while it waits.
        """
        call = partial(function, *args, **kwargs)
        try:
            future = asyncio.get_running_loop().run_in_executor(self._thread, call)
        except RuntimeError as error:
            raise StoreError(f"{self._path}: the bot's data file is closed") from error
        future.add_done_callback(_retrieve_exception)
        return await asyncio.shield(future)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one consistent state of the file."""
        with self._transaction("BEGIN", "NORMAL") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is on disk afterwards or, after an error, undone."""
        with self._transaction("BEGIN IMMEDIATE", "FULL") as connection:
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Open a transaction that survives a crash of the process, but maybe not a power cut."""
        with self._transaction("BEGIN IMMEDIATE", "NORMAL") as connection:
            yield connection

    def erase(self) -> None:
        """Remove deleted rows from the write-ahead log too, unless another process reads it."""
        with self._lock, self._faults():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Finish what was handed in and close the file."""
        self._thread.shutdown()
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self, begin: str, synchronous: str) -> Iterator[Connection]:
        with self._lock, self._faults():
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
            raise StoreError(
                f"{self._path}: the bot's data file cannot be used: {error}"
            ) from error


def _within(
    transaction: Callable[[], AbstractContextManager[Connection]],
    query: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Callable[[], T]:
    """Return a function that runs the query in a transaction of this kind."""

    def run() -> T:
        with transaction() as connection:
            return query(connection, *args, **kwargs)

    return run


def _retrieve_exception(future: asyncio.Future[T]) -> None:
    """Mark the error as seen: the caller may have been cancelled."""
    with suppress(asyncio.CancelledError):
        future.exception()


class StoreError(VerbatimError):
    """The bot's database cannot be opened, read or written; the message says which and why."""


ASKERS_OF_UNANSWERED = """CREATE TABLE unanswered_askers (
        question INTEGER NOT NULL REFERENCES unanswered ON DELETE CASCADE,
        user INTEGER NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (question, user)) WITHOUT ROWID"""

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
    ASKERS_OF_UNANSWERED,
    """CREATE TABLE questions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER,
        at REAL NOT NULL)""",
    "CREATE INDEX questions_user ON questions (user, at)",
    "CREATE INDEX questions_at ON questions (at)",
)

FIND_ASKERS = (
    "INSERT INTO unanswered_askers (question, user, times)"
    " SELECT unanswered.number, user, count(*) FROM unanswered"
    " JOIN answers ON answers.question = unanswered.question"
    " WHERE kind = 'Declined' AND user IS NOT NULL GROUP BY unanswered.number, user"
)
_SHARED = ", ".join(map(str, sorted(SHARED_ACCOUNTS)))
FORGET_SHARED_ACCOUNTS = (
    *(
        f"DELETE FROM {table} WHERE user IN ({_SHARED})"  # noqa: S608 - literals of this project
        for table in ("watches", "feedback", "conversations", "unanswered_askers")
    ),
    *(
        f"UPDATE {table} SET user = NULL WHERE user IN ({_SHARED})"  # noqa: S608 - as above
        for table in ("answers", "questions", "inbox")
    ),
)
"""Accounts that many people share are nobody: nothing is kept as theirs."""

LAYOUT = database.SchemaLayout(
    name="a data file of the bot",
    version=2,
    tables=TABLES,
    migrations={1: (ASKERS_OF_UNANSWERED, FIND_ASKERS, *FORGET_SHARED_ACCOUNTS)},
    advice="move the file away",
    fault=StoreError,
)


def connect(path: Path | None) -> Connection:
    """Return a connection to the file, or to one in memory, with the tables of this version.

    Raises:
        StoreError: it is not a database of the bot, or one of another version.
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
