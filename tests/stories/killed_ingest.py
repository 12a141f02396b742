"""Runs ingest in processes that can be killed: ``python -m tests.stories.killed_ingest``.

Imports are slow, so this process makes them once. For each line of JSON on standard input it forks
a child that ingests, waits for it, and answers with the child's exit status (minus the signal).
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import chromadb  # noqa: F401 - slow, and needed by every child

from retrieval.adapters.chroma import healthcheck
from retrieval.adapters.chroma import store as vector_store
from retrieval.adapters.chroma.index import ChromaIndex
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite import catalogue_database
from retrieval.adapters.sqlite.article_writer import SqliteArticleWriter
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.ingest import run as story
from retrieval.ingest.run import MissingFiles, ingest
from retrieval.ports import PreparedArticle, Vectors
from tests.fakes import EmptyParser, HashingEncoder
from tests.stories.newspaper import LIMITS


@dataclass(frozen=True, slots=True)
class Order:
    """What a child has to do, and when it dies.

    Attributes:
        die_at: kills itself before this step of its own, if it comes to that. A step is an SQL
            statement, or one begun or done by the vector index.
        die_before: or before the first step that begins with these words.
        die_after: or after this many seconds.
        acknowledged: the file into which it writes each article once that is committed.
        measured: the file into which it writes, at the end, how many steps it took.
    """

    data_dir: str
    paper: str
    acknowledged: str
    measured: str
    die_at: int | None = None
    die_before: str | None = None
    die_after: float | None = None


class Acknowledging(SqliteArticleWriter):
    """Writes down what it has committed, as a user would be told."""

    def __init__(self, database: CatalogueDatabase, acknowledged: Path) -> None:
        super().__init__(database)
        self._acknowledged = acknowledged

    def commit(self, prepared: Sequence[PreparedArticle]) -> None:
        super().commit(prepared)
        with self._acknowledged.open("a") as opened:
            opened.writelines(f"{each.article.source}\t{each.fingerprint}\n" for each in prepared)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _obey(Order(**json.loads(line)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _obey(order: Order) -> None:
    taken = _watch(order)
    if order.die_after is not None:
        threading.Timer(order.die_after, _die).start()
    data_dir, encoder = Path(order.data_dir), HashingEncoder()
    # An index that was not closed is examined in this process: nothing here makes it crash.
    with (
        patch.object(vector_store, "fault_of", healthcheck.examine),
        patch.object(story, "BATCH", 4),
    ):
        catalogue = open_catalogue(data_dir / "catalogue.db", encoder.model)
        store = VectorStore(data_dir, catalogue)
        store.open()
        ingest(
            [Path(order.paper)],
            catalogue=Acknowledging(catalogue.database, Path(order.acknowledged)),
            encoder=encoder,
            parser=EmptyParser(),
            limits=LIMITS,
            outlets=(),
            gone=MissingFiles.DROP,
        )
        store.refresh()
        store.close()
        catalogue.close()
    Path(order.measured).write_text(str(len(taken)))


def _watch(order: Order) -> list[str]:
    """Every step from here on; dies before the one that the order names."""
    taken: list[str] = []
    connect = catalogue_database._connect

    def take(step: str) -> None:
        taken.append(step)
        named = order.die_before is not None and step.startswith(order.die_before)
        if named or len(taken) == order.die_at:
            _die()

    def watched(path: Path, *, immutable: bool) -> sqlite3.Connection:
        connection = connect(path, immutable=immutable)
        connection.set_trace_callback(take)
        return connection

    class Watched(ChromaIndex):
        def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
            take("index: upsert")
            super().upsert(keys, vectors)
            take("index: upserted")

        def delete(self, keys: Sequence[str]) -> None:
            take("index: delete")
            super().delete(keys)
            take("index: deleted")

    catalogue_database._connect = watched
    patch.object(vector_store, "ChromaIndex", Watched).start()
    return taken


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
