"""What each reader asked last, kept for a while so that the next question may lean on it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from telegram import Message

from retrieval.answer.follow import Earlier

AT_MOST = 2000
"""Conversations and answers that are remembered at once; the oldest are forgotten first."""
FOR_SECONDS = 30 * 60.0

Place = tuple[str, int, int | None, int | None]


class Conversations:
    """Remembers, in memory only, for each reader in each chat and topic, and for each answer.

    A question that replies to one of the bot's answers leans on that one, whoever asked for it.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        at_most: int = AT_MOST,
        for_seconds: float = FOR_SECONDS,
    ) -> None:
        self._clock = clock
        self._at_most = at_most
        self._for_seconds = for_seconds
        self._kept: OrderedDict[Place, tuple[float, Earlier]] = OrderedDict()

    def before(self, message: Message) -> Earlier | None:
        """What a message may lean on."""
        answered = message.reply_to_message
        found = self._get(_answer(answered)) if answered is not None else None
        return found or self._get(_reader(message))

    def remember(self, message: Message, sent: Sequence[Message], earlier: Earlier) -> None:
        """What was asked in a message, and answered in those that were sent."""
        for place in (_reader(message), *map(_answer, sent)):
            self._kept[place] = (self._clock(), earlier)
            self._kept.move_to_end(place)
        while len(self._kept) > self._at_most:
            self._kept.popitem(last=False)

    def _get(self, place: Place) -> Earlier | None:
        kept = self._kept.get(place)
        if kept is None or self._clock() - kept[0] > self._for_seconds:
            self._kept.pop(place, None)
            return None
        return kept[1]


def _reader(message: Message) -> Place:
    topic = message.message_thread_id if message.is_topic_message else None
    reader = message.from_user.id if message.from_user else None
    return "reader", message.chat_id, topic, reader


def _answer(message: Message) -> Place:
    return "answer", message.chat_id, message.message_id, None
