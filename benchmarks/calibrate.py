"""Fits what the reader is worth and how sure an answer is, and says how well both do.

The questions of the open half of SQuAD 2.0 are asked of a corpus of half of its documents: those
about these documents, answerable or not, and those about the other half, which no passage
answers; then the halves change places. Each half is read by a reader that was trained on the other
one alone. A case is right when the first sentence chosen holds an answer. The confidence is
measured on each document with what was fitted on the others.

    python -m training.train … --documents even --out var/reader/even   (and odd)
    python -m training.export var/reader/even var/reader/even.pt         (and odd)
    python -m benchmarks.calibrate ../shared/eval/squad2/qa.open.jsonl.gz var/reader/even var/reader/odd
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.bootstrap import opened
from bot.ingestion import ingest_paths
from bot.settings import load_settings
from retrieval.adapters.models.qa_reader import OnnxReader
from retrieval.answer.answerability import (
    NOT_DENIED_WEIGHT,
    AnswerabilityFeatures,
    answerability_features,
)
from retrieval.answer.question import parse_question
from retrieval.answer.ranking import READER_WEIGHT, SentenceCandidate, answer_probability, rerank
from retrieval.ask import choose_sentences, nearest_passages
from retrieval.ask_context import AskContext
from retrieval.evaluation.answers import auroc
from retrieval.evaluation.cases import read_rows
from retrieval.ports import ArticleCard, PassageReader

MIXES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
"""Weights of the reader beside the score, to compare."""
WITHOUT = 8
"""Values without the reader's, of which ``not_denied`` is the last."""
AMONG = 3

