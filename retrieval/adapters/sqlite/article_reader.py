"""Reads articles, passages, words and vectors from the catalogue, for answering."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.adapters.sqlite.fulltext import (
    SHORTEST_WITH_A_SLIP,
    TITLE_WEIGHT,
    WORDS_WEIGHT,
    any_of,
    one_edit_away,
    phrase,
    rare_words_query,
)
from retrieval.adapters.sqlite.passage_rows import read_passages
from retrieval.adapters.sqlite.queries import (
    PassageKey,
    change_number,
    of_live,
    passage_key_from,
)
from retrieval.adapters.sqlite.serialisation import (
    CARD_COLUMNS,
    article_from,
    card_from,
    fold,
)
from retrieval.cache import BoundedCache
from retrieval.model import Article
from retrieval.ports import (
    ArticleCard,
    ArticleDigests,
    Filters,
    StoredPassage,
    Vectors,
)

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
_VERSIONS_WITH = (
    "SELECT DISTINCT version FROM passages"
    " WHERE id IN (SELECT rowid FROM lexicon WHERE lexicon MATCH ?)"
)
_BY_FILE = "ORDER BY articles.file, articles.source"
_VERSION = (
    "FROM versions JOIN articles ON articles.id = versions.article"
    " WHERE versions.id = ? AND ? IN (articles.source, versions.source)"
)

_KEPT_PASSAGES = 1000
"""Passages that stay in memory, some 12 kB each."""
_FEW_PASSAGES = 200
"""More passages at once, as for all words of somebody, would push all others out."""
_KEPT_WORDS = 64
"""Words whose articles stay in memory."""


class SqliteArticleReader:
    """Implements ``ArticleReader``; each method reads one consistent state of the catalogue."""

    def __init__(self, database: CatalogueDatabase) -> None:
        self._database = database
        self._frequencies: tuple[int, dict[str, int]] = (-1, {})
        self._passages = (-1, 0)
        self._cards: tuple[int, Mapping[int, ArticleCard]] = (-1, {})
        self._kept_passages = BoundedCache[str, StoredPassage](_KEPT_PASSAGES)
        self._kept_sources = BoundedCache[tuple[str, ...], frozenset[str]](_KEPT_WORDS)

    def cards(self, filters: Filters | None = None) -> Sequence[ArticleCard]:
        """See ``ArticleReader``."""
        with self._database.reading() as connection:
            if filters is None:
                return list(self._all_cards(connection).values())
            versions = _versions_matching(connection, filters)
            return self._cards_of(connection, versions)

    def _all_cards(self, connection: sqlite3.Connection) -> Mapping[int, ArticleCard]:
        """Return the articles by version, in order of their files; read once after each change."""
        change = change_number(connection)
        known = self._cards
        if known[0] != change:
            cards = map(card_from, connection.execute(of_live(CARD_COLUMNS, _BY_FILE)))
            known = self._cards = (change, {card.version: card for card in cards})
        return known[1]

    def _cards_of(
        self, connection: sqlite3.Connection, versions: frozenset[int]
    ) -> Sequence[ArticleCard]:
        """Return the articles of these live versions, by file."""
        if self._cards[0] == change_number(connection):
            return [
                card for card in self._all_cards(connection).values() if card.version in versions
            ]
        those = "WHERE versions.id IN (SELECT value FROM json_each(?))"
        query = of_live(CARD_COLUMNS, those, _BY_FILE)
        return [
            card_from(row) for row in connection.execute(query, (json.dumps(sorted(versions)),))
        ]

    def text(self, source: str, version: int) -> str | None:
        """See ``ArticleReader``. None, too, for an article that was removed."""
        with self._database.reading() as connection:
            row = connection.execute(f"SELECT text {_VERSION}", (version, source)).fetchone()
        return row[0] if row else None

    def article(self, source: str, version: int) -> Article | None:
        """See ``ArticleReader``."""
        columns = "articles.source, articles.file, text, body, facts"
        with self._database.reading() as connection:
            row = connection.execute(f"SELECT {columns} {_VERSION}", (version, source)).fetchone()
        return article_from(*row) if row else None

    def cards_of_file(self, digest: str) -> Sequence[ArticleCard]:
        """See ``ArticleReader``. They are by file."""
        query = of_live(CARD_COLUMNS, "WHERE file_digest = ?", "ORDER BY articles.file")
        with self._database.reading() as connection:
            return [card_from(row) for row in connection.execute(query, (digest,))]

    def digests(self, source: str, version: int) -> ArticleDigests | None:
        """See ``ArticleReader``."""
        query = f"SELECT file_digest, text_digest, read_at {_VERSION}"
        with self._database.reading() as connection:
            row = connection.execute(query, (version, source)).fetchone()
        return ArticleDigests(*row) if row else None

    # --- words -------------------------------------------------------------------------------

    def search_words(
        self, words: Sequence[str], limit: int, filters: Filters | None = None
    ) -> Sequence[tuple[str, float]]:
        """See ``ArticleReader``. Any text is a word; the commonest are left out of many passages.

        Ties are by file and place.
        """
        terms = self._database.stemmer.terms(words)
        query = rare_words_query(terms, self.document_frequencies(words), self.count())
        if query is None or limit < 1:
            return []
        with self._database.reading() as connection:
            among, listed = "", []
            if filters:
                versions = _versions_matching(connection, filters)
                among, listed = _AMONG, [json.dumps(sorted(versions))]
            rows = connection.execute(
                f"{_MATCHING} {among} {_BEST}",
                (TITLE_WEIGHT, WORDS_WEIGHT, query, *listed, limit),
            )
            return [(str(PassageKey(*row[:3])), row[3]) for row in rows]

    def sources_containing(self, words: Sequence[str]) -> frozenset[str]:
        """See ``ArticleReader``. The commonest words are looked for as well."""
        with self._database.reading() as connection:
            change = change_number(connection)
        known = self._kept_sources.known(change, [tuple(words)])
        if tuple(words) in known:
            return known[tuple(words)]
        frequencies = self.document_frequencies(words)
        query = any_of([word for word in words if frequencies.get(word)])
        with self._database.reading() as connection:
            sources = self._sources_matching(connection, query)
            if change_number(connection) == change:
                self._kept_sources.add(change, {tuple(words): sources})
        return sources

    def _sources_matching(
        self, connection: sqlite3.Connection, query: str | None
    ) -> frozenset[str]:
        if query is None:
            return frozenset()
        cards = self._all_cards(connection)
        rows = connection.execute(_VERSIONS_WITH, (query,))
        return frozenset(cards[version].source for (version,) in rows if version in cards)

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """See ``ArticleReader``. A word stands in a passage, too, where it is in the title."""
        terms = self._database.stemmer.terms(words)
        with self._database.reading() as connection:
            change, known = change_number(connection), self._frequencies
            if known[0] != change:
                known = self._frequencies = (change, {})
            for word, parts in terms.items():
                if word not in known[1]:
                    known[1][word] = _frequency(connection, word, parts)
        return {word: known[1][word] for word in terms}

    def similar_words(self, word: str) -> Sequence[str]:
        """See ``ArticleReader``. They are stems; a short word has none near it.

        The first letter is never the wrong one.
        """
        parts = self._database.stemmer.terms([word])[word]
        if len(parts) != 1 or len(parts[0]) < SHORTEST_WITH_A_SLIP:
            return ()
        if self.document_frequencies([word])[word]:
            return ()
        (term,) = parts
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT term FROM terms"
                " WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
                (term[0], chr(ord(term[0]) + 1), len(term) - 1, len(term) + 1),
            )
            return one_edit_away(term, [other for (other,) in rows])

    # --- passages ----------------------------------------------------------------------------

    def passages(self, keys: Sequence[str]) -> Sequence[StoredPassage]:
        """See ``ArticleReader``. The row of a sentence that is not embedded yet holds zeros."""
        asked = list(filter(None, map(passage_key_from, keys)))
        with self._database.reading() as connection:
            change = change_number(connection)
            found = self._kept_passages.known(change, map(str, asked))
            missing = [key for key in asked if str(key) not in found]
            if missing:
                model, number = self._database.model, self._database.model_number
                new = read_passages(connection, missing, number, model.dimension)
                found.update(new)
                if len(new) <= _FEW_PASSAGES:
                    self._kept_passages.add(change, new)
        return [found[str(key)] for key in asked if str(key) in found]

    def previous_passage(self, key: str) -> StoredPassage | None:
        """See ``ArticleReader``."""
        *version, number = key.split(":")
        if number == "0":
            return None
        return next(iter(self.passages([":".join([*version, str(int(number) - 1)])])), None)

    def vectors(self, filters: Filters | None = None) -> tuple[Sequence[str], Vectors]:
        """See ``ArticleReader``. Not to be written to: without filters, it is the cache itself."""
        with self._database.reading() as connection:
            matrix = self._database.vectors.at(connection)
            if filters is None:
                return matrix.keys, matrix.vectors
            versions = sorted(_versions_matching(connection, filters))
        rows = np.flatnonzero(np.isin(matrix.versions, versions))
        return [matrix.keys[row] for row in rows.tolist()], matrix.vectors[rows]

    def count(self) -> int:
        """See ``ArticleReader``. They are counted once after each change of the catalogue."""
        with self._database.reading() as connection:
            change = change_number(connection)
            if self._passages[0] != change:
                rows = connection.execute("SELECT count(*) FROM passages")
                self._passages = (change, int(rows.fetchone()[0]))
            return self._passages[1]


def _frequency(connection: sqlite3.Connection, word: str, parts: tuple[str, ...]) -> int:
    """Return in how many passages a word stands; one of several terms is a phrase."""
    if not parts:
        return 0
    if len(parts) == 1:
        row = connection.execute("SELECT doc FROM terms WHERE term = ?", parts).fetchone()
        return int(row[0]) if row else 0
    query = "SELECT count(*) FROM lexicon WHERE lexicon MATCH ?"
    return int(connection.execute(query, (phrase(word),)).fetchone()[0])


def _versions_matching(connection: sqlite3.Connection, filters: Filters) -> frozenset[int]:
    """Return the live versions that pass the filters."""
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
        values.append(_folded(filters.speaker))
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
    """Return a condition, and its value, for the outlet of a name, with or without "The".

    Where no outlet has that very name, it is for all whose name contains it as words, or else for
    all in whose name a word begins with it.
    """
    wanted = _folded(outlet)
    exactly = "replace('^' || versions.outlet_folded, '^ the ', '^ ') = '^' || ?"
    bare = wanted.removeprefix(" the") if wanted.startswith(" the ") else wanted
    if connection.execute(of_live("1", "WHERE", exactly, "LIMIT 1"), (bare,)).fetchone():
        return exactly, bare
    words = "instr(versions.outlet_folded || ' ', ? || ' ')"
    if connection.execute(of_live("1", "WHERE", words, "LIMIT 1"), (bare,)).fetchone():
        return words, bare
    return "instr(versions.outlet_folded, ?)", bare


def _folded(name: str) -> str:
    """Return the folded name; one without a letter or digit becomes what matches nothing."""
    return fold(name) or "\0"
