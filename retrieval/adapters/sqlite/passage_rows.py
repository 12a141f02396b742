"""Reads many passages at once, with their sentences, words and vectors."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from retrieval.adapters.sqlite.queries import PassageKey, of_live
from retrieval.adapters.sqlite.serialisation import CARD_COLUMNS, card_from, vectors_from
from retrieval.model import BlockKind, Sentence, Span
from retrieval.ports import ArticleCard, StoredPassage, StoredSentence

# The cross joins keep SQLite from walking through a whole table for a few keys.
_PASSAGES = (
    "SELECT passages.id, articles.id, version, number FROM json_each(?) AS asked"
    " CROSS JOIN articles ON articles.id = json_extract(asked.value, '$[0]')"
    " AND articles.live = json_extract(asked.value, '$[1]')"
    " CROSS JOIN passages ON version = articles.live"
    " AND number = json_extract(asked.value, '$[2]')"
)
_SENTENCES = (
    "SELECT passage, start, stop, kind, vector FROM json_each(?) AS asked"
    " CROSS JOIN sentences ON passage = asked.value"
    " LEFT JOIN embeddings ON embeddings.digest = sentences.digest AND model = ?"
    " ORDER BY passage, number"
)
_TEXTS = of_live(f"{CARD_COLUMNS}, text", "WHERE versions.id IN (SELECT value FROM json_each(?))")
_SentenceRow = tuple[int, int, str, bytes | None]


def read_passages(
    connection: sqlite3.Connection, keys: Iterable[PassageKey], model: int, dimension: int
) -> Mapping[str, StoredPassage]:
    """Return those of the passages that are live, by key.

    The row of a sentence that the model has not embedded yet holds zeros. The vectors are not to
    be written to.
    """
    asked = json.dumps([(key.article, key.version, key.number) for key in dict.fromkeys(keys)])
    rows = {row: PassageKey(*key) for row, *key in connection.execute(_PASSAGES, (asked,))}
    texts = _texts_of(connection, {key.version for key in rows.values()})
    sentences = _sentences_of(connection, rows, model)
    return {
        str(key): _passage(key, *texts[key.version], sentences.get(row, ()), dimension)
        for row, key in rows.items()
    }


def _texts_of(
    connection: sqlite3.Connection, versions: Iterable[int]
) -> dict[int, tuple[ArticleCard, str]]:
    rows = connection.execute(_TEXTS, (json.dumps(sorted(versions)),))
    found = ((card_from(row[:-1]), row[-1]) for row in rows)
    return {card.version: (card, text) for card, text in found}


def _sentences_of(
    connection: sqlite3.Connection, passages: Iterable[int], model: int
) -> Mapping[int, Sequence[_SentenceRow]]:
    found: defaultdict[int, list[_SentenceRow]] = defaultdict(list)
    for passage, *row in connection.execute(_SENTENCES, (json.dumps(sorted(passages)), model)):
        found[passage].append((row[0], row[1], row[2], row[3]))
    return found


def _passage(
    key: PassageKey, card: ArticleCard, text: str, rows: Sequence[_SentenceRow], dimension: int
) -> StoredPassage:
    sentences = tuple(
        StoredSentence(Sentence(Span(start, stop), BlockKind(kind)), text[start:stop])
        for start, stop, kind, _ in rows
    )
    vectors = vectors_from([vector for *_, vector in rows], dimension)
    vectors.setflags(write=False)
    return StoredPassage(str(key), card, key.number, sentences, vectors)
