"""Chats that the bot can no longer write to, or that go by another number now."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import ChatMember, Update
from telegram.error import ChatMigrated, Forbidden
from telegram.ext import BaseRateLimiter, ContextTypes, TypeHandler

from bot.in_hand import noted
from bot.keeping.drawer import Drawer
from bot.onlookers import Make, Onlooker, Result

FIRST = -2
"""The group of handlers before the gate: who leaves need not be allowed to ask."""

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


class Whereabouts:
    """Ends what was to be sent to a chat that is closed, and moves it along with one that moves."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    async def closed(self, chat: int) -> None:
        """The bot may not write there: blocked, removed, or the account is gone."""
        await noted(self._aside(lambda: self._drawer.watches.end_all(chat)))

    async def moved(self, chat: int, new_chat: int) -> None:
        """A group has become a supergroup."""
        await noted(self._aside(lambda: self._drawer.watches.move(chat, new_chat)))

    def handler(self) -> TypeHandler[Update, ContextTypes.DEFAULT_TYPE, None]:
        """For the application, in group ``FIRST``."""
        return TypeHandler(Update, self.look)

    async def look(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Sees in an update that a chat was closed or has moved."""
        del context
        change, message = update.my_chat_member, update.message
        if change is not None and change.new_chat_member.status in _GONE:
            await self.closed(change.chat.id)
        if message is not None and message.migrate_to_chat_id is not None:
            await self.moved(message.chat_id, message.migrate_to_chat_id)

    async def _aside(self, work: Callable[[], object]) -> None:
        await self._drawer.aside(work)


class Noticing(Onlooker):
    """Sees from what Telegram answers that a chat was closed or has moved."""

    def __init__(self, limiter: BaseRateLimiter[int], whereabouts: Whereabouts) -> None:
        super().__init__(limiter)
        self._whereabouts = whereabouts

    async def look_on(  # noqa: D102 - described in Onlooker, which it fills in
        self,
        limited: Callable[[Make], Coroutine[Any, Any, Result]],
        make: Make,
        endpoint: str,
        data: dict[str, Any],
    ) -> Result:
        del endpoint
        chat = data.get("chat_id")
        try:
            return await limited(make)
        except ChatMigrated as error:
            if isinstance(chat, int):
                await self._whereabouts.moved(chat, error.new_chat_id)
            raise
        except Forbidden:
            if isinstance(chat, int):
                await self._whereabouts.closed(chat)
            raise
