"""The labelled sets that a reader learns from, in one form.

Each set is JSON lines, gzipped, in the format that its name stands for:

- ``typed``: questions as people type them, with graded sentences (a folder with
  ``questions.jsonl.gz`` and ``docs.jsonl.gz``);
- ``squad``: SQuAD 2.0's paragraphs, with answers marked or none;
- ``qamr``: QAMR's questions, each about one sentence of an article;
- ``fairytaleqa``: questions about sections of stories, with an answer in words.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from retrieval.corpus.sentences import split_sentences
from retrieval.model import Span

Row = dict[str, Any]
"""A line of a set, as JSON has it."""

FULLY, PARTLY = 2, 1
"""Grades of a sentence: it answers alone, or in part."""

CONTRADICTED = frozenset({"wrong-premise"})
"""Kinds of unanswerable questions whose tempting sentence says otherwise."""


OWN_QUESTIONS = Path(__file__).with_name("questions.jsonl")
"""Further typed questions about the same articles, written for this project; CC0."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that questions are asked about, in sentences.

    Attributes:
        group: questions about documents of one group are never on both sides of a split.
        date: when it was published, ISO 8601, or None.
    """

    group: str
    title: str
    date: str | None
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question about a document.

    Attributes:
        grades: of the sentences that answer, by index; empty where the document does not.
        tempting: the sentence that seems to answer, where somebody marked it.
        contradicted: whether the tempting sentence says otherwise.
        answers: the answering words in the document's text, where they are marked.
        has_answers: whether answers are marked in this set, so that none means none.
    """

    text: str
    document: Document
    grades: Mapping[int, int]
    tempting: int | None = None
    contradicted: bool = False
    answers: tuple[Span, ...] = field(default=())
    has_answers: bool = True


def load(kind: str, path: Path) -> list[LabelledQuestion]:
    """Return the questions of a set.

    Raises:
        KeyError: there is no set of that kind.
    """
    return list(_LOADERS[kind](path))


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def document_of(group: str, title: str, date: str | None, text: str) -> Document:
    """Return a text in sentences."""
    spans = (span for span in split_sentences(text) if span.of(text).strip())
    return Document(group, title, date, text, tuple(spans))


def _typed(folder: Path) -> Iterator[LabelledQuestion]:
    documents = {
        row["doc_id"]: document_of(row["doc_id"], row["title"], row["date"], row["text"])
        for row in rows_of(folder / "docs.jsonl.gz")
    }
    yield from typed_questions(rows_of(folder / "questions.jsonl.gz"), documents)
    own = (json.loads(line) for line in OWN_QUESTIONS.read_text("utf-8").splitlines())
    yield from typed_questions(own, documents)


def typed_questions(
    rows: Iterable[Row], documents: Mapping[str, Document]
) -> Iterator[LabelledQuestion]:
    """Return typed questions about documents that are known by their ``doc_id``."""
    for row in rows:
        document = documents[row["doc_id"]]
        grades: dict[int, int] = {}
        spans: list[Span] = []
        for gold in row["gold"]:
            for index in _overlapped(document, Span(gold["start"], gold["end"])):
                grades[index] = max(gold["grade"], grades.get(index, 0))
                spans += _places(document, index, row["answer"])
        near = row["near"]
        tempting = None
        if near is not None:
            found = _overlapped(document, Span(near["start"], near["end"]))
            tempting = found[0] if found else None
        yield LabelledQuestion(
            row["question"],
            document,
            grades,
            tempting,
            contradicted=row["kind"] in CONTRADICTED,
            answers=tuple(spans),
            has_answers=bool(spans) or not row["answerable"],
        )


def _squad(path: Path) -> Iterator[LabelledQuestion]:
    documents: dict[str, Document] = {}
    for row in rows_of(path):
        context = row["context"]
        if context not in documents:
            title = row["title"].replace("_", " ")
            documents[context] = document_of(row["title"], title, None, context)
        document = documents[context]
        answers = tuple(
            Span(each["start"], each["start"] + len(each["text"])) for each in row["answers"]
        )
        yield LabelledQuestion(
            row["question"], document, _grades(document, answers), answers=answers
        )


