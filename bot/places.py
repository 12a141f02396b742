"""The places at work: how many updates are handled at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar


class Places:
    """So many may work at once; who waits for Telegram makes room for others meanwhile."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Within the block, and the tasks that begin in it, one of the places is taken."""
        place = _Place(self._free)
        await place.take()
        token = _taken.set(place)
        try:
            yield
        finally:
            _taken.reset(token)
            place.leave()


class _Place:
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


_taken: ContextVar[_Place | None] = ContextVar("place at work", default=None)


@asynccontextmanager
async def stepping_aside() -> AsyncIterator[None]:
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
