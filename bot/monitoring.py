"""Writes the heartbeat file, and the metrics that Prometheus reads."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from retrieval.errors import ConfigError

logger = logging.getLogger(__name__)

FILE_NAME = "heartbeat"
EVERY = 5.0
"""Seconds between two writes of the heartbeat, unless the state changes."""

STALE_AFTER = 90.0
"""Seconds without an answer of Telegram after which something is wrong; a poll takes ten."""


class HeartbeatState(StrEnum):
    """What the bot is doing."""

    STARTING = "starting"
    POLLING = "polling"
    WEBHOOK = "webhook"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class HeartbeatRecord:
    """Content of the heartbeat file; times are seconds since 1970.

    Attributes:
        written: when the file was written.
        heard: when Telegram last answered a poll or brought an update; None before the first.
        process: the number of the process.
    """

    state: HeartbeatState
    written: float
    heard: float | None
    process: int

    def is_stale(self, now: float) -> bool:
        """Return whether Telegram has not answered for too long, though the bot runs."""
        if self.state is HeartbeatState.STOPPED:
            return False
        return now - (self.heard or self.written) > STALE_AFTER


class Heartbeat:
    """Writes the heartbeat file; without a path, only remembers.

    Args:
        path: of the file.
        clock: seconds since 1970.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._is_fault_logged = False
        self.beat = HeartbeatRecord(HeartbeatState.STARTING, clock(), None, os.getpid())

    def enter(self, state: HeartbeatState) -> None:
        """Record that the bot begins to do something else."""
        self._write(state, self.beat.heard)

    def heard(self) -> None:
        """Record that Telegram has answered a poll or brought an update."""
        now = self._clock()
        is_due = self.beat.heard is None or now - self.beat.written >= EVERY
        if is_due:
            self._write(self.beat.state, now)
        else:
            self.beat = HeartbeatRecord(self.beat.state, self.beat.written, now, self.beat.process)

    def _write(self, state: HeartbeatState, heard: float | None) -> None:
        self.beat = HeartbeatRecord(state, self._clock(), heard, os.getpid())
        if self._path is None:
            return
        form = {
            "state": state,
            "written": self.beat.written,
            "heard": heard,
            "process": self.beat.process,
        }
        beside = self._path.with_name(f"{self._path.name}.new")
        try:
            beside.write_text(json.dumps(form) + "\n", encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            if not self._is_fault_logged:
                logger.error("The heartbeat cannot be written: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            self._is_fault_logged = True


def read_heartbeat(path: Path) -> HeartbeatRecord | None:
    """Return the content of the file; None where there is none that can be read."""
    try:
        form = json.loads(path.read_text(encoding="utf-8"))
        heard = form["heard"]
        return HeartbeatRecord(
            HeartbeatState(form["state"]),
            float(form["written"]),
            None if heard is None else float(heard),
            int(form["process"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


LOOPBACK = "127.0.0.1"
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Counters and gauges from the start of the process, in a registry of their own."""

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
        self._hung = Counter(
            "verbatim_hung_searches",
            "Searches that did not stop after they were cancelled.",
            registry=self.registry,
        )
        self._given_up = Counter(
            "verbatim_updates_given_up",
            "Updates that were begun twice, never ended, and are not begun again.",
            registry=self.registry,
        )
        self.errors = 0
        """The number of errors since the start, of any kind."""

    def question(self, outcome: str, seconds: float) -> None:
        """Count a question by its outcome. May be called from any thread."""
        self._questions.labels(outcome).inc()
        self._seconds.observe(seconds)

    def error(self, kind: str) -> None:
        """Count an error; ``kind`` is its class name."""
        self.errors += 1
        self._errors.labels(kind).inc()

    def hung(self) -> None:
        """Count a search that does not stop. May be called from any thread."""
        self._hung.inc()

    def given_up(self) -> None:
        """Count an update that is not begun again."""
        self._given_up.inc()

    def ingested(self, outcome: str) -> None:
        """Count an ingestion that has ended."""
        self._ingests.labels(outcome).inc()

    def heard(self, when: float) -> None:
        """Record when Telegram has answered a poll or brought an update, in seconds since 1970."""
        self._heard.set(when)

    def watch(
        self,
        *,
        waiting: Callable[[], int],
        in_hand: Callable[[], int],
        floods: Callable[[], int],
    ) -> None:
        """Set the functions that the gauges are read from."""
        self._updates.labels("waiting").set_function(waiting)
        self._updates.labels("in_hand").set_function(in_hand)
        self._floods.set_function(floods)


@contextmanager
def metrics_served(metrics: Metrics, port: int) -> Iterator[None]:
    """Serve the metrics at the port within the block, to this machine only; 0: do not.

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
