"""Made-up rows of the published sets' shapes, and files of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

QUAY = "The quay of Velmark cost 40 million crowns. It opened in May after two years of work."
TRAM = "The tram of Ostvik carries ninety people. Its driver is Ada Berglund of Velmark."

Fields = Mapping[str, object]


def packed(path: Path, rows: Sequence[Fields]) -> Path:
    """A file of rows, as the sets are packed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(gzip.compress(lines.encode()))
    return path


def squad_row(question: str, context: str, *words: str) -> Fields:
    """A question of SQuAD's shape; without words it cannot be answered."""
    answers = [{"text": each, "start": context.index(each)} for each in words]
    return {
        "question": question,
        "context": context,
        "answers": answers,
        "impossible": not words,
    }


SQUAD = (
    squad_row("How much did the quay of Velmark cost?", QUAY, "40 million crowns", "40 million"),
    squad_row("Who drives the tram of Ostvik?", TRAM, "Ada Berglund"),
    squad_row("When did the quay of Velmark  open?", QUAY, "in May"),
    squad_row("Who sank the Titanic?", TRAM),
    squad_row("How much did the tram of Ostvik cost?", TRAM),
)

QUIZ = (
    {
        "question": "What did the quay of Velmark cost?",
        "answer": "40 Million crowns",
        "answer_string_hits": [{"doc_id": "quay"}],
    },
    {
        "question": "Where is the driver of the Ostvik tram from?",
        "answer": "Velmark",
        "answer_string_hits": [{"doc_id": "tram"}],
    },
    {"question": "Who won?", "answer": "Nobody", "answer_string_hits": []},
)

PAGES = tuple(
    {
        "doc_id": name,
        "outlet": "Northern Ledger",
        "url": f"https://ledger.example/{name}",
        "title": title,
        "date": "2026/03/02",
        "text": text,
    }
    for name, title, text in (("quay", "Quay opens", QUAY), ("tram", "Tram runs", TRAM))
)

OFF_CORPUS = (
    {
        "question": "Who won the regatta of Korsund?",
        "answer": "Nils Aker",
        "url": "https://a.example",
    },
    {
        "question": "Which bank closed in Hollavik?",
        "answer": "The Saltbank",
        "url": "https://b.example",
    },
)

FACTS = tuple(
    {
        "fact_id": key,
        "text": text,
        "title": "Of the coast",
        "outlet": "Northern Ledger",
        "url": f"https://ledger.example/{key}",
        "published_at": "2026-03-02T10:00:00+00:00",
    }
    for key, text in (("f0", "The quay of Velmark cost 40 million crowns."), ("f1", "Trams ring."))
)

HOPS = (
    {
        "question": "Do the Ledger’s reports on the quay and the trams agree?",
        "type": "comparison_query",
        "evidence": ["f0", "f1"],
        "impossible": False,
    },
    {"question": "Who sank it?", "type": "null_query", "evidence": [], "impossible": True},
)

SNIPPETS = (
    {
        "question": "What did the quay cost?",
        "answer": "40 million",
        "fake_answer": "60 million",
        "positive": ["It cost 40 million crowns, and 40 MILLION more."],
        "positive_altered": ["It cost 60 million crowns."],
        "negative": ["It opened in May."],
    },
    {
        "question": "Who drives the tram?",
        "answer": "Berglund",
        "fake_answer": "Rye",
        "positive": ["Berglund drives it."],
        "positive_altered": ["Rye drives it."],
        "negative": ["It carries ninety people."],
    },
)

CHOICES = (
    {
        "question": "What opened?",
        "context": QUAY,
        "options": [{"text": "a quay", "correct": True}],
        "impossible": False,
    },
    {
        "question": "Who paid for it?",
        "context": QUAY,
        "options": [{"text": "not enough information", "correct": True}],
        "impossible": True,
    },
)
