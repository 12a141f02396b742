"""Tracks per update whether a message may have been delivered, so that a restart never sends it twice."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import ChatMember, Update
from telegram.error import ChatMigrated, Forbidden, TelegramError
from telegram.ext import BaseRateLimiter, ContextTypes, TypeHandler

from bot.store.database import StoreError
from bot.store.update_inbox import UpdateInbox
from bot.store.user_data import UserDataStore
from bot.tg.transport.rate_limiter import Make, Result, may_have_arrived

logger = logging.getLogger(__name__)

HARMLESS_TWICE = frozenset({"sendChatAction", "sendMessageDraft"})
"""Calls that send nothing that stays."""


@dataclass(slots=True)
class UpdateDelivery:
    """What became of the messages for an update, or for news, which have no inbox.

    Attributes:
        is_marked: whether one is on its way, or may have arrived.
    """

    inbox: UpdateInbox | None
    update_id: int
    is_marked: bool = False
    may_have_arrived: bool = False


_current_delivery: ContextVar[UpdateDelivery | None] = ContextVar("current delivery", default=None)


@contextmanager
def handling_update(inbox: UpdateInbox, update_id: int) -> Iterator[None]:
    """Handle this update within the block, and within the tasks that begin in it."""
    token = _current_delivery.set(UpdateDelivery(inbox, update_id))
    try:
        yield
    finally:
        _current_delivery.reset(token)


@contextmanager
def handling_news() -> Iterator[UpdateDelivery]:
    """Send what belongs to no update within the block; what may have gone out is marked."""
    delivery = UpdateDelivery(None, 0)
    token = _current_delivery.set(delivery)
    try:
        yield delivery
    finally:
        _current_delivery.reset(token)


async def mark_sending() -> None:
    """Mark the current update, if there is one, just before a message for it goes out.

    After a crash from here on, it is not answered again.
    """
    update = _current_delivery.get()
    if update is not None and not update.is_marked:
        if update.inbox is not None:
            await log_failure(update.inbox.mark_sending(update.update_id))
        update.is_marked = True


async def mark_unsent() -> None:
    """Undo ``mark_sending`` where no message for the update can have arrived."""
    update = _current_delivery.get()
    if update is not None and update.is_marked and not update.may_have_arrived:
        if update.inbox is not None:
            await log_failure(update.inbox.mark_unsent(update.update_id))
        update.is_marked = False


def _mark_arrived() -> None:
    update = _current_delivery.get()
    if update is not None:
        update.may_have_arrived = True


async def log_failure(note: Awaitable[object]) -> None:
    """Await a note in a store; where the store fails, log it and go on serving the reader."""
    try:
        await note
    except StoreError as error:
        logger.error("Not noted: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles


HANDLER_GROUP = -2
"""The group of handlers before access control: who leaves need not be allowed to ask."""

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


class ChatAvailability:
    """Ends the watches of a chat that is closed, and moves those of a chat that has moved."""

    def __init__(self, user_data: UserDataStore) -> None:
        self._user_data = user_data

    async def closed(self, chat: int) -> None:
        """End the watches: the bot is blocked or removed, or the account is gone."""
        await log_failure(self._user_data.watches.remove_all(chat))

    async def moved(self, chat: int, new_chat: int) -> None:
        """Move the watches: a group has become a supergroup."""
        await log_failure(self._user_data.watches.move(chat, new_chat))

    def handler(self) -> TypeHandler[Update, ContextTypes.DEFAULT_TYPE, None]:
        """Return the handler for the application, in group ``HANDLER_GROUP``."""
        return TypeHandler(Update, self.check)

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Follow an update which says that a chat was closed or has moved."""
        del context
        change, message = update.my_chat_member, update.message
        if change is not None and change.new_chat_member.status in _GONE:
            await self.closed(change.chat.id)
        if message is not None and message.migrate_to_chat_id is not None:
            await self.moved(message.chat_id, message.migrate_to_chat_id)


class DeliveryTracker(BaseRateLimiter[int]):
    """Passes each call on to the rate limiter, and takes note of what became of it.

    Just before a message goes out, its update is marked as sending; where Telegram answers that a
    chat is closed or has moved, its watches follow.
    """

    def __init__(self, limiter: BaseRateLimiter[int], availability: ChatAvailability) -> None:
        self._limiter = limiter
        self._availability = availability

    async def initialize(self) -> None:
        """Initialise the rate limiter."""
        await self._limiter.initialize()

    async def shutdown(self) -> None:
        """Shut the rate limiter down."""
        await self._limiter.shutdown()

    async def process_request(  # noqa: D102, PLR0917 - described and fixed by BaseRateLimiter of python-telegram-bot
        self,
        callback: Make,
        args: Any,  # noqa: ANN401 - BaseRateLimiter says Any
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        stays = endpoint.startswith("send") and endpoint not in HARMLESS_TWICE
        make = partial(_send_tracked, callback) if stays else callback
        chat = data.get("chat_id")
        try:
            return await self._limiter.process_request(
                make, args, kwargs, endpoint, data, rate_limit_args
            )
        except ChatMigrated as error:
            if isinstance(chat, int):
                await self._availability.moved(chat, error.new_chat_id)
            raise
        except Forbidden:
            if isinstance(chat, int):
                await self._availability.closed(chat)
            raise


async def _send_tracked(make: Make, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401 - hands on whatever the library passes to any call
    """Make the call that sends a message, between the marks of its update."""
    await mark_sending()
    try:
        result = await make(*args, **kwargs)
    except TelegramError as error:
        if may_have_arrived(error):
            _mark_arrived()
        else:
            await mark_unsent()
        raise
    _mark_arrived()
    return result
