"""How much Telegram lets a bot send before it says 429."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass
class Bucket:
    """Lets ``burst`` pass at once and ``rate`` a second from then on."""

    rate: float
    burst: int
    level: float = 0.0
    seen: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next one may pass."""
        self.level = max(0.0, self.level - (now - self.seen) * self.rate)
        self.seen = now
        return max(0.0, (self.level + 1 - self.burst) / self.rate)

    def take(self) -> None:
        self.level += 1


@dataclass
class Flood:
    """One message a second in a chat after a burst, thirty in all, twenty a minute in a group."""

    per_chat: float = 1.0
    burst: int = 4
    in_all: float = 30.0
    per_group_and_minute: int = 20
    _everywhere: Bucket = field(init=False)
    _chats: dict[int, Bucket] = field(init=False)
    _groups: defaultdict[int, deque[float]] = field(init=False)

    def __post_init__(self) -> None:
        self._everywhere = Bucket(self.in_all, int(self.in_all))
        self._chats = {}
        self._groups = defaultdict(deque)

    def retry_after(self, chat: int, now: float) -> int:
        """Whole seconds to wait; 0 where the message passes, which is then counted."""
        bucket = self._chats.setdefault(chat, Bucket(self.per_chat, self.burst))
        waits = [bucket.wait(now), self._everywhere.wait(now), self._group_wait(chat, now)]
        if max(waits) > 0:
            return math.ceil(max(waits))
        bucket.take()
        self._everywhere.take()
        if chat < 0:
            self._groups[chat].append(now)
        return 0

    def _group_wait(self, chat: int, now: float) -> float:
        sent = self._groups[chat]
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        full = len(sent) >= self.per_group_and_minute
        return sent[0] + MINUTE - now if full else 0.0


def counts(method: str) -> bool:
    """Whether Telegram counts the method as a message."""
    return method.startswith(("send", "edit")) and method != "sendChatAction"
