"""Resolve definite descriptions: "the officer", "the former official", "the company"."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.binding import NOBODY_NAMED, NamedWithin
from retrieval.quotes.coreference.entities import Entity, ResolvedEntity
from retrieval.quotes.coreference.organisations import find_by_name_ending, is_compatible_noun
from retrieval.quotes.coreference.registry import EntityRegistry, prefer_lowercase
from retrieval.quotes.coreference.roles import (
    FORMER_WORD,
    extends_role,
    held_role_nouns,
    holds_role,
    matches_hypernym,
    matches_role,
    printed_description,
    role_content_words,
    without_determiner,
)
from retrieval.quotes.coreference.salience import Antecedent
from retrieval.quotes.identity.name_keys import normalise_name
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.lexicon import people_words
from retrieval.quotes.parsed.noun_phrases import NOMINAL_POS, NounPhrase

AGE_DESCRIPTION = re.compile(r"(\d{1,3})[-‑ ](\w+[-‑ ]\w+)")
NARROWER_ROLE_FIT = 0.7
"""Fit of a role that says more than the description, against 1 for one that says as much."""
FORMER_ROLE_FIT = 0.5
"""Fit of a former role where the description does not say "former"."""
NEAR_REACH = 2
"""Paragraphs before its own in which a generic or extended description finds its antecedent."""

FAR_REACH = 4
"""Paragraphs before its own in which a description does that matches in full."""

RoleMatcher = Callable[[frozenset[str], frozenset[str]], bool]


def resolve_description(
    registry: EntityRegistry, subject: NounPhrase, within: NamedWithin = NOBODY_NAMED
) -> ResolvedEntity | None:
    """Return the entity that is described, with the rule; a new unnamed one where nobody fits.

    None for phrases that describe nobody, such as "many".

    Args:
        registry: the article's entities.
        subject: the phrase.
        within: who is named in the words that it reports.
    """
    document = registry.document
    head = document.tokens[subject.head]
    word = head.text.lower().split("-")[-1]
    if head.pos not in NOMINAL_POS or word in document.lexicon.grammar.indefinite:
        return None
    printed = printed_description(document, subject)
    if _is_definite(document, subject):
        known = _resolve_organisation(registry, subject, printed) or _resolve_age(
            registry, subject, printed
        )
        known = known or _resolve_role(registry, subject, printed)
        if known is not None and not within.excludes(known[0]):
            return known
    return registry.unnamed_entity(printed), rules.UNNAMED


def _is_definite(document: ParsedDocument, subject: NounPhrase) -> bool:
    """Return whether a known entity is meant: "the officer", or "Officer" in a headline."""
    head, first = document.tokens[subject.head], document.tokens[subject.first]
    pointing = (
        first.text.lower() in document.lexicon.grammar.pointing
        or document.paragraph_of[subject.head] == 0
    )
    return pointing and (
        head.tag not in {"NNS", "NNPS"} or head.text.lower() in document.lexicon.people.role_nouns
    )


def _resolve_organisation(
    registry: EntityRegistry, subject: NounPhrase, printed: str
) -> ResolvedEntity | None:
    """Return the organisation with that last word in its name, or of that kind, or None."""
    document = registry.document
    noun = document.lower_text(subject.head)
    words = normalise_name(without_determiner(printed)).split()
    if not words or words[-1] in document.lexicon.people.role_nouns:
        return None
    if document.lower_text(subject.first) in document.lexicon.grammar.possessives:
        return None
    if words != [noun]:
        organisation = find_by_name_ending(words, registry.mentions)
        return (organisation, rules.SHORT_NAME) if organisation is not None else None
    known = _salient_organisation(
        registry,
        subject.head,
        lambda organisation: normalise_name(organisation.name).split()[-1:] == [noun],
    )
    if known is not None:
        return known, rules.SHORT_NAME if known.named else rules.SAME_DESCRIPTION
    if noun not in document.lexicon.people.organisation_nouns or (
        document.lower_text(subject.first) not in document.lexicon.grammar.definite_articles
    ):
        return None
    known = _salient_organisation(
        registry,
        subject.head,
        lambda organisation: (
            organisation.named and is_compatible_noun(document, organisation, noun)
        ),
        NEAR_REACH,
    )
    return (known, rules.ORGANISATION_NOUN) if known is not None else None


def _salient_organisation(
    registry: EntityRegistry, at: int, is_meant: Callable[[Entity], bool], reach: int = FAR_REACH
) -> Entity | None:
    """Return the most salient organisation that ``is_meant`` accepts, or None."""

    def fits(entity: Entity) -> float:
        is_organisation = not (entity.is_person or entity.is_place or entity.members)
        return float(is_organisation and is_meant(entity))

    choice = registry.salience.most_salient(at, fits, reach)
    return choice.entity if choice is not None else None


def _resolve_age(
    registry: EntityRegistry, subject: NounPhrase, printed: str
) -> ResolvedEntity | None:
    years = AGE_DESCRIPTION.search(printed)
    if (
        years is None
        or normalise_name(years.group(2)) not in registry.document.lexicon.people.years_old
    ):
        return None
    choice = registry.salience.most_salient(
        subject.head, lambda entity: float(entity.age == years.group(1))
    )
    return (choice.entity, rules.AGE) if choice is not None else None


def _resolve_role(
    registry: EntityRegistry, subject: NounPhrase, printed: str
) -> ResolvedEntity | None:
    """Return the most salient person with the role, else with a hyponym, else with less of it.

    A headline's description is resolved to the first such person named below it.
    """
    at, people = subject.head, registry.document.lexicon.people
    head = registry.document.lower_text(subject.head).split("-")[-1]
    if head not in people.role_nouns or (
        registry.document.lower_text(subject.first)
        in registry.document.lexicon.grammar.possessives
    ):
        return None
    for fits, reason, reach in (
        (matches_role, rules.ROLE, FAR_REACH),
        (matches_hypernym, rules.ROLE_HYPERNYM, FAR_REACH),
        (extends_role, rules.ROLE_EXTENDED, NEAR_REACH),
    ):
        fit = _role_fit(printed, fits)
        choice = registry.salience.most_salient(at, fit, reach)
        if choice is not None and not (
            choice.is_clear
            and (head in people.sole_roles or not _has_nearer_candidate(registry, at, choice))
        ):
            choice = None
        entity = choice.entity if choice is not None else None
        if entity is None and registry.document.paragraph_of[at] == 0 and reach == FAR_REACH:
            entity = _first_match_below(registry, at, fit)
        if entity is not None and entity.named:
            return entity, reason
        if entity is not None:
            prefer_lowercase(entity, printed)
            return entity, rules.SAME_DESCRIPTION
    return None


def _has_nearer_candidate(registry: EntityRegistry, at: int, choice: Antecedent) -> bool:
    """Return whether a person without any printed role stands nearer, who may have that one."""
    nearest = registry.salience.most_salient(
        at, lambda entity: float(entity.is_person), NEAR_REACH
    )
    return (
        nearest is not None
        and nearest.entity is not choice.entity
        and not nearest.entity.roles
        and nearest.paragraphs < choice.paragraphs
    )


def _role_fit(description: str, answers_to: RoleMatcher) -> Callable[[Entity], float]:
    """Return a function for how well a person's roles fit the words of a description."""
    wanted, nouns = role_content_words(description), held_role_nouns(description)

    def fits(entity: Entity) -> float:
        if entity.members or (entity.named and not entity.is_person):
            return 0.0
        printed = entity.roles if entity.named else [entity.name]
        held = [role for role in printed if holds_role(nouns, held_role_nouns(role))]
        roles = [role_content_words(role) for role in held]
        return max(
            (_fit_of_role(wanted, role) for role in roles if answers_to(wanted, role)), default=0.0
        )

    return fits


def _fit_of_role(wanted: frozenset[str], role: frozenset[str]) -> float:
    if FORMER_WORD in role - wanted:
        return 0.0 if wanted & people_words().sole_roles else FORMER_ROLE_FIT
    return 1.0 if role <= wanted else NARROWER_ROLE_FIT


def _first_match_below(
    registry: EntityRegistry, at: int, fits: Callable[[Entity], float]
) -> Entity | None:
    below = (m.entity for m in registry.mentions if m.last > at and m.entity.is_person)
    return next((entity for entity in below if fits(entity)), None)
