"""What readers and admins see of a disk that is full, and of an index that is broken."""

from __future__ import annotations

import threading

from bot.store.user_data import UserDataStore
from retrieval.model import Reply
from tests.bot.conftest import Serve, Speed
from tests.bot.fake_service import QUESTION, REOPENING, REOPENS, FakeService
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

ADMIN, READER = 77, 78
BROKEN = "The vector index has to be built anew: it is missing."
FULL = "/data/desk.sqlite: cannot be written: no space left on the disk of /data"


async def test_admins_are_told_once_what_is_wrong_and_readers_are_not(
    api: BotApi, serve: Serve
) -> None:
    service = FakeService(answers={QUESTION: REOPENING}, trouble=[BROKEN])
    speed = Speed(upkeep=0.02)
    for user in (ADMIN, READER):
        await Reader(api, user).write(QUESTION)
    async with serve(service, speed=speed, telegram_admins=frozenset({ADMIN})):
        await api.until(lambda: any(call.text == BROKEN for call in api.sent))
        await Reader(api, READER).write(QUESTION)
        await api.until(lambda: sum(REOPENS in call.text for call in api.sent) == 3)
        sent = api.sent
    told = [call.chat_id for call in sent if call.text == BROKEN]
    assert told == [ADMIN]


def acknowledged(api: BotApi) -> bool:
    """Whether a poll has told Telegram that an update need not be sent again."""
    return any(call.parameters.get("offset") for call in api.made("getUpdates"))


async def test_what_only_memory_holds_is_acknowledged_when_it_is_answered(
    api: BotApi, serve: Serve
) -> None:
    asked, released = threading.Event(), threading.Event()

    def answer() -> Reply:
        asked.set()
        released.wait(30)
        return REOPENING

    user_data = UserDataStore()
    user_data._database.notice = FULL
    async with serve(FakeService(answers={QUESTION: answer}), user_data=user_data):
        await api.until(lambda: bool(api.made("getUpdates")))
        await Reader(api, READER).write(QUESTION)
        await api.until(lambda: bool(api.made("sendChatAction")))
        await api.until(asked.is_set)
        assert not api.sent
        assert not acknowledged(api)
        released.set()
        (sent,) = await api.messages(1)
        assert REOPENS in sent.text
        await api.until(lambda: acknowledged(api))
