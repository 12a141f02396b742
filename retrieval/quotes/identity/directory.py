"""Merge the speakers and names of all articles in one directory, and look names up in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from retrieval.cache import BoundedCache
from retrieval.model import NameKind
from retrieval.ports import KnownName, KnownSpeaker
from retrieval.quotes.identity.bare_surnames import ArticlesNaming, no_articles
from retrieval.quotes.identity.name_groups import NameKeys
from retrieval.quotes.identity.name_keys import (
    normalise_name,
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
    words_of_full_names,
)
from retrieval.quotes.identity.people import KnownPerson
from retrieval.quotes.parsed.lexicon import people_words


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
        is_main: whether the surname alone means this one of several who have it.
    """

    name: str
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    speaker_ids: tuple[int, ...]
    is_person: bool = True
    places: int = 0
    is_main: bool = False

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
    is_main: bool = False

    def entry(self) -> DirectoryEntry:
        forms = tuple(dict.fromkeys(self.forms))
        clean = [form for form in forms if not _has_stray_words(form)] or forms
        name = max(clean, key=lambda form: (len(word_keys(form)), self.forms.count(form)))
        roles = tuple(dict.fromkeys(role for role in self.roles if role not in forms))
        return DirectoryEntry(
            name,
            forms,
            roles,
            tuple(self.speaker_ids),
            self.is_person,
            self.places,
            self.is_main,
        )


def build_directory(
    speakers: Iterable[KnownSpeaker],
    names: Iterable[KnownName],
    known: Sequence[KnownPerson],
    articles_naming: ArticlesNaming = no_articles,
) -> tuple[DirectoryEntry, ...]:
    """Return everybody who speaks or is named, those who speak first.

    Speakers are merged where their full names are one person's. A bare surname joins a full name
    if the corpus has only one with it, or if that is by far whom it means most often and nothing
    in the article contradicts it. Unnamed speakers are never merged.

    Args:
        speakers: who makes a statement.
        names: the printed names.
        known: the people of the configuration.
        articles_naming: finds the articles in which names are printed.
    """
    speaking, printed = list(speakers), list(names)
    keys = NameKeys(speaking, printed, known, articles_naming)
    groups: dict[str, _Group] = defaultdict(_Group)
    unnamed: list[DirectoryEntry] = []
    for each in speaking:
        if each.speaker.named and keys.is_misread(each.speaker.name):
            continue
        if each.speaker.named:
            is_never_person = keys.is_never_person(each.speaker.name)
            _add_speaker(groups[keys.of_speaker(each)], each, is_never_person=is_never_person)
        else:
            unnamed.append(_unnamed_entry(each))
        for member in each.speaker.members:
            if not keys.is_misread(member):
                _add_member(groups[keys.of(member)], member, each)
    quoted = list(groups)
    for name in printed:
        if name.text.strip() and keys.is_separate_entry(name):
            _add_name(groups[keys.of_printed(name.text)], name)
    _add_what_is_known(groups, keys, known)
    named_only = [key for key in groups if key not in set(quoted)]
    return (
        *(groups[key].entry() for key in quoted),
        *unnamed,
        *(groups[key].entry() for key in named_only),
    )


def _add_what_is_known(
    groups: Mapping[str, _Group], keys: NameKeys, known: Iterable[KnownPerson]
) -> None:
    """Add names and titles of the configuration; mark who is meant by a surname alone."""
    for person in known:
        if (key := keys.of(person.name)) in groups:
            groups[key].forms += [person.name, *person.aliases]
            groups[key].roles += person.titles
    for key in keys.main_people & groups.keys():
        groups[key].is_main = True


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


def _has_stray_words(form: str) -> bool:
    """Return whether a number or a lower-case word sticks to a name: "Holt 3", "a Mara Ollen"."""
    return form[:1].islower() or any(character.isdigit() for character in form)


MOST_QUERY_WORDS = 32
"""Words of a name or role at most: each is compared with every word of every name."""

_KEPT_QUERIES = 64
"""Names of which the matches stay in memory: one question looks each of its names up often."""


class PeopleDirectory:
    """Index of the directory; matches as ``match_names`` does on all of its entries, but faster.

    Attributes:
        known: every entry, in the order in which ties are broken.
    """

    def __init__(self, known: Sequence[DirectoryEntry]) -> None:
        self.known = known
        self._candidates = [each.candidate() for each in known]
        self._matched = BoundedCache[str, tuple[NameMatch, ...]](_KEPT_QUERIES)
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
        self._printed = words_of_full_names(self._candidates)
        self._by_word: Mapping[str, set[int]] = dict(by_word)
        self._by_searched: Mapping[str, set[int]] = dict(by_searched)
        self._by_role: Mapping[str, set[int]] = dict(by_role)

    def match(self, query: str) -> tuple[NameMatch, ...]:
        """Return the entries that the query can mean, best first; indexes are into ``known``.

        A query of more than ``MOST_QUERY_WORDS`` words means nobody.
        """
        if len(query.split(maxsplit=MOST_QUERY_WORDS)) > MOST_QUERY_WORDS:
            return ()
        return self._matched.get(0, query, lambda: self._match(query))

    def _match(self, query: str) -> tuple[NameMatch, ...]:
        few = sorted(self._of_name(query) | self._of_role(query))
        hits = match_names(query, [self._candidates[index] for index in few], self._printed)
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
