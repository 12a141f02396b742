"""The process is killed in the middle of its work, and started again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.messages import notices, strings
from tests.bot.conftest import Run
from tests.bot.fake_service import GROUP, QUESTION, REOPENS
from tests.bot_server.faults import Held
from tests.bot_server.ledger import Call
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

STRANGER = 666

PROGRAM = """
import os, signal
from bot.settings import load_settings
from bot.tg.application import run_bot
from tests.bot.fake_service import REOPENING, FakeService

def answer():
    if {is_poison}:
        os.kill(os.getpid(), signal.SIGKILL)
    return REOPENING

run_bot(load_settings(), FakeService(answers={{"When will the port reopen?": answer}}))
"""

Start = Callable[..., Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
def start(run: Run) -> Start:
    """Starts the bot; a poisonous question kills it."""

    async def begin(*, is_poison: bool = False) -> asyncio.subprocess.Process:
        program = PROGRAM.format(is_poison=is_poison)
        return await run(program, {"VERBATIM_TELEGRAM_ALLOWED_USERS": "[77]"})

    return begin


async def kill(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


def heard(api: BotApi, reader: Reader) -> list[str]:
    return [call.text for call in api.sent if call.chat_id == reader.user_id]


async def hears(api: BotApi, reader: Reader, number: int) -> None:
    await api.until(lambda: len(heard(api, reader)) >= number)


def words(sent: list[Call]) -> list[str]:
    return [REOPENS if REOPENS in call.text else call.text for call in sent]


async def test_a_question_that_was_being_looked_into_is_answered_once(
    api: BotApi, reader: Reader, start: Start
) -> None:
    await reader.write(QUESTION)
    await (await start(is_poison=True)).wait()
    assert api.sent == []
    process = await start()
    await api.messages(1)
    await kill(process)
    await start()
    await reader.write("/help")
    assert words(await api.messages(2)) == [REOPENS, notices.HELP.text]


async def test_a_question_that_kills_twice_is_apologised_for_and_the_bot_goes_on(
    api: BotApi, reader: Reader, start: Start
) -> None:
    api.profile.reads_everything = True
    await Reader(api, STRANGER).write(QUESTION)
    await reader.write_in(GROUP, "Not for the bot")
    await reader.write(QUESTION)
    for _ in range(2):
        await (await start(is_poison=True)).wait()
    for number in (2, 3):
        process = await start(is_poison=True)
        await reader.write("/help")
        await hears(api, reader, number)
        await kill(process)
    assert heard(api, reader) == [strings.FAILED, notices.HELP.text, notices.HELP.text]
    assert {call.chat_id for call in api.sent} <= {reader.user_id, STRANGER}


async def test_a_message_that_may_have_arrived_is_not_sent_again(
    api: BotApi, reader: Reader, start: Start
) -> None:
    never = asyncio.Event()
    api.fail("sendMessage", Held(never))
    await reader.write(QUESTION)
    process = await start()
    await api.until(lambda: len(api.made("sendMessage")) == 1)
    await kill(process)
    await start()
    await reader.write("/help")
    await api.messages(1)
    assert words(api.made("sendMessage")) == [REOPENS, notices.HELP.text]
    never.set()
