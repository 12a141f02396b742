"""What came in from Telegram: stored before it is acknowledged, until it has been handled.

An update is handled once where all goes well. After a crash it is handled again, unless a message
may have gone out for it already; what was begun twice, and never ended, is not begun again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.store.database import Database

SEEN_FOR = 7 * 86_400.0
"""How long, in seconds, an update that was handled is known again when it is delivered again."""

AT_MOST_BEGUN = 2


class UpdateState(StrEnum):
    """How far an update has come."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"


class NextStep(Enum):
    """What is to be done with an update whose turn has come."""

    ANSWER = "answer"
    APOLOGISE = "apologise"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    """An update that is not done; ``body`` is its JSON."""

    update_id: int
    body: str


class UpdateInbox:
    """Asynchronous, as only the loop uses it; every call is done in the thread of the file."""

    def __init__(self, records: Database, clock: Callable[[], float]) -> None:
        self._records = records
        self._clock = clock

    async def receive(self, update_id: int, body: str, user: int | None) -> bool:
        """Stores an update, on disk when this returns; False for one that is known already."""
        now = self._clock()

        def work() -> bool:
            with self._records.writing() as connection:
                done = connection.execute(
                    "INSERT OR IGNORE INTO inbox (update_id, received, state, user, body)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (update_id, now, UpdateState.WAITING, user, body),
                )
                return done.rowcount > 0

        return await self._records.aside(work)

    async def undone(self) -> Sequence[PendingUpdate]:
        """What is to be handled after a restart, in the order in which it came in.

        What may have been answered, or was begun too often to be even apologised for, is closed.
        """
        return await self._records.aside(self._undone)

    async def begin(self, update_id: int, not_older_than: float | None = None) -> NextStep:
        """Notes that the turn of an update has come, and says what to do with it.

        Args:
            update_id: one that was never received is answered.
            not_older_than: seconds after which nobody waits for it any more.
        """
        oldest = None if not_older_than is None else self._clock() - not_older_than

        def work() -> NextStep:
            with self._records.noting() as connection:
                handling = _handling(connection, update_id, oldest)
                if handling is NextStep.LEAVE:
                    _close(connection, update_id)
                else:
                    connection.execute(
                        "UPDATE inbox SET begun = begun + 1 WHERE update_id = ?", (update_id,)
                    )
                return handling

        return await self._records.aside(work)

    async def sending(self, update_id: int) -> None:
        """To be awaited just before the first message for it goes out: it may arrive from now on.

        On disk when this returns. A crash after this is not made good by a second answer.
        """
        await self._move(update_id, UpdateState.WAITING, UpdateState.SENDING)

    async def unsent(self, update_id: int) -> None:
        """Takes ``sending`` back: Telegram refused the message, so nothing has gone out."""
        await self._move(update_id, UpdateState.SENDING, UpdateState.WAITING)

    async def done(self, update_id: int) -> None:
        """Its handling has ended, well or not; its words are no longer kept."""

        def work() -> None:
            with self._records.noting() as connection:
                _close(connection, update_id)

        await self._records.aside(work)

    async def length(self) -> int:
        """How many updates are not done."""
        return await self._records.aside(self._length)

    async def _move(self, update_id: int, before: UpdateState, after: UpdateState) -> None:
        def work() -> None:
            with self._records.writing() as connection:
                connection.execute(
                    "UPDATE inbox SET state = ? WHERE update_id = ? AND state = ?",
                    (after, update_id, before),
                )

        await self._records.aside(work)

    def _undone(self) -> Sequence[PendingUpdate]:
        with self._records.writing() as connection:
            connection.execute(
                "UPDATE inbox SET state = ?, user = NULL, body = NULL"
                " WHERE state = ? OR (state = ? AND (begun > ? OR body IS NULL))",
                (UpdateState.DONE, UpdateState.SENDING, UpdateState.WAITING, AT_MOST_BEGUN),
            )
            rows = connection.execute(
                "SELECT update_id, body FROM inbox WHERE state <> 'done' ORDER BY number"
            )
            return [PendingUpdate(int(update_id), str(body)) for update_id, body in rows]

    def _length(self) -> int:
        with self._records.reading() as connection:
            rows = connection.execute("SELECT count(*) FROM inbox WHERE state <> 'done'")
            return int(rows.fetchone()[0])


def _handling(connection: sqlite3.Connection, update_id: int, oldest: float | None) -> NextStep:
    row = connection.execute(
        "SELECT state, received, begun FROM inbox WHERE update_id = ?", (update_id,)
    ).fetchone()
    if row is None:
        return NextStep.ANSWER
    state, received, begun = row
    is_stale = oldest is not None and received < oldest
    if state != UpdateState.WAITING or is_stale or begun > AT_MOST_BEGUN:
        return NextStep.LEAVE
    return NextStep.ANSWER if begun < AT_MOST_BEGUN else NextStep.APOLOGISE


def _close(connection: sqlite3.Connection, update_id: int) -> None:
    connection.execute(
        "UPDATE inbox SET state = ?, user = NULL, body = NULL WHERE update_id = ?",
        (UpdateState.DONE, update_id),
    )
