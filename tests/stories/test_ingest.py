import json
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval import ingest as story
from retrieval.adapters.catalogue import SqliteCatalogue
from retrieval.adapters.parser import SpacyParser
from retrieval.corpus.outlets import KnownOutlet
from retrieval.corpus.sentences import sentences
from retrieval.ingest import Gone, Stage, Step
from retrieval.model import Article, Sentence
from tests.fakes import HashingEncoder
from tests.stories.newspaper import (
    FaultyParser,
    Newsroom,
    print_evening,
    print_morning,
    report_on,
    told,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    print_morning(folder, 6)
    return folder


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "var")
    yield room
    room.catalogue.close()


# --- again -----------------------------------------------------------------------------------


def test_ingesting_twice_is_ingesting_once(room: Newsroom, paper: Path) -> None:
    first = room.ingest(paper)
    assert (first.articles, first.unchanged, first.replaced, first.removed) == (6, 0, 0, 0)
    assert first.passages >= 6
    before, encoded = told(room.catalogue), room.encoder.encoded
    known = room.catalogue.known()
    second = room.ingest(paper)
    assert (second.articles, second.unchanged, second.replaced) == (0, 6, 0)
    assert (second.passages, second.statements, second.skipped) == (0, 0, ())
    assert told(room.catalogue) == before
    assert (room.catalogue.known(), room.encoder.encoded) == (known, encoded)


