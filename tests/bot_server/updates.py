"""What the bot is to get to know: kept until it says that it has it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.bot_server.wire import Json, Refused, bad_request

ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to a bot that names them."""

MOST_AT_ONCE: Final = 100
NEWEST_WINS: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass
class Updates:
    """The queue, and the one poll that may wait for it."""

    pending: list[Json] = field(default_factory=list)
    allowed: Sequence[str] = ()
    """As the bot asked for them last, which Telegram remembers; none named is the usual kinds."""
    _number: int = 1000
    _waiting: asyncio.Future[None] | None = None
    _closed: bool = False

    def add(self, update: Json) -> bool:
        """Whether the bot asked for this kind."""
        (kind,) = update
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return False
        self._number += 1
        self.pending.append({"update_id": self._number, **update})
        self._wake()
        return True

    def remember(self, allowed: Sequence[str] | None) -> None:
        if allowed is not None:
            self.allowed = tuple(allowed)

    def acknowledge(self, offset: int) -> None:
        """Forgets what comes before the offset; a negative one keeps only so many of the last."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [each for each in self.pending if each["update_id"] >= offset]

    async def next(self, limit: int, seconds: float | None) -> list[Json]:
        """What is there, or the first that comes within the time.

        Raises:
            Refused: another poll took the place of this one.
        """
        self._give_way()
        if not self.pending and not self._closed and seconds != 0:
            self._waiting = asyncio.get_running_loop().create_future()
            waiting = self._waiting
            await asyncio.wait({waiting}, timeout=seconds)
            if waiting.done():
                waiting.result()
            else:
                waiting.cancel()  # nobody waits for it any more
        return self.pending[:limit]

    def close(self) -> None:
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _give_way(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Refused(409, NEWEST_WINS))


def limit_of(parameters: Json) -> int:
    """How many updates a poll may get.

    Raises:
        Refused: not a number from 1 to 100.
    """
    limit = int(parameters.get("limit", MOST_AT_ONCE))
    if not 0 <= limit <= MOST_AT_ONCE:
        raise bad_request("limit must be from 1 to 100")
    return limit or MOST_AT_ONCE
