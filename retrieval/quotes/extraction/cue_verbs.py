"""Find cues, verbs of speech and phrases such as "according to", each with its subject."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.quotes.extraction.cues import Cue, according_phrase_at, starts_with_phrase
from retrieval.quotes.grammar.animacy import can_speak, is_animate
from retrieval.quotes.grammar.factuality import FACT, factuality, is_denial_not_made
from retrieval.quotes.grammar.shared_subjects import (
    inherited_subject,
    is_bare_participle,
    matrix_subject,
    quoted_person,
)
from retrieval.quotes.grammar.subjects import (
    adjacent_phrase,
    inverted_subject,
    own_subject,
    parenthetical_subject,
)
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL_POS, NounPhrase, phrase_after, phrase_of


def find_cues(document: ParsedDocument) -> tuple[Cue, ...]:
    """Return the cues of a document in order, without those inside quotations."""
    return tuple(_cues(document))


def _cues(document: ParsedDocument) -> Iterator[Cue]:
    for index, token in enumerate(document.tokens):
        if document.is_quoted(index):
            continue
        phrase = according_phrase_at(document, index + 1)
        if phrase is not None:
            cue = _according_cue(document, index + 1)
        elif token.lemma in document.lexicon.verbs.cues and token.pos in {"VERB", "AUX"}:
            cue = _verb_cue(document, index)
        else:
            cue = None
        if cue is not None:
            yield cue


def _according_cue(document: ParsedDocument, to: int) -> Cue | None:
    """Return the cue of "according to Marlow" or "in the words of Marlow"."""
    head = document.child(to, "pobj")
    phrase = phrase_of(document, head) if head is not None else phrase_after(document, to)
    if phrase is None or phrase.first <= to:
        return None
    named = (
        according_phrase_at(document, to) in document.lexicon.grammar.according
        and document.lower_text(phrase.head) not in document.lexicon.grammar.no_sources
    )
    return Cue(to - 1, to, phrase) if named or is_animate(document, phrase) else None


def _verb_cue(document: ParsedDocument, verb: int) -> Cue | None:
    """Return the cue of a verb of speech; None where it reports nothing here."""
    last = _particle_end(document, verb)
    if not _has_reporting_sense(document, verb, last):
        return None
    if _is_attributive_participle(document, verb) or _is_only_alleged(document, verb):
        return None
    if document.child(verb, "auxpass", "nsubjpass") is not None:
        agent = document.child(verb, "agent")
        head = document.child(agent, "pobj") if agent is not None else None
        return _cue(document, verb, last, phrase_of(document, head)) if head is not None else None
    subject, inherited = _subject(document, verb)
    if subject is not None and not can_speak(document, verb, subject):
        return None
    if _is_said_to_be(document, verb) or _is_passive_beside_reflexive(document, verb, subject):
        return None
    cue = _cue(document, verb, last, subject, inherited=inherited)
    return None if _is_naming_participle(document, cue) else cue


def _cue(
    document: ParsedDocument,
    verb: int,
    last: int,
    subject: NounPhrase | None,
    *,
    inherited: bool = False,
) -> Cue:
    said = FACT if is_denial_not_made(document, verb) else factuality(document, verb)
    nobody = (
        subject is not None
        and document.lower_text(subject.first) in document.lexicon.grammar.nobody
    )
    negated = nobody or bool(said.negating)
    return Cue(verb, last, subject, inherited, negated or bool(said.supposing), negated)


def _subject(document: ParsedDocument, verb: int) -> tuple[NounPhrase | None, bool]:
    """Return the subject of an active verb, and whether it stands at another verb."""
    subject = (
        quoted_person(document, verb)
        or inverted_subject(document, verb)
        or own_subject(document, verb)
    )
    if subject is None and document.tokens[verb].dep not in {"amod", "compound"}:
        subject = adjacent_phrase(document, verb)
    if subject is not None:
        return subject, False
    if not is_bare_participle(document, verb):
        subject = matrix_subject(document, verb) or inherited_subject(document, verb)
    if subject is not None:
        return subject, True
    return parenthetical_subject(document, verb), False


def _is_said_to_be(document: ParsedDocument, verb: int) -> bool:
    """Return whether the verb is hearsay without a speaker: "the guns said to be his"."""
    plain = document.tokens[verb].lemma in document.lexicon.verbs.plain
    said_to = document.lexicon.grammar.said_to_be
    return plain and any(starts_with_phrase(document, verb + 1, phrase) for phrase in said_to)


def _is_passive_beside_reflexive(
    document: ParsedDocument, verb: int, subject: NounPhrase | None
) -> bool:
    """Return whether a participle says what was done: "Marlow, himself accused of fraud, said"."""
    if subject is None or subject.last != verb - 1 or verb + 1 >= len(document.tokens):
        return False
    is_reflexive = document.lower_text(subject.head) in document.lexicon.grammar.reflexive
    participle = document.tokens[verb].tag in {"VBN", "VBD"}
    return is_reflexive and participle and document.tokens[verb + 1].pos == "ADP"


def _is_naming_participle(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the participle only names something: "a group called …", ", dubbed …"."""
    token, subject = document.tokens[cue.token], cue.subject
    if (
        subject is None
        or token.lemma not in document.lexicon.verbs.naming
        or token.tag not in {"VBD", "VBN"}
    ):
        return False
    if cue.inherited:
        before = document.tokens[cue.token - 1]
        given = document.child(cue.token, "dobj", "nsubj")
        is_somebody = given is not None and document.tokens[given].pos == "PRON"
        return (before.text == "," and not is_somebody) or before.pos in NOMINAL_POS
    is_indefinite = (
        document.lower_text(subject.first) in document.lexicon.grammar.indefinite_articles
    )
    after = cue.token + 1
    is_named = after < len(document.tokens) and document.is_quoted(after)
    return is_indefinite and is_named and subject.last == cue.token - 1


