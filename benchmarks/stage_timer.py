"""A system that is measured: a process that answers line by line and says what each line took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import psutil

P = ParamSpec("P")
T = TypeVar("T")

ALONE, ALL = "encode alone", "all in"


Times = dict[str, tuple[float, float]]
"""Milliseconds by stage: as waited for, and of this process's own, which a busy machine alters
less."""


@dataclass(slots=True)
class Watch:
    """Notes what each stage takes."""

    spent: Times = field(default_factory=dict)

    def over(self, stage: str, work: Callable[P, T]) -> Callable[P, T]:
        """The same work, with its time noted."""

        def watched(*args: P.args, **kwargs: P.kwargs) -> T:
            waited, worked = time.perf_counter(), time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                before = self.spent.get(stage, (0.0, 0.0))
                self.spent[stage] = (
                    before[0] + (time.perf_counter() - waited) * 1000,
                    before[1] + (time.process_time() - worked) * 1000,
                )

        return watched

    def read(self) -> Times:
        """What was spent; it begins anew."""
        spent, self.spent = self.spent, {}
        return spent


def serve(asked: Callable[[str], Times]) -> None:
    """Answers each line of the input with a line of JSON: ``Times``.

    A line comes first, when the system is ready, and one after the end of the input, with the
    megabytes that are resident by then.
    """
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(asked(line.strip())), flush=True)
    print(json.dumps(psutil.Process().memory_info().rss / 2**20), flush=True)
