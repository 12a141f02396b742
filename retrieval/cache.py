"""Keeps what was made from the corpus until the corpus changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class RevisionCache(Generic[T]):
    """Holds a value that is made when it is first asked for, and again after a change.

    Args:
        make: makes it.
        revision: a number that changes with what it is made from.
    """

    def __init__(self, make: Callable[[], T], revision: Callable[[], int]) -> None:
        self._make = make
        self._revision = revision
        self._made: tuple[int, T] | None = None

    def get(self) -> T:
        """Return the value as of now. Two threads may make it at once; either is right."""
        revision = self._revision()
        made = self._made
        if made is None or made[0] != revision:
            made = self._made = (revision, self._make())
        return made[1]


class BoundedCache(Generic[K, T]):
    """Holds the values by key that were asked for last, all of one revision. Threads may share it.

    Args:
        most: how many are held.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._revision: int | None = None
        self._values: OrderedDict[K, T] = OrderedDict()

    def known(self, revision: int, keys: Iterable[K]) -> dict[K, T]:
        """Return the values of those of the keys that are held; none from before a change."""
        with self._lock:
            self._turn_to(revision)
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
            return found

    def add(self, revision: int, values: Mapping[K, T]) -> None:
        """Hold these, too, in place of those that were not asked for the longest."""
        with self._lock:
            self._turn_to(revision)
            self._values.update(values)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def get(self, revision: int, key: K, make: Callable[[], T]) -> T:
        """Return the value of a key, made where it is not held."""
        found = self.known(revision, (key,))
        if key not in found:
            found[key] = make()
            self.add(revision, found)
        return found[key]

    def _turn_to(self, revision: int) -> None:
        if revision != self._revision:
            self._revision = revision
            self._values.clear()
