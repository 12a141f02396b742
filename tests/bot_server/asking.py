"""A bot without a library: methods called over HTTP, and what came back, to the letter."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN, Json

Ask = Callable[..., Coroutine[Any, Any, "Reply"]]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the server's."""

    status: int
    body: Json

    @property
    def result(self) -> Any:  # noqa: ANN401 - a vendor's objects
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert (self.body["ok"], self.body["error_code"]) == (False, self.status)
        return self.status, self.body["description"]


@asynccontextmanager
async def asking(api: BotApi, token: str = TOKEN) -> AsyncIterator[Ask]:
    """Calls methods as a bot does: a form, in which what is not a string is JSON."""

    async def ask(method: str, **parameters: Any) -> Reply:  # noqa: ANN401 - a vendor's fields
        form = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        async with session.post(f"{api.url}/bot{token}/{method}", data=form) as response:
            return Reply(response.status, await response.json())

    async with aiohttp.ClientSession() as session:
        yield ask
