"""Plots the report's curve and table. Needs matplotlib, which the bot does without."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from retrieval.evaluation.calibration import (
    AnswersReport,
    EvaluationSetting,
    ReliabilityBin,
    RiskCoveragePoint,
)

RISK_COVERAGE = "risk-coverage.png"
RELIABILITY = "reliability.png"

INK = "#1f3b57"
PALE = "#b9c7d6"
WARM = "#c8553d"
GRID = "#e3e3e3"
GREY = "#444444"

DOTS_PER_INCH = 130
FEWEST = 10
"""A tenth of fewer answers is drawn pale: its share may be chance."""


def draw(report: AnswersReport, folder: Path) -> tuple[Path, ...]:
    """Draw both plots into the folder, which is made if need be; return their files.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, figure in (
        (RISK_COVERAGE, risk_coverage_figure(report)),
        (RELIABILITY, reliability_figure(report)),
    ):
        figure.savefig(folder / name, dpi=DOTS_PER_INCH)
        drawn.append(folder / name)
    return tuple(drawn)


def risk_coverage_figure(report: AnswersReport) -> Figure:
    """Plot risk by coverage: how much is wrong of how much is answered, at every threshold."""
    figure, axes = _sheet("Risk and coverage", report.setting, len(report.outcomes))
    given = [point for point in report.curve if point.given]
    declined = given[-1:] + [point for point in report.curve if not point.given]
    _best_order(axes, report.curve)
    _curve(axes, given, "answers given, the surest first", linestyle="-")
    _curve(axes, declined, "then the declined, were they given as answers", linestyle=":")
    for point in _at_tenths(given):
        _mark_threshold(axes, point)
    if given:
        _mark_default(axes, given[-1], report.setting.min_confidence)
    axes.set_xlabel("coverage: questions answered (% of all, unanswerable ones among them)")
    axes.set_ylabel("answers right at the first passage (%)")
    axes.set_xlim(0, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    _percent_up(axes)
    area, best = _number(report.aurc), _number(report.best_aurc)
    _legend(
        axes,
        f"area under the risk {area}, {best} at best\nsmall numbers: least confidence answered",
    )
    return figure


def reliability_figure(report: AnswersReport) -> Figure:
    """Plot reliability: the share right by confidence."""
    answers = sum(tenth.answers for tenth in report.tenths)
    figure, axes = _sheet("Reliability of the confidence", report.setting, len(report.outcomes))
    axes.plot([0, 1], [0, 1], linestyle="--", color="#888888", label="as sure as right")
    for tenth in report.tenths:
        _bar(axes, tenth)
    axes.plot(
        [tenth.confidence for tenth in report.tenths],
        [tenth.right for tenth in report.tenths],
        "o",
        color=WARM,
        label="share right at the mean confidence",
    )
    axes.set_xlabel("confidence of the answer (0 to 1, in tenths)")
    axes.set_ylabel("answers right at the first passage (%)")
    axes.set_xlim(0, 1)
    axes.set_xticks([tenth / 10 for tenth in range(11)])
    _percent_up(axes)
    error = _number(report.calibration_error)
    _legend(
        axes,
        f"{answers} answers given (in the bars: how many)\nexpected calibration error {error}",
    )
    return figure


def _sheet(title: str, setting: EvaluationSetting, questions: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(7.6, 5.6), layout="constrained")
    axes = figure.add_subplot()
    models = " and ".join(setting.models)
    axes.set_title(
        f"{title}: {setting.data}", loc="left", fontsize=13, fontweight="bold", color=INK, pad=36
    )
    axes.text(
        0,
        1.02,
        f"{questions} questions, {setting.day.isoformat()}, {models}\nright: {setting.right}",
        transform=axes.transAxes,
        fontsize=8.5,
        color=GREY,
    )
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _curve(axes: Axes, points: Sequence[RiskCoveragePoint], label: str, linestyle: str) -> None:
    if points:
        axes.plot(
            [point.coverage for point in points],
            [point.right for point in points],
            color=INK,
            linewidth=1.8,
            linestyle=linestyle,
            label=label,
        )


def _best_order(axes: Axes, curve: Sequence[RiskCoveragePoint]) -> None:
    """Return the curve as it would be if every right reply came before every wrong one."""
    if not curve:
        return
    last = curve[-1]
    steps = [step / 200 for step in range(1, 201)]
    axes.plot(
        steps,
        [min(1.0, last.right / step) for step in steps],
        color=PALE,
        linewidth=1.4,
        label="best possible order",
    )


def _mark_default(axes: Axes, point: RiskCoveragePoint, threshold: float) -> None:
    axes.plot(
        point.coverage,
        point.right,
        "o",
        color=WARM,
        markersize=8,
        label=f"as it is set (least confidence {threshold:g}): "
        f"{point.coverage:.0%} answered, {point.right:.0%} of it right",
    )


def _mark_threshold(axes: Axes, point: RiskCoveragePoint) -> None:
    axes.plot(point.coverage, point.right, "o", color=INK, markersize=3.5)
    axes.annotate(
        f"{_tenth_of(point) / 10:.1f}",
        (point.coverage, point.right),
        xytext=(0, -14),
        textcoords="offset points",
        ha="center",
        color=INK,
        fontsize=8,
    )


def _at_tenths(given: Sequence[RiskCoveragePoint]) -> list[RiskCoveragePoint]:
    """Return the last point before the confidence falls below each tenth."""
    return [one for one, following in pairwise(given) if _tenth_of(one) != _tenth_of(following)]


def _tenth_of(point: RiskCoveragePoint) -> int:
    return int(point.threshold * 10)


def _bar(axes: Axes, tenth: ReliabilityBin) -> None:
    middle = (tenth.low + tenth.high) / 2
    axes.bar(middle, tenth.right, width=0.092, color=GRID if tenth.answers < FEWEST else PALE)
    axes.annotate(
        f"{tenth.answers}",
        (middle, 0),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8.5,
        color=INK,
    )


def _percent_up(axes: Axes) -> None:
    axes.set_ylim(0, 1.02)
    axes.set_yticks([fifth / 5 for fifth in range(6)])
    axes.yaxis.set_major_formatter(PercentFormatter(1))


def _legend(axes: Axes, title: str) -> None:
    handles, _ = axes.get_legend_handles_labels()
    axes.legend(
        handles=handles,
        loc="best",
        fontsize=9,
        title=title,
        title_fontsize=9,
        alignment="left",
        edgecolor="none",
        framealpha=0.85,
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
