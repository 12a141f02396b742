"""Fits the confidence of ``retrieval.answer.decline`` and says how well it tells right from wrong.

The questions of the open half of SQuAD 2.0 are asked of a corpus of half of its documents: those
about these documents, answerable or not, and those about the other half, which no passage
answers; then the halves change places. A case is right when the first sentence chosen holds an
answer. Figures are of documents that the fit did not see (five folds).

    python -m benchmarks.calibrate ../shared/eval/squad2/qa.open.jsonl.gz
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot import taking_in
from bot.app import opened
from bot.settings import load_settings
from retrieval.answer.decline import features
from retrieval.answer.question import understand
from retrieval.answer.terms import terms
from retrieval.ask import Library, choose, nearest_passages
from retrieval.evaluation.answers import auroc
from retrieval.evaluation.cases import read_rows
from retrieval.model import UnknownName
from retrieval.quotes.spellings import Spellings

IMPOSSIBLE = 0.5
"""Weight of the adversarially unanswerable: readers ask few such questions."""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of one half: its features, whether it was found, and what it was."""

    values: tuple[float, ...]
    right: bool
    sort: str
    document: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=4, help="of the others' questions, each nth")
    args = parser.parse_args()
    rows = read_rows(args.data)
    titles = sorted({row["title"] for row in rows})
    asked: list[Asked] = []
    for half in (titles[::2], titles[1::2]):
        asked += _ask_all(rows, set(half), args.every)
    _fit(asked)


def _ask_all(rows: list[Row], titles: set[object], every: int) -> list[Asked]:
    settings = load_settings()
    contexts = dict.fromkeys(str(row["context"]) for row in rows if row["title"] in titles)
    files = {context: f"p{n:04d}.txt" for n, context in enumerate(contexts)}
    with tempfile.TemporaryDirectory() as folder:
        corpus, data = Path(folder) / "corpus", Path(folder) / "data"
        corpus.mkdir()
        for context, file in files.items():
            (corpus / file).write_bytes(context.encode())
        taking_in.take_in(settings, [corpus], data_dir=data)
        with opened(settings, data_dir=data) as shop:
            library = Library(
                shop.catalogue,
                shop.encoder,
                shop.vectors,
                Spellings(shop.catalogue.names, shop.catalogue.last_change).of,
                lambda name: UnknownName(name, ()),
            )
            chosen = [
                row for n, row in enumerate(rows) if row["title"] in titles or n % every == 0
            ]
            return [made for row in chosen if (made := _asked(row, files, library)) is not None]


def _asked(row: Row, files: dict[str, str], library: Library) -> Asked | None:
    question = understand(str(row["question"]))
    reading = library.reading
    wanted = terms(
        question.words, library.spellings, reading.document_frequencies, reading.count()
    )
    vector = library.encoder.encode([question.text])[0]
    passages = nearest_passages(question, wanted, vector, library)
    ranked = choose(question, wanted, vector, passages, None)
    if not ranked:
        return None
    best = ranked[0]
    file = files.get(str(row["context"]))
    span = best.passage.sentences[best.index].sentence.span
    answers = row["answers"]
    assert isinstance(answers, list)
    right = best.passage.card.file == file and any(
        span.start <= a["start"] and a["start"] + len(a["text"]) <= span.end for a in answers
    )
    sort = "elsewhere" if file is None else "impossible" if row["impossible"] else "answerable"
    return Asked(features(best.signals, wanted), right, sort, str(row["title"]))


def _fit(asked: list[Asked]) -> None:
    values = np.array([one.values for one in asked])
    right = np.array([one.right for one in asked])
    sorts = np.array([one.sort for one in asked])
    documents = np.array([one.document for one in asked])
    weights = np.where(sorts == "impossible", IMPOSSIBLE, 1.0)
    titles = sorted(set(documents))
    confidence = np.zeros(len(asked))
    for fold in range(5):
        held = np.isin(documents, titles[fold::5])
        model = LogisticRegression(max_iter=5000)
        model.fit(values[~held], right[~held], sample_weight=weights[~held])
        confidence[held] = model.predict_proba(values[held])[:, 1]
    model = LogisticRegression(max_iter=5000).fit(values, right, sample_weight=weights)
    print(f"INTERCEPT = {model.intercept_[0]:.2f}")
    print(f"COEFFICIENTS = {tuple(round(float(c), 2) for c in model.coef_[0])}")
    able = confidence[sorts == "answerable"]
    print(f"right sentence first: {right[sorts == 'answerable'].mean():.3f} of {len(able)}")
    for sort in ("impossible", "elsewhere"):
        other = confidence[sorts == sort]
        print(f"AUROC, answerable against {sort}: {auroc(list(able), list(other)):.3f}")
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        shares = [
            f"{sort} answered {(confidence[sorts == sort] >= least).mean():.3f}"
            for sort in ("answerable", "impossible", "elsewhere")
        ]
        print(f"at {least:.2f}: {', '.join(shares)}")
    for low in np.arange(0, 1, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1) & (sorts != "impossible")
        if inside.any():
            print(
                f"{low:.1f} to {low + 0.1:.1f}: {inside.sum()}, right {right[inside].mean():.2f}"
            )


if __name__ == "__main__":
    main()
