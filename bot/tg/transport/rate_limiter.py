"""Limits the rate of calls to Telegram, and retries those that may be made again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.tg.transport.concurrency import slot_released

logger = logging.getLogger(__name__)

FLEETING = frozenset({"sendChatAction"})
"""Calls that may be lost: never counted, never repeated, dropped while Telegram says wait."""

COUNTED = ("send", "edit", "copy", "forward")
"""Prefixes of the methods that Telegram counts as messages; all but edits would send a second one."""

HARMLESS_TWICE = frozenset(
    {
        "answerCallbackQuery",
        "answerInlineQuery",
        "deleteMessage",
        "editMessageCaption",
        "editMessageMedia",
        "editMessageReplyMarkup",
        "editMessageText",
        "getChat",
        "getFile",
        "leaveChat",
        "setMessageReaction",
    }
)
"""Calls that may be made again though the first one may have had its effect."""

DONE_BEFORE = ("not modified", "query is too old", "message to delete not found")
"""What Telegram says to such a call where the first one had its effect."""

PATIENCE_OF_A_QUERY = 10.0
"""Seconds after which nobody waits any more for the answer to a button or an inline query."""

SLACK = 0.1
"""Seconds that are waited beyond what Telegram asks for."""

_CHATS_REMEMBERED = 2000

Result = bool | dict[str, Any] | list[dict[str, Any]]
Make = Callable[..., Coroutine[Any, Any, Result]]
"""Makes a call to Telegram once."""

_Call = Callable[[], Coroutine[Any, Any, Result]]


class RateLimiter(BaseRateLimiter[int]):
    """Keeps to Telegram's rate limits, and repeats failed calls that cannot take effect twice.

    Only the chat that Telegram answers 429 for waits, however long, and a call that waits gives
    up its update's slot meanwhile. What surely was not sent is sent again: as often as there are
    pauses, and where nothing else gets through to Telegram either, until something does.

    Args:
        pauses: seconds before each further attempt at a call that failed.
        outage: seconds before each attempt beyond those, while Telegram is out of reach.
        limits: how much is sent.
        clock: seconds, for ``limits`` and what Telegram says.
        sleep: waits.
    """

    def __init__(
        self,
        pauses: Sequence[float] = (0.5, 1.0, 2.0, 4.0, 8.0),
        *,
        outage: float = 10.0,
        limits: RateLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pauses = tuple(pauses)
        self._outage = outage
        self._limits = limits or RateLimits()
        self._clock = clock
        self._sleep = sleep
        self._everywhere = SlidingWindow(self._limits.everywhere)
        self._chats: dict[int | str, _ChatQueue] = {}
        self._reached = float("-inf")
        self.floods = 0
        """How often Telegram answered 429."""

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    def reached(self) -> None:
        """Take note that a call got through to Telegram just now."""
        self._reached = self._clock()

    async def process_request(  # noqa: D102, PLR0917 - described and fixed by BaseRateLimiter of python-telegram-bot
        self,
        callback: Make,
        args: Any,  # noqa: ANN401 - BaseRateLimiter says Any
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        del rate_limit_args
        chat = self._chat(data.get("chat_id"), endpoint)

        def call() -> Coroutine[Any, Any, Result]:
            return callback(*args, **kwargs)

        if endpoint in FLEETING:
            return True if chat.told_until > self._clock() else await call()
        return await self._call_until_done(call, endpoint, chat)

    async def _call_until_done(self, call: _Call, endpoint: str, chat: _ChatQueue) -> Result:
        """Make the call, in its turn, until it succeeds or must not be made again."""
        began, failures, may_be_done = self._clock(), 0, False
        while True:
            await self._wait_for_turn(endpoint, chat)
            try:
                result = await call()
            except RetryAfter as error:
                self._wait_as_told(error, endpoint, chat)
            except NetworkError as error:
                if may_be_done and _is_done_before(error):
                    return True
                pause = self._pause(endpoint, error, failures, began)
                if pause is None:
                    raise
                failures += 1
                may_be_done = may_be_done or not surely_unsent(error)
                logger.info("%s failed (%s); trying again", endpoint, type(error).__name__)
                async with slot_released():
                    await self._sleep(pause)
            else:
                self.reached()
                return result

    async def _wait_for_turn(self, endpoint: str, chat: _ChatQueue) -> None:
        """Wait until the call may be made, and count it."""
        is_counted = endpoint.startswith(COUNTED)
        if chat.turn.locked() or self._wait_seconds(chat, is_counted=is_counted) > 0:
            async with slot_released(), chat.turn:
                while (seconds := self._wait_seconds(chat, is_counted=is_counted)) > 0:
                    await self._sleep(seconds)
                self._count(chat, is_counted=is_counted)
        else:
            self._count(chat, is_counted=is_counted)

    def _wait_seconds(self, chat: _ChatQueue, *, is_counted: bool) -> float:
        now = self._clock()
        windows = (*chat.windows, self._everywhere) if is_counted else ()
        return max(chat.told_until - now, *(each.wait(now) for each in windows), 0.0)

    def _count(self, chat: _ChatQueue, *, is_counted: bool) -> None:
        now = self._clock()
        for window in (*chat.windows, self._everywhere) if is_counted else ():
            window.take(now)

    def _wait_as_told(self, error: RetryAfter, endpoint: str, chat: _ChatQueue) -> None:
        """Take note until when the chat has to wait.

        Raises:
            RetryAfter: nobody would wait for so long.
        """
        seconds = _seconds_of(error)
        self.floods += 1
        self.reached()
        chat.told_until = max(chat.told_until, self._clock() + seconds + SLACK)
        if endpoint.startswith("answer") and seconds > PATIENCE_OF_A_QUERY:
            raise error
        logger.warning("Telegram asks to wait %d s before the next %s", seconds, endpoint)

    def _pause(
        self, endpoint: str, error: NetworkError, failures: int, began: float
    ) -> float | None:
        """Return the seconds until the next attempt; None where there must be none."""
        if isinstance(error, BadRequest):
            return None
        is_message = endpoint.startswith(COUNTED) and endpoint not in HARMLESS_TWICE
        may_be_made_again = endpoint in HARMLESS_TWICE or (is_message and surely_unsent(error))
        if not may_be_made_again:
            return None
        if failures < len(self._pauses):
            return self._pauses[failures]
        is_query = endpoint.startswith("answer")
        return None if is_query or self._reached > began else self._outage

    def _chat(self, chat: int | str | None, endpoint: str) -> _ChatQueue:
        if chat is None and endpoint.startswith("answer"):
            return _ChatQueue(endpoint, self._limits)  # one query's 429 is none of another's
        key = chat or endpoint
        if len(self._chats) >= _CHATS_REMEMBERED:
            now = self._clock()
            self._chats = {
                each: chat for each, chat in self._chats.items() if not chat.is_idle(now)
            }
        return self._chats.setdefault(key, _ChatQueue(key, self._limits))


class _ChatQueue:
    """Calls of one chat; a call for no chat has its method's name for one."""

    def __init__(self, key: int | str, limits: RateLimits) -> None:
        is_group = isinstance(key, str) or key < 0
        rates = (limits.chat, limits.group) if is_group else (limits.chat,)
        self.windows = tuple(map(SlidingWindow, rates))
        self.turn = asyncio.Lock()
        self.told_until = float("-inf")

    def is_idle(self, now: float) -> bool:
        is_free = not self.turn.locked() and self.told_until <= now
        return is_free and all(window.is_idle(now) for window in self.windows)


