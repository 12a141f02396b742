"""Whose new statements a reader wants to hear of, and which they have heard of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.store.database import Database

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
    """They last until they are ended: no retention applies to them."""

    def __init__(self, records: Database, clock: Callable[[], float]) -> None:
        self._records = records
        self._clock = clock

    def begin(
        self,
        *,
        user: int,
        chat: int,
        topic: int | None,
        asked: str,
        known: str,
        statements: Collection[str],
    ) -> Watch:
        """The watch on a speaker, the one that is there already if there is one.

        ``statements`` are the ids of those that are no news.
        """
        here = (user, chat, topic)
        with self._records.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO watches (user, chat, topic, asked, known, since)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*here, asked, known, self._clock()),
            )
            row = connection.execute(
                f"SELECT {_COLUMNS} WHERE {_HERE} AND known = ?",
                (*here, known),
            ).fetchone()
            watch = Watch(*row)
            connection.executemany(
                "INSERT OR IGNORE INTO watched (watch, statement) VALUES (?, ?)",
                [(watch.number, statement) for statement in statements],
            )
        return watch

    def end(self, *, user: int, chat: int, topic: int | None, known: str) -> bool:
        """Ends a watch; whether there was one."""
        with self._records.writing() as connection:
            done = connection.execute(
                f"DELETE FROM watches WHERE {_HERE} AND known = ?",  # noqa: S608 - the condition is a literal of this module, the rest are parameters
                (user, chat, topic, known),
            )
            return done.rowcount > 0

    def end_all(self, chat: int) -> int:
        """Ends every watch in a chat that the bot can no longer write to; how many."""
        with self._records.writing() as connection:
            return connection.execute("DELETE FROM watches WHERE chat = ?", (chat,)).rowcount

    def move(self, chat: int, new_chat: int) -> None:
        """A group has become a supergroup: its watches go along."""
        with self._records.writing() as connection:
            connection.execute(
                "UPDATE OR IGNORE watches SET chat = ? WHERE chat = ?", (new_chat, chat)
            )
            connection.execute("DELETE FROM watches WHERE chat = ?", (chat,))

    def of(self, *, user: int, chat: int, topic: int | None) -> Sequence[Watch]:
        """What a reader watches in a place, the oldest first."""
        with self._records.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} WHERE {_HERE} ORDER BY number",
                (user, chat, topic),
            )
            return [Watch(*row) for row in rows]

    def all(self) -> Sequence[Watch]:
        """Every watch, the oldest first."""
        with self._records.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} ORDER BY number")
            return [Watch(*row) for row in rows]

    def claim(self, watch: int, statements: Sequence[str]) -> Sequence[str]:
        """Those of the statements that are news, in order; from now on they no longer are.

        To be called before they are sent: each is sent once at the most. Of a watch that was
        ended, nothing is news.
        """
        with self._records.writing() as connection:
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

    def release(self, watch: int, statements: Collection[str]) -> None:
        """Takes ``claim`` back, for what surely was not sent."""
        with self._records.writing() as connection:
            connection.executemany(
                "DELETE FROM watched WHERE watch = ? AND statement = ?",
                [(watch, statement) for statement in statements],
            )
