"""Everybody in one article: the named, the described, and whom a surname means."""

from __future__ import annotations

from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.coreference.gender import (
    EITHER,
    gender_of_roles,
    gender_of_title,
    note_genders,
)
from retrieval.quotes.coreference.mentions import mentions
from retrieval.quotes.coreference.person_names import AGE
from retrieval.quotes.coreference.roles import is_somebody, role_after, role_before, without_first
from retrieval.quotes.coreference.salience import SalienceRanking
from retrieval.quotes.identity.name_matching import words_of
from retrieval.quotes.parsed.document import ParsedDocument

NEAR = 1
"""Within how many paragraphs the last speaker of a surname is the one meant by it."""


class EntityRegistry:
    """Everybody in an article, and who is at hand so far."""

    def __init__(self, page: ParsedDocument) -> None:
        self.page = page
        self.mentions = mentions(page)
        self.hand = SalienceRanking(page)
        self._unnamed: dict[str, Entity] = {}
        self._by_token = {
            at: mention
            for mention in self.mentions
            for at in range(mention.first, mention.last + 1)
        }
        self._note_roles()
        note_genders(page, self.mentions)

    def at(self, token: int) -> EntityMention | None:
        """The name that stands at the token."""
        return self._by_token.get(token)

    def somebody(self, printed: str) -> Entity:
        """The unnamed one of that description, the same but for case and article."""
        key = without_first(printed.casefold(), self.page.lexicon.grammar.articles)
        if key not in self._unnamed:
            person = Entity(printed, is_person=False, named=False)
            person.gender = (
                gender_of_roles([printed.split(",", maxsplit=1)[0]])
                if is_somebody(printed)
                else ""
            )
            self._unnamed[key] = person
        person = self._unnamed[key]
        recase(person, printed)
        return person

    def bearer(self, mention: EntityMention) -> Entity:
        """Whose surname it is.

        Of several it is the only one whom its title fits, the only one in its paragraph, or the
        last speaker.
        """
        if not mention.others:
            return mention.person
        page = self.page
        title = gender_of_title(page, mention.first)
        titled = [other for other in mention.others if title and other.gender == title]
        if len(titled) == 1 and all(other.gender for other in mention.others):
            return titled[0]
        place = page.paragraph_of[mention.first]
        here = {
            id(m.person): m.person
            for m in self.mentions
            if m.last < mention.first
            and page.paragraph_of[m.last] == place
            and any(m.person is other for other in mention.others)
        }
        if len(here) == 1:
            return next(iter(here.values()))
        last = self.hand.last_who_spoke(mention.first, NEAR)
        if not here and last is not None and any(last is other for other in mention.others):
            return last
        return mention.person

    def by_surname(self, name: str) -> Entity:
        """The only one who bears the name; else a body of that name."""
        words = words_of(name)
        fitting = {
            id(m.person): m.person
            for m in self.mentions
            if words and set(words) <= set(words_of(m.person.name))
        }
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        return Entity(name, is_person=False, forms=[name])

    def _note_roles(self) -> None:
        """Notes the roles and the age printed before and after each person's name."""
        page = self.page
        of_people = [mention for mention in self.mentions if mention.person.is_person]
        taken = frozenset(at for m in of_people for at in range(m.first, m.last + 1))
        for mention in of_people:
            mention.person.add_role(role_before(page, mention.first, taken))
            mention.person.add_role(role_after(page, mention.last))
            mention.person.age = mention.person.age or _age(page, mention)
            if _is_they(page, mention):
                mention.person.gender = EITHER


def recase(person: Entity, printed: str) -> None:
    """Takes the description as printed within a sentence, where it is the same but for case."""
    if printed[:1].islower() and printed.casefold() == person.name.casefold():
        person.name = printed


def _age(page: ParsedDocument, mention: EntityMention) -> str:
    """The number between commas after a name: "Kenji Morita, 34, limped off"."""
    comma, years, end = mention.last + 1, mention.last + 2, mention.last + 3
    if end >= len(page.tokens) or page.tokens[comma].text != ",":
        return ""
    is_closed = page.tokens[end].text in {",", "."} or page.tokens[end].pos == "CCONJ"
    return page.tokens[years].text if is_closed and AGE.fullmatch(page.tokens[years].text) else ""


def _is_they(page: ParsedDocument, mention: EntityMention) -> bool:
    """Whether the article says of somebody that they are called "they"."""
    plural = page.lexicon.grammar.plural
    number = page.sentence_of[mention.last]
    at = mention.last + 1
    while at + 2 < len(page.tokens) and page.sentence_of[at + 2] == number:
        one, other = page.tokens[at].text.lower(), page.tokens[at + 2].text.lower()
        if one in plural and other in plural and _joins(page, at + 1):
            return True
        at += 1
    return False


def _joins(page: ParsedDocument, at: int) -> bool:
    return page.tokens[at].pos == "CCONJ" or page.tokens[at].text == "/"
