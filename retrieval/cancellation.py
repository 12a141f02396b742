"""Lets whoever waits for work in another thread stop it: the work looks now and then.

The work stops between two steps, such as two windows of a passage or two queries. A step that
does not end by itself, in a library, cannot be stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from retrieval.errors import VerbatimError


class WorkCancelledError(VerbatimError):
    """Nobody waits for the result any more."""


class Cancellation:
    """A cancellation token: set in one thread, looked at in another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Let the work stop at the next place where it looks. May be called again."""
        self._event.set()

    @contextmanager
    def of_this_work(self) -> Iterator[None]:
        """Let ``stop_if_cancelled`` look at this token within the block."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def check(self) -> None:
        """Raise if cancelled.

        Raises:
            WorkCancelledError: it is.
        """
        if self._event.is_set():
            raise WorkCancelledError("cancelled: nobody waits for this any more")


_current: ContextVar[Cancellation | None] = ContextVar("current cancellation", default=None)


def stop_if_cancelled() -> None:
    """Raise if nobody waits for the current work any more; pass where nobody could cancel it.

    Raises:
        WorkCancelledError: its token was cancelled.
    """
    cancellation = _current.get()
    if cancellation is not None:
        cancellation.check()
