from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram.error import TelegramError

from bot.service.executor import PATIENCE, STOPS_WITHIN, ServiceExecutor
from bot.service.service import RetrievalService
from bot.settings import ROOT, Settings, load_settings
from bot.store.user_data import UserDataStore
from bot.tg.application import Intervals, TelegramApplication, build_application
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.documents import CorpusChanges, Ingest, Remove
from bot.tg.handlers.registry import ALLOWED_UPDATES
from bot.tg.transport.health import BotHealth
from bot.tg.transport.rate_limiter import RateLimit, RateLimiter, RateLimits
from tests.bot_server.asking import Ask, asking
from tests.bot_server.people import Reader
from tests.bot_server.process import take_in
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as server:
        yield server


@pytest.fixture
def reader(api: BotApi) -> Reader:
    return Reader(api)


@pytest.fixture
async def ask(api: BotApi) -> AsyncIterator[Ask]:
    """A bot without a library."""
    async with asking(api) as call:
        yield call


Run = Callable[..., Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def run(api: BotApi, tmp_path: Path) -> AsyncIterator[Run]:
    """Runs programs that serve the test's Telegram; kills at the end what still runs."""
    started: list[asyncio.subprocess.Process] = []

    async def begin(
        program: str, settings: Mapping[str, str], log: int | None = None
    ) -> asyncio.subprocess.Process:
        env = {
            **os.environ,
            "VERBATIM_DATA_DIR": str(tmp_path),
            "VERBATIM_TELEGRAM_TOKEN": TOKEN,
            "VERBATIM_TELEGRAM_BASE_URL": f"{api.url}/bot",
            "VERBATIM_TELEGRAM_BASE_FILE_URL": f"{api.url}/file/bot",
            **settings,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, cwd=ROOT, env=env, stderr=log
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.wait()


CORPUS = {
    "velmark/quay.txt": (
        "Quay reopens in Velmark\n\n"
        "The quay of Velmark reopened on Monday after a winter of repairs, the port said.\n\n"
        "“We are open for everybody,” said Ada Berglund, who runs the port. "
        "“It cost 4 million crowns.”\n"
    ),
    "velmark/ferry.txt": (
        "Ferry to Ostervik cancelled\n\n"
        "The ferry from Velmark to Ostervik will not sail this week because of ice, the "
        "shipping line said on Tuesday.\n"
    ),
}
"""A small corpus for a bot that is a process of its own."""


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after the small corpus was taken in: to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("process")
    for name, text in CORPUS.items():
        file = folder / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    take_in(folder / "corpus", folder / "data")
    return folder / "data"


@pytest.fixture
def data_dir(taken_in: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the small corpus."""
    return Path(shutil.copytree(taken_in, tmp_path / "data"))


def settings_for(api: BotApi, *allowed: int, at_once: int = 8) -> Settings:
    return load_settings().model_copy(
        update={
            "telegram_token": SecretStr(TOKEN),
            "telegram_base_url": f"{api.url}/bot",
            "telegram_base_file_url": f"{api.url}/file/bot",
            "telegram_allowed_users": frozenset(allowed),
            "telegram_concurrent_updates": at_once,
        }
    )


UNPACED = RateLimits(*[RateLimit(10_000, 1.0)] * 3)
"""So much may be sent; what Telegram really takes is for the tests of the pace."""


@dataclass(frozen=True)
class Speed:
    """What passes quickly in a test and slowly in life, in seconds."""

    patience: float = PATIENCE
    stops_within: float = STOPS_WITHIN
    typing: float = 4.0
    upkeep: float = 60.0


def _report(application: TelegramApplication, error: TelegramError) -> None:
    application.create_task(application.process_error(update=None, error=error))


def _never(sources: Collection[str]) -> None:
    raise AssertionError(f"nothing was to be removed, but {sources}")


Serve = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture
def serve(api: BotApi) -> Serve:
    """Runs the production application against the test's Telegram."""

    @asynccontextmanager
    async def serving(
        service: RetrievalService,
        *allowed: int,
        speed: Speed | None = None,
        at_once: int = 8,
        user_data: UserDataStore | None = None,
        ingest: Ingest | None = None,
        remove: Remove | None = None,
        **changes: object,
    ) -> AsyncIterator[None]:
        pace = speed or Speed()
        settings = settings_for(api, *allowed, at_once=at_once).model_copy(update=changes)
        executor = ServiceExecutor(
            workers=settings.answer_workers,
            patience=pace.patience,
            stops_within=pace.stops_within,
        )
        services = HandlerServices(
            service, executor, user_data or UserDataStore(), typing_every=pace.typing
        )
        application = build_application(
            settings,
            services,
            BotHealth(limiter=RateLimiter(pauses=(0, 0), limits=UNPACED)),
            intervals=Intervals(upkeep=pace.upkeep),
            changes=None if ingest is None else CorpusChanges(ingest, remove or _never),
        )
        assert application.post_init is not None
        assert application.post_stop is not None
        assert application.post_shutdown is not None
        assert application.updater is not None
        # The same steps in the same order as Application.run_polling takes them.
        await application.initialize()
        try:
            await application.post_init(application)
            await application.updater.start_polling(
                allowed_updates=list(ALLOWED_UPDATES),
                bootstrap_retries=-1,
                error_callback=lambda error: _report(application, error),
            )
            await application.start()
            yield
        finally:
            if application.updater.running:
                await application.updater.stop()
            if application.running:
                await application.stop()
                await application.post_stop(application)
            await application.shutdown()
            await application.post_shutdown(application)

    return serving
