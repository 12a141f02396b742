"""Stores feedback on answers, and the questions that were not answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.store.database import Connection, Database


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    USEFUL = "useful"
    NOT_USEFUL = "not useful"
    IS_ANSWERED = "is answered"
    """Of a question that was declined: the articles do answer it."""


@dataclass(frozen=True, slots=True)
class NotUsefulQuestion:
    """A question of which an answer was found not useful.

    Attributes:
        not_useful: how many verdicts on its answers say so.
        useful: how many say the opposite.
        latest: when the last of the former was given, in seconds since 1970.
    """

    question: str
    not_useful: int
    useful: int
    latest: float


@dataclass(frozen=True, slots=True)
class DisputedDecline:
    """A question that was declined, and that readers say is answered in the articles.

    Attributes:
        times: how many verdicts say so.
        latest: when the last of them was given, in seconds since 1970.
    """

    question: str
    times: int
    latest: float


class FeedbackStore:
    """Keeps the latest verdict of each reader on each answer, as long as the answer."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def give(self, key: str, user: int, verdict: Verdict) -> bool:
        """Store a verdict in place of the one before; False where the answer is gone."""
        return await self._database.write(_insert_verdict, key, user, verdict, self._clock())

    async def tally(self, since: float = 0.0) -> Mapping[Verdict, int]:
        """Count the verdicts since then, in seconds since 1970; every kind is in the mapping."""
        return await self._database.read(_tally, since)

    async def not_useful(self, limit: int) -> Sequence[NotUsefulQuestion]:
        """Return the questions whose answers were found not useful, the latest verdict first."""
        return await self._database.read(_select_not_useful, limit)

    async def disputed_declines(self, limit: int) -> Sequence[DisputedDecline]:
        """Return the declined questions that readers call answered, the latest verdict first."""
        return await self._database.read(_select_disputed, limit)


def _insert_verdict(
    connection: Connection, key: str, user: int, verdict: Verdict, now: float
) -> bool:
    done = connection.execute(
        "INSERT OR REPLACE INTO feedback (answer, user, verdict, at)"
        " SELECT number, ?, ?, ? FROM answers WHERE key = ?",
        (user, verdict, now, key),
    )
    return done.rowcount > 0


def _tally(connection: Connection, since: float) -> Mapping[Verdict, int]:
    rows = connection.execute(
        "SELECT verdict, count(*) FROM feedback WHERE at >= ? GROUP BY verdict", (since,)
    )
    return dict.fromkeys(Verdict, 0) | {Verdict(name): number for name, number in rows}


def _select_not_useful(connection: Connection, limit: int) -> Sequence[NotUsefulQuestion]:
    rows = connection.execute(
        "SELECT question, sum(verdict = :bad), sum(verdict = :good),"
        " max(CASE verdict WHEN :bad THEN feedback.at END) AS latest"
        " FROM feedback JOIN answers ON answers.number = feedback.answer"
        " GROUP BY question HAVING latest IS NOT NULL ORDER BY latest DESC, question LIMIT :limit",
        {"bad": Verdict.NOT_USEFUL, "good": Verdict.USEFUL, "limit": limit},
    )
    return [NotUsefulQuestion(*row) for row in rows]


def _select_disputed(connection: Connection, limit: int) -> Sequence[DisputedDecline]:
    rows = connection.execute(
        "SELECT question, count(*), max(feedback.at) AS latest"
        " FROM feedback JOIN answers ON answers.number = feedback.answer WHERE verdict = ?"
        " GROUP BY question ORDER BY latest DESC, question LIMIT ?",
        (Verdict.IS_ANSWERED, limit),
    )
    return [DisputedDecline(*row) for row in rows]


AT_MOST = 5000
"""Questions that are kept; those that were asked longest ago are deleted first."""


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
        self, database: Database, clock: Callable[[], float], *, at_most: int = AT_MOST
    ) -> None:
        self._database = database
        self._clock = clock
        self._at_most = at_most

    async def add(self, question: str, reason: str, user: int | None = None) -> None:
        """Count a question that was declined; ``user`` is who asked, and may have it forgotten."""
        now = self._clock()
        await self._database.note(_count, question, reason, now, at_most=self._at_most, user=user)

    async def newest(self, limit: int, offset: int = 0) -> Sequence[UnansweredQuestion]:
        """Return the questions that were asked last, the newest first."""
        return await self._database.read(_select_newest, limit, offset)

    async def count(self) -> int:
        """Return how many questions there are."""
        return await self._database.read(_count_questions)


def _count(
    connection: Connection,
    question: str,
    reason: str,
    now: float,
    *,
    at_most: int,
    user: int | None,
) -> None:
    connection.execute(
        "INSERT INTO unanswered (folded, question, reason, first, latest, times)"
        " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (folded) DO UPDATE SET"
        " question = excluded.question, reason = excluded.reason,"
        " latest = excluded.latest, times = times + 1",
        (_folded(question), question, reason, now, now),
    )
    connection.execute(
        "DELETE FROM unanswered WHERE number IN"
        " (SELECT number FROM unanswered ORDER BY latest DESC, number DESC LIMIT -1 OFFSET ?)",
        (at_most,),
    )
    if user is not None:
        _count_asker(connection, question, user)


def _count_asker(connection: Connection, question: str, user: int) -> None:
    connection.execute(
        "INSERT INTO unanswered_askers (question, user, times)"
        " SELECT number, ?, 1 FROM unanswered WHERE folded = ?"
        " ON CONFLICT (question, user) DO UPDATE SET times = times + 1",
        (user, _folded(question)),
    )


def forget_asker(connection: Connection, user: int) -> None:
    """Delete what a reader alone has asked, and take their part off the counts of the rest."""
    theirs = (
        "(SELECT times FROM unanswered_askers WHERE question = unanswered.number AND user = :user)"
    )
    user_is = {"user": user}
    connection.execute(f"DELETE FROM unanswered WHERE times <= {theirs}", user_is)  # noqa: S608 - the condition is a literal of this module
    connection.execute(
        f"UPDATE unanswered SET times = times - {theirs} WHERE {theirs} IS NOT NULL",  # noqa: S608 - the condition is a literal of this module
        user_is,
    )
    connection.execute("DELETE FROM unanswered_askers WHERE user = :user", user_is)


def _folded(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?!.…")


def _select_newest(
    connection: Connection, limit: int, offset: int
) -> Sequence[UnansweredQuestion]:
    rows = connection.execute(
        "SELECT question, reason, first, latest, times FROM unanswered"
        " ORDER BY latest DESC, number DESC LIMIT ? OFFSET ?",
        (limit, offset),
    )
    return [UnansweredQuestion(*row) for row in rows]


def _count_questions(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM unanswered").fetchone()[0])
