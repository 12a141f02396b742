"""Whom a description means: "the officer", "the former official", "the company"."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.model import Resolution
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.entities import Entity
from retrieval.quotes.coreference.organisations import by_last_words, is_of_kind
from retrieval.quotes.coreference.registry import EntityRegistry, recase
from retrieval.quotes.coreference.roles import (
    FORMER,
    answers,
    answers_broadly,
    answers_fully,
    bare_role,
    description,
    role_words,
)
from retrieval.quotes.coreference.salience import Antecedent
from retrieval.quotes.identity.name_matching import plain
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL, NounPhrase

YEARS = re.compile(r"(\d{1,3})[-‑ ](\w+[-‑ ]\w+)")
LESS = 0.7
"""How well a description fits a role of which more is said than it says."""
NO_LONGER = 0.5
"""The same where the role is a former one, and the description does not say so."""
REACH = 2
"""In how many paragraphs before its own a description finds a body, or who is described less."""

FAR = 4
"""The same where all that it says is said of somebody."""

Known = tuple[Entity, Resolution]
Answers = Callable[[frozenset[str], frozenset[str]], bool]


def described(cast: EntityRegistry, subject: NounPhrase) -> Known | None:
    """Who is described, and why they; somebody unnamed where the description fits nobody."""
    document = cast.document
    head = document.tokens[subject.head]
    word = head.text.lower().split("-")[-1]
    if head.pos not in NOMINAL or word in document.lexicon.grammar.indefinite:
        return None
    printed = description(document, subject)
    if _is_definite(document, subject):
        known = _body(cast, subject, printed) or _by_age(cast, subject, printed)
        known = known or _by_role(cast, subject, printed)
        if known is not None:
            return known
    return cast.somebody(printed), rules.DESCRIBED


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


def _body(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    """A body by the last words of its name, or by what it is."""
    document = cast.document
    noun = document.tokens[subject.head].text.lower()
    words = plain(bare_role(printed)).split()
    if not words or words[-1] in document.lexicon.people.role_nouns:
        return None
    if document.tokens[subject.first].text.lower() in document.lexicon.grammar.possessives:
        return None
    if words != [noun]:
        body = by_last_words(words, cast.mentions)
        return (body, rules.SHORT) if body is not None else None
    known = _at_hand(cast, subject.head, lambda body: plain(body.name).split()[-1:] == [noun])
    if known is not None:
        return known, rules.SHORT if known.named else rules.SAME
    if noun not in document.lexicon.people.body_nouns or (
        document.tokens[subject.first].text.lower()
        not in document.lexicon.grammar.definite_articles
    ):
        return None
    known = _at_hand(
        cast, subject.head, lambda body: body.named and is_of_kind(document, body, noun), REACH
    )
    return (known, rules.KIND_OF_BODY) if known is not None else None


def _at_hand(
    cast: EntityRegistry, at: int, is_meant: Callable[[Entity], bool], reach: int = FAR
) -> Entity | None:
    """The body at hand of which that is so."""

    def fits(person: Entity) -> float:
        is_body = not (person.is_person or person.is_place or person.members)
        return float(is_body and is_meant(person))

    choice = cast.hand.choose(at, fits, reach)
    return choice.person if choice is not None else None


def _by_age(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    years = YEARS.search(printed)
    if years is None or plain(years.group(2)) not in cast.document.lexicon.people.years_old:
        return None
    choice = cast.hand.choose(subject.head, lambda person: float(person.age == years.group(1)))
    return (choice.person, rules.AGE) if choice is not None else None


def _by_role(cast: EntityRegistry, subject: NounPhrase, printed: str) -> Known | None:
    """Whoever has the role, or a narrower one, or, if just named, the role with less said of it.

    For a headline it is whoever is named first below.
    """
    wanted, at = role_words(printed), subject.head
    people = cast.document.lexicon.people
    head = cast.document.tokens[subject.head].text.lower().split("-")[-1]
    if head not in people.role_nouns or (
        cast.document.tokens[subject.first].text.lower()
        in cast.document.lexicon.grammar.possessives
    ):
        return None
    for fits, reason, reach in (
        (answers, rules.ROLE, FAR),
        (answers_broadly, rules.ROLE_BROAD, FAR),
        (answers_fully, rules.ROLE_FULLER, REACH),
    ):
        choice = cast.hand.choose(at, _by(wanted, fits), reach)
        if choice is not None and not (
            choice.clear and (head in people.sole_roles or not _is_crossed(cast, at, choice))
        ):
            choice = None
        person = choice.person if choice is not None else None
        if person is None and cast.document.paragraph_of[at] == 0 and reach == FAR:
            person = _below(cast, at, _by(wanted, fits))
        if person is not None and person.named:
            return person, reason
        if person is not None:
            recase(person, printed)
            return person, rules.SAME
    return None


def _is_crossed(cast: EntityRegistry, at: int, choice: Antecedent) -> bool:
    """Whether somebody of whom no role is printed stands nearer, who may have that one, too."""
    nearest = cast.hand.choose(at, lambda person: float(person.is_person), REACH)
    return (
        nearest is not None
        and nearest.person is not choice.person
        and not nearest.person.roles
        and nearest.paragraphs < choice.paragraphs
    )


def _by(wanted: frozenset[str], answers_to: Answers) -> Callable[[Entity], float]:
    """How well each person's roles fit the words of a description."""

    def fits(person: Entity) -> float:
        if person.named and not person.is_person:
            return 0.0
        roles = [role_words(role) for role in (person.roles if person.named else [person.name])]
        return max((_fit(wanted, role) for role in roles if answers_to(wanted, role)), default=0.0)

    return fits


def _fit(wanted: frozenset[str], role: frozenset[str]) -> float:
    if FORMER in role - wanted:
        return NO_LONGER
    return 1.0 if role <= wanted else LESS


def _below(cast: EntityRegistry, at: int, fits: Callable[[Entity], float]) -> Entity | None:
    below = (m.person for m in cast.mentions if m.last > at and m.person.is_person)
    return next((person for person in below if fits(person)), None)
