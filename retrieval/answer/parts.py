"""The parts of a question: its clause, its subject, its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from retrieval.answer.lexicon import AUXILIARIES, MEASURES, PARTICLES, QUESTION_WORDS

AUXILIARY = "|".join(AUXILIARIES)
ASKING = rf"how\s(?:{'|'.join(MEASURES)})|{'|'.join(sorted(QUESTION_WORDS))}"
TOPIC = re.compile(r"\b(?P<word>about|regarding|concerning|on)\s(?P<topic>.+)", re.IGNORECASE)

_ASKS = re.compile(rf"\b(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
_BEGINS_WITH_A_VERB = re.compile(rf"(?:{AUXILIARY})\b", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"(?:\w+\s)?(?:{ASKING})\b(?P<thing>(?:\s(?!(?:{AUXILIARY})\b)\S+){{0,4}}?)\s(?P<verb>{AUXILIARY})\s(?P<rest>.+)",
    re.IGNORECASE,
)
_SUBJECT_CLAUSE = re.compile(rf"(?:{ASKING})\s(?P<rest>.+)", re.IGNORECASE)
_AFTER_A_VERB = re.compile(rf"\b(?P<verb>{AUXILIARY})\s(?P<rest>.+)", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|an?|this|that|these|those|his|her|its|their|our|my)\s|[A-Z]")


def unmarked(question: str) -> str:
    """The question without the marks at its end."""
    return question.rstrip(" ?!.")


def asks(text: str) -> bool:
    """Whether the text has a word with which one asks, as a mere fragment has not."""
    return _ASKS.search(text) is not None


def clause_of(question: str) -> str | None:
    """What a question asks something of, with the verb in front: "did the union strike"."""
    asked = unmarked(question)
    match = _CLAUSE.match(asked)
    if match:
        thing, rest = match["thing"].strip(), match["rest"]
        if not thing:
            return f"{match['verb']} {rest}"
        determined = _DETERMINED.match(rest)
        return (
            f"{match['verb']} {rest} {thing}" if determined else f"{match['verb']} {thing} {rest}"
        )
    if _BEGINS_WITH_A_VERB.match(asked):
        return asked[0].lower() + asked[1:]
    subject = _SUBJECT_CLAUSE.match(asked)
    return subject["rest"] if subject else None


def subject_of(question: str) -> str | None:
    """The words after the verb of a question that stand for what it is about, if they show."""
    match = _AFTER_A_VERB.search(unmarked(question))
    if match is None:
        return None
    taken = list(_before_a_border(match["rest"].split()))
    named = _with_a_name(taken)
    if named:
        return named
    if not taken or taken[0].casefold() not in {"the", "a", "an", "this", "that"}:
        return None
    if match["verb"].casefold() in {"is", "are", "was", "were"}:
        participle = next((i for i, w in enumerate(taken) if w.endswith(("ed", "ing"))), None)
        return " ".join(taken[:participle])
    return " ".join(taken[:-1]) if len(taken) > len(["the", "noun"]) else None


def _before_a_border(words: Sequence[str]) -> Iterator[str]:
    """The words before a preposition, a particle or a second article."""
    for index, word in enumerate(words):
        if index and word.casefold() in PARTICLES:
            return
        yield word


def _with_a_name(words: Sequence[str]) -> str:
    """The words up to the end of the first name: "the Elvane Protocol"; empty without one."""
    is_name = [word[:1].isupper() for word in words]
    if not any(is_name):
        return ""
    first = is_name.index(True)
    return " ".join([*words[:first], *takewhile(lambda word: word[:1].isupper(), words[first:])])
