"""Runs the evaluations of ``verbatim evaluate``."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import Components, opened, reader_weights
from bot.cli.evaluation.output import StatementsReport
from bot.cli.ingest import statements_in
from bot.cli.json_output import Json
from bot.ingestion import ingest_paths
from bot.service.service import RetrievalService
from bot.settings import Settings
from retrieval.errors import ConfigError, FilterError
from retrieval.evaluation import statements as statement_scores
from retrieval.evaluation.answers import JudgedReply, judge
from retrieval.evaluation.calibration import (
    AnswersReport,
    EvaluationSetting,
    report_of,
)
from retrieval.evaluation.cases import Case, Cases, read_cases, read_corpus, read_rows
from retrieval.model import Answer, Declined, Excerpt, Quoted, Reply, Statement

COMMAND = "/quote "
"""How a question begins that is asked of the list of statements."""


def plotting() -> Callable[[AnswersReport, Path], tuple[Path, ...]]:
    """Return what draws a report; asked for before an evaluation that takes minutes.

    Raises:
        ConfigError: what it needs is not installed.
    """
    try:
        from retrieval.evaluation.plots import draw  # noqa: PLC0415 - needs matplotlib, an extra
    except ModuleNotFoundError as error:
        needs = "--plots needs matplotlib, which is not installed: pip install matplotlib"
        raise ConfigError(needs) from error
    return draw


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
    comparisons = [statement_scores.compare(row, found[str(row["doc_id"])]) for row in rows]
    return StatementsReport(
        statement_scores.figures(comparisons),
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


def _comparison_form(comparison: statement_scores.Comparison) -> Json:
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
