"""Ranks sentences by features, and diversifies the best."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer.lexicon import AnswerType, answer_forms
from retrieval.answer.terms import Term, coverage, stems, stop_stems
from retrieval.model import BlockKind, Span
from retrieval.ports import SentenceReading, StoredPassage, Vectors

_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """Features of a sentence, each 0 to 1 (cosines may fall below 0).

    Attributes:
        meaning: cosine of question and sentence.
        words: weight of the question's words that stand in the sentence.
        before: of those that do not, weight of those in the sentence before or the heading above.
        after: the same for the sentence after.
        passage_meaning: best cosine of the question with the passage, taken from its sentences.
        passage_words: weight of the question's words that stand in the passage or the title.
        answer_type: whether it holds the type of thing that is asked for.
        spoken: whether it belongs to a statement of the person whose words are asked for.
    """

    meaning: float
    words: float
    before: float
    after: float
    passage_meaning: float
    passage_words: float
    answer_type: float
    spoken: float


@dataclass(frozen=True, slots=True)
class NeighbourSentence:
    """A neighbour of a sentence, by its index in the passage, with the reader's score."""

    index: int
    read: SentenceReading


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A sentence of a passage that may be the answer; ``index`` counts within the passage.

    Attributes:
        read: what a reader makes of it; None where none has read it.
        neighbour: the sentence before or after it, where that may hold the answer as well.
    """

    passage: StoredPassage
    index: int
    features: SentenceFeatures
    score: float
    read: SentenceReading | None = None
    neighbour: NeighbourSentence | None = None

    @property
    def text(self) -> str:
        """Return the sentence's words."""
        return self.passage.sentences[self.index].text

    def answer_in(self, shown: Span) -> Span | None:
        """Return the answer within a span of the stored text, as offsets into it, or None."""
        start = self.passage.sentences[0].sentence.span.start
        for read in (self.best_reading, self.read):
            if read is None or read.answer is None or read.span < ANSWER_LOG_ODDS:
                continue
            answer = read.answer.shift(start)
            if shown.start <= answer.start and answer.end <= shown.end:
                return answer.shift(-shown.start)
        return None

    @property
    def best_reading(self) -> SentenceReading | None:
        """Return the reading of the sentence, or of its neighbour if that scores higher."""
        if self.read is None or self.neighbour is None:
            return self.read
        return max(self.read, self.neighbour.read, key=lambda read: read.rank)


ANSWER_LOG_ODDS = -4.0
"""The least log-odds of a reader with which its answer is marked in the sentence: in a sentence
that answers, eight of ten overlap with what people marked, and above 0 more than nine of ten."""

FEATURE_WEIGHTS = SentenceFeatures(
    meaning=1.0,
    words=0.6,
    before=0.2,
    after=0.15,
    passage_meaning=0.4,
    passage_words=0.2,
    answer_type=0.2,
    spoken=0.5,
)
"""Rounded from a pairwise logistic regression on the open half of SQuAD 2.0 (Rajpurkar et al.
2018; CC BY-SA 4.0), split by document: right sentence first .77, among three .91, where cosine
and overlap alone reach .75 and .88. ``spoken`` is set by hand: those questions ask for one
person's words."""


