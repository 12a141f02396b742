"""Builds the Telegram application from its parts, and runs it."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder, Defaults

from bot import log_redaction
from bot.bootstrap import UPLOADS, open_user_data
from bot.ingestion import CorpusEditor
from bot.monitoring import FILE_NAME, metrics_served
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.settings import Settings
from bot.store.user_data import UserDataStore
from bot.tg.background import UPKEEP_EVERY, BackgroundJobs
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.documents import CorpusChanges
from bot.tg.handlers.registry import ALLOWED_UPDATES, HandlerRegistry
from bot.tg.runner import FIRST_PAUSE, GRACE, AnyApplication, UpdateSource, serve, stop_event
from bot.tg.transport import delivery
from bot.tg.transport.access import HANDLER_GROUP, AccessControl
from bot.tg.transport.addressing import is_for_bot
from bot.tg.transport.admin_notices import AdminNotices
from bot.tg.transport.backlog_notices import BacklogNotices
from bot.tg.transport.delivery import ChatAvailability, DeliveryTracker
from bot.tg.transport.errors import FailureApology
from bot.tg.transport.health import BotHealth
from bot.tg.transport.message_joiner import WAIT_SECONDS
from bot.tg.transport.polling import (
    CHECK_EVERY,
    PollRequest,
    UpdatePoller,
    WebhookAddress,
    WebhookReceiver,
    random_secret,
)
from bot.tg.transport.update_processor import PerChatUpdateProcessor, UpdateBacklog
from bot.tg.transport.update_queue import DurableUpdateQueue
from retrieval.errors import ConfigError

TelegramApplication = AnyApplication
TelegramBuilder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]

SPARE_CONNECTIONS = 4
"""Connections for typing beside answers. More open connections make every call slower."""
READ_TIMEOUT = 20.0
"""Seconds that Telegram has for an answer; after them nobody knows whether a message was sent."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """How long things take, in seconds.

    Attributes:
        read_timeout: what Telegram has for an answer.
        grace: updates in progress have to end, when the bot is told to stop.
        first_pause: before the second attempt to reach Telegram at the start.
        check_every: between two looks at the webhook.
        upkeep: between two rounds of chores.
        join_within: for which a part of a message waits for the next one.
    """

    read_timeout: float = READ_TIMEOUT
    grace: float = GRACE
    first_pause: float = FIRST_PAUSE
    check_every: float = CHECK_EVERY
    upkeep: float = UPKEEP_EVERY
    join_within: float = WAIT_SECONDS


INTERVALS = Intervals()


def run_bot(settings: Settings, service: RetrievalService) -> None:
    """Serve readers until the process is told to stop, then finish what is in progress.

    Raises:
        ConfigError: there is no token, Telegram does not accept it, or a port is taken.
        StoreError: the database cannot be opened.
        PollingStalledError: updates no longer come in.
    """
    asyncio.run(_open_and_run(settings, service))


async def _open_and_run(settings: Settings, service: RetrievalService) -> None:
    stop = stop_event()
    with closing(open_user_data(settings)) as user_data:
        health = BotHealth(settings.below_root(settings.data_dir) / FILE_NAME)
        with metrics_served(health.metrics, settings.metrics_port):
            await run_until_stopped(settings, service, user_data, health, stop)


async def run_until_stopped(
    settings: Settings,
    service: RetrievalService,
    user_data: UserDataStore,
    health: BotHealth,
    stop: asyncio.Event,
    *,
    intervals: Intervals = INTERVALS,
) -> None:
    """Serve readers until the event is set.

    Raises:
        ConfigError: there is no token, Telegram does not accept it, or a port is taken.
        PollingStalledError: updates no longer come in.
    """
    executor = ServiceExecutor(workers=settings.answer_workers, metrics=health.metrics)
    services = HandlerServices(service, executor, user_data)
    polls = PollRequest(health)
    application = build_application(settings, services, health, polls=polls, intervals=intervals)
    updates = _update_source(settings, health, polls, intervals)
    try:
        await serve(
            application,
            updates,
            health,
            stop,
            grace=intervals.grace,
            first_pause=intervals.first_pause,
        )
    except InvalidToken:
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not accepted by Telegram") from None


def _update_source(
    settings: Settings, health: BotHealth, polls: PollRequest, intervals: Intervals
) -> UpdateSource:
    """Return the poller or the webhook, as the settings say."""
    if not settings.telegram_webhook_url:
        return UpdatePoller(polls, ALLOWED_UPDATES, health)
    secret = settings.telegram_webhook_secret
    address = WebhookAddress(
        url=settings.telegram_webhook_url,
        listen=settings.telegram_webhook_listen,
        port=settings.telegram_webhook_port,
        secret=secret.get_secret_value() if secret else random_secret(),
        at_once=settings.telegram_concurrent_updates,
    )
    return WebhookReceiver(address, ALLOWED_UPDATES, health, check_every=intervals.check_every)


def build_application(
    settings: Settings,
    services: HandlerServices,
    health: BotHealth,
    *,
    polls: PollRequest | None = None,
    intervals: Intervals = INTERVALS,
    changes: CorpusChanges | None = None,
) -> TelegramApplication:
    """Return the application with all its handlers, not yet started.

    Args:
        settings: of the bot.
        services: to answer with.
        health: is told what goes well and what does not.
        polls: the requests of polls, if not new ones.
        intervals: how long things take.
        changes: changes the corpus as admins ask for, if not in the usual way.

    Raises:
        ConfigError: there is no token.
    """
    token = _token(settings)
    log_redaction.redact_logs(token)
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at every 429
    inbox, availability = services.user_data.inbox, ChatAvailability(services.user_data)
    access = AccessControl(
        settings.telegram_allowed_users, settings.telegram_allowed_chats, settings.telegram_admins
    )
    waiting = services.waiting
    waiting.most = settings.telegram_waiting_per_chat
    told = BacklogNotices(access, waiting.most)
    queue = DurableUpdateQueue(
        inbox,
        health,
        waiting,
        is_wanted=is_for_bot,
        on_full=told.full,
        join_within=intervals.join_within,
    )
    processor = PerChatUpdateProcessor(
        settings.telegram_concurrent_updates,
        inbox,
        FailureApology(access, health.metrics).send,
        waiting,
        on_late=told.late,
        newest=lambda: queue.newest,
    )
    backlog = UpdateBacklog(queue, processor)
    backlog.report_to(health)
    editor = CorpusEditor(settings)
    registry = HandlerRegistry(
        services,
        access,
        health=health,
        backlog=backlog,
        keep_days=settings.keep_days,
        uploads=settings.below_root(settings.data_dir) / UPLOADS,
        changes=changes or CorpusChanges(editor.ingest, editor.remove),
    )
    admin_notices = AdminNotices(settings.telegram_admins, services.notices)
    jobs = BackgroundJobs(services, queue, registry, intervals.upkeep, admin_notices)
    application: TelegramApplication = (
        _builder(settings, token, intervals.read_timeout)
        .rate_limiter(DeliveryTracker(health.limiter, availability))
        .update_queue(queue)
        .concurrent_updates(processor)
        .get_updates_request(polls or PollRequest(health))
        .post_init(jobs.begin)
        .post_stop(jobs.end_chores)
        .post_shutdown(jobs.end)
        .build()
    )
    application.add_handler(availability.handler(), delivery.HANDLER_GROUP)
    application.add_handler(access.handler(), HANDLER_GROUP)
    application.add_handlers(registry.handlers())
    application.add_error_handler(health.errors.on_error)
    return application


def _token(settings: Settings) -> str:
    """Return the bot's token."""
    if settings.telegram_token is None or not settings.telegram_token.get_secret_value():
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not set: expected the token of a bot")
    return settings.telegram_token.get_secret_value()


def _builder(settings: Settings, token: str, read_timeout: float) -> TelegramBuilder:
    """Return a builder that knows where Telegram is, how long to wait and how to write."""
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
