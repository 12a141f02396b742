"""Mark statements that stand in a headline and nowhere below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import BlockKind, Statement
from retrieval.quotes.identity.name_keys import normalise_name
from retrieval.quotes.parsed.document import ParsedDocument

HEADLINE_KINDS = frozenset({BlockKind.HEADING, BlockKind.QUESTION})
"""Kinds of blocks that are headlines, which may be questions."""


def mark_headline_only(
    document: ParsedDocument, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Return the statements, with those marked that only a headline makes."""
    below = [each for each in statements if not _is_in_headline(document, each)]
    return tuple(
        replace(
            each,
            headline_only=_is_in_headline(document, each)
            and not _is_repeated(document, each, below),
        )
        for each in statements
    )


def _is_in_headline(document: ParsedDocument, statement: Statement) -> bool:
    """Return whether all content stands in headings."""
    return all(
        document.paragraphs[document.paragraph_of[document.token_at(content.span.start)]].kind
        in HEADLINE_KINDS
        for content in statement.content
    )


def _is_repeated(
    document: ParsedDocument, statement: Statement, below: Sequence[Statement]
) -> bool:
    """Return whether the body repeats the quoted words, or anything of the speaker if none are."""
    quoted = [normalise_name(c.span.of(document.text)) for c in statement.content if c.quoted]
    if not quoted:
        return any(each.speaker == statement.speaker for each in below if each.speaker)
    theirs = [each for each in below if each.speaker in {statement.speaker, None}]
    printed = [normalise_name(c.span.of(document.text)) for each in theirs for c in each.content]
    return all(any(f" {words} " in f" {other} " for other in printed) for words in quoted)
