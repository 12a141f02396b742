"""How likely the best sentence answers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from retrieval.answer.lexicon import MONTHS
from retrieval.answer.select import Candidate
from retrieval.answer.support import Support, Told, support
from retrieval.answer.terms import Term, weight_of


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the confidence is computed from.

    Attributes:
        words: as in ``Signals``.
        passage_meaning: as in ``Signals``.
        missing: what the sentence and its passage do not bear out.
        read: the reader's log-odds, within ``SURE``; None where no reader has read it.
    """

    words: float
    passage_meaning: float
    missing: Support
    read: float | None

    def values(self) -> tuple[float, ...]:
        """All that there are, in the order of ``Weights.coefficients``."""
        known = (self.words, self.passage_meaning, *astuple(self.missing))
        return known if self.read is None else (*known, self.read)


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic regression on ``Grounds.values``."""

    intercept: float
    coefficients: tuple[float, ...]


SURE = 14.0
"""A reader's log-odds beyond that say no more."""

WITH_READER = Weights(-3.47, (1.36, 4.29, -0.07, -0.87, -2.82, -0.61, -1.95, -3.0, 0.1))
WITHOUT_READER = Weights(-4.12, (1.81, 4.85, -0.12, -0.97, -2.92, -0.56, -1.88, -3.0))
"""Fitted on the open half of SQuAD 2.0 (CC BY-SA 4.0): ``python -m benchmarks.calibrate`` prints
them anew, with the figures. ``not_denied`` is held at ``NOT_DENIED``."""
NOT_DENIED = -3.0
"""The people who made up unanswerable questions wrote "not" far more often than readers do."""

SPOKEN = 1.5
"""By hand: a sentence that holds words of the very person whose words are asked for."""


def confidence(grounds: Grounds, *, spoken: float = 0.0) -> float:
    """How likely the best sentence answers, 0 to 1.

    Args:
        grounds: what speaks for it.
        spoken: 1 where it holds words of the person whose words are asked for.
    """
    weights = WITHOUT_READER if grounds.read is None else WITH_READER
    weighted = zip(weights.coefficients, grounds.values(), strict=True)
    logit = weights.intercept + sum(weight * value for weight, value in weighted)
    logit += SPOKEN * spoken
    return 1 / (1 + math.exp(-logit))


def grounds_of(question: str, wanted: Sequence[Term], best: Candidate, passages: int) -> Grounds:
    """What speaks for the best sentence.

    Args:
        question: as asked.
        wanted: its terms.
        best: the sentence.
        passages: how many there are in the corpus.
    """
    missing = support(question, wanted, weight_of(0, passages), _told(best))
    read = best.best_read
    odds = None if read is None else max(-SURE, min(SURE, read.score))
    return Grounds(best.signals.words, best.signals.passage_meaning, missing, odds)


def _told(best: Candidate) -> Told:
    """The sentence with all that is told around it."""
    sentences, at = best.passage.sentences, best.index
    card = best.passage.card
    return Told(
        sentence=sentences[at].text,
        near=" ".join(each.text for each in sentences[max(0, at - 1) : at + 2]),
        passage=" ".join(each.text for each in sentences),
        about=" ".join(filter(None, (card.title, _spelt(card.published), card.outlet))),
    )


def _spelt(published: str | None) -> str | None:
    """An ISO 8601 date as a question may have it: 4 March 2025, March 2025 or 2025."""
    match = _DATE.match(published or "")
    if match is None:
        return published
    year, month, day = match.groups()
    named = MONTHS[int(month) - 1].capitalize() if month else ""
    return " ".join(filter(None, ((day or "").lstrip("0"), named, year)))


_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?!\d)")
