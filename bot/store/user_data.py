"""Puts together all that the bot keeps of its readers: one file, one clock, one retention."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store.answers import AnswerStore
from bot.store.conversations import KEEP_SECONDS, ConversationStore
from bot.store.database import Connection, Database
from bot.store.feedback import FeedbackStore, UnansweredStore, forget_asker
from bot.store.quotas import DAY, Quotas, QuotaStore
from bot.store.update_inbox import SEEN_FOR, UpdateInbox
from bot.store.watches import WatchStore

FILE_NAME = "desk.sqlite"
KEEP_DAYS = 90
NO_QUOTAS = Quotas()


@dataclass(frozen=True, slots=True)
class UserDataCounts:
    """Counts of the things that are, or were, kept about a reader.

    Attributes:
        messages: received, and not begun: the one that asks is not among them.
        questions: counted for their quota.
    """

    messages: int
    answers: int
    conversations: int
    feedback: int
    watches: int
    questions: int


class UserDataStore:
    """Opens the database and one store for each kind of data in it.

    Attributes:
        clock: seconds since 1970.

    Raises:
        StoreError: the file cannot be opened, is not a database of the bot, is of another version
            or, later on, cannot be read or written.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        clock: Callable[[], float] = time.time,
        keep_days: int = KEEP_DAYS,
        quotas: Quotas = NO_QUOTAS,
    ) -> None:
        """Open the file at the path; without one, a database in memory.

        ``keep_days`` apply to answers, to feedback and to the questions that were not answered.
        """
        self.clock = clock
        self._keep_seconds = keep_days * DAY
        self._database = Database(path)
        self.inbox = UpdateInbox(self._database, clock)
        self.answers = AnswerStore(self._database, clock, self._keep_seconds)
        self.conversations = ConversationStore(self._database, clock)
        self.feedback = FeedbackStore(self._database, clock)
        self.watches = WatchStore(self._database, clock)
        self.unanswered = UnansweredStore(self._database, clock)
        self.quotas = QuotaStore(self._database, clock, quotas)

    @property
    def notice(self) -> str | None:
        """Why everything is kept in memory, in a sentence; None while it is stored on the disk."""
        return self._database.notice

    async def kept_about(self, user: int) -> UserDataCounts:
        """Count what ``forget`` would delete."""
        return await self._database.read(_counts, user)

    async def forget(self, user: int) -> UserDataCounts:
        """Delete all that is kept about a reader, from the disk too; return what was deleted.

        With it goes what others thought of answers that this reader asked for.
        """
        return await self._database.run(self._forget, user)

    async def save(self) -> None:
        """Store on the disk what was kept in memory, if that is possible again."""
        await self._database.run(self._database.save)

    async def prune(self, now: float) -> int:
        """Delete what is older than it is to be kept; return how many things."""
        return await self._database.write(_prune, now - self._keep_seconds, now)

    def close(self) -> None:
        """Finish what was handed in and close the file; a second call does nothing."""
        self._database.close()

    def _forget(self, user: int) -> UserDataCounts:
        with self._database.writing() as connection:
            counts = _counts(connection, user)
            _delete(connection, user)
            self.quotas.forget(connection, user)
        self._database.erase()
        return counts


_THEIRS = "user = :user OR chat = :user"
"""A private chat has the number of the one it is with."""


def _counts(connection: Connection, user: int) -> UserDataCounts:
    def count(table: str, condition: str) -> int:
        rows = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {condition}",  # noqa: S608 - table and condition are literals of this module, the rest are parameters
            {"user": user},
        )
        return int(rows.fetchone()[0])

    return UserDataCounts(
        messages=count("inbox", "user = :user AND begun = 0"),
        answers=count("answers", _THEIRS),
        conversations=count("conversations", _THEIRS),
        feedback=count("feedback", "user = :user"),
        watches=count("watches", _THEIRS),
        questions=count("questions", "user = :user"),
    )


def _delete(connection: Connection, user: int) -> None:
    for table in ("answers", "conversations", "watches"):
        connection.execute(f"DELETE FROM {table} WHERE {_THEIRS}", {"user": user})  # noqa: S608 - table and condition are literals of this module, the rest are parameters
    connection.execute("DELETE FROM feedback WHERE user = ?", (user,))
    forget_asker(connection, user)
    connection.execute(
        "UPDATE inbox SET state = 'done', user = NULL, body = NULL WHERE user = ?", (user,)
    )


def _prune(connection: Connection, oldest: float, now: float) -> int:
    return sum(
        connection.execute(f"DELETE FROM {table} WHERE {condition}", (before,)).rowcount  # noqa: S608 - table and condition are literals of this module, the rest are parameters
        for table, condition, before in (
            ("answers", "at < ?", oldest),
            ("feedback", "at < ?", oldest),
            ("unanswered", "latest < ?", oldest),
            ("conversations", "at < ?", now - KEEP_SECONDS),
            ("questions", "at <= ?", now - DAY),
            ("inbox", "state = 'done' AND received < ?", now - SEEN_FOR),
        )
    )
