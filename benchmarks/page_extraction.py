"""Compares the reading of pages with trafilatura alone, on two published sets of news pages.

    python -m benchmarks.page_extraction EVAL

EVAL is a folder with ``article_extraction_benchmark`` (scrapinghub/article-extraction-benchmark)
and ``trafilatura_eval`` (tests/evaldata.json of adbar/trafilatura); in each one a
``pages.open.jsonl.gz`` whose lines hold the page's source (``html``) and either the article's text
(``article_body``) or segments of it (``with``) and of the page around it (``without``). F, precision
and recall are those of the sets' own scorers: shingles of four words, averaged over the pages, for
the first set; segments that are in the text, over all pages, for the second. Times are processor
seconds of one thread, both systems page by page in the same run; the ratio counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import trafilatura

from retrieval.corpus.html.page import read_page

Page = Mapping[str, object]
Extractor = Callable[[str], str]

_SHINGLE: Final = 4
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1.0)


@dataclass(slots=True)
class Run:
    """What one extractor made of the pages of a set, in their order."""

    texts: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> None:
    """Print a table of both systems on each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("eval", type=Path, help="the folder that holds both sets")
    folder = parser.parse_args().eval
    print("| set | pages | extractor | F | precision | recall | ms a page |")
    print("|---|---:|---|---:|---:|---:|---:|")
    for name, scored in _SETS.items():
        pages = list(_pages(folder / name / "pages.open.jsonl.gz"))
        for system, run in _runs(pages).items():
            scores = scored(pages, run.texts)
            milliseconds = 1000 * run.seconds / len(pages)
            print(
                f"| {name} | {len(pages)} | {system} | {scores.f1:.4f} | {scores.precision:.4f}"
                f" | {scores.recall:.4f} | {milliseconds:.0f} |"
            )


def shingle_scores(pages: list[Page], texts: list[str]) -> Scores:
    """Return the means over the pages, as evaluate.py of article-extraction-benchmark does."""
    counts = [
        _shared(_shingles(str(page["article_body"])), _shingles(text))
        for page, text in zip(pages, texts, strict=True)
    ]
    return Scores(
        statistics.mean(both / found for both, found, _ in counts if found),
        statistics.mean(both / true for both, _, true in counts if true),
    )


def segment_scores(pages: list[Page], texts: list[str]) -> Scores:
    """Return the shares over all pages, as evaluate.py of trafilatura does."""
    kept = missed = wrong = 0
    for page, text in zip(pages, texts, strict=True):
        found = [segment in text for segment in _segments(page, "with")]
        kept += sum(found)
        missed += len(found) - sum(found)
        wrong += sum(segment in text for segment in _segments(page, "without"))
    return Scores(kept / ((kept + wrong) or 1), kept / ((kept + missed) or 1))


def _segments(page: Page, key: str) -> list[str]:
    stated = page[key]
    return [str(each) for each in stated] if isinstance(stated, list) else []


def _shared(true: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> tuple[int, ...]:
    return (true & found).total(), found.total(), true.total()


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    shingles = (
        tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))
    )
    return Counter(each for each in shingles if each)


def _pages(file: Path) -> Iterator[Page]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _runs(pages: list[Page]) -> dict[str, Run]:
    runs = {name: Run() for name in _EXTRACTORS}
    for page in pages:
        for name, extract in _EXTRACTORS.items():
            begun = time.thread_time()
            runs[name].texts.append(extract(str(page["html"])))
            runs[name].seconds += time.thread_time() - begun
    return runs


def _verbatim(markup: str) -> str:
    found = read_page(markup.encode())
    return found.text if found else ""


def _trafilatura(markup: str) -> str:
    return trafilatura.extract(markup, include_comments=False) or ""


_EXTRACTORS: Final[Mapping[str, Extractor]] = {
    "verbatim": _verbatim,
    "trafilatura": _trafilatura,
}
_SETS: Final[Mapping[str, Callable[[list[Page], list[str]], Scores]]] = {
    "article_extraction_benchmark": shingle_scores,
    "trafilatura_eval": segment_scores,
}

if __name__ == "__main__":
    main()
