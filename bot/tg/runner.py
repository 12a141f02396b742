"""The life of the bot: it reaches Telegram, serves, and finishes what is in hand."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Protocol

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Updater

from bot.monitoring import HeartbeatState
from bot.tg.transport.health import BotHealth
from bot.tg.transport.update_queue import PerChatUpdateProcessor

GRACE = 25.0
"""Seconds that what is in hand has to end; what has not is answered after the next start."""

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 1.0, 30.0, 1.5
"""Seconds between two attempts to reach Telegram, and how they grow."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class UpdateSource(Protocol):
    """How updates come in."""

    @property
    def state(self) -> HeartbeatState:
        """What the bot does while they do."""

    async def begin(self, updater: Updater) -> None:
        """Begins to take them in, as long as that takes."""

    async def watch(self, updater: Updater) -> None:
        """Sees to it that they go on coming in; raises where they never will again."""


async def serve(
    application: AnyApplication,
    intake: UpdateSource,
    health: BotHealth,
    stop: asyncio.Event,
    *,
    grace: float = GRACE,
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Serves readers until it is told to stop, then finishes what is in hand.

    Raises:
        InvalidToken: Telegram does not accept the token, or does not any more.
        VerbatimError: updates cannot come in.
    """
    updater = application.updater
    if updater is None:
        raise TypeError("an application that takes in no updates cannot be served")
    try:
        if not await _unless(stop, _reach(application, health, first_pause)):
            return
        if application.post_init is not None:
            await application.post_init(application)
        if not await _unless(stop, intake.begin(updater)):
            return
        health.heartbeat.enter(intake.state)
        await application.start()
        await _unless(stop, intake.watch(updater))
    finally:
        await _end(application, updater, grace)
        health.heartbeat.enter(HeartbeatState.STOPPED)


def told_to_stop() -> asyncio.Event:
    """Set when the process gets SIGTERM or SIGINT. To be called in the loop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


async def _reach(application: AnyApplication, health: BotHealth, pause: float) -> None:
    """Returns when Telegram has answered for the first time."""
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            health.errors.on_polling_error(error)
        else:
            health.heard()
            return
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * GROWTH)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done; it is broken off when the event is set."""
    task, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task
        return True
    return False


async def _end(application: AnyApplication, updater: Updater, grace: float) -> None:
    """The steps of ``Application.run_polling`` at its end, but for a bounded time."""
    updates = application.update_processor
    if isinstance(updates, PerChatUpdateProcessor):
        updates.begin_no_more()
    if updater.running:
        with suppress(InvalidToken):  # known already
            await updater.stop()
    if isinstance(updates, PerChatUpdateProcessor):
        await updates.close(grace)
    if application.running:
        await application.stop()
    if application.post_stop is not None:
        await application.post_stop(application)
    await application.shutdown()
    # The step before leaves the bot open where Telegram never answered.
    await application.bot.shutdown()
    if application.post_shutdown is not None:
        await application.post_shutdown(application)
