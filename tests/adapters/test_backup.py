"""Backups: written while others write, checked, brought back whole or not at all."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.store.database import LAYOUT as DESK
from bot.store.user_data import UserDataStore
from retrieval.adapters.backup import Manifest, StoreFile, restore_backup, write_backup
from retrieval.adapters.in_use import InUseError, in_use, only_bot
from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.adapters.sqlite.schema import LAYOUT
from retrieval.errors import BackupError
from tests.adapters.stores import ENCODER, article, digested, found_files
from tests.mounts import run_on_small_disk

STORES = (StoreFile("catalogue.sqlite", LAYOUT), StoreFile("desk.sqlite", DESK))


@contextmanager
def catalogue_in(folder: Path) -> Iterator[Catalogue]:
    with closing(open_catalogue(folder / "catalogue.sqlite", ENCODER.model)) as catalogue:
        yield catalogue


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with catalogue_in(folder) as catalogue:
        catalogue.writer.commit([digested(article("The harbour is closed."))])
    UserDataStore(folder / "desk.sqlite").close()
    sent = folder / "received" / "0a1b" / "ferry.txt"
    sent.parent.mkdir(parents=True)
    sent.write_text("The ferry is late.")
    return folder


def back_up(data_dir: Path, file: Path, *, replace: bool = False) -> Manifest:
    return write_backup(data_dir, file, STORES, ("received",), replace=replace)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm"))
    }


def test_a_backup_brought_back_elsewhere_is_the_same_catalogue_and_the_same_bot(
    data_dir: Path, tmp_path: Path
) -> None:
    file, elsewhere = tmp_path / "backup.zip", tmp_path / "elsewhere"
    written = back_up(data_dir, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert zipfile.ZipFile(file).testzip() is None
    rows = written.files["catalogue.sqlite"].rows
    assert rows is not None
    assert (rows["articles"], rows["passages"]) == (1, 1)
    found, aside = restore_backup(elsewhere, file, STORES)
    assert (found, aside) == (written, None)
    assert contents(elsewhere).keys() == set(written.files)
    with catalogue_in(elsewhere) as catalogue:
        assert found_files(catalogue, "harbour") == ["harbour.txt"]


WRITING = """
import sys
from pathlib import Path
from retrieval.adapters.sqlite.catalogue import open_catalogue
from tests.adapters.stores import ENCODER, article, digested
catalogue = open_catalogue(Path(sys.argv[1]) / "catalogue.sqlite", ENCODER.model)
number = 0
while True:
    number += 1
    lines = chr(10).join(f"Ship {number} is in harbour {line}." for line in range(20))
    catalogue.writer.commit([digested(article(lines, f"{number}.txt"))])
    print(number, flush=True)
