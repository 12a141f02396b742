"""Tells the admins once what is wrong with the stores, though the bot goes on answering."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable

from telegram import Bot
from telegram.error import TelegramError

AGAIN_AFTER = 3600.0
"""Seconds in which a notice that goes and comes again is not repeated."""


class AdminNotices:
    """Sends each notice to every admin, in the private chat; readers are told nothing of it.

    Args:
        admins: their user ids.
        notices: returns what is wrong now, in sentences.
        clock: seconds.
    """

    def __init__(
        self,
        admins: Collection[int],
        notices: Callable[[], Iterable[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._admins = sorted(admins)
        self._notices = notices
        self._clock = clock
        self._told: dict[str, float] = {}

    async def tell(self, bot: Bot) -> None:
        """Send what is new; whom Telegram cannot reach is left out."""
        now = self._clock()
        for notice in self._notices():
            is_new = now - self._told.get(notice, float("-inf")) > AGAIN_AFTER
            self._told[notice] = now
            if is_new:
                for admin in self._admins:
                    await _send(bot, admin, notice)


async def _send(bot: Bot, admin: int, notice: str) -> None:
    try:
        await bot.send_message(admin, notice)
    except TelegramError:
        return  # blocked, or never written to: it stands in the log and in ``verbatim doctor``
