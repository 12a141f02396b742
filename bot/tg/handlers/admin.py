"""What the keepers of the bot may do: see how it is, and what it could not answer."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.messages import admin, notices
from bot.messages.admin import NotUsefulLine, Status, UnansweredLine, Workload
from bot.store.feedback import Verdict
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.message_text import message_of, user_of
from bot.tg.transport.sender import say, send

Context = ContextTypes.DEFAULT_TYPE

_STATM = Path("/proc/self/statm")


class AdminHandlers:
    """Serves those whose numbers are on the list; others hear that it is not for them.

    Args:
        house: whom to ask.
        admins: the numbers.
        pulse: what the bot has to do at the moment.
        clock: seconds, from any moment on.
    """

    def __init__(
        self,
        services: HandlerServices,
        admins: Collection[int],
        pulse: Callable[[], Workload],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._admins = frozenset(admins)
        self._pulse = pulse
        self._clock = clock
        self._began = clock()

    async def status(self, update: Update, context: Context) -> None:
        """Says how the bot is."""
        del context
        if await self._is_open_to(update):
            await send(message_of(update), admin.status(await self._status()))

    async def unanswered(self, update: Update, context: Context) -> None:
        """Says what was asked and not answered, or not usefully."""
        del context
        if not await self._is_open_to(update):
            return
        questions = self._services.user_data.unanswered
        newest = await questions.newest(admin.UNANSWERED_SHOWN)
        total = await questions.count()
        asked = [UnansweredLine(each.question, each.times, each.latest) for each in newest]
        verdicts = await self._services.user_data.feedback.not_useful(admin.NOT_USEFUL_SHOWN)
        disliked = [
            NotUsefulLine(each.question, each.not_useful, each.useful, each.latest)
            for each in verdicts
        ]
        await send(message_of(update), admin.unanswered(asked, total, disliked))

    async def _status(self) -> Status:
        stock, pulse = await self._executor.run(self._service.stock), self._pulse()
        heard = pulse.heard
        verdicts = await self._services.user_data.feedback.tally()
        return Status(
            articles=stock.articles,
            outlets=stock.outlets,
            statements=stock.statements,
            passages=stock.passages,
            waiting=pulse.waiting,
            in_hand=pulse.in_hand,
            errors=pulse.errors,
            uptime=self._clock() - self._began,
            memory=memory(),
            polled=None if heard is None else self._services.user_data.clock() - heard,
            useful=verdicts[Verdict.USEFUL],
            not_useful=verdicts[Verdict.NOT_USEFUL],
        )

    async def _is_open_to(self, update: Update) -> bool:
        """Whether it is a keeper who asks; somebody else is told, where nobody else listens."""
        if user_of(update) in self._admins:
            return True
        message = message_of(update)
        if message.chat.type == ChatType.PRIVATE:
            await say(message, notices.FOR_ADMINS)
        return False


def memory() -> int:
    """What this process holds in memory, in bytes; the most that it ever held, where not known."""
    with suppress(OSError, ValueError, IndexError):
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