def rank_sentences(
    vector: Vectors,
    wanted: Sequence[Term],
    answer_type: AnswerType,
    passages: Sequence[StoredPassage],
    spoken: Callable[[StoredPassage, int], bool],
) -> list[SentenceCandidate]:
    """Return every prose sentence, best first; ties in the order of the passages."""
    found = [
        candidate
        for passage in passages
        for candidate in _of_passage(vector, wanted, answer_type, passage, spoken)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _of_passage(
    vector: Vectors,
    wanted: Sequence[Term],
    answer_type: AnswerType,
    passage: StoredPassage,
    spoken: Callable[[StoredPassage, int], bool],
) -> list[SentenceCandidate]:
    if not passage.sentences:
        return []
    present = [stems(sentence.text) for sentence in passage.sentences]
    meanings = _cosines(passage, vector)
    whole = frozenset[str]().union(*present, stems(passage.card.title or ""))
    passage_words = coverage(wanted, whole)
    passage_meaning = float(meanings.max())
    made = []
    for i, sentence in enumerate(passage.sentences):
        if sentence.kind is not BlockKind.PROSE:
            continue
        missing = [term for term in wanted if term.stems.isdisjoint(present[i])]
        share = 1 - coverage(wanted, present[i]) if missing else 0.0
        features = SentenceFeatures(
            meaning=float(meanings[i]),
            words=coverage(wanted, present[i]),
            before=share * coverage(missing, _before(passage, present, i)) if missing else 0.0,
            after=share * coverage(missing, _after(passage, present, i)) if missing else 0.0,
            passage_meaning=passage_meaning,
            passage_words=passage_words,
            answer_type=float(holds_answer_type(answer_type, sentence.text, wanted)),
            spoken=float(spoken(passage, i)),
        )
        made.append(SentenceCandidate(passage, i, features, feature_score(features)))
    return made


def feature_score(features: SentenceFeatures) -> float:
    """Return the weighted sum of the features; comparable within one question."""
    return (
        FEATURE_WEIGHTS.meaning * features.meaning
        + FEATURE_WEIGHTS.words * features.words
        + FEATURE_WEIGHTS.before * features.before
        + FEATURE_WEIGHTS.after * features.after
        + FEATURE_WEIGHTS.passage_meaning * features.passage_meaning
        + FEATURE_WEIGHTS.passage_words * features.passage_words
        + FEATURE_WEIGHTS.answer_type * features.answer_type
        + FEATURE_WEIGHTS.spoken * features.spoken
    )


def holds_answer_type(answer_type: AnswerType, text: str, asked: Sequence[Term] = ()) -> bool:
    """Return whether a text holds a thing of the answer type, as far as its form shows.

    A person or a place that stands in the question is not what the question asks for.
    """
    pattern = answer_forms().get(answer_type)
    if pattern is None:
        return True
    if answer_type in {AnswerType.PERSON, AnswerType.PLACE}:
        known = frozenset[str]().union(*(term.stems for term in asked))
        text = _CAPITALISED.sub(lambda m: "" if stems(m.group()) <= known else m.group(), text)
    return pattern.search(text) is not None


def _cosines(passage: StoredPassage, vector: Vectors) -> Vectors:
    if len(passage.vectors) != len(passage.sentences):  # not embedded by this model yet
        return np.zeros(len(passage.sentences), dtype=np.float32)
    return np.asarray(passage.vectors @ vector, dtype=np.float32)


def _before(passage: StoredPassage, present: Sequence[frozenset[str]], i: int) -> frozenset[str]:
    """Return the stems of the line before, and of the heading or question above."""
    near = present[i - 1] if i else frozenset[str]()
    above = next(
        (
            present[j]
            for j in range(i - 1, -1, -1)
            if passage.sentences[j].kind in {BlockKind.HEADING, BlockKind.QUESTION}
        ),
        frozenset[str](),
    )
    return near | above


def _after(passage: StoredPassage, present: Sequence[frozenset[str]], i: int) -> frozenset[str]:
    following = i + 1
    if following == len(present) or passage.sentences[following].kind is not BlockKind.PROSE:
        return frozenset()
    return present[following]


MOST_DIVERSIFIED = 20
"""How many of the best sentences may change places."""
REDUNDANCY_PENALTY = 0.8
"""What a sentence loses of its score, times the share (0 to 1) of its words in a better one."""
VERSION_OVERLAP = 0.7
"""The share of common words from which on two sentences are versions of one: both are shown,
for whoever compares what several outlets print."""


def diversify(ranked: Sequence[SentenceCandidate], limit: int) -> list[SentenceCandidate]:
    """Return first the best candidates that add most to each other, then the others in order.

    The first ``limit`` of them are in order of their score.

    After maximal marginal relevance (Carbonell and Goldstein 1998).
    """
    said = {id(each): stems(each.text) - stop_stems() for each in ranked[:MOST_DIVERSIFIED]}
    left, chosen = list(ranked[:MOST_DIVERSIFIED]), list[SentenceCandidate]()

    def worth(candidate: SentenceCandidate) -> float:
        again = [_overlap(said[id(candidate)], said[id(other)]) for other in chosen]
        return candidate.score - REDUNDANCY_PENALTY * max(
            (share for share in again if share < VERSION_OVERLAP), default=0.0
        )

    while left and len(chosen) < limit:
        best = max(left, key=worth)
        left.remove(best)
        chosen.append(best)
    chosen.sort(key=lambda candidate: -candidate.score)
    return [*chosen, *left, *ranked[MOST_DIVERSIFIED:]]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
