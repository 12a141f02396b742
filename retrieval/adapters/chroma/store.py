"""Keeps the vector index in order: opens it, sends it changes, finds it broken, rebuilds it.

Whatever state it is in, nearest passages are found: what the index does not hold yet, or all of
it where the index is of no use, is compared exactly with the catalogue's own vectors.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from retrieval.adapters.chroma.generations import delete_others, folder_of, numbers_in
from retrieval.adapters.chroma.healthcheck import ExpectedIndex, fault_of
from retrieval.adapters.chroma.index import BATCH, ChromaIndex
from retrieval.adapters.chroma.index_files import (
    DATABASE,
    check_contents,
    is_sealed_by,
    seal_of,
    set_aside,
)
from retrieval.adapters.private_files import FILE_MODE, close_to_others, make_private_folder
from retrieval.adapters.sqlite.catalogue import Catalogue
from retrieval.adapters.sqlite.faults import explained
from retrieval.adapters.sqlite.outbox import Generation
from retrieval.errors import CatalogueError, IndexBrokenError, IndexBusyError
from retrieval.ports import Vectors

NAME = "news"
"""Of the collection; its generation and model are told apart by folder and metadata."""

_LOG = logging.getLogger(__name__)
_SAMPLE = 50
_MOST_DEAD = 0.3
_MANY_PENDING = 2000
_REST_SECONDS = 120.0
"""After the index could not be changed or built anew, it is not tried again before."""
_MOVE_AWAY = "move it away"
_SLOWER = "Answers come from an exact comparison, which is as good but slower"


class VectorStore:
    """Implements ``NearestPassages``. Of all processes, one owns the index; others compare exactly.

    Args:
        few: up to so many passages are compared exactly, which is then faster than opening the
            index; it is kept up to date all the same.

    Attributes:
        notice: what is wrong with the index, in a sentence for the user; None while nothing is.
    """

    def __init__(self, data_dir: Path, catalogue: Catalogue, *, few: int = 0) -> None:
        self._few = few
        self._folder = data_dir.resolve() / "vectors"
        self._catalogue = catalogue
        self._outbox = catalogue.outbox
        self._owner = FileLock(
            data_dir.resolve() / "index.lock", thread_local=False, mode=FILE_MODE
        )
        self._rests_until = float("-inf")
        self._lock = threading.RLock()
        self._draining = threading.Lock()
        self._index: ChromaIndex | None = None
        self._generation: Generation | None = None
        self.notice: str | None = None

    def open(self) -> None:
        """Take ownership of the index and check that it can be used; never raise because of it."""
        with self._lock:
            try:
                self._acquire()
            except IndexBusyError as error:
                self.notice = f"{error}. {_SLOWER}."
                return
            if self._generation is None:
                self._check()

    @property
    def is_owner(self) -> bool:
        """Whether this process may write to the index."""
        return bool(self._owner.is_locked)

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is an index to be built, or one full of dead vectors to be replaced."""
        with self._lock:
            if not self.is_owner:
                return False
            live = self._catalogue.articles.count()
            if self._generation is None:
                return live > 0
            found = self._outbox.generation()
            return found is not None and found.dead > _MOST_DEAD * max(1, live)

    def nearest(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        """See ``NearestPassages``. Ties by key."""
        with self._lock:
            is_small = self._catalogue.articles.count() <= self._few
            index = self._index if is_small else self._opened_index()
            pending = self._outbox.pending(_MANY_PENDING) if index else []
            if index is None or len(pending) == _MANY_PENDING:
                return self._exactly(vector, limit)
            dead = sum(change.dead for change in pending)
            try:
                found = dict(index.nearest(vector, limit + dead + limit // 2))
            except IndexBrokenError as error:
                self._disable(str(error))
                return self._exactly(vector, limit)
            live, keys, vectors = self._outbox.overlay(list(found))
        added = zip(keys, (vectors @ vector).tolist(), strict=True)
        both = {key: cosine for key, cosine in found.items() if key in live} | dict(added)
        return sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def drain(self) -> int:
        """Send the outbox's changes to the index; return how many, 0 while it takes none."""
        sent = 0
        if self._draining.acquire(blocking=False):
            try:
                while batch := self._send_batch():
                    sent += batch
            finally:
                self._draining.release()
        return sent

    def rebuild(self, progress: Callable[[int, int], None]) -> None:
        """Build the index anew from the catalogue's vectors, then delete the old one.

        Questions are answered meanwhile. ``progress`` is given vectors done, and of how many.

        Raises:
            IndexBusyError: another process owns the index.
            IndexBrokenError: the new one cannot be written, as on a full disk.
        """
        with self._draining:  # into the old index, or the new one would never get the changes
            with self._lock:
                self._acquire()
                # A change from here on may be in the new index or not: it is sent again.
                up_to = self._outbox.last_change()
                old = self._outbox.generation()
                number = 1 + max([*numbers_in(self._folder), old.number if old else 0])
            try:
                set_aside(self._folder)
                make_private_folder(self._folder)
                self._build(number, progress)
            except OSError as error:
                why = explained(error, self._folder_of(number), _MOVE_AWAY)
                raise IndexBrokenError(why) from error
            except IndexBrokenError:
                shutil.rmtree(self._folder_of(number), ignore_errors=True)
                raise
            with self._lock:
                self._close_index()
                seal = seal_of(self._folder_of(number))
                new = Generation(number, self._catalogue.model.key, 0, seal)
                self._outbox.activate(new, up_to)
                self._generation, self.notice = new, None
                delete_others(self._folder, number)

    def refresh(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """See ``NearestPassages``. ``progress`` is that of ``rebuild``.

        Where the index cannot be written, as on a full disk, that is in ``notice``, and it is
        tried again some minutes later.
        """
        if time.monotonic() < self._rests_until:
            return
        try:
            self.drain()
            if self.needs_rebuild:
                self.rebuild(progress)
                self.drain()
        except (CatalogueError, IndexBrokenError, IndexBusyError) as error:
            self._rests_until = time.monotonic() + _REST_SECONDS
            self._say(f"The vector index cannot be brought up to date: {error}. {_SLOWER}.")

    def close(self) -> None:
        """Close the index, note the state of its files and let other processes own it."""
        with self._lock:
            self._close_index()
            self._generation = None
            self._owner.release()

    # --- checking ----------------------------------------------------------------------------

    def _acquire(self) -> None:
        if self.is_owner:
            return
        lock = Path(self._owner.lock_file)
        try:
            make_private_folder(self._folder.parent)
            if lock.is_dir():
                lock.rmdir()
            self._owner.acquire(timeout=0)
            close_to_others(lock)
        except Timeout:
            raise IndexBusyError(
                f"Another process works with the vector index in {self._folder.parent}"
            ) from None
        except OSError as error:
            raise IndexBusyError(
                f"The vector index cannot be used: {lock}: {explained(error, lock, _MOVE_AWAY)}"
            ) from error

    def _check(self) -> None:
        found = self._outbox.generation()
        self.notice = None
        if found is None:
            return
        fault = self._fault_of(found)
        if fault:
            self._disable(fault)
        else:
            self._generation = found

    def _fault_of(self, found: Generation) -> str | None:
        if found.model != self._catalogue.model.key:
            return f"its vectors are by another model, {found.model}"
        folder = self._folder_of(found.number)
        if not (folder / DATABASE).is_file():
            return "it is missing"
        if is_sealed_by(folder, found.files_fingerprint):
            return None  # closed properly; their contents are looked at when it is opened
        return fault_of(folder, NAME, self._expected())

    def _expected(self) -> ExpectedIndex:
        matrix = self._outbox.matrix()
        pending = {change.key for change in self._outbox.pending(sys.maxsize)}
        sent = [row for row, key in enumerate(matrix.keys) if key not in pending]
        step = max(1, len(sent) // _SAMPLE)
        return ExpectedIndex(
            self._catalogue.model,
            len(sent),
            len(sent) + len(pending),
            matrix.vectors[np.array(sent[::step], dtype=np.int64)],
        )

    # --- the index in use --------------------------------------------------------------------

    def _opened_index(self) -> ChromaIndex | None:
        """Return the index, opened at its first use; None where there is none to be used."""
        if self._index is None and self._generation is not None:
            number = self._generation.number
            folder = self._folder_of(number)
            try:
                check_contents(folder, self._generation.files_fingerprint)
                self._outbox.set_fingerprint(number, None)
                self._index = ChromaIndex(folder, NAME, self._catalogue.model)
            except CatalogueError as error:
                self._say(f"The vector index cannot be opened: {error}. {_SLOWER}.")
            except (IndexBrokenError, OSError) as error:
                self._disable(str(error))
        return self._index

    def _disable(self, fault: str) -> None:
        """Use the index no more until it is built anew."""
        index, self._index, self._generation = self._index, None, None
        self._say(f"The vector index has to be built anew: {fault}. {_SLOWER}.")
        if index is not None:
            _close(index)

    def _say(self, notice: str) -> None:
        if notice != self.notice:
            _LOG.warning("%s", notice)
        self.notice = notice

    def _close_index(self) -> None:
        index, self._index = self._index, None
        if index is not None and self._generation is not None and _close(index):
            number = self._generation.number
            try:
                self._outbox.set_fingerprint(number, seal_of(self._folder_of(number)))
            except (CatalogueError, OSError) as error:  # it is examined when it is opened again
                _LOG.warning("The state of the vector index cannot be noted: %s", error)

    def _send_batch(self) -> int:
        """Carry out one batch of changes in the index; return how many."""
        with self._lock:
            changes = self._outbox.pending(BATCH)
            index = self._opened_index() if changes else None
            if index is None:
                return 0
            dead = {change.key for change in changes if change.dead}
            new = [change.key for change in changes if change.key not in dead]
            try:
                # What it holds already was sent before a crash, and is the same for ever. A key
                # without a vector has died since, or is not embedded yet: another change follows.
                keys, vectors = self._outbox.vectors_of(index.missing(new))
                index.upsert(keys, vectors)
                index.delete(sorted(dead))
            except IndexBrokenError as error:
                self._disable(str(error))
                return 0
            # Killed before this line, it sends the same again, which changes nothing.
            self._outbox.acknowledge(changes)
            return len(changes)

    def _exactly(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        matrix = self._outbox.matrix()
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
        total, done = self._outbox.embedded_count(), 0
        index = ChromaIndex(self._folder_of(number), NAME, self._catalogue.model)
        try:
            for keys, vectors in self._batches():
                index.upsert(keys, vectors)
                done += len(keys)
                progress(done, max(done, total))
        finally:
            index.close()

    def _batches(self) -> Iterator[tuple[Sequence[str], Vectors]]:
        last = 0
        while True:
            last, keys, vectors = self._outbox.vector_batch(last, BATCH)
            if not keys:
                return
            yield keys, vectors

    def _folder_of(self, number: int) -> Path:
        return folder_of(self._folder, number)


def _close(index: ChromaIndex) -> bool:
    """Close the index; return whether it was closed properly."""
    try:
        index.close()
    except IndexBrokenError:
        return False
    return True
