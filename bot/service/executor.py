"""Runs the synchronous retrieval service from the event loop: a bounded number of calls at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from bot.monitoring import Metrics
from retrieval.errors import FilterError

PATIENCE = 45.0
"""How long a reader waits for one answer, in seconds."""

P = ParamSpec("P")
T = TypeVar("T")


class ServiceExecutor:
    """Calls functions in threads: ``await executor.run(service.ask, question)``.

    Args:
        workers: how many calls may be in progress at once; others wait for their turn.
        patience: seconds after which who waits gets a TimeoutError.
        metrics: count what ``run_metered`` calls; without them, nobody reads the counts.
    """

    def __init__(
        self, *, workers: int, patience: float = PATIENCE, metrics: Metrics | None = None
    ) -> None:
        self._patience = patience
        self._metrics = metrics or Metrics()
        self._turns = asyncio.Semaphore(workers)
        # One thread more than turns: chores never take the turn of a reader.
        self._threads = ThreadPoolExecutor(workers + 1, thread_name_prefix="service")

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the function's result. A turn is over when its thread is free, not on a timeout.

        Raises:
            TimeoutError: it took longer than ``patience``, the wait for the turn included.
        """
        async with asyncio.timeout(self._patience):
            await self._turns.acquire()
            try:
                call = partial(function, *args, **kwargs)
                future = asyncio.get_running_loop().run_in_executor(self._threads, call)
            except BaseException:
                self._turns.release()
                raise
            future.add_done_callback(self._end_turn)
            return await asyncio.shield(future)

    async def run_metered(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same as ``run``, and count the outcome and the seconds that it took.

        The outcome is the class name of the result or, after an error, "TooLong", "Misunderstood"
        (a filter of the question) or "failed".
        """
        began, outcome = time.perf_counter(), "failed"
        try:
            result = await self.run(function, *args, **kwargs)
            outcome = type(result).__name__
        except TimeoutError:
            outcome = "TooLong"
            raise
        except FilterError:
            outcome = "Misunderstood"
            raise
        finally:
            self._metrics.question(outcome, time.perf_counter() - began)
        return result

    async def run_chore(self, chore: Callable[[], None]) -> None:
        """Run a background chore in a thread of its own, however long it takes."""
        await asyncio.get_running_loop().run_in_executor(self._threads, chore)

    async def close(self) -> None:
        """Wait for the calls in progress and accept no more."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _end_turn(self, future: asyncio.Future[T]) -> None:
        self._turns.release()
        if not future.cancelled():
            future.exception()  # marks it as seen: who waited may be gone
