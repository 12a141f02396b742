"""Whether answers were useful."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from bot.keeping.records import Records


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    USEFUL = "useful"
    NOT_USEFUL = "not useful"


class Feedback:
    """One verdict for each reader and answer, the latest; gone with the answer."""

    def __init__(self, records: Records, clock: Callable[[], float]) -> None:
        self._records = records
        self._clock = clock

    def give(self, key: str, user: int, verdict: Verdict) -> bool:
        """Notes a verdict, in place of the one before; False where the answer is gone."""
        with self._records.writing() as connection:
            done = connection.execute(
                "INSERT OR REPLACE INTO feedback (answer, user, verdict, at)"
                " SELECT number, ?, ?, ? FROM answers WHERE key = ?",
                (user, verdict, self._clock(), key),
            )
            return done.rowcount > 0

    def of(self, key: str, user: int) -> Verdict | None:
        """What a reader thinks of an answer; None where they did not say."""
        with self._records.reading() as connection:
            row = connection.execute(
                "SELECT verdict FROM feedback JOIN answers ON answers.number = feedback.answer"
                " WHERE key = ? AND feedback.user = ?",
                (key, user),
            ).fetchone()
        return None if row is None else Verdict(row[0])

    def tally(self, since: float = 0.0) -> Mapping[Verdict, int]:
        """How many of each verdict were given, in seconds since 1970; all kinds are there."""
        with self._records.reading() as connection:
            rows = connection.execute(
                "SELECT verdict, count(*) FROM feedback WHERE at >= ? GROUP BY verdict", (since,)
            )
            return dict.fromkeys(Verdict, 0) | {Verdict(name): number for name, number in rows}
