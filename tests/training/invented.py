"""Invented articles, and files of questions about them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.labelled import Document, document_of

LINES = (
    "The quay of Velmark reopened on Monday.",
    "Ada Berglund runs the port.",
    "It closed in 1998.",
    "Ferries to Ost leave at noon.",
    "A ticket costs 412 crowns.",
)
ARTICLE = " ".join(LINES)
OTHER_LINES = (
    "The mill of Ost burned down on Friday.",
    "Nobody was hurt.",
    "Mara Ollen called the fire brigade.",
)
OTHER = " ".join(OTHER_LINES)


def chance(seed: int) -> random.Random:
    """Return a source of draws that are the same every time."""
    return random.Random(seed)  # noqa: S311 - examples are drawn, no secret is made


def velmark() -> Document:
    """Return the article about the port, with a date."""
    return document_of("velmark", "Quay reopens", "2025-03-04", ARTICLE)


def ost() -> Document:
    """Return the article about the fire."""
    return document_of("ost", "Fire in Ost", None, OTHER)


def place(line: str, text: str = ARTICLE) -> dict[str, int]:
    """Return where a line stands, as the sets have it."""
    start = text.index(line)
    return {"start": start, "end": start + len(line)}


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write a set as it is published."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def squad_row(question: str, text: str, answer: str | None) -> dict[str, object]:
    """Return a question as SQuAD 2.0 has it."""
    answers = [] if answer is None else [{"text": answer, "start": text.index(answer)}]
    return {"title": f"{text[:8]}_1", "question": question, "context": text, "answers": answers}


def story_rows(text: str, asked: Mapping[str, str]) -> list[dict[str, object]]:
    """Return a story of one section, and questions with their answers, as FairytaleQA has them."""
    of_section: dict[str, object] = {"story": "the-mill", "section": "1", "text": text}
    return [
        of_section,
        *(
            {
                "story": "the-mill",
                "question": question,
                "sections": ["1"],
                "answer": answer,
                "explicit": True,
            }
            for question, answer in asked.items()
        ),
    ]
