"""How replies reach a reader: what is shown while one waits, and how messages are sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from telegram import Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.markup import plain
from bot.pages import Part

logger = logging.getLogger(__name__)

TYPING_EVERY = 4.0
"""Telegram shows an action for five seconds."""

_LAST_ACTION_MAY_TAKE = 1.0


async def send(message: Message, parts: Sequence[Part]) -> Sequence[Message]:
    """Sends the parts, in order, the first as a reply to the message; what was sent."""
    return [
        await _send(message, part.html, as_reply=number == 0) for number, part in enumerate(parts)
    ]


async def say(message: Message, html: str) -> None:
    """Sends one of the bot's own sentences as a reply to the message."""
    await _send(message, html, as_reply=True)


async def _send(message: Message, html: str, *, as_reply: bool) -> Message:
    to = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    reply_to = to if as_reply else None
    try:
        return await message.reply_text(html, reply_parameters=reply_to, do_quote=False)
    except BadRequest as error:
        if "can't parse entities" not in str(error).lower():
            raise
        logger.warning("Telegram refused the markup of a message; sent it as plain text")
        return await message.reply_text(
            plain(html), parse_mode=None, reply_parameters=reply_to, do_quote=False
        )
    except ChatMigrated as moved:
        return await message.get_bot().send_message(moved.new_chat_id, html)


@asynccontextmanager
async def typing(message: Message, every: float = TYPING_EVERY) -> AsyncIterator[None]:
    """Shows the reader, as long as the block runs, that an answer is being looked for."""
    over = asyncio.Event()
    task = asyncio.create_task(_type_until(over, message, every))
    try:
        yield
    finally:
        over.set()
        await asyncio.wait({task}, timeout=_LAST_ACTION_MAY_TAKE)
        task.cancel()


async def _type_until(over: asyncio.Event, message: Message, every: float) -> None:
    while not over.is_set():
        try:
            await message.reply_chat_action(ChatAction.TYPING)
        except TelegramError as error:
            logger.debug("Typing was not shown: %s", type(error).__name__)
        try:
            await asyncio.wait_for(over.wait(), every)
        except TimeoutError:
            continue
