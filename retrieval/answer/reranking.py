"""Reranks the best sentences with a reader, which reads each among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.lexicon import AnswerType, answer_forms
from retrieval.answer.question import expected_answer_type
from retrieval.answer.ranking import NeighbourSentence, SentenceCandidate
from retrieval.answer.scope.dates import stamp_in_words
from retrieval.model import Span
from retrieval.ports import ArticleCard, PassageReader, SentenceReading, StoredPassage

MOST_RERANKED = 10
"""How many of the best sentences are reranked."""

REACH = 1
"""How many sentences before and after each are read with it."""

RANK_WEIGHT = 0.12
"""The weight of the reader's ``rank`` beside the score of ``FEATURE_WEIGHTS``: fitted on typed
questions that training held out (``python -m benchmarks.calibrate``)."""

UNREAD_DISTANCE = 10.0
"""How far from the best rank a sentence is taken to be that was not read, or that is further."""

NEIGHBOUR_MARGIN = 1.5
"""A neighbour is shown with a sentence where its rank is at most so much below."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """Adjacent sentences of a passage, as they are read.

    Attributes:
        first: the index of the first in the passage.
        words: title and date, ``heading`` code points long, and then the sentences' text.
        sentences: where they stand in ``words``.
        start: where the first stands in the article's text.
    """

    passage: StoredPassage
    first: int
    words: str
    sentences: list[Span]
    heading: int
    start: int


def rerank(
    question: str,
    ranked: Sequence[SentenceCandidate],
    passage_reader: PassageReader,
    text_of: Callable[[ArticleCard], str | None],
) -> list[SentenceCandidate]:
    """Return the candidates, best first, by their score and the reader's.

    One that was not read falls behind those that were.
    """
    kind = expected_answer_type(question)
    inputs = list(_inputs(ranked[:MOST_RERANKED], text_of))
    read = passage_reader.read(question, [(each.words, each.sentences) for each in inputs])
    found = {
        (each.passage.key, each.first + index): _in_passage(reading, each, kind)
        for each, readings in zip(inputs, read, strict=True)
        for index, reading in enumerate(readings)
        if reading.answer is not None
    }
    ranks = (found[key].rank for each in ranked if (key := _place(each)) in found)
    best = max(ranks, default=0.0)
    again = [_with_reading(each, found, best) for each in ranked]
    return sorted(again, key=lambda candidate: -candidate.score)


def _place(candidate: SentenceCandidate) -> tuple[str, int]:
    return candidate.passage.key, candidate.index


def _inputs(
    chosen: Sequence[SentenceCandidate], text_of: Callable[[ArticleCard], str | None]
) -> Iterator[ReaderInput]:
    """Yield what is read of each passage; nothing where the article is gone."""
    indexes: dict[str, set[int]] = {}
    passages: dict[str, StoredPassage] = {}
    for each in chosen:
        passages[each.passage.key] = each.passage
        last = len(each.passage.sentences) - 1
        indexes.setdefault(each.passage.key, set()).update(
            range(max(0, each.index - REACH), min(last, each.index + REACH) + 1)
        )
    for key, passage in passages.items():
        text = text_of(passage.card)
        if text is None:
            continue
        above = heading(passage.card.title, passage.card.published)
        for run in _runs(sorted(indexes[key])):
            spans = [stored.sentence.span for stored in passage.sentences[run.start : run.stop]]
            start = spans[0].start
            yield ReaderInput(
                passage,
                run.start,
                above + text[start : spans[-1].end],
                [span.shift(len(above) - start) for span in spans],
                len(above),
                start,
            )


def _runs(indexes: Sequence[int]) -> Iterator[range]:
    """Yield the runs of consecutive numbers among ascending ones."""
    begin = 0
    for i in range(1, len(indexes) + 1):
        if i == len(indexes) or indexes[i] != indexes[i - 1] + 1:
            yield range(indexes[begin], indexes[i - 1] + 1)
            begin = i


def _in_passage(
    read: SentenceReading, given: ReaderInput, answer_type: AnswerType
) -> SentenceReading:
    """Return the reading with its answer in whole words, counted from the passage's first sentence.

    None is left of an answer of another type than is asked for.
    """
    if read.answer is None:
        return read
    if _is_any_words(answer_type) and read.span < LEAST_UNTYPED:
        return replace(read, answer=None)
    sentence = next(
        (span for span in given.sentences if span.contains(read.answer)), Span(0, len(given.words))
    )
    answer = answer_words(
        sentence.of(given.words), read.answer.shift(-sentence.start), answer_type
    )
    begin = given.passage.sentences[0].sentence.span.start
    moved = sentence.start + given.start - begin - given.heading
    return replace(read, answer=None if answer is None else answer.shift(moved))


_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?()[]{}“”\"'‘’«»—–"
_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s(?:(?:of|de|van|von|al|bin)\s)?[A-Z][\w’'-]*)*")
_NAMES = frozenset({AnswerType.PERSON, AnswerType.PLACE})
_FEWEST_WORDS = 2

LEAST_UNTYPED = 0.0
"""The least log-odds of answering words whose kind has no form by which it could be checked."""


def _is_any_words(answer_type: AnswerType) -> bool:
    """Return whether an answer of the type cannot be told from other words by its form."""
    return answer_type is AnswerType.REASON or answer_type not in answer_forms()


def answer_words(sentence: str, found: Span, answer_type: AnswerType) -> Span | None:
    """Return the answer that a reader found in a sentence, in whole words and names.

    It is widened to what has the form of the type that it overlaps; None where it overlaps nothing
    of that form, or where the type has no form and it is a single word.
    """
    words = [
        Span(match.start() + len(match.group()) - len(match.group().lstrip(_EDGES)), end)
        for match in _WORD.finditer(sentence)
        if (end := match.start() + len(match.group().rstrip(_EDGES))) > match.start()
    ]
    touched = [word for word in words if word.overlaps(found)]
    if not touched:
        return None
    if _is_any_words(answer_type):
        return Span(touched[0].start, touched[-1].end) if len(touched) >= _FEWEST_WORDS else None
    pattern = _NAME if answer_type in _NAMES else answer_forms()[answer_type]
    forms = pattern.finditer(sentence)
    spans = (Span(*match.span()) for match in forms)
    of_type = [span for span in spans if any(span.overlaps(word) for word in touched)]
    if not of_type:
        return None
    near = [word for word in words if any(word.overlaps(span) for span in of_type)]
    return Span(
        min(near[0].start, touched[0].start),
        max(near[-1].end, touched[-1].end),
    )


def _with_reading(
    candidate: SentenceCandidate, found: dict[tuple[str, int], SentenceReading], best: float
) -> SentenceCandidate:
    """Return the candidate with its reading, and a score that is lower the further it is from best.

    The level of a question's ranks says nothing: only their differences were trained.
    """
    read = found.get(_place(candidate))
    if read is None:
        return replace(candidate, score=candidate.score - RANK_WEIGHT * UNREAD_DISTANCE)
    near = [
        NeighbourSentence(index, found[key])
        for index in (candidate.index - 1, candidate.index + 1)
        if (key := (candidate.passage.key, index)) in found
    ]
    beside = max(near, key=lambda each: each.read.rank, default=None)
    if beside is not None and beside.read.rank < read.rank - NEIGHBOUR_MARGIN:
        beside = None
    distance = min(UNREAD_DISTANCE, max(0.0, best - read.rank))
    score = candidate.score - RANK_WEIGHT * distance
    return replace(candidate, score=score, read=read, neighbour=beside)


def heading(title: str | None, published: str | None) -> str:
    """Return what stands before the text: "Title (4 March 2025). ", or less where less is known."""
    date = stamp_in_words(published) if published else None
    if title and date:
        return f"{title} ({date}). "
    return f"{title or date}. " if title or date else ""
