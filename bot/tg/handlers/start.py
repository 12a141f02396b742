"""What the bot says of itself, and of what it keeps about its readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from telegram import Update
from telegram.ext import ContextTypes

from bot.messages import notices
from bot.messages import start as hello
from bot.messages.buttons import CallbackAction, citation_of_payload
from bot.messages.pagination import MessagePart
from bot.messages.references import numbered_as
from bot.messages.text_entities import formatted
from bot.store.user_data import KEEP_DAYS
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.callbacks import Act, ButtonTap
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.transport.message_text import message_of, rest_of, user_of
from bot.tg.transport.sender import amend, say, send

Context = ContextTypes.DEFAULT_TYPE


class StartHandlers:
    """Introduces the bot, says what is kept, and deletes it.

    Args:
        keep_days: so long answers are kept.
    """

    def __init__(
        self, services: HandlerServices, sentences: CitationHandlers, keep_days: int = KEEP_DAYS
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._sentences = sentences
        self._keep_days = keep_days

    def acts(self) -> Mapping[CallbackAction, Act]:
        """What the buttons do below the question whether all is to be deleted."""
        return {CallbackAction.FORGET: self._forget, CallbackAction.KEEP: self._keep}

    async def start(self, update: Update, context: Context) -> None:
        """Says what the bot is for, or shows the citation to which a link leads."""
        del context
        message = message_of(update)
        press = citation_of_payload(rest_of(message))
        if press is None:
            await send(message, hello.start(await self._executor.run(self._service.examples)))
            return
        kept = await self._services.user_data.answers.get(press.key)
        meant = None if kept is None else numbered_as(kept.reply, press.number)
        if meant is None:
            await say(message, notices.LINK_EXPIRED)
        else:
            await self._sentences.show(message, press.key, meant, user_of(update))

    async def help(self, update: Update, context: Context) -> None:
        """Says how to ask."""
        del context
        await say(message_of(update), notices.HELP)

    async def privacy(self, update: Update, context: Context) -> None:
        """Says what is kept, and for how long."""
        del context
        await say(message_of(update), notices.privacy(self._keep_days))

    async def identity(self, update: Update, context: Context) -> None:
        """Says who writes, and where."""
        del context
        message = message_of(update)
        await say(message, notices.identity(user_of(update), message.chat_id))

    async def cancel(self, update: Update, context: Context) -> None:
        """Ends what is being looked for."""
        del context
        message = message_of(update)
        ended = self._services.works.end((message.chat_id, user_of(update)))
        await say(message, notices.CANCELLED if ended else notices.NOTHING_TO_CANCEL)

    async def forget(self, update: Update, context: Context) -> None:
        """Says what is kept of the reader, and asks whether to delete it."""
        del context
        user = user_of(update)
        if user is not None:
            kept = await self._services.user_data.kept_about(user)
            await send(message_of(update), hello.forget(kept))

    async def _forget(self, tap: ButtonTap) -> None:
        if not await _is_theirs(tap):
            return
        user = tap.user_id
        deleted = await self._services.user_data.forget(user)
        await _put(tap, hello.forgotten(deleted))

    async def _keep(self, tap: ButtonTap) -> None:
        if await _is_theirs(tap):
            await _put(tap, [MessagePart(formatted(notices.NOT_DELETED))])


async def _is_theirs(tap: ButtonTap) -> bool:
    """Acknowledges the tap; whether it was the one who asked that pressed the button."""
    asked = tap.message.reply_to_message
    is_theirs = asked is None or asked.from_user is None or asked.from_user.id == tap.user_id
    await tap.acknowledge(None if is_theirs else notices.NOT_YOURS)
    return is_theirs


async def _put(tap: ButtonTap, parts: Sequence[MessagePart]) -> None:
    message = tap.message
    if not await amend(message.get_bot(), message.chat_id, message.message_id, parts[0]):
        await send(message, parts)
