"""Controls access: who may ask is checked before anything else is done with an update."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.messages import strings
from bot.tg.transport.sender import message_entities

HANDLER_GROUP = -1
"""The group of handlers of access control, before all others but one."""

_STRANGERS_REMEMBERED = 10_000


class AccessControl:
    """Lets pass the users on the list, everyone in the chats on theirs, and the bot's admins.

    Where both lists are empty, everyone passes. Strangers are told once, in a private chat, what
    to do; in groups they are told nothing.
    """

    def __init__(
        self,
        users: Collection[int] = (),
        chats: Collection[int] = (),
        admins: Collection[int] = (),
    ) -> None:
        self._users = frozenset(users)
        self._chats = frozenset(chats)
        self.admins = frozenset(admins)
        self._told: set[int] = set()

    def handler(self) -> TypeHandler[Update, ContextTypes.DEFAULT_TYPE, Any]:
        """Return the handler for the application, in group ``HANDLER_GROUP``."""
        return TypeHandler(Update, self.check)

    def admits(self, user_id: int, chat_id: int | None = None) -> bool:
        """Return whether this user may ask, in that chat."""
        if not self._users and not self._chats:
            return True
        return user_id in self._users or chat_id in self._chats or self.is_admin(user_id)

    def is_admin(self, user_id: int) -> bool:
        """Return whether this user is an admin of the bot."""
        return user_id in self.admins

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """End the handling of an update whose sender may not ask, or is unknown."""
        del context
        user, chat = update.effective_user, update.effective_chat
        if user is not None and self.admits(user.id, chat.id if chat else None):
            return
        if user is not None:
            with suppress(TelegramError):  # a stranger who cannot be told is still a stranger
                await self._tell(update, user.id)
        raise ApplicationHandlerStop

    async def _tell(self, update: Update, user_id: int) -> None:
        if update.callback_query is not None:
            await update.callback_query.answer()
        chat, message = update.effective_chat, update.effective_message
        private = chat is not None and chat.type == ChatType.PRIVATE
        if not private or message is None or user_id in self._told:
            return
        if len(self._told) >= _STRANGERS_REMEMBERED:
            self._told.clear()
        self._told.add(user_id)
        words = strings.not_allowed(user_id)
        await message.reply_text(words.text, entities=message_entities(words))
