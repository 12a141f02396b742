"""What an evaluation prints, from outcomes made by hand."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.evaluation.output import print_report, report_json
from retrieval.evaluation.calibration import EvaluationSetting, report_of
from tests.evaluation.data import SQUAD, packed
from tests.evaluation.made import outcome
from tests.processes import run_python

REPORT = report_of(
    EvaluationSetting(
        data="coast/qa.open.jsonl.gz",
        right="the excerpt holds the answering words at their place",
        models=("encoder made-up 0a1b2c3d", "reader 4e5f6a7b"),
        min_confidence=0.22,
        day=date(2026, 3, 2),
    ),
    [
        outcome(0.91, right=True),
        outcome(0.52, right=False),
        outcome(0.48, right=False, answerable=False),
        outcome(0.2, right=True, given=False),
        outcome(0.1, right=False, given=False, answerable=False),
    ],
)

PAGE = """\
0.91  How sure is 0.91?: answered rightly
0.52  How sure is 0.52?: not found
0.48  How sure is 0.48?: answered, should be declined
0.20  How sure is 0.2?: declined, could be answered (unsure)
0.10  How sure is 0.1?: declined rightly (unsure)
3 of 5 cases went wrong

coast/qa.open.jsonl.gz, 2026-03-02, encoder made-up 0a1b2c3d and reader 4e5f6a7b
right: the excerpt holds the answering words at their place

 figure                 value
 answerable             3
 unanswerable           2
 hit_at_1               0.667
 hit_at_3               0.667
 answered_right         0.333
 declined_answerable    0.333
 declined_unanswerable  0.500
 false_answers          0.500
 right_of_answers       0.333
 auroc                  0.833
 not_verbatim           0
 p50_ms                 0.000
 p95_ms                 0.000
 aurc                   0.453
 best_aurc              0.287
 calibration_error      0.363

Risk and coverage: were only answers so sure given
 least confidence     answers  coverage  right at the first
 0.9                  1        0.200     1.000
 0.8                  1        0.200     1.000
 0.7                  1        0.200     1.000
 0.6                  1        0.200     1.000
 0.5                  2        0.400     0.500
 0.4                  3        0.600     0.333
 0.3                  3        0.600     0.333
 0.22 (as it is set)  3        0.600     0.333
 all answered         5        1.000     0.400

Reliability: how many of the answers given are right
 confidence  answers  mean confidence  right at the first
 0.4 to 0.5  1        0.480            0.000
 0.5 to 0.6  1        0.520            0.000
 0.9 to 1.0  1        0.910            1.000
"""


def test_every_case_is_told_and_then_the_tables() -> None:
    page = StringIO()
    print_report(Console(file=page, width=100), REPORT)

    assert "\n".join(line.rstrip() for line in page.getvalue().split("\n")) == PAGE


def test_the_json_has_the_curve_the_table_and_every_case() -> None:
    whole = report_json(REPORT)
    cases = whole.pop("cases")

    figures = whole.pop("figures")
    assert isinstance(figures, dict)
    assert figures["aurc"] == pytest.approx(0.4533, abs=1e-4)
    assert whole == {
        "data": "coast/qa.open.jsonl.gz",
        "right": "the excerpt holds the answering words at their place",
        "models": ["encoder made-up 0a1b2c3d", "reader 4e5f6a7b"],
        "min_confidence": 0.22,
        "day": "2026-03-02",
        "risk_coverage": [
            {"threshold": 0.91, "given": True, "answers": 1, "coverage": 0.2, "right": 1.0},
            {"threshold": 0.52, "given": True, "answers": 2, "coverage": 0.4, "right": 0.5},
            {"threshold": 0.48, "given": True, "answers": 3, "coverage": 0.6, "right": 1 / 3},
            {"threshold": 0.2, "given": False, "answers": 4, "coverage": 0.8, "right": 0.5},
            {"threshold": 0.1, "given": False, "answers": 5, "coverage": 1.0, "right": 0.4},
        ],
        "reliability": [
            {"from": 0.4, "to": 0.5, "answers": 1, "confidence": 0.48, "right": 0.0},
            {"from": 0.5, "to": 0.6, "answers": 1, "confidence": 0.52, "right": 0.0},
            {"from": 0.9, "to": 1.0, "answers": 1, "confidence": 0.91, "right": 1.0},
        ],
    }
    assert isinstance(cases, list)
    assert [(case["outcome"], case["rank"], case["wrong"]) for case in cases] == [
        ("answered", 1, None),
        ("answered", None, "not found"),
        ("answered", None, "answered, should be declined"),
        ("declined", 1, "declined, could be answered"),
        ("declined", None, None),
    ]


WITHOUT = "import sys; sys.modules['matplotlib'] = None; from bot.__main__ import main; main()"


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            "answers",
            "verbatim: --plots needs matplotlib, which is not installed: pip install matplotlib",
        ),
        ("statements", "--corpus, --keep and --plots are for answers"),
    ],
)
def test_pictures_that_cannot_be_drawn_are_refused_at_once(
    tmp_path: Path, task: str, message: str
) -> None:
    data = packed(tmp_path / "qa.jsonl.gz", SQUAD)

    asked = ("evaluate", task, str(data), "--plots", str(tmp_path))
    done = run_python("-c", WITHOUT, *asked, columns=200)

    assert done.returncode != 0
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr
