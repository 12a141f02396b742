"""Keeps what was made from the corpus until the corpus changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

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
