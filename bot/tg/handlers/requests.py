"""Tells what a message asks of the bot: a question, or somebody's statements."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, Message, MessageEntity, User

from bot.store.answers import StoredAnswer
from bot.tg.transport.message_text import (
    command_of,
    question_in,
    rest_of,
    text_of,
)

EDITED_WITHIN_TO_ASK = 600
"""Seconds within which a message that asked nothing may be edited into a question."""


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question, as it was typed."""

    words: str


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A request for somebody's statements: what follows ``/quote``."""

    words: str


Request = AskRequest | QuoteRequest


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request, and where the reply to it goes.

    Attributes:
        message: is replied to.
        user: who asks.
        is_typed: whether the message is the request; else it has the button that is.
        instead_of: the answer to what stood in the message before it was edited.
    """

    request: Request
    message: Message
    user: User | None
    is_typed: bool = True
    instead_of: StoredAnswer | None = None

    @property
    def user_id(self) -> int | None:
        """The number of who asks."""
        return self.user.id if self.user else None


def request_in(message: Message, bot: Bot) -> Request | None:
    """Return what the message asks the bot for; None where it asks nothing, or another bot."""
    if text_of(message).startswith("/"):
        rest = rest_of(message)
        match command_of(message, bot) if rest else None:
            case "ask":
                return AskRequest(rest)
            case "quote":
                return QuoteRequest(rest)
            case _:
                return None
    question = question_in(message, bot)
    return AskRequest(question) if question else None


def is_recent(message: Message) -> bool:
    """Return whether the message was edited while it was new."""
    edited = message.edit_date or message.date
    return (edited - message.date).total_seconds() <= EDITED_WITHIN_TO_ASK


def words_replied_to(message: Message) -> str | None:
    """Return the words quoted of the message replied to or, of an answer, the sources' own."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    if message.quote is not None:
        return message.quote.text
    quotations = replied.parse_entities(
        [MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]
    )
    return "\n".join(quotations.values()) or replied.text or replied.caption or ""
