"""What is written into the catalogue. Each function is called inside one transaction.

A new version becomes live, and the old one dies, in the same transaction that puts both changes
into the outbox for the vector index. That commit is the switch: no reader ever sees both or
neither. (Chroma's advice would be a version that is pending, a second commit, and hits filtered
between them. It is not needed: until the outbox is drained, ``upkeep.VectorStore`` adds the
passages that the index does not hold yet from the catalogue's own vectors, and drops dead ones.)
"""

from __future__ import annotations

import bisect
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

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
    words_of,
)
from retrieval.corpus.passages import embedded_text
from retrieval.model import Article, Name, Sentence, Span, Speaker, Statement
from retrieval.ports import PreparedArticle, Vectors

_OF_A_VERSION = (
    "DELETE FROM statements WHERE version = ?",
    "DELETE FROM speakers WHERE version = ?",
    "DELETE FROM names WHERE version = ?",
    "DELETE FROM passages WHERE version = ?",
    "DELETE FROM embedded WHERE version = ?",
)
"""How everything is dropped that only a live version has."""


def commit_one(connection: sqlite3.Connection, model: int, digested: PreparedArticle) -> None:
    """Makes this the live version of its article, unless it is that already."""
    source = digested.article.source
    old = connection.execute(
        "SELECT articles.id, articles.live, versions.fingerprint FROM articles"
        " JOIN versions ON versions.id = articles.live WHERE articles.source = ?",
        (source,),
    ).fetchone()
    if old and old[2] == digested.fingerprint:  # another run of ingest was faster
        embed(connection, model, old[1], digested.passage_vectors, digested.sentence_vectors)
        return
    dropped: set[bytes] = set()
    if old:
        article, version, _ = old
        dropped = _drop_contents(connection, version)
    else:
        article = _insert(
            connection, "articles", ("source", "file"), (source, digested.article.file)
        )
    version = _add_version(connection, article, digested)
    _add_passages(connection, article, version, digested)
    _add_vectors(connection, model, version, digested.passage_vectors, digested.sentence_vectors)
    _add_statements(connection, version, digested.statements)
    _add_names(connection, version, digested)
    connection.execute(
        "UPDATE articles SET live = ?, file = ? WHERE id = ?",
        (version, digested.article.file, article),
    )
    _forget_vectors(connection, dropped)


def embed(
    connection: sqlite3.Connection,
    model: int,
    version: int,
    passage_vectors: Vectors,
    sentence_vectors: Vectors,
) -> None:
    """Adds a live version's vectors where they are missing; to a dead one, nothing."""
    live = connection.execute(
        "SELECT id FROM articles WHERE live = ?1"
        " AND NOT EXISTS (SELECT 1 FROM embedded WHERE version = ?1 AND model = ?2)",
        (version, model),
    ).fetchone()
    if live:
        _add_vectors(connection, model, version, passage_vectors, sentence_vectors)
        connection.executemany(
            "INSERT INTO outbox (key, dead) VALUES (?, 0)",
            [(key,) for key in _keys(connection, live[0], version)],
        )


def move(connection: sqlite3.Connection, old_source: str, new_source: str, file: str) -> None:
    """The article lies elsewhere now, unless another one lies there already."""
    connection.execute(
        "UPDATE OR IGNORE articles SET source = ?, file = ? WHERE source = ?",
        (new_source, file, old_source),
    )


def remove(connection: sqlite3.Connection, sources: Collection[str]) -> None:
    """Drops articles with all their versions, and the vectors that only they needed."""
    dropped: set[bytes] = set()
    for source in sorted(sources):
        live = connection.execute(
            "SELECT id, live FROM articles WHERE source = ?", (source,)
        ).fetchone()
        if live:
            dropped |= _drop_contents(connection, live[1])
            connection.execute("DELETE FROM articles WHERE id = ?", (live[0],))
    _forget_vectors(connection, dropped)


def _drop_contents(connection: sqlite3.Connection, version: int) -> set[bytes]:
    """Drops what only a live version has, and tells the outbox; the texts that had vectors."""
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
    for drop in _OF_A_VERSION:
        connection.execute(drop, (version,))
    return digests


def _add_version(connection: sqlite3.Connection, article: int, digested: PreparedArticle) -> int:
    new = digested.article
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
    )
    values = (
        article,
        new.source,
        digested.fingerprint,
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
    )
    return _insert(connection, "versions", columns, values)


def _add_passages(
    connection: sqlite3.Connection, article: int, version: int, digested: PreparedArticle
) -> None:
    new = digested.article
    for passage in digested.passages:
        digest = digest_of(embedded_text(new, passage))
        row = _insert(
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


def _columns_of(article: Article, sentence: Sentence) -> tuple[int, int, str, bytes]:
    span = sentence.span
    return span.start, span.end, sentence.kind, digest_of(span.of(article.text))


def _add_vectors(
    connection: sqlite3.Connection,
    model: int,
    version: int,
    passage_vectors: Vectors,
    sentence_vectors: Vectors,
) -> None:
    """Stores a live version's vectors, row for row in the order of its passages."""
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


def _add_statements(
    connection: sqlite3.Connection, version: int, statements: Sequence[Statement]
) -> None:
    numbers = {
        speaker: _insert(
            connection,
            "speakers",
            ("version", "name", "aliases", "named", "folded", "members"),
            (
                version,
                speaker.name,
                json.dumps(speaker.aliases, ensure_ascii=False),
                speaker.named,
                forms_of(speaker),
                json.dumps(speaker.members, ensure_ascii=False),
            ),
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


def _speakers(statements: Iterable[Statement]) -> Iterator[Speaker]:
    yield from dict.fromkeys(each.speaker for each in statements if each.speaker)


def _add_names(connection: sqlite3.Connection, version: int, digested: PreparedArticle) -> None:
    spans = sorted({each.span for passage in digested.passages for each in passage.sentences})
    rows = []
    for name in digested.names:
        place = _sentence_of(name, spans)
        rows.append(
            (
                version,
                name.text,
                name.kind,
                name.span.start,
                name.span.end,
                place.start,
                place.end,
                json.dumps(name.roles) if name.roles else None,
            )
        )
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _sentence_of(name: Name, sentences: Sequence[Span]) -> Span:
    """The sentence that the name stands in; its own span where it stands in none."""
    before = bisect.bisect_right(sentences, (name.span.start), key=lambda span: span.start) - 1
    if before >= 0 and sentences[before].contains(name.span):
        return sentences[before]
    return name.span


def _keys(connection: sqlite3.Connection, article: int, version: int) -> list[str]:
    rows = connection.execute(
        "SELECT number FROM passages WHERE version = ? ORDER BY number", (version,)
    )
    return [f"{article}:{version}:{number}" for (number,) in rows]


def _forget_vectors(connection: sqlite3.Connection, digests: Iterable[bytes]) -> None:
    """Drops the vectors of those texts that no live version holds any more."""
    connection.executemany(
        "DELETE FROM embeddings WHERE digest = ?1"
        " AND NOT EXISTS (SELECT 1 FROM passages WHERE digest = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM sentences WHERE digest = ?1)",
        [(digest,) for digest in sorted(digests)],
    )


def _insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], values: Sequence[object]
) -> int:
    """The number of the new row. Table and columns are literals of this module."""
    places = ", ".join("?" * len(columns))
    query = " ".join(["INSERT INTO", table, f"({', '.join(columns)})", f"VALUES ({places})"])
    number = connection.execute(query, tuple(values)).lastrowid
    if number is None:
        raise AssertionError(query)
    return number
