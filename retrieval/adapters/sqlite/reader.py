"""What answering reads from the catalogue. Each function reads one consistent state."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.adapters.sqlite.fulltext import TITLE_WEIGHT, WORDS_WEIGHT
from retrieval.adapters.sqlite.serialisation import (
    CARD_COLUMNS,
    article_from,
    card_from,
    fold,
    vector_from,
)
from retrieval.corpus.passages import embedded_text
from retrieval.model import BlockKind, Passage, Sentence, Span
from retrieval.ports import (
    ArticleCard,
    CatalogueEntry,
    Filters,
    StoredPassage,
    StoredSentence,
    UnembeddedArticle,
    Vectors,
)

_KEY = re.compile(r"[0-9]+:[0-9]+:[0-9]+")

_MATCHING = (
    "SELECT articles.id, versions.id, passages.number, -score FROM"
    " (SELECT rowid AS row, bm25(lexicon, ?, ?) AS score FROM lexicon WHERE lexicon MATCH ?"
)
# The plus keeps SQLite from asking the index of words once for each of these passages.
_AMONG = (
    "AND +rowid IN (SELECT id FROM passages WHERE version IN (SELECT value FROM json_each(?)))"
)
_BEST = (
    "ORDER BY score, rowid LIMIT ?)"
    " JOIN passages ON passages.id = row JOIN versions ON versions.id = passages.version"
    " JOIN articles ON articles.id = versions.article"
    " ORDER BY score, articles.file, articles.source, passages.number"
)


@dataclass(frozen=True, slots=True)
class PassageKey:
    """A passage's name in every store: "article:version:number". None is ever used again."""

    article: int
    version: int
    number: int

    def __str__(self) -> str:
        return f"{self.article}:{self.version}:{self.number}"


def passage_key_from(text: str) -> PassageKey | None:
    """The key, or None for anything that is none."""
    if _KEY.fullmatch(text) is None:
        return None
    article, version, number = map(int, text.split(":"))
    return PassageKey(article, version, number) if max(article, version, number) < 2**63 else None


def known(connection: sqlite3.Connection, model: int) -> dict[str, CatalogueEntry]:
    """What is live, by source."""
    rows = connection.execute(
        of_live(
            "articles.source, articles.file, fingerprint, versions.id,"
            " EXISTS (SELECT 1 FROM embedded WHERE version = versions.id AND model = ?)",
            "ORDER BY articles.source",
        ),
        (model,),
    )
    return {
        source: CatalogueEntry(source, file, fingerprint, version, bool(embedded))
        for source, file, fingerprint, version, embedded in rows
    }


def unembedded(connection: sqlite3.Connection, model: int, limit: int) -> list[UnembeddedArticle]:
    """Live articles without vectors by this model, with their texts, the oldest first."""
    rows = connection.execute(
        of_live(
            "articles.source, articles.file, text, body, facts, versions.id",
            "WHERE NOT EXISTS (SELECT 1 FROM embedded WHERE version = versions.id AND model = ?)",
            "ORDER BY versions.id LIMIT ?",
        ),
        (model, limit),
    ).fetchall()
    found = []
    for *columns, version in rows:
        article = article_from(*columns)
        numbers = connection.execute(
            "SELECT id, number FROM passages WHERE version = ? ORDER BY number", (version,)
        ).fetchall()
        passages = [Passage(n, _sentences(connection, passage)) for passage, n in numbers]
        texts = tuple(embedded_text(article, passage) for passage in passages)
        spans = [each.span for passage in passages for each in passage.sentences]
        sentences = tuple(span.of(article.text) for span in spans)
        found.append(UnembeddedArticle(article.source, version, texts, sentences))
    return found


