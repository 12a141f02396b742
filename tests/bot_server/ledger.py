"""Every call that the bot made: when, to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.bot_server.wire import Json, Upload


class Effect(StrEnum):
    """What became of a call."""

    UNDER_WAY = "under way"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed on demand"
    DONE_UNSEEN = "done, and the bot was not told"


@dataclass
class Call:
    """One call as it came in, and what became of it."""

    method: str
    parameters: Mapping[str, Any]
    at: float = 0.0
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    effect: Effect = Effect.UNDER_WAY
    refusal: str | None = None
    result: Json | list[Json] | bool | None = None

    @property
    def text(self) -> str:
        return str(self.parameters["text"])

    @property
    def chat_id(self) -> int:
        return int(self.parameters["chat_id"])

    @property
    def replies_to(self) -> int | None:
        reply = self.parameters.get("reply_parameters")
        return None if reply is None else int(reply["message_id"])

    def line(self) -> str:
        """For a log that a person reads."""
        chat = self.parameters.get("chat_id", "-")
        return f"{self.at:.3f} {self.method} {chat} {self.effect} {self.refusal or ''}".rstrip()
