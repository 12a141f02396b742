"""Order within a chat, side by side across chats, and how much is sent at once."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.transport.concurrency import ConcurrencyLimiter, slot_released
from bot.tg.transport.rate_limiter import RateLimit, RateLimiter, SlidingWindow
from retrieval.model import Reply
from tests.bot.fake_service import GROUP, QUESTION, FakeService, answering
from tests.bot.tg.transport.installation import (
    OTHER,
    READER,
    HurriedTime,
    Installation,
    StoppedTime,
    declining,
)
from tests.bot_server.faults import too_many
from tests.bot_server.flood import Flood
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path)


# --- what Telegram takes ---------------------------------------------------------------------


@given(st.lists(st.floats(0, 10), min_size=1), st.integers(1, 5), st.floats(0.1, 20))
def test_no_stretch_of_time_has_more_in_it_than_the_rate_says(
    gaps: list[float], most: int, seconds: float
) -> None:
    window, now, times = SlidingWindow(RateLimit(most, seconds)), 0.0, list[float]()
    for gap in gaps:
        now += gap
        now += window.wait(now)
        assert window.wait(now) < 1e-6
        window.take(now)
        times.append(now)
    for first, beyond in zip(times, times[most:], strict=False):
        assert beyond - first >= seconds - 1e-6


@pytest.mark.parametrize(
    ("chat", "sent", "slept"),
    [
        (READER, 3, []),
        (READER, 5, [3.0]),
        (GROUP, 20, [3.0] * 6),
        (GROUP, 21, [3.0] * 6 + [42.5]),
    ],
)
async def test_a_chat_gets_a_short_burst_and_one_a_second_a_group_twenty_a_minute(
    chat: int, sent: int, slept: list[float]
) -> None:
    time = HurriedTime()
    limiter = RateLimiter(clock=time, sleep=time.sleep)
    for _ in range(sent):
        await call(limiter, "sendMessage", chat)
    assert time.slept == slept


@pytest.mark.parametrize(
    "endpoint", ["sendChatAction", "answerCallbackQuery", "getFile", "setMessageReaction"]
)
async def test_what_is_no_message_uses_up_nothing(endpoint: str) -> None:
    time = HurriedTime()
    limiter = RateLimiter(clock=time, sleep=time.sleep)
    for _ in range(50):
        await call(limiter, endpoint, GROUP)
    await call(limiter, "sendMessage", GROUP)
    assert time.slept == []


async def test_all_chats_together_get_a_little_less_than_thirty_a_second() -> None:
    time = HurriedTime()
    limiter = RateLimiter(clock=time, sleep=time.sleep)
    for chat in range(1, 60):
        await call(limiter, "sendMessage", chat)
    assert time.slept == [1.0, 1.0]


async def test_chats_that_are_long_idle_are_forgotten() -> None:
    time = HurriedTime()
    limiter = RateLimiter(clock=time, sleep=time.sleep)
    for chat in range(1, 6000):
        await call(limiter, "sendChatAction", chat)
    assert len(limiter._chats) <= 2000


async def call(limiter: RateLimiter, endpoint: str, chat: int) -> None:
    async def done() -> bool:
        return True

    await limiter.process_request(done, (), {}, endpoint, {"chat_id": chat}, None)


async def test_telegrams_own_limits_are_not_run_into(tmp_path: Path) -> None:
    time = HurriedTime()
    async with bot_api(clock=time, flood=Flood()) as api:
        installation, readers = (
            Installation(api, tmp_path),
            [Reader(api, READER + n) for n in range(5)],
        )
        async with installation.open(time=time):
            for number in range(6):
                await readers[number % 5].write_in(GROUP, f"/ask {number}?")
                for reader in readers:
                    await reader.write(QUESTION)
            await api.messages(36)
    assert [each.refusal for each in api.made("sendMessage") if each.refusal] == []


# --- who waits for whom ----------------------------------------------------------------------


async def test_one_busy_group_keeps_nobody_waiting(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    installation.changes["telegram_concurrent_updates"] = 1
    installation.intervals = replace(installation.intervals, grace=0.05)
    time = StoppedTime()
    async with installation.open(time=time):
        for number in range(30):
            await reader.write_in(GROUP, f"/ask {number}?")
        await time.until_asleep()
        for user in range(OTHER, OTHER + 5):
            await Reader(api, user).write(QUESTION)
            await api.shown(user, 1)
        assert len(api.chat(GROUP).from_the_bot()) == 3


async def test_a_chat_is_answered_in_order_though_its_first_question_takes_longest(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    go_on = threading.Event()

    def look() -> Reply:
        assert go_on.wait(60)
        return declining("The first.")

    service = FakeService(answers={"first": look, "second": declining("The second.")})
    async with installation.open(service):
        await reader.write("first")
        await reader.write("second")
        await Reader(api, OTHER).write("second")
        await api.shown(OTHER, 1)
        go_on.set()
        first, second = await api.shown(READER, 2)
    assert (first.text, second.text) == ("The first.", "The second.")


@dataclass
class Crowd:
    """How many work at once, and how many did at most."""

    now: int = 0
    most: int = 0

    async def work(
        self, places: ConcurrencyLimiter, *, aside: asyncio.Event | None = None
    ) -> None:
        async with places.slot():
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0)
            self.now -= 1
            if aside is not None:
                async with slot_released():
                    await aside.wait()


async def test_no_more_work_at_once_than_there_are_places() -> None:
    crowd, places = Crowd(), ConcurrencyLimiter(3)
    await asyncio.gather(*(crowd.work(places) for _ in range(20)))
    assert (crowd.now, crowd.most) == (0, 3)


async def test_who_steps_aside_leaves_the_place_and_comes_back_to_one() -> None:
    crowd, places, aside = Crowd(), ConcurrencyLimiter(1), asyncio.Event()
    waiting = [asyncio.create_task(crowd.work(places, aside=aside)) for _ in range(5)]
    await crowd.work(places)
    aside.set()
    await asyncio.gather(*waiting)
    await crowd.work(places)
    assert (crowd.now, crowd.most) == (0, 1)


async def test_who_is_sent_away_while_aside_takes_no_place_with_them() -> None:
    crowd, places = Crowd(), ConcurrencyLimiter(1)
    waiting = asyncio.create_task(crowd.work(places, aside=asyncio.Event()))
    await crowd.work(places)
    waiting.cancel()
    await asyncio.wait({waiting})
    await asyncio.gather(*(crowd.work(places) for _ in range(5)))
    assert crowd.most == 1


async def test_two_who_wait_for_one_update_make_room_once() -> None:
    crowd, places, aside = Crowd(), ConcurrencyLimiter(1), asyncio.Event()

    async def both() -> None:
        async def wait() -> None:
            async with slot_released():
                await aside.wait()

        async with places.slot():
            await asyncio.gather(wait(), wait())
            aside.clear()

    pair = asyncio.create_task(both())
    await crowd.work(places)
    aside.set()
    await pair
    await asyncio.gather(*(crowd.work(places) for _ in range(5)))
    assert crowd.most == 1


async def test_who_has_no_place_may_step_aside() -> None:
    async with slot_released():
        pass


async def test_a_command_that_is_about_the_question_in_hand_does_not_wait_for_it(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    go_on = threading.Event()

    def look() -> Reply:
        assert go_on.wait(60)
        return declining("At last.")

    async with installation.open(answering(slow=look)):
        await reader.write("slow")
        await api.until(lambda: bool(api.made("sendChatAction")))
        await reader.write("/cancel@VerbatimTestBot")
        (before,) = await api.shown(READER, 1)
        assert before.text != "At last."
        go_on.set()


async def test_one_querys_429_delays_no_other_query(
    api: BotApi, reader: Reader, tmp_path: Path
) -> None:
    time, other = StoppedTime(), Reader(api, 78)
    async with Installation(api, tmp_path).open(time=time):
        for each in (reader, other):
            await each.write(QUESTION)
            await api.shown(each.user_id, 1)
        api.fail("answerCallbackQuery", too_many(8))
        await reader.press("Context")
        await time.until_asleep()
        assert await api.answer(await other.press("Context")) == {}
        await time.passes(9)
        await api.shown(reader.user_id, 2)
