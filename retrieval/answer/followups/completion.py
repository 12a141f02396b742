"""Completes a follow-up question from the one before it: "and in 2023?", "why?", "did he?".

Names and verbs are taken from the question and the answer before. A question that says itself
whom and what it is about is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval.answer.followups.clauses import (
    clause_of,
    has_question_word,
    strip_final_marks,
    subject_of,
    topic_pattern,
)
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.question import names_in
from retrieval.answer.scope.dates import date_ranges
from retrieval.answer.scope.filters import cited_sources, remove_span
from retrieval.answer.words_asked import asked_speaker
from retrieval.languages.tables import date_words


def complete_follow_up(text: str, earlier: PreviousTurn, who: NameResolver) -> str | None:
    """Return the question completed from the earlier one; None where it is complete."""
    begun = _leading_words().sub("", text.strip())
    led_in = begun != text.strip() or text.rstrip().endswith("?")
    core = strip_final_marks(begun)
    ways = (
        _with_chosen_option(core, earlier),
        with_question_word(core, earlier.question),
        with_other_topic(core, earlier.question, who, led_in=led_in),
        with_names_for_pronouns(core, earlier, who),
    )
    found = next((way for way in ways if way is not None), None)
    return None if found is None else f"{found[0].upper()}{found[1:].rstrip(' ?')}?"


def _with_chosen_option(core: str, earlier: PreviousTurn) -> str | None:
    """Return the earlier question with the one of several people who is named now."""
    words = set(core.casefold().split())
    if earlier.who is None or not words:
        return None
    fits = [option for option in earlier.options if words <= set(option.casefold().split())]
    exactly = [option for option in fits if option.casefold() == core.casefold()]
    chosen = exactly or fits
    if len(chosen) != 1:
        return None
    return re.sub(re.escape(earlier.who), lambda _: chosen[0], earlier.question, count=1)


_MAX_FRAGMENT_WORDS = 8
"""Words in a fragment, at most."""


def with_question_word(core: str, question: str) -> str | None:
    """Return the earlier clause with another question word: "why?", "since when is that?".

    Not "how many?" or "who?" after a question for somebody's words, which have no number.
    """
    asked = _asked_again().fullmatch(core)
    if asked and asked_speaker(question) and _asks_for_a_thing().fullmatch(asked["asking"]):
        return None
    clause = clause_of(question) if asked else None
    return None if asked is None or clause is None else f"{asked['asking']} {clause}"


def with_other_topic(core: str, question: str, who: NameResolver, *, led_in: bool) -> str | None:
    """Return the earlier question with another topic, time, source or name.

    ``led_in``: whether something shows that the fragment asks, such as "and" before it.
    """
    asked = _other_thing().fullmatch(core)
    thing = asked["thing"] if asked else core
    if not thing or has_question_word(thing) or len(thing.split()) > _MAX_FRAGMENT_WORDS:
        return None
    question = strip_final_marks(question)
    topic = topic_pattern().match(thing)
    is_adjunct = _adjunct().match(thing) is not None
    if not asked and not (led_in and (topic or is_adjunct or names_in(thing) == (thing,))):
        return None
    if is_adjunct:
        return f"{_drop_replaced_adjunct(question, thing)} {thing}"
    if not topic and (named := _about_other_person(question, thing, who)) is not None:
        return named
    return _about_other_thing(question, topic["topic"] if topic else thing)


def _drop_replaced_adjunct(question: str, thing: str) -> str:
    """Return the question without the time, or the source, that another one replaces."""
    if next(cited_sources(thing), None) is not None:
        source = next(cited_sources(question), None)
        return remove_span(question, source.span) if source else question
    if next(date_ranges(thing, _any_day, _any_day()), None) is not None:
        days = next(iter(date_ranges(question, _any_day, _any_day())), None)
        return remove_span(question, days.span) if days else question
    return question


def _any_day() -> date:
    return date.max


def _about_other_person(question: str, thing: str, who: NameResolver) -> str | None:
    """Return the question about somebody else, where it was about somebody by name."""
    if who(thing) is None:
        return None
    people = (name for name in names_in(question) if who(name) is not None)
    asked = asked_speaker(question) or next(people, None)
    return None if asked is None else question.replace(asked, thing, 1)


def _about_other_thing(question: str, thing: str) -> str:
    """Return the question with another topic or, if it has none, another subject."""
    topic = topic_pattern().search(question)
    if topic and topic["word"].casefold() not in question_words().follow_ups.topic_or_place:
        return f"{question[: topic.start()]}{topic['word']} {thing}"
    subject = None if asked_speaker(question) is not None else subject_of(question)
    if subject is not None:
        return question.replace(subject, thing, 1)
    return f"{question} about {thing}"


def with_names_for_pronouns(core: str, earlier: PreviousTurn, who: NameResolver) -> str | None:
    """Return the question with its pronouns resolved; None where none needs that."""
    if not has_question_word(core):
        return None
    given = [person.name for person in resolve_names(names_in(core), who)]
    pieces: list[str] = []
    end = 0
    for match in _pronoun().finditer(core):
        before = core[: match.start()]
        is_topic = match.end() == len(core) and _about_it().search(before)
        if _has_antecedent_before(before) and not is_topic:
            break
        name = _antecedent(match, earlier, who, given)
        if name is None:
            continue
        given.append(name)
        pieces += [core[end : match.start()], _in_case_of(name, match)]
        end = match.end()
    return "".join([*pieces, core[end:]]) if pieces else None


def _has_antecedent_before(before: str) -> bool:
    """Return whether the words before a pronoun name something that it can mean."""
    if any(
        name.casefold() not in question_words().question_words for name in names_in(f"{before} .")
    ):
        return True
    if _determiner().search(before):
        return True
    words = (match["word"].casefold() for match in _bare_noun().finditer(before))
    return any(word not in question_words().stop_words for word in words)


def _antecedent(
    match: re.Match[str], earlier: PreviousTurn, who: NameResolver, given: Collection[str]
) -> str | None:
    """Return what a pronoun means, other than those who are named in the question, or None."""
    if match["it"]:
        is_idle = _expletive_it().search(match.string) or (
            given and not topic_pattern().search(match.string)
        )
        return None if is_idle else _neuter_antecedent(earlier.question, who)
    people = [
        person
        for person in resolve_names(earlier.names, who)
        if not person.is_body and person.name not in given
    ]
    if match["they"]:
        asked = asked_speaker(earlier.question)
        if asked is not None and is_neuter(asked, who):
            return asked
        thing = None if asked else _neuter_antecedent(earlier.question, who)
        return thing or next((person.name for person in people), None)
    gender = "m" if match["he"] else "f"
    return next((person.name for person in people if person.gender in {gender, ""}), None)


def _neuter_antecedent(question: str, who: NameResolver) -> str | None:
    """Return what a question is about, where that is no person."""
    if asked_speaker(question) is not None:
        topic = topic_pattern().search(strip_final_marks(question))
        return topic["topic"] if topic else None
    subject = subject_of(question)
    if subject is not None and is_neuter(subject, who):
        return subject
    return next((name for name in names_in(question) if is_neuter(name, who)), None)


def _in_case_of(name: str, match: re.Match[str]) -> str:
    """Return the name in the pronoun's case: "her" is possessive before a word of its own."""
    words, pronoun = question_words(), match.group().casefold()
    after = match.string[match.end() :].split()
    owns = pronoun in words.follow_ups.possessive and (
        pronoun not in words.follow_ups.object_or_possessive
        or (bool(after) and after[0].casefold() not in words.stop_words)
    )
    return f"{name}’s" if owns else name


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A person or body whom a pronoun may mean, by the full name.

    Attributes:
        gender: "m", "f" or "" where the name does not say.
        is_body: for a firm or an office, which speaks but is no "he".
    """

    name: str
    gender: str = ""
    is_body: bool = False


NameResolver = Callable[[str], Antecedent | None]
"""The person or the speaking body whom a printed name means; None for anything else."""


def resolve_names(names: Iterable[str], who: NameResolver) -> list[Antecedent]:
    """Return the persons and bodies whom the names mean, in order."""
    return [person for name in names if (person := who(name)) is not None]


def is_neuter(name: str, who: NameResolver) -> bool:
    """Return whether a name is that of a body or a thing, and of no "he" or "she"."""
    person = who(name)
    return person is None or person.is_body


@cache
def _leading_words() -> re.Pattern[str]:
    words = alternation(question_words().follow_ups.leading)
    return re.compile(rf"(?:(?:{words})\b,?\s+)+", re.IGNORECASE)


@cache
def _asked_again() -> re.Pattern[str]:
    """Return the pattern of a question word alone: "why?", "since when is that so?"."""
    words = question_words()
    other = alternation(words.follow_ups.other_asking).replace(" ", r"\s")
    after = alternation(words.follow_ups.after_asking)
    again = alternation(words.follow_ups.asked_again_patterns)
    return re.compile(
        rf"(?P<asking>{other}|{words.asking})(?:\s(?:{after}))?(?:\s(?:{again}))?", re.IGNORECASE
    )


@cache
def _asks_for_a_thing() -> re.Pattern[str]:
    """Return the pattern of words that ask for a number, a person or a thing."""
    words = question_words()
    things = sorted(words.question_words - words.follow_ups.of_an_occasion)
    return re.compile(
        rf"how\s(?:{alternation(words.measures)})|{alternation(things)}", re.IGNORECASE
    )


@cache
def _other_thing() -> re.Pattern[str]:
    patterns = alternation(question_words().follow_ups.other_thing_patterns)
    return re.compile(rf"(?:{patterns})\s(?P<thing>.+)", re.IGNORECASE)


@cache
def _adjunct() -> re.Pattern[str]:
    """Return the pattern of what begins a time, a place or a source; "on" begins a date only."""
    words, months = question_words(), alternation(date_words().month_names)
    on = alternation(words.follow_ups.topic_or_place)
    dated = rf"(?:{on})\s(?:\d|(?:{months}))"
    return re.compile(rf"(?:{alternation(words.adjunct_words)}|{dated})\b", re.IGNORECASE)


@cache
def _pronoun() -> re.Pattern[str]:
    words = question_words().follow_ups
    return re.compile(
        rf"\b(?:(?P<he>{alternation(words.masculine)})|(?P<she>{alternation(words.feminine)})"
        rf"|(?P<they>{alternation(words.plural)})|(?P<it>{alternation(words.neuter)}))\b",
        re.IGNORECASE,
    )


@cache
def _expletive_it() -> re.Pattern[str]:
    words = question_words()
    clause = alternation(words.follow_ups.before_expletive_clause)
    others = alternation(words.follow_ups.expletive_patterns)
    return re.compile(
        rf"\b(?:{words.auxiliary})\sit\s(?:\S+\s){{0,4}}(?:{clause})\b|{others}", re.IGNORECASE
    )


@cache
def _determiner() -> re.Pattern[str]:
    determiners = alternation(question_words().follow_ups.determiners)
    return re.compile(rf"\b(?:{determiners}|\d+)\s\w", re.IGNORECASE)


@cache
def _bare_noun() -> re.Pattern[str]:
    words = question_words()
    before = alternation((*words.auxiliaries, *words.follow_ups.before_a_bare_noun))
    return re.compile(rf"\b(?:{before})\s(?P<word>\w+)", re.IGNORECASE)


@cache
def _about_it() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{alternation(question_words().follow_ups.before_a_topic_pronoun)})\s\Z",
        re.IGNORECASE,
    )
