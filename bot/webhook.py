"""Updates that Telegram brings."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError
from telegram.ext import Updater

from bot.heartbeat import State
from retrieval.errors import ConfigError

logger = logging.getLogger(__name__)

CHECK_EVERY = 30.0
"""Seconds between two looks at whether Telegram still brings updates here."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram brings updates, and where they arrive.

    Attributes:
        url: as Telegram knows it; a reverse proxy there passes on to ``listen`` and ``port``.
        secret: by which the bot knows that it is Telegram.
        at_once: so many connections may Telegram open.
    """

    url: str
    listen: str
    port: int
    secret: str
    at_once: int


def made_up_secret() -> str:
    """A secret that nobody can guess."""
    return secrets.token_urlsafe(32)


class Webhook:
    """Has updates brought, and sees to it that they go on being brought.

    What is brought without the secret, or with another, is refused.

    Args:
        address: where to.
        kinds: of updates that are asked for.
        on_error: is told when Telegram cannot be asked.
        heard: is called when it could.
        check_every: seconds.
    """

    state = State.WEBHOOK

    def __init__(
        self,
        address: Address,
        kinds: Sequence[str],
        *,
        on_error: Callable[[TelegramError], None],
        heard: Callable[[], None],
        check_every: float = CHECK_EVERY,
    ) -> None:
        self._address = address
        self._kinds = list(kinds)
        self._on_error = on_error
        self._heard = heard
        self._check_every = check_every
        self._failed: object = None

    async def begin(self, updater: Updater) -> None:
        """Tells Telegram where to, as long as it takes, and begins to listen.

        Raises:
            ConfigError: nothing can listen there.
        """
        address = self._address
        _try_to_listen(address.listen, address.port)
        await updater.start_webhook(
            listen=address.listen,
            port=address.port,
            url_path=re.escape(urlsplit(address.url).path),
            webhook_url=address.url,
            secret_token=address.secret,
            allowed_updates=self._kinds,
            max_connections=address.at_once,
            bootstrap_retries=-1,
        )

    async def watch(self, updater: Updater) -> None:
        """Looks again and again; does not end."""
        while True:
            await asyncio.sleep(self._check_every)
            try:
                await self._look(updater.bot)
            except TelegramError as error:
                self._on_error(error)

    async def _look(self, bot: Bot) -> None:
        info = await bot.get_webhook_info()
        self._heard()
        if info.url != self._address.url:
            logger.error(
                "Telegram no longer brings updates here: another process uses this token. "
                "Stop the other one; this one asks for them again."
            )
            await bot.set_webhook(
                self._address.url,
                allowed_updates=self._kinds,
                max_connections=self._address.at_once,
                secret_token=self._address.secret,
            )
        self._tell_of_failure(info)

    def _tell_of_failure(self, info: WebhookInfo) -> None:
        if info.last_error_message and info.last_error_date != self._failed:
            self._failed = info.last_error_date
            logger.warning("Telegram could not bring an update: %s", info.last_error_message)


def _try_to_listen(listen: str, port: int) -> None:
    """Passes where it is possible: the library finds out only when Telegram knows the address.

    Raises:
        ConfigError: it is not.
    """
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    try:
        socket.create_server((listen, port), family=family).close()
    except OSError as error:
        raise ConfigError(
            f"VERBATIM_TELEGRAM_WEBHOOK_LISTEN and _PORT are {listen}:{port}: "
            f"nothing can listen there: {error.strerror}"
        ) from error
