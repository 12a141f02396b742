"""Reads questions whose answers are known, from one's own file or a published set.

Read from ``.json``, ``.jsonl`` and either with ``.gz``; ``retrieval.evaluation.cases`` says which
fields make which set. One's own are ``{"question", "answerable", "answer_in": [{"file", "text"}
or {"file", "start", "end"}]}``, asked of the corpus as it is ingested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import UnreadableFileError
from retrieval.evaluation.rows import Row, numbered_rows, read_rows
from retrieval.model import Span

__all__ = [
    "Case",
    "Cases",
    "GoldAnywhere",
    "GoldPlace",
    "GoldWords",
    "Where",
    "read_cases",
    "read_corpus",
    "read_rows",
]

QUESTIONS = ("qa", "queries", "questions")
"""Name of the file in a set's folder that holds the questions."""


def read_cases(path: Path) -> Cases:
    """Return the cases in a file, or in the folder of a published set.

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
    """Return text by file, of rows with ``doc_id`` and ``text``.

    Raises:
        UnreadableFileError: a row is of another shape; says which line and what was expected.
    """
    return {f"{row.text('doc_id')}.txt": row.text("text") for row in numbered_rows(path)}


def _in_folder(folder: Path) -> Path:
    """Return the file of questions: the open part, or the held-out one where it is the only one."""
    for part in ("open", "held"):
        for name in QUESTIONS:
            path = folder / f"{name}.{part}.jsonl.gz"
            if path.is_file():
                return path
    there = ", ".join(sorted(each.name for each in folder.iterdir())) or "nothing"
    raise UnreadableFileError(
        str(folder), f"expected qa, queries or questions.open.jsonl.gz in it; found {there}"
    )


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Where an answer stands: in a file, by offsets or by its words.

    An excerpt answers that shares most of the shorter of the two, in the file or in a copy of it.
    """

    file: str
    span: Span | None
    text: str | None


@dataclass(frozen=True, slots=True)
class GoldWords:
    """The very words that answer: an excerpt answers that holds all of them, in that file."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class GoldAnywhere:
    """Words that answer wherever they stand: any excerpt that holds them does.

    Letters and digits are compared, in any case. Silver: they may stand there by chance.
    """

    text: str


Where = GoldPlace | GoldWords | GoldAnywhere


@dataclass(frozen=True, slots=True)
class Case:
    """Holds a question, and every place that answers it; none for one that must be declined."""

    question: str
    answerable: bool
    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Holds the cases, and the corpus that they are asked of.

    Attributes:
        corpus: file to text; None: the one at hand.
        right: what counts as right, in words for the reader.
    """

    cases: tuple[Case, ...]
    corpus: Mapping[str, str] | None
    right: str


HOLDS_WORDS = "the excerpt holds the answering words at their place"
SAME_SENTENCE = "the excerpt is the sentence that answers, or most of it"
SAME_ARTICLE = "the excerpt is of the right article: the set does not say where in it"
SAME_EVIDENCE = "the excerpt is one of the sentences that the answer is put together from"
ANY_ARTICLE = "the excerpt holds the answer's words, in whichever article (silver)"
NONE_IS_RIGHT = "no answer is right: the corpus does not hold the events"


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A format of rows: the fields by which it is recognized, and what reads it."""

    name: str
    fields: frozenset[str]
    read: Callable[[Sequence[Row], Path], Cases]


def squad(rows: Sequence[Row], path: Path) -> Cases:
    """SQuAD 2.0 and what has its shape; every context is an article of the corpus.

    Of QAMR every context is one sentence, and the questions lean on it ("What does he say?").
    """
    del path
    files: dict[str, str] = {}
    cases = []
    for row in rows:
        file = files.setdefault(row.text("context"), f"p{len(files):04d}.txt")
        answerable = not row.truth("impossible", otherwise=False)
        words = tuple(_answering(answer, file) for answer in row.rows("answers"))
        cases.append(_case(row, answerable=answerable, places=words))
    return Cases(tuple(cases), {file: text for text, file in files.items()}, HOLDS_WORDS)


def quail(rows: Sequence[Row], path: Path) -> Cases:
    """QuAIL: multiple choice, so that only the article is known which a question is about."""
    del path
    files: dict[str, str] = {}
    cases = []
    for row in rows:
        context = row.text("context")
        file = files.setdefault(context, f"p{len(files):04d}.txt")
        answerable = not row.truth("impossible", otherwise=False)
        places = (GoldPlace(file, Span(0, len(context)), None),) if answerable else ()
        cases.append(_case(row, answerable=answerable, places=places))
    return Cases(tuple(cases), {file: text for text, file in files.items()}, SAME_ARTICLE)


def realtimeqa(rows: Sequence[Row], path: Path) -> Cases:
    """RealTime QA: the quizzes whose answer stands in an article found at the time."""
    corpus = {
        f"{doc.text('doc_id')}.txt": _page(doc, "url", "title", "outlet", "date")
        for doc in _beside(path, "queries", "docs")
    }
    cases = [
        _case(row, answerable=True, places=(GoldAnywhere(row.text("answer")),))
        for row in rows
        if row.rows("answer_string_hits")
    ]
    return Cases(tuple(cases), corpus, ANY_ARTICLE)


def newsquizqa(rows: Sequence[Row], path: Path) -> Cases:
    """NewsQuizQA: questions about events of 2020, without the articles."""
    del path
    cases = tuple(_case(row, answerable=False, places=()) for row in rows)
    return Cases(cases, None, NONE_IS_RIGHT)


def multihop(rows: Sequence[Row], path: Path) -> Cases:
    """MultiHop-RAG: every fact is an article of one sentence; null queries must be declined."""
    facts = {row.text("fact_id"): row for row in _beside(path, "queries", "facts")}
    heads = {
        key: _page(row, "url", "title", "outlet", "published_at") for key, row in facts.items()
    }
    cases = []
    for row in rows:
        answerable = not row.truth("impossible", otherwise=False)
        places = []
        for key in row.texts("evidence") if answerable else ():
            if key not in facts:
                raise row.wrong(f'"evidence" to name facts of the file beside it; found {key}')
            end = len(heads[key])
            span = Span(end - len(facts[key].text("text")), end)
            places.append(GoldPlace(f"{key}.txt", span, None))
        cases.append(_case(row, answerable=answerable, places=tuple(places)))
    return Cases(tuple(cases), {f"{key}.txt": text for key, text in heads.items()}, SAME_EVIDENCE)


def rgb(rows: Sequence[Row], path: Path) -> Cases:
    """RGB: every snippet is an article; of every second question only those that do not answer.

    Those questions must be declined. The altered snippets are left out: whoever prints an altered
    fact is quoted as rightly as whoever prints the true one.
    """
    del path
    corpus: dict[str, str] = {}
    cases = []
    for number, row in enumerate(rows):
        answerable = number % 2 == 0
        places: list[Where] = []
        kinds = ("positive", "negative") if answerable else ("negative",)
        for kind in kinds:
            for count, snippet in enumerate(row.texts(kind)):
                file = f"q{number:04d}-{kind}-{count}.txt"
                corpus[file] = snippet
                if kind == "positive":
                    places += _all_of(row.wordings("answer"), snippet, file)
        cases.append(_case(row, answerable=answerable, places=tuple(places)))
    return Cases(tuple(cases), corpus, HOLDS_WORDS)


def own(rows: Sequence[Row], path: Path) -> Cases:
    """One's own questions, and those of a gold file ("answerable" and "decline" of them)."""
    del path
    cases = tuple(
        _own_case(row)
        for row in rows
        if row.fields.get("category", "answerable") in {"answerable", "decline"}
    )
    return Cases(cases, None, SAME_SENTENCE)


