"""How updates are taken in, and in which order they are handled.

Each chat's in its own order, all chats side by side; stored first, so that none is lost.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.in_hand import in_hand, noted
from bot.keeping.inbox import Handling, Inbox, Waiting
from bot.keeping.schema import KeepingError
from bot.logs import describe

logger = logging.getLogger(__name__)

WAITING_ROOM = 1024
"""Updates taken in while others are worked on. More than this wait outside, in order."""

FLEETING = 60.0
"""Seconds after which nobody waits any more for the answer to a button or to a line being typed."""

Apologise = Callable[[Update], Awaitable[None]]


class DurableQueue(asyncio.Queue[object]):
    """Stores an update before it is taken for received, and takes none twice.

    The library polls on, or answers a webhook with 200, only when ``put`` has returned; where
    storing fails, it asks Telegram for the update again.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox

    async def put(self, item: object) -> None:
        """Stores an update and queues it, where it is new; anything else is only queued.

        Raises:
            TelegramError: it could not be stored.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            await asyncio.shield(self._take_in(item))
        except KeepingError as error:
            raise TelegramError(f"not received: {error}") from error

    async def recover(self, bot: Bot) -> int:
        """Queues what was received and not done before a restart, oldest first; how many.

        To be awaited before new updates come in.
        """
        updates = [(waiting, _read(waiting, bot)) for waiting in await self._inbox.undone()]
        for waiting, update in updates:
            if update is None:
                await self._inbox.done(waiting.update_id)
            else:
                self.put_nowait(update)
        return self.qsize()

    async def _take_in(self, update: Update) -> None:
        user = update.effective_user
        user_id = user.id if user else None
        if await self._inbox.receive(update.update_id, update.to_json(), user_id):
            self.put_nowait(update)


def _read(waiting: Waiting, bot: Bot) -> Update | None:
    try:
        return Update.de_json(json.loads(waiting.body), bot)
    except Exception as error:  # noqa: BLE001 - whatever the library finds in one, the others wait
        logger.error("A stored update cannot be read: %s", describe(error))  # noqa: TRY400 - its words are not to be logged
        return None


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat one after another and of several chats at once.

    An update takes one of the places at work only when its chat's turn has come, so that one
    busy chat cannot keep the others waiting.

    Args:
        at_once: how many places there are.
        inbox: is told when an update is begun and done.
        apologise: says, where something was asked, that there will be no answer.
    """

    __slots__ = ("_apologise", "_inbox", "_places", "_queues")

    def __init__(self, at_once: int, inbox: Inbox, apologise: Apologise) -> None:
        super().__init__(WAITING_ROOM)
        self._places = asyncio.Semaphore(at_once)
        self._queues: dict[int | None, _Queue] = {}
        self._inbox = inbox
        self._apologise = apologise

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the chat's turn and a place, then does the work."""
        chat = update.effective_chat if isinstance(update, Update) else None
        async with self._turn(chat.id if chat else None), self._places:
            if isinstance(update, Update):
                await self._handle(update, coroutine)
            else:
                await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        """Handles the update, or does not, and notes that it is done; not if it is cancelled."""
        handling = await self._begin(update)
        if handling is Handling.ANSWER:
            work = coroutine
        else:
            _drop(coroutine)
            if handling is Handling.LEAVE:
                return
            work = self._apologise(update)
        with in_hand(self._inbox, update.update_id):
            try:
                await work
            except Exception:
                await noted(self._inbox.done(update.update_id))
                raise
        await noted(self._inbox.done(update.update_id))

    async def _begin(self, update: Update) -> Handling:
        fleeting = update.callback_query or update.inline_query
        try:
            return await self._inbox.begin(update.update_id, FLEETING if fleeting else None)
        except KeepingError as error:
            logger.error("Not noted: %s", error)  # noqa: TRY400 - the line says it all
            return Handling.ANSWER

    @asynccontextmanager
    async def _turn(self, chat_id: int | None) -> AsyncIterator[None]:
        queue = self._queues.setdefault(chat_id, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                self._queues.pop(chat_id, None)


def _drop(coroutine: Awaitable[Any]) -> None:
    """Gives up work that was not begun, without a warning that it was not."""
    if inspect.iscoroutine(coroutine):
        coroutine.close()
