"""Stores updates before they count as received, so that none is lost, and queues them in order."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.log_redaction import describe
from bot.store.database import StoreError
from bot.store.update_inbox import PendingUpdate, UpdateInbox
from bot.tg.transport.health import BotHealth
from bot.tg.transport.message_joiner import WAIT_SECONDS, MessageJoiner
from bot.tg.transport.message_text import chat_of, user_of
from bot.tg.transport.waiting_updates import WaitingUpdates

logger = logging.getLogger(__name__)

WAITED_FOR_ONE, MOST_WAITED = 20.0, 90.0
"""Seconds for which an update, and those of one poll, keep the next poll waiting where the disk is
full: what is not acknowledged is delivered again after a crash."""
_BETWEEN_POLLS, _LOOK_EVERY = 1.0, 0.1

IsWanted = Callable[[Update], bool]


def _any_update(_update: Update) -> bool:
    """Return True: every update is wanted."""
    return True


class DurableUpdateQueue(asyncio.Queue[object]):
    """Stores each update before it counts as received, and queues none twice.

    The library polls on, or answers a webhook with 200, only when ``put`` has returned; where
    storing fails, it asks Telegram for the update again.

    Args:
        inbox: where they are stored.
        health: is told when one has been stored.
        waiting: is told of each that is queued, and knows whether a chat may queue more.
        is_wanted: others are not stored.
        on_full: is called with the first update that a chat may not queue any more.
        join_within: seconds for which a part of a message waits for the next one.
    """

    def __init__(
        self,
        inbox: UpdateInbox,
        health: BotHealth,
        waiting: WaitingUpdates | None = None,
        *,
        is_wanted: IsWanted = _any_update,
        on_full: Callable[[Update], None] | None = None,
        join_within: float = WAIT_SECONDS,
    ) -> None:
        super().__init__()
        self._inbox = inbox
        self._health = health
        self._waiting = waiting or WaitingUpdates()
        self._is_wanted = is_wanted
        self._on_full = on_full
        self._joiner = MessageJoiner(inbox, self._release, join_within)
        self._order = asyncio.Lock()
        self._waited = self._waits_until = float("-inf")
        self.newest = float("-inf")
        """When the latest one came in, by the monotonic clock."""

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
        if not self._inbox.is_durable:
            await self._handled(item.update_id)

    async def _handled(self, update_id: int) -> None:
        """Wait until an update that only memory holds was handled, so that Telegram keeps it too.

        Not for long, or nothing would be polled any more.
        """
        now = time.monotonic()
        if now - self._waited > _BETWEEN_POLLS:
            self._waits_until = now + MOST_WAITED
        until = min(now + WAITED_FOR_ONE, self._waits_until)
        while time.monotonic() < until and not await self._inbox.is_done(update_id):  # noqa: ASYNC110 - an update is done in many ways, none of which has to know of a full disk
            await asyncio.sleep(_LOOK_EVERY)
        self._waited = time.monotonic()

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
                await self._pass_on(update)
        return len(updates)

    def stop(self) -> None:
        """Queue nothing more: what waits for a further part is for the next start."""
        self._joiner.close()

    async def _receive(self, update: Update) -> None:
        self.newest = time.monotonic()
        async with self._order:
            if self._joiner.goes_on(update):
                await self._store(update)
            elif self._is_wanted(update):
                await self._store_unless_full(update)

    async def _store_unless_full(self, update: Update) -> None:
        if not self._waiting.is_full(update):
            await self._store(update)
        elif self._on_full is not None and self._waiting.is_to_be_told(chat_of(update)):
            self._on_full(update)

    async def _store(self, update: Update) -> None:
        if await self._inbox.receive(update.update_id, update.to_json(), user_of(update)):
            await self._pass_on(update)

    async def _pass_on(self, update: Update) -> None:
        self._waiting.add(update)
        if await self._joiner.take(update) is not None:
            self._waiting.end(update.update_id)

    def _release(self, update: Update) -> None:
        self.put_nowait(update)


def _deserialise(pending: PendingUpdate, bot: Bot) -> Update | None:
    try:
        return Update.de_json(json.loads(pending.body), bot)
    except Exception as error:  # noqa: BLE001 - the library may raise anything on a stored update; one that cannot be read must not hold up the others
        logger.error("A stored update cannot be read: %s", describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
        return None
