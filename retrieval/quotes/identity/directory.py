"""Merge the speakers and names of all articles in one directory, and look names up in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from retrieval.languages.tables import name_words
from retrieval.model import NameKind
from retrieval.ports import KnownName, KnownSpeaker
from retrieval.quotes.identity.name_keys import (
    identity_key,
    normalise_name,
    search_key,
    search_words,
    word_keys,
)
from retrieval.quotes.identity.name_matching import (
    MOST_SLIPS,
    NameCandidate,
    NameMatch,
    match_names,
    role_nouns,
    role_words,
)
from retrieval.quotes.identity.people import KnownPerson
from retrieval.quotes.parsed.lexicon import people_words

JOINING = "-–—/"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One person, organisation or place of the corpus.

    Attributes:
        name: the fullest printed form.
        forms: every printed form of the name, the fullest one too.
        roles: descriptions and titles, printed or known.
        speaker_ids: the catalogue's speakers that are merged in it; none where only named.
        is_person: False for organisations and places.
        places: number of sentences with the name, and of statements, together.
    """

    name: str
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    speaker_ids: tuple[int, ...]
    is_person: bool = True
    places: int = 0

    def candidate(self) -> NameCandidate:
        """Return the entry as a candidate for name matching."""
        named = self.name if self.forms else ""
        return NameCandidate(named, tuple(f for f in self.forms if f != self.name), self.roles)


@dataclass(slots=True)
class _Group:
    """A directory entry while speakers and names are added to it."""

    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    speaker_ids: list[int] = field(default_factory=list)
    is_person: bool = False
    places: int = 0

    def entry(self) -> DirectoryEntry:
        forms = tuple(dict.fromkeys(self.forms))
        clean = [form for form in forms if not _has_stray_words(form)] or forms
        name = max(clean, key=lambda form: (len(word_keys(form)), self.forms.count(form)))
        roles = tuple(dict.fromkeys(role for role in self.roles if role not in forms))
        return DirectoryEntry(
            name, forms, roles, tuple(self.speaker_ids), self.is_person, self.places
        )


def build_directory(
    speakers: Iterable[KnownSpeaker], names: Iterable[KnownName], known: Sequence[KnownPerson]
) -> tuple[DirectoryEntry, ...]:
    """Return everybody who speaks or is named, those who speak first.

    Speakers are merged where their full names are equal but for spelling. A bare surname joins a
    full name if the corpus has only one with it. Unnamed speakers are never merged.
    """
    speaking, printed = list(speakers), list(names)
    keys = _NameKeys(speaking, printed, known)
    groups: dict[str, _Group] = defaultdict(_Group)
    unnamed: list[DirectoryEntry] = []
    for each in speaking:
        if each.speaker.named and keys.is_misread(each.speaker.name):
            continue
        if each.speaker.named:
            is_never_person = keys.is_never_person(each.speaker.name)
            _add_speaker(groups[keys.of(each.speaker.name)], each, is_never_person=is_never_person)
        else:
            unnamed.append(_unnamed_entry(each))
        for member in each.speaker.members:
            if not keys.is_misread(member):
                _add_member(groups[keys.of(member)], member, each)
    quoted = list(groups)
    for name in printed:
        if name.text.strip() and keys.is_separate_entry(name):
            _add_name(groups[keys.of(name.text)], name)
    for person in known:
        if (key := keys.of(person.name)) in groups:
            groups[key].forms += [person.name, *person.aliases]
            groups[key].roles += person.titles
    named_only = [key for key in groups if key not in set(quoted)]
    return (
        *(groups[key].entry() for key in quoted),
        *unnamed,
        *(groups[key].entry() for key in named_only),
    )


def _unnamed_entry(each: KnownSpeaker) -> DirectoryEntry:
    roles = (each.speaker.name, *each.speaker.aliases)
    return DirectoryEntry(each.speaker.name, (), roles, (each.id,), places=each.statements)


