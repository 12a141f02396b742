"""Register every entity of one article, and resolve surnames that several people bear."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.coreference.gender import (
    SINGULAR_THEY,
    assign_genders,
    gender_of_roles,
    gender_of_title,
)
from retrieval.quotes.coreference.mentions import find_mentions
from retrieval.quotes.coreference.person_names import AGE
from retrieval.quotes.coreference.roles import (
    is_person_description,
    role_after,
    role_before,
    without_first_word,
)
from retrieval.quotes.coreference.salience import SalienceRanking
from retrieval.quotes.identity.name_keys import word_keys
from retrieval.quotes.parsed.document import ParsedDocument

SURNAME_REACH = 1
"""Paragraphs within which the last speaker of a surname is the one meant by it."""

PRONOUNS_WINDOW = 100
"""Tokens after a name in which its sentence may give the person's pronouns."""


class EntityRegistry:
    """The entities of one article, their mentions, and the salience of those mentioned so far."""

    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self.mentions = find_mentions(document)
        self.salience = SalienceRanking(document)
        self._unnamed: dict[str, Entity] = {}
        self._by_token = {
            at: mention
            for mention in self.mentions
            for at in range(mention.first, mention.last + 1)
        }
        self._record_roles()
        assign_genders(document, self.mentions)

    def mention_at(self, token: int) -> EntityMention | None:
        """Return the mention by name that covers the token, or None."""
        return self._by_token.get(token)

    def unnamed_entity(self, printed: str) -> Entity:
        """Return the entity of that description; case and article make no difference."""
        key = without_first_word(printed.casefold(), self.document.lexicon.grammar.articles)
        if key not in self._unnamed:
            entity = Entity(printed, is_person=False, named=False)
            entity.gender = (
                gender_of_roles([printed.split(",", maxsplit=1)[0]])
                if is_person_description(printed)
                else ""
            )
            self._unnamed[key] = entity
        entity = self._unnamed[key]
        prefer_lowercase(entity, printed)
        return entity

    def entity_of(self, mention: EntityMention) -> Entity:
        """Return the entity of a mention by name.

        A surname that several bear is that of the only one whose gender fits the title, else of
        the only one named earlier in the paragraph, else of the last speaker nearby. Where the
        article calls one of them by it, it is theirs, unless the paragraph names another alone.
        """
        if not mention.candidates:
            return mention.entity
        document = self.document
        title = gender_of_title(document, mention.first)
        candidates = _with_gender(mention, title)
        if len(candidates) == 1:
            return candidates[0]
        here = self._named_in_paragraph(mention.first, candidates)
        last = self.salience.last_speaker(mention.first, SURNAME_REACH)
        spoke = next((each for each in candidates if each is last), None)
        if any(each is mention.main for each in candidates):
            doubtful = bool(title) or (spoke is not None and spoke is not mention.main)
            return _main_bearer(mention, candidates, here, doubtful=doubtful)
        if len(here) == 1:
            return here[0]
        return spoke if spoke is not None and not here else mention.entity

    def _named_in_paragraph(self, at: int, candidates: Sequence[Entity]) -> list[Entity]:
        """Return who of the candidates is named earlier in the token's paragraph."""
        place = self.document.paragraph_of
        named = {id(m.entity) for m in self.mentions if m.last < at and place[m.last] == place[at]}
        return [each for each in candidates if id(each) in named]

    def find_by_name(self, name: str) -> Entity:
        """Return the only entity with those words in its name, else a new organisation."""
        words = word_keys(name)
        fitting = {
            id(m.entity): m.entity
            for m in self.mentions
            if words and set(words) <= set(word_keys(m.entity.name))
        }
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        return Entity(name, is_person=False, forms=[name])

    def _record_roles(self) -> None:
        """Record the roles and the age printed before and after each person's name."""
        document = self.document
        of_people = [mention for mention in self.mentions if mention.entity.is_person]
        taken = frozenset(at for m in of_people for at in range(m.first, m.last + 1))
        for mention in of_people:
            mention.entity.add_role(role_before(document, mention.first, taken))
            mention.entity.add_role(role_after(document, mention.last))
            mention.entity.age = mention.entity.age or _age(document, mention)
            if _uses_singular_they(document, mention):
                mention.entity.gender = SINGULAR_THEY


def _main_bearer(
    mention: EntityMention,
    candidates: Sequence[Entity],
    here: Sequence[Entity],
    *,
    doubtful: bool,
) -> Entity:
    """Return whom the article calls by the surname alone; the bare surname where it is open.

    Args:
        mention: of the surname.
        candidates: whose it may be.
        here: who of them is named earlier in the paragraph.
        doubtful: whether something speaks for another, who is no relative of the main bearer.
    """
    main = mention.main
    related = all(each.is_relative for each in candidates if each is not main)
    another_is_named = bool(here) and not any(each is main for each in here)
    is_open = another_is_named or (doubtful and not related)
    return mention.entity if main is None or is_open else main


def _with_gender(mention: EntityMention, gender: str) -> tuple[Entity, ...]:
    """Return the bearers of the surname whose gender may be that of the title before it.

    A relative whose own gender is known to fit is preferred: "Mrs. Lund" is the governor's wife.
    """
    if not gender:
        return mention.candidates
    fitting = tuple(each for each in mention.candidates if each.gender in {"", gender})
    known = tuple(each for each in fitting if each.gender)
    return known if len(known) == 1 and known[0].is_relative else fitting


def prefer_lowercase(entity: Entity, printed: str) -> None:
    """Replace the entity's description by a form printed within a sentence, equal but for case."""
    if printed[:1].islower() and printed.casefold() == entity.name.casefold():
        entity.name = printed


def _age(document: ParsedDocument, mention: EntityMention) -> str:
    """Return the number between commas after a name: "Kenji Morita, 34, limped off", or ""."""
    comma, years, end = mention.last + 1, mention.last + 2, mention.last + 3
    if end >= len(document.tokens) or document.tokens[comma].text != ",":
        return ""
    is_closed = document.tokens[end].text in {",", "."} or document.tokens[end].pos == "CCONJ"
    return (
        document.tokens[years].text
        if is_closed and AGE.fullmatch(document.tokens[years].text)
        else ""
    )


def _uses_singular_they(document: ParsedDocument, mention: EntityMention) -> bool:
    """Return whether the sentence gives somebody's pronouns: "Ro, who uses they/them"."""
    plural = document.lexicon.grammar.plural
    number = document.sentence_of[mention.last]
    at = mention.last + 1
    end = min(len(document.tokens), at + PRONOUNS_WINDOW)
    while at + 2 < end and document.sentence_of[at + 2] == number:
        one, other = document.lower_text(at), document.lower_text(at + 2)
        if one in plural and other in plural and _is_conjunction(document, at + 1):
            return True
        at += 1
    return False


def _is_conjunction(document: ParsedDocument, at: int) -> bool:
    return document.tokens[at].pos == "CCONJ" or document.tokens[at].text == "/"
