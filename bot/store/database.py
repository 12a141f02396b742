"""Opens the SQLite database of the bot's own data, and runs its queries in one thread."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from bot.store.schema import MIGRATIONS, TABLES, VERSION
from retrieval.adapters.sqlite import database
from retrieval.adapters.sqlite.faults import explained, is_no_room
from retrieval.errors import VerbatimError

logger = logging.getLogger(__name__)

Connection = sqlite3.Connection

TRY_AGAIN = 10.0
"""Seconds after which it is tried again to write to a file that could not be written."""

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """One open file; several threads may use this object, and several processes the file.

    A query is a function of a ``Connection`` and further arguments. ``read``, ``write`` and
    ``note`` run it in a single thread, in the order of the calls, so that the event loop goes on.

    Where the disk is full or the folder read-only, everything goes on in memory, and is written to
    the file as soon as that is possible again.

    Attributes:
        notice: why things are kept in memory, in a sentence for the user; None while they are not.

    Raises:
        StoreError: the file cannot be opened, is not a database of the bot, is of another version
            or, later on, cannot be read or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at the path; without one, a database in memory."""
        self._path = path
        self._lock = threading.RLock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self.notice: str | None = None
        self._tried = time.monotonic()
        self._inode: int | None = None
        with self._faults():
            self._connection = self._opened()

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return the query's result, from one consistent state of the file."""
        return await self.run(_within(self, self.reading, query, *args, **kwargs))

    async def write(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return the query's result; what it changed is on disk then, or, after an error, undone."""
        return await self.run(_within(self, self.writing, query, *args, **kwargs))

    async def note(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the same as ``write``, fifty times faster: a power cut may undo it, a crash may not."""
        return await self.run(_within(self, self.noting, query, *args, **kwargs))

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
        """Remove deleted rows from the write-ahead log too, unless another process reads it.

        Raises:
            StoreError: nothing can be written: they are still on the disk.
        """
        with self._lock, self._faults():
            self.save()
            if self.notice is not None:
                raise StoreError(self.notice)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Finish what was handed in and close the file; what is in memory is written, if it can be."""
        self._thread.shutdown()
        with self._lock:
            with suppress(sqlite3.ProgrammingError):  # closed already
                self.save()
            self._connection.close()

    def save(self) -> None:
        """Write to the file what was kept in memory, and go on with the file, if that is possible."""
        if self.notice is None or self._path is None:
            return
        with self._lock:
            self._tried = time.monotonic()
            if _inode(self._path) not in {None, self._inode}:
                return  # another file stands there, which is not ours to replace
            try:
                if database.prepare_file(self._path, LAYOUT) is not None:
                    return
                file = connect(self._path)
                try:
                    self._connection.backup(file)
                    file.execute("PRAGMA journal_mode = WAL")
                except BaseException:
                    file.close()
                    raise
            except (sqlite3.OperationalError, OSError, StoreError) as error:
                logger.debug("Still kept in memory: %s", type(error).__name__)
                return
            self._connection.close()
            self._connection, self.notice = file, None
            self._inode = _inode(self._path)
            logger.warning("%s: what was kept in memory is stored now", self._path)

    def _look_after_the_file(self) -> None:
        """Go on in memory where the file is gone, and with the file where that is possible again."""
        if self._path is not None and self.notice is None and _inode(self._path) != self._inode:
            self._go_on_in_memory(FileNotFoundError(errno.ENOENT, "it was moved or deleted"))
            self.save()
        elif time.monotonic() - self._tried > TRY_AGAIN:
            self.save()

    def _opened(self) -> Connection:
        if self._path is None:
            return connect(None)
        try:
            why = database.prepare_file(self._path, LAYOUT)
        except (sqlite3.Error, OSError) as error:
            if not is_no_room(error) or self._path.exists():
                raise
            self._say_in_memory(error)
            return connect(None)  # nothing was ever stored here
        self._inode = _inode(self._path)
        if why is None:
            return connect(self._path)
        self.notice = _in_memory(self._path, why)
        with closing(database.connect(self._path, immutable=True)) as file:
            return _copied(file)

    def _go_on_in_memory(self, error: sqlite3.Error | OSError) -> None:
        """Copy what the file holds, and go on with the copy."""
        is_gone = isinstance(error, FileNotFoundError)
        if self.notice is not None or self._path is None or not (is_gone or is_no_room(error)):
            return
        with suppress(sqlite3.Error):  # it cannot even be read
            copy = _copied(self._connection)
            self._connection.close()
            self._connection = copy
            self._say_in_memory(error)

    def _say_in_memory(self, error: sqlite3.Error | OSError) -> None:
        if self._path is not None:
            self._tried = time.monotonic()
            self.notice = _in_memory(self._path, explained(error, self._path, LAYOUT.advice))
            logger.error("%s", self.notice)

    @contextmanager
    def _transaction(self, begin: str, synchronous: str) -> Iterator[Connection]:
        with self._lock, self._faults():
            self._look_after_the_file()
            connection = self._connection
            try:
                connection.execute(f"PRAGMA synchronous = {synchronous}")
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    self._go_on_in_memory(error)
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            why = str(error)
            if self._path is not None:
                why = explained(error, self._path, LAYOUT.advice)
            raise StoreError(f"{self._path}: the bot's data file cannot be used: {why}") from error


def _within(
    database: Database,
    transaction: Callable[[], AbstractContextManager[Connection]],
    query: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Callable[[], T]:
    """Return a function that runs the query in a transaction of this kind.

    It is run again where the first attempt has shown that the database goes on in memory.
    """

    def attempt() -> T:
        with transaction() as connection:
            return query(connection, *args, **kwargs)

    def run() -> T:
        before = database.notice
        try:
            return attempt()
        except StoreError:
            if database.notice is None or database.notice == before:
                raise
        return attempt()

    return run


def _in_memory(path: Path, why: str) -> str:
    return (
        f"{path}: cannot be written, so what the bot has to store is kept in memory, "
        f"and lost if it ends before: {why}"
    )


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _copied(file: Connection) -> Connection:
    copy = database.connect(None)
    try:
        file.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _retrieve_exception(future: asyncio.Future[T]) -> None:
    """Mark the error as seen: the caller may have been cancelled."""
    with suppress(asyncio.CancelledError):
        future.exception()


class StoreError(VerbatimError):
    """The bot's database cannot be opened, read or written; the message says which and why."""


LAYOUT = database.SchemaLayout(
    name="a data file of the bot",
    version=VERSION,
    tables=TABLES,
    migrations=MIGRATIONS,
    advice="bring back a backup (verbatim restore FILE), or move it away",
    fault=StoreError,
)


def connect(path: Path | None) -> Connection:
    """Return a connection to the file, or to one in memory, with the tables of this version.

    Raises:
        StoreError: it is not a database of the bot, or one of another version.
    """
    connection = database.connect(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
        database.prepare(connection, LAYOUT, path)
    except BaseException:
        connection.close()
        raise
    return connection
