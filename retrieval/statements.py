"""Who said what: reading statements off articles, and answering "what did she say?"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter

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
from retrieval.quotes.attribute import attributions
from retrieval.quotes.directory import Directory
from retrieval.quotes.drafts import Attribution
from retrieval.quotes.lexicon import language_of, lexicons
from retrieval.quotes.mentions import Mention, mentions, name_span
from retrieval.quotes.names import Fit, Match, is_role, plain, words_of
from retrieval.quotes.page import Page, page_of, paragraphs_of, readable
from retrieval.quotes.people import KnownPerson, Somebody, everybody, known_people
from retrieval.quotes.resolve import speakers
from retrieval.quotes.roles import role_after, role_before

__all__ = ["KnownPerson", "known_people", "quote", "statement_id", "statements_of"]

SUGGESTIONS = 5

RARELY = 100
"""Somebody printed this many times less than another of the name is asked for by the full name."""

AHEAD = 16
"""How many articles are read ahead, so that the parser gets its texts in batches."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
"""How a sentence ends, and a heading seldom does."""

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
    known = lexicons()
    spoken = ((language_of(article.text, known), article, cut) for article, cut in articles)
    for language, alike in groupby(spoken, key=itemgetter(0)):
        while batch := [(article, cut) for _, article, cut in islice(alike, AHEAD)]:
            for page, cut in _pages(batch, parser, language):
                yield _statements(page, cut), _names(page)


def _pages(
    batch: Sequence[tuple[Article, Sequence[Sentence]]], parser: Parser, language: str
) -> Iterator[tuple[Page, Sequence[Sentence]]]:
    """The parsed articles, all of one language, each with its sentences."""
    paragraphs = [paragraphs_of(article, sentences) for article, sentences in batch]
    parses = iter(
        parser.parse(
            (
                readable(paragraph.span.of(article.text))
                for (article, _), of_article in zip(batch, paragraphs, strict=True)
                for paragraph in of_article
            ),
            language,
        )
    )
    lexicon = lexicons()[language]
    for (article, sentences), of_article in zip(batch, paragraphs, strict=True):
        of_each = list(islice(parses, len(of_article)))
        yield page_of(article.text, of_article, of_each, lexicon), sentences


