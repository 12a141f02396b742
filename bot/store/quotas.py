"""Counts questions against quotas a minute and a day, both sliding windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.store.database import Connection, Database

MINUTE = 60.0
DAY = 86_400.0


class QuotaKind(StrEnum):
    """The quotas, each by the name of its setting."""

    USER_MINUTE = "user_questions_per_minute"
    USER_DAY = "user_questions_per_day"
    EVERYBODY_DAY = "questions_per_day"


@dataclass(frozen=True, slots=True)
class Quotas:
    """How many questions may be asked; 0 for any number."""

    user_per_minute: int = 0
    user_per_day: int = 0
    everybody_per_day: int = 0


@dataclass(frozen=True, slots=True)
class QuotaExceeded:
    """A quota that was reached: how many it allows, and when it ends, in seconds since 1970."""

    limit: QuotaKind
    allowed: int
    until: float


class QuotaStore:
    """Counts questions, and no more of them than the quotas need."""

    def __init__(self, database: Database, clock: Callable[[], float], quotas: Quotas) -> None:
        self._database = database
        self._clock = clock
        self._quotas = quotas
        self._forgotten: dict[int, Sequence[float]] = {}

    async def spend(self, user: int | None) -> QuotaExceeded | None:
        """Count a question that may be asked now; for one that may not, return the quota.

        Of several quotas that are reached, the one that ends last. A question of nobody known
        counts as one of all.
        """
        if self._quotas == Quotas():
            return None
        return await self._database.note(self._spend, user, self._clock())

    async def exceeded(self, user: int | None) -> QuotaExceeded | None:
        """Return the quota that a question would exceed now; count nothing."""
        if self._quotas == Quotas():
            return None
        return await self._database.read(self._first_reached, user, self._clock())

    def forget(self, connection: Connection, user: int) -> int:
        """Take a reader's name off their questions, within a transaction; return how many.

        These go on counting, among all on file, and as theirs in memory: who could forget to be
        asked anew would have no quota.
        """
        now = self._clock()
        times = sorted([*self._forgotten.get(user, ()), *_asked(connection, user, now)])
        self._forgotten = {
            each: asked
            for each, asked in {**self._forgotten, user: times}.items()
            if asked and asked[-1] + DAY > now
        }
        return connection.execute(
            "UPDATE questions SET user = NULL WHERE user = ?", (user,)
        ).rowcount

    def _spend(self, connection: Connection, user: int | None, now: float) -> QuotaExceeded | None:
        reached = self._first_reached(connection, user, now)
        if reached is not None:
            return reached
        is_named = self._quotas.user_per_minute or self._quotas.user_per_day
        connection.execute(
            "INSERT INTO questions (user, at) VALUES (?, ?)", (user if is_named else None, now)
        )
        return None

    def _first_reached(
        self, connection: Connection, user: int | None, now: float
    ) -> QuotaExceeded | None:
        """Return the quota that is reached and ends last; None where none is."""
        reached = list(self._reached(connection, user, now))
        return max(reached, key=lambda exceeded: exceeded.until, default=None)

    def _reached(
        self, connection: Connection, user: int | None, now: float
    ) -> Iterator[QuotaExceeded]:
        quotas = self._quotas
        if user is not None:
            own = sorted([*self._forgotten.get(user, ()), *_asked(connection, user, now)])
            yield from _exceeded(QuotaKind.USER_MINUTE, quotas.user_per_minute, own, MINUTE, now)
            yield from _exceeded(QuotaKind.USER_DAY, quotas.user_per_day, own, DAY, now)
        allowed = quotas.everybody_per_day
        if allowed:
            newest = connection.execute(
                "SELECT at FROM questions ORDER BY at DESC LIMIT ?", (allowed,)
            )
            times = sorted(at for (at,) in newest)
            yield from _exceeded(QuotaKind.EVERYBODY_DAY, allowed, times, DAY, now)


def _asked(connection: Connection, user: int, now: float) -> list[float]:
    rows = connection.execute(
        "SELECT at FROM questions WHERE user = ? AND at > ?", (user, now - DAY - MINUTE)
    )
    return [float(at) for (at,) in rows]


def _exceeded(
    limit: QuotaKind, allowed: int, times: Sequence[float], seconds: float, now: float
) -> Iterator[QuotaExceeded]:
    """Yield the quota where so many questions were asked within the seconds before now."""
    if allowed and len(times) >= allowed:
        until = times[-allowed] + seconds
        if until > now:
            yield QuotaExceeded(limit, allowed, until)
