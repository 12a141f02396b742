"""Figures of how the bot is doing, for Prometheus: no name, no words, nobody's number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from retrieval.errors import ConfigError

LOOPBACK = "127.0.0.1"
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Counted from the start of the process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._questions = Counter(
            "verbatim_questions",
            "Questions by what came of them.",
            ["outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "verbatim_answer_seconds",
            "Seconds in which a question was answered or not.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._errors = Counter(
            "verbatim_errors", "Errors by their type.", ["kind"], registry=self.registry
        )
        self._ingests = Counter(
            "verbatim_ingests",
            "Ingests by what came of them.",
            ["outcome"],
            registry=self.registry,
        )
        self._updates = Gauge(
            "verbatim_updates", "Updates that are not done.", ["state"], registry=self.registry
        )
        self._heard = Gauge(
            "verbatim_last_poll_timestamp_seconds",
            "When Telegram last answered a poll or brought an update.",
            registry=self.registry,
        )
        self._floods = Gauge(
            "verbatim_flood_waits", "How often Telegram asked to wait.", registry=self.registry
        )
        self.errors = 0
        """So many since the start, of any kind."""

    def question(self, outcome: str, seconds: float) -> None:
        """A question has been answered, or not. May be called from any thread."""
        self._questions.labels(outcome).inc()
        self._seconds.observe(seconds)

    def error(self, kind: str) -> None:
        """Something went wrong; ``kind`` is the type of the error."""
        self.errors += 1
        self._errors.labels(kind).inc()

    def ingested(self, outcome: str) -> None:
        """An ingest has ended."""
        self._ingests.labels(outcome).inc()

    def heard(self, when: float) -> None:
        """Telegram has answered a poll or brought an update; seconds since 1970."""
        self._heard.set(when)

    def watch(
        self,
        *,
        waiting: Callable[[], int],
        in_hand: Callable[[], int],
        floods: Callable[[], int],
    ) -> None:
        """Where the figures are looked up that nobody tells."""
        self._updates.labels("waiting").set_function(waiting)
        self._updates.labels("in_hand").set_function(in_hand)
        self._floods.set_function(floods)


@contextmanager
def exposed(metrics: Metrics, port: int) -> Iterator[None]:
    """Within the block the metrics can be read at the port, from this machine only; 0: they cannot.

    Raises:
        ConfigError: the port is taken.
    """
    if not port:
        yield
        return
    try:
        server, thread = start_http_server(port, LOOPBACK, metrics.registry)
    except OSError as error:
        fault = f"VERBATIM_METRICS_PORT is {port}: it cannot be used: {error.strerror}"
        raise ConfigError(fault) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