def surely_unsent(error: NetworkError) -> bool:
    """Return whether the call took no effect: Telegram said so, or there was no connection."""
    cause = error.__cause__  # PTB keeps there what broke on the way, if it was not an HTTP status
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return True
    if isinstance(error, BadRequest | TimedOut) or "504" in str(error):
        return False
    return cause is None or isinstance(cause, TelegramError)


def may_have_arrived(error: Exception) -> bool:
    """Return whether a call may have taken effect: it was not refused, and it was sent off."""
    if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
        return False
    return not surely_unsent(error)


def _is_done_before(error: NetworkError) -> bool:
    words = str(error).lower()
    return isinstance(error, BadRequest) and any(each in words for each in DONE_BEFORE)


def _seconds_of(error: RetryAfter) -> float:
    stated = error.retry_after  # a number for as long as the library is not told otherwise
    return stated.total_seconds() if isinstance(stated, timedelta) else float(stated)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many messages within any so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RateLimits:
    """The limits that hold at once, each a little below Telegram's own."""

    chat: RateLimit = RateLimit(3, 3.0)
    """Telegram: one a second, and a short burst."""
    group: RateLimit = RateLimit(20, 60.5)
    everywhere: RateLimit = RateLimit(28, 1.0)
    """Telegram: thirty a second."""


class SlidingWindow:
    """Times of the messages that still count for a rate limit, by any one clock."""

    def __init__(self, rate: RateLimit) -> None:
        self._seconds = rate.seconds
        self._times: deque[float] = deque(maxlen=rate.most)

    def wait(self, now: float) -> float:
        """Return the seconds until one more may be sent."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def take(self, now: float) -> None:
        """Count one more."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Return whether nothing that was sent counts any more."""
        return not self._times or self._times[-1] + self._seconds <= now
