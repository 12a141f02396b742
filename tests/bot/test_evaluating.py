"""Evaluations with the real encoder and parser, on data made for the test."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import evaluating
from bot.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.parser]

QUAY = "The quay of Velmark cost 40 million crowns. It opened in May after two years of work."
TRAM = "The tram of Ostvik carries ninety people. Its driver is Ada Berglund of Velmark."
STORY = "“The quay is safe,” said Ada Berglund. Tomas Rye said that the tram was late."


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    path = folder / "data.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def shown(report: evaluating.Report) -> str:
    page = StringIO()
    evaluating.show(Console(file=page, width=100), report)
    return page.getvalue()


def test_questions_with_their_contexts_are_asked_of_these(
    settings: Settings, tmp_path: Path
) -> None:
    cost = {"text": "40 million crowns", "start": QUAY.index("40 million")}
    rows: list[dict[str, object]] = [
        {"question": "How much did the quay of Velmark cost?", "context": QUAY, "answers": [cost]},
        {"question": "Who sank the Titanic?", "context": TRAM, "answers": [], "impossible": True},
    ]

    report = evaluating.answers(settings, written(tmp_path, rows), None)

    assert report.figures["hit_at_1"] == 1
    assert report.figures["declined_unanswerable"] == 1
    assert report.figures["not_verbatim"] == 0
    assert [case["wrong"] for case in report.cases] == [None, None]
    assert "0 of 2 cases went wrong" in shown(report)
    json.dumps(report.form())


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
    rows: list[dict[str, object]] = [{"doc_id": "one", "text": STORY, "quotes": quotes}]

    report = evaluating.statements(settings, written(tmp_path, rows), None)

    assert report.figures["quoted overlap precision"] == 1
    assert report.figures["quoted overlap recall"] == 0.5
    assert report.figures["quoted mention"] == 1
    assert report.cases[0]["missed"] == ["the tram"]
    assert "1 of 1 cases went wrong\n  one: 1 missed" in shown(report)
