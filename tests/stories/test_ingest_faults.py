import json
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.article_writer import SqliteArticleWriter
from retrieval.corpus.sentences import sentences
from retrieval.errors import CatalogueError
from retrieval.ingest import run as story
from retrieval.ingest.report import IngestProgress
from retrieval.ingest.run import MissingFiles
from retrieval.model import Article, Sentence
from retrieval.ports import PreparedArticle, Vectors
from tests.fakes import HashingEncoder
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


class FaultyEncoder(HashingEncoder):
    """Fails on a text with a certain word, as one would that cannot take some character."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        if any("gryphon" in text for text in texts):
            raise UnicodeEncodeError("utf-8", "gryphon", 0, 1, "surrogates not allowed")
        return super().encode(texts)


def test_one_article_that_cannot_be_stored_does_not_stop_the_others(
    room: Newsroom, paper: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (paper / "00-bad.txt").write_text("A gryphon was seen in Varro on Monday, police said.\n" * 3)
    room.encoder = FaultyEncoder()
    report = room.ingest(paper)
    assert (report.articles, len(room.files())) == (6, 6)
    (skipped,) = report.skipped
    assert skipped.file == "00-bad.txt"
    assert skipped.reason.startswith("could not be digested: UnicodeEncodeError in ")
    assert "gryphon" not in caplog.text + skipped.reason
    assert room.ingest(paper).unchanged == 6


def test_a_broken_store_is_no_fault_of_an_article(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room.catalogue.writer, "commit", fails)
    with pytest.raises(OSError, match="No space left"):
        room.ingest(paper)


def test_half_a_character_in_a_field_costs_the_field_and_is_noted(
    room: Newsroom, paper: Path
) -> None:
    words = "Varro closed its harbour after a storm, the mayor said on Monday."
    halves = {
        "title": "Storm \ud83d",
        "author": "A\udc00",
        "url": "https://x.example/\ud800",
        "outlet": "\udfff",
    }
    (paper / "cut.json").write_text(json.dumps({"text": words} | halves))
    report = room.ingest(paper)
    assert (report.articles, report.skipped) == (7, ())
    assert [note.text.split(";")[0] for note in report.notes] == [
        "field title has half a surrogate pair at 6",
        "field author has half a surrogate pair at 1",
        "field url has half a surrogate pair at 18",
        "field outlet has half a surrogate pair at 0",
    ]


def test_many_bad_lines_of_a_file_are_one_line_of_the_report(room: Newsroom, paper: Path) -> None:
    good = json.dumps({"text": "Varro sold its tram for want of money, the mayor said."})
    lines = [good, *["{"] * 1_000, good, '{"a": 1}']
    (paper / "lines.jsonl").write_text("\n".join(lines))
    report = room.ingest(paper)
    assert report.articles == 8
    (skipped,) = report.skipped
    assert (skipped.file, skipped.count) == ("lines.jsonl", 1_001)
    broken = "broken JSON at line 1, column 2: Expecting property name enclosed in double quotes"
    assert skipped.reason == (f"1,001 in it are skipped: #2, #3, #4 {broken}; and 998 more")


def test_notes_that_say_the_same_of_many_articles_are_one(room: Newsroom, paper: Path) -> None:
    for number in range(10):
        article = {"text": f"Varro sold {number + 2} trams, the mayor said.", "title": number}
        (paper / f"a{number}.json").write_text(json.dumps(article))
    report = room.ingest(paper)
    assert [str(note) for note in report.notes] == [
        "a0.json and 9 more: field title is a number; expected a string"
    ]


def test_what_is_no_article_is_reported(room: Newsroom, paper: Path) -> None:
    (paper / "empty.txt").write_text("")
    report = room.ingest(paper, paper / "nowhere.txt")
    assert [skipped.file for skipped in report.skipped] == [
        "empty.txt",
        str(paper / "nowhere.txt"),
    ]
    assert report.articles == 6


def test_where_the_disk_is_full_it_says_how_far_it_came_and_the_next_run_goes_on(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "BATCH", 2)
    commit, commits = room.catalogue.writer.commit, iter(range(100))

    def fails_at_the_third(prepared: Sequence[PreparedArticle]) -> None:
        if next(commits) == 2:
            raise CatalogueError("no space left on the disk of /data: free some")
        commit(prepared)

    monkeypatch.setattr(SqliteArticleWriter, "commit", lambda _, new: fails_at_the_third(new))
    said = "free some. 4 articles were taken in before that and stay; the next run goes on"
    with pytest.raises(CatalogueError, match=said):
        room.ingest(paper)
    assert len(room.files()) == 4
    again = room.ingest(paper)
    assert (again.unchanged, again.articles) == (4, 2)


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
