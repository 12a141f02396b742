"""Cites statements: their words with where they stand, each once, with every reprint of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import CitedStatement, Excerpt, Span, Statement
from retrieval.ports import ArticleCard, StoredStatement
from retrieval.text_keys import text_key

SHORT = 3
"""So few words are the same statement only where the sentences around them are the same too."""


def statement_id(source: str, contents: Sequence[str]) -> str:
    """Return a short name for a statement, the same while its source and its words are."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (source, *contents):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def stored_statement(card: ArticleCard, text: str, statement: Statement) -> StoredStatement:
    """Return the statement with the words of its spans, which are into the article's text."""
    contents = tuple(each.span.of(text) for each in statement.content)
    return StoredStatement(
        statement_id(card.file, contents),
        card,
        statement,
        contents,
        _words(statement.cue, text),
        _words(statement.mention, text),
        statement.passage.of(text),
        _words(statement.addressee, text),
        _words(statement.conduit, text),
        _words(statement.hedge, text),
        tuple(sentence.of(text) for sentence in statement.disputed),
    )


def statement_identity(statement: StoredStatement | CitedStatement) -> tuple[str, ...]:
    """Return what all prints of one statement share, and no other statement of the speaker has.

    Digests of it are stored with watches: what it returns for a statement must never change.

    Returns:
        The words; the sentences around a short statement; through whom it was relayed; what
        takes it back. Each without case and punctuation, "" where there is none.
    """
    words = text_key(" ".join(statement.contents))
    around = statement.passage if len(words.split()) <= SHORT else ""
    beside = (around, statement.conduit, statement.hedge)
    return words, *(text_key(each or "") for each in beside)


def distinct_statements(stored: Sequence[StoredStatement]) -> tuple[CitedStatement, ...]:
    """Return each statement once, with where else it is printed; newest first, undated last."""
    prints: dict[tuple[str, ...], list[StoredStatement]] = {}
    for each in stored:
        prints.setdefault(statement_identity(each), []).append(each)
    found = [_merged(of_one) for of_one in prints.values()]
    return tuple(sorted(found, key=lambda each: each.citation.published or "", reverse=True))


def cited(stored: StoredStatement, reprints: Sequence[StoredStatement] = ()) -> CitedStatement:
    """Return the statement with where it stands, and where it is printed again.

    What disputes it in any of those places disputes it.
    """
    disputed = [words for each in (stored, *reprints) for words in _disputed(each)]
    return CitedStatement(
        stored.id,
        stored.statement,
        stored.contents,
        stored.cue,
        stored.mention,
        stored.passage,
        stored.card.cite(stored.statement.passage),
        addressee=stored.addressee,
        conduit=stored.conduit,
        hedge=stored.hedge,
        disputed=distinct_excerpts(disputed),
        also_in=tuple(each.card.cite(each.statement.passage) for each in reprints),
    )


def distinct_excerpts(excerpts: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """Return the excerpts in their order, the same words once with every place of them."""
    found: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        key, here = text_key(excerpt.text), excerpt.citation
        if key not in found:
            found[key] = excerpt
        elif here not in (found[key].citation, *found[key].also_in):
            found[key] = replace(found[key], also_in=(*found[key].also_in, here))
    return tuple(found.values())


def _merged(prints: Sequence[StoredStatement]) -> CitedStatement:
    """Return one statement of its prints, newest first; the first that is not in a headline."""
    shown = min(prints, key=lambda each: each.statement.headline_only)
    return cited(shown, [each for each in prints if each is not shown])


def _disputed(stored: StoredStatement) -> tuple[Excerpt, ...]:
    """Return the sentences that dispute a statement, with where they stand."""
    return tuple(
        Excerpt(words, stored.card.cite(sentence), 1.0)
        for sentence, words in zip(stored.statement.disputed, stored.disputed, strict=True)
    )


def _words(span: Span | None, text: str) -> str | None:
    return span.of(text) if span is not None else None
