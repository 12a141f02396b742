"""The bot on Telegram: put together, started, stopped."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder, Defaults

from bot import log_redaction
from bot.bootstrap import open_user_data
from bot.ingestion import ingest_paths
from bot.messages.admin import Workload
from bot.monitoring import FILE_NAME, exposed
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.settings import Settings
from bot.store.user_data import UserDataStore
from bot.tg.background import UPKEEP_EVERY, BackgroundJobs
from bot.tg.handlers import access
from bot.tg.handlers.access import AccessControl
from bot.tg.handlers.documents import TakeIn
from bot.tg.handlers.registry import ALLOWED_UPDATES, HandlerRegistry
from bot.tg.runner import FIRST_PAUSE, GRACE, AnyApplication, UpdateSource, serve, told_to_stop
from bot.tg.transport import delivery
from bot.tg.transport.delivery import ChatAvailability, DeliveryTracker
from bot.tg.transport.errors import FailureApology
from bot.tg.transport.health import BotHealth
from bot.tg.transport.polling import (
    CHECK_EVERY,
    PollRequest,
    UpdatePoller,
    WebhookAddress,
    WebhookReceiver,
    made_up_secret,
)
from bot.tg.transport.rate_limiter import RateLimiter
from bot.tg.transport.sender import TYPING_EVERY
from bot.tg.transport.update_queue import DurableUpdateQueue, PerChatUpdateProcessor
from retrieval.errors import ConfigError

TelegramApplication = AnyApplication
TelegramBuilder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]

RECEIVED = "received"
"""The folder of what its keepers send, below that of the data."""

SPARE_CONNECTIONS = 4
"""For typing beside answers. More open connections make every call slower."""
READ_TIMEOUT = 20.0
"""Seconds that Telegram has for an answer; after them nobody knows whether a message was sent."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """How long things take, in seconds.

    Attributes:
        read_timeout: what Telegram has for an answer.
        grace: what is in hand has to end, when the bot is told to stop.
        first_pause: before the second attempt to reach Telegram at the start.
        check_every: between two looks at the webhook.
    """

    read_timeout: float = READ_TIMEOUT
    grace: float = GRACE
    first_pause: float = FIRST_PAUSE
    check_every: float = CHECK_EVERY


def run_bot(settings: Settings, service: RetrievalService) -> None:
    """Serves readers until the process is told to stop, then finishes what is in hand.

    Raises:
        ConfigError: there is no token, Telegram does not accept it, or a port is taken.
        KeepingError: what is kept of readers cannot be opened.
        DeafError: updates no longer come in.
    """
    asyncio.run(_run(settings, service))


async def _run(settings: Settings, service: RetrievalService) -> None:
    stop = told_to_stop()
    with closing(open_user_data(settings)) as user_data:
        health = BotHealth(settings.below_root(settings.data_dir) / FILE_NAME)
        with exposed(health.metrics, settings.metrics_port):
            await keep_open(settings, service, user_data, health, stop)


async def keep_open(
    settings: Settings,
    service: RetrievalService,
    user_data: UserDataStore,
    health: BotHealth,
    stop: asyncio.Event,
    *,
    tempo: Intervals | None = None,
    limiter: RateLimiter | None = None,
) -> None:
    """Serves readers until the event is set.

    Raises:
        ConfigError: there is no token, Telegram does not accept it, or a port is taken.
        DeafError: updates no longer come in.
    """
    tempo, limits = tempo or Intervals(), limiter or RateLimiter()

    def heard() -> None:
        health.heard()
        limits.reached()

    polls = PollRequest(heard)
    executor = ServiceExecutor(workers=settings.answer_workers, metrics=health.metrics)
    application = build_application(
        settings,
        service,
        executor,
        read_timeout=tempo.read_timeout,
        limiter=limits,
        user_data=user_data,
        health=health,
        polls=polls,
    )
    updates = _intake(settings, health, polls, tempo)
    try:
        await serve(
            application, updates, health, stop, grace=tempo.grace, first_pause=tempo.first_pause
        )
    except InvalidToken:
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not accepted by Telegram") from None


def _intake(
    settings: Settings, health: BotHealth, polls: PollRequest, tempo: Intervals
) -> UpdateSource:
    """By polls or by a webhook, as the settings say."""
    on_error = health.troubles.while_polling
    if not settings.telegram_webhook_url:
        return UpdatePoller(polls, ALLOWED_UPDATES, on_error)
    secret = settings.telegram_webhook_secret
    address = WebhookAddress(
        url=settings.telegram_webhook_url,
        listen=settings.telegram_webhook_listen,
        port=settings.telegram_webhook_port,
        secret=secret.get_secret_value() if secret else made_up_secret(),
        at_once=settings.telegram_concurrent_updates,
    )
    return WebhookReceiver(
        address,
        ALLOWED_UPDATES,
        on_error=on_error,
        heard=polls.heard,
        check_every=tempo.check_every,
    )


def build_application(
    settings: Settings,
    service: RetrievalService,
    executor: ServiceExecutor,
    *,
    typing_every: float = TYPING_EVERY,
    upkeep_every: float = UPKEEP_EVERY,
    read_timeout: float = READ_TIMEOUT,
    limiter: RateLimiter | None = None,
    user_data: UserDataStore | None = None,
    health: BotHealth | None = None,
    polls: PollRequest | None = None,
    take_in: TakeIn | None = None,
) -> TelegramApplication:
    """The application with all its handlers, not yet started.

    Without a drawer, what it keeps of readers is gone when it ends. ``take_in`` reads what its
    keepers send.

    Raises:
        ConfigError: there is no token.
    """
    token = _token(settings)
    log_redaction.guard(token)
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at every 429
    user_data, health, limiter = (
        user_data or UserDataStore(),
        health or BotHealth(),
        limiter or RateLimiter(),
    )
    polls = polls or PollRequest(health.heard)
    leaving = ChatAvailability(user_data)
    gate = AccessControl(
        settings.telegram_allowed_users, settings.telegram_allowed_chats, settings.telegram_admins
    )
    queue = DurableUpdateQueue(user_data.inbox, polls.heard)
    processor = PerChatUpdateProcessor(
        settings.telegram_concurrent_updates, user_data.inbox, FailureApology(gate.admits)
    )

    def waiting() -> int:
        return processor.waiting + queue.qsize()

    health.metrics.watch(
        waiting=waiting, in_hand=lambda: processor.in_progress, floods=lambda: limiter.floods
    )
    reception = HandlerRegistry(
        service,
        executor,
        user_data=user_data,
        typing_every=typing_every,
        admins=settings.telegram_admins,
        admits=gate.admits,
        keep_days=settings.keep_days,
        received=settings.below_root(settings.data_dir) / RECEIVED,
        take_in=take_in or partial(ingest_paths, settings),
        ingested=health.metrics.ingested,
        pulse=lambda: Workload(
            waiting(), processor.in_progress, health.metrics.errors, health.heartbeat.beat.heard
        ),
    )
    life = BackgroundJobs(
        service, executor, user_data, queue=queue, reception=reception, upkeep_every=upkeep_every
    )
    application: TelegramApplication = (
        _connected(settings, token, read_timeout)
        .rate_limiter(DeliveryTracker(limiter, leaving))
        .update_queue(queue)
        .concurrent_updates(processor)
        .get_updates_request(polls)
        .post_init(life.begin)
        .post_stop(life.rest)
        .post_shutdown(life.end)
        .build()
    )
    application.add_handler(leaving.handler(), delivery.FIRST)
    application.add_handler(gate.handler(), access.FIRST)
    application.add_handlers(reception.handlers())
    application.add_error_handler(health.troubles.on_error)
    return application


def _token(settings: Settings) -> str:
    """The bot's token, which is set."""
    if settings.telegram_token is None or not settings.telegram_token.get_secret_value():
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not set: expected the token of a bot")
    return settings.telegram_token.get_secret_value()


def _connected(settings: Settings, token: str, read_timeout: float) -> TelegramBuilder:
    """A builder that knows where Telegram is, how long to wait for it and how to write to it."""
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .defaults(
            Defaults(
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .connection_pool_size(settings.telegram_concurrent_updates + SPARE_CONNECTIONS)
        .connect_timeout(10)
        .read_timeout(read_timeout)
        .write_timeout(20)
        .pool_timeout(30)
        .job_queue(None)
    )
