"""Handles commands about the bot itself, and about the data that it keeps of a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.messages import notices, strings
from bot.messages import start as hello
from bot.messages.buttons import decode_deep_link
from bot.messages.pagination import MessagePart
from bot.messages.references import citation_numbered
from bot.messages.text_entities import formatted
from bot.store.user_data import KEEP_DAYS, UserDataCounts
from bot.tg.handlers.base import ButtonTap, HandlerServices
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.transport.message_text import is_own_command, message_of, rest_of, user_of
from bot.tg.transport.sender import amend, say, send

Context = ContextTypes.DEFAULT_TYPE

ENDED_WITHIN = 5.0
"""Seconds that answers in progress have to end, once they are cancelled."""


class StartHandlers:
    """Introduces the bot, says which data are kept, and deletes them.

    Args:
        keep_days: how long answers are kept.
    """

    def __init__(
        self, services: HandlerServices, citations: CitationHandlers, keep_days: int = KEEP_DAYS
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._citations = citations
        self._keep_days = keep_days

    async def start(self, update: Update, context: Context) -> None:
        """Say what the bot is for, or show the citation to which a link leads."""
        del context
        message = message_of(update)
        press = decode_deep_link(rest_of(message))
        if press is None:
            await send(
                message, hello.render_start(await self._executor.run(self._service.examples))
            )
            return
        answer = await self._services.user_data.answers.get(press.key)
        meant = None if answer is None else citation_numbered(answer.reply, press.number)
        if meant is None:
            await say(message, notices.LINK_EXPIRED)
        else:
            await self._citations.show_context(message, press.key, meant, user_of(update))

    async def help(self, update: Update, context: Context) -> None:
        """Say how to ask."""
        del context
        await say(message_of(update), notices.HELP)

    async def privacy(self, update: Update, context: Context) -> None:
        """Say which data are kept, and for how long."""
        del context
        message = message_of(update)
        is_private = message.chat.type == ChatType.PRIVATE
        said = notices.privacy if is_private else notices.privacy_in_group
        await say(message, said(self._keep_days))

    async def identity(self, update: Update, context: Context) -> None:
        """Say the numbers of the user and the chat."""
        del context
        message = message_of(update)
        await say(message, notices.identity(user_of(update), message.chat_id))

    async def cancel(self, update: Update, context: Context) -> None:
        """Cancel the user's search, and put away the messages that wait: in a group, theirs."""
        del context
        message, user = message_of(update), user_of(update)
        if user is None:
            await say(message, notices.NOBODY_TO_CANCEL)
            return
        is_private = message.chat.type == ChatType.PRIVATE
        away = self._services.waiting.put_away(message.chat_id, None if is_private else user)
        await self._services.user_data.inbox.close(away)
        is_search = self._services.searches.cancel((message.chat_id, user))
        await say(message, notices.cancelled(len(away), is_search=is_search))

    async def forget(self, update: Update, context: Context) -> None:
        """Say what is kept of the reader, and ask whether to delete it."""
        del context
        message, user = message_of(update), user_of(update)
        if user is None:
            await say(message, notices.NOBODY_TO_FORGET)
        elif message.chat.type == ChatType.PRIVATE:
            counts = await self._services.user_data.kept_about(user)
            await send(message, hello.render_forget(counts, user))
        else:
            await send(message, hello.render_forget_in_group(user))

    async def confirm_forget(self, tap: ButtonTap) -> None:
        """Delete what is kept of the reader who asked for it."""
        if not await tap.is_for_presser():
            return
        await tap.acknowledge()
        deleted = await self._forget(tap.user_id)
        is_private = tap.message.chat.type == ChatType.PRIVATE
        done = MessagePart(formatted(notices.DELETED))
        await _put(tap, hello.render_forgotten(deleted) if is_private else [done])

    async def _forget(self, user: int) -> UserDataCounts:
        """Delete all of a reader's; end before what waits or is in progress, which would add to it."""
        waiting, tasks = self._services.waiting.leave(user)
        await self._services.user_data.inbox.close(waiting)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=ENDED_WITHIN)
        return await self._services.user_data.forget(user)

    async def cancel_forget(self, tap: ButtonTap) -> None:
        """Delete nothing after all."""
        if await tap.is_for_presser():
            await tap.acknowledge()
            await _put(tap, [MessagePart(formatted(notices.NOT_DELETED))])

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Say that there is no such command."""
        message = message_of(update)
        if is_own_command(message, context.bot):
            await say(message, strings.UNKNOWN_COMMAND)

    async def not_text(self, update: Update, context: Context) -> None:
        """Say that only text is read."""
        del context
        await say(message_of(update), strings.ONLY_TEXT)


async def _put(tap: ButtonTap, parts: Sequence[MessagePart]) -> None:
    message = tap.message
    if not await amend(message.get_bot(), message.chat_id, message.message_id, parts[0]):
        await send(message, parts)
