"""Find the questions and answers of an interview, and who is interviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.model import Span
from retrieval.quotes.parsed.labelled_speech.speaker_labels import (
    LabelReader,
    SpeakerLabel,
    without_edges,
)
from retrieval.quotes.parsed.quotation_marks import DOUBLE_MARKS

TURN_LABEL = re.compile(r"[*_\s]*(?P<word>[A-Z][a-z]*)\s?\d{0,2}[:.][*_]*\s+(?=\S)")
"""Matches what may stand before a question or an answer: "Q:", "A.", "Answer 2:"."""

MIN_PRINTED_QUESTIONS = 2
"""Questions without a label at least in an interview."""

MAX_QUESTION_WORDS = 30
"""Words at most of a question that stands by itself."""

MAX_TURN_PARAGRAPHS = 6
"""Paragraphs of one turn at most."""

NEAR_WORDS = 3
"""Words from "spoke" to "with" at most."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question or an answer, as a paragraph holds it."""

    paragraph: int
    words: Span
    asks: bool


def questions_and_answers(reader: LabelReader) -> list[SpeakerLabel]:
    """Return the turns of an interview, each with its words; none where there is no interview.

    The answers are those of whoever is interviewed, where the article says so, and else open;
    the questions are open. Instructions and tables have no question with an answer below it; lists
    of questions that readers may ask have no answers in which somebody speaks of himself.
    """
    turns = [turn for n in range(len(reader.paragraphs)) if (turn := _labelled(reader, n))]
    turns = _in_pairs(turns)
    if not any(turn.asks and "?" in turn.words.of(reader.text) for turn in turns):
        return _answers_to_printed_questions(reader)
    numbers = {turn.paragraph for turn in turns}
    who = _interviewed(reader, numbers)
    if who is None and not _is_interview(reader, turns, numbers):
        return []
    starts = [*(turn.paragraph for turn in turns[1:]), None]
    return [
        replace(
            _label(reader, turn, None if turn.asks else who),
            turn=_with_paragraphs_below(reader, turn, following),
        )
        for turn, following in zip(turns, starts, strict=True)
    ]


def _is_interview(reader: LabelReader, turns: Sequence[_Turn], numbers: set[int]) -> bool:
    """Return whether it is told so, or whoever answers, and not who asks, speaks of himself."""
    others = (n for n in range(len(reader.paragraphs)) if n not in numbers)
    of_interviews = reader.lexicon.labels.of_interviews
    if any(of_interviews & {reader.word(at) for at in reader.tokens_of(n)} for n in others):
        return True
    oneself = reader.lexicon.labels.of_oneself
    who_speaks = {turn.asks for turn in turns if _says(reader, turn.words, oneself)}
    return who_speaks == {False}


def _answers_to_printed_questions(reader: LabelReader) -> list[SpeakerLabel]:
    """Return the answers below questions without labels, where it is known who is interviewed."""
    count = len(reader.paragraphs)
    asked = [n for n in range(1, count - 1) if _is_question(reader, n)]
    answers = [
        _Turn(n + 1, without_edges(reader.text, reader.paragraphs[n + 1]), asks=False)
        for n in asked
        if n + 1 not in asked
    ]
    labels = reader.lexicon.labels
    own = [turn for turn in answers if _says(reader, turn.words, labels.of_oneself)]
    to_somebody = [n for n in asked if _words(reader, n) & {"you", "your"}]
    if len(asked) < MIN_PRINTED_QUESTIONS or len(answers) < len(asked):
        return []
    if 2 * len(own) < len(answers) or 2 * len(to_somebody) < len(asked):
        return []
    ours = {*asked, *(turn.paragraph for turn in answers)}
    who = _interviewed(reader, ours) if _is_our_interview(reader, ours) else None
    if who is None or not any(_says(reader, t.words, labels.of_oneself_alone) for t in answers):
        return []
    surname = frozenset({reader.word(who[1])})
    about = any(
        set(turn.words.of(reader.text)) & set(DOUBLE_MARKS) or _says(reader, turn.words, surname)
        for turn in answers
    )
    return [] if about else [_label(reader, turn, who) for turn in answers]


def _labelled(reader: LabelReader, number: int) -> _Turn | None:
    """Return the paragraph as a question or an answer that has a label, or None."""
    span = reader.paragraphs[number]
    start = reader.text.rfind("\n", 0, span.start) + 1
    match = TURN_LABEL.match(reader.text, start, span.end)
    labels = reader.lexicon.labels
    if match is None or match["word"].lower() not in labels.of_questions | labels.of_answers:
        return None
    if match.end() < span.start or (start < span.start and match.end() != span.start):
        return None
    asks = match["word"].lower() in labels.of_questions
    return _Turn(number, without_edges(reader.text, Span(match.end(), span.end)), asks)


