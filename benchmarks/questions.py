"""Speed, memory and start of answering, beside a plain similarity search, as ratios in one run.

    python -m benchmarks.questions [--sizes 1000 10000 100000]

See README.md beside it for what is measured and how the articles come about.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks.filled_stores import PLAIN, VERBATIM
from benchmarks.stage_timer import ALL, ALONE, Times
from benchmarks.synthetic_articles import country, questions
from bot.settings import ROOT

WARMING = 7
"""Questions that are not counted, half of the forms that there are."""
REST = "the rest"
NONE = (0.0, 0.0)
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took from its start to its end."""

    wall: float
    processor: float


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as scratch:
        for size in args.sizes:
            folder = (args.keep or Path(scratch)) / str(size)
            print(f"\n## {size} passages\n", flush=True)
            if not folder.is_dir():
                began = time.perf_counter()
                _run(["benchmarks.filled_stores", str(folder), str(size)])
                print(f"stores filled in {time.perf_counter() - began:.0f} s\n", flush=True)
            asked = questions(country(size), WARMING + args.questions)
            for without_reader in (True, False):
                _compare(folder, asked, without_reader=without_reader)
            _starts(folder, asked[: args.starts])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=140, help="each is asked once")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the stores there, or use those kept")
    return parser.parse_args()


# --- answering -------------------------------------------------------------------------------


class System:
    """A process that answers line by line. See ``benchmarks.stage_timer.serve``."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(  # noqa: S603 - no shell: this interpreter, running modules of this project on paths and numbers
            command,
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def ask(self, question: str) -> Times:
        """What each stage took."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        return {stage: (waited, own) for stage, (waited, own) in json.loads(self._read()).items()}

    def resident(self) -> float:
        """Megabytes; nothing can be asked afterwards."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return float(self._read())

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _compare(folder: Path, asked: Sequence[str], *, without_reader: bool) -> None:
    """Asks both systems in turns, so that both meet the same busy minutes."""
    options = ["--without-reader"] if without_reader else []
    with (
        System("benchmarks.answer_stages", str(folder / VERBATIM), *options) as service,
        System("benchmarks.baseline", str(folder / PLAIN)) as plain,
    ):
        both = [(service.ask(question), plain.ask(question)) for question in asked][WARMING:]
        ours, theirs = (list(column) for column in zip(*both, strict=True))
        megabytes = service.resident(), plain.resident()
    print(f"### {'Without' if without_reader else 'With'} the reader\n")
    _print_stages(ours)
    waited, own = _in_turns(both, 0), _in_turns(both, 1)
    print(f"\ntime, ours / plain: {waited:.2f} as waited for, {own:.2f} of processor")
    for name, times in (("ours", ours), ("plain", theirs)):
        encoding, whole = (_middle(times, stage, 0) for stage in (ALONE, ALL))
        rate = 1000 * len(times) / sum(each[ALL][0] for each in times)
        print(f"{name}: p50 {whole:.1f} ms, encoding {encoding:.1f} ms, {rate:.1f} questions/s")
    print("resident: {:.0f} MB, plain {:.0f} MB, ".format(*megabytes), end="")
    print(f"ours / plain {megabytes[0] / megabytes[1]:.2f}\n", flush=True)


def _print_stages(found: Sequence[Times]) -> None:
    """A table; the ratios are to encoding the same questions alone, in the same process."""
    parts = [stage for each in found for stage in each if stage not in {ALONE, ALL}]
    parts = list(dict.fromkeys(parts))
    table = [each | {REST: _rest(each, parts)} for each in found]
    alone = _middle(table, ALONE, 0), _middle(table, ALONE, 1)
    print(f"{'':<14}{'as waited for':>28}{'of processor':>20}")
    print(f"{'':<14}{'p50 ms':>10}{'p95 ms':>10}{'ratio':>8}{'p50 ms':>12}{'ratio':>8}")
    for stage in (ALONE, *parts, REST, ALL):
        middle, own = _middle(table, stage, 0), _middle(table, stage, 1)
        slow = statistics.quantiles((each.get(stage, NONE)[0] for each in table), n=20)[-1]
        print(f"{stage:<14}{middle:>10.1f}{slow:>10.1f}{middle / alone[0]:>8.2f}", end="")
        print(f"{own:>12.1f}{own / alone[1]:>8.2f}")


def _rest(each: Times, parts: Sequence[str]) -> tuple[float, float]:
    waited, own = (sum(each.get(part, NONE)[kind] for part in parts) for kind in (0, 1))
    return each[ALL][0] - waited, each[ALL][1] - own


def _middle(times: Sequence[Times], stage: str, kind: int) -> float:
    return statistics.median(each.get(stage, NONE)[kind] for each in times)


def _in_turns(both: Sequence[tuple[Times, Times]], kind: int) -> float:
    """The ratio question by question, each asked of both within the same second."""
    return statistics.median(one[ALL][kind] / other[ALL][kind] for one, other in both)


# --- starting --------------------------------------------------------------------------------


def _starts(folder: Path, asked: Sequence[str]) -> None:
    """From the start of a process to its end, with one answer in between; in turns."""
    service = ENVIRONMENT | {"VERBATIM_DATA_DIR": str(folder / VERBATIM)}
    costs: dict[str, list[Cost]] = {"verbatim ask": [], "plain": []}
    for question in asked:
        costs["verbatim ask"].append(_run(["bot", "ask", question], service))
        costs["plain"].append(_run(["benchmarks.baseline", str(folder / PLAIN), question]))
    print("### From start to first answer\n")
    medians = {
        name: Cost(
            statistics.median(each.wall for each in found),
            statistics.median(each.processor for each in found),
        )
        for name, found in costs.items()
    }
    for name, cost in medians.items():
        print(f"{name}: {cost.wall:.2f} s as typed, {cost.processor:.2f} s of processor")
    ours, plain = medians.values()
    print(f"ours / plain: {ours.wall / plain.wall:.2f} as typed, ", end="")
    print(f"{ours.processor / plain.processor:.2f} of processor", flush=True)


def _run(arguments: Sequence[str], environment: Mapping[str, str] = ENVIRONMENT) -> Cost:
    """Runs a module of this project to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - no shell: this interpreter, running modules of this project on paths and numbers
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main()
