"""Prints the report of an evaluation, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.json_output import Json, reply_json
from retrieval.evaluation.answers import JudgedReply
from retrieval.evaluation.calibration import (
    AnswersReport,
    RiskCoveragePoint,
)
from retrieval.model import Ambiguous, Declined

STEPS = tuple(step / 10 for step in range(9, 0, -1))
"""The thresholds that the text shows of the curve; the JSON has all."""


@dataclass(frozen=True, slots=True)
class StatementsReport:
    """Figures by name, and every article as JSON."""

    figures: Mapping[str, float]
    cases: Sequence[Json]


Report = AnswersReport | StatementsReport


def report_json(report: Report) -> Json:
    """Return the report as JSON."""
    if isinstance(report, StatementsReport):
        return {"figures": dict(report.figures), "cases": list(report.cases)}
    setting = report.setting
    return {
        "data": setting.data,
        "right": setting.right,
        "models": list(setting.models),
        "min_confidence": setting.min_confidence,
        "day": setting.day.isoformat(),
        "figures": report.numbers,
        "risk_coverage": [_point_form(point) for point in report.curve],
        "reliability": [
            {
                "from": tenth.low,
                "to": tenth.high,
                "answers": tenth.answers,
                "confidence": tenth.confidence,
                "right": tenth.right,
            }
            for tenth in report.tenths
        ],
        "cases": [_outcome_form(outcome) for outcome in report.outcomes],
    }


def print_report(console: Console, report: Report) -> None:
    """Prints every case with its outcome, then the tables, so that these are in sight."""
    if isinstance(report, StatementsReport):
        _show_statements(console, report)
        return
    for outcome in report.outcomes:
        style = "" if fault_of_reply(outcome) else "dim"
        console.print(Text(_line(outcome), style=style), soft_wrap=True)
    wrong_ones = sum(fault_of_reply(outcome) is not None for outcome in report.outcomes)
    console.print(Text(f"{wrong_ones} of {len(report.outcomes)} cases went wrong"))
    setting = report.setting
    console.print()
    models = " and ".join(setting.models)
    about = f"{setting.data}, {setting.day.isoformat()}, {models}\nright: {setting.right}"
    console.print(Text(about), soft_wrap=True)
    console.print()
    _show_figures(console, report.numbers)
    console.print()
    _show_curve(console, report)
    console.print()
    _show_reliability(console, report)


def fault_of_reply(outcome: JudgedReply) -> str | None:
    """Return the fault of a reply, in a few words; None where it has none."""
    if not outcome.verbatim:
        return "not verbatim"
    if not outcome.case.answerable:
        return "answered, should be declined" if outcome.answered else None
    if outcome.rank != 1:
        return f"right at {outcome.rank}" if outcome.rank else "not found"
    return None if outcome.answered else "declined, could be answered"


def _line(outcome: JudgedReply) -> str:
    """How sure, what was asked, and what came of it."""
    fits = "answered rightly" if outcome.case.answerable else "declined rightly"
    came = fault_of_reply(outcome) or fits
    if isinstance(outcome.reply, Declined | Ambiguous):
        came = f"{came} ({outcome.reply.reason})"
    return f"{outcome.confidence:.2f}  {outcome.case.question}: {came}"


def _point_form(point: RiskCoveragePoint) -> Json:
    return {
        "threshold": point.threshold,
        "given": point.given,
        "answers": point.answers,
        "coverage": point.coverage,
        "right": point.right,
    }


def _outcome_form(outcome: JudgedReply) -> Json:
    return reply_json(outcome.reply, outcome.elapsed_ms) | {
        "question": outcome.case.question,
        "answerable": outcome.case.answerable,
        "rank": outcome.rank,
        "verbatim": outcome.verbatim,
        "wrong": fault_of_reply(outcome),
    }


def _show_statements(console: Console, report: StatementsReport) -> None:
    _show_figures(console, report.figures)
    wrong = [case for case in report.cases if case.get("wrong")]
    console.print(Text(f"{len(wrong)} of {len(report.cases)} cases went wrong", style="dim"))
    for case in wrong[:50]:
        console.print(Text(f"  {case['file']}: {case['wrong']}"))


def _show_figures(console: Console, figures: Mapping[str, float | None]) -> None:
    table = Table("figure", "value", box=None)
    for name, value in figures.items():
        table.add_row(name, _number(value))
    console.print(table)


def _show_curve(console: Console, report: AnswersReport) -> None:
    table = Table(
        *("least confidence", "answers", "coverage", "right at the first"),
        box=None,
        title="Risk and coverage: were only answers so sure given",
        title_justify="left",
    )
    given = [point for point in report.curve if point.given]
    for step in STEPS:
        if step > report.setting.min_confidence:
            _add(table, f"{step:.1f}", [point for point in given if point.threshold >= step])
    _add(table, f"{report.setting.min_confidence:g} (as it is set)", given)
    _add(table, "all answered", report.curve)
    console.print(table)


def _add(table: Table, name: str, points: Sequence[RiskCoveragePoint]) -> None:
    """The row of the last point; none where nothing is so sure."""
    if points:
        last = points[-1]
        table.add_row(name, str(last.answers), _number(last.coverage), _number(last.right))


def _show_reliability(console: Console, report: AnswersReport) -> None:
    table = Table(
        *("confidence", "answers", "mean confidence", "right at the first"),
        box=None,
        title="Reliability: how many of the answers given are right",
        title_justify="left",
    )
    for tenth in report.tenths:
        table.add_row(
            f"{tenth.low:.1f} to {tenth.high:.1f}",
            str(tenth.answers),
            _number(tenth.confidence),
            _number(tenth.right),
        )
    console.print(table)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
