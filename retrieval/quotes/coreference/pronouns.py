"""Whom a pronoun stands for."""

from __future__ import annotations

from retrieval.model import Resolution
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.entities import Entity
from retrieval.quotes.coreference.gender import FEMININE, MASCULINE, SINGULAR_THEY
from retrieval.quotes.coreference.roles import (
    is_group_description,
    is_person_description,
    is_plural_description,
)
from retrieval.quotes.coreference.salience import Antecedent, SalienceRanking
from retrieval.quotes.parsed.document import ParsedDocument

SINGULAR_REACH = 2
"""In how many paragraphs before its own a pronoun looks for somebody."""
PLURAL_REACH = 1
UNKNOWN_GENDER_FIT = 0.8
"""How well a pronoun fits somebody whose gender is not known."""

Known = tuple[Entity, Resolution]
"""Somebody, and why it is they."""


def resolve_pronoun(
    document: ParsedDocument, at: int, hand: SalienceRanking, *, resumes: bool = False
) -> Known | None:
    """Whom the pronoun at that token stands for, and why; None where that is not sure."""
    word, grammar = document.tokens[at].text.lower(), document.lexicon.grammar
    if document.quotation_of[at] >= 0:
        return None
    if word in grammar.plural:
        return _resolve_plural(at, hand, resumes=resumes)
    if word in grammar.neuter:
        choice = hand.choose(at, _organisation_fit, PLURAL_REACH, resumes=resumes)
        clear = choice is not None and choice.clear
        return (
            (choice.person, rules.PRONOUN_ORGANISATION) if choice is not None and clear else None
        )
    if word in grammar.feminine | grammar.masculine:
        gender = FEMININE if word in grammar.feminine else MASCULINE
        apart = _coargument_subject(document, at)
        choice = hand.choose(
            at,
            lambda person: (
                0.0 if _is_coargument(person, apart, hand, at) else _gender_fit(person, gender)
            ),
            SINGULAR_REACH,
            resumes=resumes,
        )
        if choice is not None and choice.clear and not choice.person.gender:
            choice.person.gender = gender
        if choice is None or (choice.paragraphs == SINGULAR_REACH and not choice.clear):
            return None
        return choice.person, _resolution_of(choice)
    return None


def _coargument_subject(document: ParsedDocument, at: int) -> int | None:
    """The subject of a verb whose object the pronoun is: nobody pressed himself as "him"."""
    token = document.tokens[at]
    if token.dep not in {"dobj", "dative", "iobj"}:
        return None
    return document.child(token.head, "nsubj")


def _is_coargument(person: Entity, apart: int | None, hand: SalienceRanking, at: int) -> bool:
    return apart is not None and apart < at and hand.standing_at(apart) is person


def _resolution_of(choice: Antecedent) -> Resolution:
    if choice.paragraphs == 0:
        return rules.PRONOUN_LAST_SPEAKER if choice.spoke else rules.PRONOUN_SAME_PARAGRAPH
    if choice.alone:
        return rules.PRONOUN_ONLY_CANDIDATE
    return (
        rules.PRONOUN_PREVIOUS_PARAGRAPH
        if choice.paragraphs == 1
        else rules.PRONOUN_TWO_PARAGRAPHS
    )


def _gender_fit(person: Entity, gender: str) -> float:
    """How well a pronoun for a man or a woman fits."""
    if not person.is_person and (person.named or not is_person_description(person.name)):
        return 0.0
    if not person.gender:
        return UNKNOWN_GENDER_FIT
    return 1.0 if person.gender == gender else 0.0


def _resolve_plural(at: int, hand: SalienceRanking, *, resumes: bool) -> Known | None:
    """Several; else a body that spoke last; else one person who is called so.

    Where several are at hand, and a body spoke last, it may be either.
    """
    choice = hand.choose(at, _plural_fit, PLURAL_REACH, resumes=resumes)
    last = hand.last_who_spoke(at, PLURAL_REACH)
    body = last if last is not None and _organisation_fit(last) else None
    if choice is not None and choice.clear:
        return (choice.person, rules.PRONOUN_GROUP) if body is None else None
    if body is not None:
        return body, rules.PRONOUN_GROUP
    one = hand.choose(at, lambda person: float(person.gender == SINGULAR_THEY), SINGULAR_REACH)
    return (one.person, _resolution_of(one)) if one is not None else None


def _plural_fit(person: Entity) -> float:
    if person.is_person or person.is_place:
        return 0.0
    return float(bool(person.members) or is_plural_description(person.name))


def _organisation_fit(person: Entity) -> float:
    if person.is_person or person.is_place or person.members or is_plural_description(person.name):
        return 0.0
    return float(person.named or is_group_description(person.name))
