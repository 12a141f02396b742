"""What each reader asked last, kept for a while so that the next question may lean on it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from telegram import Message

from bot.store.conversations import FOR_SECONDS, ContextKey, ConversationStore
from bot.store.database import Database
from bot.tg.transport.message_text import topic_of
from retrieval.answer.followups import PreviousTurn

AT_MOST = 2000
"""Conversations and answers that are remembered at once; the oldest are forgotten first."""


class ConversationContext:
    """Remembers for each reader in each chat and topic, and for each answer.

    A question that replies to one of the bot's answers leans on that one, whoever asked for it.

    Args:
        clock: seconds, not of this process where they are kept longer than it lasts.
        talks: where they are kept; without it, in memory only.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        at_most: int = AT_MOST,
        for_seconds: float = FOR_SECONDS,
        talks: ConversationStore | None = None,
    ) -> None:
        self._clock = clock
        self._at_most = at_most
        self._for_seconds = for_seconds
        self._talks = talks or ConversationStore(Database())

    def before(self, message: Message) -> PreviousTurn | None:
        """What a message may lean on."""
        answered = message.reply_to_message
        found = self._get(_answer(answered)) if answered is not None else None
        return found or self._get(_reader(message, _writer(message)))

    def remember(
        self,
        message: Message,
        sent: Sequence[Message],
        earlier: PreviousTurn,
        reader: int | None = None,
    ) -> None:
        """What was asked in a message, and answered in those that were sent.

        ``reader`` is who asked, where that is not the one who wrote the message.
        """
        user = reader or _writer(message)
        places = (_reader(message, user), *map(_answer, sent))
        self._talks.put(places, earlier, user=user, now=self._clock(), at_most=self._at_most)

    def _get(self, place: ContextKey) -> PreviousTurn | None:
        return self._talks.get(place, self._clock() - self._for_seconds)


def _writer(message: Message) -> int | None:
    return message.from_user.id if message.from_user else None


def _reader(message: Message, reader: int | None) -> ContextKey:
    return ContextKey("reader", message.chat_id, topic_of(message), reader)


def _answer(message: Message) -> ContextKey:
    return ContextKey("answer", message.chat_id, message.message_id, None)


Reader = tuple[int, int | None, int | None]
"""A chat, a topic, and who asks there."""


class LatestAnswers:
    """Remembers keys of answers for as long as the process lasts; the oldest are forgotten."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._keys: OrderedDict[Reader, str] = OrderedDict()

    def put(self, reader: Reader, key: str) -> None:
        """This is the latest now."""
        self._keys[reader] = key
        self._keys.move_to_end(reader)
        if len(self._keys) > self._at_most:
            self._keys.popitem(last=False)

    def get(self, reader: Reader) -> str | None:
        """The key of the latest; None where there is none, or it is forgotten."""
        return self._keys.get(reader)
