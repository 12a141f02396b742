"""Reading the best sentences once more, within their passages, with the question in mind."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.select import Beside, Candidate
from retrieval.model import Span
from retrieval.ports import Card, Read, Selector, StoredPassage

SENTENCES = 6
"""The passages of so many of the best sentences are read, each once."""

WEIGHT = 0.7
"""What the reader's word is worth beside the score of ``select.WEIGHTS``."""


def reread(
    question: str,
    ranked: Sequence[Candidate],
    selector: Selector,
    text_of: Callable[[Card], str | None],
) -> list[Candidate]:
    """The candidates, best first, by their score and by what the selector makes of them.

    A sentence that was not read, or in which nothing answers, keeps its score.
    """
    nearest = {each.passage.key: each.passage for each in ranked[:SENTENCES]}
    texts = {key: _text(passage, text_of) for key, passage in nearest.items()}
    there = {key: text for key, text in texts.items() if text is not None}
    read = selector.read(question, [(text.words, text.sentences) for text in there.values()])
    found = {
        (key, index): _without_title(each, text.title)
        for (key, text), sentences in zip(there.items(), read, strict=True)
        for index, each in enumerate(sentences)
    }
    again = [_with_reading(each, found) for each in ranked]
    return sorted(again, key=lambda candidate: -candidate.score)


def likely(score: float) -> float:
    """The reader's log-odds, which are of two ends of an answer, as a probability of one."""
    return 1 / (1 + math.exp(-max(-_SURE, min(_SURE, score)) / 2))


LESS = 6.0
HARDLY = -14.0
"""A sentence beside the best one is shown with it where a reader gives it log-odds so little less,
and not less than these."""

_SURE = 40.0
"""Log-odds beyond that say no more."""


def _with_reading(candidate: Candidate, found: dict[tuple[str, int], Read]) -> Candidate:
    read = found.get((candidate.passage.key, candidate.index))
    if read is None:
        return candidate
    near = [
        Beside(index, found[key])
        for index in (candidate.index - 1, candidate.index + 1)
        if (key := (candidate.passage.key, index)) in found
    ]
    beside = max(near, key=lambda each: each.read.score, default=None)
    if beside is not None and beside.read.score < max(HARDLY, read.score - LESS):
        beside = None
    score = candidate.score + WEIGHT * likely(read.score)
    return replace(candidate, score=score, read=read, beside=beside)


@dataclass(frozen=True, slots=True)
class _Text:
    """What is read of a passage: its article's title, which takes ``title`` code points, and it.

    A reader to whom "the company" is nobody may find it in the title.
    """

    words: str
    sentences: list[Span]
    title: int


def _without_title(read: Read, title: int) -> Read:
    """The same, with its answer's place in the passage alone."""
    return read if read.answer is None else replace(read, answer=read.answer.shift(-title))


def _text(passage: StoredPassage, text_of: Callable[[Card], str | None]) -> _Text | None:
    """What there is to read; None where the article is gone."""
    text = text_of(passage.card)
    if text is None or not passage.sentences:
        return None
    spans = [stored.sentence.span for stored in passage.sentences]
    start = spans[0].start
    above = f"{passage.card.title}. " if passage.card.title else ""
    words = above + text[start : spans[-1].end]
    return _Text(words, [span.shift(len(above) - start) for span in spans], len(above))
