"""The bot as it is in production, kept open against the test's Telegram until a test ends it."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.monitoring import FILE_NAME as HEARTBEAT
from bot.service.service import RetrievalService
from bot.settings import Settings
from bot.store.user_data import FILE_NAME, UserDataStore
from bot.tg.application import Intervals, run_until_stopped
from bot.tg.transport.health import BotHealth
from bot.tg.transport.rate_limiter import RateLimiter, RateLimits
from retrieval.model import Declined
from tests.bot.conftest import settings_for
from tests.bot.fake_service import answering
from tests.bot_server.state import BotApi

READER, OTHER = 77, 78
SECRET = "a-secret-of-the-test"


class StoppedTime:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self._changed = asyncio.Condition()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        async with self._changed:
            self.slept.append(round(seconds, 1))
            self._changed.notify_all()
            await self._changed.wait_for(lambda: self.now >= until)

    async def passes(self, seconds: float) -> None:
        async with self._changed:
            self.now += seconds
            self._changed.notify_all()

    async def until_asleep(self, times: int = 1) -> None:
        """Returns when somebody has gone to sleep so often."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: len(self.slept) >= times)


class HurriedTime(StoppedTime):
    """Time that has passed as soon as somebody waits for it."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.now += seconds
        await asyncio.sleep(0)


QUICK = Intervals(grace=5, first_pause=0.05, check_every=60)


@dataclass
class RunningBot:
    """A bot that runs."""

    health: BotHealth
    user_data: UserDataStore
    stop: asyncio.Event
    task: asyncio.Task[None]
    is_end_seen: bool = False
    """Whether the test has seen how it ended."""

    async def close(self) -> None:
        """Told to stop, it has stopped; what made it stop before is raised."""
        self.stop.set()
        await self.ended()

    async def ended(self) -> None:
        """Returns when it has ended, or raises what made it."""
        self.is_end_seen = True
        async with asyncio.timeout(60):
            await self.task


@dataclass
class Installation:
    """What outlives a bot: its settings and its data folder."""

    api: BotApi
    folder: Path
    changes: dict[str, object] = field(default_factory=dict)
    intervals: Intervals = QUICK

    @property
    def settings(self) -> Settings:
        given = {"data_dir": self.folder, "keep_days": 90, **self.changes}
        return settings_for(self.api).model_copy(update=given)

    @property
    def heartbeat(self) -> Path:
        return self.folder / HEARTBEAT

    def by_webhook(self) -> Installation:
        """With updates that Telegram brings."""
        port = free_port()
        return replace(
            self,
            changes={
                **self.changes,
                "telegram_webhook_url": f"http://127.0.0.1:{port}/hook",
                "telegram_webhook_port": port,
            },
        )

    @asynccontextmanager
    async def open(
        self,
        service: RetrievalService | None = None,
        *,
        time: StoppedTime | None = None,
        pace: RateLimits | None = None,
    ) -> AsyncIterator[RunningBot]:
        """The bot, from the moment it asks for updates."""
        time = time or HurriedTime()
        settings, stop = self.settings, asyncio.Event()
        self.folder.mkdir(parents=True, exist_ok=True)
        with closing(UserDataStore(self.folder / FILE_NAME)) as user_data:
            limiter = RateLimiter(limits=pace, clock=time, sleep=time.sleep)
            health = BotHealth(self.heartbeat, limiter=limiter)
            task = asyncio.create_task(
                run_until_stopped(
                    settings,
                    service or answering(),
                    user_data,
                    health,
                    stop,
                    intervals=self.intervals,
                )
            )
            opened = RunningBot(health, user_data, stop, task)
            try:
                yield opened
            finally:
                stop.set()
                await asyncio.wait({task})
            if not opened.is_end_seen:
                await task


class _Listening(logging.Handler):
    """Notes in the loop that certain words were logged."""

    def __init__(self, words: str) -> None:
        super().__init__(logging.INFO)
        self._words = words
        self.is_said = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self.is_said.set()


async def said_in_log(words: str) -> None:
    """Returns when the bot logs these words, from now on."""
    listening = _Listening(words)
    logging.getLogger("bot").addHandler(listening)
    try:
        async with asyncio.timeout(60):
            await listening.is_said.wait()
    finally:
        logging.getLogger("bot").removeHandler(listening)


def declining(words: str) -> Declined:
    return Declined("", words, 0.0, ())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
