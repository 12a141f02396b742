"""The tests' own Telegram: what is to reach the bot, what fails, and how much may pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.bot_server.asking import Ask, asking
from tests.bot_server.faults import (
    BAD_GATEWAY,
    BLOCKED,
    SERVER_ERROR,
    AnyFault,
    Held,
    ResetAfter,
    ResetBefore,
    Slow,
    Works,
    too_many,
)
from tests.bot_server.flood import Flood
from tests.bot_server.ledger import Effect
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.updates import NEWEST_WINS
from tests.bot_server.webhook import SECRET_HEADER
from tests.bot_server.wire import TOKEN

READER = 77
GROUP = -100500


@dataclass
class Clock:
    """Time that passes when a test says so."""

    now: float = 1_767_225_600.0

    def __call__(self) -> float:
        return self.now


# --- updates ---------------------------------------------------------------------------------


async def texts_of(ask: Ask, **parameters: Any) -> list[str]:  # noqa: ANN401 - a vendor's fields
    updates = (await ask("getUpdates", **parameters)).result
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_they_are_acknowledged(reader: Reader, ask: Ask) -> None:
    for text in "abc":
        await reader.write(text)
    assert await texts_of(ask, limit=2) == ["a", "b"]
    assert await texts_of(ask, offset=0) == ["a", "b", "c"]
    second = (await ask("getUpdates")).result[1]["update_id"]
    assert await texts_of(ask, offset=second) == ["b", "c"]
    assert await texts_of(ask) == ["b", "c"]
    assert await texts_of(ask, offset=-1) == ["c"]
    assert await texts_of(ask) == ["c"]
    assert await texts_of(ask, offset=second + 2) == []


async def test_a_long_poll_ends_when_something_happens(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    poll = asyncio.create_task(texts_of(ask, timeout=60))
    await api.until(lambda: bool(api.made("getUpdates")))
    await reader.write("at last")
    assert await poll == ["at last"]


async def test_the_newest_poll_wins(api: BotApi, reader: Reader, ask: Ask) -> None:
    old = asyncio.create_task(ask("getUpdates", timeout=60))
    await api.until(lambda: len(api.made("getUpdates")) == 1)
    new = asyncio.create_task(texts_of(ask, timeout=60))
    assert (await old).refusal == (409, f"Conflict: {NEWEST_WINS}")
    await reader.write("for the new one")
    assert await new == ["for the new one"]


async def test_telegram_remembers_what_was_asked_for(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    await ask("getUpdates", allowed_updates=["edited_message"])
    await reader.edit(await reader.write("first"), "second")
    (update,) = (await ask("getUpdates")).result
    assert update["edited_message"]["text"] == "second"
    assert (await ask("getWebhookInfo")).result["allowed_updates"] == ["edited_message"]
    await ask("getUpdates", allowed_updates=[])
    assert await api.deliver(message=api.chat(READER).shows()[0].form())


async def test_what_waits_can_be_dropped(reader: Reader, ask: Ask) -> None:
    await reader.write("old")
    await ask("deleteWebhook", drop_pending_updates=True)
    assert await texts_of(ask) == []


# --- webhook ---------------------------------------------------------------------------------


@dataclass
class Listener:
    """A bot's address that takes an update only at the second attempt."""

    url: str = ""
    took: list[tuple[str | None, str]] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    both: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        if update["update_id"] not in self.refused:
            self.refused.add(update["update_id"])
            return web.Response(status=500)
        self.took.append((request.headers.get(SECRET_HEADER), update["message"]["text"]))
        if len(self.took) == 2:
            self.both.set()
        return web.Response()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listening = Listener()
    application = web.Application()
    application.router.add_post("/hook", listening.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listening
    await runner.cleanup()


async def test_a_hook_gets_each_update_with_the_secret_until_it_takes_it(
    api: BotApi, reader: Reader, ask: Ask, listener: Listener
) -> None:
    await reader.write("before")
    await ask("setWebhook", url=listener.url, secret_token="s3cret")
    await reader.write("after")
    await listener.both.wait()
    await api.until(lambda: not api.updates.pending)
    assert listener.took == [("s3cret", "before"), ("s3cret", "after")]
    assert api.courier.attempts == [500, 200, 500, 200]
    info = (await ask("getWebhookInfo")).result
    assert info["url"] == listener.url
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    poll = await ask("getUpdates")
    assert poll.refusal == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )
    await ask("deleteWebhook")
    assert await texts_of(ask) == []


