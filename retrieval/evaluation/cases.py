"""Questions whose answers are known.

Three shapes are read, from ``.json``, ``.jsonl`` and either with ``.gz``:

* one's own: ``{"question", "answerable", "answer_in": [{"file", "text"} or {"file", "start",
  "end"}]}``, asked of the corpus as it is ingested;
* a gold file, ``{"questions": [{"question", "category", "gold_sentences"}]}``: the categories
  "answerable" and "decline" are asked of the corpus as it is ingested;
* SQuAD 2.0, a question a row with its ``context``, ``answers`` and ``impossible``: every context
  becomes an article of a corpus made for the evaluation.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import UnreadableFileError
from retrieval.model import Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: in a file, by offsets or by its words."""

    file: str
    span: Span | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and every place that answers it; none for one that must be declined."""

    question: str
    answerable: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases, and the corpus that they are asked of: file to text; None for the one at hand."""

    cases: tuple[Case, ...]
    corpus: Mapping[str, str] | None


def read_cases(path: Path) -> Cases:
    """The cases in a file.

    Raises:
        UnreadableFileError: it is none of the shapes; says which row and what was expected.
    """
    rows = read_rows(path)
    if rows and all("context" in row for row in rows):
        return _squad(rows)
    return Cases(tuple(_case(path, number, row) for number, row in enumerate(rows, 1)), None)


def read_rows(path: Path) -> list[dict[str, Any]]:  # JSON, as it comes
    """The rows of a JSON or JSONL file, packed or not.

    Raises:
        UnreadableFileError: it cannot be read, or is no JSON.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
        if ".jsonl" in path.suffixes:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        loaded = json.loads(text)
    except (OSError, ValueError) as error:
        raise UnreadableFileError(str(path), f"no JSON: {error}") from error
    rows = loaded.get("questions") if isinstance(loaded, dict) else loaded
    if not isinstance(rows, list):
        raise UnreadableFileError(str(path), 'expected a list of questions, or {"questions": […]}')
    return [row for row in rows if row.get("category", "answerable") in {"answerable", "decline"}]


def _case(path: Path, number: int, row: Mapping[str, Any]) -> Case:
    try:
        answerable = row.get("answerable", row.get("category") != "decline")
        places = row.get("answer_in", row.get("gold_sentences", [])) if answerable else []
        return Case(row["question"], bool(answerable), tuple(_place(place) for place in places))
    except (KeyError, TypeError, ValueError) as error:
        reason = f"row {number}: expected question, answerable and answer_in; {error!r}"
        raise UnreadableFileError(str(path), reason) from error


def _place(place: Mapping[str, Any]) -> Place:
    has_span = "start" in place and "end" in place
    span = Span(place["start"], place["end"]) if has_span else None
    return Place(place["file"], span, place.get("text"))


def _squad(rows: Sequence[Mapping[str, Any]]) -> Cases:
    files: dict[str, str] = {}
    for row in rows:
        files.setdefault(row["context"], f"p{len(files):04d}.txt")
    cases = tuple(
        Case(
            row["question"],
            not row.get("impossible", False),
            tuple(
                Place(
                    files[row["context"]],
                    Span(answer["start"], answer["start"] + len(answer["text"])),
                    answer["text"],
                )
                for answer in row["answers"]
            ),
        )
        for row in rows
    )
    return Cases(cases, {file: context for context, file in files.items()})
