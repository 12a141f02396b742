"""Queues updates and processes them: stored first, so that none is lost, then in order.

The updates of one chat are handled one after another, those of several chats concurrently.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.log_redaction import describe
from bot.store.database import StoreError
from bot.store.update_inbox import NextStep, PendingUpdate, UpdateInbox
from bot.tg.transport.concurrency import ConcurrencyLimiter
from bot.tg.transport.delivery import handling_update, log_failure
from bot.tg.transport.health import BotHealth
from bot.tg.transport.message_text import user_of

logger = logging.getLogger(__name__)

MOST_PENDING = 1_000_000
"""Updates that may wait at once: those of one chat must not keep out those of others."""

AT_ONCE = ("/cancel",)
"""Commands that do not wait for their chat's turn: they are about the update that has it."""

FLEETING_SECONDS = 60.0
"""Seconds after which nobody waits any more for the answer to a button or an inline query."""

NOTES_WITHIN = 1.0
"""Seconds in which an update that was cancelled has to be noted as not done."""

Apologise = Callable[[Update], Awaitable[None]]


class DurableUpdateQueue(asyncio.Queue[object]):
    """Stores each update before it counts as received, and queues none twice.

    The library polls on, or answers a webhook with 200, only when ``put`` has returned; where
    storing fails, it asks Telegram for the update again.

    Args:
        inbox: where they are stored.
        health: is told when one has been stored.
    """

    def __init__(self, inbox: UpdateInbox, health: BotHealth) -> None:
        super().__init__()
        self._inbox = inbox
        self._health = health

    async def put(self, item: object) -> None:
        """Store an update and queue it, where it is new; anything else is only queued.

        Raises:
            TelegramError: it could not be stored.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            await asyncio.shield(self._receive(item))
        except StoreError as error:
            raise TelegramError(f"not received: {error}") from error
        self._health.heard()

    async def recover(self, bot: Bot) -> int:
        """Queue what was received and not done before a restart, oldest first; return how many.

        To be awaited before new updates come in.
        """
        updates = [
            (pending, _deserialise(pending, bot)) for pending in await self._inbox.pending()
        ]
        for pending, update in updates:
            if update is None:
                await self._inbox.mark_done(pending.update_id)
            else:
                self.put_nowait(update)
        return self.qsize()

    async def _receive(self, update: Update) -> None:
        if await self._inbox.receive(update.update_id, update.to_json(), user_of(update)):
            self.put_nowait(update)


def _deserialise(pending: PendingUpdate, bot: Bot) -> Update | None:
    try:
        return Update.de_json(json.loads(pending.body), bot)
    except Exception as error:  # noqa: BLE001 - the library may raise anything on a stored update; one that cannot be read must not hold up the others
        logger.error("A stored update cannot be read: %s", describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
        return None


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class PerChatUpdateProcessor(BaseUpdateProcessor):
    """Handles the updates of one chat one after another and of several chats at once.

    An update takes one of the slots only when its chat's turn has come, so that one busy chat
    cannot keep the others waiting. Taps on the buttons of one message have a turn of their own,
    and ``AT_ONCE`` needs none.

    Args:
        at_once: how many slots there are.
        inbox: is told when an update is begun and done.
        apologise: tells the reader, where something was asked, that there will be no answer.
    """

    def __init__(self, at_once: int, inbox: UpdateInbox, apologise: Apologise) -> None:
        super().__init__(MOST_PENDING)
        self._slots = ConcurrencyLimiter(at_once)
        self._queues: dict[Hashable, _Queue] = {}
        self._inbox = inbox
        self._apologise = apologise
        self._waiting: set[asyncio.Task[Any]] = set()
        self._working: set[asyncio.Task[Any]] = set()
        self._is_closing = False

    @property
    def waiting(self) -> int:
        """The number of updates that wait for their turn."""
        return len(self._waiting)

    @property
    def in_progress(self) -> int:
        """The number of updates that are being handled."""
        return len(self._working)

    def stop_beginning(self) -> None:
        """Handle only what is in progress from now on; the rest is for the next start."""
        self._is_closing = True
        for task in self._waiting:
            task.cancel()

    async def close(self, grace: float) -> None:
        """Wait for what is in progress; after so many seconds it is cancelled.

        What was cancelled is not done: it is for the next start.
        """
        self.stop_beginning()
        if self._working:
            _, late = await asyncio.wait(self._working, timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=NOTES_WITHIN)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the update's turn and a slot, then handle it."""
        task = _current_task()
        try:
            if self._is_closing and isinstance(update, Update):
                return
            self._waiting.add(task)
            async with self._turn(_lane(update)), self._slots.slot():
                self._waiting.discard(task)
                self._working.add(task)
                await self._work(update, coroutine)
        finally:
            self._waiting.discard(task)
            self._working.discard(task)
            _close(coroutine)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def _work(self, update: object, coroutine: Awaitable[Any]) -> None:
        if isinstance(update, Update):
            await self._handle(update, coroutine)
        else:
            await coroutine

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        """Handle the update, if it is to be, and mark it as done, unless the bot stops."""
        step = await self._begin(update)
        if step is NextStep.LEAVE:
            return
        work = coroutine if step is NextStep.ANSWER else self._apologise(update)
        with handling_update(self._inbox, update.update_id):
            try:
                await work
            except asyncio.CancelledError:  # it did nothing wrong: it is no failed attempt
                await log_failure(self._inbox.mark_interrupted(update.update_id))
                raise
            except Exception:
                await log_failure(self._inbox.mark_done(update.update_id))
                raise
        await log_failure(self._inbox.mark_done(update.update_id))

    async def _begin(self, update: Update) -> NextStep:
        fleeting = update.callback_query or update.inline_query
        try:
            return await self._inbox.begin(
                update.update_id, FLEETING_SECONDS if fleeting else None
            )
        except StoreError as error:
            logger.error("Not noted: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            return NextStep.ANSWER

    @asynccontextmanager
    async def _turn(self, lane: Hashable) -> AsyncIterator[None]:
        queue = self._queues.setdefault(lane, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                self._queues.pop(lane, None)


@dataclass(frozen=True, slots=True)
class UpdateBacklog:
    """Counts the updates that are not done."""

    queue: DurableUpdateQueue
    processor: PerChatUpdateProcessor

    def report_to(self, health: BotHealth) -> None:
        """Have the metrics read these counts, and the rate limiter's, whenever they are asked."""
        health.metrics.watch(
            waiting=self.waiting,
            in_hand=self.in_progress,
            floods=lambda: health.limiter.floods,
        )

    def waiting(self) -> int:
        """Return how many were received and not begun."""
        return self.processor.waiting + self.queue.qsize()

    def in_progress(self) -> int:
        """Return how many are being handled."""
        return self.processor.in_progress


def _current_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("an update is handled outside a task")
    return task


def _lane(update: object) -> Hashable:
    """Return what an update must not overtake others in: its chat, for most."""
    if not isinstance(update, Update):
        return None
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if update.callback_query is not None and chat is not None and message is not None:
        return (chat.id, message.message_id)
    words = (message.text or "") if message is not None else ""
    if words.partition(" ")[0].partition("@")[0].lower() in AT_ONCE:
        return object()
    return chat.id if chat is not None else user.id if user is not None else None


def _close(coroutine: Awaitable[Any]) -> None:
    """Close a coroutine that was not begun, so that it gives no warning; others are untouched."""
    if inspect.iscoroutine(coroutine):
        coroutine.close()
