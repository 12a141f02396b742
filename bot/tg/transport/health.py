"""Records how the bot fares: its metrics, its heartbeat, its errors, its contact with Telegram."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bot.monitoring import Heartbeat, Metrics
from bot.tg.transport.errors import ErrorHandler
from bot.tg.transport.rate_limiter import RateLimiter


class BotHealth:
    """Of one process, from its start.

    Args:
        file: of the heartbeat; without one, none is written.
        limiter: of the calls to Telegram; it is told when Telegram has answered.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        limiter: RateLimiter | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._began = clock()
        self.limiter = limiter or RateLimiter()
        self.metrics = Metrics()
        self.heartbeat = Heartbeat(file, clock)
        self.errors = ErrorHandler(self.metrics, clock)

    def heard(self) -> None:
        """Telegram has answered a poll or brought an update."""
        self.heartbeat.heard()
        self.metrics.heard(self._clock())
        self.errors.heard()
        self.limiter.reached()

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._began

    @property
    def silence(self) -> float | None:
        """Seconds since Telegram was heard; None where it never was."""
        heard = self.heartbeat.beat.heard
        return None if heard is None else self._clock() - heard
