"""Opens connections to one catalogue file, and holds what is kept in memory of it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.adapters.sqlite import database
from retrieval.adapters.sqlite.faults import explained
from retrieval.adapters.sqlite.fulltext import Stemmer
from retrieval.adapters.sqlite.schema import LAYOUT
from retrieval.adapters.sqlite.vector_cache import VectorCache
from retrieval.cancellation import stop_if_cancelled
from retrieval.errors import CatalogueError
from retrieval.ports import EncoderModel

_LOOK_AGAIN = 10.0
"""Seconds after which it is tried again whether a catalogue can be written to."""


class CatalogueDatabase:
    """Opens a catalogue for one encoder; readers and writers of the catalogue share it.

    Opening one that is there writes nothing: it is read, too, where the disk is full or the
    folder is read-only.

    There is one connection for each thread. Several threads may use one object, and several
    processes one file; a writer waits for another for up to half a minute.

    Attributes:
        model: whose vectors are read and written.
        model_number: the row of that model in the table of models.
        vectors: the vectors of all live passages, in memory.
        stemmer: folds and stems words as the full-text index does.
        notice: why nothing can be written, in a sentence for the user; None while it can be.

    Raises:
        CatalogueError: the file cannot be opened, is not a catalogue, is of another version or,
            later on, cannot be written.
    """

    def __init__(self, path: Path, model: EncoderModel) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self.notice: str | None = None
        self._opening = 0
        self._open()
        self.model = model
        self.model_number = self._number_of(model)
        self.vectors = VectorCache(self.model_number, model.dimension)
        self.stemmer = Stemmer()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that sees one consistent state, however long it is read.

        Raises:
            WorkCancelledError: nobody waits for what is read.
        """
        stop_if_cancelled()
        with self._faults():
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: all of it is on disk afterwards or, after an error, none of it."""
        if self.notice is not None:
            self._open()
        if self.notice is not None:
            raise CatalogueError(self.notice)
        with self._faults():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Open a writing transaction that makes what any process keeps in memory out of date."""
        with self.writing() as connection:
            yield connection
            connection.execute("UPDATE changes SET number = number + 1")

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._local = threading.local()
        self.stemmer.close()

    def _open(self) -> None:
        """Find out how the file can be opened; connections that were opened otherwise are left."""
        with self._lock, self._faults():
            why = database.prepare_file(self._path, LAYOUT)
            self._state, self._looked = self._state_on_disk(), time.monotonic()
            self._opening += 1
            self.notice = why and f"{self._path}: the catalogue can only be read: {why}"

    def _number_of(self, model: EncoderModel) -> int:
        query = "SELECT id FROM models WHERE key = ?"
        with self.reading() as connection:
            found = connection.execute(query, (model.key,)).fetchone()
        if found is None and self.notice is None:
            with self.writing() as connection:
                connection.execute("INSERT OR IGNORE INTO models (key) VALUES (?)", (model.key,))
                found = connection.execute(query, (model.key,)).fetchone()
        return int(found[0]) if found else 0

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        if self.notice is not None and self._may_have_changed():
            self._open()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._local.opening != self._opening:
            connection = _connect(self._path, immutable=self.notice is not None)
            self._local.connection, self._local.opening = connection, self._opening
            with self._lock:
                self._all.append(connection)
        return connection

    def _may_have_changed(self) -> bool:
        """Return whether a file that is read as one that nobody changes was changed after all."""
        is_due = time.monotonic() - self._looked > _LOOK_AGAIN
        return is_due or self._state != self._state_on_disk()

    def _state_on_disk(self) -> tuple[tuple[int, int], ...]:
        paths = (self._path, *database.beside(self._path))
        found = [path.stat() for path in paths if path.exists()]
        return tuple((each.st_size, each.st_mtime_ns) for each in found)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            why = explained(error, self._path, LAYOUT.advice)
            raise CatalogueError(f"{self._path}: the catalogue cannot be used: {why}") from error


def _connect(path: Path, *, immutable: bool) -> sqlite3.Connection:
    # Used by the thread that opened it; closed, at the end, by whichever closes the catalogue.
    connection = database.connect(path, immutable=immutable)
    connection.execute("PRAGMA cache_size = -32768")
    return connection
