"""Opens connections to one catalogue file, and holds what is kept in memory of it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.adapters.sqlite import database
from retrieval.adapters.sqlite.fulltext import Stemmer
from retrieval.adapters.sqlite.schema import LAYOUT
from retrieval.adapters.sqlite.vector_cache import VectorCache
from retrieval.cancellation import stop_if_cancelled
from retrieval.errors import CatalogueError
from retrieval.ports import EncoderModel


class CatalogueDatabase:
    """Opens a catalogue for one encoder; readers and writers of the catalogue share it.

    There is one connection for each thread. Several threads may use one object, and several
    processes one file; a writer waits for another for up to half a minute.

    Attributes:
        model: whose vectors are read and written.
        model_number: the row of that model in the table of models.
        vectors: the vectors of all live passages, in memory.
        stemmer: folds and stems words as the full-text index does.

    Raises:
        CatalogueError: the file cannot be opened, is not a catalogue, is of another version or,
            later on, cannot be written.
    """

    def __init__(self, path: Path, model: EncoderModel) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with self._faults():
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connect(path)) as connection:
                database.prepare(connection, LAYOUT, path)
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

    def _number_of(self, model: EncoderModel) -> int:
        with self.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO models (key) VALUES (?)", (model.key,))
            number = connection.execute("SELECT id FROM models WHERE key = ?", (model.key,))
            return int(number.fetchone()[0])

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _connect(self._path)
            self._local.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise CatalogueError(f"{self._path}: the catalogue cannot be used: {error}") from error


def _connect(path: Path) -> sqlite3.Connection:
    # Used by the thread that opened it; closed, at the end, by whichever closes the catalogue.
    connection = database.connect(path)
    connection.execute("PRAGMA cache_size = -32768")
    return connection
