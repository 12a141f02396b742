"""Evaluations with the real encoder and parser, on data made for the test."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.evaluation import evaluate as evaluation
from bot.cli.evaluation import output as evaluation_output
from bot.settings import Settings
from retrieval.errors import ConfigError
from retrieval.evaluation.calibration import AnswersReport
from tests.evaluation.data import OFF_CORPUS, PAGES, QUAY, QUIZ, SQUAD, TRAM, Fields, packed

pytestmark = [pytest.mark.model, pytest.mark.parser]

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "eval"
STORY = "“The quay is safe,” said Ada Berglund. Tomas Rye said that the tram was late."


def shown(report: evaluation_output.Report) -> str:
    page = StringIO()
    evaluation_output.print_report(Console(file=page, width=100), report)
    return page.getvalue()


def forms_of(report: AnswersReport) -> list[Fields]:
    cases = evaluation_output.report_json(report)["cases"]
    assert isinstance(cases, list)
    return cases


def test_questions_with_their_contexts_are_asked_of_these(
    settings: Settings, tmp_path: Path
) -> None:
    rows = (SQUAD[0], SQUAD[3])

    report = evaluation.evaluate_answers(
        settings, packed(tmp_path / "coast" / "qa.jsonl.gz", rows)
    )

    assert report.figures.hit_at_1 == 1
    assert report.figures.declined_unanswerable == 1
    assert report.figures.not_verbatim == 0
    assert report.setting.data == "coast/qa.jsonl.gz"
    assert [case["wrong"] for case in forms_of(report)] == [None, None]
    assert "0 of 2 cases went wrong\n\ncoast/qa.jsonl.gz, " in shown(report)
    json.dumps(evaluation_output.report_json(report))


def test_a_kept_corpus_is_used_again_and_no_other_is_touched(
    settings: Settings, tmp_path: Path
) -> None:
    data, kept = packed(tmp_path / "qa.jsonl.gz", SQUAD[:2]), tmp_path / "kept"
    first = evaluation.evaluate_answers(settings, data, keep=kept)
    article = kept / "corpus" / "p0000.txt"
    assert article.read_text() == QUAY

    again = evaluation.evaluate_answers(settings, data, keep=kept)
    other = packed(tmp_path / "other.jsonl.gz", SQUAD[:1])
    with pytest.raises(ConfigError, match=r"found p0001\.txt and 0 more$"):
        evaluation.evaluate_answers(settings, other, keep=kept)

    assert [each.reply for each in again.outcomes] == [each.reply for each in first.outcomes]
    assert (kept / "corpus" / "p0001.txt").read_text() == TRAM


def test_other_articles_may_be_asked(settings: Settings, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "quay.txt").write_text(QUAY)
    questions = packed(tmp_path / "questions.jsonl.gz", OFF_CORPUS)
    rows = packed(tmp_path / "docs.jsonl.gz", PAGES)

    of_files = evaluation.evaluate_answers(settings, questions, corpus=articles)
    of_rows = evaluation.evaluate_answers(settings, questions, 1, corpus=rows)

    assert (of_files.figures.unanswerable, of_files.figures.false_answers) == (2, 0)
    assert of_rows.figures.unanswerable == 1
    assert sorted(path.name for path in articles.iterdir()) == ["quay.txt"]


def test_whom_nobody_quotes_is_declined_when_asked_for_as_a_command(
    settings: Settings, tmp_path: Path
) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "story.txt").write_text(STORY)
    path = tmp_path / "questions.json"
    at = [{"file": "story.txt", "text": "The quay is safe"}]
    path.write_text(
        json.dumps(
            [
                {"question": "/quote Ada Berglund", "answerable": True, "answer_in": at},
                {"question": "/quote Nils Aker", "answerable": False},
                {"question": "When? after:yesterday", "answerable": False},
            ]
        )
    )

    report = evaluation.evaluate_answers(settings, path, corpus=articles)

    assert [outcome.answered for outcome in report.outcomes] == [True, False, False]
    assert [evaluation_output.fault_of_reply(outcome) for outcome in report.outcomes] == [None] * 3
    assert report.figures.not_verbatim == 0


Slice = Mapping[str, Sequence[Fields]]
MADE: Mapping[str, Slice] = {
    "squad2": {"squad2/qa": SQUAD},
    "realtimeqa": {"realtimeqa/queries": QUIZ, "realtimeqa/docs": PAGES},
    "offcorpus": {"newsquizqa/questions": OFF_CORPUS, "polnear/quotes": PAGES},
}
SIZES: Mapping[str, Mapping[str, int]] = {
    "squad2": {"squad2/qa": 20},
    "realtimeqa": {"realtimeqa/queries": 12, "realtimeqa/docs": 6},
    "offcorpus": {"newsquizqa/questions": 12, "polnear/quotes": 4},
}
SAME: Mapping[str, str] = {
    "questions": "questions",
    "p50 ms": "p50_ms",
    "p95 ms": "p95_ms",
    "not verbatim": "not_verbatim",
    "forced hit@1": "hit_at_1",
    "forced hit@3": "hit_at_3",
    "answered right": "answered_right",
    "declined": "declined_answerable",
    "declined, answerable": "declined_answerable",
    "declined, unanswerable": "declined_unanswerable",
    "false answers": "false_answers",
    "AUROC": "auroc",
}
"""The figures of the shared scorer, and what the report calls them."""


@pytest.mark.shared
@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("slices", [MADE, SIZES], ids=["made-up", "shared"])
def test_figures_are_those_of_the_shared_scorer(
    settings: Settings,
    tmp_path: Path,
    name: str,
    slices: Mapping[str, Mapping[str, Sequence[Fields] | int]],
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the labelled data are not beside the project")
    for path, rows in slices[name].items():
        taken = _first(SHARED / f"{path}.open.jsonl.gz", rows) if isinstance(rows, int) else rows
        packed(tmp_path / f"{path}.open.jsonl.gz", taken)
    first, *corpus = (tmp_path / f"{path}.open.jsonl.gz" for path in slices[name])

    report = evaluation.evaluate_answers(
        settings, first, corpus=corpus[0] if name == "offcorpus" else None
    )

    assert _scored(name, report, tmp_path) == {
        theirs: round(value, 3)
        for theirs, value in _figures(name, report).items()
        if value is not None
    }


def _first(path: Path, count: int) -> list[Fields]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, count)]


def _figures(name: str, report: AnswersReport) -> dict[str, float | None]:
    ours = {**report.numbers, "questions": len(report.outcomes)}
    asked = {
        "squad2": set(SAME) - {"declined", "false answers"},
        "offcorpus": {"questions", "p50 ms", "p95 ms", "not verbatim", "false answers"},
        "realtimeqa": {
            "questions",
            "p50 ms",
            "p95 ms",
            "not verbatim",
            "forced hit@3",
            "declined",
        },
    }
    return {theirs: ours[SAME[theirs]] for theirs in asked[name]}


def _scored(name: str, report: AnswersReport, folder: Path) -> dict[str, float]:
    """What the scorer says of the same replies."""
    replies = folder / "replies.jsonl"
    lines = (json.dumps(case, ensure_ascii=False) for case in forms_of(report))
    replies.write_text("\n".join(lines))
    done = subprocess.run(  # noqa: S603 - the scorer beside the project
        [
            sys.executable,
            str(SHARED / "score_answers.py"),
            *("score", name, str(folder), str(folder), str(replies)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_marked_statements_are_compared_and_what_is_missed_is_said(
    settings: Settings, tmp_path: Path
) -> None:
    def marked(words: str, speaker: str, kind: str) -> dict[str, object]:
        start, by = STORY.index(words), STORY.index(speaker)
        return {
            "start": start,
            "end": start + len(words),
            "type": kind,
            "speech_cue": True,
            "speaker_start": by,
            "speaker_end": by + len(speaker),
        }

    quotes = [
        marked("The quay is safe", "Ada Berglund", "direct"),
        marked("the tram was late", "Tomas Rye", "indirect"),
        marked("the tram", "Tomas Rye", "mixed"),
    ]
    rows = [{"doc_id": "one", "text": STORY, "quotes": quotes}]

    report = evaluation.evaluate_statements(
        settings, packed(tmp_path / "data.jsonl.gz", rows), None
    )

    assert report.figures["quoted overlap precision"] == 1
    assert report.figures["quoted overlap recall"] == 0.5
    assert report.figures["quoted mention"] == 1
    assert report.cases[0]["missed"] == ["the tram"]
    assert "1 of 1 cases went wrong\n  one: 1 missed" in shown(report)
