"""Registers the handlers: which updates each of them gets, and the commands in the menu."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import log_redaction
from bot.messages import notices
from bot.tg.handlers.admin import AdminHandlers
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.callbacks import CallbackHandlers
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.handlers.documents import CorpusChanges, DocumentHandlers
from bot.tg.handlers.inline import InlineHandlers
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.handlers.sources import SourceHandlers
from bot.tg.handlers.start import StartHandlers
from bot.tg.handlers.watch_news import WatchNotifier
from bot.tg.handlers.watches import WatchHandlers
from bot.tg.transport.access import AccessControl
from bot.tg.transport.health import BotHealth
from bot.tg.transport.update_processor import UpdateBacklog

logger = logging.getLogger(__name__)
Commands = Sequence[tuple[str, str]]

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
)
"""What Telegram is asked for; it remembers the list."""

Context = ContextTypes.DEFAULT_TYPE
AnyHandler = BaseHandler[Update, Context, Any]


class HandlerRegistry:
    """Builds the handlers, and says which updates each of them gets.

    Args:
        services: to answer with.
        access: knows who is an admin.
        health: of the bot, for the admins.
        backlog: the updates that are not done, for the admins.
        keep_days: how long answers are kept.
        uploads: the folder in which documents from admins are kept.
        changes: ingests them, and removes articles.
    """

    def __init__(
        self,
        services: HandlerServices,
        access: AccessControl,
        *,
        health: BotHealth,
        backlog: UpdateBacklog,
        keep_days: int,
        uploads: Path,
        changes: CorpusChanges,
    ) -> None:
        citations = CitationHandlers(services)
        self._admins = access.admins
        self._questions = QuestionHandlers(services, citations)
        self._sources = SourceHandlers(services, citations)
        self._watches = WatchHandlers(services)
        self._start = StartHandlers(services, citations, keep_days)
        self._documents = DocumentHandlers(
            services, access.admins, uploads, changes, health.metrics
        )
        self._callbacks = CallbackHandlers(
            services,
            questions=self._questions,
            citations=citations,
            sources=self._sources,
            start=self._start,
            watches=self._watches,
            documents=self._documents,
        )
        self._admin = AdminHandlers(services, access.admins, health, backlog)
        self._inline = InlineHandlers(services)
        self.notifier = WatchNotifier(services, access)

    async def register_commands(self, bot: Bot) -> None:
        """Register commands and descriptions; what Telegram does not take is logged and left."""
        for scope, commands in _scopes(self._admins):
            shown = [BotCommand(*each) for each in commands]
            await _tell(bot.set_my_commands(shown, scope), "The commands were not registered")
        description = bot.set_my_description(notices.DESCRIPTION)
        await _tell(description, "The description was not registered")
        short = bot.set_my_short_description(notices.SHORT_DESCRIPTION)
        await _tell(short, "The short description was not registered")

    def handlers(self) -> Sequence[AnyHandler]:
        """Return the handlers in the order in which they are tried."""
        new = filters.UpdateType.MESSAGE
        private = new & filters.ChatType.PRIVATE
        article = filters.Document.ALL | filters.FORWARDED
        return (
            *self._commands(),
            MessageHandler(
                private & filters.User(list(self._admins)) & article, self._documents.receive
            ),
            MessageHandler(new & filters.COMMAND, self._start.unknown_command),
            MessageHandler(new & filters.TEXT, self._questions.text),
            MessageHandler(new & filters.CAPTION, self._questions.captioned),
            MessageHandler(private & ~filters.StatusUpdate.ALL, self._start.not_text),
            MessageHandler(
                filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION),
                self._questions.edited,
            ),
            CallbackQueryHandler(self._callbacks.pressed),
            InlineQueryHandler(self._inline.answer),
            ChosenInlineResultHandler(self._inline.chosen),
        )

    def _commands(self) -> Sequence[AnyHandler]:
        new = filters.UpdateType.MESSAGE & ~filters.FORWARDED
        commands = {
            "start": self._start.start,
            "help": self._start.help,
            "privacy": self._start.privacy,
            "forget": self._start.forget,
            "id": self._start.identity,
            "cancel": self._start.cancel,
            "sources": self._sources.sources,
            "quote": self._questions.quote,
            "ask": self._questions.ask,
            "watch": self._watches.watch,
            "watching": self._watches.watching,
            "unwatch": self._watches.unwatch,
        }
        for_admins = {
            "status": self._admin.status,
            "unanswered": self._admin.unanswered,
            "remove": self._documents.remove,
        }
        guarded = {name: self._admin.in_private_only(act) for name, act in for_admins.items()}
        every = {**commands, **guarded}
        return [CommandHandler(name, act, new) for name, act in every.items()]


def _scopes(admins: Collection[int]) -> Iterator[tuple[BotCommandScope, Commands]]:
    yield BotCommandScopeDefault(), notices.GROUP_COMMANDS
    yield BotCommandScopeAllPrivateChats(), notices.COMMANDS
    yield BotCommandScopeAllGroupChats(), notices.GROUP_COMMANDS
    for admin in sorted(admins):
        yield BotCommandScopeChat(admin), (*notices.COMMANDS, *notices.ADMIN_COMMANDS)


async def _tell(call: Awaitable[bool], otherwise: str) -> None:
    try:
        await call
    except TelegramError as error:
        logger.warning("%s: %s", otherwise, log_redaction.describe(error))
