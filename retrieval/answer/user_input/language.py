"""Tells a question in another language, or another script, from one in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from retrieval.answer.lexicon import question_words
from retrieval.answer.user_input.english import is_english
from retrieval.languages.loader import Words, WordsByWord, WordTable, load_words
from retrieval.text_keys import fold_accents

IsKnown = Callable[[str], bool]
"""Whether a word stands in the articles."""

_WORD = re.compile(r"[^\W\d_]+")
_MOST = 0.5
"""Share of the letters in another script from which on a question is in that script."""
_LEAST = 2
"""Words of another language that show that a question is in it; one alone may be a name's."""
_SURE = 4
"""The same, where none of them is a word with which one asks: a name may have three."""
_LONG = 5
"""Letters of a word of asking that makes a few words a question."""
_FEW = 3
_TELLING = 4
"""Letters of a common word of another language that is in no name."""


class OtherLanguages(WordTable):
    """``other_languages.toml``: common words of other languages that are no English ones."""

    asking: Words
    openings: Words
    also_english: Words
    common: WordsByWord


def _nothing_is_known(_word: str) -> bool:
    return False


def is_other_language(text: str, is_known: IsKnown = _nothing_is_known) -> bool:
    """Return whether a question is in another script than Latin, or in another language.

    An English question with foreign names is English: it has English words around them.

    Args:
        text: as typed.
        is_known: whether a word stands in the articles, which are English.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return False
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if foreign > _MOST * len(letters):
        return True
    words = [fold_accents(word) for word in _WORD.findall(text)]
    english = sum(word in _english() for word in words)
    others = frozenset(words) - _english()
    asks = not others.isdisjoint(_asking())
    begins = words[0] in _openings() and not is_known(words[0])
    if not english and len(words) <= _FEW and begins and len(words[0]) >= _LONG:
        return True
    found = max((others & common for common in _common().values()), key=len)
    least = _LEAST if asks else _LEAST + 1 if begins else _SURE
    if len(found) >= least and len(found) > english:
        return True
    return _has_no_english(text, found, is_known)


def _has_no_english(text: str, common: frozenset[str], is_known: IsKnown) -> bool:
    """Return whether a question has no English word of asking and hardly another English one.

    It begins with a foreign word of asking, or has foreign letters. Names with a capital, and
    words of the articles, count neither way.

    Args:
        text: as typed.
        common: its common words of another language.
        is_known: whether a word stands in the articles.
    """
    words = _WORD.findall(text)
    first, *others = map(fold_accents, words)
    shared = _words().also_english
    if not (_english() - shared).isdisjoint((first, *others)):
        return False
    rest = [word for word in words[1:] if word.islower() and not is_known(word)]
    foreign = [word for word in rest if not is_english(fold_accents(word))]
    seen = common.intersection(map(fold_accents, rest))
    if len(seen) >= _LEAST and any(len(word) >= _TELLING for word in seen & {*foreign}):
        return True
    asks = first in _openings() - shared and not is_known(first)
    strange = any(not word.isascii() for word in (*foreign, *words[: 1 if asks else 0]))
    if asks and strange and foreign:
        return True
    return (asks or strange) and len(foreign) >= max(_LEAST, len(rest) / 2)


@cache
def _words() -> OtherLanguages:
    return load_words(OtherLanguages, "other_languages")


@cache
def _asking() -> frozenset[str]:
    return frozenset(map(fold_accents, _words().asking))


@cache
def _openings() -> frozenset[str]:
    return _asking() | frozenset(map(fold_accents, _words().openings))


@cache
def _common() -> Mapping[str, frozenset[str]]:
    return {
        language: frozenset(map(fold_accents, words)) | _asking()
        for language, words in _words().common.items()
    }


@cache
def _english() -> frozenset[str]:
    words = question_words()
    return frozenset((*words.function_words, *words.question_words, *words.auxiliaries))
