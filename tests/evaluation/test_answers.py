import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.answers import auroc, figures, judge
from retrieval.evaluation.cases import Case, GoldAnywhere, GoldPlace, GoldWords, Where
from retrieval.model import Answer, Citation, Declined, Excerpt, Reply, Span

TEXT = "Mara Ollen signed the order in May. The quay will cost 40 million crowns."
COST = TEXT.index("The quay")
FILES = {"a.txt": TEXT, "b.txt": TEXT.replace("will cost", "cost")}


def at(start: int, end: int, file: str = "a.txt") -> Citation:
    return Citation(file, Span(start, end), None, None, None, None, f"/{file}", 1)


def excerpt(start: int, end: int, file: str = "a.txt", *copies: Citation) -> Excerpt:
    citation = at(start, end, file)
    return Excerpt(words_of(citation), citation, 1.0, copies)


def words_of(citation: Citation) -> str:
    return citation.span.of(FILES[citation.file])


def answer(*excerpts: Excerpt, confidence: float = 0.9) -> Answer:
    return Answer("How much?", confidence, excerpts)


def case(*places: Where, answerable: bool = True) -> Case:
    return Case("How much?", answerable, places)


COSTS = excerpt(COST, len(TEXT))
SIGNED = excerpt(0, COST - 1)
WHERE = GoldWords("a.txt", Span(COST + 19, COST + 37))


@pytest.mark.parametrize(
    ("reply", "rank"),
    [
        (answer(COSTS), 1),
        (answer(SIGNED, COSTS), 2),
        (answer(SIGNED), None),
        (answer(excerpt(COST, len(TEXT), "b.txt")), None),
        (Declined("How much?", "unsure", 0.2, (COSTS,)), 1),
    ],
)
def test_the_rank_is_of_the_first_excerpt_that_holds_the_words(
    reply: Reply, rank: int | None
) -> None:
    assert judge(case(WHERE), reply, words_of).rank == rank


@pytest.mark.parametrize(
    ("place", "shown", "right"),
    [
        # All of the words, or none; and where they are cited themselves.
        (WHERE, excerpt(COST, COST + 37), True),
        (WHERE, excerpt(COST, COST + 36), False),
        (WHERE, excerpt(0, 4, "b.txt", at(COST, len(TEXT))), False),
        # Of a place most of it, or most of the excerpt; in a copy, too.
        (GoldPlace("a.txt", Span(COST, len(TEXT)), None), excerpt(COST, COST + 31), True),
        (GoldPlace("a.txt", Span(COST, COST + 10), None), excerpt(COST, len(TEXT)), True),
        (GoldPlace("a.txt", Span(0, COST + 10), None), COSTS, False),
        (
            GoldPlace("a.txt", Span(COST, len(TEXT)), None),
            excerpt(0, 4, "b.txt", at(COST, 72)),
            True,
        ),
        (GoldPlace("folder/a.txt", None, "40 million"), COSTS, True),
        (GoldPlace("a.txt", None, "40 million"), SIGNED, False),
        (GoldPlace("b.txt", None, "40 million"), COSTS, False),
        # Letters and digits anywhere.
        (GoldAnywhere("40 Million Crowns!"), COSTS, True),
        (GoldAnywhere("40-million"), excerpt(COST, len(TEXT) - 1, "b.txt"), True),
        (GoldAnywhere("40 billion"), COSTS, False),
    ],
)
def test_what_counts_as_the_answer_is_said_by_its_place(
    place: Where, shown: Excerpt, right: bool
) -> None:
    assert (judge(case(place), answer(shown), words_of).rank == 1) is right


def test_an_excerpt_that_a_reader_would_have_to_search_is_no_answer() -> None:
    long = Excerpt("x" * 601, at(0, 601), 1.0)
    fits = Excerpt("x" * 600, at(0, 600), 1.0)

    assert judge(case(GoldWords("a.txt", Span(3, 9))), answer(long), lambda _: "").rank is None
    assert judge(case(GoldWords("a.txt", Span(3, 9))), answer(fits), lambda _: "").rank == 1
    assert judge(case(GoldAnywhere("x" * 9)), answer(long), lambda _: "").rank == 1


def test_altered_words_are_not_verbatim() -> None:
    altered = Excerpt(COSTS.text.replace("40", "400"), COSTS.citation, 1.0)

    assert judge(case(WHERE), answer(COSTS), words_of).verbatim
    assert not judge(case(WHERE), answer(altered), words_of).verbatim


def test_figures_count_answers_and_silence_apart() -> None:
    declined = Declined("How much?", "unsure", 0.3, (COSTS,))
    outcomes = [
        judge(case(WHERE), answer(COSTS, confidence=0.8), words_of, 40.06),
        judge(case(WHERE), declined, words_of, 10.04),
        judge(case(answerable=False), declined, words_of, 30),
        judge(case(answerable=False), answer(SIGNED, confidence=0.4), words_of, 20),
    ]

    found = figures(outcomes)

    assert (found.answerable, found.unanswerable, found.not_verbatim) == (2, 2, 0)
    assert (found.hit_at_1, found.hit_at_3) == (1.0, 1.0)
    assert (found.answered_right, found.declined_answerable) == (0.5, 0.5)
    assert (found.declined_unanswerable, found.false_answers) == (0.5, 0.5)
    assert found.right_of_answers == 0.5
    assert found.auroc == pytest.approx((1 + 1 + 0.5 + 0) / 4)
    assert (found.p50_ms, found.p95_ms) == (30, 40.1)


def test_without_cases_there_are_no_shares() -> None:
    nothing = figures([])

    assert (nothing.answerable, nothing.unanswerable, nothing.not_verbatim) == (0, 0, 0)
    assert {nothing.hit_at_1, nothing.right_of_answers, nothing.auroc, nothing.p95_ms} == {None}


def test_confidences_that_are_printed_the_same_are_the_same() -> None:
    sure = judge(case(WHERE), answer(COSTS, confidence=0.61234), words_of)
    other = judge(case(answerable=False), answer(COSTS, confidence=0.61229), words_of)

    assert figures([sure, other]).auroc == 0.5


@given(st.lists(st.floats(0, 1), min_size=1), st.lists(st.floats(0, 1), min_size=1))
def test_auroc_turns_over_when_the_sides_are_swapped(a: list[float], b: list[float]) -> None:
    one, other = auroc(a, b), auroc(b, a)
    assert one is not None
    assert other is not None
    assert one + other == pytest.approx(1)
