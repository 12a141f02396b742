"""Receives updates, by long polling or by a webhook."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.monitoring import HeartbeatState
from bot.tg.transport.health import BotHealth
from retrieval.errors import ConfigError, VerbatimError

OK, UNAUTHORISED, NOT_FOUND = 200, 401, 404

DEAD_AFTER = 180.0
"""Seconds without even an attempt to poll; attempts are at most forty apart."""

_LOOK_EVERY = 15.0


class PollingStalledError(VerbatimError):
    """The bot no longer polls, for an unknown reason: it has to be started again."""


class PollRequest(HTTPXRequest):
    """The HTTP requests of polls: their outcomes are reported to the bot's health."""

    def __init__(self, health: BotHealth) -> None:
        super().__init__(
            connection_pool_size=2,
            connect_timeout=10,
            read_timeout=10,
            write_timeout=20,
            pool_timeout=30,
        )
        self._health = health
        self.refused = asyncio.Event()
        """Telegram does not accept the token, any more."""
        self.tried = time.monotonic()
        """When the last poll began, by the monotonic clock."""

    async def do_request(  # noqa: D102, PLR0917 - described and fixed by BaseRequest of python-telegram-bot
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - BaseRequest has a private type for it
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - BaseRequest has a private type for it
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - BaseRequest has a private type for it
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - BaseRequest has a private type for it
    ) -> tuple[int, bytes]:
        self.tried = time.monotonic()
        status, payload = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if status == OK:
            self._health.heard()
        if status == UNAUTHORISED:
            self.refused.set()
        if status == NOT_FOUND:  # the library takes it for a wrong token, and polls no more
            raise NetworkError("Not Found (404)")
        return status, payload


class UpdatePoller:
    """Source of updates by long polls, one after another.

    Args:
        request: what the polls go through.
        kinds: of updates that are asked for.
        health: is told when a poll fails.
    """

    state = HeartbeatState.POLLING

    def __init__(
        self,
        request: PollRequest,
        kinds: Sequence[str],
        health: BotHealth,
    ) -> None:
        self._request = request
        self._kinds = kinds
        self._health = health

    async def open(self, updater: Updater) -> None:
        """Delete a webhook, however long it takes, and begin to poll."""
        await updater.start_polling(
            allowed_updates=list(self._kinds),
            bootstrap_retries=-1,
            error_callback=self._health.errors.on_polling_error,
        )

    async def watch(self, updater: Updater) -> None:
        """Wait for an error.

        Raises:
            InvalidToken: Telegram does not accept the token any more.
            PollingStalledError: nothing polls.
        """
        del updater
        while not self._request.refused.is_set():
            try:
                await asyncio.wait_for(self._request.refused.wait(), _LOOK_EVERY)
            except TimeoutError:
                if time.monotonic() - self._request.tried > DEAD_AFTER:
                    raise PollingStalledError(
                        "the bot no longer polls: it has to be started again"
                    ) from None
        raise InvalidToken


logger = logging.getLogger(__name__)

CHECK_EVERY = 30.0
"""Seconds between two looks at whether Telegram still brings updates here."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Address to which Telegram posts updates, and where the bot listens for them.

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


def random_secret() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(32)


class WebhookReceiver:
    """Source of updates by webhook, which is set again where another process has set its own.

    Requests without the secret, or with another one, are refused.

    Args:
        address: of the webhook.
        kinds: of updates that are asked for.
        health: is told whether Telegram could be asked.
        check_every: seconds.
    """

    state = HeartbeatState.WEBHOOK

    def __init__(
        self,
        address: WebhookAddress,
        kinds: Sequence[str],
        health: BotHealth,
        *,
        check_every: float = CHECK_EVERY,
    ) -> None:
        self._address = address
        self._kinds = list(kinds)
        self._health = health
        self._check_every = check_every
        self._failed: object = None

    async def open(self, updater: Updater) -> None:
        """Set the webhook, however long it takes, and begin to listen.

        Raises:
            ConfigError: it cannot listen there.
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
        """Check the webhook again and again; this does not end."""
        while True:
            await asyncio.sleep(self._check_every)
            try:
                await self._check(updater.bot)
            except TelegramError as error:
                self._health.errors.on_polling_error(error)

    async def _check(self, bot: Bot) -> None:
        info = await bot.get_webhook_info()
        self._health.heard()
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
        self._log_failure(info)

    def _log_failure(self, info: WebhookInfo) -> None:
        if info.last_error_message and info.last_error_date != self._failed:
            self._failed = info.last_error_date
            logger.warning("Telegram could not bring an update: %s", info.last_error_message)


def _try_to_listen(listen: str, port: int) -> None:
    """Listen once: the library would fail only when Telegram knows the address already.

    Raises:
        ConfigError: the bot cannot listen there.
    """
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    try:
        socket.create_server((listen, port), family=family).close()
    except OSError as error:
        raise ConfigError(
            f"VERBATIM_TELEGRAM_WEBHOOK_LISTEN and _PORT are {listen}:{port}: "
            f"nothing can listen there: {error.strerror}"
        ) from error
