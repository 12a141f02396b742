"""Sends, edits and acknowledges messages, and shows that the bot is typing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import assert_never

from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction, MessageEntityType
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.messages.buttons import Button, CallbackData, CopyButton, Row, encode_callback_data
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import EntityKind, FormattedText, TextEntity, Words, formatted
from bot.tg.transport.message_text import topic_of

logger = logging.getLogger(__name__)

TYPING_EVERY = 4.0
"""Telegram shows an action for five seconds."""

_LAST_ACTION_MAY_TAKE = 1.0

_ENTITY_REFUSED = "entit"
"""Telegram begins with ``entity …``, ``can't parse MessageEntity`` or ``can't parse entities``."""
_QUOTE_REFUSED = "quote_text_invalid"
_BUTTONS_REFUSED = "button_"
_TOPIC_GONE = "message thread not found"
_UNCHANGED = "not modified"
_NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid")


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A message in the form that is tried next."""

    chat: int
    part: MessagePart
    topic: int | None = None
    to: ReplyParameters | None = None

    async def send(self, bot: Bot) -> Message:
        return await bot.send_message(
            self.chat,
            self.part.text.text,
            entities=message_entities(self.part.text),
            message_thread_id=self.topic,
            reply_parameters=self.to,
            reply_markup=keyboard(self.part.buttons),
        )

    def softened(self, error: TelegramError) -> _Outgoing | None:
        """Return what Telegram may take instead after this refusal; None where there is nothing."""
        if isinstance(error, ChatMigrated):
            moved = replace(self, chat=error.new_chat_id, topic=None, to=None)
            return moved if moved.chat != self.chat else None
        words, to = str(error).lower(), self.to
        if _ENTITY_REFUSED in words and self.part.text.entities:
            return replace(self, part=_without_entities(self.part))
        if _QUOTE_REFUSED in words and to is not None and to.quote:
            return replace(self, to=_reply_to(to.message_id))
        if _BUTTONS_REFUSED in words and self.part.buttons:
            return replace(self, part=replace(self.part, buttons=()))
        is_astray = _TOPIC_GONE in words and self.topic is not None
        return replace(self, topic=None) if is_astray else None


async def send(
    message: Message, parts: Sequence[MessagePart], *, quote: str | None = None
) -> Sequence[Message]:
    """Send the parts in order, the first as a reply to the message; return what was sent.

    Args:
        message: is replied to.
        parts: each becomes a message, with its buttons.
        quote: these words of the message are replied to, where Telegram finds them in it.
    """
    bot, sent = message.get_bot(), []
    outgoing = _Outgoing(message.chat_id, MessagePart(FormattedText()), topic_of(message))
    to: ReplyParameters | None = _reply_to(message.message_id, quote)
    for part in parts:
        arrived = await _insist(bot, replace(outgoing, part=part, to=to))
        outgoing = replace(outgoing, chat=arrived.chat_id, topic=topic_of(arrived))
        sent.append(arrived)
        to = None
    return sent


async def say(message: Message, words: Words, buttons: tuple[Row, ...] = ()) -> Message:
    """Send one of the bot's own sentences as a reply to the message."""
    (sent,) = await send(message, [MessagePart(formatted(words), buttons)])
    return sent


async def tell(bot: Bot, chat: int, part: MessagePart, *, topic: int | None = None) -> Message:
    """Send a message that is no reply."""
    return await _insist(bot, _Outgoing(chat, part, topic))


async def amend(bot: Bot, chat: int, message: int, part: MessagePart) -> bool:
    """Edit a message of the bot's; return whether it is still there."""
    while True:
        try:
            await bot.edit_message_text(
                part.text.text,
                chat,
                message,
                entities=message_entities(part.text),
                reply_markup=keyboard(part.buttons),
            )
        except BadRequest as error:
            words = str(error).lower()
            if _UNCHANGED in words:
                return True
            if any(each in words for each in _NOT_THERE):
                return False
            if _ENTITY_REFUSED not in words or not part.text.entities:
                raise
            logger.warning("Telegram refused the formatting of an edit; sent it as plain text")
            part = _without_entities(part)
        else:
            return True


