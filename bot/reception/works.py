"""What is being looked for at the moment, and can be ended by whoever asked for it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

Asker = tuple[int, int | None]
"""A chat, and who asks in it."""


class EndedError(Exception):
    """Whoever asked wants no answer any more."""


class Works:
    """The searches in hand."""

    def __init__(self) -> None:
        self._tasks: defaultdict[Asker, list[asyncio.Task[Any]]] = defaultdict(list)

    async def do(self, asker: Asker, work: Coroutine[Any, Any, T]) -> T:
        """The work's result.

        Raises:
            EndedError: it was ended before.
        """
        task = asyncio.create_task(work)
        self._tasks[asker].append(task)
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():  # the whole bot stops
                raise
            raise EndedError from None
        finally:
            self._tasks[asker].remove(task)
            if not self._tasks[asker]:
                del self._tasks[asker]

    def end(self, asker: Asker) -> bool:
        """Ends what was begun last for this asker; whether there was anything."""
        tasks = self._tasks.get(asker, [])
        return bool(tasks) and tasks[-1].cancel()
