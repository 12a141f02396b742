"""Finds and stores the follow-up context of a message."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message

from bot.store.conversations import ContextKey, ConversationStore
from bot.tg.transport.message_text import topic_of, writer_of
from retrieval.answer.followups.turns import PreviousTurn


async def previous_turn(conversations: ConversationStore, message: Message) -> PreviousTurn | None:
    """Return what a message may follow up; None where there is nothing.

    A question that replies to one of the bot's answers follows up that one, whoever asked for it.
    """
    answered = message.reply_to_message
    found = await conversations.get(_answer(answered)) if answered is not None else None
    writer = _writer(message)
    if found is not None or writer is None:
        return found
    return await conversations.get(_reader(message, writer))


async def remember_turn(
    conversations: ConversationStore,
    message: Message,
    sent: Sequence[Message],
    turn: PreviousTurn,
    reader: int | None = None,
) -> None:
    """Store what was asked in a message, and answered in those that were sent.

    ``reader`` is who asked, where that is not the one who wrote the message. What nobody known
    asked is followed up only in reply to its answer.
    """
    user = reader or _writer(message)
    readers = () if user is None else (_reader(message, user),)
    keys = (*readers, *map(_answer, sent))
    await conversations.put(keys, turn, user=user)


def _writer(message: Message) -> int | None:
    writer = writer_of(message)
    return writer.id if writer else None


def _reader(message: Message, reader: int) -> ContextKey:
    return ContextKey("reader", message.chat_id, topic_of(message), reader)


def _answer(message: Message) -> ContextKey:
    return ContextKey("answer", message.chat_id, message.message_id, None)
