"""Reads speakers, their statements and printed names from the catalogue, for ``/quote``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence

from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.adapters.sqlite.queries import change_number, last_index_change, of_live
from retrieval.adapters.sqlite.serialisation import (
    CARD_COLUMNS,
    CARD_LENGTH,
    card_from,
    speaker_from,
    statement_from,
)
from retrieval.cache import BoundedCache
from retrieval.citing import stored_statement
from retrieval.model import NameKind, Span
from retrieval.ports import ArticleCard, KnownName, KnownSpeaker, StoredStatement

_NEWEST_FIRST = (
    "versions.published IS NULL, versions.published DESC, articles.file, articles.source"
)
_OF_SOURCE = "WHERE articles.source = ?"
_STATEMENTS = (
    f"{CARD_COLUMNS}, text, statements.kind, spans, name, aliases, named, members",
    "JOIN statements ON statements.version = versions.id",
    "JOIN speakers ON speakers.id = statements.speaker",
)

_KEPT_ARTICLES = 64
"""Articles whose statements stay in memory: the best excerpts are often of the same."""


class SqliteStatementReader:
    """Implements ``StatementReader``."""

    def __init__(self, database: CatalogueDatabase) -> None:
        self._database = database
        self._kept = BoundedCache[str, Sequence[StoredStatement]](_KEPT_ARTICLES)

    def revision(self) -> int:
        """See ``StatementReader``."""
        with self._database.reading() as connection:
            return last_index_change(connection)

    def speakers(self) -> Sequence[KnownSpeaker]:
        """See ``StatementReader``. They come by file and order of appearance."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT speakers.id, articles.source, name, aliases, named, members, count(*)"
                " FROM speakers JOIN statements ON statements.speaker = speakers.id"
                " JOIN articles ON articles.live = speakers.version"
                " GROUP BY speakers.id ORDER BY articles.file, articles.source, speakers.id"
            )
            return [
                KnownSpeaker(number, source, speaker_from(*columns), count)
                for number, source, *columns, count in rows
            ]

    def statements_of(self, speaker_ids: Collection[int]) -> Sequence[StoredStatement]:
        """See ``StatementReader``."""
        query = of_live(
            *_STATEMENTS,
            "WHERE speakers.id IN (SELECT value FROM json_each(?))",
            f"ORDER BY {_NEWEST_FIRST}, statements.number",
        )
        with self._database.reading() as connection:
            ids = json.dumps(sorted(set(speaker_ids)))
            return _statements_from(connection.execute(query, (ids,)))

    def statements_in(self, source: str) -> Sequence[StoredStatement]:
        """See ``StatementReader``."""
        with self._database.reading() as connection:
            change = change_number(connection)
            return self._kept.get(change, source, lambda: _statements_in(connection, source))

    def disputed(self) -> Sequence[StoredStatement]:
        """See ``StatementReader``."""
        query = of_live(
            *_STATEMENTS[:2],
            "LEFT JOIN speakers ON speakers.id = statements.speaker",
            "WHERE json_array_length(spans, '$.disputed') > 0",
            "ORDER BY articles.file, articles.source, statements.number",
        )
        with self._database.reading() as connection:
            return _statements_from(connection.execute(query))

    def names(self) -> Sequence[KnownName]:
        """See ``StatementReader``. The most widely printed come first; roles as printed."""
        with self._database.reading() as connection:
            roles: dict[tuple[str, str], dict[str, None]] = {}
            for text, kind, printed in connection.execute(
                "SELECT text, kind, roles FROM names WHERE roles IS NOT NULL"
                " ORDER BY version, start"
            ):
                roles.setdefault((text, kind), {}).update(dict.fromkeys(json.loads(printed)))
            rows = connection.execute(
                "SELECT text, kind, count(DISTINCT version || ':' || sentence_start) AS places,"
                " count(DISTINCT version) AS in_articles FROM names"
                " GROUP BY text, kind ORDER BY in_articles DESC, places DESC, text, kind"
            )
            return [
                KnownName(text, NameKind(kind), places, count, tuple(roles.get((text, kind), ())))
                for text, kind, places, count in rows
            ]

    def articles_naming(self, names: Collection[str]) -> Mapping[str, frozenset[str]]:
        """See ``StatementReader``."""
        found: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT names.text, articles.source FROM names"
                " JOIN articles ON articles.live = names.version"
                " WHERE names.text IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(set(names))),),
            )
            for text, source in rows:
                found.setdefault(text, set()).add(source)
        return {text: frozenset(sources) for text, sources in found.items()}

    def sentences_naming(self, names: Collection[str]) -> Sequence[tuple[ArticleCard, Span, str]]:
        """See ``StatementReader``. A name outside every sentence, as in a caption, stands alone."""
        query = of_live(
            f"DISTINCT {CARD_COLUMNS}, sentence_start, sentence_stop,"
            " substr(versions.text, sentence_start + 1, sentence_stop - sentence_start)",
            "JOIN names ON names.version = versions.id",
            "WHERE names.text IN (SELECT value FROM json_each(?))",
            f"ORDER BY {_NEWEST_FIRST}, sentence_start",
        )
        found: dict[tuple[int, int], tuple[ArticleCard, Span, str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query, (json.dumps(sorted(set(names))),)):
                start, stop, words = row[CARD_LENGTH:]
                card = card_from(row[:CARD_LENGTH])
                found.setdefault((card.version, start), (card, Span(start, stop), words))
        return list(found.values())


def _statements_in(connection: sqlite3.Connection, source: str) -> list[StoredStatement]:
    """Return the statements of one article; its text is read once."""
    found = connection.execute(of_live(f"{CARD_COLUMNS}, text", _OF_SOURCE), (source,)).fetchone()
    if found is None:
        return []
    card, text = card_from(found[:CARD_LENGTH]), found[CARD_LENGTH]
    columns = "statements.kind, spans, name, aliases, named, members"
    query = of_live(columns, *_STATEMENTS[1:], _OF_SOURCE, "ORDER BY statements.number")
    return [
        stored_statement(card, text, statement_from(kind, spans, speaker_from(*speaker)))
        for kind, spans, *speaker in connection.execute(query, (source,))
    ]


def _statements_from(rows: sqlite3.Cursor) -> list[StoredStatement]:
    found = []
    for row in rows:
        text, kind, spans, *speaker = row[CARD_LENGTH:]
        is_known = speaker[0] is not None
        by = speaker_from(*speaker) if is_known else None
        statement = statement_from(kind, spans, by)
        found.append(stored_statement(card_from(row[:CARD_LENGTH]), text, statement))
    return found
