"""Stores updates from Telegram before they are acknowledged, until they have been handled.

An update is handled once where all goes well. After a crash it is handled again, unless a message
may have gone out for it already; what was begun twice, and never ended, is not begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.store.database import Connection, Database

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
    """Keeps updates from their arrival until they have been handled."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def receive(self, update_id: int, body: str, user: int | None) -> bool:
        """Store an update, on disk when this returns; False for one that is known already."""
        return await self._database.write(_insert, update_id, body, user, self._clock())

    async def pending(self) -> Sequence[PendingUpdate]:
        """Return what is to be handled after a restart, in the order in which it came in.

        What may have been answered, or was begun too often to be even apologised for, is closed.
        """
        return await self._database.write(_select_pending)

    async def begin(self, update_id: int, not_older_than: float | None = None) -> NextStep:
        """Record that the turn of an update has come; return what to do with it.

        Args:
            update_id: one that was never received is answered.
            not_older_than: seconds after which nobody waits for it any more.
        """
        oldest = None if not_older_than is None else self._clock() - not_older_than
        return await self._database.note(_begin, update_id, oldest)

    async def mark_sending(self, update_id: int) -> None:
        """To be awaited just before the first message for it goes out: it may arrive from now on.

        On disk when this returns. A crash after this is not made good by a second answer.
        """
        await self._move(update_id, UpdateState.WAITING, UpdateState.SENDING)

    async def mark_unsent(self, update_id: int) -> None:
        """Undo ``mark_sending``: Telegram refused the message, so nothing has gone out."""
        await self._move(update_id, UpdateState.SENDING, UpdateState.WAITING)

    async def mark_interrupted(self, update_id: int) -> None:
        """Undo ``begin``: the bot stopped in the middle of it, and it is for the next start."""
        await self._database.note(_interrupt, update_id)

    @property
    def is_durable(self) -> bool:
        """Whether what was received outlives this process: not while it is kept in memory."""
        return self._database.notice is None

    async def is_done(self, update_id: int) -> bool:
        """Return whether an update was handled, or was never received."""
        return await self._database.read(_is_done, update_id)

    async def mark_done(self, update_id: int) -> None:
        """Record that its handling has ended, well or not; its words are deleted."""
        await self._database.note(_close, update_id)

    async def close(self, update_ids: Collection[int]) -> None:
        """Record that these are put away: they are not handled, and their words are deleted."""
        await self._database.write(_close_all, update_ids)

    async def join(self, update_id: int, body: str, other: int) -> None:
        """Store the update as one with another, which is closed."""
        await self._database.write(_join, update_id, body, other)

    async def count_pending(self) -> int:
        """Return how many updates are not done."""
        return await self._database.read(_count_pending)

    async def _move(self, update_id: int, before: UpdateState, after: UpdateState) -> None:
        await self._database.write(_move, update_id, before, after)


def _insert(
    connection: Connection, update_id: int, body: str, user: int | None, now: float
) -> bool:
    done = connection.execute(
        "INSERT OR IGNORE INTO inbox (update_id, received, state, user, body)"
        " VALUES (?, ?, ?, ?, ?)",
        (update_id, now, UpdateState.WAITING, user, body),
    )
    return done.rowcount > 0


def _select_pending(connection: Connection) -> Sequence[PendingUpdate]:
    connection.execute(
        "UPDATE inbox SET state = ?, user = NULL, body = NULL"
        " WHERE state = ? OR (state = ? AND (begun > ? OR body IS NULL))",
        (UpdateState.DONE, UpdateState.SENDING, UpdateState.WAITING, AT_MOST_BEGUN),
    )
    rows = connection.execute(
        "SELECT update_id, body FROM inbox WHERE state <> 'done' ORDER BY number"
    )
    return [PendingUpdate(int(update_id), str(body)) for update_id, body in rows]


def _begin(connection: Connection, update_id: int, oldest: float | None) -> NextStep:
    step = _next_step(connection, update_id, oldest)
    if step is NextStep.LEAVE:
        _close(connection, update_id)
    else:
        connection.execute("UPDATE inbox SET begun = begun + 1 WHERE update_id = ?", (update_id,))
    return step


def _next_step(connection: Connection, update_id: int, oldest: float | None) -> NextStep:
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


def _interrupt(connection: Connection, update_id: int) -> None:
    connection.execute(
        "UPDATE inbox SET begun = begun - 1 WHERE update_id = ? AND state = ? AND begun > 0",
        (update_id, UpdateState.WAITING),
    )


def _close(connection: Connection, update_id: int) -> None:
    connection.execute(
        "UPDATE inbox SET state = ?, user = NULL, body = NULL WHERE update_id = ?",
        (UpdateState.DONE, update_id),
    )


def _close_all(connection: Connection, update_ids: Collection[int]) -> None:
    for update_id in update_ids:
        _close(connection, update_id)


def _join(connection: Connection, update_id: int, body: str, other: int) -> None:
    connection.execute(
        "UPDATE inbox SET body = ? WHERE update_id = ? AND state = ?",
        (body, update_id, UpdateState.WAITING),
    )
    _close(connection, other)


def _move(connection: Connection, update_id: int, before: UpdateState, after: UpdateState) -> None:
    connection.execute(
        "UPDATE inbox SET state = ? WHERE update_id = ? AND state = ?", (after, update_id, before)
    )


def _is_done(connection: Connection, update_id: int) -> bool:
    row = connection.execute(
        "SELECT state FROM inbox WHERE update_id = ?", (update_id,)
    ).fetchone()
    return row is None or row[0] == UpdateState.DONE


def _count_pending(connection: Connection) -> int:
    rows = connection.execute("SELECT count(*) FROM inbox WHERE state <> 'done'")
    return int(rows.fetchone()[0])
