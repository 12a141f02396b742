"""Through whom or what a statement comes: a leak, notes, another paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.model import Span, Statement
from retrieval.quotes.extraction.cue_verbs import phrase_ending
from retrieval.quotes.extraction.subjects import own_subject
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import phrase_of

LONGEST = 18
"""A conduit of more tokens is a clause, not a conduit."""


def with_relays(page: ParsedDocument, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, each with the words that name through whom or what it comes."""
    return tuple(
        replace(each, conduit=_conduit(page, each) or _reporter(page, each, statements))
        for each in statements
    )


def _conduit(page: ParsedDocument, statement: Statement) -> Span | None:
    """What the sentence itself names: "quoted by the Herald as saying", "in leaked notes"."""
    if statement.cue is None:
        return None
    verb = page.token_at(statement.cue.start)
    heads = (
        _quoting(page, verb),
        _cited(page, verb),
        _document(page, verb),
        *_named_around(page, statement, verb),
    )
    for head in heads:
        span = _described(page, head) if head is not None else None
        if span is not None and not _is_part(span, statement):
            return span
    return None


def _quoting(page: ParsedDocument, verb: int) -> int | None:
    """Who quotes: "the Herald quoted her as saying", "she was quoted by the Herald as saying"."""
    link = page.tokens[verb].head
    quoting = page.tokens[link].head
    if link == verb or page.tokens[quoting].lemma not in page.lexicon.verbs.quoting:
        return None
    agent = page.child(quoting, "agent")
    if agent is not None:
        return page.child(agent, "pobj")
    if page.child(quoting, "auxpass") is not None or page.tokens[quoting].tag == "VBN":
        return None
    subject = own_subject(page, quoting)
    return subject.head if subject is not None else None


def _cited(page: ParsedDocument, verb: int) -> int | None:
    """What is cited: "…, the Herald reported, citing leaked notes"."""
    for child in page.children[verb]:
        token = page.tokens[child]
        if token.lemma in page.lexicon.verbs.quoting and token.tag == "VBG":
            source = page.child(child, "dobj")
            return source if source is not None and _is_source(page, source) else None
    return None


def _is_source(page: ParsedDocument, head: int) -> bool:
    """Whether somebody else's words may stand there: a document, an outlet, somebody."""
    token = page.tokens[head]
    return token.lemma in page.lexicon.people.conduits or token.entity in {"ORG", "PERSON"}


def _document(page: ParsedDocument, verb: int) -> int | None:
    """What the words stand in: "said in a leaked memo", "wrote in notes seen by the Herald"."""
    for child in page.children[verb]:
        if page.tokens[child].text.lower() not in page.lexicon.grammar.through:
            continue
        head = page.child(child, "pobj")
        if head is not None and page.tokens[head].lemma in page.lexicon.people.conduits:
            return head
    return None


def _named_around(page: ParsedDocument, statement: Statement, verb: int) -> Iterator[int]:
    """Whom the rest of the sentence names: ", according to leaked notes", ", the Herald reported"."""
    number = page.sentence_of[verb]
    for at in range(page.token_at(statement.passage.start), len(page.tokens)):
        if page.sentence_of[at] > number or page.tokens[at].span.start >= statement.passage.end:
            return
        if page.quotation_of[at] >= 0 or page.sentence_of[at] != number or at == verb:
            continue
        if phrase_ending(page, at) in page.lexicon.grammar.according:
            head = page.child(at, "pobj")
            yield from () if head is None else (head,)
        elif page.tokens[at].lemma in page.lexicon.verbs.saying and _are_linked(page, verb, at):
            yield from _outlet_reporting(page, at)


def _are_linked(page: ParsedDocument, verb: int, other: int) -> bool:
    """Whether the parse hangs one verb on the other, or on it the next frame."""
    return page.tokens[verb].head == other or (
        page.tokens[other].head == verb and page.tokens[other].dep in {"ccomp", "parataxis"}
    )


def _outlet_reporting(page: ParsedDocument, verb: int) -> Iterator[int]:
    """The outlet, or what it cites, at a verb around somebody else's: ", the Herald reported"."""
    subject = own_subject(page, verb)
    if subject is None or page.tokens[subject.head].entity != "ORG":
        return
    cited = _cited(page, verb)
    yield subject.head if cited is None else cited


def _described(page: ParsedDocument, head: int) -> Span | None:
    """The phrase with the clause that describes it: "notes of the call seen by the Herald"."""
    phrase = phrase_of(page, head)
    under = page.subtree(head, [c for c in page.children[head] if page.tokens[c].dep == "appos"])
    last = phrase.last
    while (
        last + 1 in under and page.quotation_of[last + 1] < 0 and page.tokens[last + 1].text != ","
    ):
        last += 1
    while last > head and page.tokens[last].pos in {"PUNCT", "SPACE"}:
        last -= 1
    if page.quotation_of[head] >= 0 or last - phrase.first > LONGEST:
        return None
    return page.span(phrase.first, last)


def _is_part(span: Span, statement: Statement) -> bool:
    """Whether the words are the speaker's name or among what was said."""
    taken = [content.span for content in statement.content]
    return any(span.overlaps(each) for each in [*taken, *filter(None, [statement.mention])])


def _reporter(
    page: ParsedDocument, statement: Statement, statements: Iterable[Statement]
) -> Span | None:
    """Who says that it was said: the nearest other speaker whose words hold all of it.

    In "Marlow said she had warned them" she is most likely Marlow.
    """
    around = [
        other
        for other in statements
        if other.speaker != statement.speaker
        and other.mention is not None
        and _holds(other, statement)
        and (_is_body(page, other.mention) or not _is_pronoun(page, statement.mention))
    ]
    nearest = min(around, key=_length, default=None)
    return nearest.mention if nearest is not None else None


def _is_pronoun(page: ParsedDocument, mention: Span | None) -> bool:
    return mention is not None and page.tokens[page.token_at(mention.start)].pos == "PRON"


def _is_body(page: ParsedDocument, mention: Span) -> bool:
    return page.tokens[page.token_at(mention.end - 1)].entity == "ORG"


def _holds(other: Statement, statement: Statement) -> bool:
    """Whether content, cue and speaker of a statement stand in another's words."""
    spans = [content.span for content in statement.content]
    if statement.cue is None or statement.mention is None:
        return False
    return all(
        any(content.span.contains(span) for content in other.content)
        for span in [*spans, statement.cue, statement.mention]
    )


def _length(statement: Statement) -> int:
    return sum(content.span.end - content.span.start for content in statement.content)
