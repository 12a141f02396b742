"""Say whom a name that is asked for can mean, and whose name is only like it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import DamerauLevenshtein, Prefix

from retrieval.languages.tables import name_words
from retrieval.quotes.identity.name_keys import (
    is_personal_title,
    normalise_name,
    plain_words,
    search_words,
    word_keys,
)
from retrieval.quotes.parsed.lexicon import grammar_words, people_words

DOUBLED = re.compile(r"(.)\1+")

MOST_SLIPS = 3
"""Edits in a word at most of a name that is only worth suggesting."""

SHORTEST_MISPRINT = 7
"""Letters from which a word with another letter is the same word, misprinted."""

SHORTEST_SLIP = 5
"""Letters from which a word is with two letters swapped, or one doubled or left out as a double."""

MIN_STEM_LETTERS = 4
"""Letters that a country and its adjective share at least."""


class NameFit(IntEnum):
    """How well a name matches a query, best first.

    ``NEAR`` is the same name but for a misprint. ``WEAK`` and ``GIVEN`` are other people's names,
    only worth suggesting: alike, of the same surname, or of the same first name.
    """

    EXACT = 0
    PART = 1
    ROLE = 2
    NEAR = 3
    WEAK = 4
    GIVEN = 5

    @property
    def is_meant(self) -> bool:
        """Whether the name is one that the query means, and not only worth suggesting."""
        return self < NameFit.WEAK


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that may be meant, with its other forms and the roles of its bearer."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of the name."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A matching candidate: its index among those given, the fit, and the edit distance."""

    index: int
    fit: NameFit
    distance: int = 0


def match_names(
    query: str, candidates: Sequence[NameCandidate], printed: Collection[str] | None = None
) -> tuple[NameMatch, ...]:
    """Return the candidates that the query can mean, best first, ties in the order given.

    Whole names come before parts of names, those before roles, then names with a misprint, then
    those only worth suggesting. No candidates are merged.

    Args:
        query: a name, part of one, or a role.
        candidates: whom it may mean.
        printed: the words of all full names that there are; None for those of the candidates.
    """
    if printed is None:
        printed = words_of_full_names(candidates)
    wanted = _Wanted(query, word_keys(query), search_words(query), printed)
    found: list[NameMatch] = []
    for index, candidate in enumerate(candidates):
        best = _fit(wanted, candidate)
        if best is not None:
            found.append(NameMatch(index, *best))
    return tuple(sorted(found, key=lambda hit: (hit.fit, hit.distance, hit.index)))


def words_of_full_names(candidates: Iterable[NameCandidate]) -> frozenset[str]:
    """Return the words of names of several words: none of them is a misprint of another."""
    forms = (word_keys(form) for each in candidates for form in each.forms)
    return frozenset(word for words in forms if len(words) > 1 for word in words)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A query with its words: as one spells them, as they are searched, and those in print."""

    query: str
    words: tuple[str, ...]
    searched: tuple[str, ...]
    printed: Collection[str]


def is_role_query(query: str) -> bool:
    """Return whether the query is a role, not a name: "the harbour chief", "mayor of X"."""
    words, nouns = normalise_name(query).split(), people_words().role_nouns
    if len(words) > 1 and words[1] in grammar_words().below:
        return words[0] in nouns
    return len(words) > 1 and words[-1] in nouns and not is_personal_title(words)


def is_personal_name(text: str) -> bool:
    """Return whether words are certainly somebody's name: a first name, alone or with others."""
    words = normalise_name(text).split()
    people, below = people_words(), grammar_words().below
    return bool(words) and (
        plain_words(text)[0] in name_words().first_names
        and not {*words} & below
        and words[-1] not in people.role_nouns | people.group_nouns | people.organisation_kinds
    )


def is_namesake(text: str, names: Iterable[str]) -> bool:
    """Return whether a name of several words ends in the surname of one of the names."""
    asked = word_keys(text)
    return (
        len(asked) > 1
        and text != text.lower()
        and not is_role_query(text)
        and any(len(word_keys(name)) > 1 and word_keys(name)[-1] == asked[-1] for name in names)
    )


def _fit(wanted: _Wanted, candidate: NameCandidate) -> tuple[NameFit, int] | None:
    """Return the best fit of a query; a role fits a name that ends as it does: "Owen Judge"."""
    fits = [fit for form in candidate.forms if (fit := _fit_of_form(wanted, form)) is not None]
    if is_role_query(wanted.query):
        fits = [fit for fit in fits if fit[0] is NameFit.EXACT]
    if any(_has_role(wanted.query, printed) for printed in candidate.roles):
        fits.append((NameFit.ROLE, 0))
    return min(fits, default=None)


