"""Writes articles into the catalogue, and reads what ingest has to know of it.

A new version becomes live, and the old one dies, in the same transaction that puts both changes
into the outbox for the vector index. That commit is the switch: no reader ever sees both or
neither. (Chroma's advice would be a version that is pending, a second commit, and hits filtered
between them. It is not needed: until the outbox is drained, ``chroma.store.VectorStore`` adds the
passages that the index does not hold yet from the catalogue's own vectors, and drops dead ones.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple

from retrieval.adapters.sqlite.article_rows import (
    add_names,
    add_passages,
    add_statements,
    add_vectors,
    add_version,
    drop_contents,
    drop_unused_vectors,
    insert,
    passage_keys,
)
from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.adapters.sqlite.queries import of_live, sentences_of
from retrieval.adapters.sqlite.serialisation import article_from, digest_of, vector_from
from retrieval.corpus.passages import embedded_text
from retrieval.model import Article, Passage
from retrieval.ports import (
    CatalogueEntry,
    ConfirmedArticle,
    PreparedArticle,
    UnembeddedArticle,
    Vectors,
)


class SqliteArticleWriter:
    """Implements ``ArticleWriter``."""

    def __init__(self, database: CatalogueDatabase) -> None:
        self._database = database
        self._model = database.model_number

    # --- what is there -----------------------------------------------------------------------

    def entries(self) -> Mapping[str, CatalogueEntry]:
        """See ``ArticleWriter``."""
        query = of_live(
            "articles.source, articles.file, fingerprint, versions.id, file_digest,"
            " EXISTS (SELECT 1 FROM embedded WHERE version = versions.id AND model = ?)",
            "ORDER BY articles.source",
        )
        with self._database.reading() as connection:
            return {
                source: CatalogueEntry(source, file, fingerprint, version, bool(embedded), digest)
                for source, file, fingerprint, version, digest, embedded in connection.execute(
                    query, (self._model,)
                )
            }

    def stored_vectors(self, texts: Sequence[str]) -> Mapping[str, Vectors]:
        """See ``ArticleWriter``. Each vector has shape (dimension,)."""
        query = "SELECT vector FROM embeddings WHERE digest = ? AND model = ?"
        digests = {text: digest_of(text) for text in texts}
        with self._database.reading() as connection:
            rows = {
                text: connection.execute(query, (digest, self._model)).fetchone()
                for text, digest in digests.items()
            }
        dimension = self._database.model.dimension
        return {text: vector_from(row[0], dimension) for text, row in rows.items() if row}

    def unembedded(self, limit: int) -> Sequence[UnembeddedArticle]:
        """See ``ArticleWriter``. The oldest come first."""
        query = of_live(
            "articles.source, articles.file, text, body, facts, versions.id",
            "WHERE NOT EXISTS (SELECT 1 FROM embedded WHERE version = versions.id AND model = ?)",
            "ORDER BY versions.id LIMIT ?",
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, (self._model, limit)).fetchall()
            return [
                _unembedded(connection, article_from(*columns), version)
                for *columns, version in rows
            ]

    # --- what changes ------------------------------------------------------------------------

    def commit(self, prepared: Sequence[PreparedArticle]) -> None:
        """See ``ArticleWriter``. An article whose fingerprint is live already is left as it is."""
        with self._database.changing() as connection:
            for each in prepared:
                self._commit_one(connection, each)

    def confirm(self, confirmed: Mapping[str, ConfirmedArticle]) -> None:
        """See ``ArticleWriter``."""
        with self._database.changing() as connection:
            connection.executemany(
                "UPDATE versions SET fingerprint = ?, file_digest = ?, text_digest = ?, read_at = ?"
                " WHERE id = (SELECT live FROM articles WHERE source = ?)",
                [
                    (each.fingerprint, *astuple(each.digests), source)
                    for source, each in confirmed.items()
                ],
            )

    def add_vectors(
        self, article: UnembeddedArticle, passage_vectors: Vectors, sentence_vectors: Vectors
    ) -> None:
        """See ``ArticleWriter``."""
        with self._database.changing() as connection:
            self._add_missing_vectors(
                connection, article.version, passage_vectors, sentence_vectors
            )

    def move(self, old_source: str, new_source: str, file: str) -> None:
        """See ``ArticleWriter``. Nothing happens where another article lies at the new place."""
        with self._database.changing() as connection:
            connection.execute(
                "UPDATE OR IGNORE articles SET source = ?, file = ? WHERE source = ?",
                (new_source, file, old_source),
            )

    def remove(self, sources: Collection[str]) -> None:
        """See ``ArticleWriter``. Texts and vectors go as well, also those of older versions."""
        dropped: set[bytes] = set()
        with self._database.changing() as connection:
            for source in sorted(sources):
                live = connection.execute(
                    "SELECT id, live FROM articles WHERE source = ?", (source,)
                ).fetchone()
                if live:
                    dropped |= drop_contents(connection, live[1])
                    connection.execute("DELETE FROM articles WHERE id = ?", (live[0],))
            drop_unused_vectors(connection, dropped)

    def _commit_one(self, connection: sqlite3.Connection, prepared: PreparedArticle) -> None:
        """Make this the live version of its article, unless it is that already."""
        source, file = prepared.article.source, prepared.article.file
        vectors = prepared.passage_vectors, prepared.sentence_vectors
        old = connection.execute(
            "SELECT articles.id, articles.live, versions.fingerprint FROM articles"
            " JOIN versions ON versions.id = articles.live WHERE articles.source = ?",
            (source,),
        ).fetchone()
        if old and old[2] == prepared.fingerprint:  # another run of ingest was faster
            self._add_missing_vectors(connection, old[1], *vectors)
            return
        dropped: set[bytes] = set()
        if old:
            article, version, _ = old
            dropped = drop_contents(connection, version)
        else:
            article = insert(connection, "articles", ("source", "file"), (source, file))
        version = add_version(connection, article, prepared)
        add_passages(connection, article, version, prepared)
        add_vectors(connection, self._model, version, *vectors)
        add_statements(connection, version, prepared.statements)
        add_names(connection, version, prepared)
        connection.execute(
            "UPDATE articles SET live = ?, file = ? WHERE id = ?", (version, file, article)
        )
        drop_unused_vectors(connection, dropped)

    def _add_missing_vectors(
        self,
        connection: sqlite3.Connection,
        version: int,
        passage_vectors: Vectors,
        sentence_vectors: Vectors,
    ) -> None:
        """Add a live version's vectors where they are missing; to a dead one, nothing."""
        live = connection.execute(
            "SELECT id FROM articles WHERE live = ?1"
            " AND NOT EXISTS (SELECT 1 FROM embedded WHERE version = ?1 AND model = ?2)",
            (version, self._model),
        ).fetchone()
        if live:
            add_vectors(connection, self._model, version, passage_vectors, sentence_vectors)
            connection.executemany(
                "INSERT INTO outbox (key, dead) VALUES (?, 0)",
                [(key,) for key in passage_keys(connection, live[0], version)],
            )


def _unembedded(
    connection: sqlite3.Connection, article: Article, version: int
) -> UnembeddedArticle:
    """Return the article with the texts of its passages and sentences, to be embedded."""
    rows = connection.execute(
        "SELECT id, number FROM passages WHERE version = ? ORDER BY number", (version,)
    ).fetchall()
    passages = [Passage(number, sentences_of(connection, row)) for row, number in rows]
    texts = tuple(embedded_text(article, passage) for passage in passages)
    spans = [each.span for passage in passages for each in passage.sentences]
    sentences = tuple(span.of(article.text) for span in spans)
    return UnembeddedArticle(article.source, version, texts, sentences)
