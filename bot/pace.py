"""How much Telegram lets a bot send: in a chat, in a group, and everywhere."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages within any stretch of so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The rates that hold at once, each a little below Telegram's own."""

    chat: Rate = Rate(3, 3.0)
    """Telegram: one a second, and a short burst."""
    group: Rate = Rate(20, 60.5)
    everywhere: Rate = Rate(28, 1.0)
    """Telegram: thirty a second."""


class Window:
    """What was sent in the last stretch of a rate. Times are those of any one clock."""

    def __init__(self, rate: Rate) -> None:
        self._seconds = rate.seconds
        self._times: deque[float] = deque(maxlen=rate.most)

    def wait(self, now: float) -> float:
        """Seconds until one more may be sent."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def take(self, now: float) -> None:
        """One more is sent."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing that was sent counts any more."""
        return not self._times or self._times[-1] + self._seconds <= now
