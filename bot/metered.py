"""The way into retrieval, with a look at the clock."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from typing import TypeVar

from bot.door import PATIENCE, Door, FrontDesk
from bot.metrics import Metrics
from retrieval.answer.earlier import Earlier
from retrieval.errors import FilterError
from retrieval.model import QuoteReply, Reply

R = TypeVar("R", Reply, QuoteReply)


class MeteredDoor(Door):
    """Counts the questions that pass by what came of them, and how long they took."""

    def __init__(
        self, desk: FrontDesk, metrics: Metrics, *, workers: int, patience: float = PATIENCE
    ) -> None:
        super().__init__(desk, workers=workers, patience=patience)
        self._metrics = metrics

    async def ask(self, question: str, earlier: Earlier | None = None) -> Reply:
        """As a door does."""
        return await self._metered(super().ask(question, earlier))

    async def quote(self, name: str) -> QuoteReply:
        """As a door does."""
        return await self._metered(super().quote(name))

    async def _metered(self, looking: Awaitable[R]) -> R:
        began, outcome = time.perf_counter(), "failed"
        try:
            reply = await looking
            outcome = type(reply).__name__
        except TimeoutError:
            outcome = "TooLong"
            raise
        except FilterError:
            outcome = "Misunderstood"
            raise
        finally:
            self._metrics.question(outcome, time.perf_counter() - began)
        return reply
