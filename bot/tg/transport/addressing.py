"""Decides which updates are meant for the bot: others are neither stored nor handled."""

from __future__ import annotations

from telegram import Bot, Message, MessageOriginUser, Update
from telegram.constants import ChatType

from bot.messages import notices
from bot.settings import SHARED_ACCOUNTS
from bot.tg.transport.message_text import command_of, is_mentioned, question_in, text_of
from retrieval.answer.user_input.remarks import asks_nothing

EDITED_WITHIN = 86_400
"""Seconds after which a change of a message is no question any more."""


def is_for_bot(update: Update) -> bool:
    """Return whether an update is meant for the bot.

    In a private chat nearly everything is. What is said in a group is only where it is a command
    of the bot's, mentions it, or asks something in reply to it. What another program or a linked
    channel writes is not, nor are the bot's own words when they come back.
    """
    message = update.message or update.edited_message
    if message is None or message.migrate_to_chat_id is not None:
        return True
    bot = update.get_bot()
    if _is_from_no_reader(message, bot) or _is_edited_late(message):
        return False
    return message.chat.type == ChatType.PRIVATE or _is_addressed(message, bot)


def _is_from_no_reader(message: Message, bot: Bot) -> bool:
    """Return whether a program or a linked channel wrote it, or the bot itself in another place."""
    if message.via_bot is not None or message.is_automatic_forward:
        return True
    user, origin = message.from_user, message.forward_origin
    if user is not None and user.is_bot and user.id not in SHARED_ACCOUNTS:
        return True
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id


def _is_edited_late(message: Message) -> bool:
    edited = message.edit_date
    return edited is not None and (edited - message.date).total_seconds() > EDITED_WITHIN


def _is_addressed(message: Message, bot: Bot) -> bool:
    """Return whether a message in a group asks the bot something, or mentions it and no more."""
    if message.forward_origin is not None:
        return False
    words = text_of(message)
    if words.startswith("/"):
        command, _, name = words.split(maxsplit=1)[0].removeprefix("/").partition("@")
        known = command.casefold() in notices.COMMAND_NAMES or bool(name)
        return known and command_of(message, bot) is not None
    if is_mentioned(message, bot):
        return True
    question = question_in(message, bot)
    return bool(question) and not asks_nothing(question or "")
