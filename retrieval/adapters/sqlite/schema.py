"""Defines the tables of the catalogue.

A *version* is one state of an article's text. Its number is never used twice in one catalogue, so
an old citation can be checked against the very text that it was made from. Passages, words,
statements and names are those of live versions only: what is dead keeps nothing but its text.

Embeddings are addressed by content, (model, SHA-256 of the embedded text): the same words are
never embedded twice, and the vectors of two models never mix.
"""

from __future__ import annotations

from retrieval.adapters.sqlite import database
from retrieval.errors import CatalogueError

TOKENIZER = "porter unicode61 remove_diacritics 2"

TABLES = (
    "CREATE TABLE changes (number INTEGER NOT NULL)",
    "INSERT INTO changes VALUES (0)",
    "CREATE TABLE models (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)",
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL UNIQUE,
        file TEXT NOT NULL,
        live INTEGER UNIQUE)""",
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
        source TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        outlet TEXT, title TEXT, published TEXT, url TEXT,
        outlet_rules TEXT NOT NULL, outlet_evidence TEXT NOT NULL,
        outlet_folded TEXT NOT NULL,
        first_day TEXT, last_day TEXT,
        facts TEXT NOT NULL,
        body TEXT NOT NULL,
        text TEXT NOT NULL,
        file_digest TEXT, text_digest TEXT, read_at TEXT)""",
    "CREATE INDEX versions_article ON versions (article)",
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        digest BLOB NOT NULL,
        UNIQUE (version, number))""",
    "CREATE INDEX passages_digest ON passages (digest)",
    """CREATE TABLE sentences (
        passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
        number INTEGER NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL,
        kind TEXT NOT NULL,
        digest BLOB NOT NULL,
        PRIMARY KEY (passage, number)) WITHOUT ROWID""",
    "CREATE INDEX sentences_digest ON sentences (digest)",
    """CREATE TABLE embeddings (
        id INTEGER PRIMARY KEY,
        model INTEGER NOT NULL REFERENCES models,
        digest BLOB NOT NULL,
        vector BLOB NOT NULL,
        UNIQUE (digest, model))""",
    """CREATE TABLE embedded (
        version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
        model INTEGER NOT NULL REFERENCES models,
        PRIMARY KEY (version, model)) WITHOUT ROWID""",
    """CREATE TABLE speakers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
        name TEXT NOT NULL,
        aliases TEXT NOT NULL,
        named INTEGER NOT NULL,
        folded TEXT NOT NULL,
        members TEXT NOT NULL DEFAULT '[]')""",
    "CREATE INDEX speakers_version ON speakers (version)",
    """CREATE TABLE statements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        speaker INTEGER REFERENCES speakers ON DELETE CASCADE,
        kind TEXT NOT NULL,
        spans TEXT NOT NULL)""",
    "CREATE INDEX statements_version ON statements (version)",
    "CREATE INDEX statements_speaker ON statements (speaker)",
    """CREATE TABLE names (
        version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
        text TEXT NOT NULL,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL,
        sentence_start INTEGER NOT NULL, sentence_stop INTEGER NOT NULL,
        roles TEXT)""",
    "CREATE INDEX names_text ON names (text, kind)",
    "CREATE INDEX names_version ON names (version)",
    # The changes that the vector index has yet to be sent, in order. See ``chroma.store``.
    """CREATE TABLE outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL,
        dead INTEGER NOT NULL)""",
    """CREATE TABLE generation (
        number INTEGER NOT NULL,
        model TEXT NOT NULL,
        dead INTEGER NOT NULL,
        seal TEXT)""",
    # Without content of its own: the words stand in ``versions.text`` already.
    f"CREATE VIRTUAL TABLE lexicon USING fts5(title, words, content='', tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE terms USING fts5vocab(lexicon, row)",
)

LAYOUT = database.SchemaLayout(
    name="a catalogue",
    version=4,
    tables=TABLES,
    migrations={
        2: ("ALTER TABLE speakers ADD COLUMN members TEXT NOT NULL DEFAULT '[]'",),
        3: (
            "ALTER TABLE versions ADD COLUMN file_digest TEXT",
            "ALTER TABLE versions ADD COLUMN text_digest TEXT",
            "ALTER TABLE versions ADD COLUMN read_at TEXT",
        ),
    },
    advice="bring back a backup (verbatim restore FILE), or move it away and ingest again",
    fault=CatalogueError,
)
