"""Find to whom something was said: "told Reuters", "in an interview with the Herald"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.model import Span
from retrieval.quotes.extraction.draft import Attribution
from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NounPhrase, phrase_of

ADDRESSEE_LABELS = frozenset({"dobj", "dative"})


def find_addressee(document: ParsedDocument, attribution: Attribution) -> Span | None:
    """Return the span that names to whom a statement was made, or None."""
    if attribution.cue is None:
        return None
    subject = attribution.subject
    contents = [content.span for content in attribution.contents]
    for head in _candidate_heads(document, document.token_at(attribution.cue.start)):
        phrase = phrase_of(document, head)
        span = document.span(phrase.first, phrase.last)
        beside = not any(span.overlaps(content) for content in contents)
        apart = subject is None or not subject.first <= head <= subject.last
        if beside and apart and _can_be_addressed(document, phrase):
            return span
    return None


def _candidate_heads(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield heads of the phrases that may name the addressee, the likeliest first."""
    lexicon = document.lexicon
    if document.tokens[verb].lemma in lexicon.verbs.addressing:
        yield from (
            c for c in document.children[verb] if document.tokens[c].dep in ADDRESSEE_LABELS
        )
        if document.child(verb, "auxpass") is not None:
            yield from (
                c for c in document.children[verb] if document.tokens[c].dep == "nsubjpass"
            )
    else:
        yield from _prepositional_objects(document, verb, lexicon.grammar.to_whom)
    for child in document.children[verb]:
        if document.tokens[child].lemma in lexicon.verbs.talking:
            yield from _prepositional_objects(document, child, lexicon.grammar.with_whom)
        elif document.tokens[child].dep == "prep":
            occasion = document.child(child, "pobj")
            if (
                occasion is not None
                and document.tokens[occasion].lemma in lexicon.people.occasions
            ):
                yield from _prepositional_objects(document, occasion, lexicon.grammar.with_whom)


def _prepositional_objects(
    document: ParsedDocument, head: int, prepositions: frozenset[str]
) -> Iterator[int]:
    """Yield objects of the prepositions under a verb or noun of speech."""
    for child in document.children[head]:
        if document.lower_text(child) in prepositions:
            to = document.child(child, "pobj")
            if to is not None:
                yield to


def _can_be_addressed(document: ParsedDocument, phrase: NounPhrase) -> bool:
    if any(document.is_quoted(at) for at in range(phrase.first, phrase.last + 1)):
        return False
    reporter = document.lower_text(phrase.head) in document.lexicon.grammar.narrator
    return reporter or is_animate(document, phrase)