Row = dict[str, object]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of one half.

    Attributes:
        ranked: for each weight of ``MIXES``, whether the sentences hold an answer, best first.
        features: of the best sentence.
        sort: "answerable", "impossible" (adversarially so) or "elsewhere" (about the other half).
    """

    ranked: tuple[tuple[bool, ...], ...]
    features: AnswerabilityFeatures
    right: bool
    sort: str
    document: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("even", type=Path, help="reader trained on the even documents")
    parser.add_argument("odd", type=Path, help="reader trained on the odd documents")
    parser.add_argument("--every", type=int, default=4, help="of the others' questions, each nth")
    args = parser.parse_args()
    rows = read_rows(args.data)
    titles = sorted({row["title"] for row in rows})
    asked: list[Asked] = []
    for half, reader in ((titles[::2], args.odd), (titles[1::2], args.even)):
        asked += _ask_all(rows, set(half), OnnxReader(reader), args.every)
    _compare_mixes(asked)
    for name, cases in (
        ("with the reader", asked),
        ("without", [replace(each, features=replace(each.features, read=None)) for each in asked]),
    ):
        print(f"--- confidence {name}")
        _fit(cases)


def _ask_all(
    rows: list[Row], titles: set[object], passage_reader: PassageReader, every: int
) -> list[Asked]:
    settings = load_settings()
    contexts = dict.fromkeys(str(row["context"]) for row in rows if row["title"] in titles)
    files = {context: f"p{n:04d}.txt" for n, context in enumerate(contexts)}
    with tempfile.TemporaryDirectory() as folder:
        corpus, data = Path(folder) / "corpus", Path(folder) / "data"
        corpus.mkdir()
        for context, file in files.items():
            (corpus / file).write_bytes(context.encode())
        ingest_paths(settings, [corpus], data_dir=data)
        with opened(settings, data_dir=data) as components:
            answering = replace(components, passage_reader=passage_reader).context()
            chosen = [
                row for n, row in enumerate(rows) if row["title"] in titles or n % every == 0
            ]
            return [made for row in chosen if (made := _asked(row, files, answering)) is not None]


def _asked(row: Row, files: dict[str, str], context: AskContext) -> Asked | None:
    question = parse_question(str(row["question"]))
    articles = context.articles
    wanted = context.vocabulary.terms(question.words)
    vector = context.encoder.encode([question.text])[0]
    passages = nearest_passages(question, wanted, vector, context)
    plain = choose_sentences(question, wanted, vector, passages, None)
    if not plain or context.passage_reader is None:
        return None

    def text_of(card: ArticleCard) -> str | None:
        return articles.text(card.source, card.version)

    mixed = rerank(question.text, plain, context.passage_reader, text_of)
    file = files.get(str(row["context"]))
    sort = "elsewhere" if file is None else "impossible" if row["impossible"] else "answerable"
    return Asked(
        tuple(tuple(_holds(each, file, row) for each in _mixed(mixed, by)) for by in MIXES),
        answerability_features(question.text, wanted, mixed[0], articles.count()),
        _holds(mixed[0], file, row),
        sort,
        str(row["title"]),
    )


def _mixed(candidates: Sequence[SentenceCandidate], weight: float) -> list[SentenceCandidate]:
    """In the order that another weight of the reader would give."""

    def score(one: SentenceCandidate) -> float:
        return one.score + (weight - READER_WEIGHT) * (
            answer_probability(one.read.score) if one.read else 0.0
        )

    return sorted(candidates, key=lambda one: -score(one))[:AMONG]


def _holds(candidate: SentenceCandidate, file: str | None, row: Row) -> bool:
    """Whether an answer lies in the sentence, or in the one that is shown beside it."""
    shown = [candidate.index, *([candidate.neighbour.index] if candidate.neighbour else [])]
    spans = [candidate.passage.sentences[index].sentence.span for index in shown]
    answers = row["answers"]
    assert isinstance(answers, list)
    return candidate.passage.card.file == file and any(
        span.start <= a["start"] and a["start"] + len(a["text"]) <= span.end
        for a in answers
        for span in spans
    )


def _compare_mixes(asked: Sequence[Asked]) -> None:
    able = [each for each in asked if each.sort == "answerable"]
    for n, weight in enumerate(MIXES):
        first = np.mean([each.ranked[n][0] for each in able])
        among = np.mean([any(each.ranked[n]) for each in able])
        print(f"reader x {weight:.1f}: right first {first:.3f}, among three {among:.3f}")


def _fit(asked: Sequence[Asked]) -> None:
    values = np.array([each.features.values() for each in asked])
    right = np.array([each.right for each in asked])
    documents = np.array([each.document for each in asked])
    logits = np.zeros(len(asked))
    for document in sorted(set(documents)):
        held = documents == document
        intercept, weights = _weights(values[~held], right[~held])
        logits[held] = intercept + values[held] @ weights
    intercept, weights = _weights(values, right)
    print(f"Weights({intercept:.2f}, {tuple(round(float(w), 2) for w in weights)})")
    _report(asked, 1 / (1 + np.exp(-logits)), right)


def _weights(values: Numbers, right: NDArray[np.bool_]) -> tuple[float, Numbers]:
    spread = values.std(0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit(values / spread, right)
    weights = np.asarray(model.coef_[0] / spread)
    denied = weights[_denied(len(weights))]
    weights[_denied(len(weights))] = max(denied, NOT_DENIED_WEIGHT)
    return float(model.intercept_[0]), weights


def _denied(count: int) -> int:
    """The place of ``not_denied`` among so many values; the reader's, if any, is the last."""
    return min(count, WITHOUT) - 1


def _report(asked: Sequence[Asked], confidence: Numbers, right: NDArray[np.bool_]) -> None:
    sorts = np.array([each.sort for each in asked])
    able = confidence[sorts == "answerable"]
    print(
        f"right against wrong: AUROC {auroc(list(confidence[right]), list(confidence[~right])):.3f}"
    )
    for sort in ("impossible", "elsewhere"):
        other = confidence[sorts == sort]
        print(f"answerable against {sort}: AUROC {auroc(list(able), list(other)):.3f}")
    for least in np.arange(0.1, 0.55, 0.05):
        shares = [
            f"{sort} {(confidence[sorts == sort] >= least).mean():.3f}"
            for sort in ("answerable", "impossible", "elsewhere")
        ]
        print(f"answered at {least:.2f}: {', '.join(shares)}")
    for low in np.arange(0, 1, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(
                f"{low:.1f} to {low + 0.1:.1f}: {inside.sum()}, right {right[inside].mean():.2f}"
            )


if __name__ == "__main__":
    main()
