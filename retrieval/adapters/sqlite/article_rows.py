"""Inserts and deletes the rows of one version of an article, inside a transaction of the writer."""

from __future__ import annotations

import bisect
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple

from retrieval.adapters.sqlite.serialisation import (
    as_blob,
    as_short_blob,
    body_as_json,
    card_columns,
    days_of,
    digest_of,
    facts_as_json,
    fold,
    forms_of,
    spans_as_json,
    speaker_columns,
    words_of,
)
from retrieval.corpus.passages import embedded_text
from retrieval.model import Article, Name, Sentence, Span, Speaker, Statement
from retrieval.ports import PreparedArticle, Vectors

_DROP_LIVE = (
    "DELETE FROM statements WHERE version = ?",
    "DELETE FROM speakers WHERE version = ?",
    "DELETE FROM names WHERE version = ?",
    "DELETE FROM passages WHERE version = ?",
    "DELETE FROM embedded WHERE version = ?",
)
"""Delete everything that only a live version has."""


def add_version(connection: sqlite3.Connection, article: int, prepared: PreparedArticle) -> int:
    """Insert the article as a new version; return its row."""
    new = prepared.article
    outlet, title, published, url, rules, evidence = card_columns(new)
    columns = (
        "article",
        "source",
        "fingerprint",
        "outlet",
        "title",
        "published",
        "url",
        "outlet_rules",
        "outlet_evidence",
        "outlet_folded",
        "first_day",
        "last_day",
        "facts",
        "body",
        "text",
        "file_digest",
        "text_digest",
        "read_at",
    )
    values = (
        article,
        new.source,
        prepared.fingerprint,
        outlet,
        title,
        published,
        url,
        rules,
        evidence,
        fold(outlet or ""),
        *days_of(published),
        facts_as_json(new),
        body_as_json(new),
        new.text,
        *astuple(prepared.digests),
    )
    return insert(connection, "versions", columns, values)


def add_passages(
    connection: sqlite3.Connection, article: int, version: int, prepared: PreparedArticle
) -> None:
    """Insert the passages with their sentences and words, and put them into the outbox."""
    new = prepared.article
    for passage in prepared.passages:
        digest = digest_of(embedded_text(new, passage))
        row = insert(
            connection,
            "passages",
            ("version", "number", "digest"),
            (version, passage.number, digest),
        )
        connection.executemany(
            "INSERT INTO sentences (passage, number, start, stop, kind, digest)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(row, n, *_columns_of(new, each)) for n, each in enumerate(passage.sentences)],
        )
        title = new.title.value if new.title else ""
        connection.execute(
            "INSERT INTO lexicon (rowid, title, words) VALUES (?, ?, ?)",
            (row, title, words_of(new.text, passage)),
        )
        connection.execute(
            "INSERT INTO outbox (key, dead) VALUES (?, 0)",
            (f"{article}:{version}:{passage.number}",),
        )


def add_vectors(
    connection: sqlite3.Connection,
    model: int,
    version: int,
    passage_vectors: Vectors,
    sentence_vectors: Vectors,
) -> None:
    """Insert a live version's vectors, row for row in the order of its passages.

    Raises:
        ValueError: there are more or fewer of them than passages and sentences.
    """
    passages = connection.execute(
        "SELECT digest FROM passages WHERE version = ? ORDER BY number", (version,)
    ).fetchall()
    sentences = connection.execute(
        "SELECT sentences.digest FROM sentences JOIN passages ON passages.id = passage"
        " WHERE version = ? ORDER BY passages.number, sentences.number",
        (version,),
    ).fetchall()
    if len(passages) != len(passage_vectors) or len(sentences) != len(sentence_vectors):
        raise ValueError(
            f"expected {len(passages)} passage and {len(sentences)} sentence vectors, "
            f"not {len(passage_vectors)} and {len(sentence_vectors)}"
        )
    exact = zip(passages, map(as_blob, passage_vectors), strict=True)
    short = zip(sentences, map(as_short_blob, sentence_vectors), strict=True)
    # A text that is a passage and a sentence at once keeps the longer of the two forms.
    connection.executemany(
        "INSERT INTO embeddings (model, digest, vector) VALUES (?, ?, ?)"
        " ON CONFLICT (digest, model) DO UPDATE SET vector = excluded.vector"
        " WHERE length(excluded.vector) > length(vector)",
        [(model, digest, blob) for pairs in (exact, short) for (digest,), blob in pairs],
    )
    connection.execute(
        "INSERT OR IGNORE INTO embedded (version, model) VALUES (?, ?)", (version, model)
    )


