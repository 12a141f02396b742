"""A disk without room, a folder that is read-only, a file that is not whole any more."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.errors import CatalogueError
from tests.adapters.stores import ENCODER, article, digested
from tests.mounts import run_on_small_disk, run_with_read_only

READ = """
import sys
from pathlib import Path
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.errors import CatalogueError
from tests.adapters.stores import ENCODER, article, digested, found_files
catalogue = open_catalogue(Path(sys.argv[1]) / "catalogue.sqlite", ENCODER.model)
print(found_files(catalogue, "harbour"))
print(catalogue.database.notice)
try:
    catalogue.writer.commit([digested(article("The mayor resigned. " * 20000, "new.txt"))])
except CatalogueError as error:
    print("refused:", error)
print(found_files(catalogue, "harbour"))
catalogue.close()
"""


WRITE = """
import sys
from pathlib import Path
from retrieval.adapters.sqlite.catalogue import open_catalogue
from tests.adapters.stores import ENCODER, article, digested
catalogue = open_catalogue(Path(sys.argv[1]), ENCODER.model)
catalogue.writer.commit([digested(article("The harbour is " + sys.argv[2] + ".", sys.argv[2]))])
catalogue.close()
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with closing(open_catalogue(folder / "catalogue.sqlite", ENCODER.model)) as catalogue:
        catalogue.writer.commit([digested(article("The harbour is closed."))])
    return folder


def test_a_catalogue_in_a_read_only_folder_is_read_and_says_why_it_is_not_written(
    data_dir: Path,
) -> None:
    done = run_with_read_only(data_dir, "-c", READ, str(data_dir))
    read, notice, refused, again = done.stdout.splitlines()
    assert read == again == "['harbour.txt']"
    assert notice.startswith(f"{data_dir}/catalogue.sqlite: the catalogue can only be read: ")
    assert f"the folder {data_dir} is read-only for this user: make it writable" in notice
    assert refused == f"refused: {notice}"


def test_a_catalogue_on_a_full_disk_is_read_and_says_why_it_is_not_written(
    data_dir: Path, tmp_path: Path
) -> None:
    disk, blocks = tmp_path / "disk", _kibibytes(data_dir)
    done = run_on_small_disk(disk, data_dir, blocks, "-c", READ, str(disk))
    read, _, refused, again = done.stdout.splitlines()
    assert read == again == "['harbour.txt']"
    assert f"no space left on the disk of {disk}: free some, then do it again" in refused


def test_what_was_committed_before_the_disk_was_full_stays(data_dir: Path, tmp_path: Path) -> None:
    disk, blocks = tmp_path / "disk", _kibibytes(data_dir) + 300
    done = run_on_small_disk(disk, data_dir, blocks, "-c", READ, str(disk))
    read, notice, refused, again = done.stdout.splitlines()
    assert (read, notice, again) == ("['harbour.txt']", "None", "['harbour.txt']")
    assert f"no space left on the disk of {disk}" in refused


def test_a_catalogue_opened_twice_in_a_process_stays_whole_while_others_write(
    data_dir: Path,
) -> None:
    """To open the file by other means than SQLite's, and close it, gives up SQLite's locks."""
    path = data_dir / "catalogue.sqlite"
    with closing(open_catalogue(path, ENCODER.model)) as catalogue:
        for name in ("one.txt", "two.txt"):
            assert catalogue.articles.cards()  # its log is open
            open_catalogue(path, ENCODER.model).close()
            subprocess.run([sys.executable, "-c", WRITE, str(path), name], check=True)  # noqa: S603 - this interpreter
            assert name in {card.file for card in catalogue.articles.cards()}
            catalogue.writer.commit([digested(article(f"Of {name}.", f"{name}.bak"))])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(open_catalogue(path, ENCODER.model)) as catalogue:
        files = {card.file for card in catalogue.articles.cards()}
    assert files == {"harbour.txt", "one.txt", "one.txt.bak", "two.txt", "two.txt.bak"}


def _kibibytes(folder: Path) -> int:
    return sum(-(-path.stat().st_size // 4096) * 4 for path in folder.iterdir()) + 4


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])


def without_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def moved_without_its_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(path.read_bytes())
    path.unlink()


def in_another_format(path: Path) -> None:
    path.write_text("outlet,title\n" * 1000)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (emptied, "empty, 0 bytes: something has emptied it; bring back a backup"),
        (cut_off, r"cut off, \d+ of \d+ bytes are there; bring back a backup"),
        (without_tables, "a database without tables: something has emptied it; bring back"),
        (moved_without_its_log, "missing, though .*-wal belongs to it: bring it back, or"),
        (in_another_format, "it is damaged, or no such file at all; bring back a backup"),
        (a_folder, "a folder stands in its place; move it away"),
    ],
)
def test_a_catalogue_that_is_not_whole_is_refused_and_never_replaced(
    data_dir: Path, damage: Callable[[Path], None], said: str
) -> None:
    path = data_dir / "catalogue.sqlite"
    damage(path)
    before = [(each.name, each.stat().st_size) for each in sorted(data_dir.iterdir())]
    for _ in range(2):
        with pytest.raises(CatalogueError, match=said):
            open_catalogue(path, ENCODER.model)
    left = [(each.name, each.stat().st_size) for each in sorted(data_dir.iterdir())]
    empty_log = ("catalogue.sqlite-wal", 0)
    assert [each for each in left if each != empty_log and not each[0].endswith("-shm")] == before


def test_a_copy_without_its_empty_log_is_whole(data_dir: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "catalogue.sqlite"
    copy.parent.mkdir()
    shutil.copy(data_dir / "catalogue.sqlite", copy)
    with closing(open_catalogue(copy, ENCODER.model)) as catalogue:
        assert len(catalogue.articles.cards()) == 1


def test_a_folder_and_files_of_ours_are_closed_to_others_when_they_are_opened(
    data_dir: Path,
) -> None:
    data_dir.chmod(0o755)
    (data_dir / "catalogue.sqlite").chmod(0o644)
    with closing(open_catalogue(data_dir / "catalogue.sqlite", ENCODER.model)) as catalogue:
        catalogue.writer.commit([digested(article("The harbour is open.", "b.txt"))])
        found = (data_dir, *data_dir.iterdir())
        modes = {each.name: oct(stat.S_IMODE(each.stat().st_mode)) for each in found}
    assert modes == {
        "data": "0o700",
        "catalogue.sqlite": "0o600",
        "catalogue.sqlite-wal": "0o600",
        "catalogue.sqlite-shm": "0o600",
    }
