"""Tells readers that too many of their messages wait, or that the bot was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.messages import notices
from bot.messages.text_entities import Words
from bot.tg.transport.access import AccessControl
from bot.tg.transport.message_text import sender_of
from bot.tg.transport.sender import say

logger = logging.getLogger(__name__)


class BacklogNotices:
    """Tells those who may ask, and nobody else. Never raises.

    Args:
        access: knows who may ask.
        most: messages of one chat that may wait.
    """

    def __init__(self, access: AccessControl, most: int) -> None:
        self._access = access
        self._most = most
        self._tasks: set[asyncio.Task[None]] = set()

    def full(self, update: Update) -> None:
        """Tell that no more messages of the chat are taken for now; does not wait for it."""
        self._begin(self._tell(update, notices.queue_full(self._most)))

    async def late(self, update: Update, put_away: int) -> None:
        """Tell that the bot was away, and how many older messages are not answered."""
        await self._tell(update, notices.was_away(put_away))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, update: Update, words: Words) -> None:
        message, user = update.message, sender_of(update)
        if message is None:
            return
        if not self._access.admits(user.id if user else None, message.chat_id):
            return
        try:
            await say(message, words)
        except TelegramError as error:
            logger.warning("A reader could not be told: %s", type(error).__name__)
