"""Training from nothing to a reader that the bot can use, on a handful of invented questions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from retrieval.adapters.models.qa_reader import OnnxReader
from retrieval.model import Span
from tests.training.test_examples import OTHER, PASSAGE, write

pytestmark = [pytest.mark.model, pytest.mark.training]

QUESTIONS = [
    ("Who runs the port?", PASSAGE, "Ada Berglund"),
    ("When did the quay reopen?", PASSAGE, "Monday"),
    ("Who owns the quay?", PASSAGE, None),
    ("What burned down?", OTHER, "The mill of Ost"),
    ("When did the mill burn down?", OTHER, "Friday"),
    ("Who burned down the mill?", OTHER, None),
]


def run(module: str, *arguments: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - this interpreter, and a module of this project
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_reader_is_trained_in_two_stages_and_can_be_used_by_the_bot(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "title": passage[:10],
            "question": question,
            "context": passage,
            "impossible": answer is None,
            "answers": [{"text": answer, "start": passage.index(answer)}] if answer else [],
        }
        for question, passage, answer in QUESTIONS
    ]
    data = write(tmp_path / "set.jsonl.gz", rows)
    few = ("--set", data, "--epochs", 1, "--batch", 3, "--threads", 1)

    first = run("training.train", "--out", tmp_path / "base", *map(str, few))
    second = run(
        "training.train", "--out", tmp_path / "reader", "--start", tmp_path / "base.pt",
        *map(str, few),
    )  # fmt: skip
    run("training.export", tmp_path / "weights", tmp_path / "reader.pt")

    assert "2 steps" in first
    assert "2 steps" in second
    reader = OnnxReader(tmp_path / "weights")
    [[read]] = reader.read("Who runs the port?", [(PASSAGE, [Span(40, 67)])])
    assert read.answer is not None
    assert 40 <= read.answer.start < read.answer.end <= 67
