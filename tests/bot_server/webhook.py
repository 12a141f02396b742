"""Updates brought to the bot's own address, again and again until it takes them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from tests.bot_server.updates import Updates
from tests.bot_server.wire import Json, bad_request

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE: Final = 60.0

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are brought, and the secret by which the bot knows who brings them."""

    url: str
    secret: str | None = None
    max_connections: int = 40


def hook_of(parameters: Json) -> Hook | None:
    """The hook that a call sets; ``None`` where it takes it away.

    Telegram wants HTTPS; on this machine plain HTTP will do.

    Raises:
        Refused: an address or a secret that Telegram would not take.
    """
    url = parameters["url"]
    secret = parameters.get("secret_token")
    if not url:
        return None
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return Hook(url, secret, parameters.get("max_connections", 40))


@dataclass
class Courier:
    """Brings one update after another, the next one when the one before was taken."""

    updates: Updates
    clock: Callable[[], float]
    tell: Callable[[], Awaitable[None]]
    """Called after each delivery."""
    pause: float = 0.05
    """Seconds between two attempts; Telegram's are longer."""
    hook: Hook | None = None
    attempts: list[int | None] = field(default_factory=list)
    """What the bot answered to each delivery; ``None`` where it did not."""
    last_error: tuple[int, str] | None = None
    _task: asyncio.Task[None] | None = None

    async def aim(self, hook: Hook | None) -> None:
        """From now on at this hook, or at none."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.hook, self._task = hook, None
        if hook is not None:
            self._task = asyncio.create_task(self._bring(hook))

    def form(self) -> Json:
        """As ``getWebhookInfo`` says it."""
        form: Json = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.hook:
            form["max_connections"] = self.hook.max_connections
        if self.updates.allowed:
            form["allowed_updates"] = list(self.updates.allowed)
        if self.last_error:
            form["last_error_date"], form["last_error_message"] = self.last_error
        return form

    async def _bring(self, hook: Hook) -> None:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        patience = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(headers=headers, timeout=patience) as session:
            while True:
                for update in await self.updates.next(1, None):
                    taken = await self._taken(session, hook, update)
                    if taken:
                        self.updates.acknowledge(update["update_id"] + 1)
                    await self.tell()
                    await asyncio.sleep(0 if taken else self.pause)

    async def _taken(self, session: aiohttp.ClientSession, hook: Hook, update: Json) -> bool:
        try:
            async with session.post(hook.url, json=update) as response:
                status, words = response.status, f"{response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            self.attempts.append(None)
            self.last_error = (int(self.clock()), f"Connection failed: {type(error).__name__}")
            return False
        self.attempts.append(status)
        if 200 <= status < 300:
            return True
        self.last_error = (int(self.clock()), f"Wrong response from the webhook: {words}")
        return False
