"""Loads the words of questions and answers, and builds patterns from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from itertools import cycle
from typing import Literal

from retrieval.languages.loader import WordList, Words, WordTable, load_languages, load_words
from retrieval.languages.tables import date_words


class AnswerType(StrEnum):
    """The expected answer type of a question; the values read well in a sentence."""

    MONEY = "a sum of money"
    NUMBER = "a number"
    TIME = "a time"
    PLACE = "a place"
    PERSON = "a person or body"
    REASON = "a reason"
    YES_OR_NO = "a yes or no"
    ANY = "anything"


class AskedPatterns(WordTable):
    """How a question asks for an answer of each type."""

    money: WordList
    number: WordList
    time: WordList
    place: WordList
    person: WordList
    reason: WordList
    yes_or_no: WordList


class AnswerWords(WordTable):
    """By which words a sentence shows that it holds an answer of a type."""

    currencies: WordList
    money_scales: WordList
    time_words: WordList
    periods: WordList
    before_a_period: WordList
    durations: WordList
    before_a_duration: WordList
    before_a_time: WordList
    before_a_place: WordList
    articles: WordList
    places: WordList
    person_patterns: WordList
    reason_patterns: WordList


class ReferenceWords(WordTable):
    """How a sentence shows that one before it must be read with it."""

    opening_patterns: WordList
    before_a_subject: WordList
    articles: WordList
    after_a_new_subject: WordList
    pronouns: WordList
    indefinite: WordList
    participle_ends: WordList


class DatePatterns(WordTable):
    """How days of publication are said."""

    between: WordList
    since: WordList
    after: WordList
    before: WordList
    until: WordList
    on: WordList
    during: WordList
    past: WordList
    last: WordList
    coming: WordList


class FollowUpWords(WordTable):
    """What a question that completes the one before it is made of."""

    leading: WordList
    other_asking: WordList
    of_an_occasion: Words
    after_asking: WordList
    asked_again_patterns: WordList
    other_thing_patterns: WordList
    masculine: WordList
    feminine: WordList
    plural: WordList
    neuter: WordList
    possessive: Words
    object_or_possessive: Words
    before_expletive_clause: WordList
    expletive_patterns: WordList
    determiners: WordList
    before_a_bare_noun: WordList
    definite: WordList
    demonstratives: WordList
    owners: WordList
    topic_or_place: WordList
    before_a_topic_pronoun: WordList
    being: Words
    participle_ends: WordList


class StatementQueryWords(WordTable):
    """What stands around the name in a request for somebody's statements."""

    before_a_topic_patterns: WordList
    everything: WordList
    exactly: WordList
    named: WordList


class WordsAskedPatterns(WordTable):
    """How a question asks for somebody's words."""

    own_patterns: WordList
    other_patterns: WordList
    person_patterns: WordList
    roles: Words
    views: WordList
    adverbs: WordList
    before_a_topic: WordList


class QuestionWords(WordTable):
    """``questions.toml``: the words of questions; lists are in the order of the file."""

    stop_words: Words
    sentence_openers: Words
    question_words: Words
    measures: WordList
    auxiliaries: WordList
    clause_words: WordList
    phrase_borders: WordList
    adjunct_words: WordList
    particles: Words
    holdings: WordList
    speech_verbs: WordList
    outlet_verbs: WordList
    speaker_verbs: WordList
    referring_nouns: WordList
    age_end: WordList
    organisation_nouns: Words
    irregular_verbs: tuple[Words, ...]
    news_patterns: WordList
    definite_articles: WordList
    name_joiners: WordList
    between_names: WordList
    topic_prepositions: WordList
    words_asked_patterns: WordList
    outlet_asked_patterns: WordList
    before_an_outlet_patterns: WordList
    according_patterns: WordList
    references: ReferenceWords
    date_patterns: DatePatterns
    date_units: Mapping[str, Literal["day", "week", "month", "year"]]
    days_ago: Mapping[str, int]
    follow_ups: FollowUpWords
    asked_patterns: AskedPatterns
    answer_words: AnswerWords
    words_asked: WordsAskedPatterns
    statement_queries: StatementQueryWords

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Return words with which a sentence begins that names nobody by them."""
        return self.stop_words | self.sentence_openers

    @cached_property
    def auxiliary(self) -> str:
        """Return the pattern of a verb with which a question begins."""
        return alternation(self.auxiliaries)

    @cached_property
    def asking(self) -> str:
        """Return the pattern of how a question begins, without its verb: "who", "how many"."""
        return rf"how\s(?:{alternation(self.measures)})|{alternation(sorted(self.question_words))}"

    @cached_property
    def saying(self) -> str:
        """Return the pattern of a verb that asks for words of an outlet or a person."""
        return alternation((*self.speech_verbs, *self.outlet_verbs))

    @cached_property
    def speaking(self) -> str:
        """Return the pattern of a verb that asks for words of a person."""
        return alternation((*self.speech_verbs, *self.speaker_verbs))


class NumberWords(WordTable):
    """``numbers.toml``: words for numbers; ``units`` begins with zero, ``tens`` with twenty."""

    units: WordList
    tens: WordList
    ordinal_units: WordList
    ordinal_tens: WordList
    amounts: WordList
    one_before_a_scale: Words
    joints: WordList
    halves_patterns: WordList
    names: WordList
    numbered: WordList
    plural_ends: WordList
    number_sign_patterns: WordList
    between_numbers_patterns: WordList
    range_patterns: WordList
    others: Mapping[str, int]
    scales: Mapping[str, int]
    scale_abbreviations: Mapping[str, int]
    approximate: Mapping[str, int]

    @cached_property
    def cardinals(self) -> Mapping[str, int]:
        """Return the values of the words for 0 to 20, and for the other tens."""
        return _numbered(self.units, range(20)) | _numbered(self.tens, range(20, 100, 10))

    @cached_property
    def ordinals(self) -> Mapping[str, int]:
        """Return the values of the ordinals from 1 to 20, and of the other tens."""
        units = _numbered(self.ordinal_units, range(1, 20))
        return units | _numbered(self.ordinal_tens, range(20, 100, 10))

    @cached_property
    def values(self) -> Mapping[str, int]:
        """Return the values of all words, ordinals too: 3 for "three" and "third"."""
        return {**self.cardinals, **self.ordinals, **self.others}

    @cached_property
    def all_scales(self) -> Mapping[str, int]:
        """Return how many noughts each scale stands for, abbreviations too: 6 for "m"."""
        return {**self.scales, **self.scale_abbreviations}

    @cached_property
    def pattern(self) -> str:
        """Return the pattern of a word that tells an amount."""
        counted = (word for word, value in self.cardinals.items() if value)
        return alternation((*counted, *self.scales, *self.amounts, *self.others))


@cache
def question_words() -> QuestionWords:
    """Return the words of questions."""
    return load_words(QuestionWords, "questions")


@cache
def number_words() -> NumberWords:
    """Return the words for numbers."""
    return NumberWords.merge(number_words_by_language().values())


@cache
def number_words_by_language() -> Mapping[str, NumberWords]:
    """Return each language's words for numbers, by its code."""
    return load_languages(NumberWords, "numbers")


