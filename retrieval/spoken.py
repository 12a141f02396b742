"""Finds the passages with what somebody said on a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.speaker import SpeakerFilter
from retrieval.ask_context import AskContext
from retrieval.model import CitedStatement
from retrieval.ports import Filters, StoredPassage

STATEMENTS = 8
"""How many of the statements that fit a topic best are looked at."""


@dataclass(frozen=True, slots=True)
class SpokenOnTopic:
    """The statements of somebody that fit a topic best, and the passages with them."""

    speaker: SpeakerFilter
    topic: str
    passages: tuple[StoredPassage, ...]
    about: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of the passages."""
        return frozenset(passage.key for passage in self.passages)

    def is_about(self, candidate: SentenceCandidate) -> bool:
        """Whether a statement in the sentence is about the topic."""
        said = self.speaker.statements_in(candidate.passage, candidate.index)
        return any(each.id in self.about for each in said)

    def about_topic_first(self, ranked: Sequence[SentenceCandidate]) -> list[SentenceCandidate]:
        """Return the sentences about the topic alone; all of them where none is."""
        return [each for each in ranked if self.is_about(each)] or list(ranked)


def spoken_on_topic(speaker: SpeakerFilter, context: AskContext) -> SpokenOnTopic | None:
    """Return what somebody said on the topic asked for; None where nothing asks for that."""
    if speaker.topic is None or not speaker.are_own:
        return None
    ranked = context.quotes.rank_by_topic(speaker.statements, speaker.topic)
    about = frozenset(said.id for said, fit in ranked if fit.is_about)
    passages = _passages([said for said, _ in ranked[:STATEMENTS]], context)
    return SpokenOnTopic(speaker, speaker.topic, passages, about)


def _passages(
    statements: Sequence[CitedStatement], context: AskContext
) -> tuple[StoredPassage, ...]:
    """Return the passages in which statements stand."""
    places = [
        (each.citation.version, c.span) for each in statements for c in each.statement.content
    ]
    sources = frozenset(each.citation.source for each in statements)
    keys, _ = context.articles.vectors(Filters(sources=sources))
    return tuple(
        passage
        for passage in context.articles.passages(keys)
        if any(
            version == passage.card.version and each.sentence.span.overlaps(span)
            for version, span in places
            for each in passage.sentences
        )
    )
