import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from retrieval.adapters.sqlite.catalogue import open_catalogue
from tests.stories.newspaper import Newsroom, print_evening, print_morning, report_on, snapshot_of

ROOT = Path(__file__).resolve().parents[2]

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
        subprocess.Popen(  # noqa: S603 - no shell: this interpreter runs PROCESS, a literal above, on two paths
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
    assert snapshot_of(room.catalogue) == snapshot_of(once.catalogue)
    assert room.ingest(paper).unchanged == 33
    once.catalogue.close()


def test_a_replaced_article_is_never_seen_twice_or_not_at_all(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    room.ingest(paper)
    expected = room.files()
    reader = open_catalogue(tmp_path / "var" / "catalogue.db", room.encoder.model)
    done = threading.Event()

    def read() -> list[list[str]]:
        seen = []
        while not done.is_set():
            keys, _ = reader.articles.vectors()
            versions = {(key.split(":")[0], key.split(":")[1]) for key in keys}
            assert len(versions) == len(expected)
            seen.append([card.file for card in reader.articles.cards()])
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
