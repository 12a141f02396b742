"""Searches in progress, which can be cancelled, and the limit on updates handled at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

Asker = tuple[int, int | None]
"""A chat, and who asks in it."""


class SearchCancelledError(Exception):
    """Who asked has cancelled the search."""


class RunningSearches:
    """The searches in progress, by who asked."""

    def __init__(self) -> None:
        self._tasks: defaultdict[Asker, list[asyncio.Task[Any]]] = defaultdict(list)

    async def run(self, asker: Asker, work: Coroutine[Any, Any, T]) -> T:
        """Return the work's result.

        Raises:
            SearchCancelledError: who asked cancelled it.
        """
        task = asyncio.create_task(work)
        self._tasks[asker].append(task)
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():  # the whole bot stops
                raise
            raise SearchCancelledError from None
        finally:
            self._tasks[asker].remove(task)
            if not self._tasks[asker]:
                del self._tasks[asker]

    def cancel(self, asker: Asker) -> bool:
        """Cancel what was begun last for this asker; return whether there was anything."""
        tasks = self._tasks.get(asker, [])
        return bool(tasks) and tasks[-1].cancel()


class ConcurrencyLimiter:
    """So many may work at once; who waits for Telegram makes room for others meanwhile."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Within the block, and the tasks that begin in it, one of the places is taken."""
        place = _Slot(self._free)
        await place.take()
        token = _taken.set(place)
        try:
            yield
        finally:
            _taken.reset(token)
            place.leave()


class _Slot:
    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._is_held = False
        self.aside = 0

    async def take(self) -> None:
        await self._free.acquire()
        self._is_held = True

    def leave(self) -> None:
        if self._is_held:
            self._is_held = False
            self._free.release()


_taken: ContextVar[_Slot | None] = ContextVar("place at work", default=None)


@asynccontextmanager
async def slot_released() -> AsyncIterator[None]:
    """Within the block the update in hand takes up no place; afterwards it waits for one.

    Where the block is broken off, it does not: what is said then may be said without a place.
    """
    place = _taken.get()
    if place is None:
        yield
        return
    place.aside += 1
    place.leave()
    try:
        yield
    finally:
        place.aside -= 1
    if not place.aside:
        await place.take()
