"""Resolve short names of organisations: acronyms, first words and last words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.identity.name_matching import normalise_name
from retrieval.quotes.parsed.document import ParsedDocument

GEOGRAPHIC_LABELS = frozenset({"GPE", "LOC", "NORP"})
MIN_ACRONYM_LETTERS = 3
"""Letters of an acronym at least; shorter ones stand for too many things."""


def merge_short_names(
    document: ParsedDocument, found: Sequence[EntityMention]
) -> list[EntityMention]:
    """Return the mentions, with those by an organisation's short name referring to it.

    An acronym is the organisation's whose words start with its letters, or after whose name it
    stands in brackets; a first word is a company's that nothing else in the article is named by.
    """
    bodies = _multiword_organisations(found)
    lettered = _bracketed_acronyms(document, found)
    meant: dict[int, Entity] = {}
    for mention in found:
        short = mention.entity
        if id(short) in meant or " " in short.name or mention.candidates:
            continue
        body = lettered.get(short.name) or _find_by_acronym(short.name, bodies)
        if body is None and not _is_place(document, found, short):
            body = _find_by_first_word(document, short.name, bodies, found)
        if body is not None and body is not short:
            meant[id(short)] = body
            body.forms.extend(form for form in short.forms if form not in body.forms)
    return [replace(each, entity=meant.get(id(each.entity), each.entity)) for each in found]


def find_by_name_ending(words: Sequence[str], found: Iterable[EntityMention]) -> Entity | None:
    """Return the only organisation whose name ends with the words: "the committee", or None."""
    fitting = {
        id(each.entity): each.entity
        for each in found
        if not each.entity.is_person
        and normalise_name(each.entity.name).split()[-len(words) :] == [*words]
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def is_compatible_noun(document: ParsedDocument, body: Entity, noun: str) -> bool:
    """Return whether the noun can refer to the organisation: no ministry is "the company"."""
    people = document.lexicon.people
    words = frozenset(normalise_name(body.name).split())
    kinds = words & (people.kinds_of_bodies | people.group_nouns | people.body_nouns)
    return not kinds or noun in kinds


def _multiword_organisations(found: Iterable[EntityMention]) -> list[Entity]:
    several = {
        id(each.entity): each.entity
        for each in found
        if not each.entity.is_person and " " in each.entity.name
    }
    return list(several.values())


def _single(fitting: Sequence[Entity]) -> Entity | None:
    return fitting[0] if len(fitting) == 1 else None


def _bracketed_acronyms(
    document: ParsedDocument, found: Iterable[EntityMention]
) -> dict[str, Entity]:
    """Return acronyms in brackets after a name: "Marrow Bay Fire Authority (MBFA)"."""
    letters: dict[str, Entity] = {}
    for each in found:
        after = document.tokens[each.last + 1 : each.last + 4]
        if (
            " " in each.entity.name
            and [token.text for token in after[::2]] == ["(", ")"]
            and after[1].text.isupper()
            and each.entity.name[:1].casefold() == after[1].text[:1].casefold()
        ):
            each.entity.is_person = False
            letters.setdefault(after[1].text, each.entity)
    return letters


def _find_by_acronym(short: str, bodies: Sequence[Entity]) -> Entity | None:
    wanted = short.replace(".", "")
    if len(wanted) < MIN_ACRONYM_LETTERS or not wanted.isupper():
        return None
    return _single([body for body in bodies if wanted in _acronyms(body.name)])


def _acronyms(name: str) -> set[str]:
    """Return the initials of a name's capitalised words, and those of all its words."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return {
        "".join(word[0] for word in words if word[0].isupper()),
        "".join(word[0] for word in words).upper(),
    }


def _find_by_first_word(
    document: ParsedDocument, short: str, bodies: Sequence[Entity], found: Sequence[EntityMention]
) -> Entity | None:
    """Return the only company that starts with the word, where no person is named so."""
    word = normalise_name(short)
    if len(word) < MIN_ACRONYM_LETTERS or any(
        word in normalise_name(each.entity.name).split()
        for each in found
        if each.entity.is_person and " " in each.entity.name
    ):
        return None
    people = document.lexicon.people
    fitting = [body for body in bodies if normalise_name(body.name).split()[:1] == [word]]
    body = _single(fitting)
    ends = normalise_name(body.name).split()[-1] if body is not None else ""
    return body if ends in people.company_ends else None


def _is_place(document: ParsedDocument, found: Iterable[EntityMention], short: Entity) -> bool:
    return any(
        document.tokens[m.last].entity in GEOGRAPHIC_LABELS for m in found if m.entity is short
    )
