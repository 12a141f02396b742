"""Speed and memory of ingest and questions, as ratios taken in one run. See README.md beside it."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import psutil

from bot.app import known_outlets, open_encoder, open_parser, reading_limits
from bot.settings import Settings, load_settings
from retrieval.adapters.catalogue import SqliteCatalogue
from retrieval.adapters.upkeep import VectorStore
from retrieval.answer.cite import excerpts
from retrieval.answer.question import understand
from retrieval.answer.terms import Term, terms
from retrieval.ask import Library, choose, nearest_passages
from retrieval.corpus.article import article_from
from retrieval.corpus.files import Skipped, find_files
from retrieval.corpus.passages import embedded_text, passages
from retrieval.corpus.read import read_file
from retrieval.corpus.sentences import sentences
from retrieval.ingest import IngestReport, ingest
from retrieval.model import UnknownName
from retrieval.ports import Encoder, Parser, StoredPassage
from retrieval.provenance.copies import same_words
from retrieval.quotes.spellings import Spellings
from tests.fakes import EmptyParser, HashingEncoder

T = TypeVar("T")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval" / "allsides_abp"
SEEDS = Path(__file__).resolve().parents[1] / "seeds"
QUESTIONS = (
    "How many people were killed in the attack?",
    "What did the president say about the border wall?",
    "When will the vote take place?",
    "Who is leading the investigation?",
    "Why did the company withdraw from the deal?",
    "Where was the agreement signed?",
)


def main() -> None:
    args = _arguments()
    settings = load_settings()
    # As in the commands: ingest takes every core, a question the threads of the settings.
    real, bulk = open_encoder(settings), open_encoder(settings, os.cpu_count())
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
        for size in args.passages:
            corpus = Path(folder) / f"corpus-{size}"
            _write(corpus, _texts(args.articles), size, settings)
            print(f"\n## {size} passages")
            by_hashing = size > args.embed_at_most
            encoder: Encoder = HashingEncoder(dimension=384) if by_hashing else bulk
            parser: Parser = EmptyParser() if by_hashing else open_parser()
            data = Path(folder) / f"data-{size}"
            data.mkdir()
            _ingest(settings, corpus, data, encoder, parser, bare=not by_hashing)
            _ask(data, encoder, real, args.rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=None)
    parser.add_argument("--passages", type=int, nargs="+", default=[1000, 50000])
    parser.add_argument("--embed-at-most", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=10)
    return parser.parse_args()


def _texts(folder: Path | None) -> Iterator[str]:
    packed = SHARED / "docs.open.jsonl.gz"
    if folder is not None:
        yield from (path.read_text() for path in sorted(folder.rglob("*.txt")))
    elif packed.is_file():
        with gzip.open(packed, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    else:
        texts = [path.read_text() for path in sorted(SEEDS.glob("*.txt"))]
        yield from (f"{text}\nEdition {n}." for n in range(100_000) for text in texts)


def _write(corpus: Path, texts: Iterable[str], size: int, settings: Settings) -> None:
    """Articles until there are that many passages; over again, marked, where they run out."""
    corpus.mkdir()
    pool, made = list(islice(texts, 20_000)), 0
    for number in range(10**9):
        path = corpus / f"{number:06}.txt"
        again = number // len(pool)
        path.write_text(pool[number % len(pool)] + (f"\nEdition {again}." if again else ""))
        made += sum(1 for _ in _embedded([path], settings))
        if made >= size:
            return


def _embedded(paths: Sequence[Path], settings: Settings) -> Iterator[str]:
    for found in find_files(paths):
        if isinstance(found, Skipped):
            continue
        for raw in read_file(found, reading_limits(settings))[0]:
            article = article_from(raw, known_outlets(settings))
            for passage in passages(article, sentences(article)):
                yield embedded_text(article, passage)


def _ingest(
    settings: Settings, corpus: Path, data: Path, encoder: Encoder, parser: Parser, *, bare: bool
) -> None:
    catalogue = SqliteCatalogue(data / "catalogue.sqlite", encoder.model)
    store = VectorStore(data, catalogue)
    store.open()

    def run() -> IngestReport:
        return ingest(
            [corpus],
            catalogue=catalogue,
            encoder=encoder,
            parser=parser,
            limits=reading_limits(settings),
            outlets=(),
        )

    if bare:
        texts = list(_embedded([corpus], settings))
        encoder.encode(texts[:32])
        seconds, _ = _timed(lambda: encoder.encode(texts))
        print(f"encoder alone: {len(texts) / seconds:.1f} passages/s")
    took, report = _timed(run)
    print(f"ingest: {report.passages / took:.1f} passages/s ({report.passages} in {took:.1f} s)")
    if bare:
        again, _ = _timed(lambda: encoder.encode(texts))
        print(f"encoder alone, once more: {len(texts) / again:.1f} passages/s")
        ratio = (seconds + again) / 2 / took
        print(f"ingest / encoder alone: {ratio:.2f} (sentences are parsed and embedded as well)")
    indexing, _ = _timed(lambda: store.refresh(lambda _done, _total: None))
    print(f"vector index: {report.passages / indexing:.0f} passages/s")
    again, _ = _timed(run)
    print(f"ingest again, unchanged / first: {again / took:.3f}")
    store.close()
    catalogue.close()


def _ask(data: Path, encoder: Encoder, real: Encoder, rounds: int) -> None:
    encoder = real if encoder.model == real.model else encoder
    catalogue = SqliteCatalogue(data / "catalogue.sqlite", encoder.model)
    store = VectorStore(data, catalogue)
    store.open()
    spellings = Spellings(catalogue.names, catalogue.last_change)
    library = Library(catalogue, encoder, store, spellings.of, lambda name: UnknownName(name, ()))
    times: dict[str, list[float]] = {"encode": [], "search": [], "select": [], "cite": []}
    for _ in range(rounds):
        for text in QUESTIONS:
            for stage, seconds in _stages(text, library, real).items():
                times[stage].append(seconds * 1000)
    warm = {stage: values[len(QUESTIONS) :] for stage, values in times.items()}
    whole = [sum(parts) for parts in zip(*warm.values(), strict=True)]
    encode = statistics.median(warm["encode"])
    for stage, values in {**warm, "all in": whole}.items():
        middle, slow = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{stage}: p50 {middle:.1f} ms, p95 {slow:.1f} ms, {middle / encode:.2f} x encode")
    print(f"memory: {psutil.Process().memory_info().rss / 1024**2:.0f} MB resident")
    store.close()
    catalogue.close()


def _stages(text: str, library: Library, real: Encoder) -> dict[str, float]:
    question = understand(text)
    encoding, _ = _timed(lambda: real.encode([question.text]))
    vector = library.encoder.encode([question.text])[0]
    reading = library.reading

    def search() -> tuple[tuple[Term, ...], Sequence[StoredPassage]]:
        wanted = terms(
            question.words, library.spellings, reading.document_frequencies, reading.count()
        )
        return wanted, nearest_passages(question, wanted, vector, library)

    searching, (wanted, found) = _timed(search)
    selecting, ranked = _timed(lambda: choose(question, wanted, vector, found, None))

    citing, _ = _timed(
        lambda: excerpts(
            ranked, lambda card: reading.text(card.source, card.version), same_words, 3
        )
    )
    return {"encode": encoding, "search": searching, "select": selecting, "cite": citing}


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


if __name__ == "__main__":
    main()
