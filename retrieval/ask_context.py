"""Holds what answering a question works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from retrieval.excerpt_statements import ExcerptStatements
from retrieval.ports import (
    ArticleReader,
    Encoder,
    NearestPassages,
    PassageReader,
    StatementReader,
)
from retrieval.quote import QuoteService
from retrieval.vocabulary import CorpusVocabulary


@dataclass(frozen=True, slots=True)
class AskContext:
    """What answering a question works with.

    Attributes:
        neighbours: finds the passages nearest to a vector.
        vocabulary: the words by which the corpus knows things.
        quotes: finds whom a name means, and what they said.
        excerpt_statements: finds what belongs to the statements in an excerpt.
        passage_reader: reads the best sentences again; None: nothing does.
        today: the reader's own day, from which "last week" is counted; None: it is not known.
    """

    articles: ArticleReader
    statements: StatementReader
    encoder: Encoder
    neighbours: NearestPassages
    vocabulary: CorpusVocabulary
    quotes: QuoteService
    excerpt_statements: ExcerptStatements
    passage_reader: PassageReader | None = None
    today: Callable[[], date | None] = lambda: None
