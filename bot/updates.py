"""In which order updates are handled: each chat in its own, all chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING_ROOM = 1024
"""Updates taken in while others are worked on. More than this wait outside, in order."""


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat one after another and of several chats at once.

    An update takes one of the places at work only when its chat's turn has come, so that one
    busy chat cannot keep the others waiting.
    """

    __slots__ = ("_places", "_queues")

    def __init__(self, at_once: int) -> None:
        super().__init__(WAITING_ROOM)
        self._places = asyncio.Semaphore(at_once)
        self._queues: dict[int | None, _Queue] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the chat's turn and a place, then does the work."""
        chat = update.effective_chat if isinstance(update, Update) else None
        async with self._turn(chat.id if chat else None), self._places:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

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
