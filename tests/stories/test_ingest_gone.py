import json
import shutil
from pathlib import Path

from retrieval.ingest.run import MissingFiles
from tests.stories.newspaper import Newsroom, print_morning, report_on


def test_what_is_gone_is_kept_unless_it_shall_be_dropped(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "01.txt").unlink()
    assert room.ingest(paper).removed == 0
    assert "01.txt" in room.files()
    assert room.ingest(paper, gone=MissingFiles.DROP).removed == 1
    assert "01.txt" not in room.files()
    assert len(room.files()) == 5


def test_only_what_lies_below_the_folder_is_dropped(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    other = tmp_path / "paper two"
    print_morning(other, 2)
    room.ingest(paper, other)
    (other / "00.txt").unlink()
    assert room.ingest(paper, gone=MissingFiles.DROP).removed == 0
    assert room.ingest(other, gone=MissingFiles.DROP).removed == 1


def test_a_folder_that_is_gone_itself_drops_nothing(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    shutil.rmtree(paper)
    report = room.ingest(paper, gone=MissingFiles.DROP)
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
    report = room.ingest(file, gone=MissingFiles.DROP)
    assert (report.unchanged, report.removed, len(report.skipped)) == (2, 1, 1)
    assert room.files() == ["news.jsonl#1", "news.jsonl#2", "news.jsonl#3"]


def test_a_file_that_cannot_be_read_this_time_is_not_dropped(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "01.txt").write_bytes(b"\0" * 50)
    report = room.ingest(paper, gone=MissingFiles.DROP)
    assert (report.removed, len(report.skipped)) == (0, 1)
    assert "01.txt" in room.files()
