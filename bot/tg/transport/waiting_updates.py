"""Keeps track of the updates that wait or are in progress, by chat and by who sent them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.messages.buttons import CallbackAction, decode_callback_data
from bot.tg.transport.message_text import user_of

AT_ONCE_COMMANDS = frozenset({"/cancel", "/forget"})
"""Commands that do not wait: they are about what waits, or is in progress."""

AT_ONCE_BUTTONS = frozenset({CallbackAction.FORGET, CallbackAction.KEEP})

LATE_SECONDS = 3600.0
"""Seconds after which a message that comes in is one from a time when the bot was away."""

LATE_AT_MOST = 365 * 86_400.0
"""Seconds beyond which rather one of the two clocks is wrong."""

NEWEST_KEPT = 3
"""Messages of one reader from such a time that are answered."""


@dataclass(slots=True)
class _Entry:
    update_id: int
    chat: int | None
    user: int | None
    is_message: bool
    is_late: bool
    task: asyncio.Task[Any] | None = None
    """Handles it; None while it waits."""


class WaitingUpdates:
    """The updates that are received and not done, the oldest first.

    Args:
        most: messages of one chat that may wait; 0 for any number.
        clock: seconds since 1970, by which a message is late.
    """

    def __init__(self, most: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.most = most
        self._clock = clock
        self._entries: dict[int, _Entry] = {}
        self._full: set[int] = set()

    def add(self, update: Update) -> None:
        """Take note of an update that was received."""
        message, chat = update.message, update.effective_chat
        sent = message.date.timestamp() if message is not None else None
        is_late = sent is not None and LATE_SECONDS < self._clock() - sent < LATE_AT_MOST
        self._entries[update.update_id] = _Entry(
            update.update_id,
            chat.id if chat else None,
            user_of(update),
            message is not None and not is_at_once(update),
            is_late,
        )

    def begin(self, update_id: int) -> None:
        """Take note that the current task handles an update."""
        if update_id in self._entries:
            self._entries[update_id].task = asyncio.current_task()

    def end(self, update_id: int) -> None:
        """Take note that an update is done, or left for the next start."""
        entry = self._entries.pop(update_id, None)
        if entry is not None and entry.chat is not None and not self._waiting_in(entry.chat):
            self._full.discard(entry.chat)

    def is_full(self, update: Update) -> bool:
        """Return whether no further message of this chat may wait."""
        chat = update.effective_chat
        if not self.most or chat is None or update.message is None or is_at_once(update):
            return False
        return len(self._waiting_in(chat.id)) >= self.most

    def is_to_be_told(self, chat: int) -> bool:
        """Return whether a chat is full for the first time since nothing waited in it."""
        is_new = chat not in self._full
        self._full.add(chat)
        return is_new

    def is_late(self, update_id: int) -> bool:
        """Return whether an update is a message from a time when the bot was away."""
        entry = self._entries.get(update_id)
        return entry is not None and entry.is_late and entry.is_message

    def is_outdated(self, update_id: int) -> bool:
        """Return whether so many newer messages of the same reader wait in the same chat."""
        entry = self._entries[update_id]
        waiting = self._waiting_in(entry.chat) if entry.chat is not None else []
        newer = [e for e in waiting if e.user == entry.user and e.update_id > update_id]
        return len(newer) >= NEWEST_KEPT

    def put_away(self, chat: int, user: int | None = None) -> Sequence[int]:
        """Forget the messages that wait in a chat, or those of one reader; return their ids."""
        away = [e for e in self._waiting_in(chat) if user is None or e.user == user]
        for entry in away:
            self.end(entry.update_id)
        return [entry.update_id for entry in away]

    def leave(self, user: int) -> tuple[Sequence[int], Sequence[asyncio.Task[Any]]]:
        """Forget all of a reader's; return what waits, and the tasks that handle the rest.

        The current task is not among them.
        """
        current, theirs = asyncio.current_task(), list(self._of(user))
        waiting = [entry.update_id for entry in theirs if entry.task is None]
        for update_id in waiting:
            self.end(update_id)
        tasks = [entry.task for entry in theirs if entry.task not in {None, current}]
        return waiting, [task for task in tasks if task is not None]

    def _of(self, user: int) -> Iterator[_Entry]:
        return (e for e in self._entries.values() if user in {e.user, e.chat})

    def _waiting_in(self, chat: int) -> Sequence[_Entry]:
        entries = self._entries.values()
        return [e for e in entries if e.chat == chat and e.is_message and e.task is None]


def is_at_once(update: Update) -> bool:
    """Return whether an update does not wait for its turn."""
    query, message = update.callback_query, update.message
    if query is not None:
        press = decode_callback_data(query.data or "")
        return press is not None and press.verb in AT_ONCE_BUTTONS
    words = (message.text or "") if message is not None else ""
    return words.partition(" ")[0].partition("@")[0].lower() in AT_ONCE_COMMANDS
