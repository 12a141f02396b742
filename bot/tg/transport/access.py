"""Controls access: who may ask is checked before anything else is done with an update."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.messages import strings
from bot.messages.buttons import CallbackAction, decode_callback_data
from bot.tg.transport.message_text import command_of, sender_of
from bot.tg.transport.sender import message_entities

OWN_DATA_COMMANDS = frozenset({"forget", "privacy"})
OWN_DATA_BUTTONS = frozenset({CallbackAction.FORGET, CallbackAction.KEEP})
"""What everybody may use, whoever else may ask."""

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

    def admits(self, user_id: int | None, chat_id: int | None = None) -> bool:
        """Return whether this user may ask, in that chat; None is somebody who is not known."""
        if not self._users and not self._chats:
            return True
        return user_id in self._users or chat_id in self._chats or self.is_admin(user_id)

    def is_admin(self, user_id: int | None) -> bool:
        """Return whether this user is an admin of the bot."""
        return user_id in self.admins

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """End the handling of an update whose sender may not ask, or is unknown.

        Everybody may ask what is kept about them, and have it deleted.
        """
        user, chat = sender_of(update), update.effective_chat
        if user is None and not _is_anonymous(update):
            raise ApplicationHandlerStop
        if self.admits(user.id if user else None, chat.id if chat else None):
            return
        if is_about_own_data(update, context.bot):
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


def is_about_own_data(update: Update, bot: Bot) -> bool:
    """Return whether somebody asks what is kept about them, or to have it deleted."""
    if update.callback_query is not None:
        press = decode_callback_data(update.callback_query.data or "")
        return press is not None and press.verb in OWN_DATA_BUTTONS
    message = update.message
    words = message.text if message is not None else None
    if message is None or not words or not words.startswith("/"):
        return False
    return command_of(message, bot) in OWN_DATA_COMMANDS


def _is_anonymous(update: Update) -> bool:
    """Return whether a chat speaks: an anonymous admin's group, or somebody's channel."""
    message = update.effective_message
    return message is not None and message.sender_chat is not None
