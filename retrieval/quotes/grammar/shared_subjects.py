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
    """Return the subject shared with a verb above this one, or None; None where two fit."""
    if _follows_a_described_person(document, verb) or _is_fronted_participle(document, verb):
        return None
    return _subject_above(document, verb)


def _is_fronted_participle(document: ParsedDocument, verb: int) -> bool:
    """Return whether somebody else does it to the subject: "Asked what he knew, Kerr said"."""
    token = document.tokens[verb]
    participle = token.tag in {"VBD", "VBN"} and token.dep == "advcl" and verb < token.head
    return participle and document.child(verb, "aux", "auxpass") is None


def _subject_above(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the subject shared with a verb above this one; an empty "it" is skipped.

    An inanimate subject is skipped, too, where an animate one stands above it: "She said the
    figure had been honest and denied …". None where two fit.
    """
    at, has_passed_subject = verb, False
    inanimate: NounPhrase | None = None
    for _ in range(MAX_STEPS):
        dep, head = document.tokens[at].dep, document.tokens[at].head
        if head == at or document.sentence_of[head] != document.sentence_of[verb]:
            return inanimate
        if dep in {"acl", "relcl"} and document.tokens[head].pos in NOMINAL_POS:
            beyond = None if at == verb else _subject_beyond(document, head)
            return beyond or _modified_noun(document, head)
        if dep not in INHERITING_LABELS:
            return inanimate
        if dep == "ccomp" and document.tokens[verb].tag != "VBG" and not has_passed_subject:
            return inanimate
        subject = _governing_subject(document, at, verb)
        empty = document.lexicon.grammar.empty_subjects
        if subject is not None and document.lower_text(subject.head) not in empty:
            if is_animate(document, subject):
                return _of_second_verb(document, verb, head, subject) if dep == "conj" else subject
            inanimate = inanimate or subject
        has_passed_subject = has_passed_subject or subject is not None
        at = head
    return inanimate


def _is_said_by_anybody(document: ParsedDocument, verb: int) -> bool:
    """Return whether an infinitive depends on an adjective: "it is unjust to say that"."""
    token = document.tokens[verb]
    return token.tag == "VB" and document.tokens[token.head].pos == "ADJ"


def _follows_a_described_person(document: ParsedDocument, verb: int) -> bool:
    """Return whether a participle may be of who speaks or of whom they describe.

    So it may in "Ro said Kerr was the man who hit her, rejecting doubts".
    """
    token, at = document.tokens[verb], document.tokens[verb].head
    if token.dep != "advcl" or token.tag != "VBG" or document.tokens[verb - 1].text != ",":
        return False
    if document.tokens[at].dep != "relcl" and not _describes_somebody(document, at):
        return False
    for _ in range(MAX_STEPS + 1):
        at = document.tokens[at].head
        if document.tokens[at].lemma in document.lexicon.verbs.saying:
            return True
    return False


def _describes_somebody(document: ParsedDocument, verb: int) -> bool:
    """Return whether a clause within another says what somebody is: "that Kerr is the man"."""
    token, subject = document.tokens[verb], own_subject(document, verb)
    describes = token.pos == "AUX" and document.child(verb, "attr") is not None
    return (
        describes
        and token.dep == "ccomp"
        and subject is not None
        and is_animate(document, subject)
    )


def _subject_beyond(document: ParsedDocument, noun: int) -> NounPhrase | None:
    """Return the subject of the verb that governs a thing: "mocked the idea that …, calling it"."""
    at = noun
    for _ in range(MAX_STEPS):
        at = document.tokens[at].head
        if document.tokens[at].pos == "VERB":
            subject = own_subject(document, at)
            is_thing = not is_animate(document, phrase_of(document, noun))
            acts = subject is not None and is_animate(document, subject)
            return subject if is_thing and acts else None
    return None


def _of_second_verb(
    document: ParsedDocument, verb: int, first: int, subject: NounPhrase
) -> NounPhrase | None:
    """Return whose second verb it is: in "Ro said Kerr had lied and called for a vote", Ro's.

    The tense tells whether it belongs with "said" or with "had lied". None where both fit.
    """
    above = _verb_of_saying_over(document, first, subject)
    if above is None or document.tokens[subject.head].pos == "PRON":
        return subject
    outer, here = own_subject(document, above), tense(document, verb)
    if outer is None or tense(document, above) != here:
        return subject
    return None if tense(document, first) == here else outer


def _verb_of_saying_over(document: ParsedDocument, verb: int, subject: NounPhrase) -> int | None:
    """Return the verb of speech whose content a clause is, in the parse or right before it."""
    saying, above = document.lexicon.verbs.saying, document.tokens[verb].head
    if document.tokens[verb].dep == "ccomp" and document.tokens[above].lemma in saying:
        within = range(above, subject.first)
        return above if within and all(document.tokens[at].text != "," for at in within) else None
    before = subject.first - 1
    if before > 0 and document.lower_text(before) in document.lexicon.grammar.that:
        before -= 1
    return next(
        (
            at
            for at in range(max(before, 0), subject.head)
            if document.tokens[at].pos == "VERB"
            and document.tokens[at].lemma in saying
            and document.sentence_of[at] == document.sentence_of[verb]
        ),
        None,
    )


def tense(document: ParsedDocument, verb: int) -> str:
    """Return the tense of a finite verb group: "past", "present", "perfect" or "modal"."""
    token = document.tokens[verb]
    auxiliary = document.child(verb, "aux")
    if auxiliary is not None and document.tokens[auxiliary].tag == "MD":
        return "modal"
    if auxiliary is not None and token.tag == "VBN":
        return "perfect"
    if token.tag == "VBN" and token.dep == "conj" and token.head != verb:
        return tense(document, token.head)
    if auxiliary is not None:
        return "past" if document.tokens[auxiliary].tag == "VBD" else "present"
    return "past" if token.tag in {"VBD", "VBN"} else "present"


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


def _governing_subject(document: ParsedDocument, at: int, verb: int) -> NounPhrase | None:
    """Return who acts where a verb governs another: its subject, or its object."""
    dep, head = document.tokens[at].dep, document.tokens[at].head
    if document.tokens[verb].dep in {"conj", "pcomp"} or at == verb:
        controller = _controlling_object(document, at)
        if controller is not None:
            return controller
    quoting = document.lexicon.verbs.quoting_somebody
    is_quoted = document.tokens[head].lemma in quoting and dep in {"prep", "pcomp"}
    finite = document.tokens[at].tag in {"VBD", "VBZ", "VBP"}
    active = dep == "conj" and (finite or document.child(at, "aux") is not None)
    passive_shared = dep == "xcomp" or active or is_quoted
    if document.child(head, "auxpass") is not None and not passive_shared:
        return None
    subject = own_subject(document, head)
    if subject is None and document.tokens[head].lemma in document.lexicon.verbs.cues:
        subject = adjacent_phrase(document, head)
    if subject is None and (passive := document.child(head, "nsubjpass")) is not None:
        subject = phrase_of(document, passive)
    return subject


def _controlling_object(document: ParsedDocument, at: int) -> NounPhrase | None:
    """Return the object that acts, not the subject: "forced Ro to admit", "blamed Ro for saying".

    "Promised Ro to say" is the subject's. A letter that somebody received speaks itself, too.
    """
    token, head = document.tokens[at], document.tokens[at].head
    verbs, governor = document.lexicon.verbs, document.tokens[token.head]
    objects = [c for c in document.children[head] if document.tokens[c].dep == "dobj"]
    given = max((c for c in objects if head < c < at), default=None)  # "an e - mail" is three
    if given is None or document.is_quoted(given):
        return None
    phrase = phrase_of(document, given)
    if token.dep == "advcl" and token.tag == "VBG":
        people = document.lexicon.people
        texts = people.conduits | people.occasions | people.complaints
        is_text = document.tokens[given].lemma in texts
        return phrase if is_text and governor.lemma in verbs.receiving else None
    infinitive = token.dep == "xcomp" and token.tag == "VB"
    blamed = token.dep == "prep" and token.text.lower() in document.lexicon.grammar.for_doing
    gerund = blamed and document.child(at, "pcomp") is not None
    acts = infinitive and governor.lemma not in verbs.subject_control
    return phrase if (acts or gerund) and is_animate(document, phrase) else None


def is_bare_participle(document: ParsedDocument, verb: int) -> bool:
    """Return whether the verb form has no speaker: "Asked why …", "a chance to talk"."""
    token = document.tokens[verb]
    if token.tag == "VBG":
        return token.lemma in document.lexicon.verbs.as_a_result
    if token.tag == "VBN":
        return document.child(verb, "aux") is None and token.dep != "conj"
    if _is_said_by_anybody(document, verb):
        return True
    if token.tag != "VB" or token.dep not in {"acl", "relcl", "advcl"}:
        return False
    after = verb + 1
    while after < len(document.tokens) and document.tokens[after].text in {",", ":"}:
        after += 1
    announces = after > verb + 1 and after < len(document.tokens) and document.is_quoted(after)
    return not (announces and token.dep == "advcl")
