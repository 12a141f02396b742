"""Find a subject that a verb shares with another, or takes from the noun that it modifies."""

from __future__ import annotations

from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.grammar.subjects import adjacent_phrase, described_noun, own_subject
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL_POS, NounPhrase, phrase_of

INHERITING_LABELS = frozenset("conj advcl xcomp pcomp prep dep ccomp acl".split())
MAX_STEPS = 4
"""Heads climbed at most to find a shared subject: "said …, adding that …"."""


def quoted_person(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return whose words are relayed: "the Herald quoted her as saying", or None."""
    link = document.tokens[verb].head
    quoting = document.tokens[link].head
    if document.tokens[link].dep != "prep" or document.tokens[verb].dep != "pcomp":
        return None
    if document.tokens[quoting].lemma not in document.lexicon.verbs.quoting:
        return None
    head = document.child(quoting, "nsubjpass")
    if head is None:
        head = document.child(quoting, "dobj")
    return phrase_of(document, head) if head is not None and not document.is_quoted(head) else None


def inherited_subject(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the subject shared with a verb above this one; an empty "it" is skipped.

    An inanimate subject is skipped, too, where an animate one stands above it: "She said the
    figure had been honest and denied …".
    """
    at, has_passed_subject = verb, False
    inanimate: NounPhrase | None = None
    for _ in range(MAX_STEPS):
        dep, head = document.tokens[at].dep, document.tokens[at].head
        if head == at or document.sentence_of[head] != document.sentence_of[verb]:
            return inanimate
        if dep in {"acl", "relcl"} and document.tokens[head].pos in NOMINAL_POS:
            return _modified_noun(document, head)
        if dep not in INHERITING_LABELS:
            return inanimate
        if dep == "ccomp" and document.tokens[verb].tag != "VBG" and not has_passed_subject:
            return inanimate
        subject = _governing_subject(document, head, dep)
        empty = document.lexicon.grammar.empty_subjects
        if subject is not None and document.lower_text(subject.head) not in empty:
            if dep != "conj" or is_animate(document, subject):
                return subject
            inanimate = inanimate or subject
        has_passed_subject = has_passed_subject or subject is not None
        at = head
    return inanimate


def _modified_noun(document: ParsedDocument, noun: int) -> NounPhrase | None:
    """Return who speaks in a clause that modifies a noun: its issuer, or what it describes."""
    if document.is_quoted(noun):
        return None
    issuer = _issuing_subject(document, noun)
    return issuer or phrase_of(document, described_noun(document, noun))


def _issuing_subject(document: ParsedDocument, noun: int) -> NounPhrase | None:
    """Return who issues a text that speaks: "the ministry issued a statement warning that …"."""
    token, verb = document.tokens[noun], document.tokens[noun].head
    issued = token.dep == "dobj" and document.tokens[verb].lemma in document.lexicon.verbs.issuing
    if not issued or token.lemma not in document.lexicon.people.occasions:
        return None
    subject = own_subject(document, verb)
    return subject if subject is not None and is_animate(document, subject) else None


def matrix_subject(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the subject of the main clause: "Ro said it would fall, adding that …"."""
    token, verbs = document.tokens[verb], document.lexicon.verbs
    if token.tag != "VBG" or token.dep != "advcl" or document.tokens[verb - 1].text != ",":
        return None
    inner = token.head
    above = document.tokens[inner].head
    said = document.tokens[inner].dep == "ccomp" and document.tokens[above].lemma in verbs.saying
    if not said or above >= inner or document.sentence_of[above] != document.sentence_of[verb]:
        return None
    subject = own_subject(document, above)
    return subject if subject is not None and is_animate(document, subject) else None


def _governing_subject(document: ParsedDocument, head: int, dep: str) -> NounPhrase | None:
    """Return the subject of a verb that governs another."""
    quoting = document.lexicon.verbs.quoting_somebody
    is_quoted = document.tokens[head].lemma in quoting and dep in {"prep", "pcomp"}
    if document.child(head, "auxpass") is not None and dep != "xcomp" and not is_quoted:
        return None
    subject = own_subject(document, head)
    if subject is None and document.tokens[head].lemma in document.lexicon.verbs.cues:
        subject = adjacent_phrase(document, head)
    if subject is None and (passive := document.child(head, "nsubjpass")) is not None:
        subject = phrase_of(document, passive)
    return subject


def is_bare_participle(document: ParsedDocument, verb: int) -> bool:
    """Return whether the verb form has no speaker: "Asked why …", "a chance to talk"."""
    token = document.tokens[verb]
    if token.tag == "VBG":
        return token.lemma in document.lexicon.verbs.as_a_result
    if token.tag == "VBN":
        return document.child(verb, "aux") is None and token.dep != "conj"
    if token.tag != "VB" or token.dep not in {"acl", "relcl", "advcl"}:
        return False
    after = verb + 1
    while after < len(document.tokens) and document.tokens[after].text in {",", ":"}:
        after += 1
    announces = after > verb + 1 and after < len(document.tokens) and document.is_quoted(after)
    return not (announces and token.dep == "advcl")