def test_a_changed_file_replaces_its_article_and_only_that(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    known = room.catalogue.known()
    (paper / "03.txt").write_text(report_on(3, "evening"))
    report = room.ingest(paper)
    assert (report.articles, report.unchanged, report.replaced) == (0, 5, 1)
    changed = {s for s, each in room.catalogue.known().items() if known[s] != each}
    assert changed == {str(paper / "03.txt")}


def test_words_that_were_embedded_once_are_not_embedded_again(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    (paper / "copy.txt").write_bytes((paper / "02.txt").read_bytes())
    assert room.ingest(paper).articles == 1
    assert room.encoder.encoded == encoded


def test_other_bytes_of_the_same_article_change_nothing(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "paper" / "a.json"
    file.parent.mkdir()
    fields = {"title": "Harbour closed", "text": report_on(1)}
    file.write_text(json.dumps(fields))
    room.ingest(file)
    before = room.catalogue.known()[str(file)]
    file.write_text(json.dumps(fields, indent=2))
    for _ in range(2):
        report = room.ingest(file)
        assert (report.articles, report.unchanged, report.replaced) == (0, 1, 0)
    after = room.catalogue.known()[str(file)]
    assert after.version == before.version
    assert after.fingerprint != before.fingerprint  # so that next time it is not even read


def test_an_outlet_that_becomes_known_replaces_only_its_own_articles(
    room: Newsroom, paper: Path
) -> None:
    room.ingest(paper)
    room.outlets = (KnownOutlet("Eastwick Herald", files=("04.txt",)),)
    report = room.ingest(paper)
    assert (report.unchanged, report.replaced) == (5, 1)
    outlets = {card.file: card.outlet for card in room.catalogue.cards()}
    assert outlets["04.txt"] == "Eastwick Herald"
    assert room.ingest(paper).unchanged == 6


def test_other_rules_digest_everything_anew(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    monkeypatch.setattr(story, "PIPELINE", "next")
    assert room.ingest(paper).replaced == 6
    assert room.encoder.encoded == encoded


def test_another_model_embeds_what_is_there_and_parses_nothing(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    room.ingest(paper)
    steps: list[Step] = []
    other = Newsroom(tmp_path / "var", HashingEncoder("2", 32), FaultyParser(""))
    report = other.ingest(paper / "00.txt", progress=steps.append)
    assert (report.unchanged, report.replaced, report.skipped) == (1, 0, ())
    assert steps[0] == Step(Stage.EMBEDDING, 6, 6)
    assert other.catalogue.vectors()[1].shape[1] == 32
    assert all(known.embedded for known in other.catalogue.known().values())
    assert other.ingest(paper).unchanged == 6
    other.catalogue.close()


# --- places ----------------------------------------------------------------------------------


def test_a_file_that_moved_is_the_same_article_elsewhere(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    versions = {known.version for known in room.catalogue.known().values()}
    (paper / "old").mkdir()
    (paper / "02.txt").rename(paper / "old" / "02.txt")
    report = room.ingest(paper)
    assert (report.articles, report.unchanged) == (0, 6)
    assert "old/02.txt" in room.files()
    assert "02.txt" not in room.files()
    assert {known.version for known in room.catalogue.known().values()} == versions
    assert room.ingest(paper).unchanged == 6


def test_a_copy_is_no_move(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "old").mkdir()
    shutil.copy(paper / "02.txt", paper / "old" / "02.txt")
    assert room.ingest(paper).articles == 1
    assert len(room.files()) == 7


def test_a_file_by_itself_keeps_its_place_below_the_folder(room: Newsroom, paper: Path) -> None:
    (paper / "old").mkdir()
    (paper / "old" / "a.txt").write_text(report_on(9))
    room.ingest(paper)
    (paper / "old" / "a.txt").write_text(report_on(9, "evening"))
    assert room.ingest(paper / "old" / "a.txt").replaced == 1
    assert "old/a.txt" in room.files()
    assert room.ingest(paper).unchanged == 7


def test_a_folder_further_up_changes_how_a_file_is_cited_and_nothing_else(
    room: Newsroom, paper: Path
) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    report = room.ingest(paper.parent)
    assert (report.articles, report.unchanged, report.replaced) == (0, 6, 0)
    assert room.files()[0] == "paper/00.txt"
    assert room.encoder.encoded == encoded


# --- what is gone ----------------------------------------------------------------------------


def test_what_is_gone_is_kept_unless_it_shall_be_dropped(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "01.txt").unlink()
    assert room.ingest(paper).removed == 0
    assert "01.txt" in room.files()
    assert room.ingest(paper, gone=Gone.DROP).removed == 1
    assert "01.txt" not in room.files()
    assert len(room.files()) == 5


def test_only_what_lies_below_the_folder_is_dropped(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    other = tmp_path / "paper two"
    print_morning(other, 2)
    room.ingest(paper, other)
    (other / "00.txt").unlink()
    assert room.ingest(paper, gone=Gone.DROP).removed == 0
    assert room.ingest(other, gone=Gone.DROP).removed == 1


def test_a_folder_that_is_gone_itself_drops_nothing(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    shutil.rmtree(paper)
    report = room.ingest(paper, gone=Gone.DROP)
    assert report.removed == 0
    assert len(report.skipped) == 1


def test_a_line_that_is_gone_is_dropped_but_not_one_that_cannot_be_read(
    room: Newsroom, tmp_path: Path
) -> None:
    file = tmp_path / "paper" / "news.jsonl"
    file.parent.mkdir()
    lines = [json.dumps({"text": report_on(number)}) for number in range(4)]
    file.write_text("\n".join(lines))
    assert room.ingest(file.parent).articles == 4
    file.write_text("\n".join([lines[0], "{broken", lines[2]]))
    report = room.ingest(file, gone=Gone.DROP)
    assert (report.unchanged, report.removed, len(report.skipped)) == (2, 1, 1)
    assert room.files() == ["news.jsonl#1", "news.jsonl#2", "news.jsonl#3"]


def test_a_file_that_cannot_be_read_this_time_is_not_dropped(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "01.txt").write_bytes(b"\0" * 50)
    report = room.ingest(paper, gone=Gone.DROP)
    assert (report.removed, len(report.skipped)) == (0, 1)
    assert "01.txt" in room.files()


# --- faults ----------------------------------------------------------------------------------


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

    def press(step: Step) -> None:
        if step.done == 5:
            raise KeyboardInterrupt

    report = room.ingest(paper, gone=Gone.DROP, progress=press)
    assert report.interrupted
    assert report.articles == len(room.files()) == 4
    again = room.ingest(paper)
    assert (again.unchanged, again.articles, again.interrupted) == (4, 2, False)


def test_progress_counts_files(room: Newsroom, paper: Path) -> None:
    steps: list[Step] = []
    room.ingest(paper, progress=steps.append)
    assert steps == [Step(Stage.READING, done, 6) for done in range(1, 7)]


# --- side by side ----------------------------------------------------------------------------

PROCESS = """
import sys
from pathlib import Path
from tests.stories.newspaper import Newsroom
room = Newsroom(Path(sys.argv[1]))
report = room.ingest(Path(sys.argv[2]))
room.catalogue.close()
assert report.skipped == (), report.skipped
"""


def test_two_runs_at_once_double_nothing(room: Newsroom, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    print_morning(paper)
    room.ingest(paper)
    print_evening(paper)
    started = [
        subprocess.Popen(  # noqa: S603 - as above
            [sys.executable, "-c", PROCESS, str(tmp_path / "var"), str(paper)], cwd=ROOT
        )
        for _ in range(2)
    ]
    assert [process.wait(60) for process in started] == [0, 0]
    once = Newsroom(tmp_path / "once")
    print_again = tmp_path / "once" / "paper"
    print_morning(print_again)
    once.ingest(print_again)
    print_evening(print_again)
    once.ingest(print_again)
    assert told(room.catalogue) == told(once.catalogue)
    assert room.ingest(paper).unchanged == 33
    once.catalogue.close()


def test_a_replaced_article_is_never_seen_twice_or_not_at_all(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    room.ingest(paper)
    expected = room.files()
    reader = SqliteCatalogue(tmp_path / "var" / "catalogue.db", room.encoder.model)
    done = threading.Event()

    def read() -> list[list[str]]:
        seen = []
        while not done.is_set():
            keys, _ = reader.vectors()
            versions = {(key.split(":")[0], key.split(":")[1]) for key in keys}
            assert len(versions) == len(expected)
            seen.append([card.file for card in reader.cards()])
        return seen

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for edition in ("noon", "evening", "night"):
            for number in range(6):
                (paper / f"{number:02}.txt").write_text(report_on(number, edition))
            assert room.ingest(paper).replaced == 6
        done.set()
        assert all(files == expected for files in reading.result())
    reader.close()


@pytest.mark.parser
def test_statements_and_names_are_taken_in(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_text(
        "The harbour of Eastwick will stay closed.\n\n"
        "“Nobody is to enter the port before Friday,” said Ada Lind, the mayor of Eastwick.\n"
    )
    room.parser = SpacyParser()
    assert room.ingest(file).statements == 1
    (speaker,) = room.catalogue.speakers()
    assert speaker.speaker.name == "Ada Lind"
    (statement,) = room.catalogue.statements_of([speaker.id])
    assert statement.contents == ("Nobody is to enter the port before Friday,",)
    assert "Eastwick" in {name.text for name in room.catalogue.names()}


def test_a_page_without_a_sentence_is_no_article(room: Newsroom, paper: Path) -> None:
    (paper / "menu.txt").write_text("Home\nWorld\nSports\nContact\n", encoding="utf-8")

    report = room.ingest(paper)

    assert report.articles == 6
    assert [str(skip) for skip in report.skipped] == [
        "menu.txt: no sentence in it; expected an article"
    ]
