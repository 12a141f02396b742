"""What is said to a question that twice ended the whole process: there will be no answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import notices, texts
from bot.addressing import command_is_ours, question_in
from bot.replies import say

logger = logging.getLogger(__name__)


class Apology:
    """Says it to those who may ask, and only where the bot was asked. Never raises."""

    def __init__(self, admits: Callable[[int, int], bool]) -> None:
        self._admits = admits

    async def __call__(self, update: Update) -> None:
        """Says it once, as a reply to the question."""
        logger.error("An update was begun twice and never ended: it is given up")
        message, user = update.message, update.effective_user
        if message is None or user is None or not _asks(message):
            return
        if not self._admits(user.id, message.chat_id):
            return
        try:
            await say(message, texts.FAILED)
        except TelegramError as error:
            logger.warning("The reader could not be told: %s", type(error).__name__)


def _asks(message: Message) -> bool:
    if message.chat.type == ChatType.PRIVATE:
        return True
    bot = message.get_bot()
    words = message.text or ""
    if not words.startswith("/"):
        return question_in(message, bot) is not None
    command = words.split(maxsplit=1)[0].removeprefix("/")
    return command_is_ours(message, bot) or command in {name for name, _ in notices.COMMANDS}
