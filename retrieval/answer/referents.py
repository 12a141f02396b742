"""Whom words of an excerpt are taken for, by the statements that it holds."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.question import folded
from retrieval.answer.terms import tokens
from retrieval.model import Excerpt, Referent, Span
from retrieval.ports import StoredStatement

MOST = 2
"""How many are named beside one excerpt."""


def referents(excerpt: Excerpt, statements: Sequence[StoredStatement]) -> tuple[Referent, ...]:
    """Those who speak in the excerpt without being named in it, in the order of the statements.

    Args:
        excerpt: with what is shown before the sentence that answers.
        statements: those of the article.
    """
    span = excerpt.citation.span
    core = Span(span.start + excerpt.lead, span.end)
    printed = {folded(token) for token in tokens(excerpt.text)}
    found: dict[str, Referent] = {}
    for each in statements:
        speaker, resolution = each.statement.speaker, each.statement.resolution
        if speaker is None or resolution is None or not speaker.named:
            continue
        if not any(content.span.overlaps(core) for content in each.statement.content):
            continue
        if folded(tokens(speaker.name)[-1]) in printed:
            continue
        mention = each.statement.mention
        if mention is None or not span.contains(mention) or each.mention is None:
            referent = Referent(None, excerpt.citation, speaker.name, resolution)
        else:
            place = each.card.cite(mention)
            referent = Referent(each.mention, place, speaker.name, resolution)
        found.setdefault(speaker.name, referent)
    return tuple(found.values())[:MOST]
