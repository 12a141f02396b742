"""A search never ends: the bot goes on, and stops when it is told to."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator

import pytest

from bot.messages import notices, strings
from retrieval.cancellation import stop_if_cancelled
from retrieval.model import Reply
from tests.bot.conftest import Run, Serve, Speed
from tests.bot.fake_service import QUESTION, REOPENING, REOPENS, FakeService
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

READER = 77
HANGS = "Where does it hang?"
IMPATIENT = Speed(patience=0.3, stops_within=0.1)


class PanicError(BaseException):
    """As a library in Rust raises it: no Exception."""


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """Ends what hangs in this process when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def shown(api: BotApi, chat: int = READER) -> list[str]:
    return [
        REOPENS if REOPENS in each.text else each.text for each in api.chat(chat).from_the_bot()
    ]


async def test_searches_that_hang_take_no_worker_from_the_questions_of_others(
    api: BotApi, serve: Serve, let_go: threading.Event
) -> None:
    def hang() -> Reply:
        let_go.wait()
        return REOPENING

    service = FakeService(answers={HANGS: hang, QUESTION: REOPENING})
    async with serve(service, speed=IMPATIENT):
        for number in range(101, 106):  # more than there are workers
            await Reader(api, number).write(HANGS)
        for number in range(101, 106):
            await api.shown(number, 1)
            assert shown(api, number) == [strings.TOO_LONG]
        await Reader(api, READER).write(QUESTION)
        await api.shown(READER, 1)
    assert shown(api) == [REOPENS]


async def test_a_search_that_nobody_waits_for_any_more_stops_at_its_next_step(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    stopped = threading.Event()

    def endless() -> Reply:
        try:
            while True:
                stop_if_cancelled()
        finally:
            stopped.set()

    async with serve(FakeService(answers={HANGS: endless}), speed=IMPATIENT):
        await reader.write(HANGS)
        await api.shown(READER, 1)
        assert await asyncio.to_thread(stopped.wait, 60)
    assert shown(api) == [strings.TOO_LONG]


async def test_a_search_that_was_cancelled_by_its_reader_stops_at_its_next_step(
    reader: Reader, serve: Serve
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def endless() -> Reply:
        begun.set()
        try:
            while True:
                stop_if_cancelled()
        finally:
            stopped.set()

    async with serve(FakeService(answers={HANGS: endless})):
        await reader.write(HANGS)
        await asyncio.to_thread(begun.wait, 60)
        await reader.write("/cancel")
        assert await asyncio.to_thread(stopped.wait, 60)


async def test_a_panic_in_a_library_is_told_the_reader_once_and_the_bot_goes_on(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    def panic() -> Reply:
        raise PanicError

    service = FakeService(answers={HANGS: panic, QUESTION: REOPENING})
    async with serve(service):
        await reader.write(HANGS)
        await api.shown(READER, 1)
        await reader.write(QUESTION)
        await api.shown(READER, 2)
    assert shown(api) == [strings.FAILED, REOPENS]
    async with serve(service):
        await reader.write(QUESTION)
        await api.shown(READER, 3)
    assert shown(api) == [strings.FAILED, REOPENS, REOPENS]


# --- as a process ----------------------------------------------------------------------------

PROGRAM = """
import logging, time
from bot.settings import load_settings
from bot.tg.application import run_bot
from tests.bot.fake_service import REOPENING, FakeService

def hang():
    if {hangs}:
        logging.warning("It hangs")
        time.sleep(3600)
    return REOPENING

class Service(FakeService):
    def refresh_index(self):
        if {chores_hang}:
            hang()

logging.basicConfig(level=logging.INFO)
answers = {{"Where does it hang?": hang, "When will the port reopen?": REOPENING}}
run_bot(load_settings(), Service(answers=answers))
"""


async def begun(process: asyncio.subprocess.Process) -> None:
    """Return when the process is at the question at which it hangs."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while b"It hangs" not in await process.stderr.readline():
            pass


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("chores_hang", [False, True])
async def test_told_to_stop_while_something_hangs_the_bot_ends_and_answers_after_the_restart(
    api: BotApi, reader: Reader, run: Run, by: signal.Signals, chores_hang: bool
) -> None:
    program = PROGRAM.format(hangs=True, chores_hang=chores_hang)
    process = await run(program, {}, asyncio.subprocess.PIPE)
    await reader.write(HANGS)
    await begun(process)
    process.send_signal(by)
    async with asyncio.timeout(10):
        assert await process.wait() == 0
    assert shown(api) == []
    await run(PROGRAM.format(hangs=False, chores_hang=False), {}, asyncio.subprocess.PIPE)
    await api.shown(READER, 1)
    assert shown(api) == [REOPENS]


async def test_a_question_in_which_the_bot_was_killed_twice_is_put_away_with_an_apology(
    api: BotApi, reader: Reader, run: Run
) -> None:
    await reader.write(HANGS)
    for _ in range(2):
        process = await run(
            PROGRAM.format(hangs=True, chores_hang=False), {}, asyncio.subprocess.PIPE
        )
        await begun(process)
        process.kill()
        await process.wait()
    await run(PROGRAM.format(hangs=True, chores_hang=False), {}, asyncio.subprocess.PIPE)
    await reader.write(QUESTION)
    await api.shown(READER, 2)
    assert shown(api) == [strings.FAILED, REOPENS]
    await reader.write("/help")
    await api.shown(READER, 3)
    assert shown(api)[2] == notices.HELP.text
