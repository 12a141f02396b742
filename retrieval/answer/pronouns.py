"""Names for the pronouns of a question that mean nobody in it: "what did he say?"."""

from __future__ import annotations

import re
from collections.abc import Collection

from retrieval.answer.earlier import Earlier
from retrieval.answer.lexicon import QUESTION_WORDS, STOP_WORDS
from retrieval.answer.parts import AUXILIARY, TOPIC, asks, subject_of, unmarked
from retrieval.answer.person import Who, is_it, known
from retrieval.answer.question import names_in
from retrieval.answer.whose import who_is_asked_for

_PRONOUN = re.compile(
    r"\b(?P<he>he|him|his)\b|\b(?P<she>she|hers|her)\b|\b(?P<they>they|them|theirs|their)\b|"
    r"\b(?P<it>it|its)\b",
    re.IGNORECASE,
)
_OWNING = frozenset("his hers her theirs their its".split())
_IDLE_IT = re.compile(
    rf"\b(?:{AUXILIARY})\sit\s(?:\S+\s){{0,4}}(?:to|that|for|if|whether)\b|\bit\stakes?\b|\btake\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"\b(?:the|an?|this|that|these|those|every|each|some|any|\d+)\s\w", re.IGNORECASE
)
_BARE_NOUN = re.compile(rf"\b(?:{AUXILIARY}|which|many)\s(?P<word>\w+)", re.IGNORECASE)
_ABOUT_IT = re.compile(r"\babout\s\Z", re.IGNORECASE)


def named(core: str, earlier: Earlier, who: Who) -> str | None:
    """The question with names for its pronouns; None where none of them wants one."""
    if not asks(core):
        return None
    given = [person.name for person in known(names_in(core), who)]
    pieces: list[str] = []
    end = 0
    for match in _PRONOUN.finditer(core):
        before = core[: match.start()]
        is_topic = match.end() == len(core) and _ABOUT_IT.search(before)
        if _is_bound(before) and not is_topic:
            break
        name = _antecedent(match, earlier, who, given)
        if name is None:
            continue
        given.append(name)
        pieces += [core[end : match.start()], _case(name, match)]
        end = match.end()
    return "".join([*pieces, core[end:]]) if pieces else None


def _is_bound(before: str) -> bool:
    """Whether the words before a pronoun name somebody or something that it can mean."""
    if any(name.casefold() not in QUESTION_WORDS for name in names_in(f"{before} .")):
        return True
    if _DETERMINER.search(before):
        return True
    words = (match["word"].casefold() for match in _BARE_NOUN.finditer(before))
    return any(word not in STOP_WORDS for word in words)


def _antecedent(
    match: re.Match[str], earlier: Earlier, who: Who, given: Collection[str]
) -> str | None:
    """What a pronoun of the question means, other than those who are named in it."""
    if match["it"]:
        is_idle = _IDLE_IT.search(match.string) or (given and not TOPIC.search(match.string))
        return None if is_idle else _thing(earlier.question, who)
    people = [
        person
        for person in known(earlier.names, who)
        if not person.is_body and person.name not in given
    ]
    if match["they"]:
        asked = who_is_asked_for(earlier.question)
        if asked is not None and is_it(asked, who):
            return asked
        thing = None if asked else _thing(earlier.question, who)
        return thing or next((person.name for person in people), None)
    gender = "m" if match["he"] else "f"
    return next((person.name for person in people if person.gender in {gender, ""}), None)


def _thing(question: str, who: Who) -> str | None:
    """What a question is about, where that is no person."""
    if who_is_asked_for(question) is not None:
        topic = TOPIC.search(unmarked(question))
        return topic["topic"] if topic else None
    subject = subject_of(question)
    if subject is not None and is_it(subject, who):
        return subject
    return next((name for name in names_in(question) if is_it(name, who)), None)


def _case(name: str, match: re.Match[str]) -> str:
    """The name as an owner's where the pronoun is one: "her" is before a word of its own."""
    pronoun = match.group().casefold()
    after = match.string[match.end() :].split()
    owns = pronoun in _OWNING and (
        pronoun != "her" or (bool(after) and after[0].casefold() not in STOP_WORDS)
    )
    return f"{name}’s" if owns else name
