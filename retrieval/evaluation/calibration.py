"""Measures calibration: how many replies are right above a threshold, and at each tenth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby

from retrieval.evaluation.answers import Figures, JudgedReply, figures

TENTHS = 10


@dataclass(frozen=True, slots=True)
class RiskCoveragePoint:
    """One point of the risk-coverage curve: only replies at least as sure count as answers.

    Attributes:
        threshold: the least confidence.
        given: whether replies of that confidence were in fact given as answers; those that were
            not follow all that were.
        answers: how many replies are at least as sure.
        coverage: their share of all questions, answerable or not.
        right: of them, the share that is right at the first excerpt.
    """

    threshold: float
    given: bool
    answers: int
    coverage: float
    right: float

    @property
    def risk(self) -> float:
        """Return the share of those answers that is wrong."""
        return 1 - self.right


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Holds the answers with a confidence from ``low`` to below ``high`` (1 is in the last).

    Attributes:
        answers: how many, at least one.
        confidence: their mean.
        right: the share that is right at the first excerpt.
    """

    low: float
    high: float
    answers: int
    confidence: float
    right: float


def risk_coverage(outcomes: Sequence[JudgedReply]) -> tuple[RiskCoveragePoint, ...]:
    """Return a point for each confidence, the surest first, as in Geifman and El-Yaniv 2017.

    An unanswerable question is never right. Replies that were declined follow the answers, by
    their confidence, so that the curve goes on to where every question would be answered.
    """
    points, seen, right = [], 0, 0
    for (given, confidence), group in groupby(sorted(outcomes, key=_order), key=_sureness):
        together = list(group)
        seen += len(together)
        right += sum(outcome.first_is_right for outcome in together)
        points.append(
            RiskCoveragePoint(confidence, given, seen, seen / len(outcomes), right / seen)
        )
    return tuple(points)


def aurc(points: Sequence[RiskCoveragePoint]) -> float | None:
    """Return the area under the risk-coverage curve, 0 to 1, lower is better; None without a point.

    The mean risk over the first 1, 2, … replies; among equally sure ones any order is as likely.
    """
    total, before, wrong = 0.0, 0, 0.0
    for point in points:
        size = point.answers - before
        added = point.risk * point.answers - wrong
        for place in range(1, size + 1):
            total += (wrong + added * place / size) / (before + place)
        before, wrong = point.answers, wrong + added
    return total / before if before else None


def best_aurc(outcomes: Sequence[JudgedReply]) -> float | None:
    """Return what ``aurc`` would be if every right reply came before every wrong one."""
    right = sum(outcome.first_is_right for outcome in outcomes)
    risks = [max(0, count - right) / count for count in range(1, len(outcomes) + 1)]
    return sum(risks) / len(risks) if risks else None


def reliability(outcomes: Sequence[JudgedReply]) -> tuple[ReliabilityBin, ...]:
    """Return the answers given, by tenths of their confidence; an empty tenth is left out."""
    tenths: list[list[JudgedReply]] = [[] for _ in range(TENTHS)]
    for outcome in outcomes:
        if outcome.answered:
            tenths[min(TENTHS - 1, int(outcome.confidence * TENTHS))].append(outcome)
    return tuple(
        ReliabilityBin(
            low=number / TENTHS,
            high=(number + 1) / TENTHS,
            answers=len(inside),
            confidence=sum(outcome.confidence for outcome in inside) / len(inside),
            right=sum(outcome.first_is_right for outcome in inside) / len(inside),
        )
        for number, inside in enumerate(tenths)
        if inside
    )


def calibration_error(tenths: Sequence[ReliabilityBin]) -> float | None:
    """Return the expected calibration error: the mean distance of confidence and share right.

    As in Guo et al. 2017, over answers; None where none was given.
    """
    answers = sum(tenth.answers for tenth in tenths)
    if not answers:
        return None
    return sum(tenth.answers * abs(tenth.confidence - tenth.right) for tenth in tenths) / answers


def _sureness(outcome: JudgedReply) -> tuple[bool, float]:
    return outcome.answered, outcome.confidence


def _order(outcome: JudgedReply) -> tuple[bool, float]:
    return not outcome.answered, -outcome.confidence


@dataclass(frozen=True, slots=True)
class EvaluationSetting:
    """Describes what was asked, with which settings, and when.

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
    """Holds figures, curve, table and every case, in the order in which they were asked.

    Attributes:
        aurc: area under the curve of risk by coverage.
        best_aurc: the same, were the confidence a perfect guide.
        calibration_error: of the answers given.
    """

    setting: EvaluationSetting
    outcomes: tuple[JudgedReply, ...]
    figures: Figures
    curve: tuple[RiskCoveragePoint, ...]
    tenths: tuple[ReliabilityBin, ...]
    aurc: float | None
    best_aurc: float | None
    calibration_error: float | None

    @property
    def numbers(self) -> dict[str, float | None]:
        """Return every figure by its name."""
        return {
            **asdict(self.figures),
            "aurc": self.aurc,
            "best_aurc": self.best_aurc,
            "calibration_error": self.calibration_error,
        }


def report_of(setting: EvaluationSetting, outcomes: Sequence[JudgedReply]) -> AnswersReport:
    """Return the report on these outcomes."""
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
