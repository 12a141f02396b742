"""Looks at the files of a vector index without Chroma, which a damaged file may end or hold up."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from retrieval.adapters.private_files import close_tree_to_others
from retrieval.errors import IndexBrokenError

DATABASE = "chroma.sqlite3"

_BLOCK = 1 << 20
_LOCK_SECONDS = 1.0


def seal_of(folder: Path) -> str:
    """Return what tells whether a closed build is the same: first without reading, then in full.

    The files are closed to other users, too.

    Raises:
        OSError: one of them cannot be read.
    """
    close_tree_to_others(folder)
    return f"{files_fingerprint(folder)} {contents_checksum(folder)}"


def is_sealed_by(folder: Path, seal: str | None) -> bool:
    """Return whether names, sizes and times are those of the seal; their contents are not read."""
    return bool(seal) and str(seal).partition(" ")[0] == files_fingerprint(folder)


def check_contents(folder: Path, seal: str | None) -> None:
    """Compare the contents with those of the seal, if it has them.

    Raises:
        IndexBrokenError: they are others, though their sizes and times may be the same.
        OSError: one of the files cannot be read.
    """
    checksum = (seal or "").partition(" ")[2]
    if checksum and checksum != contents_checksum(folder):
        raise IndexBrokenError(f"{folder}: its files are not as they were written")


def files_fingerprint(folder: Path) -> str:
    """Return a fingerprint of a folder's files: their names, sizes and times of change."""
    lines = [f"{_name(path, folder)} {_size_and_time(path)}" for path in _files(folder)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def contents_checksum(folder: Path) -> str:
    """Return a checksum of a folder's files, every byte of them: half a second a gigabyte.

    It is for bits that have changed by themselves, not for anybody's intentions.

    Raises:
        OSError: one of them cannot be read.
    """
    lines = [f"{_name(path, folder)} {_crc(path)}" for path in _files(folder)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_locked(folder: Path) -> bool:
    """Return whether another program keeps the index's database from being written to.

    Chroma would wait for it, for a quarter of an hour.
    """
    path = (folder / DATABASE).absolute()
    try:
        with closing(
            sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=_LOCK_SECONDS)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    except sqlite3.DatabaseError:
        return False  # damaged, which Chroma will say
    return False


def set_aside(path: Path) -> None:
    """Rename what stands where a folder is to be made; a folder stays, and nothing is deleted.

    Raises:
        OSError: it cannot be renamed.
    """
    if path.is_dir() or not (path.exists() or path.is_symlink()):
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.set-aside-{number}")).exists():
        number += 1
    path.rename(aside)


def delete(path: Path) -> None:
    """Delete a folder or a file, as far as that is possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _size_and_time(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _crc(path: Path) -> int:
    value = 0
    for block in _blocks(path):
        value = zlib.crc32(block, value)
    return value


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            yield block
