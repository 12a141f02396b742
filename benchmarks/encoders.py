"""The 8-bit ONNX encoder against torch with the same weights, as ratios taken in one run.

    python -m benchmarks.encoders

Prints milliseconds for a question on one thread, texts a second on two, what `verbatim ask` and
an answering process cost in time and memory, and how often the right paragraph comes first by
each one's cosine alone. The two take turns throughout, so that both meet the same busy minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.bootstrap import PACKAGED, open_encoder
from bot.settings import ROOT, load_settings
from retrieval.adapters.models.packaged import published_folder
from retrieval.evaluation.cases import read_rows
from retrieval.ports import Encoder

SEEDS = ROOT / "seeds"
SQUAD = ROOT.parent / "shared" / "eval" / "squad2" / "qa.open.jsonl.gz"
END = re.compile(r"(?<=[.?!]) +")
QUESTIONS = (
    "How many people were killed in the attack?",
    "What did the president say about the border wall, and when will the vote take place?",
    "Who is leading the investigation?",
    "Why did the company withdraw from the deal?",
    "where was the agrement signed",
)
ANSWERING = """
import psutil, sys
import bot.tg.application
from bot.bootstrap import opened
from bot.settings import load_settings
with opened(load_settings()) as components:
    service = components.service()
    service.warm_up()
    for question in sys.argv[1:]:
        service.ask(question)
    print(psutil.Process().memory_info().rss // 2**20)
"""


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a piece of work took; waiting for other programs is not in ``processor``."""

    wall: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=600, help="of SQuAD, for the quality")
    parser.add_argument("--squad", type=Path, default=SQUAD)
    args = parser.parse_args()
    models = {"onnx": PACKAGED, "torch": str(published_folder())}
    _processes(models, args.rounds)
    one, two = ({name: _encoder(model, n) for name, model in models.items()} for n in (1, 2))
    _questions(one, args.rounds * 10)
    if args.squad.is_file():
        rows = read_rows(args.squad)
        paragraphs = list(dict.fromkeys(str(row["context"]) for row in rows))
        sentences = [part for text in paragraphs[:60] for part in END.split(text)]
        _throughput(two, "paragraphs", paragraphs[:120], args.rounds)
        _throughput(two, "sentences", sentences, args.rounds)
        answerable = [row for row in rows if not row["impossible"]]
        step = max(1, len(answerable) // args.questions)
        asked = [(str(r["question"]), str(r["context"])) for r in answerable[::step]]
        _quality(one, paragraphs, asked)


def _encoder(model: str, threads: int) -> Encoder:
    return open_encoder(load_settings().model_copy(update={"model": model}), threads)


def _questions(encoders: Mapping[str, Encoder], rounds: int) -> None:
    times = _in_turns(encoders, [[question] for question in QUESTIONS], rounds)
    for name, values in times.items():
        wall = [each.wall * 1000 for each in values]
        middle, slow = statistics.median(wall), statistics.quantiles(wall, n=20)[-1]
        print(f"question, {name}: p50 {middle:.1f} ms, p95 {slow:.1f} ms")
    _ratio("question", times)


def _throughput(
    encoders: Mapping[str, Encoder], what: str, texts: Sequence[str], rounds: int
) -> None:
    times = _in_turns(encoders, [texts], rounds)
    for name, values in times.items():
        rate = len(texts) / statistics.median(each.wall for each in values)
        print(f"{what}, {name}, two threads: {rate:.1f} a second")
    _ratio(what, times)


def _in_turns(
    encoders: Mapping[str, Encoder], batches: Sequence[Sequence[str]], rounds: int
) -> dict[str, list[Seconds]]:
    """What each batch took, by encoder, without the first round, which loads the weights."""
    times: dict[str, list[Seconds]] = {name: [] for name in encoders}
    for turn in range(rounds + 1):
        for name, encoder in encoders.items():
            for batch in batches:
                wall, processor = time.perf_counter(), time.process_time()
                encoder.encode(batch)
                took = Seconds(time.perf_counter() - wall, time.process_time() - processor)
                if turn:
                    times[name].append(took)
    return times


def _ratio(what: str, times: Mapping[str, Sequence[Seconds]]) -> None:
    wall, processor = (
        statistics.median(each.wall for each in times["torch"])
        / statistics.median(each.wall for each in times["onnx"]),
        statistics.median(each.processor for each in times["torch"])
        / statistics.median(each.processor for each in times["onnx"]),
    )
    print(f"{what}, torch / onnx: {wall:.2f} as waited for, {processor:.2f} of processor time")


def _quality(
    encoders: Mapping[str, Encoder], paragraphs: Sequence[str], asked: Sequence[tuple[str, str]]
) -> None:
    place = {text: row for row, text in enumerate(paragraphs)}
    right = np.array([place[context] for _, context in asked])
    for name, encoder in encoders.items():
        vectors = encoder.encode(paragraphs)
        cosines = encoder.encode([question for question, _ in asked]) @ vectors.T
        ranks = (cosines > cosines[np.arange(len(right)), right][:, None]).sum(axis=1)
        first, ten = (ranks < 1).mean(), (ranks < 10).mean()
        print(
            f"{name}, cosine alone, {len(asked)} questions of {len(paragraphs)} paragraphs: "
            f"hits@1 {first:.3f}, hits@10 {ten:.3f}"
        )


def _processes(models: Mapping[str, str], rounds: int) -> None:
    command = [sys.executable, "-m", "bot"]
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        environments = {
            name: os.environ
            | {"VERBATIM_MODEL": model, "VERBATIM_DATA_DIR": str(Path(folder) / name)}
            for name, model in models.items()
        }
        for environment in environments.values():
            _cost([*command, "ingest", str(SEEDS)], environment)
        costs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in models}
        for _ in range(rounds):
            for name, environment in environments.items():
                costs[name].append(_cost([*command, "ask", QUESTIONS[0]], environment))
        for name, found in costs.items():
            wall, processor, memory = (
                statistics.median(each) for each in zip(*found, strict=True)
            )
            print(
                f"verbatim ask, {name}: {wall:.2f} s as typed, {processor:.2f} s of processor, "
                f"{memory:.0f} MB at most"
            )
        for name, environment in environments.items():
            answering = [sys.executable, "-c", ANSWERING, *QUESTIONS]
            said = subprocess.check_output(answering, cwd=ROOT, env=environment, text=True)  # noqa: S603 - no shell: this interpreter, the program text ANSWERING and the literal QUESTIONS
            print(f"a bot that has answered, {name}: {said.strip()} MB resident")


def _cost(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and the most megabytes that it held."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - no shell: this interpreter, running "-m bot" on literals of this module
        command,
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
