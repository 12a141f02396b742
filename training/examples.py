"""From labelled questions to groups of windows: one with the answer, and others without it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer.reranking import heading
from retrieval.model import Span
from training.labelled import Document, LabelledQuestion
from training.negatives import Place

SHORTEST, LONGEST = 120, 520
"""Code points of a window, drawn between these: the bot reads windows of many lengths."""

WITHOUT_TITLE, WITHOUT_DATE = 0.1, 0.25
"""How often a title or date is left out: not every article has one."""

NEAREST_FIRST = 0.25
"""The rate of the exponential by which a hard sentence is drawn from those found, best first."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a window of adjacent sentences.

    Attributes:
        heading: what is read before the text: title and date.
        sentences: where they stand in ``text``.
        grades: of each sentence: 0, PARTLY or FULLY.
        contradicting: the index of the sentence that says otherwise, or None.
        answers: the answering words, as places in ``text``; None where they are not marked.
    """

    question: str
    heading: str
    text: str
    sentences: tuple[Span, ...]
    grades: tuple[int, ...]
    contradicting: int | None
    answers: tuple[Span, ...] | None


def group_of(
    question: LabelledQuestion,
    documents: Sequence[Document],
    found: Sequence[Place],
    windows: int,
    rng: random.Random,
) -> list[Example]:
    """Return up to so many windows for a question: first those that answer or tempt, then others.

    No two windows share a sentence.
    """
    own = question.document
    taken: dict[int, set[int]] = {}
    made: list[Example] = []

    def add(document: Document, index: int) -> bool:
        used = taken.setdefault(id(document), set())
        if index in used:
            return False
        run = _run_around(document, index, used, rng)
        used.update(run)
        made.append(_example(question, document, run, rng))
        return True

    if question.grades:
        full = [
            i for i, grade in question.grades.items() if grade == max(question.grades.values())
        ]
        add(own, rng.choice(sorted(full)))
    elif question.tempting is not None:
        add(own, question.tempting)
    left = list(found)
    while len(made) < windows and left:
        place = left.pop(min(int(rng.expovariate(NEAREST_FIRST)), len(left) - 1))
        add(documents[place.document], place.sentence)
    return made


def _run_around(document: Document, index: int, used: set[int], rng: random.Random) -> range:
    """Return adjacent sentences around one, none of them used, within a length that is drawn."""
    longest = rng.uniform(SHORTEST, LONGEST)
    first, last = index, index
    while True:
        wider = [(first - 1, last)] * (first > 0 and first - 1 not in used)
        wider += [(first, last + 1)] * (
            last + 1 < len(document.sentences) and last + 1 not in used
        )
        wider = [
            (a, b)
            for a, b in wider
            if document.sentences[b].end - document.sentences[a].start <= longest
        ]
        if not wider:
            return range(first, last + 1)
        first, last = rng.choice(wider)


def _example(
    question: LabelledQuestion, document: Document, run: range, rng: random.Random
) -> Example:
    start, end = document.sentences[run[0]].start, document.sentences[run[-1]].end
    is_own = document is question.document
    answers = None
    if question.has_answers or not is_own:
        inside = (
            span.shift(-start)
            for span in question.answers
            if is_own and start <= span.start and span.end <= end
        )
        answers = tuple(inside)
    contradicting = None
    tempting = question.tempting if is_own and question.contradicted else None
    if tempting is not None and tempting in run:
        contradicting = run.index(tempting)
    return Example(
        question.text,
        heading(
            None if rng.random() < WITHOUT_TITLE else document.title,
            None if rng.random() < WITHOUT_DATE else document.date,
        ),
        document.text[start:end],
        tuple(document.sentences[i].shift(-start) for i in run),
        tuple(question.grades.get(i, 0) if is_own else 0 for i in run),
        contradicting,
        answers,
    )


def batches(
    groups: Sequence[list[Example]], size: int, rng: random.Random
) -> Iterator[list[list[Example]]]:
    """Yield the groups in batches of like length."""

    def length(group: list[Example]) -> float:
        return max(len(each.text) for each in group) + rng.random() * 40

    ordered = sorted(groups, key=length)
    chunks = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    rng.shuffle(chunks)
    yield from chunks
