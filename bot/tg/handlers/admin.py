"""Handles admins' commands: ``/status`` and ``/unanswered``."""

from __future__ import annotations

import resource
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.messages import admin, notices
from bot.messages.admin import NotUsefulLine, Status, UnansweredLine
from bot.store.feedback import Verdict
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.health import BotHealth
from bot.tg.transport.message_text import message_of, user_of
from bot.tg.transport.sender import say, send
from bot.tg.transport.update_processor import UpdateBacklog

Context = ContextTypes.DEFAULT_TYPE

Act = Callable[[Update, Context], Coroutine[Any, Any, None]]
"""Handles an update."""

_STATM = Path("/proc/self/statm")


class AdminHandlers:
    """Serves the admins; others are told that these commands are not for them.

    Args:
        services: to answer with.
        admins: the numbers.
        health: of the bot.
        backlog: the updates that are not done.
    """

    def __init__(
        self,
        services: HandlerServices,
        admins: Collection[int],
        health: BotHealth,
        backlog: UpdateBacklog,
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._admins = frozenset(admins)
        self._health = health
        self._backlog = backlog

    async def status(self, update: Update, context: Context) -> None:
        """Say how the bot is."""
        del context
        await send(message_of(update), admin.render_status(await self._status()))

    async def unanswered(self, update: Update, context: Context) -> None:
        """Says what was asked and not answered, or not usefully."""
        del context
        questions = self._services.user_data.unanswered
        newest = await questions.newest(admin.UNANSWERED_SHOWN)
        total = await questions.count()
        asked = [UnansweredLine(each.question, each.times, each.latest) for each in newest]
        verdicts = await self._services.user_data.feedback.not_useful(admin.NOT_USEFUL_SHOWN)
        disliked = [
            NotUsefulLine(each.question, each.not_useful, each.useful, each.latest)
            for each in verdicts
        ]
        disputed = [
            UnansweredLine(each.question, each.times, each.latest)
            for each in await self._services.user_data.feedback.disputed_declines(
                admin.NOT_USEFUL_SHOWN
            )
        ]
        parts = admin.render_unanswered(asked, total, disliked, disputed)
        await send(message_of(update), parts)

    async def _status(self) -> Status:
        stock = await self._executor.run(self._service.corpus_size)
        verdicts = await self._services.user_data.feedback.tally()
        return Status(
            articles=stock.articles,
            outlets=stock.outlets,
            statements=stock.statements,
            passages=stock.passages,
            waiting=self._backlog.waiting(),
            in_hand=self._backlog.in_progress(),
            errors=self._health.metrics.errors,
            uptime=self._health.uptime,
            memory=memory(),
            polled=self._health.silence,
            useful=verdicts[Verdict.USEFUL],
            not_useful=verdicts[Verdict.NOT_USEFUL],
            notices=await self._executor.run(self._service.notices),
        )

    def in_private_only(self, act: Act) -> Act:
        """Return the handler of a command for the admins, which they get in private only.

        Anybody else is told so in a private chat, and admins where they ask in a group.
        """

        async def handle(update: Update, context: Context) -> None:
            if await self._is_open_to(update):
                await act(update, context)

        return handle

    async def _is_open_to(self, update: Update) -> bool:
        """Return whether an admin asks, in private; others are told why there is no answer."""
        is_admin, message = user_of(update) in self._admins, message_of(update)
        is_private = message.chat.type == ChatType.PRIVATE
        if is_admin and not is_private:
            await say(message, notices.IN_PRIVATE_ONLY)
        elif is_private and not is_admin:
            await say(message, notices.FOR_ADMINS)
        return is_admin and is_private


def memory() -> int:
    """Return the resident memory of this process in bytes or, where not known, its peak."""
    with suppress(OSError, ValueError, IndexError):
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
