"""Handles ``/sources``: the outlets, their articles, and the statements in an article."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.messages import buttons, notices, sources, strings
from bot.messages.buttons import Button, CallbackAction, CallbackData
from bot.messages.pagination import MessagePart
from bot.messages.statements import name_of
from bot.messages.text_entities import formatted
from bot.service.articles import outlet_by_key, outlets_by_name
from bot.tg.handlers.base import ButtonTap, Finding, HandlerServices
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.transport.message_text import message_of, rest_of, user_of
from bot.tg.transport.sender import say
from retrieval.model import Citation


class SourceHandlers:
    """Shows lists and articles as pages of one message, which its buttons turn."""

    def __init__(self, services: HandlerServices, citations: CitationHandlers) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._citations = citations

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """List the outlets, or the articles of the one that is named."""
        del context
        message = message_of(update)
        await self._services.reply(message, user_of(update), self._named(rest_of(message)))

    async def turn_to_outlets(self, tap: ButtonTap) -> None:
        """Show a page of the outlets."""
        await self._turn(tap, self._outlets(tap.press.number))

    async def turn_to_outlet(self, tap: ButtonTap) -> None:
        """Show a page of the articles of an outlet."""
        await self._turn(tap, self._outlet(tap.press.key, tap.press.number))

    async def turn_to_article(self, tap: ButtonTap) -> None:
        """Show the details of an article."""
        await self._turn(tap, self._article(tap.press.key))

    async def turn_to_statements(self, tap: ButtonTap) -> None:
        """Show a page of the statements in an article."""
        await self._turn(tap, self._statements(tap.press.key, tap.press.number))

    async def send_file(self, tap: ButtonTap) -> None:
        """Send the file of an article."""
        await self._send(tap, self._citations.send_file)

    async def send_text(self, tap: ButtonTap) -> None:
        """Send the stored text of an article."""
        await self._send(tap, self._citations.send_text)

    async def _send(
        self, tap: ButtonTap, send: Callable[[Message, Citation, Button], Awaitable[None]]
    ) -> None:
        await tap.acknowledge()
        key = tap.press.key
        opened = await self._executor.run(self._service.article, key)
        if opened is None:
            await say(tap.message, notices.ARTICLE_GONE)
        else:
            text = Button(buttons.TEXT, CallbackData(CallbackAction.ARTICLE_TEXT, key))
            await send(tap.message, opened.place, text)

    async def _turn(self, tap: ButtonTap, page: Finding) -> None:
        with closing(page):  # not begun where the tap cannot be acknowledged
            await tap.acknowledge()
            await self._services.replace(tap.message, tap.user_id, page)

    async def _named(self, name: str) -> Sequence[MessagePart]:
        listed = await self._executor.run(self._service.outlets)
        if not name or not listed:
            return sources.render_outlets(listed)
        found = outlets_by_name(listed, name, unknown=strings.OUTLET_UNKNOWN_HEADING)
        if not found:
            return (MessagePart(strings.no_such_outlet(name_of(name))),)
        return (
            sources.render_outlet(found[0])
            if len(found) == 1
            else sources.render_matching_outlets(found)
        )

    async def _outlets(self, page: int) -> Sequence[MessagePart]:
        return sources.render_outlets(await self._executor.run(self._service.outlets), page)

    async def _outlet(self, key: str, page: int) -> Sequence[MessagePart]:
        found = outlet_by_key(await self._executor.run(self._service.outlets), key)
        return (
            (MessagePart(formatted(notices.OUTLET_GONE)),)
            if found is None
            else sources.render_outlet(found, page)
        )

    async def _article(self, key: str) -> Sequence[MessagePart]:
        opened = await self._executor.run(self._service.article, key)
        if opened is None:
            return (MessagePart(formatted(notices.ARTICLE_GONE)),)
        cited = await self._executor.run(self._service.sources_of, [opened.place])
        return sources.render_article(opened, key, cited)

    async def _statements(self, key: str, page: int) -> Sequence[MessagePart]:
        opened = await self._executor.run(self._service.article, key)
        if opened is None:
            return (MessagePart(formatted(notices.ARTICLE_GONE)),)
        said = await self._executor.run(self._service.statements_in, key)
        return sources.render_article_statements(said, opened, key, page)