def _add_speaker(group: _Group, each: KnownSpeaker, *, is_never_person: bool) -> None:
    words = set(word_keys(each.speaker.name))
    group.speaker_ids.append(each.id)
    group.places += each.statements
    group.is_person = group.is_person or not is_never_person
    group.forms.append(each.speaker.name)
    for alias in each.speaker.aliases:
        of_alias = set(word_keys(alias))
        named = words & of_alias and (
            of_alias <= words or not set(normalise_name(alias).split()) & people_words().role_nouns
        )
        (group.forms if named else group.roles).append(alias)


def _add_member(group: _Group, name: str, each: KnownSpeaker) -> None:
    """Add somebody who spoke together with others."""
    group.speaker_ids.append(each.id)
    group.places += each.statements
    group.forms.append(name)


def _add_name(group: _Group, name: KnownName) -> None:
    """Add a printed name, whether or not it speaks."""
    group.forms.append(name.text)
    group.roles += name.roles
    group.places += name.places
    group.is_person = group.is_person or name.kind is NameKind.PERSON


class _NameKeys:
    """Maps each printed name to the key of its directory entry."""

    def __init__(
        self,
        speakers: Sequence[KnownSpeaker],
        names: Sequence[KnownName],
        known: Sequence[KnownPerson],
    ) -> None:
        self._alias = {
            search_key(alias): identity_key(person.name)
            for person in known
            for alias in person.aliases
        }
        kinds: dict[str, set[NameKind]] = defaultdict(set)
        for name in names:
            kinds[identity_key(name.text)].add(name.kind)
        people: Counter[str] = Counter()
        for name in names:
            if name.kind is NameKind.PERSON:
                people[identity_key(name.text)] += name.articles
        self._misread = misread_names(people)
        self._never_people = {
            key for key, of_key in kinds.items() if NameKind.PERSON not in of_key
        }
        printed = [each.speaker.name for each in speakers if each.speaker.named]
        printed = [name for name in printed if not self.is_never_person(name)]
        printed += [name.text for name in names if name.kind is NameKind.PERSON]
        printed += [person.name for person in known]
        self._full: dict[str, set[str]] = defaultdict(set)
        self._words: set[str] = set()
        self._first: set[str] = set()
        self._spelt: dict[str, set[str]] = defaultdict(set)
        for text in printed:
            key = self._alias.get(search_key(text), identity_key(text))
            words = key.split()
            if len(words) > 1 and not self._is_hyphenated_pair(text):
                self._full[_surname(words)].add(key)
                self._words.update(normalise_name(text).split())
                self._spelt[_surname(words)].update(normalise_name(text).split())
                self._first.add(words[0])

    def of(self, name: str) -> str:
        """Return the key of the full name that this one stands for."""
        key = self._alias.get(search_key(name), identity_key(name))
        full = self._full.get(key, set())
        return next(iter(full)) if len(full) == 1 and not self._is_first_name(name, key) else key

    def _is_first_name(self, name: str, key: str) -> bool:
        """Return whether a bare name is rather a first name: "Carol" is not Mr Carroll."""
        is_spelt = normalise_name(name) in self._spelt.get(key, set())
        return key in self._first or (
            normalise_name(name) in name_words().first_names and not is_spelt
        )

    def is_never_person(self, name: str) -> bool:
        """Return whether the name is printed, and never as a person's."""
        return identity_key(name) in self._never_people

    def is_misread(self, name: str) -> bool:
        """Return whether the name is a far more widely printed one with words around it."""
        return identity_key(name) in self._misread

    def is_separate_entry(self, name: KnownName) -> bool:
        """Return whether a printed name has its own entry: no pair, no bare name of several."""
        if self._is_hyphenated_pair(name.text) or self.is_misread(name.text):
            return False
        key = identity_key(name.text)
        if " " in key or not key:
            return bool(key)
        return self.of(name.text) != key or normalise_name(name.text) not in self._words

    @staticmethod
    def _is_hyphenated_pair(name: str) -> bool:
        """Return whether it is two names in one word: "Ro-Kerr" of "the Ro-Kerr meeting"."""
        return " " not in name.strip() and any(
            first[:1].isupper() and joined and last[:1].isupper() and mark not in last
            for mark in JOINING
            for first, joined, last in (name.partition(mark),)
        )


