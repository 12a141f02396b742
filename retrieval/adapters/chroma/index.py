"""Keeps one index of vectors in Chroma, derived from the catalogue and built again from it.

How it is used follows from what breaks it: no documents and no filters inside (slow, large), ids
and distances only, batches of 250, one process, always the same absolute path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from retrieval.adapters.chroma.deadline import CallThread, OverdueError
from retrieval.adapters.chroma.index_files import is_locked
from retrieval.errors import IndexBrokenError
from retrieval.ports import EncoderModel, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

SCHEMA = 1
"""Of what a collection holds; raised with every change to it."""
BATCH = 250

QUERY_SECONDS, WRITE_SECONDS = 15.0, 30.0
"""What Chroma has for a question, and for opening or one batch: a locked file makes it wait on."""

T = TypeVar("T")

_SYNC_AFTER = 1000
"""Records after which Chroma writes its graph: reading the rest again takes less than a second."""


class ChromaIndex:
    """Nearest neighbours by cosine, in a folder that no other process has open.

    The collection is made where there is none. After an error, it is unknown how much was done:
    do it again.

    Raises:
        IndexBrokenError: Chroma cannot open it, or it is of another model or schema.
        IndexBrokenError: later on, Chroma fails, ends its thread or does not answer in time.
    """

    def __init__(self, folder: Path, name: str, model: EncoderModel) -> None:
        self._folder = folder.resolve()
        self._dimension = model.dimension
        expected: dict[str, str | int] = {
            "model": model.key,
            "dimension": model.dimension,
            "schema": SCHEMA,
        }
        if is_locked(self._folder):
            raise IndexBrokenError(f"{self._folder}: another program has locked it")
        self._thread = CallThread("chroma")
        try:
            with self._faults():
                self._client, self._collection = self._thread.call(
                    lambda: _opened(self._folder, name, expected), WRITE_SECONDS
                )
                found = dict(self._collection.metadata or {})
        except IndexBrokenError:
            self._thread.close()
            raise
        if found != expected:
            self.close()
            raise IndexBrokenError(f"{self._folder}: made by {found}, expected {expected}")

    def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors, row for row; a batch is put in whole or not at all.

        The last holds of a key that is given twice. Replacing rewires the graph, and may leave
        another vector where no search comes to it: about one in two hundred indexes of 45
        vectors loses one when half of its batches are sent again.

        Raises:
            ValueError: there are more or fewer rows than keys, or they are of another dimension.
        """
        if vectors.shape != (len(keys), self._dimension):
            raise ValueError(f"{len(keys)} keys for vectors of shape {vectors.shape}")
        last = {key: place for place, key in enumerate(keys)}  # Chroma refuses a key given twice
        for batch in _batches(list(last)):
            rows = np.asarray(vectors[[last[key] for key in batch]], dtype=np.float32)
            self._call(partial(self._collection.upsert, ids=batch, embeddings=rows))

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Return those keys, in order, that have no vector."""
        found: set[str] = set()
        for batch in _batches(list(dict.fromkeys(keys))):
            known = self._call(partial(self._collection.get, ids=batch, include=[]))
            found.update(known["ids"])
        return [key for key in keys if key not in found]

    def delete(self, keys: Sequence[str]) -> None:
        """Remove the vectors of those keys that are there."""
        for batch in _batches(list(dict.fromkeys(keys))):
            self._call(partial(self._collection.delete, ids=batch))

    def nearest(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        """Return (key, cosine) of the nearest, best first; ties by key.

        Approximate: the graph may miss one in a hundred.

        Args:
            vector: of shape (dimension,).
            limit: how many at most; none for 0 and below.
        """
        if limit < 1:
            return []
        query = partial(
            self._collection.query,
            query_embeddings=np.asarray([vector], dtype=np.float32),
            n_results=limit,
            include=["distances"],
        )
        found = self._call(query, QUERY_SECONDS)
        distances = found["distances"] or [[]]
        # Chroma's cosine distance is 1 - cosine. It becomes a cosine here, and only here.
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return sorted(((k, 1.0 - float(d)) for k, d in pairs), key=lambda p: (-p[1], p[0]))

    def count(self) -> int:
        """Return how many vectors there are."""
        return int(self._call(self._collection.count))

    def close(self) -> None:
        """Write everything to disk and close the files."""
        try:
            self._call(self._client.close)
        finally:
            self._thread.close()

    def _call(self, function: Callable[[], T], seconds: float = WRITE_SECONDS) -> T:
        with self._faults():
            return self._thread.call(function, seconds)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OverdueError as error:
            raise IndexBrokenError(f"{self._folder}: {error}") from None
        except (KeyboardInterrupt, SystemExit):
            raise
        # Chroma raises whatever its Rust core does, a panic too, which is no ``Exception``; all of
        # it means the same to us.
        except BaseException as error:
            raise IndexBrokenError(f"{self._folder}: {type(error).__name__}: {error}") from error


def _opened(
    folder: Path, name: str, metadata: Mapping[str, str | int]
) -> tuple[Client, Collection]:
    client = _client(folder)
    return client, _collection(client, name, metadata)


def _client(folder: Path) -> Client:
    with _without_env_file():
        from chromadb import PersistentClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
    folder.mkdir(parents=True, exist_ok=True)
    # It says that it returns an interface, which lacks ``close``; it returns this class.
    return cast("Client", PersistentClient(path=str(folder), settings=settings))


@contextmanager
def _without_env_file() -> Iterator[None]:
    """Keep Chroma from taking settings from a ``.env`` in the current folder.

    It reads one when it is imported, and for every ``Settings``; that of another program may name
    classes to load or hold what Chroma fails at.
    """
    from pydantic_settings import DotEnvSettingsSource

    read = DotEnvSettingsSource._read_env_files  # noqa: SLF001 - there is no public way: the file is read during the import
    DotEnvSettingsSource._read_env_files = _read_nothing  # type: ignore[method-assign, assignment] # noqa: SLF001 - as above
    try:
        yield
    finally:
        DotEnvSettingsSource._read_env_files = read  # type: ignore[method-assign] # noqa: SLF001 - as above


def _read_nothing(_source: object) -> Mapping[str, str | None]:
    return {}


def _collection(client: Client, name: str, metadata: Mapping[str, str | int]) -> Collection:
    from chromadb.errors import NotFoundError

    configuration: CreateCollectionConfiguration = {
        "hnsw": {
            "space": "cosine",
            "max_neighbors": 16,
            "ef_construction": 200,
            "ef_search": 200,
            "sync_threshold": _SYNC_AFTER,
        }
    }
    # Never "get or create": that returns a collection of other settings without a word. And no
    # embedding function, or Chroma would download one.
    try:
        return client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return client.create_collection(
            name, configuration=configuration, metadata=dict(metadata), embedding_function=None
        )


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), BATCH):
        yield list(keys[start : start + BATCH])