def _fairytaleqa(path: Path) -> Iterator[LabelledQuestion]:
    rows = rows_of(path)
    documents = {
        (row["story"], row["section"]): document_of(
            row["story"], row["story"].replace("-", " "), None, " ".join(row["text"].split())
        )
        for row in rows
        if "text" in row
    }
    for row in rows:
        if "question" not in row or not row["explicit"] or len(row["sections"]) != 1:
            continue
        document = documents.get((row["story"], row["sections"][0]))
        if document is None:
            continue
        answers = tuple(
            span
            for index in range(len(document.sentences))
            for span in _places(document, index, row["answer"].rstrip("."))
        )
        if answers and len(answers) <= _MOST_PLACES:
            grades = _grades(document, answers)
            yield LabelledQuestion(row["question"], document, grades, answers=answers)


_MOST_PLACES = 2
"""Words that stand more often in a section are not the answer everywhere."""


def _qamr(path: Path) -> Iterator[LabelledQuestion]:
    rows = rows_of(path)
    by_article: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        by_article[_article_of(row)].setdefault(row["sent_id"], row["context"])
    documents: dict[str, tuple[Document, dict[str, int]]] = {}
    for article, sentences in by_article.items():
        order = sorted(sentences, key=lambda name: [int(n) for n in name.split(":")[-2:]])
        printed = [_printed(sentences[name], ())[0] for name in order]
        spans, start = [], 0
        for text in printed:
            spans.append(Span(start, start + len(text)))
            start += len(text) + 1
        document = Document(article, "", None, " ".join(printed), tuple(spans))
        documents[article] = document, {name: i for i, name in enumerate(order)}
    for row in rows:
        document, index_of = documents[_article_of(row)]
        index = index_of[row["sent_id"]]
        marked = [(a["start"], a["start"] + len(a["text"])) for a in row["answers"]]
        _, moved = _printed(row["context"], marked)
        start = document.sentences[index].start
        answers = tuple(Span(start + a, start + b) for a, b in moved if b > a)
        yield LabelledQuestion(row["question"], document, {index: FULLY}, answers=answers)


def _article_of(row: Row) -> str:
    return str(row["sent_id"]).rsplit(":", 2)[0]


_LOADERS: Mapping[str, Callable[[Path], Iterator[LabelledQuestion]]] = {
    "typed": _typed,
    "squad": _squad,
    "qamr": _qamr,
    "fairytaleqa": _fairytaleqa,
}

_LEAST_SHARED = 0.5
"""The share of a sentence, or of what is marked, that makes a sentence a marked one."""


def _overlapped(document: Document, marked: Span) -> list[int]:
    """Return the sentences of which half or more is marked, or that hold half of it."""
    found = []
    for index, span in enumerate(document.sentences):
        shared = min(span.end, marked.end) - max(span.start, marked.start)
        shorter = min(span.end - span.start, marked.end - marked.start)
        if shared > 0 and shared >= _LEAST_SHARED * shorter:
            found.append(index)
    return found


def _grades(document: Document, answers: Sequence[Span]) -> dict[int, int]:
    return {
        index: FULLY
        for index, span in enumerate(document.sentences)
        for answer in answers
        if span.start <= answer.start and answer.end <= span.end
    }


_LONGEST_ANSWER = 80
"""Code points of an answer in words that may be looked for in a sentence."""


def _places(document: Document, index: int, answer: str) -> list[Span]:
    """Return where an answer's words stand in a sentence, if they do so as whole words."""
    answer = " ".join(answer.split())
    if not answer or len(answer) > _LONGEST_ANSWER:
        return []
    span = document.sentences[index]
    match = _whole_words(answer).search(document.text, span.start, span.end)
    return [] if match is None else [Span(*match.span())]


@cache
def _whole_words(answer: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)", re.IGNORECASE)


_PENN_TREEBANK = (
    (re.compile(r" (?=[,.;:!?%)\]]|'s\b|n't\b|''|'(?:re|ve|ll|d|m)\b)"), ""),
    (re.compile(r"(?<=[(\[$]) "), ""),
    (re.compile(r"`` ?"), "“"),
    (re.compile(r"''"), "”"),
)


def _printed(text: str, marked: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text as it is printed, from the Penn Treebank's tokens, with what is marked."""
    spans = list(marked)
    for pattern, new in _PENN_TREEBANK:
        for match in reversed(list(pattern.finditer(text))):
            a, b = match.span()
            text = text[:a] + new + text[b:]
            cut = b - a - len(new)
            spans = [
                (s - cut if s >= b else min(s, a), e - cut if e >= b else min(e, a + len(new)))
                for s, e in spans
            ]
    return text, spans
