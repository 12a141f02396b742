"""The pictures: what is written on them, and that they are pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from retrieval.evaluation.calibration import AnswersReport, EvaluationSetting, report_of
from retrieval.evaluation.plots import draw, reliability_figure, risk_coverage_figure
from tests.evaluation.made import outcome

SETTING = EvaluationSetting(
    data="coast/qa.open.jsonl.gz",
    right="the excerpt holds the answering words at their place",
    models=("encoder made-up 0a1b2c3d", "reader 4e5f6a7b"),
    min_confidence=0.22,
    day=date(2026, 3, 2),
)
REPORT = report_of(
    SETTING,
    [
        *(outcome(0.25 + n / 100, right=n % 3 == 0) for n in range(30)),
        *(outcome(0.56 + n / 100, right=n % 3 > 0) for n in range(40)),
        *(outcome(n / 100, right=n % 4 == 0, given=False) for n in range(20)),
    ],
)


def words(figure: Figure) -> list[str]:
    axes = figure.axes[0]
    legend = axes.get_legend()
    assert legend is not None
    title = axes.get_title(loc="left")
    return [
        title,
        axes.texts[0].get_text(),
        axes.get_xlabel(),
        axes.get_ylabel(),
        legend.get_title().get_text(),
        *(text.get_text() for text in legend.get_texts()),
    ]


ABOUT = (
    "90 questions, 2026-03-02, encoder made-up 0a1b2c3d and reader 4e5f6a7b\n"
    "right: the excerpt holds the answering words at their place"
)


def test_the_curve_says_what_it_is_of() -> None:
    assert words(risk_coverage_figure(REPORT)) == [
        "Risk and coverage: coast/qa.open.jsonl.gz",
        ABOUT,
        "coverage: questions answered (% of all, unanswerable ones among them)",
        "answers right at the first passage (%)",
        "area under the risk 0.430, 0.189 at best\nsmall numbers: least confidence answered",
        "best possible order",
        "answers given, the surest first",
        "then the declined, were they given as answers",
        "as it is set (least confidence 0.22): 78% answered, 51% of it right",
    ]


def test_the_table_says_what_it_is_of() -> None:
    assert words(reliability_figure(REPORT)) == [
        "Reliability of the confidence: coast/qa.open.jsonl.gz",
        ABOUT,
        "confidence of the answer (0 to 1, in tenths)",
        "answers right at the first passage (%)",
        "70 answers given (in the bars: how many)\nexpected calibration error 0.121",
        "as sure as right",
        "share right at the mean confidence",
    ]


@pytest.mark.parametrize("report", [REPORT, report_of(SETTING, [])])
def test_pictures_are_drawn_even_of_nothing(tmp_path: Path, report: AnswersReport) -> None:
    drawn = draw(report, tmp_path / "new" / "plots")

    assert [path.name for path in drawn] == ["risk-coverage.png", "reliability.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG\r\n") for path in drawn)
