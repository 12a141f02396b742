"""Reads messages: whether one is meant for the bot, and the question or command in it."""

from __future__ import annotations

import re
import unicodedata

from telegram import Bot, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.settings import SHARED_ACCOUNTS


def question_in(message: Message, bot: Bot) -> str | None:
    """Return what the message asks the bot; "" where it asks nothing; None where it is not for it.

    In a private chat every message is; in a group only one that mentions the bot or replies to it.
    """
    words = text_of(message)
    if message.chat.type == ChatType.PRIVATE:
        return _visible(words)
    if is_mentioned(message, bot):
        mention = rf"{re.escape(f'@{bot.username}')}\b"
        return _visible(re.sub(mention, " ", words, flags=re.IGNORECASE))
    return _visible(words) if _replies_to(message, bot) else None


def text_of(message: Message) -> str:
    """Return the text of a message or the caption of what is in it; "" where there is neither."""
    return message.text or message.caption or ""


def is_mentioned(message: Message, bot: Bot) -> bool:
    """Return whether the message or its caption mentions the bot."""
    kinds: list[str | None] = [MessageEntity.MENTION]
    mentions = {
        **(message.parse_entities(kinds) if message.text else {}),
        **(message.parse_caption_entities(kinds) if message.caption else {}),
    }
    return any(each.casefold() == f"@{bot.username}".casefold() for each in mentions.values())


def _replies_to(message: Message, bot: Bot) -> bool:
    answered = message.reply_to_message
    if answered is None or answered.from_user is None:
        return False
    # In a forum every message "replies" to the one that opened its topic.
    return answered.from_user.id == bot.id and answered.forum_topic_created is None


def command_of(message: Message, bot: Bot) -> str | None:
    """Return the command at the start, in lower case; None where it is another bot's."""
    command, at, name = text_of(message).split(maxsplit=1)[0].partition("@")
    if at and name.casefold() != bot.username.casefold():
        return None
    return command.removeprefix("/").casefold()


def is_command(message: Message) -> bool:
    """Return whether a message is a command."""
    return text_of(message).startswith("/")


def is_own_command(message: Message, bot: Bot) -> bool:
    """Return whether to answer a command: any in private chats, in groups /command@ThisBot."""
    command = (message.text or "").split(maxsplit=1)[0]
    _, at, name = command.partition("@")
    if at:
        return name.casefold() == bot.username.casefold()
    return message.chat.type == ChatType.PRIVATE


def rest_of(message: Message) -> str:
    """Return what follows the command."""
    words = text_of(message).split(maxsplit=1)
    return _visible(words[1]) if len(words) > 1 else ""


def topic_of(message: Message) -> int | None:
    """Return the forum topic of a message; None outside forums."""
    return message.message_thread_id if message.is_topic_message else None


def _visible(words: str) -> str:
    """Return the text without white space around; "" where nothing of it is visible."""
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return words.strip() if any(unicodedata.category(c) not in unseen for c in words) else ""


def message_of(update: Update) -> Message:
    """Return the message of an update that only a message handler gets."""
    if update.effective_message is None:
        raise TypeError("an update without a message reached a message handler")
    return update.effective_message


def sender_of(update: Update) -> User | None:
    """Return the person who sent the update; None where that is not one known person.

    Anonymous admins, and whoever posts as a channel, write under an account that many share; so
    do other bots' messages have no person behind them.
    """
    tapped = update.callback_query is not None
    return _person(update.effective_user, None if tapped else update.effective_message)


def writer_of(message: Message) -> User | None:
    """Return the person who wrote the message; None as in ``sender_of``."""
    return _person(message.from_user, message)


def user_of(update: Update) -> int | None:
    """Return the number of the person who sent the update; None as in ``sender_of``."""
    user = sender_of(update)
    return user.id if user else None


def chat_of(update: Update) -> int:
    """Return the number of the chat that the update is about; 0 where it is about none."""
    chat = update.effective_chat
    return chat.id if chat is not None else 0


def _person(user: User | None, message: Message | None) -> User | None:
    if user is None or user.is_bot or user.id in SHARED_ACCOUNTS:
        return None
    return None if message is not None and message.sender_chat is not None else user
