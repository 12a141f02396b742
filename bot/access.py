"""Who may ask. Checked before anything else is done with an update."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot import texts

FIRST = -1
"""The group of handlers in which the gate stands, before all others."""

_STRANGERS_REMEMBERED = 10_000


class Gate:
    """Lets the users on the list pass, or everyone where the list is empty.

    Strangers hear once, in a private chat, what to do; in groups they hear nothing.
    """

    def __init__(self, allowed: Collection[int]) -> None:
        self._allowed = frozenset(allowed)
        self._told: set[int] = set()

    def handler(self) -> TypeHandler[Update, ContextTypes.DEFAULT_TYPE, Any]:
        """For the application, in group ``FIRST``."""
        return TypeHandler(Update, self.check)

    def admits(self, user_id: int) -> bool:
        """Whether this user may ask."""
        return not self._allowed or user_id in self._allowed

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ends the handling of an update whose sender may not ask, or is unknown."""
        del context
        user = update.effective_user
        if user is not None and self.admits(user.id):
            return
        if user is not None:
            with suppress(TelegramError):  # a stranger who cannot be told is still a stranger
                await self._tell(update, user.id)
        raise ApplicationHandlerStop

    async def _tell(self, update: Update, user_id: int) -> None:
        chat, message = update.effective_chat, update.effective_message
        private = chat is not None and chat.type == ChatType.PRIVATE
        if not private or message is None or user_id in self._told:
            return
        if len(self._told) >= _STRANGERS_REMEMBERED:
            self._told.clear()
        self._told.add(user_id)
        await message.reply_text(texts.not_allowed(user_id))
