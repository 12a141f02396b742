"""What the reader learns from, drawn from invented questions."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from training.examples import Example, Labelled, cropped, groups, labelled

PASSAGE = "The quay of Velmark reopened on Monday. Ada Berglund runs the port. It closed in 1998."
OTHER = "The mill of Ost burned down on Friday."
ASKED = Labelled("Who runs the port?", "Velmark", PASSAGE, ((40, 52),))


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - examples are drawn, no secret is made


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_a_groups_first_passage_answers_and_its_second_does_not() -> None:
    for seed in range(30):
        [(good, hard)] = groups([ASKED], [[OTHER]], chance(seed))

        assert [good.passage[a:b] for a, b in good.answers] == ["Ada Berglund"]
        assert hard.answers == ()
        assert hard.question != ASKED.question or "Ada Berglund" not in hard.passage


def test_all_three_kinds_of_hard_passages_are_drawn() -> None:
    asked = Labelled("When did the quay of Velmark reopen?", "Velmark", PASSAGE, ((32, 38),))
    drawn = {
        (hard.question == asked.question, hard.passage)
        for seed in range(60)
        for _, hard in groups([asked], [[OTHER]], chance(seed))
    }

    shortened = "Ada Berglund runs the port. It closed in 1998."
    assert drawn == {(True, OTHER), (True, shortened), (False, PASSAGE)}


@pytest.mark.parametrize("longest", [20, 45, 70, 1000])
def test_a_shorter_passage_keeps_its_answer_in_whole_sentences(longest: int) -> None:
    example = Example(ASKED.question, PASSAGE, ASKED.answers)

    for seed in range(10):
        short = cropped(example, longest, chance(seed))

        assert [short.passage[a:b] for a, b in short.answers] == ["Ada Berglund"]
        assert short.passage in PASSAGE
        assert short.passage.rstrip().endswith(".")


def test_a_question_about_a_sentence_is_put_among_the_others_of_its_article(
    tmp_path: Path,
) -> None:
    sentences = ["The mill burned .", "`` It 's gone , '' Mara Ollen said .", "Rain fell ."]
    rows: list[dict[str, object]] = [
        {
            "sent_id": f"news:1:{n}:0",
            "question": "Who said it?",
            "context": text,
            "answers": [{"text": "Mara Ollen", "start": text.index("Mara")}] if n == 1 else [],
        }
        for n, text in enumerate(sentences)
    ]

    found = labelled(write(tmp_path / "set.jsonl.gz", rows))

    assert found[1].passage == "The mill burned. “It's gone,” Mara Ollen said. Rain fell."
    assert [found[1].passage[a:b] for a, b in found[1].answers] == ["Mara Ollen"]
