"""How good the answers are, and the silence."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from retrieval.evaluation.cases import Case, Place
from retrieval.model import Answer, Citation, Excerpt, Reply

AMONG = 3
"""How many excerpts a reader is shown, and takes in at a glance."""

LONGEST = 600
"""A longer excerpt is no answer: the reader would have to look for it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, its reply and what it is worth.

    Attributes:
        rank: place of the first excerpt that answers, from 1; None where none does.
        verbatim: whether every excerpt is the stored text at its citation.
    """

    case: Case
    reply: Reply
    rank: int | None
    verbatim: bool

    @property
    def answered(self) -> bool:
        """Whether the reply is an answer."""
        return isinstance(self.reply, Answer)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; None where there is no case to divide by.

    Attributes:
        hit_at_1: answerable questions whose first excerpt answers, answered or declined.
        hit_at_3: the same for the first three.
        answered_right: answerable questions that are answered, and rightly at the first excerpt.
        declined_answerable: answerable questions that are declined.
        declined_unanswerable: the others that are declined, as they should be.
        auroc: of the confidence, answerable against unanswerable questions.
    """

    answerable: int
    unanswerable: int
    hit_at_1: float | None
    hit_at_3: float | None
    answered_right: float | None
    declined_answerable: float | None
    declined_unanswerable: float | None
    auroc: float | None
    not_verbatim: int


def judge(case: Case, reply: Reply, words_of: Callable[[Citation], str]) -> Outcome:
    """What a reply to a case is worth."""
    ranks = [
        rank
        for rank, excerpt in enumerate(reply.passages, 1)
        if any(_answers(excerpt, place) for place in case.places)
    ]
    verbatim = all(words_of(excerpt.citation) == excerpt.text for excerpt in reply.passages)
    return Outcome(case, reply, ranks[0] if ranks else None, verbatim)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures over all cases."""
    able = [outcome for outcome in outcomes if outcome.case.answerable]
    unable = [outcome for outcome in outcomes if not outcome.case.answerable]
    return Figures(
        answerable=len(able),
        unanswerable=len(unable),
        hit_at_1=_share(outcome.rank == 1 for outcome in able),
        hit_at_3=_share(outcome.rank is not None and outcome.rank <= AMONG for outcome in able),
        answered_right=_share(outcome.answered and outcome.rank == 1 for outcome in able),
        declined_answerable=_share(not outcome.answered for outcome in able),
        declined_unanswerable=_share(not outcome.answered for outcome in unable),
        auroc=auroc(
            [outcome.reply.confidence for outcome in able],
            [outcome.reply.confidence for outcome in unable],
        ),
        not_verbatim=sum(not outcome.verbatim for outcome in outcomes),
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive scores above a negative, ties counting half; None without a pair."""
    if not positive or not negative:
        return None
    below = sorted(negative)
    wins = sum(
        (bisect.bisect_left(below, x) + bisect.bisect_right(below, x)) / 2 for x in positive
    )
    return wins / (len(positive) * len(negative))


def reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, int, float]]:
    """Of the answers given with a confidence near x: (x, how many, share that was right)."""
    table = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10
        inside = [o for o in outcomes if o.answered and low <= o.reply.confidence < high]
        if inside:
            right = sum(outcome.rank == 1 for outcome in inside)
            table.append((round((low + high) / 2, 2), len(inside), right / len(inside)))
    return table


def _answers(excerpt: Excerpt, place: Place) -> bool:
    if len(excerpt.text) > LONGEST:
        return False
    return any(_covers(excerpt, at, place) for at in (excerpt.citation, *excerpt.also_in))


def _covers(excerpt: Excerpt, citation: Citation, place: Place) -> bool:
    """Whether the place lies inside the excerpt, or most of the excerpt inside the place."""
    if PurePosixPath(citation.file).name != PurePosixPath(place.file).name:
        return False
    if place.span is None:
        return place.text is not None and place.text in excerpt.text
    shared = min(citation.span.end, place.span.end) - max(citation.span.start, place.span.start)
    shorter = min(citation.span.end - citation.span.start, place.span.end - place.span.start)
    return shared > 0 and shared >= 0.8 * shorter


def _share(truths: Iterable[bool]) -> float | None:
    values = list(truths)
    return sum(values) / len(values) if values else None
