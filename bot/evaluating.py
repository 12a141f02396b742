"""Evaluations run from the command line."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import taking_in
from bot.app import Shop, opened
from bot.jsonform import Json, reply_form
from bot.settings import Settings
from retrieval.evaluation import answers as measured
from retrieval.evaluation import said
from retrieval.evaluation.cases import Case, read_cases, read_rows
from retrieval.model import Statement


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name (None where there was nothing to divide by), and every case."""

    figures: Mapping[str, float | None]
    cases: Sequence[Json]
    more: Json = field(default_factory=dict)

    def form(self) -> Json:
        """As JSON."""
        return {"figures": dict(self.figures), **self.more, "cases": list(self.cases)}


def answers(settings: Settings, data: Path, limit: int | None) -> Report:
    """Figures and every case of a file of questions; see ``retrieval.evaluation.cases``.

    A file that brings its own corpus is asked of that, in a data folder made for it.
    """
    found = read_cases(data)
    cases = found.cases[:limit]
    if found.corpus is None:
        with opened(settings) as shop:
            return _answers_report(cases, shop)
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        articles, data_dir = Path(folder) / "corpus", Path(folder) / "data"
        articles.mkdir()
        for file, text in found.corpus.items():
            (articles / file).write_bytes(text.encode())
        taking_in.take_in(settings, [articles], data_dir=data_dir)
        with opened(settings, data_dir=data_dir) as shop:
            return _answers_report(cases, shop)


def statements(settings: Settings, data: Path, limit: int | None) -> Report:
    """Figures and every case of articles with marked attributions; see ``evaluation.said``."""
    rows = read_rows(data)[:limit]
    found: dict[str, list[Statement]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        for row in rows:
            (Path(folder) / f"{row['doc_id']}.txt").write_bytes(row["text"].encode())
        for cited in taking_in.statements_in(settings, [Path(folder)], on_skip=lambda _: None):
            found[Path(cited.citation.file).stem].append(cited.statement)
    comparisons = [said.compare(row, found[str(row["doc_id"])]) for row in rows]
    return Report(
        said.figures(comparisons), [_comparison_form(comparison) for comparison in comparisons]
    )


def show(console: Console, report: Report) -> None:
    """Prints the figures and what went wrong."""
    table = Table("figure", "value", box=None)
    for name, value in report.figures.items():
        table.add_row(name, "–" if value is None else f"{value:.3f}".rstrip("0").rstrip("."))
    console.print(table)
    wrong = [case for case in report.cases if case.get("wrong")]
    console.print(Text(f"{len(wrong)} of {len(report.cases)} cases went wrong", style="dim"))
    for case in wrong[:50]:
        console.print(Text(f"  {case.get('question') or case['file']}: {case['wrong']}"))


def _answers_report(cases: Sequence[Case], shop: Shop) -> Report:
    desk = shop.desk()
    outcomes = [measured.judge(case, desk.ask(case.question), desk.words_of) for case in cases]
    reliability: Json = {
        "reliability": [
            {"confidence": near, "answers": count, "right": right}
            for near, count, right in measured.reliability(outcomes)
        ]
    }
    return Report(
        asdict(measured.figures(outcomes)),
        [_outcome_form(outcome) for outcome in outcomes],
        reliability,
    )


def _outcome_form(outcome: measured.Outcome) -> Json:
    form: Json = reply_form(outcome.reply, 0.0)
    return form | {
        "question": outcome.case.question,
        "answerable": outcome.case.answerable,
        "rank": outcome.rank,
        "verbatim": outcome.verbatim,
        "wrong": _what_is_wrong(outcome),
    }


def _what_is_wrong(outcome: measured.Outcome) -> str | None:
    if not outcome.verbatim:
        return "not verbatim"
    if not outcome.case.answerable:
        return "answered, should be declined" if outcome.answered else None
    if outcome.rank != 1:
        return f"right at {outcome.rank}" if outcome.rank else "not found"
    return None if outcome.answered else "declined, could be answered"


def _comparison_form(comparison: said.Comparison) -> Json:
    by_marked, by_found = dict(comparison.pairs), {j: i for i, j in comparison.pairs}
    faults: dict[str, list[str]] = {
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
