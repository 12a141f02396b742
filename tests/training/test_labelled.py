"""The labelled sets, each on a few invented questions in its own form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.training.invented import (
    ARTICLE,
    LINES,
    OTHER,
    OTHER_LINES,
    place,
    squad_row,
    story_rows,
    write,
)
from training import labelled
from training.labelled import FULLY, PARTLY, LabelledQuestion, Row, load


def graded(question: LabelledQuestion) -> dict[str, int]:
    """The sentences that answer, with their grades."""
    document = question.document
    return {document.sentences[i].of(document.text): each for i, each in question.grades.items()}


def marked(question: LabelledQuestion) -> list[str]:
    """The answering words."""
    return [span.of(question.document.text) for span in question.answers]


@pytest.fixture(autouse=True)
def no_further_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("", encoding="utf-8")
    monkeypatch.setattr(labelled, "OWN_QUESTIONS", path)
    return path


def typed_row(question: str, **values: object) -> Row:
    usual = {"kind": "keyword", "answerable": True, "answer": "", "gold": [], "near": None}
    return {"doc_id": "velmark", "question": question, **usual, **values}


def typed(folder: Path, rows: Sequence[Row]) -> list[LabelledQuestion]:
    document = {
        "doc_id": "velmark",
        "title": "Quay reopens",
        "date": "2025-03-04",
        "text": ARTICLE,
    }
    write(folder / "docs.jsonl.gz", [document])
    write(folder / "questions.jsonl.gz", rows)
    return load("typed", folder)


def test_a_typed_question_has_its_sentences_by_grade_and_its_answer_in_them(
    tmp_path: Path,
) -> None:
    gold = [{**place(LINES[1]), "grade": FULLY}, {**place(LINES[2]), "grade": PARTLY}]

    [found] = typed(tmp_path, [typed_row("velmark port boss", answer="ada  berglund", gold=gold)])

    assert found.text == "velmark port boss"
    assert (found.document.group, found.document.title) == ("velmark", "Quay reopens")
    assert found.document.date == "2025-03-04"
    assert [span.of(ARTICLE) for span in found.document.sentences] == list(LINES)
    assert graded(found) == {LINES[1]: FULLY, LINES[2]: PARTLY}
    assert marked(found) == ["Ada Berglund"]
    assert found.has_answers
    assert found.tempting is None


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ([(" ".join(LINES[1:3]), FULLY)], {LINES[1]: FULLY, LINES[2]: FULLY}),
        ([("runs the port", FULLY)], {LINES[1]: FULLY}),
        ([("runs the port. It", FULLY)], {LINES[1]: FULLY}),
        ([(LINES[1], PARTLY), ("the port", FULLY)], {LINES[1]: FULLY}),
        ([(LINES[1], FULLY), ("the port", PARTLY)], {LINES[1]: FULLY}),
    ],
    ids=["two", "a part", "hardly of the next", "twice", "twice, the better first"],
)
def test_the_sentences_that_are_marked_for_the_most_part_answer(
    tmp_path: Path, gold: list[tuple[str, int]], expected: dict[str, int]
) -> None:
    rows = [{**place(words), "grade": grade} for words, grade in gold]

    [found] = typed(tmp_path, [typed_row("who?", answer="nobody", gold=rows)])

    assert graded(found) == expected


@pytest.mark.parametrize("answer", ["at midday", "erg", "Ada Berglund " * 9])
def test_an_answer_in_other_words_is_not_marked(tmp_path: Path, answer: str) -> None:
    gold = [{**place(LINES[1]), "grade": FULLY}]

    [found] = typed(tmp_path, [typed_row("who?", answer=answer, gold=gold)])

    assert marked(found) == []
    assert not found.has_answers


@pytest.mark.parametrize(
    ("kind", "contradicted"), [("wrong-premise", True), ("missing-detail", False)]
)
def test_an_unanswerable_question_has_the_sentence_that_tempts(
    tmp_path: Path, kind: str, *, contradicted: bool
) -> None:
    row = typed_row("why 1999?", kind=kind, answerable=False, answer=None, near=place(LINES[2]))

    [found] = typed(tmp_path, [row])

    assert found.tempting == 2
    assert found.contradicted is contradicted
    assert (graded(found), marked(found), found.has_answers) == ({}, [], True)


def test_the_projects_own_questions_are_typed_as_well(
    tmp_path: Path, no_further_questions: Path
) -> None:
    gold = [{**place(LINES[4]), "grade": FULLY}]
    own = typed_row("ferry fare", answer="412 crowns", gold=gold)
    no_further_questions.write_text(json.dumps(own) + "\n", encoding="utf-8")

    found = typed(tmp_path, [typed_row("who?")])

    assert [each.text for each in found] == ["who?", "ferry fare"]
    assert marked(found[1]) == ["412 crowns"]
    assert found[0].document is found[1].document


def test_squads_questions_about_one_paragraph_share_it(tmp_path: Path) -> None:
    rows = [
        squad_row("Who runs the port?", ARTICLE, "Ada Berglund"),
        squad_row("Who owns the port?", ARTICLE, None),
        squad_row("What burned down?", OTHER, "The mill of Ost"),
    ]

    who, owner, what = load("squad", write(tmp_path / "set.jsonl.gz", rows))

    assert who.document is owner.document
    assert who.document.title == "The quay 1"
    assert (graded(who), marked(who)) == ({LINES[1]: FULLY}, ["Ada Berglund"])
    assert (graded(owner), marked(owner), owner.has_answers) == ({}, [], True)
    assert graded(what) == {OTHER_LINES[0]: FULLY}
    assert what.document.group != who.document.group


def qamr_row(number: int, text: str, answer: str) -> Row:
    answers = [{"text": answer, "start": text.index(answer)}]
    identity = f"news:7:{number}:0"
    return {"sent_id": identity, "question": "Who?", "context": text, "answers": answers}


def test_qamrs_questions_are_put_among_the_sentences_of_their_article(tmp_path: Path) -> None:
    rows = [
        qamr_row(10, "Rain fell .", "Rain"),
        qamr_row(2, "`` It 's gone , '' Mara Ollen said .", "Mara Ollen"),
        qamr_row(1, "The mill burned .", "The mill"),
    ]

    found = load("qamr", write(tmp_path / "set.jsonl.gz", rows))

    [text] = {each.document.text for each in found}
    assert text == "The mill burned. “It's gone,” Mara Ollen said. Rain fell."
    assert [marked(each) for each in found] == [["Rain"], ["Mara Ollen"], ["The mill"]]
    assert [dict(each.grades) for each in found] == [{2: FULLY}, {1: FULLY}, {0: FULLY}]
    assert graded(found[1]) == {"“It's gone,” Mara Ollen said.": FULLY}


@pytest.mark.parametrize(
    ("tokens", "answer", "printed", "expected"),
    [
        ("Ost ( the port ) fell .", "the port", "Ost (the port) fell.", "the port"),
        ("It cost $ 412 , she said .", "$ 412", "It cost $412, she said.", "$412"),
        ("They did n't leave Ost 's quay .", "Ost 's quay", "They didn't leave Ost's quay.",
         "Ost's quay"),
        ("He said `` go '' .", "`` go ''", "He said “go”.", "“go”"),
        ("A rise of 4 % .", "4 %", "A rise of 4%.", "4%"),
    ],
)  # fmt: skip
def test_qamrs_tokens_are_printed_with_their_answers(
    tmp_path: Path, tokens: str, answer: str, printed: str, expected: str
) -> None:
    rows = [qamr_row(0, tokens, answer)]

    [found] = load("qamr", write(tmp_path / "set.jsonl.gz", rows))

    assert found.document.text == printed
    assert marked(found) == [expected]


def test_a_storys_question_is_kept_where_its_answer_stands_in_the_section(tmp_path: Path) -> None:
    asked = {"What burned?": "the mill of Ost.", "Who was it?": "a stranger", "Who?": "obod"}

    [found] = load("fairytaleqa", write(tmp_path / "set.jsonl.gz", story_rows(OTHER, asked)))

    assert found.text == "What burned?"
    assert found.document.title == "the mill"
    assert (graded(found), marked(found)) == ({OTHER_LINES[0]: FULLY}, ["The mill of Ost"])


@pytest.mark.parametrize(
    "changed", [{"explicit": False}, {"sections": ["1", "2"]}, {"sections": ["9"]}]
)
def test_a_storys_question_that_no_one_section_answers_is_left_out(
    tmp_path: Path, changed: Row
) -> None:
    section, question = story_rows(OTHER, {"What burned?": "The mill of Ost"})
    rows = [section, {**question, **changed}]

    assert load("fairytaleqa", write(tmp_path / "set.jsonl.gz", rows)) == []


@pytest.mark.parametrize(("times", "kept"), [(1, 1), (2, 1), (3, 0)])
def test_words_that_stand_everywhere_in_a_story_are_no_answer(
    tmp_path: Path, times: int, kept: int
) -> None:
    rows = story_rows("The fox ran. " * times + "Rain fell.", {"Who ran?": "the fox"})

    assert len(load("fairytaleqa", write(tmp_path / "set.jsonl.gz", rows))) == kept


def test_there_are_no_other_kinds_of_sets(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        load("riddles", tmp_path)
