"""Button presses and inline queries, which wait for one answer, and not for long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.bot_server.chats import Message
from tests.bot_server.wire import Json, bad_request

TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Query:
    """What somebody waits for, and what they got."""

    id: str
    asked_at: float
    under: Message | None = None
    """The message whose button was pressed."""
    answer: Json | None = None


@dataclass
class Queries:
    """By their ids."""

    lifetime: float = 15.0
    """Seconds until Telegram takes no answer any more."""
    asked: dict[str, Query] = field(default_factory=dict)

    def ask(self, now: float, under: Message | None = None) -> Query:
        query = Query(str(7_000_000_000_000 + len(self.asked)), now, under)
        self.asked[query.id] = query
        return query

    def settle(self, query_id: str, answer: Json, now: float) -> None:
        """Keeps the answer.

        Raises:
            Refused: there is no such query, it has been answered, or nobody waits any more.
        """
        query = self.asked.get(query_id)
        if query is None or query.answer is not None or now - query.asked_at > self.lifetime:
            raise bad_request(TOO_OLD)
        query.answer = answer
