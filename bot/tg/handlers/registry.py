"""Which update is whose business."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
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
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import log_redaction
from bot.messages import notices
from bot.messages.admin import Workload
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.store.user_data import KEEP_DAYS, UserDataStore
from bot.tg.handlers.admin import AdminHandlers
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.callbacks import CallbackHandlers
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.handlers.documents import DocumentHandlers, TakeIn
from bot.tg.handlers.inline import InlineHandlers
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.handlers.sources import SourceHandlers
from bot.tg.handlers.start import StartHandlers
from bot.tg.handlers.watches import Admits, WatchHandlers, WatchNotifier
from bot.tg.transport.sender import TYPING_EVERY

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""What Telegram is asked for; it remembers the list."""

Context = ContextTypes.DEFAULT_TYPE
AnyHandler = BaseHandler[Update, Context, Any]


class HandlerRegistry:
    """Takes what comes in to whoever sees to it.

    Args:
        service: answers questions.
        executor: runs it.
        user_data: where answers and the like are kept; without it, in memory.
        admins: the numbers of those who keep the bot.
        admits: whether a user may ask in a chat.
        keep_days: so long answers are kept.
        received: where documents of the keepers are laid down.
        take_in: takes them in.
        ingested: is told how that went.
        pulse: what the bot has to do at the moment.
    """

    def __init__(
        self,
        service: RetrievalService,
        executor: ServiceExecutor,
        *,
        user_data: UserDataStore | None = None,
        typing_every: float = TYPING_EVERY,
        admins: Collection[int] = (),
        admits: Admits = lambda _user, _chat: True,
        keep_days: int = KEEP_DAYS,
        received: Path | None = None,
        take_in: TakeIn | None = None,
        ingested: Callable[[str], None] = lambda _outcome: None,
        pulse: Callable[[], Workload] = Workload,
    ) -> None:
        user_data = user_data or UserDataStore()
        services = HandlerServices(service, executor, user_data, typing_every)
        citations = CitationHandlers(services)
        self._admins = frozenset(admins)
        self._questions = QuestionHandlers(services, citations)
        self._sources = SourceHandlers(services, citations)
        self._watches = WatchHandlers(services)
        self._start = StartHandlers(services, citations, keep_days)
        self._callbacks = CallbackHandlers(
            services,
            questions=self._questions,
            citations=citations,
            sources=self._sources,
            start=self._start,
            watches=self._watches,
        )
        self._admin = AdminHandlers(services, admins, pulse)
        self._documents = DocumentHandlers(services, received, take_in, ingested)
        self._inline = InlineHandlers(services)
        self._notifier = WatchNotifier(services, admits)

    async def introduce(self, bot: Bot) -> None:
        """Tells Telegram the commands; to be called at the start."""
        await introduce(bot, self._admins)

    async def tell_news(self, bot: Bot) -> None:
        """Tells those who watch somebody what is new; to be called every few seconds."""
        await self._notifier.notify(bot)

    def handlers(self) -> Sequence[AnyHandler]:
        """In the order in which they are tried."""
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
            MessageHandler(private & ~filters.StatusUpdate.ALL, self._start.not_text),
            MessageHandler(
                filters.UpdateType.EDITED_MESSAGE & filters.TEXT, self._questions.edited
            ),
            CallbackQueryHandler(self._callbacks.pressed),
            InlineQueryHandler(self._inline.look_up),
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
            "status": self._admin.status,
            "unanswered": self._admin.unanswered,
        }
        return [CommandHandler(name, act, new) for name, act in commands.items()]


logger = logging.getLogger(__name__)

Commands = Sequence[tuple[str, str]]


async def introduce(bot: Bot, admins: Collection[int] = ()) -> None:
    """Registers commands and descriptions; what Telegram does not take is logged and left."""
    for scope, commands in _scopes(admins):
        shown = [BotCommand(*each) for each in commands]
        await _tell(bot.set_my_commands(shown, scope), "The commands were not registered")
    await _tell(bot.set_my_description(notices.DESCRIPTION), "The description was not registered")
    short = bot.set_my_short_description(notices.SHORT_DESCRIPTION)
    await _tell(short, "The short description was not registered")


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