@cache
def asked_types() -> tuple[tuple[AnswerType, re.Pattern[str]], ...]:
    """Return the pattern of a question for each type of answer; the first that fits counts."""
    asked = question_words().asked_patterns
    return tuple(
        (answer_type, re.compile("|".join(patterns), re.IGNORECASE))
        for answer_type, patterns in (
            (AnswerType.MONEY, asked.money),
            (AnswerType.NUMBER, asked.number),
            (AnswerType.TIME, asked.time),
            (AnswerType.PLACE, asked.place),
            (AnswerType.PERSON, asked.person),
            (AnswerType.REASON, asked.reason),
            (AnswerType.YES_OR_NO, asked.yes_or_no),
        )
    )


@cache
def answer_forms() -> Mapping[AnswerType, re.Pattern[str]]:
    """Return how a text that holds an answer is known; types that are absent need nothing."""
    words = question_words().answer_words
    return {
        AnswerType.MONEY: re.compile(_money(words), re.IGNORECASE),
        AnswerType.NUMBER: re.compile(
            rf"{_NO_YEAR}\d|\b(?:{number_words().pattern})\b", re.IGNORECASE
        ),
        AnswerType.TIME: re.compile(_time(words), re.IGNORECASE),
        AnswerType.PLACE: re.compile(_place(words)),
        AnswerType.PERSON: re.compile(
            rf"{_INNER_NAME}|{_TWO_NAMES}|\b(?:{alternation(words.person_patterns)})\b"
        ),
        AnswerType.REASON: re.compile(
            rf"\b(?:{alternation(words.reason_patterns)})\b", re.IGNORECASE
        ),
    }


def alternation(words: Iterable[str]) -> str:
    """Return the pattern of any of the words."""
    return "|".join(words)


def _numbered(words: Sequence[str], numbers: Sequence[int]) -> dict[str, int]:
    """Return the number of each word; those of another language begin anew."""
    return dict(zip(words, cycle(numbers), strict=False))


_NO_YEAR = r"(?<!\d)(?!(?:1[5-9]|20)\d\d(?!\d|[,.]\d))"
_INNER_NAME = r"(?<=[a-z,;:“\"‘(—–] )[“\"‘(]?[A-Z][\w’'-]+"
_TWO_NAMES = r"[A-Z][\w’'-]+ [A-Z]"


def _money(words: AnswerWords) -> str:
    return (
        rf"[$€£¥₽₴₹]\s?\d|\b(?:\d[\d.,]*|{number_words().pattern})"
        rf"\s?-?(?:{alternation(words.money_scales)})?\s?-?(?:{alternation(words.currencies)})\b"
    )


def _time(words: AnswerWords) -> str:
    dates = date_words()
    month = alternation(dates.month_numbers)
    ordinal, weekday = alternation(dates.ordinal_ends), alternation(dates.weekday_names)
    counted = rf"\d+|{number_words().pattern}|{alternation(words.before_a_duration)}"
    return (
        rf"\b1\d{{3}}\b|\b20\d\d\b|\b\d{{1,2}}(?:{ordinal})?\s(?:{month})\b|\b(?:{month})\.?\s\d"
        rf"|\b(?:{weekday})s?\b|(?=(?-i:[A-Z]))\b(?:{month})\b"
        rf"|\b(?:{alternation(words.time_words)})\b"
        rf"|\b(?:{alternation(words.before_a_period)})\s(?:{alternation(words.periods)})\b"
        rf"|\b(?:{counted})\s(?:{alternation(words.durations)})\b"
        rf"|\b(?:{alternation(words.before_a_time)})\b|\b\d{{1,2}}[:.]\d\d\b"
    )


def _place(words: AnswerWords) -> str:
    return (
        rf"\b(?:{alternation(words.before_a_place)})\s"
        rf"(?:(?:{alternation(words.articles)})\s)?(?:\w+\s){{0,2}}[A-Z]"
        rf"|\b(?:{alternation(words.places)})\b"
    )
