"""Decide animacy: whether a phrase denotes somebody who can speak, or a mere thing."""

from __future__ import annotations

from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL_POS, NounPhrase

SPEAKER_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})
"""Labels of named entities that speak."""


def can_speak(document: ParsedDocument, verb: int, subject: NounPhrase) -> bool:
    """Return whether the verb reports words with that subject: "the data suggest" does not.

    Verbs that need an animate subject, and verbs of finding, are listed in the lexicon.
    """
    head = document.tokens[subject.head]
    if not any(map(str.isalnum, head.text)):
        return False
    verbs, is_finding = document.lexicon.verbs, head.lemma in document.lexicon.people.findings
    if document.tokens[verb].lemma in verbs.finding:
        return is_finding
    if is_finding and document.tokens[verb].lemma in verbs.resulting:
        return True
    if document.tokens[verb].lemma not in verbs.needs_animate_subject:
        is_quantifier = (
            head.text.lower() in document.lexicon.grammar.indefinite
        )  # "most said", an adverb to the parser
        return head.pos in NOMINAL_POS or head.pos in {"DET", "ADJ", "NUM"} or is_quantifier
    return is_animate(document, subject)


def is_animate(document: ParsedDocument, subject: NounPhrase) -> bool:
    """Return whether the phrase denotes a person, a group or an organisation."""
    head = document.tokens[subject.head]
    word = head.text.lower()
    if head.pos == "PRON" and word in document.lexicon.grammar.pronouns:
        return word not in document.lexicon.grammar.things | document.lexicon.grammar.narrator
    return (
        head.entity in SPEAKER_ENTITIES
        or head.pos == "PROPN"
        or word in document.lexicon.people.group_nouns
        or word.split("-")[-1] in document.lexicon.people.role_nouns
        or word.removesuffix("s") in document.lexicon.people.role_nouns
        or _has_person_in_apposition(document, subject)
    )


def _has_person_in_apposition(document: ParsedDocument, subject: NounPhrase) -> bool:
    """Return whether a person's name is in apposition: "The voice of the port, Anna Marlow,"."""
    at = subject.last + 1
    return (
        at + 1 < len(document.tokens)
        and document.tokens[at].text == ","
        and document.tokens[at + 1].entity == "PERSON"
        and any(
            document.tokens[c].dep == "appos" and c > at for c in document.children[subject.head]
        )
    )
