"""Holds what came of an attack, a row a kind, and prints it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

_SHOWN = 5
"""Of what broke in one row, so many cases are printed."""
_COLUMNS, _LONGEST_NOTE = 5, 110


@dataclass(slots=True)
class Row:
    """One kind of attack.

    Attributes:
        kind: in a few words, such as "kill -9 of ingest".
        planned: how many tries were asked for; the deadline may have cut them short.
        tried: how many were made.
        broke: a line for each try in which something broke: how to do it again, and what came.
        note: what else is worth knowing.
    """

    kind: str
    planned: int
    tried: int = 0
    broke: list[str] = field(default_factory=list)
    note: str = ""

    @contextmanager
    def trying(self, how: str) -> Iterator[None]:
        """Count a try; an assertion that fails within the block is noted, with how to repeat it."""
        self.tried += 1
        try:
            yield
        except AssertionError as error:
            lines = str(error).strip().splitlines() or [_place_of(error)]
            self.broke.append(f"{how}: {lines[0]}")


@dataclass(frozen=True, slots=True)
class Attack:
    """What every part is given.

    Attributes:
        seed: of all that is drawn at random: the same seed, the same attack.
        size: how many tries.
        deadline: by ``time.monotonic``; no try begins after it.
    """

    seed: int
    size: int
    deadline: float

    @property
    def is_over(self) -> bool:
        """Whether the deadline is past."""
        return time.monotonic() >= self.deadline

    def share(self, of: float) -> Attack:
        """Return an attack of part of the size, and of what is left of the time."""
        now = time.monotonic()
        until = now + of * max(0.0, self.deadline - now)
        return Attack(self.seed, max(1, round(of * self.size)), until)


def lines_of(rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    """Yield a line for each row, below it what broke, and at the end the sums."""
    widths = [max(len(line[n]) for line in map(_cells, rows)) for n in range(_COLUMNS)]
    for named in rows:
        yield "  ".join(map(str.ljust, _cells(named), widths)).rstrip()
        broke = named[1].broke
        yield from (f"    BROKE {line}" for line in broke[:_SHOWN])
        if len(broke) > _SHOWN:
            yield f"    and {len(broke) - _SHOWN} more"
    tries, broke = sum(row.tried for _, row in rows), sum(len(row.broke) for _, row in rows)
    yield f"{len(rows)} kinds of attack, {tries} tries, {broke} broke something"


def _cells(named: tuple[str, Row]) -> tuple[str, ...]:
    part, row = named
    tries = str(row.tried) if row.tried == row.planned else f"{row.tried} of {row.planned}"
    return part, row.kind, tries, f"{len(row.broke)} broke", row.note[:_LONGEST_NOTE]


def _place_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an assertion"
    return f"an assertion in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}"
