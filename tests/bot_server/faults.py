"""What a method does instead of its work, when a test orders it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Final

from tests.bot_server.wire import refusal_form


@dataclass(frozen=True, slots=True)
class Fault:
    """Answers this, and does nothing."""

    status: int
    body: str
    content_type: str = "application/json"
    moves_to: int | None = None
    """The chat becomes this one, as the answer says."""


@dataclass(frozen=True, slots=True)
class Slow:
    """Does its work after this time, whether or not the bot still waits for it."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Held:
    """Does its work when the test lets it."""

    release: asyncio.Event


@dataclass(frozen=True, slots=True)
class ResetBefore:
    """Breaks the connection, and does nothing."""


@dataclass(frozen=True, slots=True)
class ResetAfter:
    """Does its work and breaks the connection instead of saying so."""


@dataclass(frozen=True, slots=True)
class Works:
    """Nothing is wrong this time: for a fault at a later call."""


AnyFault = Fault | Slow | Held | ResetBefore | ResetAfter | Works


def refusal(status: int, description: str, **parameters: int) -> Fault:
    form = refusal_form(status, description, parameters)
    return Fault(status, json.dumps(form), moves_to=parameters.get("migrate_to_chat_id"))


def too_many(seconds: int) -> Fault:
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(to: int) -> Fault:
    return refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=to,
    )


TOO_MANY: Final = too_many(1)
CANNOT_PARSE: Final = refusal(
    400, "Bad Request: can't parse entities: Unsupported start tag at byte offset 2"
)
BLOCKED: Final = refusal(403, "Forbidden: bot was blocked by the user")
CONFLICT: Final = refusal(
    409,
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
)
SERVER_ERROR: Final = refusal(500, "Internal Server Error")
BAD_GATEWAY: Final = Fault(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html")
