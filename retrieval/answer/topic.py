"""Scores how well statements fit a topic, by words and by vectors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.question import content_words, names_in
from retrieval.answer.terms import Term, coverage, query_terms, stems
from retrieval.model import CitedStatement, Span
from retrieval.ports import ArticleReader, Encoder, Filters, Vectors

MIN_SCORE = 0.8
"""Words and meaning together from which a statement is about a topic.

Measured on noun phrases of one sentence of each of 696 paraphrases of MRPC, looked for in the
other: .80 of those found, .005 of unrelated sentences taken for them. Of statements of the same
politician in PolNeAR, those about something else lie below.
"""
MIN_COSINE = 0.45
"""The same without any word in common: 2 of 3,184 statements of the same politician on other
matters reach it, half of those that reach 0.4 have little to do with the topic."""
MIN_COVERAGE = 0.5
"""The same where nothing is known of the meaning, because nothing is embedded yet."""
TITLE_WEIGHT = 0.6
"""What a word is worth that stands in the article's title only: half of the statements in PolNeAR
under such a title that are then near enough in meaning are about it, hardly any below."""


_POSSESSIVE = re.compile(
    r"(?<!\w)(?P<owner>[^\W\d_][\w-]*?(?:(?=['’]s\b)|(?<=s)['’]))(?:['’]s)?\s+(?P<owned>\w+(?:\s+\w+)?)"
)


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """How well a statement fits a topic.

    Attributes:
        words: weight of the topic's words that stand in the statement or above it, 0 to 1.
        meaning: the best cosine of the topic with its sentences; None where not embedded.
    """

    words: float
    meaning: float | None

    @property
    def score(self) -> float:
        """Return words and meaning together; comparable within one topic."""
        return self.words + (self.meaning or 0.0)

    @property
    def is_about(self) -> bool:
        """Return whether the statement is about the topic."""
        if self.meaning is None:
            return self.words >= MIN_COVERAGE
        return self.score >= MIN_SCORE or self.meaning >= MIN_COSINE


@dataclass(frozen=True, slots=True)
class TopicScorer:
    """Scores statements by how well they fit a topic, by words and by meaning.

    Attributes:
        spellings: returns other spellings of a word that stand in the corpus.
    """

    articles: ArticleReader
    encoder: Encoder
    spellings: Callable[[str], Sequence[str]]

    def scores(self, topic: str, statements: Sequence[CitedStatement]) -> Sequence[TopicMatch]:
        """Return how well each of the statements fits the topic, in their order."""
        return topic_matches(
            topic,
            statements,
            articles=self.articles,
            encoder=self.encoder,
            spellings=self.spellings,
        )


def topic_matches(
    topic: str,
    statements: Sequence[CitedStatement],
    *,
    articles: ArticleReader,
    encoder: Encoder,
    spellings: Callable[[str], Sequence[str]],
) -> list[TopicMatch]:
    """Return how well each of the statements fits the topic, in their order.

    Only the topic is encoded; the vectors of the sentences are those that ingest stored.
    """
    wanted = query_terms(
        content_words(topic), spellings, articles.document_frequencies, articles.count()
    )
    if not wanted or not statements:
        return [TopicMatch(0.0, None) for _ in statements]
    cosines = _cosines(encoder.encode([topic])[0], statements, articles)
    return [
        TopicMatch(
            _weighted_coverage(wanted, each, names_in(topic), possessions(topic)),
            _best_cosine(each, cosines.get(each.citation.version, ())),
        )
        for each in statements
    ]


def _weighted_coverage(
    wanted: Sequence[Term],
    statement: CitedStatement,
    names: Sequence[str],
    owned: Sequence[Possession],
) -> float:
    """Return the share of the topic's weight in the statement; words of the title count less.

    So does a thing that the statement says to be another's. The last word of a name stands for
    all of it: "Foss" for "Clara Foss".
    """
    present = _with_whole_names(stems(statement.passage), names)
    title = _with_whole_names(stems(statement.citation.title or ""), names)
    said = coverage(wanted, present - _of_another(owned, statement.passage, present | title))
    return said + TITLE_WEIGHT * (coverage(wanted, present | title) - said)


Possession = tuple[str, frozenset[str]]
"""An owner as printed, and the stems of what may be owned: of the two words that follow."""


def possessions(text: str) -> tuple[Possession, ...]:
    """Return whose anything is in a text, where that is a name or several: "the nurses' strike".

    Not of one who is only described: "the mayor's plan" may be that of somebody named elsewhere.
    """
    return tuple(
        (each["owner"], stems(each["owned"]))
        for each in _POSSESSIVE.finditer(text)
        if each["owner"].endswith(("'", "’"))
        or (each["owner"][0].isupper() and not _described().search(text[: each.start()]))
    )


@cache
def _described() -> re.Pattern[str]:
    """Return the pattern of what stands before somebody described: "the " of "the Prime Minister"."""
    articles = alternation(question_words().definite_articles)
    return re.compile(rf"\b(?i:{articles})\s(?:[^\W\d_a-z]\w*\s)*\Z")


def _of_another(
    owned: Sequence[Possession], passage: str, present: frozenset[str]
) -> frozenset[str]:
    """Return the stems of what is a named other's in the passage, and not the topic's owner's."""
    printed = [each for each in possessions(passage) if each[0][0].isupper()]
    return frozenset(
        thing
        for owner, things in owned
        if not stems(owner) <= present
        for _, others in printed
        for thing in things & others
    )


def _with_whole_names(present: frozenset[str], names: Sequence[str]) -> frozenset[str]:
    """Return the stems with those of every name whose last word is among them."""
    named = (stems(name) for name in names if stems(name.split()[-1]) <= present)
    return present.union(*named)


Cosines = Mapping[int, Sequence[tuple[Span, float]]]
"""By version of an article: its sentences, each with its cosine."""


def _cosines(
    vector: Vectors, statements: Sequence[CitedStatement], articles: ArticleReader
) -> Cosines:
    sources = frozenset(each.citation.source for each in statements)
    keys, _ = articles.vectors(Filters(sources=sources))
    found: defaultdict[int, list[tuple[Span, float]]] = defaultdict(list)
    for passage in articles.passages(keys):
        if len(passage.vectors) != len(passage.sentences):  # not embedded by this model yet
            continue
        near = (passage.vectors @ vector).tolist()
        spans = [each.sentence.span for each in passage.sentences]
        found[passage.card.version] += zip(spans, near, strict=True)
    return found


def _best_cosine(
    statement: CitedStatement, sentences: Sequence[tuple[Span, float]]
) -> float | None:
    """Return the best cosine of the sentences of a statement; None where not embedded."""
    spans = [content.span for content in statement.statement.content]
    return max(
        (near for at, near in sentences if any(at.overlaps(span) for span in spans)), default=None
    )
