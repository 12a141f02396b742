"""Limits how many updates are handled at once, and lets searches in progress be cancelled."""

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
        """Cancel what was begun for this asker; return whether there was anything."""
        return sum(task.cancel() for task in self._tasks.get(asker, [])) > 0


class ConcurrencyLimiter:
    """Gives out so many slots; an update that waits for Telegram gives its slot up meanwhile."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold one of the slots within the block, and within the tasks that begin in it."""
        slot = _Slot(self._free)
        await slot.take()
        token = _current_slot.set(slot)
        try:
            yield
        finally:
            _current_slot.reset(token)
            slot.give_up()


class _Slot:
    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._is_held = False
        self.waiting = 0

    async def take(self) -> None:
        await self._free.acquire()
        self._is_held = True

    def give_up(self) -> None:
        if self._is_held:
            self._is_held = False
            self._free.release()


_current_slot: ContextVar[_Slot | None] = ContextVar("current slot", default=None)


@asynccontextmanager
async def slot_released() -> AsyncIterator[None]:
    """Give up the current update's slot within the block; wait for a slot afterwards.

    Where the block is cancelled or fails, the update goes on without a slot.
    """
    slot = _current_slot.get()
    if slot is None:
        yield
        return
    slot.waiting += 1
    slot.give_up()
    try:
        yield
    finally:
        slot.waiting -= 1
    if not slot.waiting:
        await slot.take()
