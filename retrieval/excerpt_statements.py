"""Finds the statements in an excerpt that have something travelling with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.cache import RevisionCache
from retrieval.citing import are_prints_of_one, cited, disputes_of, distinct_excerpts
from retrieval.model import CitedStatement, Excerpt
from retrieval.ports import StatementReader, StoredStatement
from retrieval.quotes.identity.name_keys import word_keys


class ExcerptStatements:
    """Finds what belongs to the statements in an excerpt, as of the corpus's present state."""

    def __init__(self, statements: StatementReader) -> None:
        self._disputed = RevisionCache(statements.disputed, statements.revision)

    def of(
        self, excerpt: Excerpt, in_article: Sequence[StoredStatement]
    ) -> tuple[CitedStatement, ...]:
        """Return the statements in an excerpt to which something belongs, in their order.

        That is to whom, through whom and how surely it was said, that several said it together,
        that only a headline has it, and what disputes it, in this article or where it is printed
        again.

        Args:
            excerpt: as it is shown; a dispute that stands in it is not repeated.
            in_article: the statements of its article whose speaker is known.
        """
        known = {each.id for each in in_article}
        source = excerpt.citation.source
        unnamed = [
            each
            for each in self._disputed.get()
            if each.card.source == source and each.id not in known
        ]
        told = [each for each in (*in_article, *unnamed) if _is_in(each, excerpt)]
        found = [self._with_disputes(each, excerpt) for each in told]
        return tuple(each for each in found if _has_company(each))

    def _with_disputes(self, stored: StoredStatement, excerpt: Excerpt) -> CitedStatement:
        """Return the statement with what disputes it in any of its prints."""
        disputes = [*disputes_of(stored), *self._disputes_elsewhere(stored)]
        beyond = [each for each in disputes if not _is_shown(each, excerpt)]
        return replace(cited(stored), disputed=distinct_excerpts(beyond))

    def _disputes_elsewhere(self, stored: StoredStatement) -> Iterator[Excerpt]:
        for other in self._disputed.get():
            by_the_same = other.id != stored.id and _is_by_the_same(other, stored)
            if by_the_same and are_prints_of_one(stored, other):
                yield from disputes_of(other)


def _is_in(stored: StoredStatement, excerpt: Excerpt) -> bool:
    shown = excerpt.citation.span
    return any(content.span.overlaps(shown) for content in stored.statement.content)


def _is_shown(dispute: Excerpt, excerpt: Excerpt) -> bool:
    """Whether the excerpt itself has the sentence that disputes."""
    here, there = excerpt.citation, dispute.citation
    return here.source == there.source and here.span.contains(there.span)


def _is_by_the_same(one: StoredStatement, other: StoredStatement) -> bool:
    """Whether two statements have speakers whose names end alike."""
    speakers = [each.statement.speaker for each in (one, other)]
    ends = [word_keys(each.name)[-1:] for each in speakers if each is not None]
    return len(ends) == len(speakers) and ends[0] == ends[1]


def _has_company(said: CitedStatement) -> bool:
    """Whether anything belongs to a statement besides its words."""
    statement = said.statement
    beside = (said.addressee, said.conduit, said.hedge, said.disputed, statement.headline_only)
    together = statement.speaker is not None and bool(statement.speaker.members)
    return any(beside) or together
