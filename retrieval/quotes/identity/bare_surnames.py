"""Decide whom a bare surname means of several who have it, by how the articles use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.languages.tables import name_words
from retrieval.ports import KnownName, KnownSpeaker
from retrieval.quotes.identity.full_names import FullNames, surname
from retrieval.quotes.identity.name_keys import identity_key, normalise_name
from retrieval.quotes.identity.name_matching import role_nouns, role_words
from retrieval.quotes.parsed.lexicon import people_words

DOMINANT_RATIO = 3
"""How many times as many articles mean the main person by the surname as mean another one."""

CLEARLY_DOMINANT_RATIO = 10
"""The same where others say more."""

CLEARLY_MORE_SAID = 5
"""How many times as much the main person says as another one, where no article tells."""

CLEARLY_MANY = 2
"""Articles that mean the main person by the surname, from which those alone decide."""

ENOUGH_TO_JOIN = 2
"""Such articles from which on statements of a bare surname elsewhere are the main person's."""

MASCULINE, FEMININE = "m", "f"

ArticlesNaming = Callable[[Collection[str]], Mapping[str, frozenset[str]]]
"""Finds, for each of some names as printed, the articles in which it stands."""


def no_articles(_names: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return no articles: it is not known which names stand in which."""
    return {}


@dataclass(slots=True)
class SurnameUse:
    """How the articles use a surname for one of several people.

    Attributes:
        articles: in how many it stands alone for that person.
        statements: how many that person makes.
    """

    articles: int = 0
    statements: int = 0


def main_person(uses: Mapping[str, SurnameUse]) -> str | None:
    """Return the key of the one who is meant by the surname alone; None where that is open."""
    ranked = sorted(uses, key=lambda key: (-uses[key].articles, -uses[key].statements, key))
    if len(ranked) < len(("main", "other")):
        return next(iter(ranked), None)
    others = [uses[key] for key in ranked[1:]]
    return ranked[0] if _dominates(uses[ranked[0]], others) else None


def _dominates(first: SurnameUse, others: Sequence[SurnameUse]) -> bool:
    in_articles = max(each.articles for each in others)
    said = max(each.statements for each in others)
    if not first.articles:
        return first.statements > 0 and first.statements >= CLEARLY_MORE_SAID * said
    if first.statements < said:
        return first.articles >= CLEARLY_DOMINANT_RATIO * max(1, in_articles)
    return first.articles >= DOMINANT_RATIO * in_articles and (
        first.articles >= CLEARLY_MANY
        or (first.statements > 0 and first.statements >= DOMINANT_RATIO * said)
    )


class BareSurnames:
    """Knows whom each surname means by itself that several people of the corpus have.

    Attributes:
        main: the key of the person by the surname; without those for which that is open.
    """

    def __init__(
        self,
        full: FullNames,
        speakers: Sequence[KnownSpeaker],
        names: Sequence[KnownName],
        articles_naming: ArticlesNaming,
    ) -> None:
        self._full = full
        self._shared = {key: who for key, who in full.by_surname().items() if len(who) > 1}
        self._bearers: dict[str, dict[str, set[str]]] = {
            key: defaultdict(set) for key in self._shared
        }
        alone = self._articles_with_surname(names, articles_naming)
        self._use = self._uses(speakers, alone)
        found = {key: main_person(of_key) for key, of_key in self._use.items()}
        self.main = {key: person for key, person in found.items() if person is not None}
        self._roles = self._roles_of_main(speakers)

    def is_main(self, each: KnownSpeaker) -> bool:
        """Return whether a speaker of the bare surname is its main person.

        Not where the article names another one of that surname, or the title or role is another's.
        """
        key = identity_key(each.speaker.name)
        if (
            key not in self.main
            or self._use[key][self.main[key]].articles < ENOUGH_TO_JOIN
            or self._bearers[key][each.source] - {self.main[key]}
        ):
            return False
        genders = _genders(each.speaker.aliases)
        roles = [role for role in each.speaker.aliases if role_nouns(role)]
        return (not genders or genders == self._genders_of_main(key)) and all(
            role_nouns(role) & self._roles[key] for role in roles
        )

    def _articles_with_surname(
        self, names: Sequence[KnownName], articles_naming: ArticlesNaming
    ) -> Mapping[str, set[str]]:
        """Return, for each shared surname, the articles in which it stands alone.

        Also notes who of those who have it is named in full in which article.
        """
        keys = {name.text: identity_key(name.text) for name in names if name.text.strip()}
        wanted = {
            text: last
            for text, key in keys.items()
            if key and (last := surname(key.split())) in self._shared
        }
        alone: defaultdict[str, set[str]] = defaultdict(set)
        for text, articles in articles_naming([*wanted]).items():
            last = wanted[text]
            if keys[text] == last:
                alone[last] |= articles
            elif self._full.key(text) in self._shared[last]:
                for article in articles:
                    self._bearers[last][article].add(self._full.key(text))
        return alone

    def _uses(
        self, speakers: Iterable[KnownSpeaker], alone: Mapping[str, set[str]]
    ) -> Mapping[str, Mapping[str, SurnameUse]]:
        uses = {key: {who: SurnameUse() for who in people} for key, people in self._shared.items()}
        articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for each, last, person in self._speaking(speakers):
            uses[last][person].statements += each.statements
            if any(identity_key(form) == last for form in each.speaker.aliases):
                articles[last, person].add(each.source)
        for last, sources in alone.items():
            for source in sources:
                if len(self._bearers[last][source]) == 1:
                    articles[last, next(iter(self._bearers[last][source]))].add(source)
        for (last, person), sources in articles.items():
            uses[last][person].articles = len(sources)
        return uses

    def _speaking(
        self, speakers: Iterable[KnownSpeaker]
    ) -> Iterable[tuple[KnownSpeaker, str, str]]:
        """Yield the speakers of a shared surname with it and their key."""
        for each in speakers:
            words = identity_key(each.speaker.name).split() if each.speaker.named else []
            if len(words) > 1 and surname(words) in self._shared:
                person = self._full.key(each.speaker.name)
                if person in self._shared[surname(words)]:
                    yield each, surname(words), person

    def _roles_of_main(self, speakers: Iterable[KnownSpeaker]) -> Mapping[str, set[str]]:
        roles: dict[str, set[str]] = {key: set() for key in self.main}
        for each, last, person in self._speaking(speakers):
            if self.main.get(last) == person:
                for role in each.speaker.aliases:
                    roles[last] |= role_words(role)
        return roles

    def _genders_of_main(self, key: str) -> set[str]:
        names, given = name_words(), self.main[key].split()[0]
        masculine, feminine = names.first_names_masculine, names.first_names_feminine
        same = {name for name in masculine | feminine if identity_key(name) == given}
        return {
            gender
            for gender, those in ((MASCULINE, masculine), (FEMININE, feminine))
            if same & those
        }


def _genders(forms: Iterable[str]) -> set[str]:
    """Return the genders of the titles in printed forms: "Mrs. Ostberg"."""
    people = people_words()
    words = {word for form in forms for word in normalise_name(form).split()[:-1]}
    found = ((MASCULINE, people.masculine_titles), (FEMININE, people.feminine_titles))
    return {gender for gender, titles in found if words & titles}
