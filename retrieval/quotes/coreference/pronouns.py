"""Resolve pronouns to antecedents by gender, number and salience."""

from __future__ import annotations

from collections.abc import Collection

from retrieval.model import Resolution
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.binding import NOBODY_NAMED, NamedWithin
from retrieval.quotes.coreference.entities import Entity, ResolvedEntity
from retrieval.quotes.coreference.gender import FEMININE, MASCULINE, SINGULAR_THEY
from retrieval.quotes.coreference.roles import (
    is_group_description,
    is_person_description,
    is_plural_description,
)
from retrieval.quotes.coreference.salience import Antecedent, SalienceRanking
from retrieval.quotes.grammar.subjects import own_subject
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS, VERB_OBJECT_LABELS

SINGULAR_REACH = 2
"""Paragraphs before its own in which "he" or "she" finds an antecedent."""
PLURAL_REACH = 1
"""Paragraphs before its own in which "they" or "it" finds an antecedent."""
UNNAMED_GENDER_FIT = 0.5
"""The same for somebody who is only described, "one adviser": more often another is meant."""
UNKNOWN_GENDER_FIT = 0.8
"""Fit of an antecedent whose gender is not known, against 1 for one that agrees."""


def resolve_pronoun(
    document: ParsedDocument,
    at: int,
    salience: SalienceRanking,
    *,
    within: NamedWithin = NOBODY_NAMED,
    resumes: bool = False,
) -> ResolvedEntity | None:
    """Return the pronoun's antecedent with the rule that found it; None where it is unsure.

    The antecedent is the most salient entity that agrees in gender and number (agreement as in
    Hobbs 1978). It takes the pronoun's gender where its own is unknown and the choice is clear.

    Args:
        document: the article.
        at: the pronoun's token.
        salience: the mentions before it.
        within: who is named in the words that it reports.
        resumes: whether its verb continues the last speaker's words, as "added" does.
    """
    word, grammar = document.lower_text(at), document.lexicon.grammar
    if document.is_quoted(at):
        return None
    if word in grammar.plural:
        return _resolve_plural(at, salience, resumes=resumes)
    if word in grammar.neuter:
        choice = salience.most_salient(at, _organisation_fit, PLURAL_REACH, resumes=resumes)
        clear = choice is not None and choice.is_clear
        return (
            (choice.entity, rules.PRONOUN_ORGANISATION) if choice is not None and clear else None
        )
    if word in grammar.feminine | grammar.masculine:
        gender = FEMININE if word in grammar.feminine else MASCULINE
        above = _subject_above_free_relative(document, at, salience)
        if above is not None and _gender_fit(above, gender):
            return above, rules.PRONOUN_SAME_PARAGRAPH
        return _resolve_singular(document, at, gender, salience, within, resumes=resumes)
    return None


def _resolve_singular(
    document: ParsedDocument,
    at: int,
    gender: str,
    salience: SalienceRanking,
    within: NamedWithin,
    *,
    resumes: bool,
) -> ResolvedEntity | None:
    """Return whom "he" or "she" means: the most salient entity that agrees in gender."""
    apart = {
        _coargument_subject(document, at),
        *_fronted_objects(document, at),
        *_relative_heads(document, at),
    }
    choice = salience.most_salient(
        at,
        lambda entity: (
            0.0 if _is_coargument(entity, apart, salience, at) else _gender_fit(entity, gender)
        ),
        SINGULAR_REACH,
        excludes=within.excludes,
        resumes=resumes,
    )
    if choice is not None and choice.is_clear and not choice.entity.gender:
        choice.entity.gender = gender
    if choice is None or (not choice.is_clear and _is_doubtful(document, choice)):
        return None
    meant = _bearer_of_gender(choice.entity, gender)
    return (meant, _resolution_of(choice)) if meant is not None else None


def _is_doubtful(document: ParsedDocument, choice: Antecedent) -> bool:
    """Return whether it is far away, or a mere "one source" who may tell of somebody named."""
    grammar, entity = document.lexicon.grammar, choice.entity
    is_indefinite = entity.name.lower().split()[0] in grammar.determiners - grammar.pointing
    is_source = choice.spoke and not (entity.named or entity.gender) and is_indefinite
    return is_source or choice.paragraphs == SINGULAR_REACH


def _subject_above_free_relative(
    document: ParsedDocument, at: int, salience: SalienceRanking
) -> Entity | None:
    """Return whose sentence "what he called …" is part of: "Ro, who spoke of what he called"."""
    verb = document.tokens[at].head
    if not any(c < at and document.tokens[c].tag == "WP" for c in document.children[verb]):
        return None
    above = verb
    while document.tokens[above].head != above:
        above = document.tokens[above].head
        subject = own_subject(document, above)
        if document.tokens[above].pos == "VERB" and subject is not None:
            return salience.entity_at(subject.head)
    return None