def _with_paragraphs_below(
    reader: LabelReader, turn: _Turn, following: int | None
) -> tuple[tuple[int, Span], ...]:
    """Return the paragraphs of a turn: those before the next one belong to it if it is near."""
    spans = [(turn.paragraph, turn.words)]
    near = following is not None and following - turn.paragraph <= MAX_TURN_PARAGRAPHS
    for number in range(turn.paragraph + 1, following if near and following else 0):
        span = without_edges(reader.text, reader.paragraphs[number])
        if not _says(reader, span, reader.lexicon.labels.of_oneself):
            break
        spans.append((number, span))
    return tuple(spans)


def _in_pairs(turns: Sequence[_Turn]) -> list[_Turn]:
    """Return the questions that an answer follows, with these answers."""
    found: list[_Turn] = []
    for question, answer in pairwise(turns):
        if question.asks and not answer.asks:
            found += [question, answer]
    return found


def _label(reader: LabelReader, turn: _Turn, who: tuple[int, int] | None) -> SpeakerLabel:
    mark = reader.token_after(turn.words.start)
    first, last = who or (mark, mark)
    return SpeakerLabel(
        paragraph=turn.paragraph,
        first=first,
        last=last,
        mark=mark,
        is_person=False,
        names=who is not None,
        turn=((turn.paragraph, turn.words),),
    )


def _is_question(reader: LabelReader, number: int) -> bool:
    """Return whether the paragraph is nothing but one question."""
    words = without_edges(reader.text, reader.paragraphs[number]).of(reader.text)
    is_one = re.search(r"[.!?:]\s", words) is None and len(words.split()) <= MAX_QUESTION_WORDS
    return words[-1:] == "?" and is_one and not set(words) & set(DOUBLE_MARKS)


def _says(reader: LabelReader, span: Span, these: frozenset[str]) -> bool:
    """Return whether one of the words stands there."""
    words = re.findall(r"[\w']+", span.of(reader.text).lower().replace("’", "'"))
    return any(word in these or word.removesuffix("'s") in these for word in words)


def _words(reader: LabelReader, number: int) -> set[str]:
    return set(re.findall(r"\w+", reader.paragraphs[number].of(reader.text).lower()))


# --- who is interviewed ----------------------------------------------------------------------


def _interviewed(reader: LabelReader, turns: set[int]) -> tuple[int, int] | None:
    """Return the tokens of the name of whoever is interviewed; None where that is open.

    It is the one person whom the paragraphs that tell of the interview name, a title above all,
    unless it is who asks there.
    """
    found: dict[str, tuple[int, int]] = {}
    for number in range(len(reader.paragraphs)):
        if number in turns:
            continue
        tokens = reader.tokens_of(number)
        if not _tells_of_interview(reader, tokens):
            continue
        for name in _names(reader, tokens):
            if _interviews(reader, name, tokens):
                return None
            surname = reader.word(name[1])
            longest = found.get(surname, name)
            found[surname] = max(longest, name, key=lambda n: n[1] - n[0])
        if number == 0 and len(found) == 1:
            break
    names = list(found.values())
    return names[0] if len(names) == 1 and names[0][0] < names[0][1] else None


def _is_our_interview(reader: LabelReader, turns: set[int]) -> bool:
    """Return whether a paragraph tells of an interview, or of a talk with who writes: "with us"."""
    labels = reader.lexicon.labels
    for number in range(len(reader.paragraphs)):
        words = {reader.word(at) for at in reader.tokens_of(number)}
        named = words & (labels.of_interviews | labels.questions_to_somebody)
        with_us = words & labels.speaking_with and words & labels.of_oneself
        if number not in turns and (named or with_us):
            return True
    return False


def _tells_of_interview(reader: LabelReader, tokens: range) -> bool:
    words = [reader.word(at) for at in tokens]
    labels = reader.lexicon.labels
    return not labels.of_interviews.isdisjoint(words) or any(
        word in labels.speaking_with | labels.questions_to_somebody
        and not labels.before_whom.isdisjoint(words[at + 1 : at + 1 + NEAR_WORDS])
        for at, word in enumerate(words)
    )


def _names(reader: LabelReader, tokens: range) -> Iterator[tuple[int, int]]:
    """Yield the first and the last token of each person's name."""
    first: int | None = None
    for at in tokens:
        is_name = reader.tokens[at].entity == "PERSON" and reader.tokens[at].pos == "PROPN"
        if is_name and first is None:
            first = at
        if first is not None and (not is_name or at == tokens[-1]):
            yield first, at if is_name else at - 1
            first = None


def _interviews(reader: LabelReader, name: tuple[int, int], tokens: range) -> bool:
    """Return whether it is the person named who asks: "by Marlow", "Marlow spoke with her"."""
    labels = reader.lexicon.labels
    before = reader.word(name[0] - 1) if name[0] > tokens.start else ""
    after = [reader.word(at) for at in range(name[1] + 1, min(name[1] + 5, tokens.stop))]
    to_somebody = after[:1] and after[0] in labels.speaking_with
    return (
        before in labels.interviewed_by
        or bool(after[:1] and after[0] in labels.interviewing)
        or bool(to_somebody and not reader.lexicon.grammar.he_and_she.isdisjoint(after))
    )
