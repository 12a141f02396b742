"""Questions whose answers are known, from one's own file or a published set.

Read from ``.json``, ``.jsonl`` and either with ``.gz``; ``retrieval.evaluation.sets`` says which
fields make which set. One's own are ``{"question", "answerable", "answer_in": [{"file", "text"}
or {"file", "start", "end"}]}``, asked of the corpus as it is ingested.
"""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import UnreadableFileError
from retrieval.evaluation.case import Anywhere, Case, Cases, Place, Where, Words
from retrieval.evaluation.rows import numbered_rows, read_rows
from retrieval.evaluation.sets import SETS

__all__ = [
    "Anywhere",
    "Case",
    "Cases",
    "Place",
    "Where",
    "Words",
    "read_cases",
    "read_corpus",
    "read_rows",
]

QUESTIONS = ("qa", "queries", "questions")
"""What the file of a set's folder is called in which the questions are."""


def read_cases(path: Path) -> Cases:
    """The cases in a file, or in the folder of a published set.

    Raises:
        UnreadableFileError: it is of no known shape; says which line and what was expected.
    """
    file = _in_folder(path) if path.is_dir() else path
    rows = numbered_rows(file)
    if not rows:
        raise UnreadableFileError(str(file), "empty; expected questions")
    known = next((known for known in SETS if known.fields <= rows[0].fields.keys()), None)
    if known is None:
        shapes = "; ".join(f"{', '.join(sorted(known.fields))} ({known.name})" for known in SETS)
        raise rows[0].wrong(f"one of {shapes}; found {', '.join(rows[0].fields)}")
    return known.read(rows, file)


def read_corpus(path: Path) -> dict[str, str]:
    """File to text, of rows with ``doc_id`` and ``text``.

    Raises:
        UnreadableFileError: a row is of another shape; says which line and what was expected.
    """
    return {f"{row.text('doc_id')}.txt": row.text("text") for row in numbered_rows(path)}


def _in_folder(folder: Path) -> Path:
    """The file of questions: the open part, or the held one where that is the only one."""
    for part in ("open", "held"):
        for name in QUESTIONS:
            path = folder / f"{name}.{part}.jsonl.gz"
            if path.is_file():
                return path
    there = ", ".join(sorted(each.name for each in folder.iterdir())) or "nothing"
    raise UnreadableFileError(
        str(folder), f"expected qa, queries or questions.open.jsonl.gz in it; found {there}"
    )
