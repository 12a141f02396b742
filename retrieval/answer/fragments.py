"""A mere fragment that stands for a question: "why?", "and in 2023?", "what about Brandt?"."""

from __future__ import annotations

import re
from datetime import date

from retrieval.answer.lexicon import ADJUNCTS
from retrieval.answer.parts import ASKING, TOPIC, asks, clause_of, subject_of, unmarked
from retrieval.answer.person import Who
from retrieval.answer.question import names_in
from retrieval.answer.scope import sources_said, without
from retrieval.answer.times import days_said
from retrieval.answer.whose import who_is_asked_for

_WHY = re.compile(
    rf"(?P<asking>since\swhen|{ASKING})(?:\s(?:so|come|not|else))?"
    r"(?:\s(?:is|was|did|does|were)\s(?:that|this|it)(?:\s(?:so|happen|happened|be|take\splace))?)?",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"(?:what|how)\sabout\s(?P<thing>.+)", re.IGNORECASE)
_ADJUNCT = re.compile(rf"(?:{ADJUNCTS})\b", re.IGNORECASE)
_LONGEST = 8
"""Words in a fragment, at most."""


def asked_anew(core: str, question: str) -> str | None:
    """Another question word for the clause of a question: "why?", "since when is that?"."""
    asked = _WHY.fullmatch(core)
    clause = clause_of(question) if asked else None
    return None if asked is None or clause is None else f"{asked['asking']} {clause}"


def about_another(core: str, question: str, who: Who, *, led_in: bool) -> str | None:
    """The question with another topic, time, source or name.

    ``led_in``: whether something shows that the fragment asks, such as "and" before it.
    """
    asked = _WHAT_ABOUT.fullmatch(core)
    thing = asked["thing"] if asked else core
    if not thing or asks(thing) or len(thing.split()) > _LONGEST:
        return None
    question = unmarked(question)
    topic = TOPIC.match(thing)
    is_adjunct = _ADJUNCT.match(thing) is not None
    if not asked and not (led_in and (topic or is_adjunct or names_in(thing) == (thing,))):
        return None
    if is_adjunct:
        return f"{_without_adjunct(question, thing)} {thing}"
    if not topic and (named := _of_another(question, thing, who)) is not None:
        return named
    return _on_another_topic(question, topic["topic"] if topic else thing)


def _without_adjunct(question: str, thing: str) -> str:
    """The question without what says the same kind of thing: another time, another source."""
    if next(sources_said(thing), None) is not None:
        source = next(sources_said(question), None)
        return without(question, source.span) if source else question
    if next(days_said(thing, _any_day, _any_day()), None) is not None:
        days = next(iter(days_said(question, _any_day, _any_day())), None)
        return without(question, days.span) if days else question
    return question


def _any_day() -> date:
    return date.max


def _of_another(question: str, thing: str, who: Who) -> str | None:
    """The question about somebody else, where it was about somebody by name."""
    if who(thing) is None:
        return None
    people = (name for name in names_in(question) if who(name) is not None)
    asked = who_is_asked_for(question) or next(people, None)
    return None if asked is None else question.replace(asked, thing, 1)


def _on_another_topic(question: str, thing: str) -> str:
    """The question about something else: in place of its topic, or of its subject."""
    topic = TOPIC.search(question)
    if topic and topic["word"].casefold() != "on":
        return f"{question[: topic.start()]}{topic['word']} {thing}"
    subject = None if who_is_asked_for(question) is not None else subject_of(question)
    if subject is not None:
        return question.replace(subject, thing, 1)
    return f"{question} about {thing}"
