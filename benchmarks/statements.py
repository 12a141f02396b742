"""Speed of reading statements, as a ratio to the parser alone on the same text."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.bootstrap import known_outlets, open_parser, reading_limits
from bot.settings import load_settings
from retrieval.corpus.files import Skipped, find_files
from retrieval.corpus.metadata import article_from
from retrieval.corpus.read import read_file
from retrieval.corpus.sentences import sentences
from retrieval.model import Article, Sentence
from retrieval.quotes.parsed.paragraphs import paragraphs_of, text_for_parser
from retrieval.quotes.parsed.parse import Parser
from retrieval.statements import statements_of

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
Read = tuple[Article, Sequence[Sentence]]


def main() -> None:
    args = _arguments()
    articles = _articles(args.folder, args.words)
    words = sum(len(article.text.split()) for article, _ in articles)
    parser = open_parser()
    _parse(articles[:1], parser)
    alone, whole = [], []
    for _ in range(args.rounds):  # in turns, so that a busy machine is busy for both
        alone.append(_timed(lambda: _parse(articles, parser)))
        whole.append(_timed(lambda: list(statements_of(articles, parser))))
    ratio = statistics.median(b / a for a, b in zip(alone, whole, strict=True))
    print(f"{words} words: parser {words / min(alone):,.0f} words/s, ", end="")
    print(f"statements {words / min(whole):,.0f} words/s, {ratio:.2f}x the parser's time")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SEEDS)
    parser.add_argument("--words", type=int, default=50_000, help="the articles again until then")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _articles(folder: Path, words: int) -> list[Read]:
    settings = load_settings()
    found: list[Read] = []
    for file in find_files([folder]):
        if isinstance(file, Skipped):
            continue
        for raw in read_file(file, reading_limits(settings))[0]:
            article = article_from(raw, known_outlets(settings))
            found.append((article, sentences(article)))
    once = sum(len(article.text.split()) for article, _ in found)
    return found * max(1, -(-words // max(once, 1)))


def _parse(articles: Sequence[Read], parser: Parser) -> None:
    paragraphs = (
        text_for_parser(paragraph.span.of(article.text))
        for article, cut in articles
        for paragraph in paragraphs_of(article, cut)
    )
    for _ in parser.parse(paragraphs, "en"):
        pass


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
