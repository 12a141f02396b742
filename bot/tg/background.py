"""What the bot does beside answering: at its start, every few seconds, and at its end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram import Bot

from bot import log_redaction
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.store.user_data import UserDataStore
from bot.tg.handlers.registry import HandlerRegistry
from bot.tg.runner import AnyApplication
from bot.tg.transport.update_queue import DurableUpdateQueue

logger = logging.getLogger(__name__)

UPKEEP_EVERY = 5.0
PRUNE_EVERY = 3600.0


class BackgroundJobs:
    """What begins and ends with the application.

    Args:
        service: has chores done every few seconds.
        executor: is closed at the end.
        user_data: is pruned now and then, and closed at the end.
        queue: takes up what was left undone.
        reception: introduces the bot, and tells the news.
        upkeep_every: seconds between two rounds of chores.
    """

    def __init__(
        self,
        service: RetrievalService,
        executor: ServiceExecutor,
        user_data: UserDataStore,
        *,
        queue: DurableUpdateQueue,
        reception: HandlerRegistry,
        upkeep_every: float = UPKEEP_EVERY,
    ) -> None:
        self._service = service
        self._executor = executor
        self._reception = reception
        self._user_data = user_data
        self._queue = queue
        self._upkeep_every = upkeep_every
        self._chores: asyncio.Task[None] | None = None

    async def begin(self, application: AnyApplication) -> None:
        """Takes up what was left undone, starts the chores and registers the commands."""
        left = await self._queue.recover(application.bot)
        if left:
            logger.info("Taking up %d updates from before the restart", left)
        self._chores = asyncio.create_task(self._keep_up(application.bot))
        await self._reception.introduce(application.bot)
        logger.info("Answering as @%s", application.bot.username)

    async def rest(self, application: AnyApplication) -> None:
        """Ends the chores; to be awaited while Telegram can still be reached. Again does nothing."""
        del application
        if self._chores is not None:
            self._chores.cancel()
            with suppress(asyncio.CancelledError):
                await self._chores
            self._chores = None

    async def end(self, application: AnyApplication) -> None:
        """Ends the chores, closes the door and the drawer."""
        await self.rest(application)
        await self._executor.close()
        self._user_data.close()

    async def _keep_up(self, bot: Bot) -> None:
        pruned = float("-inf")
        while True:
            await asyncio.sleep(self._upkeep_every)
            try:
                await self._executor.run_chore(self._service.upkeep)
                await self._reception.tell_news(bot)
                now = self._user_data.clock()
                if now - pruned >= PRUNE_EVERY:
                    pruned = now
                    await self._user_data.prune(now)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a chore is logged, and the bot goes on answering
                logger.error("Upkeep failed: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
