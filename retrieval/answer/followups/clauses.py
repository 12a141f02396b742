"""Splits an English question into its question word, verb, subject and topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from retrieval.answer.lexicon import alternation, question_words


def strip_final_marks(question: str) -> str:
    """Return the question without the marks at its end."""
    return question.rstrip(" ?!.")


def has_question_word(text: str) -> bool:
    """Return whether the text has a question word or an auxiliary; a mere fragment has none."""
    return _asks().search(text) is not None


def clause_of(question: str) -> str | None:
    """Return what a question asks something of, verb first: "did the union strike"."""
    asked = strip_final_marks(question)
    match = _clause().match(asked)
    if match:
        thing, rest = match["thing"].strip(), match["rest"]
        if not thing:
            return f"{match['verb']} {rest}"
        determined = _determined().match(rest)
        return (
            f"{match['verb']} {rest} {thing}" if determined else f"{match['verb']} {thing} {rest}"
        )
    if _begins_with_a_verb().match(asked):
        return asked[0].lower() + asked[1:]
    subject = _subject_clause().match(asked)
    return subject["rest"] if subject else None


def subject_of(question: str) -> str | None:
    """Return the subject after the verb of a question; None where it cannot be told."""
    match, words = _after_a_verb().search(strip_final_marks(question)), question_words().follow_ups
    if match is None:
        return None
    taken = list(_noun_phrase(match["rest"].split()))
    named = _up_to_name(taken)
    if named:
        return named
    if not taken or taken[0].casefold() not in words.definite:
        return None
    if match["verb"].casefold() in words.being:
        participle = next(
            (i for i, w in enumerate(taken) if w.endswith(words.participle_ends)), None
        )
        return " ".join(taken[:participle])
    return " ".join(taken[:-1]) if len(taken) > len(["the", "noun"]) else None


def _noun_phrase(words: Sequence[str]) -> Iterator[str]:
    """Yield the words before a preposition, a particle or a second article."""
    for index, word in enumerate(words):
        if index and word.casefold() in question_words().particles:
            return
        yield word


def _up_to_name(words: Sequence[str]) -> str:
    """Return the words to the end of the first name: "the Elvane Protocol"; "" without one."""
    is_name = [word[:1].isupper() for word in words]
    if not any(is_name):
        return ""
    first = is_name.index(True)
    return " ".join([*words[:first], *takewhile(lambda word: word[:1].isupper(), words[first:])])


@cache
def topic_pattern() -> re.Pattern[str]:
    """Return the pattern of a topic and the preposition, ``word``, before it."""
    words = question_words()
    before = alternation((*words.topic_prepositions, *words.follow_ups.topic_or_place))
    return re.compile(rf"\b(?P<word>{before})\s(?P<topic>.+)", re.IGNORECASE)


@cache
def _asks() -> re.Pattern[str]:
    words = question_words()
    return re.compile(rf"\b(?:{words.asking}|{words.auxiliary})\b", re.IGNORECASE)


@cache
def _begins_with_a_verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{question_words().auxiliary})\b", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    words = question_words()
    return re.compile(
        rf"(?:\w+\s)?(?:{words.asking})\b(?P<thing>(?:\s(?!(?:{words.auxiliary})\b)\S+){{0,4}}?)"
        rf"\s(?P<verb>{words.auxiliary})\s(?P<rest>.+)",
        re.IGNORECASE,
    )


@cache
def _subject_clause() -> re.Pattern[str]:
    return re.compile(rf"(?:{question_words().asking})\s(?P<rest>.+)", re.IGNORECASE)


@cache
def _after_a_verb() -> re.Pattern[str]:
    auxiliary = question_words().auxiliary
    return re.compile(rf"\b(?P<verb>{auxiliary})\s(?P<rest>.+)", re.IGNORECASE)


@cache
def _determined() -> re.Pattern[str]:
    words = question_words().follow_ups
    before = alternation((*words.definite, *words.demonstratives, *words.owners))
    return re.compile(rf"(?:{before})\s|[A-Z]")
