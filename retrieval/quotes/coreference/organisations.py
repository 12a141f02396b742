"""Resolve short names of organisations: acronyms, first words and last words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.identity.name_keys import normalise_name
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
    organisations = _multiword_organisations(found)
    by_acronym = _bracketed_acronyms(document, found)
    full_entity_of: dict[int, Entity] = {}
    for mention in found:
        short = mention.entity
        if id(short) in full_entity_of or " " in short.name or mention.candidates:
            continue
        organisation = by_acronym.get(short.name) or _find_by_acronym(short.name, organisations)
        if organisation is None and not _is_place(document, found, short):
            organisation = _find_by_first_word(document, short.name, organisations, found)
        if organisation is not None and organisation is not short:
            full_entity_of[id(short)] = organisation
            organisation.forms.extend(
                form for form in short.forms if form not in organisation.forms
            )
    return [
        replace(each, entity=full_entity_of.get(id(each.entity), each.entity)) for each in found
    ]


def find_by_name_ending(words: Sequence[str], found: Iterable[EntityMention]) -> Entity | None:
    """Return the only organisation whose name ends with the words: "the committee", or None."""
    fitting = {
        id(each.entity): each.entity
        for each in found
        if not each.entity.is_person
        and normalise_name(each.entity.name).split()[-len(words) :] == [*words]
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def is_compatible_noun(document: ParsedDocument, organisation: Entity, noun: str) -> bool:
    """Return whether the noun can refer to the organisation: no ministry is "the company"."""
    people = document.lexicon.people
    words = frozenset(normalise_name(organisation.name).split())
    kinds = words & (people.organisation_kinds | people.group_nouns | people.organisation_nouns)
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
    acronyms: dict[str, Entity] = {}
    for each in found:
        after = document.tokens[each.last + 1 : each.last + 4]
        if (
            " " in each.entity.name
            and [token.text for token in after[::2]] == ["(", ")"]
            and after[1].text.isupper()
            and each.entity.name[:1].casefold() == after[1].text[:1].casefold()
        ):
            each.entity.is_person = False
            acronyms.setdefault(after[1].text, each.entity)
    return acronyms


def _find_by_acronym(short: str, organisations: Sequence[Entity]) -> Entity | None:
    wanted = short.replace(".", "")
    if len(wanted) < MIN_ACRONYM_LETTERS or not wanted.isupper():
        return None
    return _single(
        [organisation for organisation in organisations if wanted in _acronyms(organisation.name)]
    )


def _acronyms(name: str) -> set[str]:
    """Return the initials of a name's capitalised words, and those of all its words."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return {
        "".join(word[0] for word in words if word[0].isupper()),
        "".join(word[0] for word in words).upper(),
    }


def _find_by_first_word(
    document: ParsedDocument,
    short: str,
    organisations: Sequence[Entity],
    found: Sequence[EntityMention],
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
    fitting = [
        organisation
        for organisation in organisations
        if normalise_name(organisation.name).split()[:1] == [word]
    ]
    organisation = _single(fitting)
    ends = normalise_name(organisation.name).split()[-1] if organisation is not None else ""
    return organisation if ends in people.company_ends else None


def _is_place(document: ParsedDocument, found: Iterable[EntityMention], short: Entity) -> bool:
    return any(
        document.tokens[m.last].entity in GEOGRAPHIC_LABELS for m in found if m.entity is short
    )
