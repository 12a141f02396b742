"""Articles of invented outlets, digested and ready for the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from retrieval.adapters.sqlite.catalogue import Catalogue
from retrieval.answer.topic import TopicScorer
from retrieval.ask_context import AskContext
from retrieval.corpus.passages import embedded_text, passages
from retrieval.corpus.sentences import sentences
from retrieval.excerpt_statements import ExcerptStatements
from retrieval.fingerprint import digests_of
from retrieval.model import (
    Article,
    Block,
    BlockKind,
    Content,
    Evidence,
    Fact,
    Name,
    NameKind,
    Span,
    Speaker,
    Statement,
    StatementKind,
)
from retrieval.ports import Encoder, PreparedArticle, Vectors
from retrieval.quote import QuoteService
from retrieval.vocabulary import CorpusVocabulary
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder()
FILE_DIGEST = "f" * 64
READ_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LIND = Speaker("Ada Lind", ("Mayor Lind", "the mayor"))


def article(
    text: str,
    file: str = "harbour.txt",
    *,
    outlet: str | None = None,
    title: str | None = None,
    published: str | None = None,
) -> Article:
    """Each line of the text is a block of prose."""
    body, start = [], 0
    for line in text.split("\n"):
        if line:
            body.append(Block(Span(start, start + len(line)), BlockKind.PROSE))
        start += len(line) + 1
    return Article(
        f"/desk/{file}",
        file,
        text,
        tuple(body),
        outlet=_fact(outlet, text, "list of outlets"),
        title=_fact(title, text, "first line"),
        published=_fact(published, text, "dateline"),
    )


def digested(
    of: Article,
    *,
    fingerprint: str | None = None,
    statements: Sequence[Statement] = (),
    names: Sequence[Name] = (),
    encoder: Encoder = ENCODER,
) -> PreparedArticle:
    """As ingest would hand it over."""
    all_sentences = sentences(of)
    found = passages(of, all_sentences)
    spans = [each.span for passage in found for each in passage.sentences]
    return PreparedArticle(
        of,
        fingerprint if fingerprint is not None else of.text,
        digests_of(of.text, FILE_DIGEST, READ_AT),
        found,
        tuple(statements),
        tuple(names),
        encoder.encode([embedded_text(of, passage) for passage in found]),
        encoder.encode([span.of(of.text) for span in spans]),
    )


def statement(text: str, words: str, speaker: Speaker | None, cue: str = "said") -> Statement:
    """A direct statement of these words, in the line that they stand in."""
    at = span_of(text, words)
    line = Span(text.rfind("\n", 0, at.start) + 1, (text + "\n").index("\n", at.end))
    return Statement(
        StatementKind.DIRECT,
        (Content(at, quoted=True),),
        span_of(text, cue),
        span_of(text, speaker.name) if speaker else None,
        speaker,
        line,
    )


def name(text: str, printed: str, kind: NameKind = NameKind.PERSON, nth: int = 0) -> Name:
    """The n-th place of a printed name."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(printed, start + 1)
    return Name(printed, kind, Span(start, start + len(printed)))


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


class NoIndex:
    """``NearestPassages`` that finds none."""

    def nearest(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        del vector, limit
        return []

    def refresh(self) -> None:
        pass


def ask_context(catalogue: Catalogue) -> AskContext:
    """What answers from that catalogue, without a vector index and configured names."""
    articles, statements = catalogue.articles, catalogue.statements
    vocabulary = CorpusVocabulary(articles, statements, Path("no-outlets.toml"))
    quotes = QuoteService(statements, (), TopicScorer(articles, ENCODER, vocabulary.spellings))
    return AskContext(
        articles,
        statements,
        ENCODER,
        NoIndex(),
        vocabulary,
        quotes,
        ExcerptStatements(statements),
    )


def found_files(catalogue: Catalogue, *words: str) -> list[str]:
    """The files of the passages found by these words, the best first."""
    keys = [key for key, _ in catalogue.articles.search_words(words, 10)]
    return [passage.card.file for passage in catalogue.articles.passages(keys)]


def _fact(value: str | None, text: str, rule: str) -> Fact | None:
    if value is None:
        return None
    return Fact(value, (Evidence(rule, span_of(text, value) if value in text else None),))
