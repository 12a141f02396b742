"""A file that says when Telegram was last heard, and what the bot is doing."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

logger = logging.getLogger(__name__)

FILE_NAME = "heartbeat"
EVERY = 5.0
"""The file is written at most once in so many seconds, unless the state changes."""

STALE_AFTER = 90.0
"""Seconds without a word from Telegram after which something is wrong; a poll takes ten."""


class State(StrEnum):
    """What the bot is doing."""

    STARTING = "starting"
    POLLING = "polling"
    WEBHOOK = "webhook"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Beat:
    """What the file says; times are seconds since 1970.

    Attributes:
        written: when the file was written.
        heard: when Telegram last answered a poll or brought an update; None before the first.
        process: the number of the process.
    """

    state: State
    written: float
    heard: float | None
    process: int

    def is_stale(self, now: float) -> bool:
        """Whether Telegram has not been heard for too long by one who should hear it."""
        if self.state is State.STOPPED:
            return False
        return now - (self.heard or self.written) > STALE_AFTER


class Heartbeat:
    """Writes the file; where there is no path, only remembers.

    Args:
        path: of the file.
        clock: seconds since 1970.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._is_told = False
        self.beat = Beat(State.STARTING, clock(), None, os.getpid())

    def enter(self, state: State) -> None:
        """The bot begins to do something else."""
        self._write(state, self.beat.heard)

    def heard(self) -> None:
        """Telegram has answered a poll or brought an update."""
        now = self._clock()
        is_due = self.beat.heard is None or now - self.beat.written >= EVERY
        if is_due:
            self._write(self.beat.state, now)
        else:
            self.beat = Beat(self.beat.state, self.beat.written, now, self.beat.process)

    def _write(self, state: State, heard: float | None) -> None:
        self.beat = Beat(state, self._clock(), heard, os.getpid())
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
            if not self._is_told:
                logger.error("The heartbeat cannot be written: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            self._is_told = True


def read_heartbeat(path: Path) -> Beat | None:
    """What the file says; None where there is none, or nothing that can be read."""
    try:
        form = json.loads(path.read_text(encoding="utf-8"))
        heard = form["heard"]
        return Beat(
            State(form["state"]),
            float(form["written"]),
            None if heard is None else float(heard),
            int(form["process"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
