"""The update that is being handled, and whether anything may have reached the reader for it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import ChatMember, Update
from telegram.error import ChatMigrated, Forbidden, TelegramError
from telegram.ext import BaseRateLimiter, ContextTypes, TypeHandler

from bot.store.database import StoreError
from bot.store.update_inbox import UpdateInbox
from bot.store.user_data import UserDataStore
from bot.tg.transport.rate_limiter import Make, RateLimiterWrapper, Result, may_have_arrived

logger = logging.getLogger(__name__)

HARMLESS_TWICE = frozenset({"sendChatAction", "sendMessageDraft"})
"""Calls that send nothing that stays."""


@dataclass(slots=True)
class _UpdateDelivery:
    inbox: UpdateInbox
    update_id: int
    is_announced: bool = False
    may_have_arrived: bool = False


_current_delivery: ContextVar[_UpdateDelivery | None] = ContextVar("update in hand", default=None)


@contextmanager
def handling_update(inbox: UpdateInbox, update_id: int) -> Iterator[None]:
    """Within the block, and the tasks that begin in it, this update is being handled."""
    token = _current_delivery.set(_UpdateDelivery(inbox, update_id))
    try:
        yield
    finally:
        _current_delivery.reset(token)


async def sending() -> None:
    """To be awaited just before a message goes out; without an update in hand, nothing happens.

    From here on a crash is not made good by a second answer.
    """
    update = _current_delivery.get()
    if update is not None and not update.is_announced:
        await noted(update.inbox.mark_sending(update.update_id))
        update.is_announced = True


async def unsent() -> None:
    """Takes ``sending`` back where no message can have arrived, this one or one before it."""
    update = _current_delivery.get()
    if update is not None and update.is_announced and not update.may_have_arrived:
        await noted(update.inbox.mark_unsent(update.update_id))
        update.is_announced = False


def _arrived() -> None:
    update = _current_delivery.get()
    if update is not None:
        update.may_have_arrived = True


async def noted(note: Awaitable[object]) -> None:
    """Awaits a note about an update; where it cannot be taken, the reader is served all the same."""
    try:
        await note
    except StoreError as error:
        logger.error("Not noted: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles


class DeliveryTracker(RateLimiterWrapper):
    """Notes ``sending`` when the turn of a message has come, and the call is really made."""

    async def look_on(  # noqa: D102 - described in Onlooker, which it fills in
        self,
        limited: Callable[[Make], Coroutine[Any, Any, Result]],
        make: Make,
        endpoint: str,
        data: dict[str, Any],
    ) -> Result:
        del data
        stays = endpoint.startswith("send") and endpoint not in HARMLESS_TWICE
        return await limited(_announced(make) if stays else make)


def _announced(make: Make) -> Make:
    async def call(*args: Any, **kwargs: Any) -> Result:  # noqa: ANN401 - hands on whatever the library passes to any call
        await sending()
        try:
            result = await make(*args, **kwargs)
        except TelegramError as error:
            if may_have_arrived(error):
                _arrived()
            else:
                await unsent()
            raise
        _arrived()
        return result

    return call


FIRST = -2
"""The group of handlers before the gate: who leaves need not be allowed to ask."""

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


class ChatAvailability:
    """Ends what was to be sent to a chat that is closed, and moves it along with one that moves."""

    def __init__(self, user_data: UserDataStore) -> None:
        self._user_data = user_data

    async def closed(self, chat: int) -> None:
        """The bot may not write there: blocked, removed, or the account is gone."""
        await noted(self._user_data.watches.remove_all(chat))

    async def moved(self, chat: int, new_chat: int) -> None:
        """A group has become a supergroup."""
        await noted(self._user_data.watches.move(chat, new_chat))

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


class AvailabilityObserver(RateLimiterWrapper):
    """Sees from what Telegram answers that a chat was closed or has moved."""

    def __init__(self, limiter: BaseRateLimiter[int], whereabouts: ChatAvailability) -> None:
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
