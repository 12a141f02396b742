"""Weigh mentions by grammatical role, after the salience factors of Lappin and Leass 1994."""

from __future__ import annotations

from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS, VERB_OBJECT_LABELS

SUBJECT_WEIGHT = 1.0

EMBEDDED_SUBJECT_WEIGHT = 0.65
"""Weight of the subject of an embedded clause: "Marlow said Kerr had left"."""

OBJECT_WEIGHT = 0.45

OTHER_WEIGHT = 0.4

POSSESSOR_WEIGHT = 0.3

POSSESSOR_FACTOR = 0.6
"""Share of the possessed noun's weight that its possessor has: "Marlow's plan is"."""

MODIFIER_WEIGHT = 0.2

PHRASE_INTERNAL_LABELS = frozenset({"appos", "compound", "conj", "nmod", "flat"})

OBJECT_LABELS = VERB_OBJECT_LABELS | {"pobj", "agent", "attr", "oprd", "obj"}

EMBEDDED_LABELS = frozenset({"ccomp", "relcl", "acl", "advcl", "pcomp", "csubj", "xcomp"})


def grammatical_role_weight(document: ParsedDocument, at: int) -> float:
    """Return the weight of the token's grammatical role, 0 to 1.

    Subjects weigh most, then objects, then possessors and modifiers, as in Lappin and Leass 1994.
    """
    top = at
    while document.tokens[top].dep in PHRASE_INTERNAL_LABELS and document.tokens[top].head != top:
        modifies = (
            document.tokens[top].dep == "compound"
            and document.tokens[document.tokens[top].head].pos
        )
        if modifies == "NOUN":
            return MODIFIER_WEIGHT
        top = document.tokens[top].head
    token = document.tokens[top]
    verb = token.head
    if token.dep == "oprd" and document.tokens[verb].dep == "acl":  # a worker named Ro
        return grammatical_role_weight(document, document.tokens[verb].head)
    if token.dep in SUBJECT_LABELS:
        return EMBEDDED_SUBJECT_WEIGHT if _is_embedded(document, verb) else SUBJECT_WEIGHT
    if token.dep in OBJECT_LABELS:
        asked = (
            token.dep == "dobj"
            and document.tokens[verb].lemma in document.lexicon.people.questioning
        )
        return SUBJECT_WEIGHT if asked else OBJECT_WEIGHT
    if token.dep == "poss":
        return max(POSSESSOR_WEIGHT, POSSESSOR_FACTOR * grammatical_role_weight(document, verb))
    return OTHER_WEIGHT


def are_coarguments(document: ParsedDocument, one: int, other: int) -> bool:
    """Return whether two mentions are arguments of one verb: "Vale wrote to Kerr"."""
    verb = _governing_verb(document, one)
    return verb is not None and verb == _governing_verb(document, other)


def _governing_verb(document: ParsedDocument, at: int) -> int | None:
    token = document.tokens[at]
    if token.dep == "pobj":
        token = document.tokens[token.head]
    is_argument = token.dep in SUBJECT_LABELS | OBJECT_LABELS | {"prep"}
    return token.head if is_argument and document.tokens[token.head].pos == "VERB" else None


def _is_embedded(document: ParsedDocument, verb: int) -> bool:
    """Return whether the verb's clause is embedded in one with a subject of its own."""
    while document.tokens[verb].head != verb:
        dep, head = document.tokens[verb].dep, document.tokens[verb].head
        if dep != "conj" and (dep not in {"ccomp", "csubj"} or _has_subject(document, head)):
            return dep in EMBEDDED_LABELS
        verb = head
    return False


def _has_subject(document: ParsedDocument, verb: int) -> bool:
    return any(
        document.tokens[child].dep in SUBJECT_LABELS and not document.is_quoted(child)
        for child in document.children[verb]
    )
