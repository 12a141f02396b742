"""Recognises by its words a text in a language whose letters Windows-1252 reads as others.

A sentence of Hungarian has one "ő" or two, which are "õ" in Windows-1252: too few letters for a
detector that counts them. The words beside them tell that it is Hungarian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from retrieval.corpus.encodings.placement import misplaced
from retrieval.languages.loader import WordList, Words, WordTable, load_words

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 65_536
_FEWEST: Final = 2


class Spelling(WordTable):
    """How a language is written.

    Attributes:
        encodings: in which its texts were stored, the most usual first.
        letters: those beyond ASCII, in one string.
        words: common ones, in lower case.
    """

    encodings: WordList
    letters: str
    words: Words


class SpellingWords(WordTable):
    """``spellings.toml``: languages by which an encoding is recognised.

    Attributes:
        eastern: those whose letters Windows-1252 lacks.
        western: common words of those that Windows-1252 is made for.
    """

    eastern: Mapping[str, Spelling]
    western: Mapping[str, Words]


@cache
def _spelling_words() -> SpellingWords:
    return load_words(SpellingWords, "spellings")


def as_spelled(raw: bytes, western: str) -> str | None:
    """Return the text in the encoding of a language that more of its words are in; None if none.

    More than in any language of Windows-1252, that is. All its letters have to be that language's.

    Args:
        raw: the bytes.
        western: the same, decoded as Windows-1252.
    """
    table = _spelling_words()
    words, wrong = _words(western), misplaced(western)
    best = max(len(words & each) for each in table.western.values())
    found = [
        (score, text)
        for language in table.eastern.values()
        for text in _readings(raw, language)
        if (score := _score(_words(text) & language.words, words)) > best
        and misplaced(text) <= wrong
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _readings(raw: bytes, language: Spelling) -> Iterator[str]:
    for encoding in language.encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = {each.lower()[0] for each in text[:_SAMPLE] if each > "\x7f" and each.isalpha()}
        if letters <= set(language.letters):
            yield text


def _score(common: frozenset[str], western: frozenset[str]) -> int:
    """Return how many common words there are, twice those that Windows-1252 reads otherwise.

    One word is none: it may be a name.
    """
    return len(common) + len(common - western) if len(common) >= _FEWEST else 0


def _words(text: str) -> frozenset[str]:
    return frozenset(word[0].casefold() for word in _WORD.finditer(text[:_SAMPLE]))
