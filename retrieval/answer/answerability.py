"""Estimates how likely the best sentence answers, from what it lacks of the question."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Prefix

from retrieval.answer.contradiction import contradiction_score, negated_stems, negation_mismatch
from retrieval.answer.numerals import missing_numbers, numbers_in_digits, other_notations
from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.scope.dates import stamp_in_words
from retrieval.answer.terms import Term, inverse_document_frequency, stems, stop_stems
from retrieval.ports import SentenceReading
from retrieval.text_keys import words_in


@dataclass(frozen=True, slots=True)
class AnswerabilityFeatures:
    """Features of the answerability model, of the best sentence.

    Attributes:
        words: as in ``SentenceFeatures``.
        passage_meaning: as in ``SentenceFeatures``.
        missing: what the sentence and its passage lack of the question.
        read: what the reader makes of it; None where no reader has read it.
    """

    words: float
    passage_meaning: float
    missing: MissingEvidence
    read: SentenceReading | None

    def values(self) -> tuple[float, ...]:
        """Return the features that count, in the order of ``LogisticWeights.coefficients``.

        A reader has seen the words: beside it only what it may overlook counts.
        """
        if self.read is None:
            return (self.words, self.passage_meaning, *astuple(self.missing))
        missing = self.missing
        read = (self.read.answers, self.read.fully)
        odds = (max(-LOG_ODDS_LIMIT, min(LOG_ODDS_LIMIT, each)) for each in read)
        told = float(self.words >= NEARLY_ALL)
        unknown = float(missing.heaviest >= 1)
        far = max(0.0, NEAR - self.passage_meaning)
        return (far, told, unknown, missing.names, missing.numbers, missing.opposite, *odds)


@dataclass(frozen=True, slots=True)
class LogisticWeights:
    """Weights of a logistic regression on ``AnswerabilityFeatures.values``."""

    intercept: float
    coefficients: tuple[float, ...]


NEAR = 0.45
"""The cosine of question and passage below which the passage may tell of something else altogether:
a reader that was shown passages of one corpus takes some of those for answers."""

NEARLY_ALL = 0.9
"""The share of a question's weight from which a sentence has nearly all of its words."""

LOG_ODDS_LIMIT = 10.0
"""A reader's log-odds are clipped at this and its negative."""

WITH_READER = LogisticWeights(-0.5, (-5.0, 0.7, -0.5, -1.2, -1.0, -1.5, 0.55, 0.25))
"""Rounded from a fit on the typed questions that training held out: ``python -m
benchmarks.calibrate``. The reader's two scores alone separate those as well; the rest is for names,
numbers, opposites and words that no article has, which a small reader overlooks, and for a sentence with the question's words,
which it trusts too little (right for .68 where it says .46)."""
WITHOUT_READER = LogisticWeights(-3.62, (1.81, 4.85, -0.12, -0.97, -2.92, -0.56, -1.88, -3.0))
"""Fitted on the open half of SQuAD 2.0, whose unanswerable questions are adversarial (Rajpurkar
et al. 2018; CC BY-SA 4.0), but for ``not_denied``, which is set by hand: who wrote those questions
used "not" far more often than readers. The intercept is for the same least confidence."""

_SHORTEST_COMMON_PREFIX, _LEAST_SHARED = 4, 0.65
"""Of two stems of one family: letters that both begin with, and their share of the longer one."""
_SHORTEST_TRANSPOSED = 6
"""Letters of a stem that may have two of them transposed."""
_NAME = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][^\W_]+")

SPOKEN_WEIGHT = 1.5
"""Set by hand, in log-odds: for a sentence with words of the person whose words are asked for."""


def confidence(features: AnswerabilityFeatures, *, spoken: float = 0.0) -> float:
    """Return the probability that the best sentence answers, 0 to 1.

    Args:
        features: of the sentence.
        spoken: 1 where it holds words of the person whose words are asked for.
    """
    weights = WITHOUT_READER if features.read is None else WITH_READER
    weighted = zip(weights.coefficients, features.values(), strict=True)
    logit = weights.intercept + sum(weight * value for weight, value in weighted)
    logit += SPOKEN_WEIGHT * spoken
    return 1 / (1 + math.exp(-logit))


def answerability_features(
    question: str, wanted: Sequence[Term], best: SentenceCandidate, passages: int
) -> AnswerabilityFeatures:
    """Return the features of the best sentence.

    Args:
        question: as asked.
        wanted: its terms.
        best: the sentence.
        passages: how many there are in the corpus.
    """
    missing = missing_evidence(
        question, wanted, inverse_document_frequency(0, passages), _evidence_text(best)
    )
    return AnswerabilityFeatures(
        best.features.words, best.features.passage_meaning, missing, best.best_reading
    )


