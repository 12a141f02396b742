"""Everything that an evaluation of answers found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from retrieval.evaluation.answers import Figures, Outcome, figures
from retrieval.evaluation.trust import (
    Point,
    Tenth,
    aurc,
    best_aurc,
    calibration_error,
    reliability,
    risk_coverage,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Of what was asked, with what, and when.

    Attributes:
        data: the set and its file, such as "squad2/qa.open.jsonl.gz".
        right: what counts as right, in words for the reader.
        models: name and digest of each model that took part.
        min_confidence: below it a question is declined.
        day: of the evaluation.
    """

    data: str
    right: str
    models: tuple[str, ...]
    min_confidence: float
    day: date


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """Figures, curve, table and every case, in the order in which they were asked.

    Attributes:
        aurc: area under the curve of risk by coverage.
        best_aurc: the same, were the confidence a perfect guide.
        calibration_error: of the answers given.
    """

    setting: Setting
    outcomes: tuple[Outcome, ...]
    figures: Figures
    curve: tuple[Point, ...]
    tenths: tuple[Tenth, ...]
    aurc: float | None
    best_aurc: float | None
    calibration_error: float | None

    @property
    def numbers(self) -> dict[str, float | None]:
        """Every figure by its name."""
        return {
            **asdict(self.figures),
            "aurc": self.aurc,
            "best_aurc": self.best_aurc,
            "calibration_error": self.calibration_error,
        }


def report_of(setting: Setting, outcomes: Sequence[Outcome]) -> AnswersReport:
    """What these outcomes come to."""
    curve = risk_coverage(outcomes)
    tenths = reliability(outcomes)
    return AnswersReport(
        setting=setting,
        outcomes=tuple(outcomes),
        figures=figures(outcomes),
        curve=curve,
        tenths=tenths,
        aurc=aurc(curve),
        best_aurc=best_aurc(outcomes),
        calibration_error=calibration_error(tenths),
    )
