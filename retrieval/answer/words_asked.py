"""Finds by its form whose words a question asks for, and on what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.question import content_words
from retrieval.text_keys import words_in

_LONGEST_NAME = 60
_END = "?!. "
_LONGEST_BARE = 2
"""Words at most of somebody who is named without a capital: a first name and a surname."""


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """Whose words a question asks for.

    Attributes:
        who: a name, or a description such as "the mayor", as typed.
        topic: what they are to be about; None for anything.
        are_own: whether nothing but their own words can answer.
    """

    who: str
    topic: str | None
    are_own: bool


def words_asked(text: str) -> Iterator[WordsAsked]:
    """Yield every reading of a question as one for somebody's words, the likeliest first."""
    words = question_words().words_asked
    for patterns, are_own in ((words.own_patterns, True), (words.other_patterns, False)):
        for pattern in patterns:
            found = _compiled(pattern).search(text)
            if found and (who := found["who"].strip()):
                yield WordsAsked(who, _topic(found.groupdict().get("rest") or ""), are_own)


def asked_speaker(text: str) -> str | None:
    """Return the words for the person whose own words a question asks for, or None."""
    return next((each.who for each in words_asked(text) if each.are_own), None)


def bare_speaker(text: str) -> frozenset[str]:
    """Return the words, in lower case, by which a question calls somebody without an article.

    "what did holt say" and "who is ida holt" name somebody; "officials" and "the mayor" name nobody.
    """
    asked = question_words().words_asked
    people = (_compiled(each).search(text) for each in asked.person_patterns)
    found = asked_speaker(text) or next((each["who"] for each in people if each), "")
    words = words_in(found.casefold())
    if len(words) > _LONGEST_BARE or any(map(_is_common, words)):
        return frozenset()
    return frozenset(words)


def _is_common(word: str) -> bool:
    """Return whether a word says what somebody is, or is a plural, and so is no name."""
    words = question_words()
    common = (words.function_words, words.words_asked.roles, words.referring_nouns)
    return word.endswith("s") or any(word in each for each in common)


def _topic(rest: str) -> str | None:
    """Return the topic in what follows the verb: "the senators about the quay", "on fish"."""
    rest = rest.strip(_END)
    about = _about().search(f" {rest} ")
    if about is not None:
        topic = rest[about.end() - 1 :].strip()
    else:
        first, _, others = rest.partition(" ")
        leads = first.casefold() in question_words().words_asked.before_a_topic
        topic = (others if leads else rest).strip()
    return topic if content_words(topic) else None


@cache
def _about() -> re.Pattern[str]:
    words = alternation(question_words().topic_prepositions)
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern with what its placeholders stand for."""
    words = question_words()
    asked = words.words_asked
    placeholders = {
        "ADVERB": rf"(?:(?:{alternation(asked.adverbs)})\s)?",
        "ASKING": alternation((*sorted(words.question_words), *words.auxiliaries)),
        "SPEAK": words.speaking,
        "VIEW": alternation(asked.views),
        "ABOUT": alternation(asked.before_a_topic),
        "WHO": rf"(?P<who>[^,;:?!]{{2,{_LONGEST_NAME}}}?)",
        "REST": "(?P<rest>.*)",
    }
    for name, meant in placeholders.items():
        pattern = pattern.replace(name, meant)
    return re.compile(pattern, re.IGNORECASE)
