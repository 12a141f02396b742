from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from bot.service.executor import Door
from retrieval.answer.followups import Earlier
from retrieval.model import Reply
from tests.bot.newsroom import DECLINED, PaperDesk


@dataclass
class SlowDesk(PaperDesk):
    """Answers when it is let go; counts how many questions it is at."""

    let_go: threading.Event = field(default_factory=threading.Event)
    started: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, earlier: Earlier | None = None) -> Reply:
        del earlier
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.started.release()
        assert self.let_go.wait(20)
        with self.lock:
            self.at_once -= 1
        return super().ask(question)


async def test_no_more_questions_are_worked_on_than_there_are_workers() -> None:
    desk = SlowDesk()
    door = Door(desk, workers=2)
    questions = [asyncio.create_task(door.ask(str(number))) for number in range(7)]
    for _ in range(2):
        await asyncio.to_thread(desk.started.acquire)
    await door.upkeep()  # the chores need no reader's turn
    assert desk.upkept.is_set()
    desk.let_go.set()
    assert await asyncio.gather(*questions) == [DECLINED] * 7
    assert desk.most_at_once == 2
    await door.close()


async def test_who_waited_too_long_gets_a_timeout_and_the_turn_lasts_as_long_as_the_work() -> None:
    desk = SlowDesk()
    door = Door(desk, workers=1, patience=0.01)
    with pytest.raises(TimeoutError):
        await door.ask("slow")
    with pytest.raises(TimeoutError):  # the thread is still at the first
        await door.ask("behind it")
    desk.let_go.set()
    await door.close()
    assert desk.asked == ["slow"]


async def test_what_the_desk_raises_reaches_the_asker() -> None:
    door = Door(PaperDesk(answers={"?": ValueError("no")}), workers=1)
    with pytest.raises(ValueError, match="no"):
        await door.ask("?")
    assert await door.ask("again") is DECLINED
    await door.close()