def _fit_of_form(wanted: _Wanted, form: str) -> tuple[NameFit, int] | None:
    words = word_keys(form)
    if not wanted.words or not words:
        return None
    if words == wanted.words or are_compatible(wanted.words, words):
        return NameFit.EXACT, 0
    if set(wanted.words) <= set(words) or _is_with_initials(wanted.words, words):
        return NameFit.PART, 0
    if _is_misprint(wanted, form):
        return NameFit.NEAR, 0
    return _suggestion(wanted, words, search_words(form))


def are_compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two full names differ in a middle initial that only one of them has."""
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) > 1
        and len(longer) > len(shorter)
        and [word for word in longer if len(word) > 1] == list(shorter)
    )


def _is_with_initials(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether an initial and a surname fit a full name: "A. Lund" and "Arvid Lund"."""
    *initials, surname = wanted
    return (
        bool(initials)
        and all(len(each) == 1 for each in initials)
        and surname == words[-1]
        and len(words) > 1
        and words[0][0] == initials[0]
    )


def _is_misprint(wanted: _Wanted, form: str) -> bool:
    """Return whether the query is the name, or a word of it, with one misprint.

    A word that stands in any name is no misprint of another one.
    """
    words = word_keys(form)
    wrong = [n for n, word in enumerate(wanted.words) if word not in words]
    right = [n for n, word in enumerate(words) if word not in wanted.words]
    if len(wrong) != 1 or wanted.words[wrong[0]] in wanted.printed:
        return False
    typed, printed = plain_words(wanted.query)[wrong[0]], plain_words(form)
    if wrong[0] < len(wanted.words) - 1:  # of the first names, the surname being right
        right = [n for n in right if n < len(words) - 1]
    return any(
        is_same_but_for_misprint(typed, printed[n])
        and (n or len(words) == 1 or printed[n] in name_words().first_names)
        for n in right
    )


def is_same_but_for_misprint(one: str, other: str) -> bool:
    """Return whether a word is another one with one misprint, and no name of its own.

    Two letters swapped, or a letter doubled or not doubled, is one in a word of five letters; any
    other letter within or at the end only in a long word. Peterson is no misprint of Petersen,
    nor Stevens of Steven.
    """
    names = name_words()
    shorter, longer = sorted((one, other), key=len)
    if (
        one in names.first_names
        or len(longer) < SHORTEST_SLIP
        or one[0] != other[0]
        or DamerauLevenshtein.distance(one, other) != 1
        or longer == f"{shorter}s"
    ):
        return False
    if sorted(one) == sorted(other) or (
        set(shorter) == set(longer) and _undoubled(shorter) == _undoubled(longer)
    ):
        return True
    ends = names.patronymic_ends
    return len(shorter) >= SHORTEST_MISPRINT and not (
        one[-3:] != other[-3:] and {one[-3:], other[-3:]} <= ends
    )


def _undoubled(word: str) -> str:
    return DOUBLED.sub(r"\1", word)


def _suggestion(
    wanted: _Wanted, words: Sequence[str], searched: Sequence[str]
) -> tuple[NameFit, int] | None:
    """Return how well another's name is worth suggesting: alike, or of the same surname."""
    distance = DamerauLevenshtein.distance(" ".join(wanted.searched), " ".join(searched))
    alike = set(wanted.searched) <= set(searched) or _is_near(wanted.searched, searched)
    surname = wanted.searched[-1]
    if alike or (len(surname) > 1 and surname == searched[-1]):
        return NameFit.WEAK, distance
    is_given = len(words) > 1 and len(wanted.words) > 1 and wanted.words[0] == words[0]
    return (NameFit.GIVEN, distance) if is_given else None


def _has_role(query: str, role: str) -> bool:
    """Return whether every word of the described role stands in the printed one.

    The role's head noun stands before the first "of" or "to": a president's aide is no president,
    and neither is a vice president.
    A word that is no role, such as a place, is not enough.
    """
    wanted, printed = role_words(query), role_words(role)
    people = people_words()
    if not wanted & (people.titles | people.group_nouns):
        return bool(wanted) and wanted == printed
    if people.ranks & printed - wanted:
        return False
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


def _is_near(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether each word of the query is a few edits from one of the name's."""
    if len(wanted) > len(words) + 1:
        return False
    slips = [min(DamerauLevenshtein.distance(word, other) for other in words) for word in wanted]
    return max(slips) <= MOST_SLIPS and 3 * sum(slips) <= sum(map(len, wanted))
