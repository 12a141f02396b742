"""What waits: put away by /cancel and /forget, kept below a limit, and old after an absence."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.messages import buttons, notices
from bot.settings import load_settings
from bot.store.user_data import UserDataStore
from bot.tg.transport.waiting_updates import NEWEST_KEPT
from retrieval.model import Declined, Reply
from tests.bot.conftest import Serve
from tests.bot.fake_service import GROUP, QUESTION, REOPENING, REOPENS, FakeService, answering
from tests.bot.tg.transport.installation import Installation
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

SLOW = "What takes long?"


class HeldService(FakeService):
    """Looks for the answer to ``SLOW`` until it is let go; answers anything else at once."""

    def __init__(self) -> None:
        super().__init__(answers={SLOW: self._look, QUESTION: REOPENING})
        self.go_on, self.begun = threading.Event(), threading.Semaphore(0)

    def _look(self) -> Reply:
        self.begun.release()
        assert self.go_on.wait(60)
        return Declined(SLOW, "Found late.", 0.1, ())

    async def begins(self) -> None:
        await asyncio.to_thread(self.begun.acquire)


@asynccontextmanager
async def held(serve: Serve, **more: object) -> AsyncIterator[HeldService]:
    paper = HeldService()
    async with serve(paper, **more):
        try:
            yield paper
        finally:
            paper.go_on.set()


def texts(api: BotApi, chat: int = 77) -> list[str]:
    return [each.text for each in api.chat(chat).from_the_bot()]


async def taken(api: BotApi) -> None:
    """Returns when the bot has everything that was written."""
    await api.until(lambda: not api.updates.pending)


async def test_cancel_empties_the_queue_of_a_chat_at_once_though_every_slot_is_taken(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with held(serve, at_once=1) as paper:
        await reader.write(SLOW)
        await paper.begins()
        for number in range(7):
            await reader.write(f"Who is number {number}?")
        await taken(api)
        await reader.write("/cancel")
        (told,) = await api.shown(77, 1)
        assert told.text == "Stopped, and put away 7 waiting messages."
        await reader.write("/cancel")
        *_, nothing = await api.shown(77, 2)
        assert nothing.text == notices.NOTHING_TO_CANCEL
        await reader.write(QUESTION)
        await api.shown(77, 3)
    assert paper.asked == [SLOW, QUESTION]


async def test_cancel_in_a_group_puts_away_the_askers_own_messages_only(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    other = Reader(api, 78)
    async with held(serve) as paper:
        await other.write_in(GROUP, f"/ask {SLOW}")
        await paper.begins()
        await reader.write_in(GROUP, "/ask Who pays?")
        await other.write_in(GROUP, f"/ask {QUESTION}")
        await taken(api)
        await reader.write_in(GROUP, "/cancel")
        (told,) = await api.shown(GROUP, 1)
        assert told.text == "Put away 1 waiting message."
        paper.go_on.set()
        await api.shown(GROUP, 3)
    assert paper.asked == [SLOW, QUESTION]


async def test_what_was_put_away_is_not_answered_after_a_restart_either(
    api: BotApi, reader: Reader, tmp_path: Path
) -> None:
    installation, paper = Installation(api, tmp_path), HeldService()
    async with installation.open(paper) as opened:
        await reader.write(SLOW)
        await paper.begins()
        await reader.write("Who pays?")
        await api.until(lambda: not api.updates.pending)
        await reader.write("/cancel")
        await api.shown(77, 1)
        paper.go_on.set()
        await opened.close()
    async with installation.open(paper):
        await reader.write(QUESTION)
        await api.shown(77, 2)
    assert paper.asked == [SLOW, QUESTION]


async def test_a_chat_that_queues_too_much_is_told_so_once_and_others_are_served(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with held(serve, telegram_waiting_per_chat=3, user_questions_per_minute=0) as paper:
        await reader.write(SLOW)
        await paper.begins()
        for number in range(9):
            await reader.write(f"Who is number {number}?")
        (told,) = await api.shown(77, 1)
        assert told.text == notices.queue_full(3)
        await Reader(api, 78).write(QUESTION)
        await api.shown(78, 1)
        await taken(api)
        assert len(texts(api)) == 1
        paper.go_on.set()
        await api.shown(77, 5)
        await reader.write(QUESTION)
        await api.shown(77, 6)
    assert paper.asked == [
        SLOW, QUESTION, *(f"Who is number {number}?" for number in range(3)), QUESTION,
    ]  # fmt: skip
    assert REOPENS in texts(api)[-1]


async def test_forget_works_at_once_and_nothing_of_what_was_in_progress_is_kept(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data = UserDataStore()
    async with held(serve, at_once=1, user_data=user_data) as paper:
        await reader.write(QUESTION)
        await api.shown(77, 1)
        await reader.write(SLOW)
        await paper.begins()
        await reader.write("Who pays?")
        await reader.write_in(GROUP, "/ask Who else?")
        await taken(api)
        await reader.write("/forget")
        *_, asked = await api.shown(77, 2)
        await reader.press(buttons.FORGET)
        await api.until(lambda: asked.text.startswith("Deleted"))
        paper.go_on.set()
        await Reader(api, 78).write(QUESTION)
        await api.shown(78, 1)
        counts = await user_data.kept_about(77)
        assert not any([counts.messages, counts.answers, counts.conversations, counts.feedback])
        assert await user_data.inbox.count_pending() <= 1
    assert paper.asked == [QUESTION, SLOW, QUESTION]


async def test_after_hours_away_the_newest_are_answered_and_the_reader_is_told_once(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    now, paper = api.clock(), answering()
    api.updates.allowed = ("message",)
    api.clock = lambda: now - 5 * 3600
    for number in range(8):
        await reader.write(f"Who is number {number}?")
    await Reader(api, 78).write(QUESTION)
    api.clock = lambda: now
    async with serve(paper):
        await api.shown(77, 1 + NEWEST_KEPT)
        await api.shown(78, 2)
        await reader.write(QUESTION)
        await api.shown(77, 2 + NEWEST_KEPT)
    assert texts(api)[0] == notices.was_away(8 - NEWEST_KEPT)
    assert texts(api, 78)[0] == notices.was_away(0)
    assert [each for each in paper.asked if each != QUESTION] == [
        f"Who is number {number}?" for number in range(8 - NEWEST_KEPT, 8)
    ]


async def test_after_a_short_absence_everything_is_answered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    now, paper = api.clock(), answering()
    api.updates.allowed = ("message",)
    api.clock = lambda: now - 600
    for number in range(6):
        await reader.write(f"Who is number {number}?")
    api.clock = lambda: now
    async with serve(paper):
        await api.shown(77, 6)
    assert paper.asked == [f"Who is number {number}?" for number in range(6)]


def test_without_settings_there_are_limits_that_a_reader_hardly_meets() -> None:
    settings = load_settings()
    assert 5 <= settings.user_questions_per_minute <= 60
    assert 100 <= settings.user_questions_per_day <= 2000
    assert 5 <= settings.telegram_waiting_per_chat <= 100
