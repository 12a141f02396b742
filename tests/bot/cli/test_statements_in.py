from pathlib import Path

import pytest

from bot.cli import ingest as reading
from bot.settings import load_settings
from retrieval.corpus.files import Skipped
from retrieval.corpus.sentences import sentences
from retrieval.model import Article, Sentence
from tests.fakes import EmptyParser


def test_an_article_that_cannot_be_digested_stops_no_statements_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text("“It is late,” said Ulla Brandvik, the mayor.\n")
    cut: list[str] = []

    def fails_on_b(article: Article) -> tuple[Sentence, ...]:
        if article.file == "b.txt":
            raise IndexError("of a span")
        cut.append(article.file)
        return sentences(article)

    monkeypatch.setattr(reading, "sentences", fails_on_b)
    monkeypatch.setattr(reading, "open_parser", EmptyParser)
    skipped: list[Skipped] = []
    list(reading.statements_in(load_settings(), [tmp_path], skipped.append))
    assert cut == ["a.txt", "c.txt"]
    assert [each.file for each in skipped] == ["b.txt"]
    assert skipped[0].reason.startswith("could not be digested: IndexError in ")
