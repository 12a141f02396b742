import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import UnreadableFileError
from retrieval.evaluation.answers import auroc, figures, judge, reliability
from retrieval.evaluation.cases import Case, Place, read_cases
from retrieval.model import Answer, Citation, Declined, Excerpt, Reply, Span

TEXT = "Mara Ollen signed the order in May. The quay will cost 40 million crowns."
COST = TEXT.index("The quay")


def excerpt(start: int, end: int, file: str = "a.txt") -> Excerpt:
    citation = Citation(file, Span(start, end), None, None, None, None, f"/{file}", 1)
    return Excerpt(TEXT[start:end], citation, 1.0)


def words_of(citation: Citation) -> str:
    return citation.span.of(TEXT)


def answer(*excerpts: Excerpt, confidence: float = 0.9) -> Answer:
    return Answer("How much?", confidence, excerpts)


def case(*places: Place, answerable: bool = True) -> Case:
    return Case("How much?", answerable, places)


WHERE = Place("a.txt", Span(COST + 19, COST + 37), "40 million crowns")


@pytest.mark.parametrize(
    ("reply", "rank"),
    [
        (answer(excerpt(COST, len(TEXT))), 1),
        (answer(excerpt(0, COST - 1), excerpt(COST, len(TEXT))), 2),
        (answer(excerpt(0, COST - 1)), None),
        (answer(excerpt(COST, len(TEXT), "b.txt")), None),
        (Declined("How much?", "unsure", 0.2, (excerpt(COST, len(TEXT)),)), 1),
    ],
)
def test_the_rank_is_of_the_first_excerpt_that_holds_the_place(
    reply: Reply, rank: int | None
) -> None:
    assert judge(case(WHERE), reply, words_of).rank == rank


def test_a_place_without_offsets_is_found_by_its_words() -> None:
    place = Place("folder/a.txt", None, "40 million crowns")

    assert judge(case(place), answer(excerpt(COST, len(TEXT))), words_of).rank == 1


def test_altered_words_are_not_verbatim() -> None:
    right = excerpt(COST, len(TEXT))
    altered = Excerpt(right.text.replace("40", "400"), right.citation, 1.0)

    assert judge(case(WHERE), answer(right), words_of).verbatim
    assert not judge(case(WHERE), answer(altered), words_of).verbatim


def test_figures_count_answers_and_silence_apart() -> None:
    right = answer(excerpt(COST, len(TEXT)), confidence=0.8)
    declined = Declined("How much?", "unsure", 0.3, (excerpt(COST, len(TEXT)),))
    outcomes = [
        judge(case(WHERE), right, words_of),
        judge(case(WHERE), declined, words_of),
        judge(case(answerable=False), declined, words_of),
        judge(case(answerable=False), answer(excerpt(0, 5), confidence=0.4), words_of),
    ]

    found = figures(outcomes)

    assert (found.answerable, found.unanswerable) == (2, 2)
    assert (found.hit_at_1, found.answered_right, found.declined_answerable) == (1.0, 0.5, 0.5)
    assert found.declined_unanswerable == 0.5
    assert found.auroc == pytest.approx((1 + 1 + 0.5 + 0) / 4)
    assert reliability(outcomes) == [(0.45, 1, 0.0), (0.85, 1, 1.0)]


def test_without_cases_there_are_no_shares() -> None:
    assert figures([]).hit_at_1 is None
    assert figures([]).auroc is None


@given(st.lists(st.floats(0, 1), min_size=1), st.lists(st.floats(0, 1), min_size=1))
def test_auroc_turns_over_when_the_sides_are_swapped(a: list[float], b: list[float]) -> None:
    one, other = auroc(a, b), auroc(b, a)
    assert one is not None
    assert other is not None
    assert one + other == pytest.approx(1)


def test_squad_rows_bring_their_own_corpus(tmp_path: Path) -> None:
    rows = [
        {
            "question": "How much?",
            "context": TEXT,
            "answers": [{"text": "40 million crowns", "start": COST + 19}],
            "impossible": False,
        },
        {"question": "Who paid?", "context": TEXT, "answers": [], "impossible": True},
    ]
    path = tmp_path / "qa.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))

    found = read_cases(path)

    assert found.corpus == {"p0000.txt": TEXT}
    assert [one.answerable for one in found.cases] == [True, False]
    assert found.cases[0].places[0].span == Span(COST + 19, COST + 36)


def test_ones_own_questions_are_asked_of_the_corpus_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    rows = [
        {
            "question": "How much?",
            "answerable": True,
            "answer_in": [{"file": "a.txt", "text": "x"}],
        }
    ]
    path.write_text(json.dumps(rows))

    assert read_cases(path).corpus is None
    assert read_cases(path).cases == (case(Place("a.txt", None, "x")),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "no JSON: Expecting property name"),
        ('{"a": 1}', 'expected a list of questions, or {"questions": […]}'),
        ('[{"q": 1}]', "row 1: expected question, answerable and answer_in"),
    ],
)
def test_a_file_of_another_shape_says_what_was_expected(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "questions.json"
    path.write_text(text)

    with pytest.raises(UnreadableFileError) as error:
        read_cases(path)
    assert message in str(error.value)
