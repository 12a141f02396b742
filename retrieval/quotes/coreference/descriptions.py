"""Whom a description means: "the officer", "the former official", "the company"."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.model import Resolution
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.entities import Entity
from retrieval.quotes.coreference.organisations import find_by_name_ending, is_compatible_noun
from retrieval.quotes.coreference.registry import EntityRegistry, prefer_lowercase
from retrieval.quotes.coreference.roles import (
    FORMER_WORD,
    extends_role,
    matches_hypernym,
    matches_role,
    printed_description,
    role_content_words,
    without_determiner,
)
from retrieval.quotes.coreference.salience import Antecedent
from retrieval.quotes.identity.name_matching import normalise_name
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL_POS, NounPhrase

AGE_DESCRIPTION = re.compile(r"(\d{1,3})[-‑ ](\w+[-‑ ]\w+)")
NARROWER_ROLE_FIT = 0.7
"""How well a description fits a role of which more is said than it says."""
FORMER_ROLE_FIT = 0.5
"""The same where the role is a former one, and the description does not say so."""
NEAR_REACH = 2
"""In how many paragraphs before its own a description finds a body, or who is described less."""

FAR_REACH = 4
"""The same where all that it says is said of somebody."""

Known = tuple[Entity, Resolution]
RoleMatcher = Callable[[frozenset[str], frozenset[str]], bool]


def resolve_description(cast: EntityRegistry, subject: NounPhrase) -> Known | None:
    """Who is described, and why they; somebody unnamed where the description fits nobody."""
    document = cast.document
    head = document.tokens[subject.head]
    word = head.text.lower().split("-")[-1]
    if head.pos not in NOMINAL_POS or word in document.lexicon.grammar.indefinite:
        return None
    printed = printed_description(document, subject)
    if _is_definite(document, subject):
        known = _resolve_organisation(cast, subject, printed) or _resolve_age(
            cast, subject, printed
        )
        known = known or _resolve_role(cast, subject, printed)
        if known is not None:
            return known
    return cast.somebody(printed), rules.UNNAMED


def _is_definite(document: ParsedDocument, subject: NounPhrase) -> bool:
    """Whether somebody known is meant: "the officer", or "Officer" in a headline."""
    head, first = document.tokens[subject.head], document.tokens[subject.first]
    pointing = (
        first.text.lower() in document.lexicon.grammar.pointing
        or document.paragraph_of[subject.head] == 0
    )
    return pointing and (
        head.tag not in {"NNS", "NNPS"} or head.text.lower() in document.lexicon.people.role_nouns
    )


def _resolve_organisation(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    """A body by the last words of its name, or by what it is."""
    document = cast.document
    noun = document.tokens[subject.head].text.lower()
    words = normalise_name(without_determiner(printed)).split()
    if not words or words[-1] in document.lexicon.people.role_nouns:
        return None
    if document.tokens[subject.first].text.lower() in document.lexicon.grammar.possessives:
        return None
    if words != [noun]:
        body = find_by_name_ending(words, cast.mentions)
        return (body, rules.SHORT_NAME) if body is not None else None
    known = _salient_organisation(
        cast, subject.head, lambda body: normalise_name(body.name).split()[-1:] == [noun]
    )
    if known is not None:
        return known, rules.SHORT_NAME if known.named else rules.SAME_DESCRIPTION
    if noun not in document.lexicon.people.body_nouns or (
        document.tokens[subject.first].text.lower()
        not in document.lexicon.grammar.definite_articles
    ):
        return None
    known = _salient_organisation(
        cast,
        subject.head,
        lambda body: body.named and is_compatible_noun(document, body, noun),
        NEAR_REACH,
    )
    return (known, rules.ORGANISATION_NOUN) if known is not None else None


def _salient_organisation(
    cast: EntityRegistry, at: int, is_meant: Callable[[Entity], bool], reach: int = FAR_REACH
) -> Entity | None:
    """The body at hand of which that is so."""

    def fits(person: Entity) -> float:
        is_body = not (person.is_person or person.is_place or person.members)
        return float(is_body and is_meant(person))

    choice = cast.hand.choose(at, fits, reach)
    return choice.person if choice is not None else None


def _resolve_age(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    years = AGE_DESCRIPTION.search(printed)
    if (
        years is None
        or normalise_name(years.group(2)) not in cast.document.lexicon.people.years_old
    ):
        return None
    choice = cast.hand.choose(subject.head, lambda person: float(person.age == years.group(1)))
    return (choice.person, rules.AGE) if choice is not None else None


def _resolve_role(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    """Whoever has the role, or a narrower one, or, if just named, the role with less said of it.

    For a headline it is whoever is named first below.
    """
    wanted, at = role_content_words(printed), subject.head
    people = cast.document.lexicon.people
    head = cast.document.tokens[subject.head].text.lower().split("-")[-1]
    if head not in people.role_nouns or (
        cast.document.tokens[subject.first].text.lower()
        in cast.document.lexicon.grammar.possessives
    ):
        return None
    for fits, reason, reach in (
        (matches_role, rules.ROLE, FAR_REACH),
        (matches_hypernym, rules.ROLE_HYPERNYM, FAR_REACH),
        (extends_role, rules.ROLE_EXTENDED, NEAR_REACH),
    ):
        choice = cast.hand.choose(at, _role_fit(wanted, fits), reach)
        if choice is not None and not (
            choice.clear
            and (head in people.sole_roles or not _has_nearer_candidate(cast, at, choice))
        ):
            choice = None
        person = choice.person if choice is not None else None
        if person is None and cast.document.paragraph_of[at] == 0 and reach == FAR_REACH:
            person = _first_match_below(cast, at, _role_fit(wanted, fits))
        if person is not None and person.named:
            return person, reason
        if person is not None:
            prefer_lowercase(person, printed)
            return person, rules.SAME_DESCRIPTION
    return None


def _has_nearer_candidate(cast: EntityRegistry, at: int, choice: Antecedent) -> bool:
    """Whether somebody of whom no role is printed stands nearer, who may have that one, too."""
    nearest = cast.hand.choose(at, lambda person: float(person.is_person), NEAR_REACH)
    return (
        nearest is not None
        and nearest.person is not choice.person
        and not nearest.person.roles
        and nearest.paragraphs < choice.paragraphs
    )


def _role_fit(wanted: frozenset[str], answers_to: RoleMatcher) -> Callable[[Entity], float]:
    """How well each person's roles fit the words of a description."""

    def fits(person: Entity) -> float:
        if person.named and not person.is_person:
            return 0.0
        roles = [
            role_content_words(role) for role in (person.roles if person.named else [person.name])
        ]
        return max(
            (_fit_of_role(wanted, role) for role in roles if answers_to(wanted, role)), default=0.0
        )

    return fits


def _fit_of_role(wanted: frozenset[str], role: frozenset[str]) -> float:
    if FORMER_WORD in role - wanted:
        return FORMER_ROLE_FIT
    return 1.0 if role <= wanted else NARROWER_ROLE_FIT


def _first_match_below(
    cast: EntityRegistry, at: int, fits: Callable[[Entity], float]
) -> Entity | None:
    below = (m.person for m in cast.mentions if m.last > at and m.person.is_person)
    return next((person for person in below if fits(person)), None)
