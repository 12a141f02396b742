"""Say of every printed name whose it is: which names of a corpus are one person's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from retrieval.languages.tables import name_words
from retrieval.model import NameKind
from retrieval.ports import KnownName, KnownSpeaker
from retrieval.quotes.identity.bare_surnames import ArticlesNaming, BareSurnames
from retrieval.quotes.identity.full_names import FullNames, surname
from retrieval.quotes.identity.name_keys import identity_key, normalise_name
from retrieval.quotes.identity.name_matching import is_same_but_for_misprint
from retrieval.quotes.identity.people import KnownPerson

JOINING = "-–—/"

PLACE_RATIO = 5
"""In so many times as many articles a bare name is a place as its bearer is named in full: no
surname, which stands beside the full name in most."""


class NameKeys:
    """Maps each printed name to the key of its directory entry.

    Attributes:
        main_people: the keys of those whom a surname that several have means by itself.
    """

    def __init__(
        self,
        speakers: Sequence[KnownSpeaker],
        names: Sequence[KnownName],
        known: Sequence[KnownPerson],
        articles_naming: ArticlesNaming,
    ) -> None:
        self._alias = {
            identity_key(alias): person.name for person in known for alias in person.aliases
        }
        kinds: dict[str, set[NameKind]] = defaultdict(set)
        people: Counter[str] = Counter()
        self._as_place: Counter[str] = Counter()
        for each in names:
            if each.kind is NameKind.PLACE:
                self._as_place[identity_key(each.text)] += each.articles
            kinds[identity_key(each.text)].add(each.kind)
            if each.kind is NameKind.PERSON:
                people[identity_key(each.text)] += each.articles
        self._people = people
        self._misread = misread_names(people)
        self._never_people = {
            key for key, of_key in kinds.items() if NameKind.PERSON not in of_key
        }
        often = self._full_names(speakers, names, known)
        self._full = FullNames(often, _articles_of_speakers(speakers))
        self._by_surname = self._full.by_surname()
        self._words = {word for name in often for word in normalise_name(name).split()}
        self._first: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._spelt: dict[str, set[str]] = defaultdict(set)
        for name, count in often.items():
            words = identity_key(name).split()
            self._first[self._full.key(name).split()[0]] += count
            self._last[surname(words)] += count
            self._spelt[surname(words)].update(normalise_name(name).split())
        self._bare = BareSurnames(self._full, speakers, names, articles_naming)
        self.main_people = frozenset(self._bare.main.values())

    def of(self, name: str) -> str:
        """Return the key of the full name that this one stands for."""
        name = self._alias.get(identity_key(name), name)
        key = identity_key(name)
        if " " in key:
            return self._full.key(name)
        full = self._by_surname.get(key) or self._full.first_surnames.get(key, frozenset())
        if len(full) != 1 or self._is_first_name(name, key) or self._is_place(key, *full):
            return key
        return next(iter(full))

    def _is_place(self, key: str, full: str) -> bool:
        """Return whether a bare name is a place far more often than its bearer is named."""
        return self._as_place[key] >= PLACE_RATIO * max(1, self._people[full])

    def of_printed(self, name: str) -> str:
        """Return the key of a printed name; a misprint of a far commoner surname is its bearer's.

        No statement hangs on it, as on a speaker.
        """
        key = self.of(name)
        if " " in key or key in self._by_surname:
            return key
        fits = [
            each
            for each in self._by_surname
            if self._last[each] >= MISREAD_RATIO * (1 + self._last[key])
            and is_same_but_for_misprint(normalise_name(name), each)
        ]
        people = self._by_surname[fits[0]] if len(fits) == 1 else frozenset()
        main = self._bare.main.get(fits[0]) if fits else None
        return main or (next(iter(people)) if len(people) == 1 else key)

    def of_speaker(self, each: KnownSpeaker) -> str:
        """Return the key of a speaker; that of a bare surname is its main person's, if it fits."""
        key = self.of(each.speaker.name)
        is_known = identity_key(each.speaker.name) in self._alias
        is_first_name = self._is_first_name(each.speaker.name, key)
        if is_known or is_first_name or not self._bare.is_main(each):
            return key
        return self._bare.main[key]

    def is_never_person(self, name: str) -> bool:
        """Return whether the name is printed, and never as a person's."""
        return identity_key(name) in self._never_people

    def is_misread(self, name: str) -> bool:
        """Return whether the name is a far more widely printed one with words around it."""
        return identity_key(name) in self._misread

    def is_separate_entry(self, name: KnownName) -> bool:
        """Return whether a printed name has its own entry: no pair, no bare name of several."""
        if _is_hyphenated_pair(name.text) or self.is_misread(name.text):
            return False
        key = identity_key(name.text)
        if " " in key or not key:
            return bool(key)
        return self.of_printed(name.text) != key or normalise_name(name.text) not in self._words

    def _full_names(
        self,
        speakers: Sequence[KnownSpeaker],
        names: Sequence[KnownName],
        known: Sequence[KnownPerson],
    ) -> Mapping[str, int]:
        """Return people's full names as printed, with how often they are."""
        often: Counter[str] = Counter()
        for each in speakers:
            if each.speaker.named and not self.is_never_person(each.speaker.name):
                often[each.speaker.name] += each.statements
        for name in names:
            if name.kind is NameKind.PERSON:
                often[name.text] += name.places
        for person in known:
            often[person.name] += 1
        return {
            name: count
            for name, count in often.items()
            if " " in identity_key(name) and not _is_hyphenated_pair(name)
        }

    def _is_first_name(self, name: str, key: str) -> bool:
        """Return whether a bare name is rather a first name: "Carol" is not Mr Carroll."""
        is_spelt = normalise_name(name) in self._spelt.get(key, set())
        return self._first[key] >= max(1, self._last[key]) or (
            normalise_name(name) in name_words().first_names and not is_spelt
        )


def _articles_of_speakers(speakers: Sequence[KnownSpeaker]) -> Mapping[str, frozenset[str]]:
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for each in speakers:
        articles[each.speaker.name].add(each.source)
    return {name: frozenset(sources) for name, sources in articles.items()}


def _is_hyphenated_pair(name: str) -> bool:
    """Return whether it is two names in one word: "Ro-Kerr" of "the Ro-Kerr meeting"."""
    return " " not in name.strip() and any(
        first[:1].isupper() and joined and last[:1].isupper() and mark not in last
        for mark in JOINING
        for first, joined, last in (name.partition(mark),)
    )


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