# --- faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "status", "effect", "arrives"),
    [
        (too_many(7), 429, Effect.FAILED, False),
        (SERVER_ERROR, 500, Effect.FAILED, False),
        (BAD_GATEWAY, 502, Effect.FAILED, False),
        (BLOCKED, 403, Effect.FAILED, False),
        (Works(), 200, Effect.DONE, True),
        (Slow(0.01), 200, Effect.DONE, True),
        (ResetBefore(), None, Effect.FAILED, False),
        (ResetAfter(), None, Effect.DONE_UNSEEN, True),
    ],
)
async def test_a_fault_has_the_effect_that_it_has_on_telegram_and_only_once(
    api: BotApi,
    reader: Reader,
    ask: Ask,
    *,
    fault: AnyFault,
    status: int | None,
    effect: Effect,
    arrives: bool,
) -> None:
    await reader.write("Hello")
    api.fail("sendMessage", fault)
    async with aiohttp.ClientSession() as session:
        try:
            async with session.post(
                f"{api.url}/bot{TOKEN}/sendMessage", data={"chat_id": "77", "text": "first"}
            ) as response:
                met: int | None = response.status
        except aiohttp.ClientError:
            met = None
    assert (met, api.calls[-1].effect) == (status, effect)
    assert (await ask("sendMessage", chat_id=READER, text="second")).status == 200
    said = [message.text for message in api.chat(READER).from_the_bot()]
    assert said == (["first", "second"] if arrives else ["second"])


async def test_who_stops_waiting_has_written_all_the_same(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    release = asyncio.Event()
    await reader.write("Hello")
    api.fail("sendMessage", Held(release))
    impatient = asyncio.create_task(ask("sendMessage", chat_id=READER, text="late"))
    await api.until(lambda: bool(api.made("sendMessage")))
    impatient.cancel()
    await asyncio.wait([impatient])
    release.set()
    (message,) = await api.shown(READER, 1)
    assert message.text == "late"


@pytest.mark.parametrize(
    ("chat", "passing", "wait"),
    [(READER, 4, 1), (GROUP, 4, 1)],
)
async def test_more_than_a_chat_takes_is_refused_until_time_has_passed(
    chat: int, passing: int, wait: int
) -> None:
    clock = Clock()
    async with bot_api(clock=clock, flood=Flood()) as api, asking(api) as ask:
        await Reader(api).write("Hello")
        await Reader(api).write_in(GROUP, "Hello")
        replies = [await ask("sendMessage", chat_id=chat, text="x") for _ in range(passing + 1)]
        assert [reply.status for reply in replies] == [200] * passing + [429]
        assert replies[-1].body["parameters"] == {"retry_after": wait}
        assert replies[-1].body["description"] == f"Too Many Requests: retry after {wait}"
        assert (await ask("sendChatAction", chat_id=chat, action="typing")).status == 200
        clock.now += wait
        assert (await ask("sendMessage", chat_id=chat, text="x")).status == 200


def test_a_group_takes_twenty_a_minute_and_a_second_takes_thirty() -> None:
    flood = Flood(burst=1000, in_all=1000)
    assert [flood.retry_after(GROUP, 5.5) for _ in range(21)] == [0] * 20 + [60]
    assert flood.retry_after(GROUP, 65.4) == 1
    assert flood.retry_after(GROUP, 65.5) == 0
    everywhere = Flood()
    assert [everywhere.retry_after(chat, 0) for chat in range(1, 32)] == [0] * 30 + [1]
    assert [everywhere.retry_after(chat, 1) for chat in range(1, 32)] == [0] * 30 + [1]