def statement_id(source: str, contents: Sequence[str]) -> str:
    """A short name for a statement, the same while its source and its words are."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (source, *contents):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def directory_of(shelf: Statements, people: Sequence[KnownPerson]) -> Directory:
    """Everybody who speaks or is named in the corpus."""
    return Directory(everybody(shelf.speakers(), shelf.names(), people))


def quote(name: str, shelf: Statements, directory: Directory) -> QuoteReply:
    """What somebody said, under any spelling, part or role of the name.

    A name that fits several is answered with all of them; a name that stands in the corpus
    without any words of theirs, with the sentences in which it stands.
    """
    known = directory.known
    hits = directory.match(name)
    meant = [known[hit.index] for hit in _meant(name, hits, known)]
    if not meant:
        return UnknownName(name, _suggestions(name, hits, known))
    if len(meant) > 1:
        return SeveralSpeakers(name, tuple(_said(each, shelf) for each in meant))
    said = _said(meant[0], shelf)
    if said.statements:
        return Quoted(name, said)
    return NamedOnly(name, meant[0].name, _places(meant[0], shelf))


def _meant(name: str, hits: Sequence[Match], known: Sequence[Somebody]) -> list[Match]:
    """The hits that fit best: for one word a whole name and a part of one fit alike.

    Part of the name of a body or a place that is only named is enough where nothing else fits.
    """
    sure = [hit for hit in hits if hit.fit is not Fit.WEAK]
    sure = [hit for hit in sure if _may_mean(name, hit, known[hit.index])] or sure
    if not sure:
        return []
    alike = {sure[0].fit}
    if len(words_of(name)) == 1 and sure[0].fit in {Fit.EXACT, Fit.PART}:
        alike = {Fit.EXACT, Fit.PART}
    best = [hit for hit in sure if hit.fit in alike]
    if sure[0].fit is Fit.NEAR:
        best = [hit for hit in best if hit.distance == sure[0].distance]
    quoted = [hit for hit in best if known[hit.index].speaker_ids]
    return _without_tail(quoted if quoted and is_role(name) else best, known)


def _without_tail(hits: Sequence[Match], known: Sequence[Somebody]) -> list[Match]:
    """The most printed first, without those who are next to never printed beside them."""
    ranked = sorted(hits, key=lambda hit: -known[hit.index].places)
    most = known[ranked[0].index].places
    return [hit for hit in ranked if known[hit.index].places * RARELY >= most]


def _may_mean(name: str, hit: Match, somebody: Somebody) -> bool:
    """Whether somebody is likely meant, and not a body or a place of which a word was asked."""
    speaks = bool(somebody.speaker_ids) and len(words_of(name)) > 1
    return hit.fit is not Fit.PART or somebody.is_person or speaks


def _suggestions(name: str, hits: Sequence[Match], known: Sequence[Somebody]) -> tuple[str, ...]:
    """The nearest other names."""
    near = dict.fromkeys(known[hit.index].name for hit in hits)
    return tuple(each for each in near if plain(each) != plain(name))[:SUGGESTIONS]


def _said(somebody: Somebody, shelf: Statements) -> SpeakerStatements:
    stored = shelf.statements_of(somebody.speaker_ids) if somebody.speaker_ids else ()
    also: dict[str, str] = {}
    for form in (*somebody.forms, *somebody.roles):
        also.setdefault(_without_article(form), form)
    also.pop(_without_article(somebody.name), None)
    return SpeakerStatements(somebody.name, tuple(also.values()), _cited(stored))


def _without_article(form: str) -> str:
    return plain(form).removeprefix("the ")


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
    """The sentences in which somebody is named, each once, headings after whole sentences."""
    printed: dict[str, Excerpt] = {}
    for card, span, words in shelf.places_of(somebody.forms):
        here, key = card.cite(span), same_words(words)
        if key not in printed:
            printed[key] = Excerpt(words, here, 1.0)
        elif here not in (printed[key].citation, *printed[key].also_in):
            printed[key] = replace(printed[key], also_in=(*printed[key].also_in, here))
    return tuple(sorted(printed.values(), key=lambda place: _ENDS.search(place.text) is None))


def _statements(page: Page, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    found = attributions(page)
    return _each_once(
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


def _each_once(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements without those that are a part of another by the same speaker.

    "She noted the wish, which she says is old" says once that it is old.
    """
    kept: list[Statement] = []
    for each in found:
        if any(_is_in(each, other) for other in kept):
            continue
        kept = [other for other in kept if not _is_in(other, each)]
        kept.append(each)
    return tuple(kept)


def _is_in(part: Statement, whole: Statement) -> bool:
    """Whether all content of the one stands in the other's, and nobody else is its speaker."""
    return part.speaker in {whole.speaker, None} and all(
        any(other.span.contains(content.span) for other in whole.content)
        for content in part.content
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
    """The printed names, without titles before them and what sticks to their edges."""
    found = mentions(page)
    taken = frozenset(at for mention in found for at in range(mention.first, mention.last + 1))
    kinds = {last: label for _, end, label in page.entities for last in (end - 2, end - 1)}
    names = [
        Name(
            span.of(page.text),
            _kind(mention, kinds.get(mention.last, "ORG")),
            span,
            _roles(page, mention, taken),
        )
        for mention in found
        for span in (name_span(page, mention.first, mention.last),)
    ]
    names += [
        Name(span.of(page.text), KINDS[label], span)
        for first, end, label in page.entities
        if label in KINDS and not taken & set(range(first, end))
        for span in (name_span(page, first, end - 1),)
    ]
    return tuple(sorted((name for name in names if name.text), key=lambda name: name.span))


def _roles(page: Page, mention: Mention, taken: frozenset[int]) -> tuple[str, ...]:
    """What a person is said to be, just before and just after the name."""
    if not mention.person.is_person:
        return ()
    roles = (role_before(page, mention.first, taken), role_after(page, mention.last))
    return tuple(role for role in roles if role)


def _kind(mention: Mention, label: str) -> NameKind:
    """A person's name is one whatever the parser calls it, and a body's is none."""
    if mention.person.is_person:
        return NameKind.PERSON
    kind = KINDS.get(label, NameKind.OTHER)
    return kind if kind is not NameKind.PERSON else NameKind.ORGANISATION
