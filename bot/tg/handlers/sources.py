"""What is there to answer from: the outlets, their articles, and what stands in one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from telegram import Update
from telegram.ext import ContextTypes

from bot.messages import notices, strings
from bot.messages import sources as shelves
from bot.messages.buttons import CallbackAction
from bot.messages.pagination import MessagePart
from bot.messages.statements import name_of
from bot.messages.text_entities import formatted
from bot.service.articles import outlet_by_key, outlets_by_name
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.callbacks import Act, ButtonTap
from bot.tg.handlers.citations import SourceFiles
from bot.tg.transport.message_text import message_of, rest_of, user_of
from bot.tg.transport.sender import say

_FindPage = Callable[[str, int], Awaitable[Sequence[MessagePart]]]


class SourceHandlers:
    """Turns the pages of one message."""

    def __init__(self, services: HandlerServices, files: SourceFiles) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._files = files

    def acts(self) -> Mapping[CallbackAction, Act]:
        """What the buttons of these pages do."""
        return {
            CallbackAction.OUTLETS: partial(self._turn, self._outlets),
            CallbackAction.OUTLET: partial(self._turn, self._outlet),
            CallbackAction.ARTICLE: partial(self._turn, self._article),
            CallbackAction.STATEMENTS: partial(self._turn, self._statements),
            CallbackAction.ARTICLE_FILE: self._file,
        }

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Lists the outlets, or what is there of the one that is named."""
        del context
        message = message_of(update)
        find = partial(self._named, rest_of(message))
        await self._services.reply(message, user_of(update), find)

    async def _turn(self, page: _FindPage, tap: ButtonTap) -> None:
        await tap.acknowledge()
        find = partial(page, tap.press.key, tap.press.number)
        await self._services.turn(tap.message, tap.user_id, find)

    async def _named(self, name: str) -> Sequence[MessagePart]:
        listed = await self._executor.run(self._service.outlets)
        if not name or not listed:
            return shelves.outlets(listed)
        found = outlets_by_name(listed, name, unknown=strings.OUTLET_UNKNOWN_HEADING)
        if not found:
            return (MessagePart(strings.no_such_outlet(name_of(name))),)
        return shelves.outlet(found[0]) if len(found) == 1 else shelves.some_outlets(found)

    async def _outlets(self, key: str, page: int) -> Sequence[MessagePart]:
        del key
        return shelves.outlets(await self._executor.run(self._service.outlets), page)

    async def _outlet(self, key: str, page: int) -> Sequence[MessagePart]:
        found = outlet_by_key(await self._executor.run(self._service.outlets), key)
        return (
            (MessagePart(formatted(notices.OUTLET_GONE)),)
            if found is None
            else shelves.outlet(found, page)
        )

    async def _article(self, key: str, page: int) -> Sequence[MessagePart]:
        del page
        opened = await self._executor.run(self._service.article, key)
        if opened is None:
            return (MessagePart(formatted(notices.ARTICLE_GONE)),)
        digests = await self._executor.run(self._service.digests, [opened.place])
        return shelves.article(opened, key, digests)

    async def _statements(self, key: str, page: int) -> Sequence[MessagePart]:
        opened = await self._executor.run(self._service.article, key)
        if opened is None:
            return (MessagePart(formatted(notices.ARTICLE_GONE)),)
        said = await self._executor.run(self._service.statements_in, key)
        return shelves.statements(said, opened, key, page)

    async def _file(self, tap: ButtonTap) -> None:
        await tap.acknowledge()
        opened = await self._executor.run(self._service.article, tap.press.key)
        if opened is None:
            await say(tap.message, notices.ARTICLE_GONE)
        else:
            await self._files.send(tap.message, opened.place)
