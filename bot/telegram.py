"""The bot on Telegram: put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from typing import Any

from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, Defaults

from bot import logs, texts
from bot.access import FIRST, Gate
from bot.door import Door, FrontDesk
from bot.handlers import Reception, on_error
from bot.limits import Limiter
from bot.replies import TYPING_EVERY
from bot.settings import Settings
from bot.updates import ChatByChat
from retrieval.errors import ConfigError

logger = logging.getLogger(__name__)

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (Update.MESSAGE,)
"""What Telegram is asked for; it remembers the list."""

UPKEEP_EVERY = 5.0
FOREVER = -1
SPARE_CONNECTIONS = 4
"""For typing beside answers. More open connections make every call slower."""


def run_bot(settings: Settings, desk: FrontDesk) -> None:
    """Serves readers until the process is told to stop, then finishes what is in hand.

    Raises:
        ConfigError: there is no token, or Telegram does not accept it.
    """
    door = Door(desk, workers=settings.answer_workers)
    application = build_application(settings, door)
    try:
        application.run_polling(allowed_updates=list(ALLOWED_UPDATES), bootstrap_retries=FOREVER)
    except InvalidToken:
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not accepted by Telegram") from None


def build_application(
    settings: Settings,
    door: Door,
    *,
    typing_every: float = TYPING_EVERY,
    upkeep_every: float = UPKEEP_EVERY,
    limiter: Limiter | None = None,
) -> TelegramApplication:
    """The application with all its handlers, not yet started.

    Raises:
        ConfigError: there is no token.
    """
    if settings.telegram_token is None or not settings.telegram_token.get_secret_value():
        raise ConfigError("VERBATIM_TELEGRAM_TOKEN is not set: expected the token of a bot")
    token = settings.telegram_token.get_secret_value()
    logs.guard(token)
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at every 429
    at_once = settings.telegram_concurrent_updates
    life = _Life(door, upkeep_every)
    application: TelegramApplication = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .rate_limiter(limiter or Limiter())
        .concurrent_updates(ChatByChat(at_once))
        .connection_pool_size(at_once + SPARE_CONNECTIONS)
        .get_updates_connection_pool_size(2)
        .connect_timeout(10)
        .read_timeout(20)
        .write_timeout(20)
        .pool_timeout(30)
        .get_updates_read_timeout(10)
        .job_queue(None)
        .post_init(life.begin)
        .post_shutdown(life.end)
        .build()
    )
    application.add_handler(Gate(settings.telegram_allowed_users).handler(), FIRST)
    application.add_handlers(Reception(door, typing_every=typing_every).handlers())
    application.add_error_handler(on_error)
    return application


class _Life:
    """What begins and ends with the application: its commands, the chores, the door."""

    def __init__(self, door: Door, upkeep_every: float) -> None:
        self._door = door
        self._upkeep_every = upkeep_every
        self._chores: asyncio.Task[None] | None = None

    async def begin(self, application: TelegramApplication) -> None:
        """Registers the commands and starts the chores."""
        self._chores = asyncio.create_task(self._keep_up())
        try:
            await application.bot.set_my_commands([BotCommand(*one) for one in texts.COMMANDS])
        except TelegramError as error:
            logger.warning("The commands were not registered: %s", type(error).__name__)
        logger.info("Answering as @%s", application.bot.username)

    async def end(self, application: TelegramApplication) -> None:
        """Stops the chores and closes the door."""
        del application
        if self._chores is not None:
            self._chores.cancel()
            with suppress(asyncio.CancelledError):
                await self._chores
        await self._door.close()

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(self._upkeep_every)
            try:
                await self._door.upkeep()
            except Exception as error:  # noqa: BLE001 - chores must not stop the bot
                logger.error("Upkeep failed: %s", logs.describe(error))  # noqa: TRY400 - ditto
