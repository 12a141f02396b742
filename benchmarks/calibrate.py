"""Fits how sure an answer is, and says how well that separates right from wrong.

The questions that training held out, as people type them, are asked of all articles of their set.
A case is right when the first sentence chosen, or the one shown beside it, answers at least in
part. The confidence is measured on each fifth of the articles with what was fitted on the others.

    python -m benchmarks.calibrate ../shared/train/wikinews_questions
"""

from __future__ import annotations

import argparse
import json
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
from retrieval.answer.answerability import (
    AnswerabilityFeatures,
    answerability_features,
)
from retrieval.answer.question import parse_question
from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.reranking import rerank
from retrieval.answer.terms import correct_spelling
from retrieval.ask import choose_sentences, nearest_passages
from retrieval.ask_context import AskContext
from retrieval.evaluation.answers import auroc
from retrieval.model import Span
from retrieval.ports import ArticleCard
from training.labelled import Document, LabelledQuestion, load
from training.train import held_out

AMONG = 3
FOLDS = 5
LEAST_SHARED = 0.8
"""The share of the shorter of two spans that makes a sentence a gold one."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked.

    Attributes:
        rank: of the first right sentence, counted from 1; 0 for none.
        features: of the best sentence.
    """

    question: LabelledQuestion
    rank: int
    features: AnswerabilityFeatures


def main() -> None:
    """Ask, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of typed questions and documents")
    args = parser.parse_args()
    questions = load("typed", args.data)
    held = held_out(questions)
    asked = _ask_all(questions, [each for each in questions if each.document.group in held])
    able = [each for each in asked if each.question.grades]
    first = np.mean([each.rank == 1 for each in able])
    among = np.mean([1 <= each.rank <= AMONG for each in able])
    print(f"{len(asked)} questions, {len(able)} answerable: first {first:.3f}, three {among:.3f}")
    for name, cases in (
        ("with the reader", asked),
        ("without", [replace(each, features=replace(each.features, read=None)) for each in asked]),
    ):
        print(f"--- confidence {name}")
        _fit(cases)


def _ask_all(
    questions: Sequence[LabelledQuestion], chosen: Sequence[LabelledQuestion]
) -> list[Asked]:
    settings = load_settings()
    documents = list({id(each.document): each.document for each in questions}.values())
    files = {id(document): f"{n:04d}.json" for n, document in enumerate(documents)}
    with tempfile.TemporaryDirectory() as folder:
        corpus, data = Path(folder) / "corpus", Path(folder) / "data"
        corpus.mkdir()
        for document in documents:
            (corpus / files[id(document)]).write_text(_article(document), encoding="utf-8")
        ingest_paths(settings, [corpus], data_dir=data)
        with opened(settings, data_dir=data) as components:
            context = components.context()
            return [
                made
                for each in chosen
                if (made := _asked(each, files[id(each.document)], context)) is not None
            ]


def _article(document: Document) -> str:
    return json.dumps(
        {"title": document.title, "published": document.date, "text": document.text},
        ensure_ascii=False,
    )


def _asked(labelled: LabelledQuestion, file: str, context: AskContext) -> Asked | None:
    question = parse_question(labelled.text)
    articles = context.articles
    wanted = context.vocabulary.terms(question.words)
    corrected = correct_spelling(question.text, wanted, articles.document_frequencies)
    vector = context.encoder.encode([corrected])[0]
    passages = nearest_passages(question, wanted, vector, context)
    ranked = choose_sentences(question, wanted, vector, passages, None)
    if not ranked or context.passage_reader is None:
        return None

    def text_of(card: ArticleCard) -> str | None:
        return articles.text(card.source, card.version)

    ranked = rerank(corrected, ranked, context.passage_reader, text_of)
    right = (n for n, each in enumerate(ranked, 1) if _answers(each, labelled, file))
    return Asked(
        labelled,
        next(right, 0),
        answerability_features(corrected, wanted, ranked[0], articles.count()),
    )


def _answers(candidate: SentenceCandidate, labelled: LabelledQuestion, file: str) -> bool:
    if Path(candidate.passage.card.file).name != file:
        return False
    shown = [candidate.index, *([candidate.neighbour.index] if candidate.neighbour else [])]
    spans = [candidate.passage.sentences[index].sentence.span for index in shown]
    gold = [labelled.document.sentences[index] for index in labelled.grades]
    return any(_is_same(span, right) for span in spans for right in gold)


def _is_same(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= LEAST_SHARED * min(one.end - one.start, other.end - other.start)


def _fit(asked: Sequence[Asked]) -> None:
    values = np.array([each.features.values() for each in asked])
    right = np.array([each.rank == 1 for each in asked])
    groups = sorted({each.question.document.group for each in asked})
    fold = np.array([groups.index(each.question.document.group) % FOLDS for each in asked])
    logits = np.zeros(len(asked))
    for held in range(FOLDS):
        intercept, weights = _weights(values[fold != held], right[fold != held])
        logits[fold == held] = intercept + values[fold == held] @ weights
    intercept, weights = _weights(values, right)
    rounded = tuple(round(float(weight), 2) for weight in weights)
    print(f"LogisticWeights({intercept:.2f}, {rounded})")
    _report(asked, 1 / (1 + np.exp(-logits)), right)


def _weights(values: Numbers, right: NDArray[np.bool_]) -> tuple[float, Numbers]:
    spread = values.std(0) + 1e-9
    model = LogisticRegression(max_iter=5000, C=0.3).fit(values / spread, right)
    return float(model.intercept_[0]), np.asarray(model.coef_[0] / spread)


def _report(asked: Sequence[Asked], confidence: Numbers, right: NDArray[np.bool_]) -> None:
    able = np.array([bool(each.question.grades) for each in asked])
    print(
        f"right against wrong: AUROC {auroc(list(confidence[right]), list(confidence[~right])):.3f}"
        f"; answerable against not: {auroc(list(confidence[able]), list(confidence[~able])):.3f}"
    )
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        given = confidence >= least
        print(
            f"from {least:.2f}: answerable declined {1 - given[able].mean():.3f}, "
            f"unanswerable answered {given[~able].mean():.3f}, "
            f"right of the answers {right[given].mean() if given.any() else 0:.3f}"
        )
    for low in np.arange(0, 1, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(
                f"{low:.1f} to {low + 0.1:.1f}: {inside.sum()}, right {right[inside].mean():.2f}"
            )


if __name__ == "__main__":
    main()