async def send_file(
    message: Message, name: str, content: bytes, caption: MessagePart | None = None
) -> Message:
    """Send bytes as a document of that name, in reply to the message."""
    shown = caption or MessagePart(FormattedText())
    return await message.get_bot().send_document(
        message.chat_id,
        content,
        filename=name,
        caption=shown.text.text or None,
        caption_entities=message_entities(shown.text),
        message_thread_id=topic_of(message),
        reply_parameters=_reply_to(message.message_id),
        reply_markup=keyboard(shown.buttons),
    )


async def acknowledge(query: CallbackQuery, toast: str | None = None) -> None:
    """Answer a callback query; too late is no fault."""
    try:
        await query.answer(toast)
    except BadRequest as error:
        if not any(each in str(error).lower() for each in _TOO_LATE):
            raise


async def _insist(bot: Bot, outgoing: _Outgoing) -> Message:
    """Send it as it is or, where Telegram refuses that, as much of it as it takes."""
    while True:
        try:
            return await outgoing.send(bot)
        except (BadRequest, ChatMigrated) as error:
            softened = outgoing.softened(error)
            if softened is None:
                raise
            logger.warning("Telegram refused a message as it was (%s)", _kind(error))
            outgoing = softened


def _kind(error: TelegramError) -> str:
    """Return which refusal it is, without a word of the message."""
    words = str(error).lower()
    kinds = (_ENTITY_REFUSED, _QUOTE_REFUSED, _BUTTONS_REFUSED, _TOPIC_GONE)
    return next((each for each in kinds if each in words), type(error).__name__)


_TYPES = {
    EntityKind.BOLD: MessageEntityType.BOLD,
    EntityKind.ITALIC: MessageEntityType.ITALIC,
    EntityKind.CODE: MessageEntityType.CODE,
    EntityKind.LINK: MessageEntityType.TEXT_LINK,
    EntityKind.LOCAL_TIME: MessageEntityType.DATE_TIME,
    EntityKind.QUOTATION: MessageEntityType.BLOCKQUOTE,
    EntityKind.FOLDED_QUOTATION: MessageEntityType.EXPANDABLE_BLOCKQUOTE,
    EntityKind.SOURCE_WORDS: MessageEntityType.ITALIC,
    EntityKind.PREFORMATTED: MessageEntityType.PRE,
}
_DATE_AND_TIME = "Dt"
"""How a local time is shown: the date in full and the time without seconds."""


def message_entities(text: FormattedText) -> Sequence[MessageEntity]:
    """Return the entities as Telegram takes them, in UTF-16 code units; none that is empty.

    Those that are only there to be checked are left out.
    """
    shown = [each for each in text.entities if each.start < each.end and each.kind in _TYPES]
    entities = [_entity(each) for each in shown]
    return MessageEntity.adjust_message_entities_to_utf_16(text.text, entities)


def _entity(entity: TextEntity) -> MessageEntity:
    kind, start, length = _TYPES[entity.kind], entity.start, entity.end - entity.start
    if entity.unix_time is None:
        return MessageEntity(kind, start, length, url=entity.url)
    moment = datetime.fromtimestamp(entity.unix_time, UTC)
    return MessageEntity(kind, start, length, unix_time=moment, date_time_format=_DATE_AND_TIME)


def _without_entities(part: MessagePart) -> MessagePart:
    return replace(part, text=FormattedText(part.text.text))


def _reply_to(message_id: int, quote: str | None = None) -> ReplyParameters:
    return ReplyParameters(message_id, allow_sending_without_reply=True, quote=quote or None)


@asynccontextmanager
async def typing(message: Message, every: float = TYPING_EVERY) -> AsyncIterator[None]:
    """Show the reader the typing action as long as the block runs."""
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


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return the rows as an inline keyboard; None where there is none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    match button.action:
        case CallbackData():
            return InlineKeyboardButton(
                button.label, callback_data=encode_callback_data(button.action)
            )
        case CopyButton(text=text):
            return InlineKeyboardButton(button.label, copy_text=CopyTextButton(text))
        case _:
            assert_never(button.action)
