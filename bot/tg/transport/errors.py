"""Handles errors: what readers are told and what is logged when something goes wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.log_redaction import describe
from bot.messages import notices, strings
from bot.monitoring import Metrics
from bot.tg.transport.access import AccessControl
from bot.tg.transport.message_text import is_own_command, question_in, sender_of, text_of
from bot.tg.transport.rate_limiter import may_have_arrived
from bot.tg.transport.sender import say

logger = logging.getLogger(__name__)

PERHAPS_NOT_SENT = (
    "The connection to Telegram broke while I was answering. If my answer is missing above, or "
    "not complete, please ask again."
)
"""True whether the answer has arrived or not, which is not known: nothing is sent twice."""

REPEAT_EVERY = 600.0
"""Seconds after which an error that goes on, or comes and goes, is logged again."""

ANOTHER_INSTANCE = (
    "Telegram says 409 Conflict: another process is polling with this token. "
    "Stop the other one; this one keeps trying."
)

_HARMLESS = ("not modified", "query is too old", "query id is invalid")
"""Refusals of Telegram that no reader notices."""

_CLOSED = ("not enough rights", "have no rights to send", "chat_write_forbidden", "topic_closed")
"""Refusals where the bot may not write, so that it cannot apologise either."""


class ErrorHandler:
    """Tells the reader once, in a neutral sentence, and logs without anybody's words.

    Args:
        metrics: count the errors by their class.
        clock: seconds.
    """

    def __init__(
        self,
        metrics: Metrics | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._clock = clock
        self._said: dict[str, float] = {}
        self._silent_since: float | None = None

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handle an error of the application. Never raises."""
        error = context.error
        if error is None or _is_harmless(error):
            return
        if not isinstance(update, Update):
            self.on_polling_error(error)
            return
        self._metrics.error(type(error).__name__)
        logger.error("A message was not answered: %s", describe(error))
        if update.inline_query is None and update.effective_message is not None:
            await _tell(update.effective_message, error)

    def on_polling_error(self, error: Exception) -> None:
        """Log what is wrong with the connection, once."""
        self._metrics.error(type(error).__name__)
        if isinstance(error, Conflict):
            self._log_once(logging.ERROR, ANOTHER_INSTANCE)
        elif isinstance(error, NetworkError):
            if self._silent_since is None:
                self._silent_since = self._clock()
                logger.warning(
                    "Telegram cannot be reached (%s); trying again", type(error).__name__
                )
        else:
            self._log_once(logging.ERROR, f"Trouble while polling: {describe(error)}")

    def heard(self) -> None:
        """Log that Telegram has answered again."""
        if self._silent_since is not None:
            seconds = self._clock() - self._silent_since
            self._silent_since = None
            logger.warning("Telegram is reached again, after %d s", seconds)

    def _log_once(self, level: int, words: str) -> None:
        now = self._clock()
        if now - self._said.get(words, float("-inf")) >= REPEAT_EVERY:
            self._said[words] = now
            logger.log(level, "%s", words)


async def _tell(message: Message, error: Exception) -> None:
    try:
        await say(message, PERHAPS_NOT_SENT if may_have_arrived(error) else strings.FAILED)
    except TelegramError as second:
        logger.warning("Nor could the reader be told: %s", type(second).__name__)


def _is_harmless(error: Exception) -> bool:
    words = str(error).lower()
    known = any(each in words for each in (*_HARMLESS, *_CLOSED))
    return isinstance(error, Forbidden) or (isinstance(error, BadRequest) and known)


class FailureApology:
    """Apologises to those who may ask, and only where the bot was asked. Never raises.

    Args:
        access: who may ask.
        metrics: count the updates that are given up.
    """

    def __init__(self, access: AccessControl, metrics: Metrics | None = None) -> None:
        self._access = access
        self._metrics = metrics or Metrics()

    async def send(self, update: Update) -> None:
        """Reply to the question once."""
        logger.error("An update was begun twice and never ended: it is given up")
        message, user = update.message, sender_of(update)
        if message is None or not _is_question(message):
            return
        if not self._access.admits(user.id if user else None, message.chat_id):
            return
        try:
            await say(message, strings.FAILED)
        except TelegramError as error:
            logger.warning("The reader could not be told: %s", type(error).__name__)


def _is_question(message: Message) -> bool:
    if message.chat.type == ChatType.PRIVATE:
        return True
    bot = message.get_bot()
    words = text_of(message)
    if not words.startswith("/"):
        return question_in(message, bot) is not None
    command = words.split(maxsplit=1)[0].removeprefix("/")
    return is_own_command(message, bot) or command in {name for name, _ in notices.COMMANDS}
