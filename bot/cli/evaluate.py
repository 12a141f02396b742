"""Runs the evaluations of ``verbatim evaluate``, and prints their figures and cases."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.bootstrap import Components, opened, reader_weights
from bot.cli.ingest import statements_in
from bot.cli.json_output import Json, reply_json
from bot.ingestion import ingest_paths
from bot.service.service import RetrievalService
from bot.settings import Settings
from retrieval.errors import ConfigError, FilterError
from retrieval.evaluation import statements as comparison
from retrieval.evaluation.answers import JudgedReply, judge
from retrieval.evaluation.calibration import (
    AnswersReport,
    EvaluationSetting,
    RiskCoveragePoint,
    report_of,
)
from retrieval.evaluation.cases import Case, Cases, read_cases, read_corpus, read_rows
from retrieval.model import Ambiguous, Answer, Declined, Excerpt, Quoted, Reply, Statement

COMMAND = "/quote "
"""How a question begins that is asked of the list of statements."""


def evaluate_answers(
    settings: Settings,
    data: Path,
    limit: int | None = None,
    *,
    corpus: Path | None = None,
    keep: Path | None = None,
) -> AnswersReport:
    """Return what came of a set of questions; see ``retrieval.evaluation.cases``.

    Args:
        settings: in force.
        data: the questions, or the folder of a published set.
        limit: only the first of them, asked of the whole corpus.
        corpus: what they are asked of: a folder of articles, or rows with ``doc_id`` and
            ``text``; None: what the set brings, else what was ingested.
        keep: where the corpus made for this is kept, to be used again; None: nowhere.
    """
    found = read_cases(data)
    with open_components(settings, found, corpus=corpus, keep=keep) as components:
        service = components.service()
        outcomes = [_outcome(case, service) for case in found.cases[:limit]]
        return report_of(_setting(settings, data, found.right, components), outcomes)


@contextmanager
def open_components(
    settings: Settings, found: Cases, *, corpus: Path | None = None, keep: Path | None = None
) -> Iterator[Components]:
    """Open the stores that the cases are asked of, made if need be; see ``evaluate_answers``."""
    if corpus is None and found.corpus is None:
        with opened(settings) as components:
            yield components
        return
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-")))
        if corpus is not None and corpus.is_dir():
            articles = corpus
        else:
            articles = folder / "corpus"
            _write(articles, found.corpus or {} if corpus is None else read_corpus(corpus))
        data_dir = folder / "data"
        ingest_paths(settings, [articles], data_dir=data_dir)
        yield stack.enter_context(opened(settings, data_dir=data_dir))


def evaluate_statements(settings: Settings, data: Path, limit: int | None) -> StatementsReport:
    """Return figures and every case of articles with marked attributions.

    See ``retrieval.evaluation.statements``.
    """
    rows = read_rows(data)[:limit]
    found: dict[str, list[Statement]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        for row in rows:
            (Path(folder) / f"{row['doc_id']}.txt").write_bytes(row["text"].encode())
        for cited in statements_in(settings, [Path(folder)], on_skip=lambda _: None):
            found[Path(cited.citation.file).stem].append(cited.statement)
    comparisons = [comparison.compare(row, found[str(row["doc_id"])]) for row in rows]
    return StatementsReport(
        comparison.figures(comparisons),
        [_comparison_form(comparison) for comparison in comparisons],
    )


def reply_to(question: str, service: RetrievalService) -> Reply:
    """Return the reply, or a refusal where a filter cannot be understood, as on the command line."""
    if question.startswith(COMMAND):
        return _reply_of_quotes(question, service)
    try:
        return service.ask(question)
    except FilterError as error:
        return Declined(question, str(error), 0.0, ())


def data_label(path: Path) -> str:
    """Return a label for a file of questions: its set and name."""
    whole = path.resolve()
    return f"{whole.parent.name}/{whole.name}"


def _outcome(case: Case, service: RetrievalService) -> JudgedReply:
    began = time.perf_counter()
    reply = reply_to(case.question, service)
    return judge(case, reply, service.words_of, (time.perf_counter() - began) * 1000)


def _reply_of_quotes(question: str, service: RetrievalService) -> Reply:
    """Somebody's statements as an answer; whoever is not quoted makes a refusal."""
    found = service.quote(question.removeprefix(COMMAND))
    if isinstance(found, Quoted):
        passages = tuple(
            Excerpt(cited.passage, cited.citation, 1.0) for cited in found.speaker.statements
        )
        return Answer(question, 1.0, passages)
    return Declined(question, "No words of theirs are reported.", 0.0, ())


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Makes the folder hold these files; one that holds others is somebody's and is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(path.name for path in folder.iterdir() if path.name not in texts)
    if others:
        raise ConfigError(
            f"{folder}: expected nothing but the corpus of this set, kept here before; "
            f"found {others[0]} and {len(others) - 1} more"
        )
    for file, text in texts.items():
        (folder / file).write_bytes(text.encode())


def _setting(
    settings: Settings, data: Path, right: str, components: Components
) -> EvaluationSetting:
    return EvaluationSetting(
        data=data_label(data),
        right=right,
        models=_models(settings, components),
        min_confidence=settings.min_confidence,
        day=datetime.now(UTC).astimezone().date(),
    )


def _models(settings: Settings, components: Components) -> tuple[str, ...]:
    """Encoder and reader, each with the beginning of a digest of its weights."""
    model = components.encoder.model
    encoder = f"encoder {Path(model.name).name} {model.revision[:8]}"
    weights = reader_weights(settings)
    if components.passage_reader is None or weights is None:
        return (encoder,)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    return encoder, f"reader {digest[:8]}"


def _comparison_form(comparison: comparison.Comparison) -> Json:
    by_marked, by_found = dict(comparison.pairs), {j: i for i, j in comparison.pairs}
    faults: dict[str, Sequence[str]] = {
        "missed": [
            marked.text
            for i, marked in enumerate(comparison.marked)
            if marked.group is not None and i not in by_marked
        ],
        "not_marked": [ours.text for j, ours in enumerate(comparison.found) if j not in by_found],
        "other_speaker": [
            comparison.found[j].text
            for i, j in comparison.pairs
            if comparison.marked[i].speaker
            and not comparison.marked[i].speaker & comparison.found[j].mention
        ],
    }
    counted = [
        f"{len(texts)} {fault.replace('_', ' ')}" for fault, texts in faults.items() if texts
    ]
    return {"file": comparison.file, "wrong": ", ".join(counted) or None, **faults}


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
