"""Find through whom or what a statement is relayed: a leak, notes, another paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from retrieval.model import Span, Statement
from retrieval.quotes.extraction.cues import according_phrase_at
from retrieval.quotes.grammar.subjects import own_subject
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import phrase_of

STRETCH = 512
"""Characters within which statements are compared with one another."""

MAX_RELAY_TOKENS = 18
"""Tokens of a phrase that names a source at most; a longer one is a clause."""


def add_relays(document: ParsedDocument, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements, each with the span that names through whom or what it is relayed."""
    by_place = _by_place(statements)
    return tuple(
        replace(
            each,
            conduit=_relay_in_sentence(document, each)
            or _relaying_speaker(document, each, by_place),
        )
        for each in statements
    )


def _by_place(statements: Iterable[Statement]) -> Mapping[int, Sequence[Statement]]:
    """Return the statements with content in each stretch of ``STRETCH`` characters, in order."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for each in statements:
        spans = [content.span for content in each.content]
        for place in {at for s in spans for at in range(s.start // STRETCH, s.end // STRETCH + 1)}:
            found[place].append(each)
    return found


def _relay_in_sentence(document: ParsedDocument, statement: Statement) -> Span | None:
    """Return what the sentence names: "quoted by the Herald as saying", "in leaked notes"."""
    if statement.cue is None:
        return None
    verb = document.token_at(statement.cue.start)
    heads = (
        _quoting_source(document, verb),
        _cited_source(document, verb),
        _source_document(document, verb),
        *_sources_in_sentence(document, statement, verb),
    )
    for head in heads:
        span = _source_span(document, head) if head is not None else None
        if span is not None and not _overlaps_statement(span, statement):
            return span
    return None


def _quoting_source(document: ParsedDocument, verb: int) -> int | None:
    """Return who quotes: "the Herald quoted her as saying", also in the passive."""
    link = document.tokens[verb].head
    quoting = document.tokens[link].head
    if link == verb or document.tokens[quoting].lemma not in document.lexicon.verbs.quoting:
        return None
    agent = document.child(quoting, "agent")
    if agent is not None:
        return document.child(agent, "pobj")
    if document.child(quoting, "auxpass") is not None or document.tokens[quoting].tag == "VBN":
        return None
    subject = own_subject(document, quoting)
    return subject.head if subject is not None else None


def _cited_source(document: ParsedDocument, verb: int) -> int | None:
    """Return what is cited: "…, the Herald reported, citing leaked notes"."""
    for child in document.children[verb]:
        token = document.tokens[child]
        if token.lemma in document.lexicon.verbs.quoting and token.tag == "VBG":
            source = document.child(child, "dobj")
            return source if source is not None and _is_source(document, source) else None
    return None


def _is_source(document: ParsedDocument, head: int) -> bool:
    """Return whether it can be a source: a document, an outlet, a person."""
    token = document.tokens[head]
    return token.lemma in document.lexicon.people.conduits or token.entity in {"ORG", "PERSON"}


def _source_document(document: ParsedDocument, verb: int) -> int | None:
    """Return the document that holds the words: "said in a leaked memo"."""
    for child in document.children[verb]:
        if document.lower_text(child) not in document.lexicon.grammar.through:
            continue
        head = document.child(child, "pobj")
        if head is not None and document.tokens[head].lemma in document.lexicon.people.conduits:
            return head
    return None


def _sources_in_sentence(
    document: ParsedDocument, statement: Statement, verb: int
) -> Iterator[int]:
    """Yield sources in the rest of the sentence: ", according to leaked notes"."""
    number = document.sentence_of[verb]
    for at in range(document.token_at(statement.passage.start), len(document.tokens)):
        if (
            document.sentence_of[at] > number
            or document.tokens[at].span.start >= statement.passage.end
        ):
            return
        if document.is_quoted(at) or document.sentence_of[at] != number or at == verb:
            continue
        if according_phrase_at(document, at) in document.lexicon.grammar.according:
            head = document.child(at, "pobj")
            yield from () if head is None else (head,)
        elif document.tokens[at].lemma in document.lexicon.verbs.saying and _are_linked(
            document, verb, at
        ):
            yield from _outlet_reporting(document, at)


def _are_linked(document: ParsedDocument, verb: int, other: int) -> bool:
    """Return whether one verb depends on the other in the parse."""
    return document.tokens[verb].head == other or (
        document.tokens[other].head == verb
        and document.tokens[other].dep in {"ccomp", "parataxis"}
    )


def _outlet_reporting(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield the outlet of a second reporting clause, or what it cites: ", the Herald reported"."""
    subject = own_subject(document, verb)
    if subject is None or document.tokens[subject.head].entity != "ORG":
        return
    cited = _cited_source(document, verb)
    yield subject.head if cited is None else cited


def _source_span(document: ParsedDocument, head: int) -> Span | None:
    """Return the phrase with its participle clause: "notes of the call seen by the Herald"."""
    phrase = phrase_of(document, head)
    under = document.subtree(
        head, [c for c in document.children[head] if document.tokens[c].dep == "appos"]
    )
    last = phrase.last
    while (
        last + 1 in under
        and not document.is_quoted(last + 1)
        and document.tokens[last + 1].text != ","
    ):
        last += 1
    while last > head and document.tokens[last].pos in {"PUNCT", "SPACE"}:
        last -= 1
    if document.is_quoted(head) or last - phrase.first > MAX_RELAY_TOKENS:
        return None
    return document.span(phrase.first, last)


def _overlaps_statement(span: Span, statement: Statement) -> bool:
    """Return whether the span overlaps the mention or the content."""
    taken = [content.span for content in statement.content]
    return any(span.overlaps(each) for each in [*taken, *filter(None, [statement.mention])])


def _relaying_speaker(
    document: ParsedDocument, statement: Statement, by_place: Mapping[int, Sequence[Statement]]
) -> Span | None:
    """Return the nearest other speaker whose words contain the whole statement, or None.

    In "Marlow said she had warned them" she is most likely Marlow.
    """
    if statement.cue is None:
        return None
    around = [
        other
        for other in by_place.get(statement.cue.start // STRETCH, ())
        if other.speaker != statement.speaker
        and other.mention is not None
        and _contains(other, statement)
        and (
            _is_organisation(document, other.mention)
            or not _is_pronoun(document, statement.mention)
        )
    ]
    nearest = min(around, key=_content_length, default=None)
    return nearest.mention if nearest is not None else None


def _is_pronoun(document: ParsedDocument, mention: Span | None) -> bool:
    return mention is not None and document.tokens[document.token_at(mention.start)].pos == "PRON"


def _is_organisation(document: ParsedDocument, mention: Span) -> bool:
    return document.tokens[document.token_at(mention.end - 1)].entity == "ORG"


def _contains(other: Statement, statement: Statement) -> bool:
    """Return whether content, cue and mention of a statement stand in another's content."""
    spans = [content.span for content in statement.content]
    if statement.cue is None or statement.mention is None:
        return False
    return all(
        any(content.span.contains(span) for content in other.content)
        for span in [*spans, statement.cue, statement.mention]
    )


def _content_length(statement: Statement) -> int:
    return sum(content.span.end - content.span.start for content in statement.content)