def _bearer_of_gender(entity: Entity, gender: str) -> Entity | None:
    """Return the entity; of a surname that several bear, the only bearer who agrees, or None."""
    if not entity.bearers:
        return entity
    agreeing = [each for each in entity.bearers if each.gender in {"", gender}]
    return agreeing[0] if len(agreeing) == 1 else None


def _coargument_subject(document: ParsedDocument, at: int) -> int | None:
    """Return the subject of the verb whose object the pronoun is: "him" cannot mean it."""
    token = document.tokens[at]
    if token.dep not in VERB_OBJECT_LABELS:
        return None
    return document.child(token.head, "nsubj")


def _fronted_objects(document: ParsedDocument, at: int) -> frozenset[int]:
    """Return objects of participles whose subject the pronoun is: "Reminding Kerr of it, she"."""
    participles = [
        child
        for child in document.children[document.tokens[at].head]
        if child < at
        and document.tokens[child].dep == "advcl"
        and document.tokens[child].tag == "VBG"
        and document.child(child, *SUBJECT_LABELS) is None
    ]
    return frozenset(
        child
        for clause in participles
        for child in document.children[clause]
        if document.tokens[child].dep in VERB_OBJECT_LABELS
    )


def _relative_heads(document: ParsedDocument, at: int) -> frozenset[int]:
    """Return whom the relative clause is about whose subject the pronoun is: "Kerr, who she says".

    The pronoun is somebody else, as the clause is about "who" (principle B). Clauses with "which"
    or "that" may be of another noun: "a letter from Kerr in which she says".
    """
    verb, relative = document.tokens[at].head, document.lexicon.grammar.of_whom
    is_subject = document.tokens[at].dep in SUBJECT_LABELS
    if not at or document.lower_text(at - 1) not in relative or not is_subject:
        return frozenset()
    if document.tokens[verb].dep != "relcl":
        return frozenset()
    heads = {document.tokens[verb].head}
    above = document.tokens[verb].head
    while document.tokens[above].dep == "appos" and document.tokens[above].head not in heads:
        above = document.tokens[above].head
        heads.add(above)
    return frozenset(heads)


def _is_coargument(
    entity: Entity, apart: Collection[int | None], salience: SalienceRanking, at: int
) -> bool:
    return any(
        other is not None and other < at and salience.entity_at(other) is entity for other in apart
    )


def _resolution_of(choice: Antecedent) -> Resolution:
    if choice.paragraphs == 0:
        return rules.PRONOUN_LAST_SPEAKER if choice.spoke else rules.PRONOUN_SAME_PARAGRAPH
    if choice.is_only_candidate:
        return rules.PRONOUN_ONLY_CANDIDATE
    return (
        rules.PRONOUN_PREVIOUS_PARAGRAPH
        if choice.paragraphs == 1
        else rules.PRONOUN_TWO_PARAGRAPHS
    )


def _gender_fit(entity: Entity, gender: str) -> float:
    """Return how well an entity agrees with "he" or "she", 0 to 1."""
    if not entity.is_person and (entity.named or not is_person_description(entity.name)):
        return 0.0
    if not entity.gender:
        return UNKNOWN_GENDER_FIT if entity.named else UNNAMED_GENDER_FIT
    return 1.0 if entity.gender == gender else 0.0


def _resolve_plural(at: int, salience: SalienceRanking, *, resumes: bool) -> ResolvedEntity | None:
    """Return a group, else an organisation that spoke last, else a person with singular they.

    Where a group is near, and an organisation spoke last, it may be either: None.
    """
    choice = salience.most_salient(at, _plural_fit, PLURAL_REACH, resumes=resumes)
    last = salience.last_speaker(at, PLURAL_REACH)
    organisation = last if last is not None and _organisation_fit(last) else None
    if choice is not None and choice.is_clear:
        return (choice.entity, rules.PRONOUN_GROUP) if organisation is None else None
    if organisation is not None:
        return organisation, rules.PRONOUN_GROUP
    one = salience.most_salient(
        at, lambda entity: float(entity.gender == SINGULAR_THEY), SINGULAR_REACH
    )
    return (one.entity, _resolution_of(one)) if one is not None else None


def _plural_fit(entity: Entity) -> float:
    if entity.is_person or entity.is_place:
        return 0.0
    return float(bool(entity.members) or is_plural_description(entity.name))


def _organisation_fit(entity: Entity) -> float:
    if entity.is_person or entity.is_place or entity.members or is_plural_description(entity.name):
        return 0.0
    return float(entity.named or is_group_description(entity.name))
