"""Calls a vendor that may never return: whoever waits goes on after some seconds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class OverdueError(Exception):
    """The call had not returned in time, or was never begun; it may still return, to nobody."""


class CallThread:
    """Runs calls one after another in a thread of its own, which does not hold up the end.

    After a call that was overdue, and after the thread was closed, every further one is overdue at
    once.
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._is_stuck = self._is_closed = False
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def call(self, function: Callable[[], T], seconds: float) -> T:
        """Return the function's result, or raise what it raises.

        Raises:
            OverdueError: it takes longer than that, or the thread was closed.
        """
        if self._is_closed:
            raise OverdueError("it was closed")
        if self._is_stuck:
            raise OverdueError("an earlier call has not returned")
        future: Future[T] = Future()
        self._calls.put(lambda: _settle(future, function))
        try:
            return future.result(seconds)
        except TimeoutError:
            if future.done():
                raise
            self._is_stuck = True
            raise OverdueError(f"no answer within {seconds:.0f} seconds") from None

    def close(self) -> None:
        """End the thread after the calls that were handed in."""
        self._is_closed = True
        self._calls.put(None)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _settle(future: Future[T], function: Callable[[], T]) -> None:
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the call, as its own
        future.set_exception(error)
    else:
        future.set_result(result)
