"""Checks replies word for word: whatever is shown as a source's words must stand in its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.errors import NotVerbatimError, WithdrawnError
from retrieval.model import (
    Ambiguous,
    Citation,
    CitedStatement,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)
from retrieval.ports import ArticleReader


def check_words(shown: Iterable[tuple[Citation, str]], articles: ArticleReader) -> None:
    """Pass when all of these words stand where they are said to stand.

    Raises:
        NotVerbatimError: some do not; says in which file.
    """
    texts: dict[tuple[str, int], str | None] = {}
    for citation, words in shown:
        version = (citation.source, citation.version)
        if version not in texts:
            texts[version] = articles.text(*version)
        if words_at(citation, texts[version]) != words:
            raise NotVerbatimError(f"{citation.file}: the words have changed")


def words_at(citation: Citation, text: str | None) -> str:
    """Return the words at a citation in the stored text, None for a version that is gone.

    Raises:
        WithdrawnError: that version of the article is gone.
        NotVerbatimError: the span lies outside it.
    """
    if text is None:
        raise WithdrawnError(f"{citation.file}: the cited article was removed")
    if citation.span.end > len(text):
        raise NotVerbatimError(f"{citation.file}: the cited version is no longer stored")
    return citation.span.of(text)


def words_in_reply(reply: Reply) -> Iterator[tuple[Citation, str]]:
    """Yield every word of a source in the reply to a question, with where it is said to stand."""
    for excerpt in reply.passages:
        yield excerpt.citation, excerpt.text
        for referent in excerpt.referents:
            if referent.words is not None:
                yield referent.citation, referent.words
        for said in excerpt.statements:
            yield from words_in_statement(said)
    for said in reply.statements if isinstance(reply, Ambiguous) else ():
        yield from words_in_statement(said)


def words_in_quote_reply(reply: QuoteReply) -> Iterator[tuple[Citation, str]]:
    """Yield every word of a source in the reply, with where it is said to stand."""
    match reply:
        case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
            speakers: Sequence[SpeakerStatements] = (speaker,)
        case SeveralSpeakers():
            speakers = reply.speakers
        case NamedOnly():
            speakers = ()
            yield from ((place.citation, place.text) for place in reply.named_in)
        case UnknownName():
            speakers = ()
    for said in (each for speaker in speakers for each in speaker.statements):
        yield from words_in_statement(said)


def words_in_statement(cited: CitedStatement) -> Iterator[tuple[Citation, str]]:
    """Yield the words of a statement, of what disputes it and of its other spans."""
    yield cited.citation, cited.passage
    yield from ((dispute.citation, dispute.text) for dispute in cited.disputed)
    yield from _words_in_spans(cited)


def _words_in_spans(cited: CitedStatement) -> Iterator[tuple[Citation, str]]:
    """Yield the words of a statement's content, cue, speaker, addressee, conduit and hedge."""
    statement = cited.statement
    contents = (content.span for content in statement.content)
    beside = (statement.cue, statement.mention, statement.addressee, statement.conduit)
    spans = (*contents, *beside, statement.hedge)
    words = (*cited.contents, cited.cue, cited.mention, cited.addressee, cited.conduit)
    for span, printed in zip(spans, (*words, cited.hedge), strict=True):
        if span is not None and printed is not None:
            yield replace(cited.citation, span=span), printed
