"""The two systems' stores, filled with the same invented articles and the same vectors.

The encoder reads the first passages and sentences. The vectors of the others are those, moved at
random: the stores and the indexes have the same work with them, and 100,000 passages are ready
within minutes and not within hours.

    python -m benchmarks.filled_stores FOLDER PASSAGES
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.baseline import new_collection
from benchmarks.synthetic_articles import Told, articles, country
from bot.bootstrap import open_encoder
from bot.settings import load_settings
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.corpus.passages import embedded_text
from retrieval.fingerprint import digests_of
from retrieval.ports import Encoder, PreparedArticle, Vectors

READ = 1500
"""How many passages, and how many sentences, the encoder reads."""
MOVED = 0.7
"""Length of the random step; the cosine with the vector that was moved is about .82."""

VERBATIM, PLAIN = "verbatim", "plain"
"""Where the stores of each system lie below the folder."""

_ARTICLES_IN_A_COMMIT = 200
_PASSAGES_IN_A_BATCH = 1000


class Vectored:
    """Vectors for any number of texts, of which the encoder reads the first."""

    def __init__(self, encoder: Encoder, read: int = READ) -> None:
        self._encoder = encoder
        self._still_to_read = read
        self._read: list[Vectors] = []
        self._random = np.random.default_rng(1)

    def of(self, texts: Sequence[str]) -> Vectors:
        """A row a text."""
        count = min(self._still_to_read, len(texts))
        self._still_to_read -= count
        if count:
            self._read.append(self._encoder.encode(texts[:count]))
        moved = self._moved(len(texts) - count)
        return np.concatenate([*self._read[-1:], moved]) if count else moved

    def _moved(self, count: int) -> Vectors:
        known = np.concatenate(self._read)
        rows = known[self._random.integers(len(known), size=count)]
        step = self._random.standard_normal(rows.shape, dtype=np.float32)
        rows = rows + MOVED * step / np.linalg.norm(step, axis=1, keepdims=True)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("passages", type=int)
    args = parser.parse_args()
    stock(args.folder, args.passages)


def stock(folder: Path, passages: int) -> None:
    """Fills the stores of both systems, which lie below the folder."""
    encoder = open_encoder(load_settings(), os.cpu_count())
    data = folder / VERBATIM
    data.mkdir(parents=True)
    catalogue = open_catalogue(data / "catalogue.sqlite", encoder.model)
    store = VectorStore(data, catalogue)
    store.open()
    plain = new_collection(folder / PLAIN)
    passage_vectors, sentence_vectors = Vectored(encoder), Vectored(encoder)
    for batch in _batches(articles(country(passages), passages)):
        new = [_digested(told, passage_vectors, sentence_vectors) for told in batch]
        catalogue.writer.commit(new)
        ids, texts = [], []
        for told in batch:
            ids += [f"{told.article.file}:{each.number}" for each in told.passages]
            texts += [embedded_text(told.article, each) for each in told.passages]
        vectors = np.concatenate([each.passage_vectors for each in new])
        for start in range(0, len(ids), _PASSAGES_IN_A_BATCH):
            part = slice(start, start + _PASSAGES_IN_A_BATCH)
            plain.add(ids[part], embeddings=vectors[part], documents=texts[part])
    store.refresh()
    store.close()
    catalogue.close()


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, _ARTICLES_IN_A_COMMIT)):
        yield batch


def _digested(told: Told, of_passages: Vectored, of_sentences: Vectored) -> PreparedArticle:
    article = told.article
    spans = [each.span for passage in told.passages for each in passage.sentences]
    return PreparedArticle(
        article,
        article.file,
        digests_of(article.text, "0" * 64, datetime.now(UTC)),
        told.passages,
        told.statements,
        told.names,
        of_passages.of([embedded_text(article, each) for each in told.passages]),
        of_sentences.of([span.of(article.text) for span in spans]),
    )


if __name__ == "__main__":
    main()
