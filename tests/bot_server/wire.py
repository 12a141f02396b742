"""What goes over the wire: the vendor's objects, the token, and a refusal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
"""A vendor's objects, as they go over the wire."""

TOKEN: Final = "4242:the-token-of-a-bot-that-does-not-exist"
BOT_ID: Final = 4242
BOT_NAME: Final = "VerbatimTestBot"

NAMES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Refused(Exception):  # noqa: N818 - Telegram refuses, which is no error of the server's
    """Telegram does not do it: the status and the words that the bot gets to read."""

    def __init__(self, status: int, reason: str = "", **parameters: int) -> None:
        super().__init__(": ".join(filter(None, (NAMES[status], reason))))
        self.status = status
        self.parameters = parameters

    def body(self) -> str:
        return json.dumps(refusal_form(self.status, str(self), self.parameters))


def refusal_form(status: int, description: str, parameters: dict[str, int]) -> Json:
    """The object in which Telegram refuses."""
    form: Json = {"ok": False, "error_code": status, "description": description}
    if parameters:
        form["parameters"] = parameters
    return form


def bad_request(reason: str) -> Refused:
    return Refused(400, reason)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes
