"""Stores follow-up contexts: the previous question and its answer, for each place of a chat."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from bot.store.database import Connection, Database
from retrieval.answer.followups.turns import PreviousTurn

KEEP_SECONDS = 30 * 60.0
"""How long a question may be followed up."""

AT_MOST = 2000
"""Contexts that are kept at once; the oldest are forgotten first."""

_KEY_IS = "kind = ? AND chat = ? AND part IS ? AND reader IS ?"


@dataclass(frozen=True, slots=True)
class ContextKey:
    """Key of one stored follow-up context: (chat, topic, user) or (chat, message).

    Attributes:
        kind: "reader" or "answer".
        part: of the chat: a topic, or the message that answers.
        reader: who may follow up; None for everybody.
    """

    kind: str
    chat: int
    part: int | None
    reader: int | None


class ConversationStore:
    """Keeps the newest contexts.

    Args:
        database: where they are kept.
        clock: seconds since 1970.
        keep_seconds: a context that is older is not found.
        at_most: contexts that are kept at once; the oldest are forgotten first.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        *,
        keep_seconds: float = KEEP_SECONDS,
        at_most: int = AT_MOST,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep_seconds = keep_seconds
        self._at_most = at_most

    async def get(self, key: ContextKey) -> PreviousTurn | None:
        """Return the context of that key; None where there is none, or it is too old."""
        return await self._database.read(_select, key, self._clock() - self._keep_seconds)

    async def put(
        self, keys: Collection[ContextKey], turn: PreviousTurn, *, user: int | None
    ) -> None:
        """Store the context under each of the keys; ``user`` is who asked, and may forget it."""
        asked = (user, self._clock(), _adapter().dump_json(turn).decode())
        await self._database.note(_replace, keys, asked, self._at_most)


def _select(connection: Connection, key: ContextKey, oldest: float) -> PreviousTurn | None:
    row = connection.execute(
        f"SELECT earlier FROM conversations WHERE {_KEY_IS} AND at >= ?",  # noqa: S608 - the condition is a literal of this module, the rest are parameters
        (key.kind, key.chat, key.part, key.reader, oldest),
    ).fetchone()
    try:
        return None if row is None else _adapter().validate_json(row[0])
    except ValidationError:  # stored by an earlier program, whose types were others
        return None


def _replace(
    connection: Connection,
    keys: Collection[ContextKey],
    asked: tuple[int | None, float, str],
    at_most: int,
) -> None:
    places = [(key.kind, key.chat, key.part, key.reader) for key in keys]
    connection.executemany(f"DELETE FROM conversations WHERE {_KEY_IS}", places)  # noqa: S608 - the condition is a literal of this module, the rest are parameters
    connection.executemany(
        "INSERT INTO conversations (kind, chat, part, reader, user, at, earlier)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*place, *asked) for place in places],
    )
    connection.execute(
        "DELETE FROM conversations WHERE number <="
        " (SELECT number FROM conversations ORDER BY number DESC LIMIT 1 OFFSET ?)",
        (at_most,),
    )


@cache
def _adapter() -> TypeAdapter[PreviousTurn]:
    return TypeAdapter(PreviousTurn)
