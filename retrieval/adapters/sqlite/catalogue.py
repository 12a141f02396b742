"""Opens the catalogue in SQLite: the truth, from which everything else can be built again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retrieval.adapters.sqlite.article_reader import SqliteArticleReader
from retrieval.adapters.sqlite.article_writer import SqliteArticleWriter
from retrieval.adapters.sqlite.catalogue_database import CatalogueDatabase
from retrieval.adapters.sqlite.outbox import SqliteIndexOutbox
from retrieval.adapters.sqlite.statement_reader import SqliteStatementReader
from retrieval.ports import EncoderModel


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One open catalogue file.

    Attributes:
        outbox: what the vector index is built from, and the changes it has yet to be sent.
    """

    database: CatalogueDatabase
    articles: SqliteArticleReader
    writer: SqliteArticleWriter
    statements: SqliteStatementReader
    outbox: SqliteIndexOutbox

    @property
    def model(self) -> EncoderModel:
        """The encoder model whose vectors are read and written."""
        return self.database.model

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def open_catalogue(path: Path, model: EncoderModel) -> Catalogue:
    """Return the catalogue in that file, made where there is none, for vectors by that model.

    Raises:
        CatalogueError: the file cannot be opened, is not a catalogue or is of another version.
    """
    database = CatalogueDatabase(path, model)
    return Catalogue(
        database,
        SqliteArticleReader(database),
        SqliteArticleWriter(database),
        SqliteStatementReader(database),
        SqliteIndexOutbox(database),
    )
