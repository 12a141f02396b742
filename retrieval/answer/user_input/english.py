"""Tells words that may be English from names, by a dictionary of 82,765 words."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

_DICTIONARY = "frequency_dictionary_en_82_765.txt"
_LONG = 8
"""Letters of a word from which on two slips in it are one."""


@lru_cache(maxsize=10_000)
def may_be_english(word: str) -> bool:
    """Return whether a word is an English one, or a slip of one: "timetable", "timtable"."""
    key = word.casefold()
    if is_english(key):
        return True
    slips = 2 if len(key) >= _LONG else 1
    near = process.extractOne(
        key, english_words(), scorer=OSA.distance, score_cutoff=slips, processor=None
    )
    return near is not None


def is_english(word: str) -> bool:
    """Return whether a word, in lower case, stands in the dictionary; names of note do, too."""
    return word in english_words()


@cache
def english_words() -> frozenset[str]:
    """Return the words of the dictionary, in lower case."""
    lines = (files("symspellpy") / _DICTIONARY).read_text("utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines)
