"""Compare names across spellings: Zelensky is Zelenskyy, and Elysee is Élysée."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, Prefix

from retrieval.languages.tables import name_words
from retrieval.quotes.parsed.lexicon import grammar_words, people_words
from retrieval.text_keys import fold_accents

POSSESSIVE = re.compile(r"(?:['’`]s|['’`])(?=$|\s|,)")
PUNCTUATION = re.compile(r"[^\w\s'-]+|_")
WORD_SEPARATOR = re.compile(r"[\s'-]+")
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
TRANSLITERATIONS = (
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
"""Patterns of letters that transliterations write in several ways, each with one replacement."""

SHORTEST_FUZZY = 5
"""Letters from which a word is matched with edit distance above 0."""


FORGIVEN = 2
"""Edits in a whole name, one a word, with which it still matches."""

MOST_SLIPS = 3
"""Edits in a word at most of a name that is only worth suggesting."""

MIN_STEM_LETTERS = 4
"""Letters that a country and its adjective share at least."""


class NameFit(IntEnum):
    """How well a name matches a query, best first."""

    EXACT = 0
    PART = 1
    ROLE = 2
    NEAR = 3
    WEAK = 4


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that may be meant, with its other forms and the roles of its bearer."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A matching candidate: its index among those given, the fit, and the edit distance."""

    index: int
    fit: NameFit
    distance: int = 0


@lru_cache(maxsize=200_000)
def normalise_name(name: str) -> str:
    """Return the name in lower case, without accents, possessives and punctuation."""
    composed = POSSESSIVE.sub("", name.strip().translate(LETTER_FOLDING))
    bare = fold_accents(composed)
    return " ".join(
        WORD_SEPARATOR.split(PUNCTUATION.sub("", bare.translate(LETTER_FOLDING)))
    ).strip()


def spelling_key(name: str) -> str:
    """Return a key that all spellings of a name share, honorifics left out, or ""."""
    return " ".join(_transliterated(word) for word in _words_without_honorifics(name))


def identity_key(name: str) -> str:
    """Return the spelling key without initials: "Ann B. Ro" is "Ann Ro".

    "B. Ro" keeps its initial, and "Ro II" its number.
    """
    words = _words_without_honorifics(name)
    kept = [word for word in words if len(word) > 1]
    whole = kept if len(kept) > 1 or len(words) == 1 else words
    ends = name_words().ends
    return " ".join(word if word in ends else _transliterated(word) for word in whole)


def word_keys(name: str) -> tuple[str, ...]:
    """Return the spelling keys of a name's words, honorifics left out."""
    return tuple(spelling_key(name).split())


def match_names(query: str, candidates: Sequence[NameCandidate]) -> tuple[NameMatch, ...]:
    """Return the candidates that the query can mean, best first, ties in the order given.

    Whole names come before parts of names, those before roles, then names within edit distance.
    ``WEAK`` matches are only worth suggesting. No candidates are merged.
    """
    wanted = word_keys(query)
    role = is_role_query(query)
    found: list[NameMatch] = []
    for index, candidate in enumerate(candidates):
        best = _fit(query, wanted, candidate, role=role)
        if best is not None:
            found.append(NameMatch(index, *best))
    return tuple(sorted(found, key=lambda hit: (hit.fit, hit.distance, hit.index)))


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
def _transliterated(word: str) -> str:
    for pattern, replacement in TRANSLITERATIONS:
        word = pattern.sub(replacement, word)
    return word


def is_role_query(query: str) -> bool:
    """Return whether the query is a role, not a name: "the harbour chief", "mayor of X"."""
    words, nouns = normalise_name(query).split(), people_words().role_nouns
    if len(words) > 1 and words[1] in grammar_words().below:
        return words[0] in nouns
    return len(words) > 1 and words[-1] in nouns and not is_personal_title(words)


def _fit(
    query: str, wanted: Sequence[str], candidate: NameCandidate, *, role: bool
) -> tuple[NameFit, int] | None:
    """Return the best fit of a query; a role fits a name that ends as it does: "Owen Judge"."""
    fits: list[tuple[NameFit, int]] = []
    for form in (candidate.name, *candidate.aliases):
        words = word_keys(form)
        if wanted and words == tuple(wanted):
            fits.append((NameFit.EXACT, 0))
        elif role:
            continue
        elif wanted and set(wanted) <= set(words):
            fits.append((NameFit.PART, 0))
        elif (near := _near(wanted, words)) is not None:
            fits.append(near)
    if any(_has_role(query, printed) for printed in candidate.roles):
        fits.append((NameFit.ROLE, 0))
    return min(fits, default=None)


def _has_role(query: str, role: str) -> bool:
    """Return whether every word of the described role stands in the printed one.

    The role's head noun stands before the first "of" or "to": a president's aide is no president.
    A word that is no role, such as a place, is not enough.
    """
    wanted, printed = role_words(query), role_words(role)
    people = people_words()
    if not wanted & (people.titles | people.group_nouns):
        return bool(wanted) and wanted == printed
    return role_nouns(query) <= role_words(_role_head(role)) and all(
        word in printed or any(_same_country(word, other) for other in printed) for word in wanted
    )


def _same_country(one: str, other: str) -> bool:
    """Return whether one is the adjective of the other: Ruritania, Ruritanian."""
    shared = Prefix.similarity(one, other)
    rests, people = {one[shared:], other[shared:]}, people_words()
    return (
        shared >= MIN_STEM_LETTERS
        and bool(rests & people.adjective_ends)
        and bool(rests & people.country_ends)
    )


def role_nouns(query: str) -> frozenset[str]:
    """Return the nouns of a role without its complement: of "the mayor of Ost", the mayor."""
    return role_words(_role_head(query)) & people_words().role_nouns


def _role_head(role: str) -> str:
    """Return the role without its complement: "the mayor" of "the mayor of Ost"."""
    words = normalise_name(role).split()
    below = grammar_words().below
    end = next((n for n, word in enumerate(words) if n and word in below), len(words))
    return " ".join(words[:end])


def role_words(role: str) -> frozenset[str]:
    """Return the role's content words, each in one of its spellings."""
    return content_words(normalise_name(role).split())


def content_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words that count in a role, each in one of its spellings."""
    spellings, unsaid = people_words().role_spellings, grammar_words().unsaid
    return frozenset(spellings.get(word, word) for word in words) - unsaid


def _near(wanted: Sequence[str], words: Sequence[str]) -> tuple[NameFit, int] | None:
    """Return the fit of a name by edit distance, each word of the query to the nearest one."""
    if not wanted or not words or len(wanted) > len(words) + 1:
        return None
    distance, slips = 0, 0
    for word in wanted:
        nearest = min(DamerauLevenshtein.distance(word, other) for other in words)
        if nearest and min(len(word), SHORTEST_FUZZY) < SHORTEST_FUZZY:
            return None
        distance += nearest
        slips = max(slips, nearest)
    length = sum(map(len, wanted))
    if distance <= 1 or (slips == 1 and len(wanted) > 1 and distance <= FORGIVEN):
        return NameFit.NEAR, distance
    return (NameFit.WEAK, distance) if distance * 3 <= length and slips <= MOST_SLIPS else None
