"""How fast the bot may call Telegram, and which calls are made again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.ext import AIORateLimiter

logger = logging.getLogger(__name__)

FLOOD_RETRIES = 3
"""How often a call is made again after Telegram asked to wait."""

_UNCOUNTED = frozenset({"sendChatAction"})
"""Calls that must not use up a group's twenty messages a minute."""

_Result = bool | dict[str, Any] | list[dict[str, Any]]


class Limiter(AIORateLimiter):
    """Waits when Telegram asks to, lets typing pass, sends again what surely was not sent.

    Args:
        pauses: seconds before each further attempt at a message that a fault kept from being
            sent. After a time-out or a broken connection it may have been sent: no attempt then.
    """

    __slots__ = ("_pauses",)

    def __init__(self, pauses: tuple[float, ...] = (0.5, 2.0)) -> None:
        super().__init__(max_retries=FLOOD_RETRIES)
        self._pauses = pauses

    async def process_request(  # noqa: D102, PLR0917 - as in the base class
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,  # noqa: ANN401 - the library's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Result:
        if endpoint in _UNCOUNTED:
            return await callback(*args, **kwargs)
        for pause in self._pauses if endpoint == "sendMessage" else ():
            try:
                return await super().process_request(
                    callback, args, kwargs, endpoint, data, rate_limit_args
                )
            except NetworkError as error:
                if not surely_unsent(error):
                    raise
                logger.warning("%s failed before it took effect; trying again", endpoint)
                await asyncio.sleep(pause)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


def surely_unsent(error: NetworkError) -> bool:
    """Whether the call took no effect: Telegram said so, or no connection came about."""
    if isinstance(error, BadRequest | TimedOut) or "504" in str(error):
        return False
    cause = error.__cause__  # PTB keeps there what broke on the way, if it was not an HTTP status
    return cause is None or isinstance(cause, TelegramError | httpx.ConnectError)
