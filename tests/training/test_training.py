"""Training from nothing to a reader that the bot can use, on a handful of invented questions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from bot.settings import ROOT
from retrieval.adapters.models.qa_reader import OnnxReader
from retrieval.model import Span
from tests.training.invented import ARTICLE, LINES, OTHER, place, squad_row, story_rows, write
from training import train
from training.labelled import load
from training.reader import Batch, Reader

pytestmark = [pytest.mark.model, pytest.mark.training]

ASKED = [
    ("Who runs the port?", ARTICLE, "Ada Berglund"),
    ("When did the quay reopen?", ARTICLE, "Monday"),
    ("Who owns the quay?", ARTICLE, None),
    ("When did the mill burn down?", OTHER, "Friday"),
]
STORY = {"What burned down?": "The mill of Ost", "Who called?": "Mara Ollen"}


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


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    return write(tmp_path / "squad.jsonl.gz", [squad_row(*each) for each in ASKED])


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_a_reader_is_trained_in_two_stages_and_can_be_used_by_the_bot(
    tmp_path: Path, squad: Path
) -> None:
    story = write(tmp_path / "story.jsonl.gz", story_rows(OTHER, STORY))
    usual = ("--all", "--batch", "2", "--threads", "1")

    first = run(
        "training.train", "--out", tmp_path / "base", *usual, "--steps", "2",
        "--set", f"squad={squad}:2", "--set", f"fairytaleqa={story}",
    )  # fmt: skip
    second = run(
        "training.train", "--out", tmp_path / "reader", *usual, "--start", tmp_path / "base.pt",
        "--set", f"squad={squad}:0.5",
    )  # fmt: skip
    run("training.export", tmp_path / "weights", tmp_path / "base.pt", tmp_path / "reader.pt")

    assert "4 questions" in first
    assert "2 questions" in first
    assert "2 steps" in first
    assert "1 steps" in second
    runs, closed = (Span(*place(line).values()) for line in LINES[1:3])
    [[read, other]] = OnnxReader(tmp_path / "weights").read(
        "Who runs the port?", [(ARTICLE, [runs, closed])]
    )
    for each, sentence in ((read, runs), (other, closed)):
        assert each.answer is not None
        assert sentence.start <= each.answer.start < each.answer.end <= sentence.end
    assert read != other


@pytest.mark.usefixtures("one_thread")
def test_a_training_that_was_cut_off_goes_on_to_the_same_weights(
    tmp_path: Path, squad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Batch] = []
    take = train._step

    def step(reader: Reader, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        taken.append(batch)
        if len(taken) == cut_off_at:
            raise KeyboardInterrupt
        return take(reader, batch, optimizer)

    def trained(name: str) -> dict[str, torch.Tensor]:
        out = tmp_path / name / "reader"
        arguments = f"--all --batch 1 --steps 3 --threads 1 --set squad={squad} --out {out}"
        monkeypatch.setattr(sys, "argv", ["train", *arguments.split()])
        train.main()
        assert not out.with_suffix(".going").exists()
        weights: dict[str, torch.Tensor] = torch.load(out.with_suffix(".pt"), weights_only=True)
        return weights

    monkeypatch.setattr(train, "SAVE_EVERY", -1)
    monkeypatch.setattr(train, "_step", step)
    cut_off_at = 3
    with pytest.raises(KeyboardInterrupt):
        trained("cut_off")
    cut_off_at, taken = 0, []
    again = trained("cut_off")
    taken_again = len(taken)
    whole = trained("whole")

    assert taken_again == 1
    assert set(again) == set(whole)
    assert all(torch.equal(again[name], whole[name]) for name in whole)


def test_questions_about_one_article_are_held_out_together(tmp_path: Path) -> None:
    rows = [
        {**squad_row(question, text, answer), "title": f"{number % 20:02}"}
        for number, (question, text, answer) in enumerate(ASKED * 10)
    ]
    questions = load("squad", write(tmp_path / "many.jsonl.gz", rows))

    held = train.held_out(questions)

    groups = {each.document.group for each in questions}
    assert held < groups
    assert 0 < len(held) <= len(groups) / 2
    assert held == train.held_out(questions[::-1])
