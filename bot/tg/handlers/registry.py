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
from telegram.constants import ChatType
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
from bot.messages import notices, strings
from bot.messages.admin import Workload
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.store.user_data import KEEP_DAYS, UserDataStore
from bot.tg.handlers.admin import AdminHandlers
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.callbacks import CallbackHandlers
from bot.tg.handlers.citations import CitationHandlers, SourceFiles
from bot.tg.handlers.documents import DocumentHandlers, TakeIn
from bot.tg.handlers.inline import InlineHandlers
from bot.tg.handlers.questions import (
    AskRequest,
    IncomingRequest,
    QuestionHandlers,
    QuoteByReplyHandlers,
    QuoteRequest,
    Request,
    request_in,
)
from bot.tg.handlers.sources import SourceHandlers
from bot.tg.handlers.start import StartHandlers
from bot.tg.handlers.watches import Admits, WatchHandlers, WatchNotifier
from bot.tg.transport.message_text import command_is_ours, message_of, question_in, rest_of
from bot.tg.transport.sender import TYPING_EVERY, say

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
        self._services = services
        self._admins = frozenset(admins)
        self._questions = QuestionHandlers(services)
        self._sentences = CitationHandlers(services)
        self._names = QuoteByReplyHandlers(services, self._questions)
        self._watching = WatchHandlers(services)
        self._hello = StartHandlers(services, self._sentences, keep_days)
        self._office = AdminHandlers(services, admins, pulse)
        self._intake = DocumentHandlers(services, received, take_in, ingested)
        self._inline = InlineHandlers(services)
        self._lookout = WatchNotifier(services, admits)
        files = SourceFiles(services)
        self._lists = SourceHandlers(services, files)
        self._buttons = CallbackHandlers(
            services,
            self._questions,
            self._sentences,
            files,
            others={**self._lists.acts(), **self._hello.acts(), **self._watching.acts()},
            on_reply=self._watching.acts_on_reply(),
        )

    async def introduce(self, bot: Bot) -> None:
        """Tells Telegram the commands; to be called at the start."""
        await introduce(bot, self._admins)

    async def tell_news(self, bot: Bot) -> None:
        """Tells those who watch somebody what is new; to be called every few seconds."""
        await self._lookout.look(bot)

    def handlers(self) -> Sequence[AnyHandler]:
        """In the order in which they are tried."""
        new = filters.UpdateType.MESSAGE
        private = new & filters.ChatType.PRIVATE
        article = filters.Document.ALL | filters.FORWARDED
        return (
            *self._commands(),
            MessageHandler(
                private & filters.User(list(self._admins)) & article, self._intake.receive
            ),
            MessageHandler(new & filters.COMMAND, self._unknown_command),
            MessageHandler(new & filters.TEXT, self._question),
            MessageHandler(private & ~filters.StatusUpdate.ALL, self._not_text),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, self._edited),
            CallbackQueryHandler(self._buttons.pressed),
            InlineQueryHandler(self._inline.look_up),
        )

    def _commands(self) -> Sequence[AnyHandler]:
        new = filters.UpdateType.MESSAGE & ~filters.FORWARDED
        commands = {
            "start": self._hello.start,
            "help": self._hello.help,
            "privacy": self._hello.privacy,
            "forget": self._hello.forget,
            "id": self._hello.identity,
            "cancel": self._hello.cancel,
            "sources": self._lists.sources,
            "quote": self._quote,
            "ask": self._ask,
            "watch": self._watching.watch,
            "watching": self._watching.watching,
            "unwatch": self._watching.unwatch,
            "status": self._office.status,
            "unanswered": self._office.unanswered,
        }
        return [CommandHandler(name, act, new) for name, act in commands.items()]

    async def _ask(self, update: Update, context: Context) -> None:
        """Answers the question after the command."""
        del context
        message = message_of(update)
        private = message.chat.type == ChatType.PRIVATE
        how = strings.HOW_TO_ASK if private else strings.HOW_TO_ASK_IN_GROUPS
        await self._answer(update, AskRequest(rest_of(message)), how)

    async def _quote(self, update: Update, context: Context) -> None:
        """Shows what somebody said: who is named, or named in the message that is replied to."""
        del context
        message = message_of(update)
        name = rest_of(message)
        if name:
            await self._answer(update, QuoteRequest(name), strings.HOW_TO_QUOTE)
        else:
            await self._names.quote(message, update.effective_user)

    async def _question(self, update: Update, context: Context) -> None:
        """Answers a message that is meant for the bot."""
        question = question_in(message_of(update), context.bot)
        if question is not None:
            await self._answer(update, AskRequest(question), strings.HOW_TO_ASK)

    async def _answer(self, update: Update, request: Request, how_to_ask: str) -> None:
        message, user = message_of(update), update.effective_user
        if not request.words:
            await say(message, how_to_ask)
            return
        user_id = user.id if user else None
        is_question = isinstance(request, AskRequest)
        if is_question and await self._sentences.shown(message, request.words, user_id):
            return
        await self._questions.answer(IncomingRequest(request, message, user))

    async def _edited(self, update: Update, context: Context) -> None:
        """Answers an edited question in place of the one before it."""
        message = message_of(update)
        request = request_in(message, context.bot)
        if request is None:
            return
        answers = self._services.user_data.answers
        before = await answers.find_by_question(message.chat_id, message.message_id)
        if before is not None and before.question == request.words:
            return  # something else about the message has changed
        asked = IncomingRequest(request, message, update.effective_user, instead_of=before)
        await self._questions.answer(asked)

    async def _unknown_command(self, update: Update, context: Context) -> None:
        """Says that there is no such command."""
        message = message_of(update)
        if command_is_ours(message, context.bot):
            await say(message, strings.UNKNOWN_COMMAND)

    async def _not_text(self, update: Update, context: Context) -> None:
        """Says that only text is read."""
        del context
        await say(message_of(update), strings.ONLY_TEXT)


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
