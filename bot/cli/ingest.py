"""Prints how an ingest goes, the statements in files, and the rebuilding of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.bootstrap import known_outlets, open_file_reader, open_parser, reading_limits
from bot.cli.json_output import Json
from bot.ingestion import ShowProgress, ingest_paths, rebuild_index
from bot.settings import Settings
from retrieval.citing import cited, stored_statement
from retrieval.corpus.files import Skipped, find_files
from retrieval.corpus.metadata import article_from
from retrieval.corpus.read import place_of
from retrieval.corpus.sentences import sentences
from retrieval.ingest.report import IngestReport
from retrieval.ingest.run import MissingFiles, ReadFile
from retrieval.model import Article, CitedStatement, Sentence
from retrieval.ports import ArticleCard
from retrieval.statements import statements_of


def ingest_with_progress(
    settings: Settings,
    paths: Sequence[Path],
    *,
    gone: MissingFiles = MissingFiles.KEEP,
    follow_links: bool = False,
    console: Console | None = None,
) -> IngestReport:
    """Ingest the files below the paths; progress goes to the console, if there is one."""
    with _progress(console) as show:
        return ingest_paths(settings, paths, gone=gone, follow_links=follow_links, progress=show)


def rebuild(settings: Settings, console: Console) -> int:
    """Build the vector index anew, with progress; return how many passages it holds."""
    with _progress(console) as show:
        return rebuild_index(settings, show)


def statements_in(
    settings: Settings,
    paths: Sequence[Path],
    on_skip: Callable[[Skipped], None],
    *,
    follow_links: bool = False,
) -> Iterator[CitedStatement]:
    """Yield the statements in files, lazily, in order, with nothing ingested."""
    outlets = known_outlets(settings)
    limits = reading_limits(settings)
    read: list[Article] = []

    def articles(
        read_file: ReadFile,
    ) -> Iterator[tuple[Article, Sequence[Sentence]]]:
        for found in find_files(paths, follow_links=follow_links):
            if isinstance(found, Skipped):
                on_skip(found)
                continue
            raws, skipped = read_file(found, limits)
            for skip in skipped:
                on_skip(skip)
            for raw in raws:
                try:
                    article = article_from(raw, outlets, datetime.now(UTC).date())
                    cut = sentences(article)
                except Exception as error:  # noqa: BLE001 - a fault in one article is not another's
                    on_skip(Skipped(raw.file, f"could not be digested: {place_of(error)}"))
                    continue
                read.append(article)
                yield article, cut

    with open_file_reader(settings) as read_file:
        for statements, _ in statements_of(articles(read_file), open_parser()):
            article = read.pop(0)
            for statement in statements:
                yield cited(stored_statement(_card(article), article.text, statement))


def report_json(report: IngestReport) -> Json:
    """Return the report as JSON."""
    return {
        "articles": report.articles,
        "unchanged": report.unchanged,
        "replaced": report.replaced,
        "removed": report.removed,
        "passages": report.passages,
        "statements": report.statements,
        "skipped": [
            {"file": skip.file, "reason": skip.reason} | _counted(skip.count)
            for skip in report.skipped
        ],
        "notes": [
            {"file": note.file, "note": note.text} | _counted(note.count) for note in report.notes
        ],
        "seconds": round(report.seconds, 2),
    }


def _counted(count: int) -> Json:
    """Say for how many files or articles an entry stands, where it is not one."""
    return {"count": count} if count > 1 else {}


def print_report(console: Console, report: IngestReport) -> None:
    """Print what was done: a line for each skipped file and each note, then one for all."""
    for skip in report.skipped:
        console.print(Text(f"skipped {skip}", style="yellow"), soft_wrap=True)
    for note in report.notes:
        console.print(Text(f"note {note}", style="dim"), soft_wrap=True)
    told = [
        f"{report.articles} articles taken in",
        f"{report.replaced} replaced",
        f"{report.unchanged} unchanged",
        f"{report.removed} removed",
        f"{sum(skip.count for skip in report.skipped)} skipped",
    ]
    passages = f"{report.passages} passages and {report.statements} statements"
    console.print(Text(f"{', '.join(told)}: {passages} in {report.seconds:.1f} s"))
    if report.interrupted:
        console.print(Text("interrupted: what is in stays in, the rest is taken in next time"))


def _card(article: Article) -> ArticleCard:
    """The article as cited, though no catalogue holds it: of version 0."""
    return ArticleCard(
        source=article.source,
        file=article.file,
        version=0,
        outlet=article.outlet.value if article.outlet else None,
        title=article.title.value if article.title else None,
        published=article.published.value if article.published else None,
        url=article.url.value if article.url else None,
    )


@contextmanager
def _progress(console: Console | None) -> Iterator[ShowProgress]:
    """Show bars on a terminal; show nothing anywhere else."""
    if console is None or not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield show
