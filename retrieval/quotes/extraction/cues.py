"""Defines a cue, the word or phrase that reports speech, and what each kind of cue can report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NounPhrase


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech, or a phrase such as "according to", outside quotations.

    Attributes:
        token: the verb itself, or the last but one word of "according to".
        last: its last token, particles included: "pointed out".
        subject: the phrase that names the speaker; None where nobody is named.
        inherited: whether the subject is shared with another verb.
        nonfactual: whether nothing was said, or not yet: "did not say", "would say", "if … says".
        negated: whether nothing was said: "did not say", "nobody said", "declined to say".
    """

    token: int
    last: int
    subject: NounPhrase | None
    inherited: bool = False
    nonfactual: bool = False
    negated: bool = False


def starts_with_phrase(document: ParsedDocument, first: int, phrase: Sequence[str]) -> bool:
    """Return whether the words of the phrase are printed from that token on."""
    last = first + len(phrase)
    return 0 <= first < last <= len(document.tokens) and all(
        document.lower_text(first + n) == word for n, word in enumerate(phrase)
    )


def according_phrase_at(document: ParsedDocument, last: int) -> tuple[str, ...] | None:
    """Return the phrase, such as "according to", whose last word the token is, or None."""
    if last >= len(document.tokens):
        return None
    word = document.lower_text(last)
    phrases = document.lexicon.grammar.phrases_by_last_word.get(word, ())
    return next(
        (each for each in phrases if starts_with_phrase(document, last + 1 - len(each), each)),
        None,
    )


def reports_only_adjacent_quotation(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue reports nothing but a quotation right beside it."""
    lemma = document.tokens[cue.token].lemma
    return (
        not _reports_with_that(document, cue)
        and lemma in document.lexicon.verbs.beside_a_quotation
        and lemma not in document.lexicon.verbs.saying | document.lexicon.verbs.asking
    )


def reports_clause(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue can report a clause without any quotation: "said that …"."""
    verbs = document.lexicon.verbs
    lemma = document.tokens[cue.token].lemma
    return lemma in verbs.saying | verbs.promising or _reports_with_that(document, cue)


def _reports_with_that(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the verb reports a clause because of "that": "charged that"."""
    after = cue.last + 1
    return (
        document.tokens[cue.token].lemma in document.lexicon.verbs.saying_with_that
        and after < len(document.tokens)
        and document.lower_text(after) in document.lexicon.grammar.that
    )


def reports_object(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the verb's object is content: "condemned the plan", "called for a vote"."""
    token, lexicon = document.tokens[cue.token], document.lexicon
    if token.lemma not in lexicon.verbs.calling_for:
        return token.lemma in lexicon.verbs.judging
    next_to = document.lower_text(min(cue.token + 1, len(document.tokens) - 1))
    return (
        next_to in lexicon.grammar.for_what
        or document.child(cue.token, "oprd") is not None
        or _calls_for_after_a_time(document, cue.token)
    )


def _calls_for_after_a_time(document: ParsedDocument, verb: int) -> bool:
    """Return whether a day stands between: "called on Friday for a vote"."""
    called = document.child(verb, "dobj")
    return (called is None or document.tokens[called].entity in {"DATE", "TIME"}) and any(
        child > verb and document.lower_text(child) in document.lexicon.grammar.for_what
        for child in document.children[verb]
    )


def is_according_to(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue is a phrase such as "according to", and no verb."""
    return according_phrase_at(document, cue.token + 1) is not None


def reports_indirect_speech(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue makes a statement of words without any quotation."""
    reports = reports_clause(document, cue) or reports_object(document, cue)
    return not cue.nonfactual and (reports or is_according_to(document, cue))
