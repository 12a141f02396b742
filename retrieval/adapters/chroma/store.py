"""The life of the vector index: opened, told of changes, found broken, built again.

Whatever state it is in, neighbours are found: what the index does not know yet, or all of it
where the index is of no use, is compared exactly with the catalogue's own vectors.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from retrieval.adapters.chroma.healthcheck import ExpectedIndex, fault_of
from retrieval.adapters.chroma.index import BATCH, ChromaIndex
from retrieval.adapters.sqlite.catalogue import SqliteCatalogue
from retrieval.adapters.sqlite.outbox import Generation
from retrieval.errors import IndexBrokenError, IndexBusyError
from retrieval.ports import Vectors

NAME = "news"
"""Of the collection; its generation and model are told apart by folder and metadata."""

_LOG = logging.getLogger(__name__)
_SAMPLE = 50
_MOST_DEAD = 0.3
_MANY_PENDING = 2000
_SLOWER = "Answers come from an exact comparison, which is as good but slower"


class VectorStore:
    """Implements ``Neighbours``. Of all processes, one owns the index; the rest compare exactly.

    Args:
        few: up to so many passages are compared exactly, which is then faster than opening the
            index; it is kept up to date all the same.

    Attributes:
        notice: what is wrong with the index, in a sentence for the user; None while nothing is.
    """

    def __init__(self, data_dir: Path, catalogue: SqliteCatalogue, *, few: int = 0) -> None:
        self._few = few
        self._folder = data_dir.resolve() / "vectors"
        self._catalogue = catalogue
        self._owner = FileLock(data_dir.resolve() / "index.lock", thread_local=False)
        self._lock = threading.RLock()
        self._telling = threading.Lock()
        self._index: ChromaIndex | None = None
        self._generation: Generation | None = None
        self.notice: str | None = None

    def open(self) -> None:
        """Takes the index over and looks whether it can be used; never raises because of it."""
        with self._lock:
            try:
                self._own()
            except IndexBusyError as error:
                self.notice = f"{error}. {_SLOWER}."
                return
            if self._generation is None:
                self._look()

    @property
    def owned(self) -> bool:
        """Whether this process may write to the index."""
        return bool(self._owner.is_locked)

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is an index to be built, or one full of dead vectors to be replaced."""
        with self._lock:
            if not self.owned:
                return False
            live = self._catalogue.count()
            if self._generation is None:
                return live > 0
            found = self._catalogue.generation()
            return found is not None and found.dead > _MOST_DEAD * max(1, live)

    def nearest(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        """See ``Neighbours``. Ties by key."""
        with self._lock:
            index = self._index if self._catalogue.count() <= self._few else self._ready()
            pending = self._catalogue.changes(_MANY_PENDING) if index else []
            if index is None or len(pending) == _MANY_PENDING:
                return self._exactly(vector, limit)
            dead = sum(change.dead for change in pending)
            try:
                found = dict(index.nearest(vector, limit + dead + limit // 2))
            except IndexBrokenError as error:
                self._give_up(str(error))
                return self._exactly(vector, limit)
            live, keys, vectors = self._catalogue.overlay(list(found))
        added = zip(keys, (vectors @ vector).tolist(), strict=True)
        both = {key: cosine for key, cosine in found.items() if key in live} | dict(added)
        return sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def drain(self) -> int:
        """Tells the index what changed; how many changes. 0 while it cannot be told."""
        told = 0
        if self._telling.acquire(blocking=False):
            try:
                while batch := self._tell():
                    told += batch
            finally:
                self._telling.release()
        return told

    def rebuild(self, progress: Callable[[int, int], None]) -> None:
        """Builds the index anew from the catalogue's vectors, then lets go of the old one.

        Questions are answered meanwhile. ``progress`` is told vectors done, and of how many.

        Raises:
            IndexBusyError: another process owns the index.
            IndexBrokenError: the new one cannot be written, as on a full disk.
        """
        with self._telling:  # to the old index, or the new one would never hear of it
            with self._lock:
                self._own()
                # What changes from here on may be in the new index or not: it is told again.
                up_to = self._catalogue.last_change()
                old = self._catalogue.generation()
                number = 1 + max([*self._numbers(), old.number if old else 0])
            self._build(number, progress)
            with self._lock:
                self._let_go()
                new = Generation(number, self._catalogue.model.key, 0, seal_of(self._of(number)))
                self._catalogue.put_in_force(new, up_to)
                self._generation, self.notice = new, None
                self._clear_away(number)

    def refresh(self, progress: Callable[[int, int], None]) -> None:
        """Whatever the index needs: to be told what changed, or to be built anew."""
        self.drain()
        if self.needs_rebuild:
            self.rebuild(progress)
            self.drain()

    def close(self) -> None:
        """Closes the index, notes how it was left and gives it up to other processes."""
        with self._lock:
            self._let_go()
            self._generation = None
            self._owner.release()

    # --- looking -----------------------------------------------------------------------------

    def _own(self) -> None:
        if self.owned:
            return
        try:
            self._owner.acquire(timeout=0)
        except Timeout:
            raise IndexBusyError(
                f"Another process works with the vector index in {self._folder.parent}"
            ) from None

    def _look(self) -> None:
        found = self._catalogue.generation()
        self.notice = None
        if found is None:
            return
        fault = self._fault_of(found)
        if fault:
            self._give_up(fault)
        else:
            self._generation = found

    def _fault_of(self, found: Generation) -> str | None:
        if found.model != self._catalogue.model.key:
            return f"its vectors are by another model, {found.model}"
        folder = self._of(found.number)
        if not (folder / "chroma.sqlite3").is_file():
            return "it is missing"
        if found.seal is not None and found.seal == seal_of(folder):
            return None  # the very files that were closed properly
        return fault_of(folder, NAME, self._expected())

    def _expected(self) -> ExpectedIndex:
        matrix = self._catalogue.matrix()
        pending = self._catalogue.changes(sys.maxsize)
        untold = {change.key for change in pending}
        told = [row for row, key in enumerate(matrix.keys) if key not in untold]
        step = max(1, len(told) // _SAMPLE)
        return ExpectedIndex(
            self._catalogue.model,
            len(told),
            len(told) + len(untold),
            matrix.vectors[np.array(told[::step], dtype=np.int64)],
        )

    # --- the index in use --------------------------------------------------------------------

    def _ready(self) -> ChromaIndex | None:
        """The index, opened at its first use; None where there is none to be used."""
        if self._index is None and self._generation is not None:
            number = self._generation.number
            try:
                self._catalogue.seal(number, None)
                self._index = ChromaIndex(self._of(number), NAME, self._catalogue.model)
            except IndexBrokenError as error:
                self._give_up(str(error))
        return self._index

    def _give_up(self, fault: str) -> None:
        _LOG.warning("The vector index cannot be used: %s", fault)
        index, self._index, self._generation = self._index, None, None
        self.notice = f"The vector index has to be built anew: {fault}. {_SLOWER}."
        if index is not None:
            _close(index)

    def _let_go(self) -> None:
        index, self._index = self._index, None
        if index is not None and self._generation is not None and _close(index):
            number = self._generation.number
            self._catalogue.seal(number, seal_of(self._of(number)))

    def _tell(self) -> int:
        """Tells the index one batch of changes; how many."""
        with self._lock:
            changes = self._catalogue.changes(BATCH)
            index = self._ready() if changes else None
            if index is None:
                return 0
            dead = {change.key for change in changes if change.dead}
            new = [change.key for change in changes if change.key not in dead]
            # A key without a vector has died since, or is not embedded yet: either way another
            # change will follow.
            keys, vectors = self._catalogue.vectors_of_keys(new)
            try:
                index.upsert(keys, vectors)
                index.delete(sorted(dead))
            except IndexBrokenError as error:
                self._give_up(str(error))
                return 0
            # Killed before this line, it tells the same again, which changes nothing.
            self._catalogue.settle(changes)
            return len(changes)

    def _exactly(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        matrix = self._catalogue.matrix()
        cosines = matrix.vectors @ vector
        if limit < len(cosines):
            least = np.partition(cosines, -limit)[-limit] if limit > 0 else np.inf
            rows = np.flatnonzero(cosines >= least)
        else:
            rows = np.arange(len(cosines))
        found = [(matrix.keys[row], float(cosines[row])) for row in rows.tolist()]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(0, limit)]

    # --- building ----------------------------------------------------------------------------

    def _build(self, number: int, progress: Callable[[int, int], None]) -> None:
        total, done = self._catalogue.embedded_count(), 0
        index = ChromaIndex(self._of(number), NAME, self._catalogue.model)
        try:
            for keys, vectors in self._batches():
                index.upsert(keys, vectors)
                done += len(keys)
                progress(done, max(done, total))
        finally:
            index.close()

    def _batches(self) -> Iterator[tuple[Sequence[str], Vectors]]:
        after = 0
        while True:
            after, keys, vectors = self._catalogue.batch_of_vectors(after, BATCH)
            if not keys:
                return
            yield keys, vectors

    def _of(self, number: int) -> Path:
        return self._folder / f"g{number}"

    def _numbers(self) -> list[int]:
        """The generations that have a folder, finished or not."""
        names = [path.name[1:] for path in self._folder.glob("g*")]
        return [int(name) for name in names if name.isdecimal()]

    def _clear_away(self, number: int) -> None:
        for other in self._numbers():
            if other != number:
                shutil.rmtree(self._of(other), ignore_errors=True)


def seal_of(folder: Path) -> str:
    """A fingerprint of the files in a folder: their names, sizes and times of change."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in files
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _close(index: ChromaIndex) -> bool:
    try:
        index.close()
    except IndexBrokenError:
        return False
    return True
