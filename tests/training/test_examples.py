"""The windows that the reader learns from, drawn from invented questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from retrieval.model import Span
from tests.training.invented import ARTICLE, LINES, OTHER_LINES, chance, ost, place, velmark
from training import examples
from training.examples import Example, batches, group_of
from training.labelled import FULLY, PARTLY, LabelledQuestion, document_of
from training.negatives import Place

DOCUMENTS = (velmark(), ost())
FOUND = [*(Place(1, i) for i in range(3)), *(Place(0, i) for i in (0, 3, 4))]
"""Sentences that do not answer, of both."""
NAME = Span(*place("Ada Berglund").values())
ANSWERED = LabelledQuestion("who runs it", DOCUMENTS[0], {2: PARTLY, 1: FULLY}, answers=(NAME,))
TEMPTED = LabelledQuestion("who owns it", DOCUMENTS[0], {}, tempting=1)
DENIED = LabelledQuestion("why did it close in 1999", DOCUMENTS[0], {}, 2, contradicted=True)
SEEDS = range(40)


def drawn(question: LabelledQuestion, seed: int, windows: int = 4) -> list[Example]:
    return group_of(question, DOCUMENTS, FOUND, windows, chance(seed))


def lines_of(example: Example) -> list[str]:
    return [span.of(example.text) for span in example.sentences]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Make all windows about two lines long, and return how many code points that are."""
    monkeypatch.setattr(examples, "SHORTEST", 70)
    monkeypatch.setattr(examples, "LONGEST", 70)
    return 70


@pytest.mark.parametrize(
    ("question", "line"), [(ANSWERED, LINES[1]), (TEMPTED, LINES[1]), (DENIED, LINES[2])]
)
def test_the_first_window_answers_best_or_tempts(
    question: LabelledQuestion, line: str, short: int
) -> None:
    del short
    for seed in SEEDS:
        assert line in lines_of(drawn(question, seed)[0])


@pytest.mark.parametrize("question", [ANSWERED, TEMPTED, DENIED])
def test_no_two_windows_share_a_sentence(question: LabelledQuestion, short: int) -> None:
    del short
    for seed in SEEDS:
        lines = [line for each in drawn(question, seed) for line in lines_of(each)]

        assert len(lines) == len(set(lines))
        assert set(lines) <= {*LINES, *OTHER_LINES}


def test_windows_are_adjacent_whole_sentences_within_the_drawn_length(short: int) -> None:
    lengths = Counter[int]()
    for seed in SEEDS:
        for each in drawn(ANSWERED, seed):
            own = LINES if each.text in ARTICLE else OTHER_LINES
            lines = lines_of(each)
            first = own.index(lines[0])

            assert lines == list(own[first : first + len(lines)])
            assert each.text == " ".join(lines)
            assert len(each.text) <= short or len(lines) == 1
            lengths[len(lines)] += 1
    assert set(lengths) == {1, 2}


def test_windows_are_of_many_lengths() -> None:
    text = " ".join(f"Line {n:02} of the log." for n in range(60))
    log = document_of("log", "Log", None, text)
    asked = LabelledQuestion("which line", log, {30: FULLY})

    lengths = [len(group_of(asked, [log], [], 1, chance(seed))[0].text) for seed in SEEDS]

    assert min(lengths) < 200
    assert 400 < max(lengths) <= examples.LONGEST


@pytest.mark.parametrize("question", [ANSWERED, TEMPTED, DENIED])
def test_sentences_of_other_articles_never_answer(question: LabelledQuestion) -> None:
    others = [each for seed in SEEDS for each in drawn(question, seed) if each.text not in ARTICLE]

    assert others
    assert {each.question for each in others} == {question.text}
    assert {(any(each.grades), each.contradicting, each.answers) for each in others} == {
        (False, None, ())
    }


def test_sentences_of_the_own_article_have_their_grades_and_their_answer(short: int) -> None:
    del short
    grades = {LINES[1]: FULLY, LINES[2]: PARTLY}
    for seed in SEEDS:
        for each in drawn(ANSWERED, seed):
            lines = lines_of(each)

            assert each.grades == tuple(grades.get(line, 0) for line in lines)
            assert each.answers is not None
            marked = [span.of(each.text) for span in each.answers]
            assert marked == ["Ada Berglund"] * (LINES[1] in lines)


def test_the_tempting_sentence_contradicts_only_where_that_is_known(short: int) -> None:
    del short
    for seed in SEEDS:
        for each in drawn(DENIED, seed):
            lines = lines_of(each)
            at = lines.index(LINES[2]) if LINES[2] in lines else None

            assert each.contradicting == at
            assert not any(each.grades)
        assert all(each.contradicting is None for each in drawn(TEMPTED, seed))


def test_an_answer_in_other_words_is_unmarked_in_the_own_article_alone() -> None:
    asked = LabelledQuestion("who runs it", DOCUMENTS[0], {1: FULLY}, has_answers=False)

    drawn_answers = {
        (each.text in ARTICLE, each.answers) for seed in SEEDS for each in drawn(asked, seed)
    }

    assert drawn_answers == {(True, None), (False, ())}


def test_there_are_as_many_windows_as_are_asked_for_or_found(short: int) -> None:
    del short
    asked = LabelledQuestion("who owns it", DOCUMENTS[0], {})

    assert {len(drawn(ANSWERED, seed, 2)) for seed in SEEDS} == {2}
    assert {len(group_of(ANSWERED, DOCUMENTS, [], 3, chance(s))) for s in SEEDS} == {1}
    assert group_of(asked, DOCUMENTS, [], 3, chance(0)) == []
    assert len(group_of(asked, DOCUMENTS, FOUND[:1], 3, chance(0))) == 1


def test_the_nearest_sentences_are_drawn_most() -> None:
    text = "\n\n".join(f"Line {n:02} of the log." for n in range(24))
    log = document_of("log", "Log", None, text)
    found = [Place(0, i) for i in range(24)]
    asked = LabelledQuestion("which line", DOCUMENTS[0], {})

    first = Counter(
        number
        for seed in range(200)
        for number in range(24)
        if f"Line {number:02}" in group_of(asked, [log], found, 1, chance(seed))[0].text
    )

    assert sum(first[i] for i in range(6)) > 2 * sum(first[i] for i in range(18, 24))


def test_title_and_date_are_left_out_at_times() -> None:
    headings = {each.heading for seed in range(200) for each in drawn(ANSWERED, seed)}

    assert headings == {
        "Quay reopens (4 March 2025). ",
        "Quay reopens. ",
        "4 March 2025. ",
        "Fire in Ost. ",
        "",
    }


def longest(batch: Sequence[Sequence[Example]]) -> list[int]:
    return [max(len(each.text) for each in group) for group in batch]


def test_batches_hold_every_group_once_with_others_of_like_length() -> None:
    groups = [
        [Example(f"{n}", "", "x" * length, (Span(0, length),), (0,), None, ())]
        for n, length in enumerate([500, 100, 300, 110, 510, 310, 90])
    ]

    made = list(batches(groups, 2, chance(1)))

    assert sorted(int(group[0].question) for batch in made for group in batch) == list(range(7))
    assert all(len(batch) <= 2 for batch in made)
    assert len(made) == 4
    assert all(max(longest(batch)) - min(longest(batch)) < 250 for batch in made)
    assert list(batches(groups, 2, chance(1))) == made