SETS = (
    KnownSet("RealTime QA", frozenset({"question", "answer", "answer_string_hits"}), realtimeqa),
    KnownSet("MultiHop-RAG", frozenset({"question", "type", "evidence"}), multihop),
    KnownSet("RGB", frozenset({"question", "answer", "positive", "negative"}), rgb),
    KnownSet("QuAIL", frozenset({"question", "context", "options"}), quail),
    KnownSet("SQuAD", frozenset({"question", "context", "answers"}), squad),
    KnownSet("NewsQuizQA", frozenset({"question", "answer", "url"}), newsquizqa),
    KnownSet("one's own", frozenset({"question"}), own),
)
"""In the order in which they are tried."""


def _case(row: Row, *, answerable: bool, places: tuple[Where, ...]) -> Case:
    return Case(" ".join(row.text("question").split()), answerable, places)


def _answering(answer: Row, file: str) -> GoldWords:
    start = answer.number("start")
    return GoldWords(file, Span(start, start + len(answer.text("text"))))


def _own_case(row: Row) -> Case:
    answerable = row.truth("answerable", otherwise=row.fields.get("category") != "decline")
    key = "answer_in" if "answer_in" in row.fields else "gold_sentences"
    if answerable and key not in row.fields:
        raise row.wrong('"answer_in", where the answer stands, or "answerable": false')
    places = tuple(map(_place, row.rows(key))) if answerable else ()
    return _case(row, answerable=answerable, places=places)


def _place(row: Row) -> GoldPlace:
    file = row.text("file")
    if "start" not in row.fields:
        return GoldPlace(file, None, row.text("text"))
    start, end = row.number("start"), row.number("end")
    if end < start:
        raise row.wrong(f'"end" to be no less than "start", {start}; found {end}')
    return GoldPlace(file, Span(start, end), None)


def _all_of(wordings: Sequence[str], text: str, file: str) -> Iterator[GoldWords]:
    """Return every place where any of the wordings stands, in upper or lower case."""
    for words in wordings:
        for match in re.finditer(re.escape(words), text, re.IGNORECASE):
            yield GoldWords(file, Span(*match.span()))


def _page(row: Row, *head: str) -> str:
    """Return an article as scraped: what is known of it, a line each, and its text."""
    return "\n".join([*(row.text(key) for key in head), "", row.text("text")])


def _beside(path: Path, questions: str, documents: str) -> list[Row]:
    """Return the rows of the documents that belong to the questions."""
    beside = path.with_name(path.name.replace(questions, documents, 1))
    if beside == path or not beside.is_file():
        name = f"{documents}.open.jsonl.gz" if beside == path else beside.name
        raise UnreadableFileError(str(path), f"expected its articles beside it, in {name}")
    return numbered_rows(beside)
