"""Classify cues by what they can report: a clause, an object, or only an adjacent quotation."""

from __future__ import annotations

from retrieval.quotes.extraction.cue_verbs import Cue, according_phrase_at
from retrieval.quotes.parsed.document import ParsedDocument


def reports_only_adjacent_quotation(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue reports nothing but a quotation right beside it."""
    lemma = document.tokens[cue.token].lemma
    return (
        lemma in document.lexicon.verbs.beside_a_quotation
        and lemma not in document.lexicon.verbs.saying | document.lexicon.verbs.asking
    )


def reports_clause(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue can report a clause without any quotation: "said that …"."""
    return (
        document.tokens[cue.token].lemma
        in document.lexicon.verbs.saying | document.lexicon.verbs.promising
    )


def reports_object(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the verb's object is content: "condemned the plan", "called for a vote"."""
    token, lexicon = document.tokens[cue.token], document.lexicon
    if token.lemma not in lexicon.verbs.calling_for:
        return token.lemma in lexicon.verbs.judging
    next_to = document.lower_text(min(cue.token + 1, len(document.tokens) - 1))
    return next_to in lexicon.grammar.for_what or document.child(cue.token, "oprd") is not None


def is_according_to(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue is a phrase such as "according to", and no verb."""
    return according_phrase_at(document, cue.token + 1) is not None


def reports_indirect_speech(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether the cue makes a statement of words without any quotation."""
    reports = reports_clause(document, cue) or reports_object(document, cue)
    return not cue.nonfactual and (reports or is_according_to(document, cue))
