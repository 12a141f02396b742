"""Stores watches: whose new statements a reader is told of, and which they were told of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.store.database import Connection, Database

_COLUMNS = "number, user, chat, topic, asked, known, since FROM watches"
_HERE = "user = ? AND chat = ? AND topic IS ?"


@dataclass(frozen=True, slots=True)
class Watch:
    """One speaker, watched by one reader in one place.

    Attributes:
        asked: the name as the reader wrote it.
        known: as the corpus prints it.
        since: seconds since 1970.
    """

    number: int
    user: int
    chat: int
    topic: int | None
    asked: str
    known: str
    since: float


class WatchStore:
    """Keeps watches until they are ended: no retention applies to them."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        *,
        user: int,
        chat: int,
        topic: int | None,
        asked: str,
        known: str,
        statements: Collection[str],
    ) -> Watch:
        """Return the new watch on a speaker, or the one that there is already.

        ``statements`` are the ids of those that are no news.
        """
        watch = Watch(0, user, chat, topic, asked, known, self._clock())
        return await self._database.write(_insert, watch, statements)

    async def remove(self, *, user: int, chat: int, topic: int | None, known: str) -> bool:
        """End a watch; return whether there was one."""
        condition = f"{_HERE} AND known = ?"
        return await self._database.write(_delete, condition, user, chat, topic, known) > 0

    async def remove_all(self, chat: int) -> int:
        """End every watch in a chat that the bot can no longer write to; return how many."""
        return await self._database.write(_delete, "chat = ?", chat)

    async def move(self, chat: int, new_chat: int) -> None:
        """Move the watches of a group that has become a supergroup."""
        await self._database.write(_move, chat, new_chat)

    async def of_user(self, *, user: int, chat: int, topic: int | None) -> Sequence[Watch]:
        """Return the watches of a reader in a place, the oldest first."""
        return await self._database.read(_select, _HERE, user, chat, topic)

    async def all(self) -> Sequence[Watch]:
        """Return every watch, the oldest first."""
        return await self._database.read(_select, "TRUE")

    async def claim(self, watch: int, statements: Sequence[str]) -> Sequence[str]:
        """Return those of the statements that are news, in order; from now on they are not.

        To be called before they are sent: each is sent once at the most. Of a watch that was
        ended, nothing is news.
        """
        return await self._database.write(_claim, watch, statements)

    async def release(self, watch: int, statements: Collection[str]) -> None:
        """Undo ``claim`` for what surely was not sent."""
        await self._database.write(_release, watch, statements)


def _insert(connection: Connection, new: Watch, statements: Collection[str]) -> Watch:
    connection.execute(
        "INSERT OR IGNORE INTO watches (user, chat, topic, asked, known, since)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (new.user, new.chat, new.topic, new.asked, new.known, new.since),
    )
    place = (new.user, new.chat, new.topic, new.known)
    (watch,) = _select(connection, f"{_HERE} AND known = ?", *place)
    connection.executemany(
        "INSERT OR IGNORE INTO watched (watch, statement) VALUES (?, ?)",
        [(watch.number, statement) for statement in statements],
    )
    return watch


def _select(connection: Connection, condition: str, *values: object) -> Sequence[Watch]:
    rows = connection.execute(f"SELECT {_COLUMNS} WHERE {condition} ORDER BY number", values)
    return [Watch(*row) for row in rows]


def _delete(connection: Connection, condition: str, *values: object) -> int:
    return connection.execute(f"DELETE FROM watches WHERE {condition}", values).rowcount  # noqa: S608 - the conditions are literals of this module, the rest are parameters


def _move(connection: Connection, chat: int, new_chat: int) -> None:
    connection.execute("UPDATE OR IGNORE watches SET chat = ? WHERE chat = ?", (new_chat, chat))
    _delete(connection, "chat = ?", chat)


def _claim(connection: Connection, watch: int, statements: Sequence[str]) -> Sequence[str]:
    return [
        statement
        for statement in statements
        if connection.execute(
            "INSERT OR IGNORE INTO watched (watch, statement)"
            " SELECT number, ? FROM watches WHERE number = ?",
            (statement, watch),
        ).rowcount
        > 0
    ]


def _release(connection: Connection, watch: int, statements: Collection[str]) -> None:
    connection.executemany(
        "DELETE FROM watched WHERE watch = ? AND statement = ?",
        [(watch, statement) for statement in statements],
    )
