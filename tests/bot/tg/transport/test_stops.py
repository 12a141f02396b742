"""The bot is told to stop, or killed: what was asked is answered, then or after the next start."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.monitoring import HeartbeatState, read_heartbeat
from retrieval.model import Reply
from tests.bot.conftest import Run
from tests.bot.fake_service import QUESTION, REOPENING, REOPENS, FakeService
from tests.bot.tg.transport.installation import OTHER, READER, Installation, declining, free_port
from tests.bot_server.faults import Held
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path)


@pytest.fixture(params=["polling", "webhook"])
def either(request: pytest.FixtureRequest, installation: Installation) -> Installation:
    return installation.by_webhook() if request.param == "webhook" else installation


class SlowService(FakeService):
    """Answers the question when it is let, anything else at once."""

    def __init__(self) -> None:
        super().__init__(answers={QUESTION: self._look, "And then?": declining("Nothing.")})
        self.begun, self.go_on = threading.Event(), threading.Event()

    def _look(self) -> Reply:
        self.begun.set()
        assert self.go_on.wait(60)
        return REOPENING


def shown(api: BotApi, chat: int = READER) -> list[str]:
    return [
        REOPENS if REOPENS in each.text else each.text for each in api.chat(chat).from_the_bot()
    ]


async def test_told_to_stop_the_bot_answers_what_it_has_begun_and_the_rest_after_a_restart(
    api: BotApi, reader: Reader, either: Installation
) -> None:
    service = SlowService()
    async with either.open(service) as opened:
        await reader.write(QUESTION)
        await asyncio.to_thread(service.begun.wait, 60)
        await reader.write("And then?")
        await Reader(api, OTHER).write("And then?")
        await api.shown(OTHER, 1)  # so the one before it has come in
        opened.stop.set()
        await asyncio.sleep(0)
        service.go_on.set()
        await api.shown(READER, 1)
        await opened.close()
        assert shown(api) == [REOPENS]
    async with either.open(service):
        await api.shown(READER, 2)
    assert shown(api) == [REOPENS, "Nothing."]
    assert service.asked.count(QUESTION) == 1


async def test_what_takes_longer_than_the_grace_is_answered_after_the_restart(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    service = SlowService()
    hurried = replace(installation, intervals=replace(installation.intervals, grace=0.01))
    async with hurried.open(service) as opened:
        await reader.write(QUESTION)
        await asyncio.to_thread(service.begun.wait, 60)
        opened.stop.set()
        threading.Timer(0.5, service.go_on.set).start()  # the thread at work has to end some time
        await opened.close()
        assert shown(api) == []
    async with installation.open(service):
        await api.shown(READER, 1)
    assert shown(api) == [REOPENS]


async def test_a_message_that_is_on_its_way_when_the_grace_ends_is_not_sent_twice(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    go_on = asyncio.Event()
    hurried = replace(installation, intervals=replace(installation.intervals, grace=0.01))
    api.fail("sendMessage", Held(go_on))
    async with hurried.open() as opened:
        await reader.write(QUESTION)
        await api.until(lambda: bool(api.made("sendMessage")))
        await opened.close()
    go_on.set()
    await api.shown(READER, 1)
    async with installation.open():
        await reader.write("And then?")
        await api.shown(READER, 2)
    assert shown(api)[0] == REOPENS
    assert len(api.made("sendMessage")) == 2


# --- as a process ----------------------------------------------------------------------------

PROGRAM = """
import logging, os, signal
from bot.settings import load_settings
from bot.tg.application import run_bot
from tests.bot.fake_service import REOPENING, FakeService

def answer():
    os.kill(os.getpid(), signal.{signal})
    return REOPENING

logging.basicConfig(level=logging.INFO)
run_bot(load_settings(), FakeService(answers={{"When will the port reopen?": answer}}))
"""

Start = Callable[[str], Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
def start(run: Run) -> Start:
    """Starts the bot with a webhook; the question sends it a signal."""
    port = free_port()
    webhook = {
        "VERBATIM_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "VERBATIM_TELEGRAM_WEBHOOK_PORT": str(port),
    }

    async def begin(by: str) -> asyncio.subprocess.Process:
        return await run(PROGRAM.format(signal=by), webhook, asyncio.subprocess.PIPE)

    return begin


async def test_killed_in_mid_answer_a_webhook_bot_answers_after_the_restart_once(
    api: BotApi, reader: Reader, start: Start, tmp_path: Path
) -> None:
    await reader.write(QUESTION)
    killed = await start("SIGKILL")
    _, log = await killed.communicate()
    assert killed.returncode == -signal.SIGKILL, log.decode()
    assert api.sent == []
    beat = read_heartbeat(tmp_path / "heartbeat")
    assert beat is not None
    assert beat.state is HeartbeatState.WEBHOOK

    ended = await start("SIGTERM")  # told to stop in mid-answer, it answers
    _, log = await ended.communicate()
    assert ended.returncode == 0, log.decode()
    assert shown(api) == [REOPENS]
    assert "Taking up 1 updates from before the restart" in log.decode()
    beat = read_heartbeat(tmp_path / "heartbeat")
    assert beat is not None
    assert beat.state is HeartbeatState.STOPPED
    assert TOKEN not in log.decode()
