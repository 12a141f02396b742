"""Speed of ingest, as ratios taken in one run. See README.md beside it."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bot.bootstrap import known_outlets, open_encoder, open_parser, reading_limits
from bot.settings import Settings, load_settings
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.corpus.files import Skipped, find_files
from retrieval.corpus.metadata import article_from
from retrieval.corpus.passages import embedded_text, passages
from retrieval.corpus.read import read_file
from retrieval.corpus.sentences import sentences
from retrieval.ingest.report import IngestReport
from retrieval.ingest.run import ingest
from retrieval.ports import Encoder
from retrieval.quotes.parsed.parse import Parser
from tests.fakes import EmptyParser, HashingEncoder

T = TypeVar("T")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval" / "allsides_abp"
SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def main() -> None:
    args = _arguments()
    settings = load_settings()
    bulk = open_encoder(settings, os.cpu_count())
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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=None)
    parser.add_argument("--passages", type=int, nargs="+", default=[1000, 50_000])
    parser.add_argument("--embed-at-most", type=int, default=5000)
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
    catalogue = open_catalogue(data / "catalogue.sqlite", encoder.model)
    store = VectorStore(data, catalogue)
    store.open()

    def run() -> IngestReport:
        return ingest(
            [corpus],
            catalogue=catalogue.writer,
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
    indexing, _ = _timed(store.refresh)
    print(f"vector index: {report.passages / indexing:.0f} passages/s")
    again, _ = _timed(run)
    print(f"ingest again, unchanged / first: {again / took:.3f}")
    store.close()
    catalogue.close()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


if __name__ == "__main__":
    main()
