"""Runs the synchronous retrieval service from the event loop: a bounded number of calls at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.monitoring import Metrics
from bot.service.worker_threads import Job, WorkerThreads
from retrieval.cancellation import Cancellation
from retrieval.errors import FilterError

logger = logging.getLogger(__name__)

PATIENCE = 45.0
"""How long a reader waits for one answer, in seconds."""

STOPS_WITHIN = 5.0
"""Seconds after which work that was cancelled, and has not stopped, counts as hung."""

MOST_HUNG = 8
"""Threads that may hang at once and be replaced; each holds the memory of what it was doing."""

CLOSES_WITHIN = 1.0
"""Seconds that calls in progress have at the end of the bot."""

P = ParamSpec("P")
T = TypeVar("T")


class ServiceExecutor:
    """Calls functions in threads: ``await executor.run(service.ask, question)``.

    Work that nobody waits for any more is cancelled, and stops at its next step. Work that hangs
    in a library is left to itself, and a spare thread takes the place of its own.

    Args:
        workers: how many calls may be in progress at once; others wait for their turn.
        patience: seconds after which who waits gets a TimeoutError.
        stops_within: seconds after which work that was cancelled counts as hung.
        metrics: count what ``run_metered`` calls and what hangs; without them, nobody reads it.
    """

    def __init__(
        self,
        *,
        workers: int,
        patience: float = PATIENCE,
        stops_within: float = STOPS_WITHIN,
        metrics: Metrics | None = None,
    ) -> None:
        self._patience = patience
        self._stops_within = stops_within
        self._metrics = metrics or Metrics()
        self._turns = asyncio.Semaphore(workers)
        # One thread more than turns: chores never take the turn of a reader.
        self._threads = WorkerThreads(workers + 1, name="service")
        self._hung = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the function's result.

        Where it takes too long, or the caller is cancelled, the work is cancelled. Its turn is
        over when it has stopped, or when a spare thread has taken the place of its own.

        Raises:
            TimeoutError: it took longer than ``patience``, the wait for the turn included.
            WorkFailedError: a library failed with what is no ``Exception``.
        """
        async with asyncio.timeout(self._patience):
            await self._turns.acquire()
            cancellation = Cancellation()
            call = partial(function, *args, **kwargs)
            try:
                job, result = self._begin(partial(_cancellable, cancellation, call))
            except BaseException:
                self._turns.release()
                raise
            try:
                done: T = await asyncio.shield(result)
            except asyncio.CancelledError:
                cancellation.cancel()
                job.future.cancel()
                if not result.done():
                    asyncio.get_running_loop().call_later(self._stops_within, self._replace, job)
                raise
            return done

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
        _, result = _submitted(self._threads, chore)
        await asyncio.shield(result)

    async def close(self, within: float = CLOSES_WITHIN) -> None:
        """Accept no more calls, and wait so many seconds for those in progress."""
        if not await asyncio.to_thread(self._threads.close, within):
            logger.warning("A search has not stopped; the bot ends without it")

    def _begin(self, call: Callable[[], T]) -> tuple[Job, asyncio.Future[T]]:
        job, result = _submitted(self._threads, call)
        result.add_done_callback(partial(self._end_turn, job))
        return job, result

    def _end_turn(self, job: Job, result: asyncio.Future[T]) -> None:
        if job.is_abandoned:
            self._hung -= 1
        else:
            self._turns.release()
        if not result.cancelled():
            result.exception()  # marks it as seen: who waited may be gone

    def _replace(self, job: Job) -> None:
        """Give the turn of work that hangs to others, unless too much hangs already."""
        if job.future.done():
            return
        self._metrics.hung()
        if self._hung >= MOST_HUNG:
            logger.error(
                "A search hangs, and so do %d others: its turn is not given on", MOST_HUNG
            )
            return
        self._hung += 1
        self._threads.abandon(job)
        self._turns.release()
        logger.error("A search hangs: another thread takes its place")


def _cancellable(cancellation: Cancellation, call: Callable[[], T]) -> T:
    with cancellation.of_this_work():
        return call()


def _submitted(threads: WorkerThreads, call: Callable[[], T]) -> tuple[Job, asyncio.Future[T]]:
    """Return the job with a future of the running loop that has its outcome."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def tell(done: Future[Any]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(_copy_outcome, done, result)

    job = threads.submit(call)
    job.future.add_done_callback(tell)
    return job, result


def _copy_outcome(done: Future[Any], result: asyncio.Future[T]) -> None:
    if result.done():
        return
    try:
        error = done.exception()
    except CancelledError:
        result.cancel()
        return
    if error is None:
        result.set_result(done.result())
    else:
        result.set_exception(error)
