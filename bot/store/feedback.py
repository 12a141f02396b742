"""Whether answers were useful."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.store.database import Database


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    USEFUL = "useful"
    NOT_USEFUL = "not useful"


class FeedbackStore:
    """One verdict for each reader and answer, the latest; gone with the answer."""

    def __init__(self, records: Database, clock: Callable[[], float]) -> None:
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


AT_MOST = 5000
"""Questions that are kept; those that were asked longest ago go first."""


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that was declined.

    Attributes:
        question: as it was asked last.
        reason: why it was declined, when it was asked last.
        first: seconds since 1970.
        latest: seconds since 1970.
    """

    question: str
    reason: str
    first: float
    latest: float
    times: int


class UnansweredStore:
    """Counts questions that differ in no more than case, white space and closing marks as one."""

    def __init__(
        self, records: Database, clock: Callable[[], float], *, at_most: int = AT_MOST
    ) -> None:
        self._records = records
        self._clock = clock
        self._at_most = at_most

    def add(self, question: str, reason: str) -> None:
        """Notes that a question was declined."""
        now = self._clock()
        with self._records.noting() as connection:
            connection.execute(
                "INSERT INTO unanswered (folded, question, reason, first, latest, times)"
                " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (folded) DO UPDATE SET"
                " question = excluded.question, reason = excluded.reason,"
                " latest = excluded.latest, times = times + 1",
                (_folded(question), question, reason, now, now),
            )
            connection.execute(
                "DELETE FROM unanswered WHERE number IN"
                " (SELECT number FROM unanswered ORDER BY latest DESC, number DESC"
                " LIMIT -1 OFFSET ?)",
                (self._at_most,),
            )

    def newest(self, limit: int, offset: int = 0) -> Sequence[UnansweredQuestion]:
        """The questions that were asked last, the newest first."""
        with self._records.reading() as connection:
            rows = connection.execute(
                "SELECT question, reason, first, latest, times FROM unanswered"
                " ORDER BY latest DESC, number DESC LIMIT ? OFFSET ?",
                (limit, offset),
            )
            return [UnansweredQuestion(*row) for row in rows]

    def count(self) -> int:
        """How many questions there are."""
        with self._records.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM unanswered").fetchone()[0])


def _folded(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?!.…")
