"""Who said what: reading statements off articles, and answering "what did she say?"."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from retrieval.model import (
    Article,
    CitedStatement,
    Excerpt,
    Name,
    NamedOnly,
    NameKind,
    Quoted,
    QuoteReply,
    Sentence,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    Statement,
    UnknownName,
)
from retrieval.ports import Parser, Statements, StoredStatement
from retrieval.provenance.copies import same_words
from retrieval.quotes.attribute import Attribution, attributions
from retrieval.quotes.names import Fit, Match, is_role, match, words_of
from retrieval.quotes.page import Page, page_of, paragraphs_of, readable
from retrieval.quotes.people import KnownPerson, Somebody, everybody, known_people
from retrieval.quotes.resolve import speakers

__all__ = ["KnownPerson", "known_people", "quote", "statement_id", "statements_of"]

SUGGESTIONS = 5

AHEAD = 16
"""How many articles are read ahead, so that the parser gets its texts in batches."""

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

Read = tuple[tuple[Statement, ...], tuple[Name, ...]]


def statements_of(
    articles: Iterable[tuple[Article, Sequence[Sentence]]], parser: Parser
) -> Iterator[Read]:
    """The statements and the names of each article, lazily, in order."""
    waiting = iter(articles)
    while batch := list(islice(waiting, AHEAD)):
        paragraphs = [paragraphs_of(article, sentences) for article, sentences in batch]
        parses = iter(
            parser.parse(
                readable(paragraph.span.of(article.text))
                for (article, _), of_article in zip(batch, paragraphs, strict=True)
                for paragraph in of_article
            )
        )
        for (article, sentences), of_article in zip(batch, paragraphs, strict=True):
            page = page_of(article.text, of_article, list(islice(parses, len(of_article))))
            yield _statements(page, sentences), _names(page)


def statement_id(source: str, contents: Sequence[str]) -> str:
    """A short name for a statement, the same while its source and its words are."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (source, *contents):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def quote(name: str, shelf: Statements, people: Sequence[KnownPerson]) -> QuoteReply:
    """What somebody said, under any spelling, part or role of the name.

    A name that fits several is answered with all of them; a name that stands in the corpus
    without any words of theirs, with the sentences in which it stands.
    """
    known = everybody(shelf.speakers(), shelf.names(), people)
    hits = match(name, [each.candidate() for each in known])
    meant = [known[hit.index] for hit in _meant(name, hits, known)]
    if not meant:
        return UnknownName(name, _suggestions(hits, known))
    if len(meant) > 1:
        return SeveralSpeakers(name, tuple(_said(each, shelf) for each in meant))
    said = _said(meant[0], shelf)
    if said.statements:
        return Quoted(name, said)
    return NamedOnly(name, meant[0].name, _places(meant[0], shelf))


def _meant(name: str, hits: Sequence[Match], known: Sequence[Somebody]) -> list[Match]:
    """The hits that fit best: for one word a whole name and a part of one fit alike."""
    sure = [hit for hit in hits if hit.fit is not Fit.WEAK and _may_mean(hit, known[hit.index])]
    if not sure:
        return []
    alike = {sure[0].fit}
    if len(words_of(name)) == 1 and sure[0].fit in {Fit.EXACT, Fit.PART}:
        alike = {Fit.EXACT, Fit.PART}
    best = [hit for hit in sure if hit.fit in alike]
    if sure[0].fit is Fit.NEAR:
        best = [hit for hit in best if hit.distance == sure[0].distance]
    quoted = [hit for hit in best if known[hit.index].speaker_ids]
    return quoted if quoted and is_role(name) else best


def _may_mean(hit: Match, somebody: Somebody) -> bool:
    """Whether part of a name is enough: not for a body or a place that is only named."""
    return hit.fit is not Fit.PART or somebody.is_person


def _suggestions(hits: Sequence[Match], known: Sequence[Somebody]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known[hit.index].name for hit in hits))[:SUGGESTIONS]


def _said(somebody: Somebody, shelf: Statements) -> SpeakerStatements:
    stored = shelf.statements_of(somebody.speaker_ids) if somebody.speaker_ids else ()
    aliases = dict.fromkeys(form for form in (*somebody.forms, *somebody.roles))
    return SpeakerStatements(
        somebody.name, tuple(form for form in aliases if form != somebody.name), _cited(stored)
    )


def _cited(stored: Sequence[StoredStatement]) -> tuple[CitedStatement, ...]:
    """The statements in their order, each once, with where else the same words are printed."""
    printed: dict[str, list[StoredStatement]] = {}
    for each in stored:
        printed.setdefault(same_words(" ".join(each.contents)), []).append(each)
    return tuple(
        CitedStatement(
            first.id,
            first.statement,
            first.contents,
            first.cue,
            first.mention,
            first.passage,
            first.card.cite(first.statement.passage),
            tuple(again.card.cite(again.statement.passage) for again in others),
        )
        for first, *others in printed.values()
    )


def _places(somebody: Somebody, shelf: Statements) -> tuple[Excerpt, ...]:
    """The sentences in which somebody is named, each once."""
    printed: dict[str, Excerpt] = {}
    for card, span, words in shelf.places_of(somebody.forms):
        here, key = card.cite(span), same_words(words)
        if key not in printed:
            printed[key] = Excerpt(words, here, 1.0)
        elif here not in (printed[key].citation, *printed[key].also_in):
            printed[key] = replace(printed[key], also_in=(*printed[key].also_in, here))
    return tuple(printed.values())


def _statements(page: Page, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    found = attributions(page)
    return tuple(
        Statement(
            attribution.kind,
            attribution.contents,
            attribution.cue,
            _mention(page, attribution),
            speaker,
            _passage(attribution, page, sentences),
        )
        for attribution, speaker in zip(found, speakers(page, found), strict=True)
    )


def _mention(page: Page, attribution: Attribution) -> Span | None:
    subject = attribution.subject
    return page.span(subject.first, subject.last) if subject is not None else None


def _passage(attribution: Attribution, page: Page, sentences: Sequence[Sentence]) -> Span:
    """The run of whole sentences that shows content, cue and mention.

    A mention in another paragraph ("who" far off) does not stretch it.
    """
    shown = [content.span for content in attribution.contents]
    shown += [span for span in (attribution.cue, _mention(page, attribution)) if span is not None]
    hull = Span(min(s.start for s in shown), max(s.end for s in shown))
    touched = [s.span for s in sentences if s.span.overlaps(hull)]
    return Span(
        min([hull.start, *(s.start for s in touched)]), max([hull.end, *(s.end for s in touched)])
    )


def _names(page: Page) -> tuple[Name, ...]:
    names: list[Name] = []
    for first, end, label in page.entities:
        kind = KINDS.get(label)
        if kind is None:
            continue
        last = end - 1
        while last > first and page.tokens[last].text in {"'s", "’s", "'", "’"}:
            last -= 1
        span = page.span(first, last)
        names.append(Name(span.of(page.text), kind, span))
    return tuple(names)