def cards(
    connection: sqlite3.Connection, versions: frozenset[int] | None = None
) -> list[ArticleCard]:
    """The live articles, or those of them that are asked for, by file."""
    by_file = "ORDER BY articles.file, articles.source"
    if versions is None:
        rows = connection.execute(of_live(CARD_COLUMNS, by_file))
    else:
        those = "WHERE versions.id IN (SELECT value FROM json_each(?))"
        listed = json.dumps(sorted(versions))
        rows = connection.execute(of_live(CARD_COLUMNS, those, by_file), (listed,))
    return [card_from(row) for row in rows]


def text(connection: sqlite3.Connection, source: str, version: int) -> str | None:
    """A version's text, if it was ever the article of that source."""
    row = connection.execute(
        "SELECT text FROM versions JOIN articles ON articles.id = versions.article"
        " WHERE versions.id = ? AND ? IN (articles.source, versions.source)",
        (version, source),
    ).fetchone()
    return row[0] if row else None


def by_words(
    connection: sqlite3.Connection, query: str, limit: int, versions: frozenset[int] | None
) -> list[tuple[str, float]]:
    """The keys and BM25 of the best passages; ties by file and place."""
    among = "" if versions is None else _AMONG
    listed = [] if versions is None else [json.dumps(sorted(versions))]
    rows = connection.execute(
        f"{_MATCHING} {among} {_BEST}", (TITLE_WEIGHT, WORDS_WEIGHT, query, *listed, limit)
    )
    return [(str(PassageKey(*row[:3])), row[3]) for row in rows]


def sources_with(connection: sqlite3.Connection, query: str) -> frozenset[str]:
    """The articles in which the query matches a passage."""
    rows = connection.execute(
        of_live(
            "DISTINCT articles.source",
            "JOIN passages ON passages.version = versions.id",
            "WHERE passages.id IN (SELECT rowid FROM lexicon WHERE lexicon MATCH ?)",
        ),
        (query,),
    )
    return frozenset(source for (source,) in rows)


def passages(
    connection: sqlite3.Connection, model: int, dimension: int, keys: Iterable[str]
) -> list[StoredPassage]:
    """The live ones, in the order asked for."""
    texts: dict[int, tuple[ArticleCard, str]] = {}
    found = []
    for key in map(passage_key_from, keys):
        row = _live_passage(connection, key) if key else None
        if key is None or row is None:
            continue
        if key.version not in texts:
            texts[key.version] = _card_and_text(connection, key.version)
        card, printed = texts[key.version]
        sentences = _sentences(connection, row)
        found.append(
            StoredPassage(
                str(key),
                card,
                key.number,
                tuple(StoredSentence(each, each.span.of(printed)) for each in sentences),
                _sentence_vectors(connection, model, dimension, row, len(sentences)),
            )
        )
    return found


def live(connection: sqlite3.Connection, keys: Sequence[str]) -> set[str]:
    """Those of the keys that name live passages."""
    parsed = ((key, passage_key_from(key)) for key in keys)
    return {text for text, key in parsed if key and _live_passage(connection, key) is not None}


def vectors_of_keys(
    connection: sqlite3.Connection, model: int, dimension: int, keys: Sequence[str]
) -> tuple[list[str], Vectors]:
    """Keys and vectors of those passages that are live and embedded."""
    found: dict[str, Vectors] = {}
    for text in keys:
        key = passage_key_from(text)
        row = (
            key
            and connection.execute(
                "SELECT vector FROM passages JOIN articles ON articles.live = passages.version"
                " JOIN embeddings ON embeddings.digest = passages.digest AND model = ?"
                " WHERE articles.id = ? AND version = ? AND number = ?",
                (model, key.article, key.version, key.number),
            ).fetchone()
        )
        if row:
            found[text] = vector_from(row[0], dimension)
    return list(found), _stacked(list(found.values()), dimension)


def vectors_of_digests(
    connection: sqlite3.Connection, model: int, dimension: int, digests: Mapping[str, bytes]
) -> dict[str, Vectors]:
    """The vectors of those texts that have one."""
    query = "SELECT vector FROM embeddings WHERE digest = ? AND model = ?"
    rows = {
        said: connection.execute(query, (digest, model)).fetchone()
        for said, digest in digests.items()
    }
    return {said: vector_from(row[0], dimension) for said, row in rows.items() if row}


