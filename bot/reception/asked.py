"""What a message asks for: an answer to a question, or somebody's words."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, Message

from bot.addressing import command_of, question_in, rest_of


@dataclass(frozen=True, slots=True)
class Question:
    """As it was typed."""

    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """Whose words: what follows ``/quote``."""

    words: str


Request = Question | Words


def request_in(message: Message, bot: Bot) -> Request | None:
    """What the message asks the bot for; None where it asks for nothing, or somebody else."""
    if (message.text or "").startswith("/"):
        rest = rest_of(message)
        match command_of(message, bot) if rest else None:
            case "ask":
                return Question(rest)
            case "quote":
                return Words(rest)
            case _:
                return None
    question = question_in(message, bot)
    return Question(question) if question else None