def add_statements(
    connection: sqlite3.Connection, version: int, statements: Sequence[Statement]
) -> None:
    """Insert the statements and whoever makes them."""
    numbers = {
        speaker: insert(
            connection,
            "speakers",
            ("version", "name", "aliases", "named", "members", "folded"),
            (version, *speaker_columns(speaker), forms_of(speaker)),
        )
        for speaker in _speakers(statements)
    }
    connection.executemany(
        "INSERT INTO statements (version, number, speaker, kind, spans) VALUES (?, ?, ?, ?, ?)",
        [
            (
                version,
                number,
                numbers[each.speaker] if each.speaker else None,
                each.kind,
                spans_as_json(each),
            )
            for number, each in enumerate(statements)
        ],
    )


def add_names(connection: sqlite3.Connection, version: int, prepared: PreparedArticle) -> None:
    """Insert the printed names, each with the span of the sentence that it stands in."""
    spans = sorted({each.span for passage in prepared.passages for each in passage.sentences})
    rows = []
    for name in prepared.names:
        sentence = _sentence_of(name, spans)
        rows.append(
            (
                version,
                name.text,
                name.kind,
                name.span.start,
                name.span.end,
                sentence.start,
                sentence.end,
                json.dumps(name.roles) if name.roles else None,
            )
        )
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def drop_contents(connection: sqlite3.Connection, version: int) -> set[bytes]:
    """Delete what only a live version has, and put its passages into the outbox as dead.

    Returns:
        The digests of the texts that had vectors.
    """
    article, title, text = connection.execute(
        "SELECT article, title, text FROM versions WHERE id = ?", (version,)
    ).fetchone()
    digests: set[bytes] = set()
    rows = "SELECT id, number, digest FROM passages WHERE version = ? ORDER BY number"
    for passage, number, digest in connection.execute(rows, (version,)).fetchall():
        sentences = connection.execute(
            "SELECT start, stop, digest FROM sentences WHERE passage = ? ORDER BY number",
            (passage,),
        ).fetchall()
        digests |= {digest, *(each for _, _, each in sentences)}
        words = "\n".join(text[start:stop] for start, stop, _ in sentences)
        connection.execute(
            "INSERT INTO lexicon (lexicon, rowid, title, words) VALUES ('delete', ?, ?, ?)",
            (passage, title or "", words),
        )
        connection.execute(
            "INSERT INTO outbox (key, dead) VALUES (?, 1)", (f"{article}:{version}:{number}",)
        )
    for statement in _DROP_LIVE:
        connection.execute(statement, (version,))
    return digests


def drop_unused_vectors(connection: sqlite3.Connection, digests: Iterable[bytes]) -> None:
    """Delete the vectors of those texts that no live version holds any more."""
    connection.executemany(
        "DELETE FROM embeddings WHERE digest = ?1"
        " AND NOT EXISTS (SELECT 1 FROM passages WHERE digest = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM sentences WHERE digest = ?1)",
        [(digest,) for digest in sorted(digests)],
    )


def passage_keys(connection: sqlite3.Connection, article: int, version: int) -> list[str]:
    """Return the keys of a version's passages, in order."""
    rows = connection.execute(
        "SELECT number FROM passages WHERE version = ? ORDER BY number", (version,)
    )
    return [f"{article}:{version}:{number}" for (number,) in rows]


def insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], values: Sequence[object]
) -> int:
    """Insert a row; return its number. Table and columns are literals of these modules."""
    marks = ", ".join("?" * len(columns))
    query = " ".join(["INSERT INTO", table, f"({', '.join(columns)})", f"VALUES ({marks})"])
    number = connection.execute(query, tuple(values)).lastrowid
    if number is None:
        raise AssertionError(query)
    return number


def _columns_of(article: Article, sentence: Sentence) -> tuple[int, int, str, bytes]:
    span = sentence.span
    return span.start, span.end, sentence.kind, digest_of(span.of(article.text))


def _speakers(statements: Iterable[Statement]) -> Iterator[Speaker]:
    yield from dict.fromkeys(each.speaker for each in statements if each.speaker)


def _sentence_of(name: Name, sentences: Sequence[Span]) -> Span:
    """Return the sentence that the name stands in; its own span where it stands in none."""
    before = bisect.bisect_right(sentences, (name.span.start), key=lambda span: span.start) - 1
    if before >= 0 and sentences[before].contains(name.span):
        return sentences[before]
    return name.span
