"""Extract the statements of articles, each attributed to its speaker and qualified."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from retrieval.model import (
    Article,
    Content,
    Name,
    NameKind,
    Resolution,
    Sentence,
    Span,
    Speaker,
    Statement,
)
from retrieval.quotes.coreference.entities import EntityMention
from retrieval.quotes.coreference.mentions import find_mentions
from retrieval.quotes.coreference.person_names import name_span
from retrieval.quotes.coreference.resolve import resolve_speakers
from retrieval.quotes.coreference.roles import role_after, role_before
from retrieval.quotes.extraction.dedupe import merge_contained, without_bare_topics
from retrieval.quotes.extraction.draft import Attribution
from retrieval.quotes.extraction.extract import extract_attributions
from retrieval.quotes.parsed.document import ParsedDocument, build_document
from retrieval.quotes.parsed.inline_links import without_links
from retrieval.quotes.parsed.lexicon import language_of, lexicons
from retrieval.quotes.parsed.paragraphs import paragraphs_of, text_for_parser
from retrieval.quotes.parsed.parse import Parser
from retrieval.quotes.parsed.quotation_marks import MARKS
from retrieval.quotes.qualifiers.addressee import find_addressee
from retrieval.quotes.qualifiers.headlines import mark_headline_only
from retrieval.quotes.qualifiers.negation import add_disputes, find_hedge
from retrieval.quotes.qualifiers.relayed_by import add_relays

PARSE_BATCH = 16
"""Articles that are parsed in one batch."""

KINDS = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANISATION,
    "GPE": NameKind.PLACE,
    "LOC": NameKind.PLACE,
    "FAC": NameKind.PLACE,
    "NORP": NameKind.OTHER,
    "EVENT": NameKind.OTHER,
    "PRODUCT": NameKind.OTHER,
    "LAW": NameKind.OTHER,
    "WORK_OF_ART": NameKind.OTHER,
}

EDGE_MARKS = "".join(sorted(MARKS)) + "`"

Read = tuple[tuple[Statement, ...], tuple[Name, ...]]


def statements_of(
    articles: Iterable[tuple[Article, Sequence[Sentence]]], parser: Parser
) -> Iterator[Read]:
    """Yield the statements and the names of each article, lazily, in the order of the articles.

    Args:
        articles: each with its sentences, in order.
        parser: parses the paragraphs of up to ``PARSE_BATCH`` articles of one language at a time.
    """
    known = lexicons()
    spoken = ((language_of(article.text, known), article, cut) for article, cut in articles)
    for language, alike in groupby(spoken, key=itemgetter(0)):
        while batch := [(article, cut) for _, article, cut in islice(alike, PARSE_BATCH)]:
            for document, cut in _documents(batch, parser, language):
                yield _statements(document, cut), _names(document)


def _documents(
    batch: Sequence[tuple[Article, Sequence[Sentence]]], parser: Parser, language: str
) -> Iterator[tuple[ParsedDocument, Sequence[Sentence]]]:
    """Yield the parsed articles, all of one language, each with its sentences."""
    paragraphs = [paragraphs_of(article, sentences) for article, sentences in batch]
    lexicon = lexicons()[language]
    parses = iter(
        parser.parse(
            (
                text_for_parser(paragraph.span.of(article.text), lexicon.works.inline_link_ends)
                for (article, _), of_article in zip(batch, paragraphs, strict=True)
                for paragraph in of_article
            ),
            language,
        )
    )
    for (article, sentences), of_article in zip(batch, paragraphs, strict=True):
        of_each = list(islice(parses, len(of_article)))
        starts = [sentence.span.start for sentence in sentences]
        yield build_document(article.text, of_article, of_each, lexicon, starts), sentences


def _statements(document: ParsedDocument, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    found = extract_attributions(document)
    read = [
        _statement(document, sentences, attribution, known)
        for attribution, known in zip(found, resolve_speakers(document, found), strict=True)
    ]
    said = without_bare_topics(read, [attribution.only_quotes for attribution in found])
    made = merge_contained(document.text, said)
    return add_disputes(
        document, sentences, add_relays(document, mark_headline_only(document, made))
    )


def _statement(
    document: ParsedDocument,
    sentences: Sequence[Sentence],
    attribution: Attribution,
    known: tuple[Speaker, Resolution] | None,
) -> Statement:
    speaker, resolution = known if known is not None else (None, None)
    return Statement(
        attribution.kind,
        tuple(_contents(document, attribution)),
        attribution.cue,
        _mention(document, attribution),
        speaker,
        _passage(attribution, document, sentences),
        resolution,
        find_addressee(document, attribution),
        hedge=find_hedge(document, attribution.cue),
    )


def _contents(document: ParsedDocument, attribution: Attribution) -> Iterator[Content]:
    """Yield the contents without the links that a page puts into sentences."""
    for content in attribution.contents:
        yield from without_links(document.text, content, document.inline_links)


def _mention(document: ParsedDocument, attribution: Attribution) -> Span | None:
    """Return the words that name the speaker, without a mark that sticks to their beginning."""
    subject = attribution.subject
    if subject is None:
        return None
    span = document.span(subject.first, subject.last)
    words = span.of(document.text)
    return Span(span.start + len(words) - len(words.lstrip(EDGE_MARKS)), span.end)


def _passage(
    attribution: Attribution, document: ParsedDocument, sentences: Sequence[Sentence]
) -> Span:
    """Return the run of whole sentences that shows content, cue and mention.

    A mention in another paragraph ("who" far off) does not stretch it.
    """
    shown = [content.span for content in attribution.contents]
    shown += [
        span for span in (attribution.cue, _mention(document, attribution)) if span is not None
    ]
    hull = Span(min(s.start for s in shown), max(s.end for s in shown))
    first = bisect_right(sentences, hull.start, key=lambda sentence: sentence.span.start)
    end = bisect_right(sentences, hull.end, key=lambda sentence: sentence.span.start)
    near = sentences[max(0, first - 1) : end]  # sentences are in order and do not overlap
    touched = [s.span for s in near if s.span.overlaps(hull)]
    return Span(
        min([hull.start, *(s.start for s in touched)]), max([hull.end, *(s.end for s in touched)])
    )


def _names(document: ParsedDocument) -> tuple[Name, ...]:
    """Return the printed names, without titles before them and what sticks to their edges."""
    found = find_mentions(document)
    taken = frozenset(at for mention in found for at in range(mention.first, mention.last + 1))
    kinds = {last: label for _, end, label in document.entities for last in (end - 2, end - 1)}
    names = [
        Name(
            span.of(document.text),
            _kind(mention, kinds.get(mention.last, "ORG")),
            span,
            _roles(document, mention, taken),
        )
        for mention in found
        for span in (name_span(document, mention.first, mention.last),)
    ]
    names += [
        Name(span.of(document.text), KINDS[label], span)
        for first, end, label in document.entities
        if label in KINDS and not taken & set(range(first, end))
        for span in (name_span(document, first, end - 1),)
    ]
    return tuple(sorted((name for name in names if name.text), key=lambda name: name.span))


def _roles(
    document: ParsedDocument, mention: EntityMention, taken: frozenset[int]
) -> tuple[str, ...]:
    """Return a person's roles, printed right before and right after the name."""
    if not mention.entity.is_person:
        return ()
    roles = (role_before(document, mention.first, taken), role_after(document, mention.last))
    return tuple(role for role in roles if role)


def _kind(mention: EntityMention, label: str) -> NameKind:
    """Return the name's kind; coreference, not the parser, decides whether it is a person's."""
    if mention.entity.is_person:
        return NameKind.PERSON
    kind = KINDS.get(label, NameKind.OTHER)
    return kind if kind is not NameKind.PERSON else NameKind.ORGANISATION
