"""What the bot does with each kind of message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot import quoting, render, texts
from bot.addressing import command_is_ours, question_in, rest_of
from bot.conversations import Conversations
from bot.door import Door
from bot.logs import describe
from bot.markup import code, label
from bot.pages import Part
from bot.replies import TYPING_EVERY, say, send, typing
from retrieval.answer.follow import Earlier, earlier_of, earlier_of_quote
from retrieval.errors import FilterError, NotVerbatimError

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
AnyHandler = BaseHandler[Update, Context, Any]

_EXAMPLE_LENGTH = 300
_FAULT_LENGTH = 500


class Reception:
    """Takes messages, asks the desk and sends what it says."""

    def __init__(
        self,
        door: Door,
        *,
        typing_every: float = TYPING_EVERY,
        conversations: Conversations | None = None,
    ) -> None:
        self._door = door
        self._conversations = conversations or Conversations()
        self._typing_every = typing_every

    def handlers(self) -> Sequence[AnyHandler]:
        """In the order in which they are tried."""
        new = filters.UpdateType.MESSAGE
        return (
            CommandHandler("start", self.start, new),
            CommandHandler("help", self.help, new),
            CommandHandler("sources", self.sources, new),
            CommandHandler("quote", self.quote, new),
            CommandHandler("ask", self.ask, new),
            MessageHandler(new & filters.COMMAND, self.unknown_command),
            MessageHandler(new & filters.TEXT, self.question),
            MessageHandler(
                new & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, self.not_text
            ),
        )

    async def start(self, update: Update, context: Context) -> None:
        """Says what the bot is for, with questions that it can answer."""
        del context
        examples = await self._door.examples()
        if examples:
            shown = [f"• {code(label(example, _EXAMPLE_LENGTH))}" for example in examples]
            ask = "\n".join([texts.FOR_EXAMPLE, *shown])
        else:
            ask = texts.JUST_ASK
        await say(_message(update), f"{texts.INTRODUCTION}\n\n{ask}\n\n{texts.SEE_HELP}")

    async def help(self, update: Update, context: Context) -> None:
        """Says how to ask."""
        del context
        await say(_message(update), texts.HELP)

    async def sources(self, update: Update, context: Context) -> None:
        """Lists the outlets, or the articles of one."""
        del context
        message = _message(update)

        async def look() -> Sequence[Part]:
            return render.sources(await self._door.outlets(), rest_of(message))

        await self._answer(message, look)

    async def quote(self, update: Update, context: Context) -> None:
        """Shows what somebody said."""
        del context
        message = _message(update)
        name = rest_of(message)
        if not name:
            await say(message, texts.HOW_TO_QUOTE)
            return

        async def look() -> Sequence[Part]:
            said = await self._door.quote(name)
            earlier.append(earlier_of_quote(said))
            return quoting.quotes(said)

        earlier: list[Earlier | None] = []
        self._remember(message, await self._answer(message, look), earlier)

    async def ask(self, update: Update, context: Context) -> None:
        """Answers the question after the command."""
        del context
        message = _message(update)
        private = message.chat.type == ChatType.PRIVATE
        how = texts.HOW_TO_ASK if private else texts.HOW_TO_ASK_IN_GROUPS
        await self._question(message, rest_of(message), how)

    async def question(self, update: Update, context: Context) -> None:
        """Answers a message that is meant for the bot."""
        message = _message(update)
        question = question_in(message, context.bot)
        if question is not None:
            await self._question(message, question, texts.HOW_TO_ASK)

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Says that there is no such command."""
        message = _message(update)
        if command_is_ours(message, context.bot):
            await say(message, texts.UNKNOWN_COMMAND)

    async def not_text(self, update: Update, context: Context) -> None:
        """Says that only text is read."""
        del context
        await say(_message(update), texts.ONLY_TEXT)

    async def _question(self, message: Message, question: str, how_to_ask: str) -> None:
        if not question:
            await say(message, how_to_ask)
            return

        async def look() -> Sequence[Part]:
            reply = await self._door.ask(question, self._conversations.before(message))
            earlier.append(earlier_of(reply))
            return render.reply(reply)

        earlier: list[Earlier | None] = []
        self._remember(message, await self._answer(message, look), earlier)

    def _remember(
        self, message: Message, sent: Sequence[Message], earlier: Sequence[Earlier | None]
    ) -> None:
        """Keeps what the next question of the conversation may lean on, if it was answered."""
        for each in earlier:
            if sent and each is not None:
                self._conversations.remember(message, sent, each)

    async def _answer(
        self, message: Message, look: Callable[[], Awaitable[Sequence[Part]]]
    ) -> Sequence[Message]:
        """Looks for the answer, checks every word of it, and only then sends it: what was sent."""
        try:
            async with typing(message, self._typing_every):
                parts = await look()
                await self._door.check(parts)
        except FilterError as error:
            await say(message, label(str(error), _FAULT_LENGTH))
        except NotVerbatimError as error:
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the place says it all
            await say(message, texts.NOT_VERBATIM)
        except TimeoutError:
            logger.warning("A question took too long")
            await say(message, texts.TOO_LONG)
        else:
            return await send(message, parts)
        return ()


async def on_error(update: object, context: Context) -> None:
    """Logs what went wrong and tells the reader once, in a neutral sentence. Never raises."""
    error = context.error
    if error is None or _is_nobodys_concern(error):
        return
    if not isinstance(update, Update):
        _log_trouble_with_telegram(error)
        return
    logger.error("A message was not answered: %s", describe(error))
    message = update.effective_message
    # After a time-out the answer may have arrived all the same: no apology on top of it.
    if message is None or isinstance(error, TimedOut):
        return
    try:
        await say(message, texts.FAILED)
    except TelegramError as second:
        logger.warning("Nor could the reader be told: %s", type(second).__name__)


def _is_nobodys_concern(error: Exception) -> bool:
    blocked = isinstance(error, Forbidden)
    return blocked or (isinstance(error, BadRequest) and "not modified" in str(error).lower())


def _log_trouble_with_telegram(error: Exception) -> None:
    if isinstance(error, Conflict):
        logger.error(
            "Telegram says 409 Conflict: another process is polling with this token. "
            "Stop the other one; this one keeps trying."
        )
    elif isinstance(error, NetworkError):
        logger.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
    else:
        logger.error("Trouble while polling: %s", describe(error))


def _message(update: Update) -> Message:
    """The message of an update that only a message handler gets."""
    if update.effective_message is None:
        raise TypeError("an update without a message reached a message handler")
    return update.effective_message