def _has_reporting_sense(document: ParsedDocument, verb: int, last: int) -> bool:
    """Return whether the verb reports speech with its particle: "made clear", not "called off"."""
    verbs, lemma = document.lexicon.verbs, document.tokens[verb].lemma
    if document.lower_text(last) in verbs.not_of_speech.get(lemma, ()):
        return False
    given = document.child(verb, "dobj")
    if given is not None and document.tokens[given].lemma in verbs.idioms.get(lemma, ()):
        return False
    needed = verbs.only_with.get(lemma)
    return needed is None or any(document.lower_text(c) in needed for c in document.children[verb])


def _is_attributive_participle(document: ParsedDocument, verb: int) -> bool:
    """Return whether a participle modifies a noun: "60 pledged delegates"."""
    token = document.tokens[verb]
    if token.tag not in {"VBN", "VBD"} or not 0 < verb < len(document.tokens) - 1:
        return False
    before, after = document.tokens[verb - 1], document.tokens[verb + 1]
    return before.pos in {"DET", "NUM", "ADJ"} and after.tag in {"NN", "NNS"}


def _is_only_alleged(document: ParsedDocument, verb: int) -> bool:
    """Return whether somebody is blamed for it in another's words: "accused her of calling …".

    "Blamed her for saying that the plan was sound" has her words.
    """
    token, verbs = document.tokens[verb], document.lexicon.verbs
    for_doing = document.lexicon.grammar.for_doing
    is_gerund = token.dep == "pcomp" and document.child(verb, "nsubj") is None
    if not is_gerund or document.lower_text(token.head) not in for_doing:
        return False
    blaming = document.tokens[token.head].head
    if document.child(blaming, "dobj", "nsubjpass") is None:
        return False
    accused = document.tokens[blaming].lemma in verbs.accusing
    return accused or (
        document.tokens[blaming].lemma in verbs.cues and token.lemma not in verbs.saying
    )


def _particle_end(document: ParsedDocument, verb: int) -> int:
    """Return the last token of "pointed out"; "said on Tuesday" ends with "said"."""
    at = verb + 1
    if at >= len(document.tokens):
        return verb
    token = document.tokens[at]
    completes = token.dep == "prt" or (token.pos in {"ADP", "ADV"} and token.dep == "advmod")
    return at if completes and token.text.lower() in document.lexicon.grammar.particles else verb
