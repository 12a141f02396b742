"""Tells a question in another language, or another script, from one in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from retrieval.answer.lexicon import question_words
from retrieval.languages.loader import Words, WordsByWord, WordTable, load_words
from retrieval.text_keys import fold_accents

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


class OtherLanguages(WordTable):
    """``other_languages.toml``: common words of other languages that are no English ones."""

    asking: Words
    common: WordsByWord


def is_other_language(text: str) -> bool:
    """Return whether a question is in another script than Latin, or in another language.

    An English question with foreign names is English: it has English words around them.
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
    if not english and len(words) <= _FEW and words[0] in _asking() and len(words[0]) >= _LONG:
        return True
    found = max(len(others & common) for common in _common().values())
    return found >= (_LEAST if asks else _SURE) and found > english


@cache
def _words() -> OtherLanguages:
    return load_words(OtherLanguages, "other_languages")


@cache
def _asking() -> frozenset[str]:
    return frozenset(map(fold_accents, _words().asking))


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
