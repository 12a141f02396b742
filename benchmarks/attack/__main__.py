"""Attacks the program from outside, and prints what broke, a line a kind of attack.

    python -m benchmarks.attack [PART…] [--size N] [--seed N] [--minutes M]

Ends with 1 where something broke. See ../README.md for the parts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module

from benchmarks.attack.table import Attack, Row, lines_of

PARTS = {
    "kills": 100,
    "index": 75,
    "questions": 2000,
    "telegram": 1500,
    "files": 5_000,
}
"""The modules of this package that attack, and how many tries each makes unless told."""


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--size", type=int, help="tries of each part")
    parser.add_argument("--seed", type=int, default=1, help="of all that is drawn at random")
    parser.add_argument("--minutes", type=float, default=10.0, help="at most, for each part")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    rows: list[tuple[str, Row]] = []
    for part in given.parts or PARTS:
        attack: Callable[[Attack], Iterable[Row]] = import_module(f"{__package__}.{part}").attack
        until = time.monotonic() + 60 * given.minutes
        found = attack(Attack(given.seed, given.size or PARTS[part], until))
        rows += [(part, row) for row in found]
    print("\n".join(lines_of(rows)))
    return 1 if any(row.broke for _, row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
