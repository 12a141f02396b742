"""Updates that the bot asks Telegram for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.heartbeat import State
from retrieval.errors import VerbatimError

OK, UNAUTHORISED, NOT_FOUND = 200, 401, 404

DEAD_AFTER = 180.0
"""Seconds without even an attempt to poll; attempts are at most forty apart."""

_LOOK_EVERY = 15.0


class DeafError(VerbatimError):
    """The bot no longer asks for updates, and does not know why: it is to be started again."""


class PollRequest(HTTPXRequest):
    """What polls go through: tells what becomes of them.

    Args:
        heard: is called when Telegram has answered one.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        super().__init__(
            connection_pool_size=2,
            connect_timeout=10,
            read_timeout=10,
            write_timeout=20,
            pool_timeout=30,
        )
        self.heard = heard
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
            self.heard()
        if status == UNAUTHORISED:
            self.refused.set()
        if status == NOT_FOUND:  # the library takes it for a wrong token, and polls no more
            raise NetworkError("Not Found (404)")
        return status, payload


class Polling:
    """Asks for updates, one long poll after another.

    Args:
        request: what the polls go through.
        kinds: of updates that are asked for.
        on_error: is told when a poll fails.
    """

    state = State.POLLING

    def __init__(
        self,
        request: PollRequest,
        kinds: Sequence[str],
        on_error: Callable[[TelegramError], None],
    ) -> None:
        self._request = request
        self._kinds = kinds
        self._on_error = on_error

    async def begin(self, updater: Updater) -> None:
        """Takes a webhook away, as long as it takes, and begins to poll."""
        await updater.start_polling(
            allowed_updates=list(self._kinds), bootstrap_retries=-1, error_callback=self._on_error
        )

    async def watch(self, updater: Updater) -> None:
        """Ends only with an error.

        Raises:
            InvalidToken: Telegram does not accept the token any more.
            DeafError: nothing polls.
        """
        del updater
        while not self._request.refused.is_set():
            try:
                await asyncio.wait_for(self._request.refused.wait(), _LOOK_EVERY)
            except TimeoutError:
                if time.monotonic() - self._request.tried > DEAD_AFTER:
                    raise DeafError(
                        "the bot no longer polls: it has to be started again"
                    ) from None
        raise InvalidToken
