"""Statements that stand in a headline, and nowhere below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import BlockKind, Statement
from retrieval.quotes.identity.name_matching import plain
from retrieval.quotes.parsed.document import ParsedDocument

HEADLINES = frozenset({BlockKind.HEADING, BlockKind.QUESTION})
"""A headline may ask."""


def with_headlines(
    document: ParsedDocument, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """The statements, those marked that only a headline makes."""
    below = [each for each in statements if not _in_headline(document, each)]
    return tuple(
        replace(
            each,
            headline_only=_in_headline(document, each) and not _repeated(document, each, below),
        )
        for each in statements
    )


def _in_headline(document: ParsedDocument, statement: Statement) -> bool:
    """Whether all its words stand in headings."""
    return all(
        document.paragraphs[document.paragraph_of[document.token_at(content.span.start)]].kind
        in HEADLINES
        for content in statement.content
    )


def _repeated(document: ParsedDocument, statement: Statement, below: Sequence[Statement]) -> bool:
    """Whether the article gives that speaker the quoted words again, or any, if none are."""
    quoted = [plain(c.span.of(document.text)) for c in statement.content if c.quoted]
    if not quoted:
        return any(each.speaker == statement.speaker for each in below if each.speaker)
    theirs = [each for each in below if each.speaker in {statement.speaker, None}]
    printed = [plain(c.span.of(document.text)) for each in theirs for c in each.content]
    return all(any(f" {words} " in f" {other} " for other in printed) for words in quoted)
