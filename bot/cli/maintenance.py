"""Defines the commands that back up, restore, rebuild, measure and examine what is there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.app import FAULT, AsJson, err, out, say
from bot.cli.terminal_text import print_json
from bot.settings import load_settings
from retrieval.evaluation.calibration import AnswersReport


class Task(StrEnum):
    """What can be evaluated."""

    ANSWERS = "answers"
    STATEMENTS = "statements"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The ZIP file to write.")],
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace that file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write all that cannot be made again into one file; the bot may run meanwhile."""
    from bot.cli import backup as backups

    form = backups.back_up(load_settings(), file, replace=overwrite)
    if as_json:
        print_json(form)
    else:
        out.print(Text(backups.sentence(form)), soft_wrap=True)


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that verbatim backup wrote.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back; what it replaces is kept. No bot may run meanwhile."""
    from bot.cli import backup as backups

    form = backups.restore(load_settings(), file, err)
    if as_json:
        print_json(form)
    else:
        out.print(Text(backups.sentence(form)), soft_wrap=True)


def reindex() -> None:
    """Build the vector index anew from the catalogue; nothing is embedded again."""
    from bot.cli.ingest import rebuild

    count = rebuild(load_settings(), err)
    say(f"{count} passages in the vector index.")


def evaluate(
    task: Annotated[Task, typer.Argument(help="What to evaluate.")],
    data: Annotated[
        Path,
        typer.Argument(metavar="DATA", help="A file of cases, or a set's folder.", exists=True),
    ],
    *,
    limit: Annotated[int | None, typer.Option(help="Only the first cases.", min=1)] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help="Ask these articles: a folder, or rows of doc_id, text.", exists=True),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the corpus made for it here, for the next time.")
    ] = None,
    plots: Annotated[
        Path | None, typer.Option(help="Draw what answers are worth into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure answers or statements against known ones: figures and every case."""
    from bot.cli.evaluation import evaluate as evaluation
    from bot.cli.evaluation import output as evaluation_output

    if task is not Task.ANSWERS and (corpus or keep or plots):
        raise typer.BadParameter("--corpus, --keep and --plots are for answers")
    draw = evaluation.plotting() if plots else None
    settings = load_settings()
    match task:
        case Task.ANSWERS:
            report: evaluation_output.Report = evaluation.evaluate_answers(
                settings, data, limit, corpus=corpus, keep=keep
            )
        case Task.STATEMENTS:
            report = evaluation.evaluate_statements(settings, data, limit)
    if as_json:
        print_json(evaluation_output.report_json(report))
    else:
        evaluation_output.print_report(out, report)
    if draw and plots and isinstance(report, AnswersReport):
        say("drawn: " + ", ".join(str(path) for path in draw(report, plots)))


def doctor(*, as_json: AsJson = False) -> None:
    """Say what is configured, what is found, what is missing, and what to do."""
    from bot.cli.doctor import examine, print_findings

    findings = examine(load_settings())
    if as_json:
        print_json({"findings": [finding.form() for finding in findings]})
    else:
        print_findings(out, findings)
    if any(finding.is_fault for finding in findings):
        raise typer.Exit(FAULT)
