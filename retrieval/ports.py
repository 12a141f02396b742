"""Defines what retrieval needs from outside, as protocols of a few methods with their values.

The implementations are in ``retrieval.adapters``; the tests bring others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.model import (
    Article,
    BlockKind,
    Citation,
    Name,
    NameKind,
    Passage,
    Sentence,
    Span,
    Speaker,
    Statement,
)

Vectors = NDArray[np.float32]
"""Shape (n, dimension), each row of unit length, so that a dot product is the cosine."""


# --- meaning ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EncoderModel:
    """Which model made a vector. Vectors of different models are never compared.

    Attributes:
        name: the model's name, or the path it was loaded from.
        revision: a digest of the weights, so that altered weights are another model.
    """

    name: str
    revision: str
    dimension: int

    @property
    def key(self) -> str:
        """Return model and revision in one string, the model's identifier in the stores."""
        return f"{self.name}@{self.revision}"


class Encoder(Protocol):
    """Turns texts into embeddings."""

    @property
    def model(self) -> EncoderModel:
        """Return which model this is, without loading its weights into memory."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, in order; shape (0, dimension) for no texts."""


# --- the answer ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a passage reader makes of one sentence; all scores are log-odds.

    Attributes:
        rank: how far it is before others as an answer; comparable within one question.
        answers: that it answers, fully or in part.
        fully: that it answers alone.
        contradicts: that it says otherwise than the question takes for granted.
        span: that the likeliest answering words in it are an answer, against there being none.
        answer: those words, as offsets into the text that was read; None where unread.
    """

    rank: float
    answers: float
    fully: float
    contradicts: float
    span: float
    answer: Span | None


class PassageReader(Protocol):
    """Reads passages for sentences and words that answer a question."""

    def read(
        self, question: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> Sequence[Sequence[SentenceReading]]:
        """Return a reading of each sentence of each passage, in order; comparable among passages.

        Args:
            question: as asked.
            passages: the words of each, and where in them its sentences stand.
        """


# --- the catalogue: the truth ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleDigests:
    """By what the file and the text of a stored article are recognised.

    Attributes:
        file: SHA-256 of the whole file's bytes when it was read, in hexadecimal, without the
            sidecar; None where that was not stored.
        text: the same of the stored text, encoded as UTF-8.
        read_at: when the file was read, ISO 8601 in UTC, to the second.
    """

    file: str | None
    text: str | None
    read_at: str | None


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """Everything that one article brings into the catalogue in one commit.

    ``fingerprint`` covers the bytes, the sidecar, the outlets and the pipeline's version: where it
    is equal, there is nothing to do. ``texts`` and ``vectors`` go together: one embedded
    text a passage (title and words) and then one a sentence, in order of the passages.
    """

    article: Article
    fingerprint: str
    digests: ArticleDigests
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    names: tuple[Name, ...]
    passage_vectors: Vectors
    sentence_vectors: Vectors


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue holds of one source already."""

    source: str
    file: str
    fingerprint: str
    version: int
    embedded: bool
    """Whether every vector by the current model is there."""
    file_digest: str | None = None
    """As in ``ArticleDigests``."""


@dataclass(frozen=True, slots=True)
class ConfirmedArticle:
    """An article that is still the same, with the fingerprint and digests of the file as it is."""

    fingerprint: str
    digests: ArticleDigests