def _live_passage(connection: sqlite3.Connection, key: PassageKey) -> int | None:
    row = connection.execute(
        "SELECT passages.id FROM passages JOIN articles ON articles.live = passages.version"
        " WHERE version = ? AND number = ? AND articles.id = ?",
        (key.version, key.number, key.article),
    ).fetchone()
    return row[0] if row else None


def _card_and_text(connection: sqlite3.Connection, version: int) -> tuple[ArticleCard, str]:
    row = connection.execute(
        of_live(f"{CARD_COLUMNS}, text", "WHERE versions.id = ?"), (version,)
    ).fetchone()
    return card_from(row[:-1]), row[-1]


def _sentences(connection: sqlite3.Connection, passage: int) -> tuple[Sentence, ...]:
    rows = connection.execute(
        "SELECT start, stop, kind FROM sentences WHERE passage = ? ORDER BY number", (passage,)
    )
    return tuple(Sentence(Span(start, stop), BlockKind(kind)) for start, stop, kind in rows)


def _sentence_vectors(
    connection: sqlite3.Connection, model: int, dimension: int, passage: int, rows: int
) -> Vectors:
    """Row for row; a sentence that is not embedded by this model has a row of zeros."""
    found = np.zeros((rows, dimension), dtype=np.float32)
    query = (
        "SELECT number, vector FROM sentences JOIN embeddings"
        " ON embeddings.digest = sentences.digest AND model = ? WHERE passage = ?"
    )
    for number, vector in connection.execute(query, (model, passage)):
        found[number] = vector_from(vector, dimension)
    return found


def _stacked(vectors: Sequence[Vectors], dimension: int) -> Vectors:
    return np.stack(vectors) if vectors else np.zeros((0, dimension), dtype=np.float32)


_LIVE = "articles JOIN versions ON versions.id = articles.live"


def of_live(columns: str, *clauses: str) -> str:
    """The query for columns of the live articles, of their versions and of what is joined to them.

    Columns and clauses are literals of these modules; whatever a user typed is bound to a "?".
    """
    return " ".join(["SELECT", columns, "FROM", _LIVE, *clauses])


def versions_matching(connection: sqlite3.Connection, filters: Filters) -> frozenset[int]:
    """The live versions that the filters let through."""
    conditions = ["TRUE"]
    values: list[str] = []
    if filters.outlet is not None:
        condition, value = _outlet(connection, filters.outlet)
        conditions.append(condition)
        values.append(value)
    if filters.speaker is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM speakers WHERE version = versions.id AND instr(folded, ?))"
        )
        values.append(_sought(filters.speaker))
    if filters.sources is not None:
        conditions.append("articles.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(filters.sources)))
    # An article without a date has no days, and a comparison with NULL is never true.
    if filters.after is not None:
        conditions.append("versions.first_day >= ?")
        values.append(filters.after.isoformat())
    if filters.before is not None:
        conditions.append("versions.last_day <= ?")
        values.append(filters.before.isoformat())
    query = of_live("versions.id", "WHERE", " AND ".join(conditions))
    return frozenset(number for (number,) in connection.execute(query, values))


def _outlet(connection: sqlite3.Connection, outlet: str) -> tuple[str, str]:
    """The outlet of that very name, with or without "The"; failing that, all that contain it."""
    sought = _sought(outlet)
    exactly = "replace('^' || versions.outlet_folded, '^ the ', '^ ') = '^' || ?"
    bare = sought.removeprefix(" the") if sought.startswith(" the ") else sought
    if connection.execute(of_live("1", "WHERE", exactly, "LIMIT 1"), (bare,)).fetchone():
        return exactly, bare
    return "instr(versions.outlet_folded, ?)", sought


def _sought(name: str) -> str:
    """The folded name; one without a single letter or digit matches nothing."""
    return fold(name) or "\0"
