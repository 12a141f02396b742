"""Calls functions in daemon threads, and starts a spare one for a thread that hangs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any, TypeVar

from bot.log_redaction import describe

logger = logging.getLogger(__name__)

T = TypeVar("T")


class WorkFailedError(Exception):
    """A call ended with what is no ``Exception``, such as a panic in a library written in Rust."""


class Job:
    """A call that was handed in.

    Attributes:
        future: has its result; cancelled before the call began, it is never called.
    """

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = copy_context().run, call
        self.future: Future[Any] = Future()
        self.is_abandoned = False
        """Whether a spare thread has taken the place of the one that is at it."""

    def run(self) -> None:
        """Make the call, unless it was cancelled, and set its outcome."""
        if not self.future.set_running_or_notify_cancel():
            return
        run, call = self._call
        try:
            result = run(call)
        except Exception as error:  # noqa: BLE001 - handed on to whoever waits for the result
            self.future.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - handed on; as it is, it would pass every handler of errors in the event loop
            logger.error("A library failed: %s", describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
            self.future.set_exception(WorkFailedError(type(error).__name__))
        else:
            self.future.set_result(result)


class WorkerThreads:
    """So many threads that are started when they are needed, and keep no process from ending.

    Those of ``concurrent.futures`` are waited for at the end of the process, however long they
    hang.

    Args:
        number: of the threads, without those that were abandoned.
        name: of the threads, with a number after it.
    """

    def __init__(self, number: int, name: str) -> None:
        self._number = number
        self._name = name
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._idle = threading.Semaphore(0)
        self._threads: set[threading.Thread] = set()
        self._abandoned = 0
        self._is_closed = False

    def submit(self, call: Callable[[], T]) -> Job:
        """Hand in a call; it is made when one of the threads is free.

        Raises:
            RuntimeError: closed.
        """
        job = Job(call)
        with self._lock:
            if self._is_closed:
                raise RuntimeError("no more calls: the threads are closed")
            self._jobs.put(job)
            if not self._idle.acquire(blocking=False):
                self._start_one_more()
        return job

    def abandon(self, job: Job) -> None:
        """Let another thread take the place of the one that is at this job, which ends after it."""
        with self._lock:
            if not job.is_abandoned and not job.future.done():
                job.is_abandoned = True
                self._abandoned += 1
                if not self._jobs.empty():
                    self._start_one_more()

    def close(self, timeout: float) -> bool:
        """Make no more calls; return whether those in progress have ended within the seconds."""
        with self._lock:
            self._is_closed = True
            threads = tuple(self._threads)
        while not self._jobs.empty():
            waiting = self._jobs.get_nowait()
            if waiting is not None:
                waiting.future.cancel()
        for _ in threads:
            self._jobs.put(None)
        until = time.monotonic() + timeout
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _start_one_more(self) -> None:
        if len(self._threads) - self._abandoned < self._number:
            name = f"{self._name}_{len(self._threads)}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.add(thread)
            thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            with self._lock:
                if job.is_abandoned:
                    self._abandoned -= 1
                    self._threads.discard(threading.current_thread())
                    return
            self._idle.release()
