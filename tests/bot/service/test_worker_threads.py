from __future__ import annotations

import threading
from contextvars import ContextVar

import pytest

from bot.service.worker_threads import WorkerThreads, WorkFailedError


def test_calls_are_made_by_no_more_threads_than_there_are() -> None:
    threads = WorkerThreads(2, "test")
    names = {threads.submit(lambda: threading.current_thread().name).future.result(10)
             for _ in range(20)}  # fmt: skip
    assert names <= {"test_0", "test_1"}
    assert threads.close(10)


def test_a_thread_that_hangs_is_replaced_once_and_ends_after_its_call() -> None:
    threads, go_on = WorkerThreads(1, "test"), threading.Event()
    hung = threads.submit(go_on.wait)
    waiting = threads.submit(lambda: "made")
    threads.abandon(hung)
    threads.abandon(hung)
    assert waiting.future.result(10) == "made"
    go_on.set()
    assert hung.future.result(10)
    assert threads.submit(lambda: "made again").future.result(10) == "made again"
    assert threads.close(10)


def test_closing_waits_for_no_call_longer_than_it_may() -> None:
    threads, go_on = WorkerThreads(1, "test"), threading.Event()
    hung, waiting = threads.submit(go_on.wait), threads.submit(lambda: "never made")
    assert not threads.close(0.01)
    assert waiting.future.cancelled()
    with pytest.raises(RuntimeError, match="no more calls"):
        threads.submit(lambda: "too late")
    go_on.set()
    assert hung.future.result(10)


def test_a_call_sees_the_context_of_its_caller() -> None:
    variable = ContextVar("variable", default="another")
    variable.set("the caller's")
    threads = WorkerThreads(1, "test")
    assert threads.submit(variable.get).future.result(10) == "the caller's"
    assert threads.close(10)


def test_what_is_no_exception_becomes_one() -> None:
    def exit_the_thread() -> None:
        raise SystemExit(2)

    threads = WorkerThreads(1, "test")
    failed = threads.submit(exit_the_thread).future
    assert isinstance(failed.exception(10), WorkFailedError)
    assert threads.submit(lambda: "goes on").future.result(10) == "goes on"
    assert threads.close(10)
