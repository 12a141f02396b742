from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from bot.monitoring import Metrics
from bot.service.executor import MOST_HUNG, ServiceExecutor
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.errors import FilterError
from retrieval.model import Reply
from tests.bot.fake_service import DECLINED, FakeService


@dataclass
class SlowService(FakeService):
    """Answers when it is let go; counts how many questions it is at."""

    let_go: threading.Event = field(default_factory=threading.Event)
    started: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
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
    service = SlowService()
    executor = ServiceExecutor(workers=2)
    questions = [
        asyncio.create_task(executor.run(service.ask, str(number))) for number in range(7)
    ]
    for _ in range(2):
        await asyncio.to_thread(service.started.acquire)
    await executor.run_chore(service.refresh_index)  # the chores need no reader's turn
    assert service.refreshed.is_set()
    service.let_go.set()
    assert await asyncio.gather(*questions) == [DECLINED] * 7
    assert service.most_at_once == 2
    await executor.close()


async def test_who_waited_too_long_gets_a_timeout_and_the_turn_lasts_as_long_as_the_work() -> None:
    service = SlowService()
    executor = ServiceExecutor(workers=1, patience=0.01)
    with pytest.raises(TimeoutError):
        await executor.run(service.ask, "slow")
    with pytest.raises(TimeoutError):  # the thread is still at the first
        await executor.run(service.ask, "behind it")
    service.let_go.set()
    await executor.close()
    assert service.asked == ["slow"]


async def test_a_search_that_hangs_gives_its_turn_to_others_and_is_counted() -> None:
    service, metrics = SlowService(), Metrics()
    executor = ServiceExecutor(workers=1, patience=0.01, stops_within=0.0, metrics=metrics)
    patient = ServiceExecutor(workers=1)
    for _ in range(MOST_HUNG + 1):
        with pytest.raises(TimeoutError):
            await executor.run(service.ask, "hangs")
        for _ in range(3):
            await asyncio.sleep(0)
    for _ in range(MOST_HUNG + 1):
        assert await patient.run(service.started.acquire)
    with pytest.raises(TimeoutError):  # too many hang: nothing more is begun
        await executor.run(service.ask, "behind them")
    counted = metrics.registry.get_sample_value("verbatim_hung_searches_total")
    assert counted == MOST_HUNG + 1
    service.let_go.set()
    await patient.close()
    await executor.close(20)
    assert service.asked == ["hangs"] * (MOST_HUNG + 1)


async def test_what_the_service_raises_reaches_the_asker() -> None:
    service = FakeService(answers={"?": ValueError("no")})
    executor = ServiceExecutor(workers=1)
    with pytest.raises(ValueError, match="no"):
        await executor.run(service.ask, "?")
    assert await executor.run(service.ask, "again") is DECLINED
    await executor.close()


async def test_only_what_is_metered_is_counted_by_its_outcome() -> None:
    metrics, service = Metrics(), FakeService(answers={"?": ValueError(), "to:": FilterError("")})
    executor = ServiceExecutor(workers=1, metrics=metrics)
    await executor.run(service.ask, "Who pays?")
    await executor.run_metered(service.ask, "Who pays?")
    for question, error in (("?", ValueError), ("to:", FilterError)):
        with pytest.raises(error):
            await executor.run_metered(service.ask, question)
    counted = {
        outcome: metrics.registry.get_sample_value(
            "verbatim_questions_total", {"outcome": outcome}
        )
        for outcome in ("Declined", "failed", "Misunderstood", "TooLong")
    }
    assert counted == {"Declined": 1.0, "failed": 1.0, "Misunderstood": 1.0, "TooLong": None}
    await executor.close()