def _evidence_text(best: SentenceCandidate) -> EvidenceText:
    """Return the sentence with its surroundings and what is known of the article."""
    sentences, at = best.passage.sentences, best.index
    card = best.passage.card
    return EvidenceText(
        sentence=sentences[at].text,
        near=" ".join(each.text for each in sentences[max(0, at - 1) : at + 2]),
        passage=" ".join(each.text for each in sentences),
        about=" ".join(
            filter(
                None, (card.title, card.published and stamp_in_words(card.published), card.outlet)
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class MissingEvidence:
    """What the best sentence and its passage lack of a question; 0 is best throughout.

    Weights are shares of that of a word which the corpus lacks.

    Attributes:
        heaviest: weight of the question's heaviest word that is not in the sentence.
        names: words of names that are neither in the passage nor about it, at most 2.
        numbers: the same for numbers.
        replaced: weight of the heaviest missing word in whose place the sentence has another.
        opposite: 1 where the sentence has the opposite of a missing word, 1/2 where the passage.
        not_denied: 0 unless the question is about what is not so; 1 where nothing near the
            sentence sounds like that, or the sentence has what is denied, and does not deny it.
    """

    heaviest: float
    names: float
    numbers: float
    replaced: float
    opposite: float
    not_denied: float


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """The text of the best sentence and its surroundings.

    Attributes:
        near: the sentence with its neighbours.
        about: what is known of the article and holds for each passage: title, date, outlet.
    """

    sentence: str
    near: str
    passage: str
    about: str = ""


def missing_evidence(
    question: str, wanted: Sequence[Term], heaviest: float, told: EvidenceText
) -> MissingEvidence:
    """Return what the best sentence and its passage lack of a question.

    Args:
        question: as asked.
        wanted: its terms.
        heaviest: the weight of a word that the corpus lacks.
        told: what there is.
    """
    here, everywhere = (
        stems_and_numbers(told.sentence),
        stems_and_numbers(f"{told.passage} {told.about}"),
    )
    not_here = [term for term in wanted if not is_present(term, here)]
    nowhere = [term for term in not_here if not is_present(term, everywhere)]
    names = _names(question)
    near, passage = (f"{text} {told.about}" for text in (told.near, told.passage))
    return MissingEvidence(
        heaviest=_greatest_weight(not_here) / heaviest,
        names=float(min(2, sum(term.word in names for term in nowhere))),
        numbers=float(min(2, len(missing_numbers(question, passage)))),
        replaced=_greatest_weight(replaced_terms(question, not_here, told.sentence)) / heaviest,
        opposite=contradiction_score(
            question, told.sentence, told.passage, negated_stems(question)
        ),
        not_denied=negation_mismatch(question, told.sentence, near, passage),
    )


def stems_and_numbers(text: str) -> frozenset[str]:
    """Return the stems of a text, and its numbers in digits and in words."""
    return stems(text) | stems(" ".join(other_notations(text)))


def _names(question: str) -> frozenset[str]:
    """Return the capitalised words of a question but the first; none of one wholly in capitals."""
    if question == question.upper():
        return frozenset()
    return frozenset(match.group() for match in _NAME.finditer(question))


def is_present(term: Term, present: frozenset[str]) -> bool:
    """Return whether a word, or a form, spelling or derivation of it, is among the stems."""
    if (term.stems | numbers_in_digits(term.word)) & present:
        return True
    if any(character.isdigit() for character in term.word):
        return False
    return any(_are_derivations(stem, other) for stem in term.stems for other in present)


@lru_cache(maxsize=200_000)
def _are_derivations(one: str, other: str) -> bool:
    """Return whether two stems share a prefix that is long enough for one word family.

    Also where they begin alike and have the same letters, two of them transposed by mistake.
    """
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _SHORTEST_COMMON_PREFIX or one[:2] != other[:2]:
        return False
    alike = Prefix.similarity(one, other)
    if alike >= max(_SHORTEST_COMMON_PREFIX, _LEAST_SHARED * longer):
        return True
    return shorter >= _SHORTEST_TRANSPOSED and sorted(one) == sorted(other)


def replaced_terms(question: str, missing: Sequence[Term], sentence: str) -> list[Term]:
    """Return the missing words in whose place the sentence has another.

    Beside both stands the same word, on the same side: "boiler cycle" for "Rankine cycle".
    """
    asked, told = _words(question), _words(sentence)
    by_stem = {stem: term for term in missing for stem in term.stems}
    known = frozenset(asked)
    found = []
    for step in (1, -1):
        for first, second in pairwise(asked[::step]):
            term = by_stem.get(second)
            if term is None or first in by_stem or first in stop_stems():
                continue
            if any(
                a == first and b not in known and b not in stop_stems()
                for a, b in pairwise(told[::step])
            ):
                found.append(term)
    return found


def _words(text: str) -> list[str]:
    return [stem for word in words_in(text) for stem in stems(word)]


def _greatest_weight(terms: Sequence[Term]) -> float:
    return max((term.weight for term in terms), default=0.0)
