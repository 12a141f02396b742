"""Who looks on as a call goes out to Telegram."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import BaseRateLimiter

Result = bool | dict[str, Any] | list[dict[str, Any]]
Make = Callable[..., Coroutine[Any, Any, Result]]
"""Makes a call, once."""


class Onlooker(BaseRateLimiter[int]):
    """A limiter around another one, which decides when a call is made, and how often."""

    def __init__(self, limiter: BaseRateLimiter[int]) -> None:
        self._limiter = limiter

    async def initialize(self) -> None:
        """As the other one."""
        await self._limiter.initialize()

    async def shutdown(self) -> None:
        """As the other one."""
        await self._limiter.shutdown()

    async def process_request(  # noqa: D102, PLR0917 - described and fixed by BaseRateLimiter of python-telegram-bot
        self,
        callback: Make,
        args: Any,  # noqa: ANN401 - BaseRateLimiter says Any
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        async def limited(make: Make) -> Result:
            return await self._limiter.process_request(
                make, args, kwargs, endpoint, data, rate_limit_args
            )

        return await self.look_on(limited, callback, endpoint, data)

    @abstractmethod
    async def look_on(
        self,
        limited: Callable[[Make], Coroutine[Any, Any, Result]],
        make: Make,
        endpoint: str,
        data: dict[str, Any],
    ) -> Result:
        """Has the call made.

        Args:
            limited: has a call made as the other limiter sees fit.
            make: the call.
            endpoint: the name of Telegram's method.
            data: what it is given.
        """
