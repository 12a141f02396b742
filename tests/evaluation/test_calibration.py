from collections.abc import Sequence
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.answers import JudgedReply
from retrieval.evaluation.calibration import (
    ReliabilityBin,
    RiskCoveragePoint,
    aurc,
    best_aurc,
    calibration_error,
    reliability,
    risk_coverage,
)
from tests.evaluation.made import outcome

OUTCOMES = st.lists(
    st.builds(
        outcome,
        st.sampled_from([0.0, 0.1, 0.22, 0.3, 0.55, 0.9, 1.0]),
        right=st.booleans(),
        given=st.booleans(),
    )
)


def test_the_surest_answers_come_first_and_what_was_declined_last() -> None:
    outcomes = [
        outcome(0.9, right=True),
        outcome(0.3, right=False, given=False),
        outcome(0.5, right=True),
        outcome(0.5, right=False),
        outcome(0.3, right=True),
    ]

    assert risk_coverage(outcomes) == (
        RiskCoveragePoint(0.9, given=True, answers=1, coverage=0.2, right=1.0),
        RiskCoveragePoint(0.5, given=True, answers=3, coverage=0.6, right=2 / 3),
        RiskCoveragePoint(0.3, given=True, answers=4, coverage=0.8, right=0.75),
        RiskCoveragePoint(0.3, given=False, answers=5, coverage=1.0, right=0.6),
    )


@pytest.mark.parametrize(
    ("rights", "area", "best"),
    [
        ([True, True], 0, 0),
        ([False, False], 1, 1),
        ([True, False], 0.25, 0.25),
        ([False, True], 0.75, 0.25),
        ([True, False, True], (0 + 1 / 2 + 1 / 3) / 3, (1 / 3) / 3),
    ],
)
def test_the_area_is_the_mean_risk(rights: list[bool], area: float, best: float) -> None:
    outcomes = [outcome(1 - place / 10, right=right) for place, right in enumerate(rights)]

    assert aurc(risk_coverage(outcomes)) == pytest.approx(area)
    assert best_aurc(outcomes) == pytest.approx(best)


def test_equally_sure_replies_count_as_in_any_order() -> None:
    rights = [True, False, False, True]
    orders = [
        aurc(risk_coverage([outcome(1 - i / 10, right=r) for i, r in enumerate(order)]))
        for order in permutations(rights)
    ]
    areas = [area for area in orders if area is not None]

    together = aurc(risk_coverage([outcome(0.5, right=right) for right in rights]))

    assert together == pytest.approx(sum(areas) / len(areas))


def test_without_questions_there_is_no_area() -> None:
    assert risk_coverage([]) == ()
    assert (aurc(()), best_aurc([]), calibration_error(())) == (None, None, None)


def test_answers_are_counted_by_tenths_of_their_confidence() -> None:
    outcomes = [
        outcome(0.8, right=True),
        outcome(0.86, right=False),
        outcome(0.7999, right=True),
        outcome(1.0, right=True),
        outcome(0.2, right=True, given=False),
        outcome(0.9, right=False, answerable=False),
    ]

    tenths = reliability(outcomes)

    assert tenths == (
        ReliabilityBin(0.7, 0.8, 1, 0.7999, 1.0),
        ReliabilityBin(0.8, 0.9, 2, (0.8 + 0.86) / 2, 0.5),
        ReliabilityBin(0.9, 1.0, 2, (1.0 + 0.9) / 2, 0.5),
    )
    error = (1 * (1 - 0.7999) + 2 * (0.83 - 0.5) + 2 * (0.95 - 0.5)) / 5
    assert calibration_error(tenths) == pytest.approx(error)


@given(OUTCOMES)
def test_a_curve_covers_more_and_more_until_everything(outcomes: Sequence[JudgedReply]) -> None:
    curve = risk_coverage(outcomes)

    assert all(one.answers < other.answers for one, other in pairwise(curve))
    assert all(0 <= point.right <= 1 for point in curve)
    assert (curve[-1].coverage if curve else 1) == 1
    assert sum(point.given for point in curve) == len(
        {each.confidence for each in outcomes if each.answered}
    )


@given(OUTCOMES)
def test_no_order_is_better_than_the_best(outcomes: Sequence[JudgedReply]) -> None:
    area, best = aurc(risk_coverage(outcomes)), best_aurc(outcomes)

    assert (area is None) == (best is None) == (not outcomes)
    if area is not None and best is not None:
        assert 0 <= best <= area + 1e-9 <= 1 + 2e-9


@given(OUTCOMES)
def test_every_answer_is_in_one_tenth(outcomes: Sequence[JudgedReply]) -> None:
    tenths = reliability(outcomes)

    assert sum(tenth.answers for tenth in tenths) == sum(each.answered for each in outcomes)
    assert all(tenth.low <= tenth.confidence + 1e-9 <= tenth.high + 2e-9 for tenth in tenths)
