import logging
from pathlib import Path

import pytest

from retrieval import ingest as story
from retrieval.corpus.sentences import sentences
from retrieval.ingest import IngestProgress, MissingFiles
from retrieval.model import Article, Sentence
from tests.stories.newspaper import FaultyParser, Newsroom


def test_one_article_that_cannot_be_parsed_does_not_stop_the_others(
    room: Newsroom, paper: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (paper / "bad.txt").write_text("A gryphon was seen in Varro on Monday, the police said.\n" * 3)
    room.parser = FaultyParser("gryphon")
    with caplog.at_level(logging.ERROR):
        report = room.ingest(paper)
    assert (report.articles, len(room.files())) == (6, 6)
    (skipped,) = report.skipped
    assert skipped.file == "bad.txt"
    assert skipped.reason.startswith("could not be digested: RuntimeError in newspaper.py:")
    assert "gryphon" not in caplog.text + skipped.reason
    assert str(paper / "bad.txt") in caplog.text
    room.parser = FaultyParser("unicorn")
    assert room.ingest(paper).articles == 1


def test_an_article_that_cannot_be_digested_does_not_stop_the_others(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = iter(range(100))

    def fails_on_the_third(article: Article) -> tuple[Sentence, ...]:
        if next(read) == 2:
            raise IndexError("of a span")
        return sentences(article)

    monkeypatch.setattr(story, "sentences", fails_on_the_third)
    report = room.ingest(paper)
    assert report.articles == 5
    assert [skipped.file for skipped in report.skipped] == ["02.txt"]


def test_what_is_no_article_is_reported(room: Newsroom, paper: Path) -> None:
    (paper / "empty.txt").write_text("")
    report = room.ingest(paper, paper / "nowhere.txt")
    assert [skipped.file for skipped in report.skipped] == [
        "empty.txt",
        str(paper / "nowhere.txt"),
    ]
    assert report.articles == 6


def test_ctrl_c_keeps_what_was_taken_in(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "BATCH", 2)

    def press(step: IngestProgress) -> None:
        if step.done == 5:
            raise KeyboardInterrupt

    report = room.ingest(paper, gone=MissingFiles.DROP, progress=press)
    assert report.interrupted
    assert report.articles == len(room.files()) == 4
    again = room.ingest(paper)
    assert (again.unchanged, again.articles, again.interrupted) == (4, 2, False)


def test_a_page_without_a_sentence_is_no_article(room: Newsroom, paper: Path) -> None:
    (paper / "menu.txt").write_text("Home\nWorld\nSports\nContact\n", encoding="utf-8")

    report = room.ingest(paper)

    assert report.articles == 6
    assert [str(skip) for skip in report.skipped] == [
        "menu.txt: no sentence in it; expected an article"
    ]
