from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.ranking import SentenceCandidate, SentenceFeatures, diversify
from tests.answer.stored_statements import passage

NOTHING = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)
LINES = [
    "The port of Velmark will reopen on Monday after nine weeks.",
    "The port of Velmark was closed nine weeks ago by the storm.",
    "Fishermen oppose the dredging of the bay.",
    "The port of Velmark will reopen on Tuesday after nine weeks.",
]


def ranked(lines: list[str], scores: list[float]) -> list[SentenceCandidate]:
    shelf = passage(" ".join(lines), lines)
    found = [SentenceCandidate(shelf, i, NOTHING, score) for i, score in enumerate(scores)]
    return sorted(found, key=lambda candidate: -candidate.score)


def test_what_repeats_half_of_a_better_sentence_gives_way_to_what_adds_something() -> None:
    found = diversify(ranked(LINES[:3], [2.0, 1.9, 1.7]), 2)

    assert [each.text for each in found] == [LINES[0], LINES[2], LINES[1]]


def test_another_version_of_a_sentence_stands_beside_it() -> None:
    found = diversify(ranked(LINES, [2.0, 1.0, 1.7, 1.9]), 2)

    assert [each.text for each in found][:2] == [LINES[0], LINES[3]]


@given(st.lists(st.floats(0, 3), min_size=4, max_size=4), st.integers(1, 4))
def test_nothing_is_lost_the_best_stays_first_and_what_is_shown_is_in_order(
    scores: list[float], limit: int
) -> None:
    before = ranked(LINES, scores)

    after = diversify(before, limit)

    assert after[0] == before[0]
    assert sorted(each.index for each in after) == [0, 1, 2, 3]
    shown = [each.score for each in after[:limit]]
    assert shown == sorted(shown, reverse=True)