@dataclass(frozen=True, slots=True)
class UnembeddedArticle:
    """An article without vectors by the current model, and the texts to be embedded, in order."""

    source: str
    version: int
    passages: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article as it is cited: what is known of it without its text."""

    source: str
    file: str
    version: int
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    outlet_rules: tuple[str, ...] = ()
    outlet_evidence: tuple[str, ...] = ()
    """The printed words that the outlet was read from, where there are such."""

    def cite(self, span: Span) -> Citation:
        """Return the citation of a span of this article."""
        return Citation(
            self.file,
            span,
            self.outlet,
            self.title,
            self.published,
            self.url,
            self.source,
            self.version,
        )


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a question is about. Dates are inclusive; ``None`` means any.

    ``speaker`` is part of a name as printed; ``sources`` are the very articles.
    """

    outlet: str | None = None
    after: date | None = None
    before: date | None = None
    speaker: str | None = None
    sources: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence with its words."""

    sentence: Sentence
    text: str

    @property
    def kind(self) -> BlockKind:
        """Return what the line is that it stands in."""
        return self.sentence.kind


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as found: its article, its sentences, their vectors (row for row)."""

    key: str
    card: ArticleCard
    number: int
    sentences: tuple[StoredSentence, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement as found, with the words of its spans."""

    id: str
    card: ArticleCard
    statement: Statement
    contents: tuple[str, ...]
    cue: str | None
    mention: str | None
    passage: str
    addressee: str | None = None
    conduit: str | None = None
    hedge: str | None = None
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker of one article. ``id`` is the catalogue's; ``statements`` how many they made."""

    id: int
    source: str
    speaker: Speaker
    statements: int


@dataclass(frozen=True, slots=True)
class KnownName:
    """A printed name, in how many sentences of how many articles it stands, with which roles."""

    text: str
    kind: NameKind
    places: int
    articles: int
    roles: tuple[str, ...] = ()


class ArticleWriter(Protocol):
    """The catalogue, as ingest needs it."""

    def entries(self) -> Mapping[str, CatalogueEntry]:
        """Return what is live, by source."""

    def stored_vectors(self, texts: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the current model's vectors of those of the texts that were embedded before."""

    def commit(self, prepared: Sequence[PreparedArticle]) -> None:
        """Make these the live versions, all in one transaction."""

    def confirm(self, confirmed: Mapping[str, ConfirmedArticle]) -> None:
        """Store new fingerprints and digests of sources whose article is still the same."""

    def unembedded(self, limit: int) -> Sequence[UnembeddedArticle]:
        """Return some of the live articles that the current model has not embedded, if any."""

    def add_vectors(
        self, article: UnembeddedArticle, passage_vectors: Vectors, sentence_vectors: Vectors
    ) -> None:
        """Store the vectors of such an article, row for row."""

    def move(self, old_source: str, new_source: str, file: str) -> None:
        """Store that an article now lies elsewhere; ``old_source`` may be ``new_source``."""

    def remove(self, sources: Collection[str]) -> None:
        """Delete articles, all in one transaction."""


class ArticleReader(Protocol):
    """The catalogue, as answering needs it. Everything returned is live."""

    def cards(self, filters: Filters | None = None) -> Sequence[ArticleCard]:
        """Return the articles, by file."""

    def text(self, source: str, version: int) -> str | None:
        """Return the text of one version of an article, also of one that was replaced."""

    def article(self, source: str, version: int) -> Article | None:
        """Return one version of an article with all that is stored of it, as ``text`` does."""

    def cards_of_file(self, digest: str) -> Sequence[ArticleCard]:
        """Return the articles whose file had these bytes when it was read, by their SHA-256."""

    def digests(self, source: str, version: int) -> ArticleDigests | None:
        """Return the digests of one version of an article; None for an article that is gone."""

    def search_words(
        self, words: Sequence[str], limit: int, filters: Filters | None = None
    ) -> Sequence[tuple[str, float]]:
        """Return the passages that hold any of the words, as (key, BM25), best first."""

    def sources_containing(self, words: Sequence[str]) -> frozenset[str]:
        """Return the articles with any of the words, stemmed, in a passage or the title."""

    def passages(self, keys: Sequence[str]) -> Sequence[StoredPassage]:
        """Return those of the passages that are live, in the order asked for."""

    def previous_passage(self, key: str) -> StoredPassage | None:
        """Return the passage before this one in the same article; None for the first."""

    def vectors(self, filters: Filters | None = None) -> tuple[Sequence[str], Vectors]:
        """Return keys and vectors of the articles' passages, by the current model."""

    def count(self) -> int:
        """Return how many passages are live."""

    def similar_words(self, word: str) -> Sequence[str]:
        """Return the corpus's words at edit distance 1, in order; none for a word that it has."""

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many passages each word, folded and stemmed, stands."""


class StatementReader(Protocol):
    """The catalogue, as ``/quote`` needs it. Everything returned is live."""

    def revision(self) -> int:
        """Return the revision of the corpus: another number after every change of an article."""

    def speakers(self) -> Sequence[KnownSpeaker]:
        """Return everybody who makes a statement."""

    def statements_of(self, speaker_ids: Collection[int]) -> Sequence[StoredStatement]:
        """Return their statements, newest first, undated last, then by file and place."""

    def statements_in(self, source: str) -> Sequence[StoredStatement]:
        """Return those in the article of that source whose speaker is known, in order."""

    def disputed(self) -> Sequence[StoredStatement]:
        """Return those that a sentence of their article disputes, whoever spoke, by file."""

    def names(self) -> Sequence[KnownName]:
        """Return every printed name."""

    def articles_naming(self, names: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Return the sources of the articles in which each of these names is printed."""

    def sentences_naming(self, names: Collection[str]) -> Sequence[tuple[ArticleCard, Span, str]]:
        """Return the sentences in which any of these names is printed, with their words."""


# --- the vector index: derived ---------------------------------------------------------------


class NearestPassages(Protocol):
    """Finds the nearest live passages, whatever state the vector index is in."""

    def nearest(self, vector: Vectors, limit: int) -> Sequence[tuple[str, float]]:
        """Return (key, cosine) of live passages, best first.

        From the index where it is healthy, with what it does not hold yet added from the
        catalogue's own vectors; from those vectors alone, exactly, where it is not.
        """

    def refresh(self) -> None:
        """Bring the index up to date with the catalogue, or build it anew where it has to be."""
