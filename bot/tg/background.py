"""Runs background jobs: at the start of the bot, every few seconds, and at its end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram import Bot

from bot import log_redaction
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.registry import HandlerRegistry
from bot.tg.runner import AnyApplication
from bot.tg.transport.admin_notices import AdminNotices
from bot.tg.transport.update_queue import DurableUpdateQueue

logger = logging.getLogger(__name__)

UPKEEP_EVERY = 5.0
PRUNE_EVERY = 3600.0


class BackgroundJobs:
    """Jobs that begin and end with the application.

    Args:
        services: have chores done now and then, and are closed at the end.
        queue: recovers the updates that were not done.
        registry: registers the commands, and has watchers notified.
        upkeep_every: seconds between two rounds of chores.
        admin_notices: tell what stays wrong after them.
    """

    def __init__(
        self,
        services: HandlerServices,
        queue: DurableUpdateQueue,
        registry: HandlerRegistry,
        upkeep_every: float = UPKEEP_EVERY,
        admin_notices: AdminNotices | None = None,
    ) -> None:
        self._services = services
        self._queue = queue
        self._registry = registry
        self._upkeep_every = upkeep_every
        self._admin_notices = admin_notices
        self._chores: asyncio.Task[None] | None = None

    async def begin(self, application: AnyApplication) -> None:
        """Recover the updates that were not done, start the chores and register the commands."""
        left = await self._queue.recover(application.bot)
        if left:
            logger.info("Taking up %d updates from before the restart", left)
        self._chores = asyncio.create_task(self._run_chores(application.bot))
        await self._registry.register_commands(application.bot)
        logger.info("Answering as @%s", application.bot.username)

    async def end_chores(self, application: AnyApplication) -> None:
        """End the chores; to be awaited while Telegram can still be reached. Again does nothing."""
        del application
        self._queue.stop()
        if self._chores is not None:
            self._chores.cancel()
            with suppress(asyncio.CancelledError):
                await self._chores
            self._chores = None
        await self._registry.notifier.close()

    async def end(self, application: AnyApplication) -> None:
        """End the chores, and close the executor and the stores."""
        await self.end_chores(application)
        await self._services.executor.close()
        self._services.user_data.close()

    async def _load_reader(self) -> None:
        """Load the reader, so that the first question does not wait for it."""
        try:
            await self._services.executor.run_chore(self._services.service.load_reader)
        except Exception as error:  # noqa: BLE001 - the first question tries again, and the chores go on
            logger.error("The reader was not loaded: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles

    async def _run_chores(self, bot: Bot) -> None:
        await self._load_reader()
        pruned = float("-inf")
        while True:
            await asyncio.sleep(self._upkeep_every)
            try:
                await self._services.user_data.save()
                await self._services.executor.run_chore(self._services.service.refresh_index)
                if self._admin_notices is not None:
                    await self._admin_notices.tell(bot)
                await self._registry.notifier.notify(bot)
                now = self._services.user_data.clock()
                if now - pruned >= PRUNE_EVERY:
                    pruned = now
                    await self._services.user_data.prune(now)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a chore is logged, and the bot goes on answering
                logger.error("Upkeep failed: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
