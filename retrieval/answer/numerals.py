"""Reads numbers in digits and in words, and finds those of a question that a text lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, partial

from text_to_num import alpha2digit

from retrieval.answer.lexicon import (
    NumberWords,
    alternation,
    number_words,
    number_words_by_language,
)
from retrieval.languages.tables import date_words
from retrieval.text_keys import fold_accents, words_in


def missing_numbers(question: str, text: str) -> list[str]:
    """Return the numbers in digits of a question that a text has neither in digits nor in words.

    Any year of the 1970s counts for "the 1970s", "third" for "3rd", "three" for 3, and "1.2
    million" for 1,200,000.
    """
    told = numbers_in_digits(text) | _numbers_in_words(text)
    return [
        match.group()
        for match in _number().finditer(_names_with_numbers().sub(" ", question))
        if not _values_of(match) & told and not _in_decade(match, told)
    ]


def other_notations(text: str) -> frozenset[str]:
    """Return the numbers of a text in words where it has digits, and in digits for its words."""
    words = (_words_by_value().get(value, frozenset()) for value in numbers_in_digits(text))
    return _numbers_in_words(text).union(*words)


def numbers_in_digits(text: str) -> frozenset[str]:
    """Return the numbers in digits of a text, without separators: 1200000 for "1.2 million"."""
    return frozenset[str]().union(*map(_values_of, _number().finditer(text)))


def with_digits(text: str) -> str:
    """Return a text in lower case, without accents, its numbers in words as digits: "12 dead"."""
    text = fold_accents(text)
    for language, run in _runs().items():
        text = run.sub(partial(_in_digits, language), text)
    return text


def numbered_things(text: str) -> dict[str, frozenset[str]]:
    """Return the numbers by which a text tells things apart: line 2 and 3, the number 12 bus.

    Numbers have digits only, and are by the noun in the singular and in lower case.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _numbered().finditer(with_digits(text)):
        label = match["label"] or match["after"]
        found[label] |= _listed(match["list"] or match["one"] or match["nth"])
    return {label: frozenset(numbers) for label, numbers in found.items()}


_LONGEST_RANGE = 200


def _listed(numbers: str) -> set[str]:
    """Return the numbers of "2, 3 and 5 to 7"."""
    between = alternation(number_words().range_patterns)
    found = set(re.findall(r"\d+", numbers))
    for first, last in re.findall(rf"(\d+)(?:{between})(?=(\d+))", numbers):
        if int(last) - int(first) < _LONGEST_RANGE:
            found |= {str(each) for each in range(int(first), int(last))}
    return found


@cache
def _numbered() -> re.Pattern[str]:
    """Return the pattern of a thing with its number, or numbers."""
    words = number_words()
    labels, plural = alternation(words.numbered), alternation(words.plural_ends)
    sign = alternation(words.number_sign_patterns)
    between = alternation((*words.between_numbers_patterns, *words.range_patterns))
    ordinal = alternation(date_words().ordinal_ends)
    number = r"\d{1,4}(?!\w*\d|\.\d|,\d{3}|\s?%)"
    return re.compile(
        rf"\b(?P<label>{labels})(?:{plural})?\s(?:{sign})?"
        rf"(?P<list>{number}[a-z]?\b(?:(?:{between}){number}[a-z]?\b)*)"
        rf"|(?<!\w)(?:(?:{sign})(?P<one>\d{{1,4}})|(?P<nth>\d{{1,3}})(?:{ordinal}))\s"
        rf"(?:[a-z]+\s)?(?P<after>{labels})(?:{plural})?\b"
    )


def _in_digits(language: str, run: re.Match[str]) -> str:
    return str(alpha2digit(_spaced(run), language, threshold=0))


def _values_of(match: re.Match[str]) -> frozenset[str]:
    """Return a number as printed, its value, and the decades that it may stand for."""
    digits = re.sub(r"[^\d.]", "", match["digits"])
    noughts = number_words().all_scales.get((match["scale"] or "").lower(), 0)
    values = {digits, _scaled(digits, noughts)}
    if match["decade"] and len(digits) == len("70"):
        values |= {f"19{digits}", f"20{digits}"}
    return frozenset(values)


def _scaled(digits: str, noughts: int) -> str:
    """Return a decimal number times a power of ten, without leading and trailing noughts."""
    whole, _, part = digits.partition(".")
    part = part.ljust(noughts, "0")
    whole, part = (whole + part[:noughts]).lstrip("0") or "0", part[noughts:].rstrip("0")
    return f"{whole}.{part}" if part else whole


def _numbers_in_words(text: str) -> frozenset[str]:
    """Return the values of numbers in words: 205 for "two hundred and five", 12 for "a dozen"."""
    text = fold_accents(_halves().sub(" ", text))
    others = number_words().others
    found = {str(others[word]) for word in words_in(text) if word in others}
    for language, run in _runs().items():
        for match in run.finditer(text):
            found |= numbers_in_digits(_in_digits(language, match))
    return frozenset(found)


def _spaced(run: re.Match[str]) -> str:
    """Return a run without hyphens, and with "one" for "a", since text2num knows no trillion."""
    words = run.group().removeprefix(run["one"] or "").replace("-", " ")
    return f"{number_words().units[1]}{words}" if run["one"] else words


def _in_decade(match: re.Match[str], told: frozenset[str]) -> bool:
    """Return whether a decade, "the 1970s" or "the '70s", is asked for and a year of it told."""
    decade = re.sub(r"\D", "", match["digits"])[:-1]
    years = (value for value in told if len(value) == len("1970"))
    return bool(match["decade"]) and any(year[:-1].endswith(decade) for year in years)


@cache
def _words_by_value() -> Mapping[str, frozenset[str]]:
    """Return the words for each value: "two", "second" and "twice" for "2"."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, value in number_words().values.items():
        found[str(value)].add(word)
    return {value: frozenset(words) for value, words in found.items()}


@cache
def _runs() -> Mapping[str, re.Pattern[str]]:
    """Return the pattern of number words in a row, for each language by its code.

    A scale alone, as in "several hundred", is none: text2num would take it for one hundred.
    """
    return {code: _run(words) for code, words in number_words_by_language().items()}


def _run(words: NumberWords) -> re.Pattern[str]:
    word, scale = alternation((*words.cardinals, *words.ordinals)), alternation(words.scales)
    one, joint = alternation(words.one_before_a_scale), alternation(words.joints)
    first = rf"(?:{word})\b|(?P<one>{one})\s(?:{scale})\b"
    return re.compile(rf"\b(?:{first})(?:[\s-]+(?:(?:{joint})\s+)?(?:{word}|{scale})\b)*")


@cache
def _number() -> re.Pattern[str]:
    scales = alternation(number_words().all_scales)
    return re.compile(
        r"(?<!\w)(?P<digits>\d+(?:[,\u00a0\u2009\u202f]\d{3}(?!\d))*(?:\.\d+)?)"
        rf"(?:(?P<decade>['’]?s\b)|[\s-]?(?P<scale>{scales})\b)?",
        re.IGNORECASE,
    )


@cache
def _names_with_numbers() -> re.Pattern[str]:
    """Return the pattern of names that are as often written without their number."""
    names = alternation(number_words().names)
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


@cache
def _halves() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternation(number_words().halves_patterns)}) ", re.IGNORECASE)