"""


def test_a_backup_is_consistent_while_another_process_ingests(
    data_dir: Path, tmp_path: Path
) -> None:
    with subprocess.Popen(  # noqa: S603 - no shell: this interpreter, a literal and a path of the test
        [sys.executable, "-c", WRITING, str(data_dir)], stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        for number in range(1, 4):
            other.stdout.readline()
            file, folder = tmp_path / f"{number}.zip", tmp_path / f"{number}"
            rows = back_up(data_dir, file).files["catalogue.sqlite"].rows
            restore_backup(folder, file, STORES)
            assert rows is not None
            with catalogue_in(folder) as catalogue:
                assert len(catalogue.articles.cards()) == rows["articles"] > number
        other.kill()


def test_what_a_backup_replaces_is_kept_and_the_index_is_built_anew(
    data_dir: Path, tmp_path: Path
) -> None:
    back_up(data_dir, tmp_path / "backup.zip")
    (data_dir / "vectors" / "g1").mkdir(parents=True)
    with catalogue_in(data_dir) as catalogue:
        catalogue.writer.commit([digested(article("The harbour is open.", "later.txt"))])
    _, aside = restore_backup(data_dir, tmp_path / "backup.zip", STORES)
    assert aside is not None
    assert not (data_dir / "vectors").exists()
    with catalogue_in(data_dir) as now, catalogue_in(aside) as before:
        assert found_files(now, "harbour") == ["harbour.txt"]
        assert set(found_files(before, "harbour")) == {"harbour.txt", "later.txt"}
        assert now.outbox.generation() is None


def test_a_damaged_catalogue_is_kept_too_and_replaced(data_dir: Path, tmp_path: Path) -> None:
    back_up(data_dir, tmp_path / "backup.zip")
    (data_dir / "catalogue.sqlite").write_bytes(b"")
    _, aside = restore_backup(data_dir, tmp_path / "backup.zip", STORES)
    assert aside is not None
    assert (aside / "catalogue.sqlite").read_bytes() == b""
    with catalogue_in(data_dir) as catalogue:
        assert found_files(catalogue, "harbour") == ["harbour.txt"]


def test_a_file_that_is_there_is_replaced_only_when_told(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    file.write_text("somebody's notes")
    with pytest.raises(BackupError, match="is there already; another name, or --overwrite"):
        back_up(data_dir, file)
    assert file.read_text() == "somebody's notes"
    back_up(data_dir, file, replace=True)
    assert zipfile.is_zipfile(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "data"]


def test_nothing_is_brought_back_while_the_stores_are_in_use(
    data_dir: Path, tmp_path: Path
) -> None:
    back_up(data_dir, tmp_path / "backup.zip")
    before = contents(data_dir)
    with in_use(data_dir), pytest.raises(InUseError, match="works with it; stop that one first"):
        restore_backup(data_dir, tmp_path / "backup.zip", STORES)
    assert contents(data_dir) == before


def test_a_second_bot_on_the_same_data_folder_is_refused(data_dir: Path) -> None:
    refused = pytest.raises(InUseError, match="another bot runs on this data folder")
    with only_bot(data_dir), in_use(data_dir), in_use(data_dir), refused, only_bot(data_dir):
        pytest.fail("two bots")
    with only_bot(data_dir):
        pass


def not_a_zip(file: Path) -> None:
    file.write_text("outlet,title\n")


def another_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("notes.txt", "mine")


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def with_flipped_bits(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))


def with_another_file_of_that_name(file: Path) -> None:
    files = {}
    with zipfile.ZipFile(file) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    files["catalogue.sqlite"] = files["catalogue.sqlite"].replace(b"harbour", b"HARBOUR")
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)


def leading_out_of_the_folder(file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        manifest = opened.read("manifest.json").decode()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("manifest.json", manifest.replace("received/0a1b", "../../elsewhere"))


def of_a_later_version(file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        manifest = opened.read("manifest.json").decode()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("manifest.json", manifest.replace('"format": 1', '"format": 2'))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (not_a_zip, "no backup of Verbatim, or one that is damaged"),
        (another_zip, "no backup of Verbatim, or one that is damaged"),
        (cut_off, "no backup of Verbatim, or one that is damaged"),
        (with_flipped_bits, "damaged"),
        (with_another_file_of_that_name, "catalogue.sqlite in it is damaged"),
        (leading_out_of_the_folder, "lies outside of a data folder"),
        (of_a_later_version, "written by a later version of Verbatim"),
        (Path.unlink, "not found"),
    ],
)
def test_a_backup_that_is_not_what_was_written_changes_nothing(
    data_dir: Path, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    file = tmp_path / "backup.zip"
    back_up(data_dir, file)
    before = contents(data_dir)
    damage(file)
    with pytest.raises(BackupError, match=said):
        restore_backup(data_dir, file, STORES)
    assert contents(data_dir) == before


def test_a_catalogue_that_is_damaged_is_not_backed_up(data_dir: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data_dir / "catalogue.sqlite")) as connection, connection:
        connection.execute("DELETE FROM versions")
    with pytest.raises(BackupError, match=r"catalogue.sqlite: damaged .* cannot be backed up"):
        back_up(data_dir, tmp_path / "backup.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


ON_A_FULL_DISK = """
import sys
from pathlib import Path
from retrieval.errors import BackupError
from tests.adapters.test_backup import back_up
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]) / "backup.zip")
except BackupError as error:
    print(error)
print(sorted(path.name for path in Path(sys.argv[2]).iterdir()))
"""


def test_a_backup_that_the_disk_has_no_room_for_is_none_and_says_so(
    data_dir: Path, tmp_path: Path
) -> None:
    disk, nothing = tmp_path / "disk", tmp_path / "nothing"
    nothing.mkdir()
    done = run_on_small_disk(disk, nothing, 64, "-c", ON_A_FULL_DISK, str(data_dir), str(disk))
    said, left = done.stdout.splitlines()
    assert "no space left on the disk of" in said
    assert left == "[]"
