"""Reads slips of the pen in the words of a question as the words of the articles that are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.answer.lexicon import question_words
from retrieval.answer.user_input.english import english_words, is_english

IsKnown = Callable[[str], bool]
"""Whether a word stands in the articles."""

_WORD = re.compile(r"(?<![\w'’-])[a-z]{3,30}(?![\w'’-])")
_LONG = 8
"""Letters of a word from which on two slips in it are one."""
_SHORT = 3
"""Letters of a word in which a slip is read only where a single word can be meant."""


_MOST = 8
"""Slips that are looked for in one question, at most."""


def without_slips(text: str, is_known: IsKnown, is_name: IsKnown) -> str:
    """Return a question with the words of the articles that its slips stand for.

    "pasengers" asks for "passengers", where an article has that word. English words, words of the
    articles and spellings of their names stay, and so does what no word is near.

    Args:
        text: as typed; words with a capital letter are never slips.
        is_known: whether a word stands in the articles.
        is_name: whether a word is another spelling of a name in the articles.
    """
    left = _MOST

    def meant(found: re.Match[str]) -> str:
        nonlocal left
        word = found.group()
        if left == 0 or is_english(word) or is_known(word) or is_name(word):
            return word
        left -= 1
        is_short = len(word) <= _SHORT
        near = [each for each in _near(word) if is_known(each) or (not is_short and _asks(each))]
        return near[0] if len(near) == 1 or (near and not is_short) else word

    return _WORD.sub(meant, text)


@lru_cache(maxsize=10_000)
def _near(word: str) -> Sequence[str]:
    """Return the English words that a slip may stand for, the likeliest first.

    Their first letter is the same; letters that are swapped or doubled are the likeliest slip.
    """
    slips = 2 if len(word) >= _LONG else 1
    found = process.extract(
        word, english_words(), scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None
    )
    likeliest = [
        (distance, not _is_swapped_or_doubled(word, each), -len(each), each)
        for each, distance, _ in found
        if each[0] == word[0] and len(each) > 1
    ]
    return tuple(each for *_, each in sorted(likeliest))


def _is_swapped_or_doubled(word: str, other: str) -> bool:
    """Return whether two words differ in the order of their letters or in doubled ones alone."""
    once = r"(.)\1+", r"\1"
    return sorted(word) == sorted(other) or re.sub(*once, word) == re.sub(*once, other)


def _asks(word: str) -> bool:
    words = question_words()
    return word in words.function_words | words.question_words or word in words.measures
