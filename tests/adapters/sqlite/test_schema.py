import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.errors import CatalogueError
from retrieval.ports import ArticleDigests
from tests.adapters.stores import ENCODER, article, digested


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_text("These are only words. " * 100)
    with pytest.raises(CatalogueError, match="file is not a database"):
        open_catalogue(path, ENCODER.model)


def test_a_catalogue_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    open_catalogue(path, ENCODER.model).close()
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE speakers DROP COLUMN members")
    _drop_digests(connection)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with closing(open_catalogue(path, ENCODER.model)) as catalogue:
        assert catalogue.statements.speakers() == []
    connection = sqlite3.connect(path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(speakers)")]
    connection.close()
    assert "members" in columns


def test_the_digests_of_articles_from_before_they_were_kept_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    harbour = article("The harbour is closed.")
    with closing(open_catalogue(path, ENCODER.model)) as catalogue:
        catalogue.writer.commit([digested(harbour)])
    connection = sqlite3.connect(path)
    _drop_digests(connection)
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    with closing(open_catalogue(path, ENCODER.model)) as catalogue:
        (card,) = catalogue.articles.cards()
        unknown = ArticleDigests(None, None, None)
        assert catalogue.articles.digests(harbour.source, card.version) == unknown


def _drop_digests(connection: sqlite3.Connection) -> None:
    for column in ("file_digest", "text_digest", "read_at"):
        connection.execute(f"ALTER TABLE versions DROP COLUMN {column}")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("PRAGMA user_version = 99", "a catalogue of version 99, this program knows version"),
        ("CREATE TABLE recipes (name TEXT)", "a database, but not a catalogue"),
    ],
)
def test_another_database_is_left_alone(tmp_path: Path, statement: str, reason: str) -> None:
    path = tmp_path / "catalogue.db"
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match=reason):
        open_catalogue(path, ENCODER.model)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CatalogueError, match="cannot be used"):
        open_catalogue(tmp_path / "file" / "catalogue.db", ENCODER.model)
