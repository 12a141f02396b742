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

from bot.keeping.schema import KeepingError, connect

T = TypeVar("T")


class Records:
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
            raise KeepingError(f"{self._path}: the desk's file is closed") from error
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
            raise KeepingError(f"{self._path}: the desk's file cannot be used: {error}") from error


def _look_at(future: asyncio.Future[T]) -> None:
    """Nobody may be waiting for it any more."""
    with suppress(asyncio.CancelledError):
        future.exception()
