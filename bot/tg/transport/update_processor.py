"""Handles updates: those of one chat one after another, those of several chats concurrently.

Of what comes in after a time when the bot was away, a reader's newest messages are answered.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.store.database import StoreError
from bot.store.update_inbox import NextStep, UpdateInbox
from bot.tg.transport.concurrency import ConcurrencyLimiter
from bot.tg.transport.delivery import handling_update, log_failure
from bot.tg.transport.health import BotHealth
from bot.tg.transport.message_text import chat_of, user_of
from bot.tg.transport.update_queue import DurableUpdateQueue
from bot.tg.transport.waiting_updates import WaitingUpdates, is_at_once

logger = logging.getLogger(__name__)

MOST_PENDING = 1_000_000
"""Updates that may wait at once: those of one chat must not keep out those of others."""

QUIET_SECONDS, QUIET_AT_MOST = 1.0, 10.0
"""Seconds without a new update after which those of a time when the bot was away have come in,
and how long that is waited for."""

FLEETING_SECONDS = 60.0
"""Seconds after which nobody waits any more for the answer to a button or an inline query."""

NOTES_WITHIN = 1.0
"""Seconds in which an update that was cancelled has to be noted as not done."""

Apologise = Callable[[Update], Awaitable[None]]
OnLate = Callable[[Update, int], Awaitable[None]]
"""Tells a reader that the bot was away, and how many of their messages were put away."""


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class PerChatUpdateProcessor(BaseUpdateProcessor):
    """Handles the updates of one chat one after another and of several chats at once.

    An update takes one of the slots only when its chat's turn has come, so that one busy chat
    cannot keep the others waiting. Taps on the buttons of one message have a turn of their own;
    what is about the updates that wait needs neither turn nor slot.

    Of the messages from a time when the bot was away, a reader's newest are answered.

    Args:
        at_once: how many slots there are.
        inbox: is told when an update is begun and done.
        apologise: tells the reader, where something was asked, that there will be no answer.
        waiting: is told when an update is begun and done.
        on_late: is called before a message is answered that came in late.
        newest: when the latest update came in, by the monotonic clock.
    """

    def __init__(
        self,
        at_once: int,
        inbox: UpdateInbox,
        apologise: Apologise,
        waiting: WaitingUpdates | None = None,
        *,
        on_late: OnLate | None = None,
        newest: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(MOST_PENDING)
        self._slots = ConcurrencyLimiter(at_once)
        self._queues: dict[Hashable, _Queue] = {}
        self._inbox = inbox
        self._apologise = apologise
        self._on_late = on_late
        self._updates = waiting or WaitingUpdates()
        self._newest = newest
        self._put_away: Counter[Hashable] = Counter()
        self._told: set[Hashable] = set()
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
            if isinstance(update, Update) and is_at_once(update):
                await self._work(task, update, coroutine)
                return
            async with self._turn(_lane(update)):
                if await self._is_outdated(update):
                    return
                async with self._slots.slot():
                    await self._work(task, update, coroutine)
        finally:
            self._waiting.discard(task)
            self._working.discard(task)
            if isinstance(update, Update):
                self._updates.end(update.update_id)
            _close(coroutine)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def _work(
        self, task: asyncio.Task[Any], update: object, coroutine: Awaitable[Any]
    ) -> None:
        self._waiting.discard(task)
        self._working.add(task)
        if isinstance(update, Update):
            self._updates.begin(update.update_id)
            await self._handle(update, coroutine)
        else:
            await coroutine

    async def _is_outdated(self, update: object) -> bool:
        """Put a message away that came in late, where newer ones of its reader are waiting.

        The reader is told once, before the first of these is answered.
        """
        if not isinstance(update, Update):
            return False
        reader = (chat_of(update), user_of(update))
        if not self._updates.is_late(update.update_id):
            self._told.discard(reader)
            return False
        until = time.monotonic() + QUIET_AT_MOST
        while (wait := min(self._newest() + QUIET_SECONDS, until) - time.monotonic()) > 0:  # noqa: ASYNC110 - the time to wait for moves with each update
            await asyncio.sleep(wait)
        if not self._updates.is_late(update.update_id):
            return False  # put away in the meantime
        if self._updates.is_outdated(update.update_id):
            await log_failure(self._inbox.close([update.update_id]))
            self._put_away[reader] += 1
            return True
        if reader not in self._told:
            self._told.add(reader)
            if self._on_late is not None:
                await self._on_late(update, self._put_away.pop(reader, 0))
        return False

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
    if update.inline_query is not None:
        return object()  # the newest does not wait for those before it
    return chat.id if chat is not None else user.id if user is not None else None


def _close(coroutine: Awaitable[Any]) -> None:
    """Close a coroutine that was not begun, so that it gives no warning; others are untouched."""
    if inspect.iscoroutine(coroutine):
        coroutine.close()
