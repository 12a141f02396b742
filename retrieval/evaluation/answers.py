"""Judges replies to questions whose answers are known, and sums them up in figures."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import assert_never

from retrieval.evaluation.cases import Case, GoldAnywhere, GoldPlace, GoldWords, Where
from retrieval.model import Answer, Citation, Excerpt, Reply

AMONG = 3
"""How many excerpts a reader is shown."""

LONGEST = 600
"""A longer excerpt is no answer: the reader would have to look for it."""

MOST = 0.8
"""Two spans are the same where they share this much of the shorter one."""

DECIMALS = 4
"""Of a confidence as printed; confidences that are printed the same count as equal."""

_BETWEEN_WORDS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class JudgedReply:
    """Holds one case, its reply and how good it is.

    Attributes:
        rank: place of the first excerpt that answers, from 1; None where none does.
        verbatim: whether every excerpt is the stored text at its citation.
        elapsed_ms: how long the reply took.
    """

    case: Case
    reply: Reply
    rank: int | None
    verbatim: bool
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the reply is an answer."""
        return isinstance(self.reply, Answer)

    @property
    def confidence(self) -> float:
        """Return the reply's confidence as printed."""
        return round(self.reply.confidence, DECIMALS)

    @property
    def first_is_right(self) -> bool:
        """Whether the first excerpt answers, whether it was given as an answer or not."""
        return self.rank == 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums up judged replies in shares from 0 to 1; None where there is no case to divide by.

    Attributes:
        hit_at_1: answerable questions whose first excerpt answers, answered or declined.
        hit_at_3: the same for the first three.
        answered_right: answerable questions that are answered, and rightly at the first excerpt.
        declined_answerable: answerable questions that are declined.
        declined_unanswerable: the others that are declined, as they should be.
        false_answers: the others that get an answer.
        right_of_answers: answers given, to any question, that are right at the first excerpt.
        auroc: of the confidence, answerable against unanswerable questions.
        p50_ms: how long half of the replies took at least.
        p95_ms: how long the slowest twentieth took at least.
    """

    answerable: int
    unanswerable: int
    hit_at_1: float | None
    hit_at_3: float | None
    answered_right: float | None
    declined_answerable: float | None
    declined_unanswerable: float | None
    false_answers: float | None
    right_of_answers: float | None
    auroc: float | None
    not_verbatim: int
    p50_ms: float | None
    p95_ms: float | None


def judge(
    case: Case, reply: Reply, words_of: Callable[[Citation], str], elapsed_ms: float = 0.0
) -> JudgedReply:
    """Return how good a reply to a case is."""
    rank = next(
        (
            rank
            for rank, excerpt in enumerate(reply.passages, 1)
            if any(_answers(excerpt, place) for place in case.places)
        ),
        None,
    )
    verbatim = all(words_of(excerpt.citation) == excerpt.text for excerpt in reply.passages)
    return JudgedReply(case, reply, rank, verbatim, elapsed_ms)


def figures(outcomes: Sequence[JudgedReply]) -> Figures:
    """Return the figures over all cases."""
    able = [outcome for outcome in outcomes if outcome.case.answerable]
    unable = [outcome for outcome in outcomes if not outcome.case.answerable]
    took = sorted(round(outcome.elapsed_ms, 1) for outcome in outcomes)
    return Figures(
        answerable=len(able),
        unanswerable=len(unable),
        hit_at_1=_share(outcome.first_is_right for outcome in able),
        hit_at_3=_share(outcome.rank is not None and outcome.rank <= AMONG for outcome in able),
        answered_right=_share(outcome.answered and outcome.first_is_right for outcome in able),
        declined_answerable=_share(not outcome.answered for outcome in able),
        declined_unanswerable=_share(not outcome.answered for outcome in unable),
        false_answers=_share(outcome.answered for outcome in unable),
        right_of_answers=_share(each.first_is_right for each in outcomes if each.answered),
        auroc=auroc(
            [outcome.confidence for outcome in able], [outcome.confidence for outcome in unable]
        ),
        not_verbatim=sum(not outcome.verbatim for outcome in outcomes),
        p50_ms=took[len(took) // 2] if took else None,
        p95_ms=took[int(len(took) * 0.95)] if took else None,
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return how often a positive scores above a negative, ties half (AUROC); None without a pair."""
    if not positive or not negative:
        return None
    below = sorted(negative)
    wins = sum(
        (bisect.bisect_left(below, x) + bisect.bisect_right(below, x)) / 2 for x in positive
    )
    return wins / (len(positive) * len(negative))


def _answers(excerpt: Excerpt, place: Where) -> bool:
    match place:
        case GoldAnywhere():
            return _plain(place.text) in _plain(excerpt.text)
        case GoldWords():
            return len(excerpt.text) <= LONGEST and _holds(excerpt.citation, place)
        case GoldPlace():
            return len(excerpt.text) <= LONGEST and any(
                _shares(excerpt, at, place) for at in (excerpt.citation, *excerpt.also_in)
            )
        case _:
            assert_never(place)


def _holds(citation: Citation, words: GoldWords) -> bool:
    return _same_file(citation.file, words.file) and citation.span.contains(words.span)


def _shares(excerpt: Excerpt, citation: Citation, place: GoldPlace) -> bool:
    """Whether the place lies inside the excerpt, or most of the excerpt inside the place."""
    if not _same_file(citation.file, place.file):
        return False
    if place.span is None:
        return place.text is not None and place.text in excerpt.text
    shared = min(citation.span.end, place.span.end) - max(citation.span.start, place.span.start)
    shorter = min(citation.span.end - citation.span.start, place.span.end - place.span.start)
    return shared > 0 and shared >= MOST * shorter


def _same_file(one: str, other: str) -> bool:
    return PurePosixPath(one).name == PurePosixPath(other).name


def _plain(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text.lower()).strip()


def _share(truths: Iterable[bool]) -> float | None:
    values = list(truths)
    return sum(values) / len(values) if values else None
