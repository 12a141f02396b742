"""Assign genders to entities, from titles, roles, first names and the article's pronouns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from retrieval.languages.tables import name_words
from retrieval.quotes.coreference.entities import EntityMention
from retrieval.quotes.coreference.person_names import has_definite_article
from retrieval.quotes.identity.name_keys import normalise_name
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.lexicon import people_words
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS

MASCULINE, FEMININE, SINGULAR_THEY = "m", "f", "they"
VOTE_RATIO = 3
"""Pronouns for a gender needed for each pronoun for the other."""
COUPLE_TOKENS = 3
"""Tokens of "Mr. and Mrs." before a name, which is that of the one with the first title."""
MIN_PERSON_VOTES = 2
"""Pronouns that make a person of what the parser labels an organisation."""


def gender_of_title(document: ParsedDocument, first: int) -> str:
    """Return the gender of the title before the name, "Mr" or "Dame"; "" where it has none."""
    people = document.lexicon.people
    title = document.lower_text(first - 1).rstrip(".") if first else ""
    if first >= COUPLE_TOKENS and document.tokens[first - 2].pos == "CCONJ":
        before = document.lower_text(first - COUPLE_TOKENS).rstrip(".")
        title = before if before in people.masculine_titles | people.feminine_titles else title
    if title in people.masculine_titles | people.masculine_roles:
        return MASCULINE
    return FEMININE if title in people.feminine_titles | people.feminine_roles else ""


def gender_of_name(document: ParsedDocument, first: int, last: int, name: str) -> str:
    """Return the gender by title, by "himself" after the name, or by first name; "" if unknown."""
    grammar = document.lexicon.grammar
    by_title = gender_of_title(document, first)
    if by_title:
        return by_title
    after = document.tokens[last + 1].text if last + 1 < len(document.tokens) else ""
    if after in grammar.reflexive:
        return MASCULINE if after in grammar.reflexive_masculine else FEMININE
    return gender_of_first_name(name) if " " in name else ""


def gender_of_first_name(name: str) -> str:
    """Return the gender of a first name that only men or only women bear, else ""."""
    names, given = name_words(), next(iter(normalise_name(name).split()), "")
    if given in names.first_names_masculine - names.first_names_feminine:
        return MASCULINE
    return FEMININE if given in names.first_names_feminine - names.first_names_masculine else ""


def gender_of_roles(roles: Iterable[str]) -> str:
    """Return the gender of nouns such as "chairwoman" or "actor"; "" where they disagree."""
    people = people_words()
    said = {
        MASCULINE if word in people.masculine_roles else FEMININE
        for role in roles
        for word in normalise_name(role).split()
        if word in people.masculine_roles | people.feminine_roles
    }
    return said.pop() if len(said) == 1 else ""


def assign_genders(document: ParsedDocument, named: Sequence[EntityMention]) -> None:
    """Assign genders to people, first from their roles, then from the article's own pronouns."""
    people = {
        id(m.entity): m.entity for m in named if m.entity.is_person or _may_be_person(document, m)
    }
    for entity in people.values():
        entity.gender = entity.gender or gender_of_roles(entity.roles)
    votes = _pronoun_votes(document, [each for each in named if id(each.entity) in people])
    for key, entity in people.items():
        entity.is_person = entity.is_person or bool(_winner(votes[key], MIN_PERSON_VOTES))
        if not entity.gender and entity.is_person:
            entity.gender = _winner(votes[key]) or gender_of_first_name(entity.name)


def _may_be_person(document: ParsedDocument, mention: EntityMention) -> bool:
    """Return whether a supposed organisation may be a person by its name alone: "Marlow"."""
    token, name = document.tokens[mention.last], mention.entity.name
    return (
        " " not in name
        and not name.isupper()
        and token.entity == "ORG"
        and token.dep in SUBJECT_LABELS
        and not has_definite_article(document, mention.first, mention.last)
        and (not mention.first or document.tokens[mention.first - 1].pos != "DET")
    )


def _winner(votes: Counter[str], least: int = 1) -> str:
    if not votes:
        return ""
    (gender, most), *rest = votes.most_common()
    return gender if most >= max(least, VOTE_RATIO * sum(count for _, count in rest)) else ""


def _pronoun_votes(
    document: ParsedDocument, named: Sequence[EntityMention]
) -> defaultdict[int, Counter[str]]:
    """Return, for each person, the pronouns in sentences near which nobody else is named."""
    grammar = document.lexicon.grammar
    by_sentence: defaultdict[int, list[EntityMention]] = defaultdict(list)
    for each in named:
        if not document.is_quoted(each.last):
            by_sentence[document.sentence_of[each.last]].append(each)
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for at, token in enumerate(document.tokens):
        word = token.text.lower()
        if document.is_quoted(at) or word not in grammar.he_and_she:
            continue
        here = document.sentence_of[at]
        near = [*by_sentence[here - 1], *by_sentence[here]]
        one = {id(each.entity) for each in near}
        before = [
            each
            for each in near
            if each.last < at and document.paragraph_of[each.last] == document.paragraph_of[at]
        ]
        if len(one) == 1 and before and document.tokens[before[-1].last].dep in SUBJECT_LABELS:
            votes[one.pop()][MASCULINE if word in grammar.masculine else FEMININE] += 1
    return votes
