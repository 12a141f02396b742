"""Everything the desk keeps of its readers, put together: one file, one clock, one retention."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.store.answers import AnswerStore
from bot.store.conversations import FOR_SECONDS, ConversationStore
from bot.store.database import Database
from bot.store.feedback import FeedbackStore, UnansweredStore
from bot.store.quotas import DAY, Quotas, QuotaStore
from bot.store.update_inbox import SEEN_FOR, UpdateInbox
from bot.store.watches import WatchStore

FILE_NAME = "desk.sqlite"
KEEP_DAYS = 90
NO_LIMITS = Quotas()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class UserDataCounts:
    """How many things are, or were, kept about a reader.

    Attributes:
        messages: received, and not begun: the one that asks is not among them.
        questions: counted for their budget.
    """

    messages: int
    answers: int
    conversations: int
    feedback: int
    watches: int
    questions: int


class UserDataStore:
    """What is kept, by kind. All but the inbox is synchronous: on the loop, use ``aside``.

    Attributes:
        clock: seconds since 1970.

    Raises:
        KeepingError: the file cannot be opened, is none of the desk's, is of another version or,
            later on, cannot be read or written.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        clock: Callable[[], float] = time.time,
        keep_days: int = KEEP_DAYS,
        allowance: Quotas = NO_LIMITS,
    ) -> None:
        """The file at the path, or, without one, what is gone with this process.

        ``keep_days`` are those of answers, of what readers think of them, and of what was not
        answered.
        """
        self.clock = clock
        self._keep_seconds = keep_days * DAY
        self._records = Database(path)
        self.inbox = UpdateInbox(self._records, clock)
        self.answers = AnswerStore(self._records, clock, self._keep_seconds)
        self.talks = ConversationStore(self._records)
        self.feedback = FeedbackStore(self._records, clock)
        self.watches = WatchStore(self._records, clock)
        self.unanswered = UnansweredStore(self._records, clock)
        self.budgets = QuotaStore(self._records, clock, allowance)

    async def aside(self, work: Callable[[], T]) -> T:
        """The work's result, in the thread of the file: ``await drawer.aside(lambda: …)``."""
        return await self._records.aside(work)

    def kept_about(self, user: int) -> UserDataCounts:
        """What ``forget`` would delete."""
        with self._records.reading() as connection:
            return _kept(connection, user)

    def forget(self, user: int) -> UserDataCounts:
        """Deletes all that is kept about a reader, from the disk too; what was deleted.

        With it goes what others thought of answers that this reader asked for.
        """
        with self._records.writing() as connection:
            kept = _kept(connection, user)
            for table in ("answers", "conversations", "watches"):
                connection.execute(f"DELETE FROM {table} WHERE {_THEIRS}", _theirs(user))  # noqa: S608 - table and condition are literals of this module, the rest are parameters
            connection.execute("DELETE FROM feedback WHERE user = ?", (user,))
            connection.execute("UPDATE inbox SET user = NULL, body = NULL WHERE user = ?", (user,))
            self.budgets.forget(connection, user)
        self._records.erase()
        return kept

    def prune(self, now: float) -> int:
        """Deletes what is older than it is to be kept; how many things."""
        oldest = now - self._keep_seconds
        with self._records.writing() as connection:
            return sum(
                connection.execute(f"DELETE FROM {table} WHERE {condition}", (before,)).rowcount  # noqa: S608 - table and condition are literals of this module, the rest are parameters
                for table, condition, before in (
                    ("answers", "at < ?", oldest),
                    ("feedback", "at < ?", oldest),
                    ("unanswered", "latest < ?", oldest),
                    ("conversations", "at < ?", now - FOR_SECONDS),
                    ("questions", "at <= ?", now - DAY),
                    ("inbox", "state = 'done' AND received < ?", now - SEEN_FOR),
                )
            )

    def close(self) -> None:
        """Does what is in hand and lets go of the file; again does nothing."""
        self._records.close()


_THEIRS = "user = :user OR chat = :user"
"""A private chat has the number of the one it is with."""


def _theirs(user: int) -> dict[str, int]:
    return {"user": user}


def _kept(connection: sqlite3.Connection, user: int) -> UserDataCounts:
    def count(table: str, condition: str) -> int:
        rows = connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}", _theirs(user))  # noqa: S608 - table and condition are literals of this module, the rest are parameters
        return int(rows.fetchone()[0])

    return UserDataCounts(
        messages=count("inbox", "user = :user AND begun = 0"),
        answers=count("answers", _THEIRS),
        conversations=count("conversations", _THEIRS),
        feedback=count("feedback", "user = :user"),
        watches=count("watches", _THEIRS),
        questions=count("questions", "user = :user"),
    )
