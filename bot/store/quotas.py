"""How many questions may be asked in a minute and in a day, both sliding."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.store.database import Database

MINUTE = 60.0
DAY = 86_400.0


class QuotaKind(StrEnum):
    """Each by the name of its setting."""

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
    """A limit that was reached: how many it allows, and when it ends, in seconds since 1970."""

    limit: QuotaKind
    allowed: int
    until: float


class QuotaStore:
    """Counts questions, and no more of them than the limits need."""

    def __init__(self, records: Database, clock: Callable[[], float], allowance: Quotas) -> None:
        self._records = records
        self._clock = clock
        self._allowance = allowance
        self._forgotten: dict[int, Sequence[float]] = {}

    def spend(self, user: int | None) -> QuotaExceeded | None:
        """Counts a question that may be asked now; for one that may not, what is used up.

        Of several limits that are reached, the one that ends last. A question of nobody known
        counts as one of all.
        """
        now, allowance = self._clock(), self._allowance
        if allowance == Quotas():
            return None
        with self._records.noting() as connection:
            reached = list(self._reached(connection, user, now))
            if reached:
                return max(reached, key=lambda used_up: used_up.until)
            named = user if allowance.user_per_minute or allowance.user_per_day else None
            connection.execute("INSERT INTO questions (user, at) VALUES (?, ?)", (named, now))
        return None

    def forget(self, connection: sqlite3.Connection, user: int) -> int:
        """Takes a reader's name off their questions; how many.

        These go on counting, among all on file, and as theirs in memory: who could forget to be
        asked anew would have no limit.
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

    def _reached(
        self, connection: sqlite3.Connection, user: int | None, now: float
    ) -> Iterator[QuotaExceeded]:
        allowance = self._allowance
        if user is not None:
            own = sorted([*self._forgotten.get(user, ()), *_asked(connection, user, now)])
            yield from _used_up(QuotaKind.USER_MINUTE, allowance.user_per_minute, own, MINUTE, now)
            yield from _used_up(QuotaKind.USER_DAY, allowance.user_per_day, own, DAY, now)
        allowed = allowance.everybody_per_day
        if allowed:
            newest = connection.execute(
                "SELECT at FROM questions ORDER BY at DESC LIMIT ?", (allowed,)
            )
            times = sorted(at for (at,) in newest)
            yield from _used_up(QuotaKind.EVERYBODY_DAY, allowed, times, DAY, now)


def _asked(connection: sqlite3.Connection, user: int, now: float) -> list[float]:
    rows = connection.execute(
        "SELECT at FROM questions WHERE user = ? AND at > ?", (user, now - DAY - MINUTE)
    )
    return [float(at) for (at,) in rows]


def _used_up(
    limit: QuotaKind, allowed: int, times: Sequence[float], seconds: float, now: float
) -> Iterator[QuotaExceeded]:
    """The limit, where so many questions were asked within the seconds before now."""
    if allowed and len(times) >= allowed:
        until = times[-allowed] + seconds
        if until > now:
            yield QuotaExceeded(limit, allowed, until)
