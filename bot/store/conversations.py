"""What may be leaned on in each place of a conversation: the question before, and its answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from bot.store.database import Database
from retrieval.answer.followups import PreviousTurn

FOR_SECONDS = 30 * 60.0
"""How long a question may be leaned on."""

_HERE = "kind = ? AND chat = ? AND part IS ? AND reader IS ?"


@dataclass(frozen=True, slots=True)
class ContextKey:
    """Where something may be leaned on.

    Attributes:
        kind: "reader" or "answer".
        part: of the chat: a topic, or the message that answers.
        reader: who may; None for everybody.
    """

    kind: str
    chat: int
    part: int | None
    reader: int | None


class ConversationStore:
    """Keeps the newest."""

    def __init__(self, records: Database) -> None:
        self._records = records

    def get(self, place: ContextKey, oldest: float) -> PreviousTurn | None:
        """What was put there, unless it was before ``oldest``."""
        with self._records.reading() as connection:
            row = connection.execute(
                f"SELECT earlier FROM conversations WHERE {_HERE} AND at >= ?",  # noqa: S608 - the condition is a literal of this module, the rest are parameters
                (place.kind, place.chat, place.part, place.reader, oldest),
            ).fetchone()
        try:
            return None if row is None else _adapter().validate_json(row[0])
        except ValidationError:  # by an earlier program, whose nouns were others
            return None

    def put(
        self,
        places: Collection[ContextKey],
        earlier: PreviousTurn,
        *,
        user: int | None,
        now: float,
        at_most: int,
    ) -> None:
        """Keeps it in each of these places, and no more than so many in all.

        ``user`` is who asked: whose it is to be forgotten.
        """
        written = _adapter().dump_json(earlier).decode()
        keys = [(place.kind, place.chat, place.part, place.reader) for place in places]
        with self._records.noting() as connection:
            connection.executemany(f"DELETE FROM conversations WHERE {_HERE}", keys)  # noqa: S608 - the condition is a literal of this module, the rest are parameters
            connection.executemany(
                "INSERT INTO conversations (kind, chat, part, reader, user, at, earlier)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(*key, user, now, written) for key in keys],
            )
            connection.execute(
                "DELETE FROM conversations WHERE number <="
                " (SELECT number FROM conversations ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (at_most,),
            )


@cache
def _adapter() -> TypeAdapter[PreviousTurn]:
    return TypeAdapter(PreviousTurn)
