"""What each part of answering is worth: one table, from one run.

Every question is asked in every way, one way after the other, of the same corpus:

* BM25, dense and fused: the passages found so, each shown by the sentence that the same measure
  likes best (the question's words, the cosine, their sum);
* + sentence score: every sentence of the fused passages by ``retrieval.answer.ranking``;
* + reader: the best of these read again by the reader that the settings name, if any;
* + decline rules: with the reasons to decline whatever the confidence, as the bot answers.

The last three decline below the least confidence of the settings, the first three never. Times
are medians, taken in turns with the encoding of the same question.

    python -m benchmarks.ablation ../shared/eval/squad2/qa.open.jsonl.gz --questions 500
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.bootstrap import Components
from bot.cli.evaluation.evaluate import data_label, open_components, reply_to
from bot.settings import load_settings
from retrieval.answer.question import parse_question
from retrieval.answer.search import DEPTH_PER_RANKING, reciprocal_rank_fusion
from retrieval.answer.terms import Term, coverage, stems
from retrieval.ask import PASSAGES
from retrieval.errors import FilterError
from retrieval.evaluation.answers import AMONG, Figures, JudgedReply, figures, judge
from retrieval.evaluation.cases import Case, read_cases
from retrieval.model import Answer, BlockKind, Declined, Excerpt, Reply
from retrieval.ports import StoredPassage, Vectors

Way = Callable[[str], Reply]
Found = Sequence[tuple[str, float]]
"""Keys of passages and how near they are, the nearest first."""

UNSURE = "The confidence is too low."


@dataclass(frozen=True, slots=True)
class Line:
    """What one way of answering comes to; ``declines``: whether it ever does."""

    figures: Figures
    ms: float
    declines: bool


def main() -> None:
    args = _arguments()
    found = read_cases(args.data)
    cases = _spread(found.cases, args.questions)
    settings = load_settings()
    console = Console()
    with open_components(settings, found, keep=args.keep) as components:
        lines, encode = measured(cases, components)
    about = (
        f"{len(cases)} questions of {data_label(args.data)}; right: {found.right}\n"
        f"encoding a question: {encode:.1f} ms; declined below a confidence of "
        f"{settings.min_confidence:g}"
    )
    console.print(about, soft_wrap=True)
    console.print(table_of(lines, encode))


def measured(cases: Sequence[Case], components: Components) -> tuple[dict[str, Line], float]:
    """A line for each way of answering, and the milliseconds of encoding a question."""
    silent, speaking = _by_finding(components), _by_score(components)
    ways = {**silent, **speaking}
    words_of = components.service().words_of
    outcomes: dict[str, list[JudgedReply]] = {name: [] for name in ways}
    encoding = []
    for way in ways.values():  # what is loaded at a first question is not counted
        way(cases[0].question)
    for case in cases:
        began = time.perf_counter()
        components.encoder.encode([case.question])
        encoding.append(time.perf_counter() - began)
        for name, way in ways.items():
            began = time.perf_counter()
            reply = way(case.question)
            took = (time.perf_counter() - began) * 1000
            outcomes[name].append(judge(case, reply, words_of, took))
    lines = {
        name: Line(
            figures(judged),
            statistics.median(outcome.elapsed_ms for outcome in judged),
            name in speaking,
        )
        for name, judged in outcomes.items()
    }
    return lines, statistics.median(encoding) * 1000


def table_of(lines: Mapping[str, Line], encode: float) -> Table:
    """The table, a row a way."""
    table = Table(box=None)
    for heading in ("", "first", f"among {AMONG}", "AUROC", "declined: can", "cannot", "x encode"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, line in lines.items():
        found = line.figures
        can, cannot = (
            (found.declined_answerable, found.declined_unanswerable)
            if line.declines
            else (None, None)
        )
        shares = (found.hit_at_1, found.hit_at_3, found.auroc, can, cannot)
        cells = ("–" if share is None else f"{share:.3f}" for share in shares)
        table.add_row(name, *cells, f"{line.ms / encode:.2f}")
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="questions that bring their corpus")
    parser.add_argument("--questions", type=int, default=None, help="so many, evenly spread")
    parser.add_argument("--keep", type=Path, default=None, help="keep the corpus made for it here")
    return parser.parse_args()


def _spread(cases: Sequence[Case], count: int | None) -> Sequence[Case]:
    if count is None or count >= len(cases):
        return cases
    return [cases[len(cases) * i // count] for i in range(count)]


def _by_score(components: Components) -> dict[str, Way]:
    """The ways that score sentences, through the service.

    Where the least confidence is 1 everything is declined, and the reply has the confidence that
    it would have without the rules: these are left out so.
    """
    silent = replace(
        components, settings=components.settings.model_copy(update={"min_confidence": 1.0})
    )
    least = components.settings.min_confidence

    def without_rules(asked_of: Components) -> Way:
        service = asked_of.service()

        def way(question: str) -> Reply:
            reply = reply_to(question, service)
            if not reply.passages or reply.confidence < least:
                return Declined(question, UNSURE, reply.confidence, reply.passages)
            return Answer(question, reply.confidence, reply.passages)

        return way

    ways = {"+ sentence score": without_rules(replace(silent, passage_reader=None))}
    if components.passage_reader is not None:
        ways["+ reader"] = without_rules(silent)
    service = components.service()
    return {**ways, "+ decline rules": lambda question: reply_to(question, service)}


def _by_finding(components: Components) -> dict[str, Way]:
    """The ways that only find passages; the score of the best one is their confidence."""
    articles = components.catalogue.articles
    vocabulary = components.context().vocabulary

    def asked(text: str) -> list[Term]:
        words: tuple[str, ...] = ()
        with suppress(FilterError):
            words = parse_question(text).words
        return list(vocabulary.terms(words))

    def by_words(wanted: Sequence[Term]) -> Found:
        return articles.search_words(
            [word for term in wanted for word in term.variants], DEPTH_PER_RANKING
        )

    def by_bm25(text: str) -> Reply:
        wanted = asked(text)
        return _reply(text, by_words(wanted), components, lambda p: _overlaps(p, wanted))

    def by_meaning(text: str) -> Reply:
        vector = components.encoder.encode([text])[0]
        found = components.vectors.nearest(vector, DEPTH_PER_RANKING)
        return _reply(text, found, components, lambda p: _cosines(p, vector))

    def by_both(text: str) -> Reply:
        wanted, vector = asked(text), components.encoder.encode([text])[0]
        found = reciprocal_rank_fusion(
            [key for key, _ in by_words(wanted)],
            [key for key, _ in components.vectors.nearest(vector, DEPTH_PER_RANKING)],
        )
        return _reply(
            text, found, components, lambda p: _overlaps(p, wanted) + _cosines(p, vector)
        )

    return {"BM25": by_bm25, "dense": by_meaning, "fused": by_both}


def _reply(
    text: str, found: Found, components: Components, liked: Callable[[StoredPassage], Vectors]
) -> Reply:
    """The passages by the sentence of each that is liked best."""
    scores = dict(found[:PASSAGES])
    passages = components.catalogue.articles.passages(list(scores))
    shown = tuple(_excerpts(passages, scores, liked))[: components.settings.passages_shown]
    if not shown:
        return Declined(text, UNSURE, 0.0, ())
    return Answer(text, shown[0].score, shown)


def _excerpts(
    passages: Sequence[StoredPassage],
    scores: Mapping[str, float],
    liked: Callable[[StoredPassage], Vectors],
) -> Iterator[Excerpt]:
    for passage in passages:
        prose = [i for i, each in enumerate(passage.sentences) if each.kind is BlockKind.PROSE]
        if prose:
            likings = liked(passage)
            best = passage.sentences[max(prose, key=lambda i: float(likings[i]))]
            citation = passage.card.cite(best.sentence.span)
            yield Excerpt(best.text, citation, scores[passage.key])


def _overlaps(passage: StoredPassage, wanted: Sequence[Term]) -> Vectors:
    shares = [coverage(wanted, stems(sentence.text)) for sentence in passage.sentences]
    return np.array(shares, dtype=np.float32)


def _cosines(passage: StoredPassage, vector: Vectors) -> Vectors:
    return np.asarray(passage.vectors @ vector, dtype=np.float32)


if __name__ == "__main__":
    main()