def _has_stray_words(form: str) -> bool:
    """Return whether a number or a lower-case word sticks to a name: "Holt 3", "a Mara Ollen"."""
    return form[:1].islower() or any(character.isdigit() for character in form)


def _surname(words: Sequence[str]) -> str:
    """Return the last word of a name's key that is no "jr"."""
    ends = name_words().ends
    return next((word for word in reversed(words) if word not in ends), words[-1])


MISREAD_RATIO = 10
"""How many times as many articles print a name as print a misreading of it."""


def misread_names(articles: Mapping[str, int]) -> frozenset[str]:
    """Return those names that are another's full name with words around it.

    Args:
        articles: for each name's words, joined by blanks, in how many articles it stands.
    """
    return frozenset(
        name for name, count in articles.items() if _is_misread(name, count, articles)
    )


def _is_misread(name: str, count: int, articles: Mapping[str, int]) -> bool:
    words, generations = name.split(), name_words().generations
    for first in range(len(words)):
        for end in range(first + 2, len(words) + 1):
            around = {*words[:first], *words[end:]}
            within = " ".join(words[first:end])
            if around - generations and articles.get(within, 0) >= MISREAD_RATIO * count:
                return True
    return False


class PeopleDirectory:
    """Index of the directory; matches as ``match_names`` does on all of its entries, but faster.

    Attributes:
        known: every entry, in the order in which ties are broken.
    """

    def __init__(self, known: Sequence[DirectoryEntry]) -> None:
        self.known = known
        self._candidates = [each.candidate() for each in known]
        by_word: defaultdict[str, set[int]] = defaultdict(set)
        by_searched: defaultdict[str, set[int]] = defaultdict(set)
        by_role: defaultdict[str, set[int]] = defaultdict(set)
        for index, candidate in enumerate(self._candidates):
            for form in candidate.forms:
                for word in word_keys(form):
                    by_word[word].add(index)
                    by_word[word[:1]].add(index)
                for word in search_words(form):
                    by_searched[word].add(index)
            for role in candidate.roles:
                for word in role_words(role):
                    by_role[word].add(index)
        self._by_word: Mapping[str, set[int]] = dict(by_word)
        self._by_searched: Mapping[str, set[int]] = dict(by_searched)
        self._by_role: Mapping[str, set[int]] = dict(by_role)

    def match(self, query: str) -> tuple[NameMatch, ...]:
        """Return the entries that the query can mean, best first; indexes are into ``known``."""
        few = sorted(self._of_name(query) | self._of_role(query))
        hits = match_names(query, [self._candidates[index] for index in few], self._by_word)
        return tuple(replace(hit, index=few[hit.index]) for hit in hits)

    def _of_name(self, query: str) -> set[int]:
        """Return the entries with a word of the query, or one near a word of it."""
        words = (self._by_word.get(word, set()) for word in word_keys(query))
        searched = map(self._near, search_words(query))
        return set[int]().union(*words, *searched)

    def _near(self, word: str) -> set[int]:
        near = process.extract(
            word,
            self._by_searched.keys(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=MOST_SLIPS,
            limit=None,
        )
        return set[int]().union(*(self._by_searched[other] for other, _, _ in near))

    def _of_role(self, query: str) -> set[int]:
        """Return the entries with all role nouns of the query, or without any, one of its words."""
        nouns = role_nouns(query)
        if nouns:
            return set.intersection(*(self._by_role.get(word, set()) for word in nouns))
        return set[int]().union(*(self._by_role.get(word, set()) for word in role_words(query)))
