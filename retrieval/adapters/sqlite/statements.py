"""What ``/quote`` reads from the catalogue: speakers, their statements, and printed names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from retrieval.adapters.sqlite.reader import of_live
from retrieval.adapters.sqlite.serialisation import (
    CARD_COLUMNS,
    CARD_LENGTH,
    card_from,
    speaker_from,
    statement_from,
)
from retrieval.model import NameKind, Span
from retrieval.ports import ArticleCard, KnownName, KnownSpeaker, StoredStatement
from retrieval.statements import with_words

_NEWEST_FIRST = (
    "versions.published IS NULL, versions.published DESC, articles.file, articles.source"
)


def speakers(connection: sqlite3.Connection) -> list[KnownSpeaker]:
    """Everybody who makes a statement, by file and order of appearance."""
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


def statements_of(
    connection: sqlite3.Connection, speaker_ids: Collection[int]
) -> list[StoredStatement]:
    """Their statements, the newest first, those without a date last."""
    rows = connection.execute(
        of_live(
            f"{CARD_COLUMNS}, text, statements.kind, spans, name, aliases, named, members",
            "JOIN statements ON statements.version = versions.id",
            "JOIN speakers ON speakers.id = statements.speaker",
            "WHERE speakers.id IN (SELECT value FROM json_each(?))",
            f"ORDER BY {_NEWEST_FIRST}, statements.number",
        ),
        (json.dumps(sorted(set(speaker_ids))),),
    )
    found = []
    for row in rows:
        text, kind, spans, *speaker = row[CARD_LENGTH:]
        statement = statement_from(kind, spans, speaker_from(*speaker))
        found.append(with_words(card_from(row[:CARD_LENGTH]), text, statement))
    return found


def statements_in(connection: sqlite3.Connection, source: str) -> list[StoredStatement]:
    """Those of the live article of that source, by whoever is known, in order."""
    rows = connection.execute(
        "SELECT speakers.id FROM speakers JOIN articles ON articles.live = speakers.version"
        " WHERE articles.source = ?",
        (source,),
    )
    return statements_of(connection, [number for (number,) in rows])


def names(connection: sqlite3.Connection) -> list[KnownName]:
    """Every printed name, the most widely printed first, with its roles in order of printing."""
    roles: dict[tuple[str, str], dict[str, None]] = {}
    for text, kind, printed in connection.execute(
        "SELECT text, kind, roles FROM names WHERE roles IS NOT NULL ORDER BY version, start"
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


def places_of(
    connection: sqlite3.Connection, printed: Collection[str]
) -> list[tuple[ArticleCard, Span, str]]:
    """The sentences that hold any of the names, the newest first; each sentence once."""
    found: dict[tuple[int, int], tuple[ArticleCard, Span, str]] = {}
    rows = connection.execute(
        of_live(
            f"DISTINCT {CARD_COLUMNS}, sentence_start, sentence_stop,"
            " substr(versions.text, sentence_start + 1, sentence_stop - sentence_start)",
            "JOIN names ON names.version = versions.id",
            "WHERE names.text IN (SELECT value FROM json_each(?))",
            f"ORDER BY {_NEWEST_FIRST}, sentence_start",
        ),
        (json.dumps(sorted(set(printed))),),
    )
    for row in rows:
        start, stop, words = row[CARD_LENGTH:]
        card = card_from(row[:CARD_LENGTH])
        found.setdefault((card.version, start), (card, Span(start, stop), words))
    return list(found.values())
