"""Find the subject of a reporting verb in its own clause: parsed, inverted or adjacent."""

from __future__ import annotations

from retrieval.languages.tables import date_words
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import (
    NOMINAL_POS,
    NounPhrase,
    phrase_after,
    phrase_before,
    phrase_of,
)

ACTIVE_SUBJECT_LABELS = ("nsubj", "csubj")
SKIPPED_POS = frozenset({"AUX", "ADV", "PART"})
MAX_STEPS = 4
"""Heads climbed at most from a relative pronoun's verb to the noun that it refers to."""


def inverted_subject(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the subject after the verb of a reporting clause, "…, said Marlow", or None."""
    if not _opens_reporting_clause(document, verb):
        return None
    subject = _phrase_after_verb(document, verb)
    if subject is None or _is_time(document, subject.head):
        return None
    token = document.tokens[verb]
    takes_object = token.lemma not in document.lexicon.verbs.plain and token.dep != "parataxis"
    own = own_subject(document, verb)
    return None if takes_object and own is not None and own.first < verb else subject


def _is_time(document: ParsedDocument, head: int) -> bool:
    """Return whether a phrase tells when something was said: "…, said Thursday night"."""
    is_day = document.lower_text(head) in date_words().day_words
    return is_day or document.tokens[head].entity in {"DATE", "TIME"}


def _opens_reporting_clause(document: ParsedDocument, verb: int) -> bool:
    """Return whether a finite verb stands right after a comma, dash or quotation: "…, said"."""
    is_finite = document.tokens[verb].tag in {"VBD", "VBZ", "VBP"}
    if not verb or not is_finite or verb + 1 >= len(document.tokens):
        return False
    before, after = document.tokens[verb - 1], document.tokens[verb + 1]
    opens = before.text in {",", "-", "—", "–", "--"} or document.is_quoted(verb - 1)
    nominal = after.pos in {"DET", "PROPN", "NOUN", "ADJ", "NUM"}
    return opens and nominal and not document.is_quoted(verb + 1)


def _phrase_after_verb(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the noun phrase under the verb that starts right after it, or None."""
    phrases = (
        phrase_of(document, c)
        for c in document.children[verb]
        if c > verb
        and document.tokens[c].dep in {"nsubj", "dobj", "attr", "npadvmod"}
        and not document.is_quoted(c)
    )
    return next((phrase for phrase in phrases if phrase.first == verb + 1), None)


def own_subject(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the verb's subject in the parse; a relative pronoun is replaced by its antecedent."""
    heads = [
        c
        for c in document.children[verb]
        if document.tokens[c].dep in ACTIVE_SUBJECT_LABELS
        and not document.is_quoted(c)
        and document.sentence_of[c] == document.sentence_of[verb]
    ]
    if not heads:
        return None
    nearest = max(heads, key=lambda c: (document.tokens[c].pos == "PROPN", -abs(c - verb)))
    phrase = phrase_of(document, nearest)
    others = [phrase_of(document, c) for c in heads if c < nearest < verb]
    first = min([phrase.first, *(p.first for p in others)])
    if first < phrase.first and not _comma_within(document, first, phrase.first):
        phrase = NounPhrase(phrase.head, first, phrase.last)
    return _relative_antecedent(document, verb, phrase)


def _comma_within(document: ParsedDocument, first: int, last: int) -> bool:
    return any(document.tokens[at].text in {",", ";"} for at in range(first, last))


def _relative_antecedent(
    document: ParsedDocument, verb: int, phrase: NounPhrase
) -> NounPhrase | None:
    """Return the noun that "who" or "which" refers to; any other phrase is returned as it is."""
    token = document.tokens[phrase.head]
    if token.text.lower() not in document.lexicon.grammar.relative or token.pos == "DET":
        return phrase
    at = verb
    for _ in range(MAX_STEPS):
        if document.tokens[at].dep in {"relcl", "acl"}:
            noun = document.tokens[at].head
            return phrase_of(document, described_noun(document, noun))
        at = document.tokens[at].head
    return None


def described_noun(document: ParsedDocument, noun: int) -> int:
    """Return the name that an apposition or predicate describes: "Ro, the mayor, who"."""
    token = document.tokens[noun]
    if token.dep == "appos":
        is_name = token.pos == "PROPN" and document.tokens[token.head].pos == "NOUN"
        return noun if is_name else token.head
    if token.dep == "attr":
        subject = document.child(token.head, "nsubj")
        if subject is None or document.is_quoted(subject):
            return noun
        antecedent = _relative_antecedent(
            document, token.head, NounPhrase(subject, subject, subject)
        )
        if antecedent is not None and document.tokens[antecedent.head].pos == "PROPN":
            return antecedent.head
    return noun


def parenthetical_subject(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the subject that the parse hung on a parenthesis: "Ro, noting the cost, said …"."""
    token = document.tokens[verb]
    if token.tag not in {"VBD", "VBZ", "VBP"}:
        return None
    for child in document.children[verb]:
        aside = document.tokens[child]
        if aside.tag in {"VBG", "VBN"} and child < verb and document.tokens[verb - 1].text == ",":
            bare = document.child(child, "aux", "auxpass") is None
            subject = own_subject(document, child) if bare else None
            if subject is not None and subject.last < child:
                return subject
    return None


def adjacent_phrase(document: ParsedDocument, verb: int) -> NounPhrase | None:
    """Return the phrase right before the verb or, inverted, right after it, without the parse."""
    if document.tokens[verb].tag in {"VBG", "VB", "VBN"}:
        return None
    before = verb - 1
    while (
        before >= 0
        and document.tokens[before].pos in SKIPPED_POS
        and not document.is_quoted(before)
    ):
        before -= 1
    if _is_nominal(document, before, verb):
        phrase = phrase_before(document, before)
        if _starts_clause(document, phrase.first):
            return phrase
    if verb and (
        document.is_quoted(verb - 1) or document.tokens[verb - 1].text in {",", "-", "—", "–"}
    ):
        return phrase_after(document, verb)
    return None


def _is_nominal(document: ParsedDocument, index: int, verb: int) -> bool:
    return (
        index >= 0
        and not document.is_quoted(index)
        and document.tokens[index].pos in NOMINAL_POS
        and document.sentence_of[index] == document.sentence_of[verb]
    )


def _starts_clause(document: ParsedDocument, first: int) -> bool:
    return (
        first == 0
        or document.is_quoted(first - 1)
        or document.sentence_of[first - 1] != document.sentence_of[first]
        or document.tokens[first - 1].pos in {"PUNCT", "CCONJ", "SPACE"}
    )
