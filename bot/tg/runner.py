"""Runs the application: reaches Telegram, serves until it is told to stop, then shuts down."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Updater

from bot.monitoring import HeartbeatState
from bot.tg.transport.health import BotHealth
from bot.tg.transport.update_processor import PerChatUpdateProcessor

logger = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds that updates in progress have to end; others are answered after the next start."""

ENDS_WITHIN = 9.0
"""Seconds after which a process that was told to stop ends, whatever it is still doing."""

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 1.0, 30.0, 1.5
"""Seconds between two attempts to reach Telegram, and how they grow."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class UpdateSource(Protocol):
    """A source of updates: polls or a webhook."""

    @property
    def state(self) -> HeartbeatState:
        """The state of the heartbeat while this source is open."""

    async def open(self, updater: Updater) -> None:
        """Open the source, however long that takes."""

    async def watch(self, updater: Updater) -> None:
        """Check that updates go on coming in; raise where they never will again."""


async def serve(
    application: AnyApplication,
    updates: UpdateSource,
    health: BotHealth,
    stop: asyncio.Event,
    *,
    grace: float = GRACE,
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Serve readers until it is told to stop, then finish what is in progress.

    Raises:
        InvalidToken: Telegram does not accept the token, or does not any more.
        VerbatimError: updates cannot come in.
    """
    updater = application.updater
    if updater is None:
        raise TypeError("an application that takes in no updates cannot be served")
    try:
        if not await _run_unless(stop, _connect(application, health, first_pause)):
            return
        if application.post_init is not None:
            await application.post_init(application)
        if not await _run_unless(stop, updates.open(updater)):
            return
        health.heartbeat.enter(updates.state)
        await application.start()
        await _run_unless(stop, updates.watch(updater))
    finally:
        await _shut_down(application, updater, grace)
        health.heartbeat.enter(HeartbeatState.STOPPED)


def stop_event(
    end_process: Callable[[], None] | None = None, ends_within: float = ENDS_WITHIN
) -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set. To be called in the event loop.

    So many seconds later the process ends, with status 0, also where a thread or a store hangs:
    what was received and not answered is on disk, and is answered after the next start.

    Args:
        end_process: ends it; ``end_now`` unless given.
        ends_within: seconds from the first signal.
    """
    stop = asyncio.Event()

    def stop_in_time() -> None:
        if not stop.is_set():
            stop.set()
            timer = threading.Timer(ends_within, end_process or end_now)
            timer.daemon = True
            timer.start()

    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop_in_time)
    return stop


def end_now() -> None:
    """End the process without waiting for anything."""
    logger.error("Something did not stop in time; what is not answered is for the next start")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


async def _connect(application: AnyApplication, health: BotHealth, pause: float) -> None:
    """Return when Telegram has answered for the first time."""
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


async def _run_unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Return whether the work was done; it is cancelled when the event is set."""
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


async def _shut_down(application: AnyApplication, updater: Updater, grace: float) -> None:
    """Take the steps of ``Application.run_polling`` at its end, but in a bounded time."""
    processor = application.update_processor
    if isinstance(processor, PerChatUpdateProcessor):
        processor.stop_beginning()
    if updater.running:
        with suppress(InvalidToken):  # known already
            await updater.stop()
    if isinstance(processor, PerChatUpdateProcessor):
        await processor.close(grace)
    if application.running:
        await application.stop()
    if application.post_stop is not None:
        await application.post_stop(application)
    await application.shutdown()
    # The step before leaves the bot open where Telegram never answered.
    await application.bot.shutdown()
    if application.post_shutdown is not None:
        await application.post_shutdown(application)
