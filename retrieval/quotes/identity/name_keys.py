"""Compute keys of names: one by which a name is found, and one that says who it is.

The search key folds whatever transliterations and hearers confuse: it finds and suggests. The
identity key is the same for two prints of one name only: but for case, accents, apostrophes and
hyphens, and for spellings that are known to be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.languages.tables import name_words
from retrieval.quotes.parsed.lexicon import grammar_words, people_words
from retrieval.text_keys import fold_accents

POSSESSIVE = re.compile(r"(?:['’`]s|['’`])(?=$|\s|,)")
PUNCTUATION = re.compile(r"[^\w\s'-]+|_")
WORD_SEPARATOR = re.compile(r"[\s'-]+")
IRISH_O = re.compile(r"\bo'(?=\w)")
"""The apostrophe of "O'Neill", which some papers leave out."""
LETTER_FOLDING = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)
SEARCH_FOLDING = (
    (re.compile(r"sch(?=[a-z])"), "sh"),
    (re.compile(r"shch|stch"), "sh"),
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh(?=[aeiouy])"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dj|dzh"), "j"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?:ije|iye|ye|je)(?=[a-z])"), "e"),
    (re.compile(r"(?:iu|yu|ju)"), "u"),
    (re.compile(r"(?:ia|ya|ja)"), "a"),
    (re.compile(r"(?:io|yo|jo)"), "o"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"(?:yy|iy|yi|ij|yj|ii|ey|ei|ie|ee|y|j)"), "i"),
    (re.compile(r"^s(?=el)"), "z"),
    (re.compile(r"c(?![h])"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Patterns of letters that are confused, each with one replacement; other names may share one."""

TRANSLITERATIONS = (
    (re.compile(r"(?:shch|schtsch|stch)"), "shch"),
    (re.compile(r"^sch(?=[aeiou])"), "sh"),
    (re.compile(r"^tch"), "ch"),
    (re.compile(r"^s(?=elen)"), "z"),
    (re.compile(r"(?<![aegq])(o|u)e(?=[b-df-hj-np-tv-z])"), r"\1"),
    (re.compile(r"ae(?=[b-df-hjkmnp-tz])"), "a"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh(?=[aeiouy])"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"(?<=[a-z])x"), "ks"),
    (re.compile(r"(?<=[aeiou])yev(?=a?$)"), "ev"),
    (re.compile(r"eev(?=a?$)"), "ev"),
    (re.compile(r"^(?:iu|yu)"), "yu"),
    (re.compile(r"(?<=[b-df-hj-np-tv-z])[iyj](?=[aeou])"), "i"),
    (re.compile(r"(?:yy|iy|yi|ij|yj|ii|y)$"), "i"),
    (re.compile(r"(?<=[aeou])[yj]$"), "i"),
    (re.compile(r"([b-df-hj-np-tv-z])\1+(?!\w*[eo]n$)"), r"\1"),
)
"""Letters that papers write in several ways in one and the same name, each with one replacement.

None of them makes one word of two that are names of their own, but for those that the tests list.
"""

SHORTEST_TRANSLITERATED = 6
"""Letters from which a word's spellings are taken for one: Reed and Reid, Khan and Han are two."""


@lru_cache(maxsize=200_000)
def normalise_name(name: str) -> str:
    """Return the name in lower case, without accents, possessives and punctuation."""
    composed = POSSESSIVE.sub("", name.strip().translate(LETTER_FOLDING))
    bare = IRISH_O.sub("o", fold_accents(composed))
    return " ".join(
        WORD_SEPARATOR.split(PUNCTUATION.sub("", bare.translate(LETTER_FOLDING)))
    ).strip()


def search_key(name: str) -> str:
    """Return a key by which all spellings of a name are found, honorifics left out, or "".

    Names of several people may share it: whom it finds is not yet who is meant.
    """
    return " ".join(search_words(name))


@lru_cache(maxsize=200_000)
def search_words(name: str) -> tuple[str, ...]:
    """Return the search keys of a name's words, honorifics left out."""
    return tuple(_search_folded(word) for word in plain_words(name))


def identity_key(name: str) -> str:
    """Return the key of one person's name, without initials: "Ann B. Ro" is "Ann Ro".

    "B. Ro" keeps its initial, and "Ro II" its number.
    """
    words = plain_words(name)
    kept = [word for word in words if len(word) > 1]
    whole = kept if len(kept) > 1 or len(words) == 1 else words
    return " ".join(map(_one_spelling, whole))


@lru_cache(maxsize=200_000)
def word_keys(name: str) -> tuple[str, ...]:
    """Return a name's words, each in one of the spellings known to be one, without honorifics."""
    return tuple(_one_spelling(word) for word in plain_words(name))


@lru_cache(maxsize=200_000)
def plain_words(name: str) -> tuple[str, ...]:
    """Return a name's words in lower case, as printed but for accents, without honorifics."""
    return tuple(_words_without_honorifics(name))


def _words_without_honorifics(name: str) -> list[str]:
    """Return a name's words without titles; the last one is the surname: "Owen Judge".

    Words that are titles all of them are a role, "vice president", unless the first stands beside
    surnames alone: "Mr. Judge".
    """
    words, people = normalise_name(name).split(), people_words()
    if words and words[-1] in people.group_nouns:  # "the mayor's office" is no "office"
        kept = [word for word in words if word not in grammar_words().articles]
        return kept or words
    surname = _surname_index(words)
    if all(word in people.honorifics for word in words[: surname + 1]) and not (
        is_personal_title(words)
    ):
        return words
    return [
        word for at, word in enumerate(words) if at == surname or word not in people.honorifics
    ]


def is_personal_title(words: Sequence[str]) -> bool:
    """Return whether a name, in lower case, starts with a title that stands beside names alone."""
    return len(words) > 1 and words[0] in people_words().personal_titles


def _surname_index(words: Sequence[str]) -> int:
    """Return the index of the last word that is no "jr"; -1 where there is none."""
    ends = name_words().generations
    return next((at for at in reversed(range(len(words))) if words[at] not in ends), -1)


@lru_cache(maxsize=200_000)
def _search_folded(word: str) -> str:
    for pattern, replacement in SEARCH_FOLDING:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=200_000)
def _one_spelling(word: str) -> str:
    """Return the word in one of its spellings; a first name only in those listed for it."""
    names = name_words()
    known = names.spelling_of.get(word)
    if known is not None:
        return known
    if len(word) < SHORTEST_TRANSLITERATED or word in names.first_names | names.ends:
        return word
    for pattern, replacement in TRANSLITERATIONS:
        word = pattern.sub(replacement, word)
    return word
