"""Opens SQLite files with versioned tables, and migrates those of earlier versions.

A file that is there is never replaced: an empty one, or one that is not whole, was a database once.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from retrieval.adapters.private_files import close_to_others, make_private_folder
from retrieval.adapters.sqlite.faults import explained, is_damage, is_no_room
from retrieval.errors import VerbatimError

BUSY_SECONDS = 30.0

_HEADER = 100
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class SchemaLayout:
    """Describes a kind of file and its tables.

    Attributes:
        name: of the kind of file, with its article.
        version: of the tables; raised with every change to them.
        migrations: the statements that bring the tables of an earlier version to the next one.
        advice: what the user can do with a file of an unknown version, or one that is damaged.
        fault: the error for a file that cannot be used.
    """

    name: str
    version: int
    tables: Sequence[str]
    migrations: Mapping[int, Sequence[str]]
    advice: str
    fault: type[VerbatimError]


def connect(path: Path | None, *, immutable: bool = False) -> sqlite3.Connection:
    """Return a connection to the file, or to a database in memory, in autocommit mode.

    It is for one thread at a time, whichever that is. With ``immutable``, nothing is written, not
    even beside the file: for a file that nobody changes.
    """
    name = f"{path.absolute().as_uri()}?immutable=1" if path and immutable else path or ":memory:"
    connection = sqlite3.connect(
        name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=immutable
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # a question needs no room on the disk
    return connection


def prepare(connection: sqlite3.Connection, layout: SchemaLayout, path: Path | None) -> None:
    """Create the tables, or migrate those of an earlier version.

    Raises:
        VerbatimError: ``layout.fault``: it is another file, or one of a version that is not known.
    """
    if not _is_known(connection, layout, path):
        _switch_to_wal(connection)
        connection.execute("BEGIN EXCLUSIVE")
        if not _is_known(connection, layout, path):  # another process may have been first
            for statement in _statements_from(layout, _version(connection)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {layout.version}")
        connection.execute("COMMIT")


def prepare_file(path: Path, layout: SchemaLayout) -> str | None:
    """Create the file where there is none, or migrate it; other users cannot read it then.

    Returns:
        Why it can only be read, and that by ``connect(path, immutable=True)``: nothing can be
        written beside it. None for a file that ``connect(path)`` opens.

    Raises:
        VerbatimError: ``layout.fault``: it is of no use as it is; says why and what to do.
        sqlite3.Error, OSError: it cannot be opened or created.
    """
    make_private_folder(path.parent)
    if not path.exists():
        _create(path, layout)
    if path.is_file() and not path.stat().st_size:
        raise layout.fault(f"{path}: empty, 0 bytes: {_ONCE} {layout.advice}")
    close_to_others(path, *beside(path))
    try:
        _prepare_existing(path, layout)
    except (sqlite3.Error, OSError) as error:
        if is_damage(error):
            _refuse_a_remnant(path, layout)
        if not is_no_room(error) or has_log(path):
            raise
        with closing(connect(path, immutable=True)) as connection:
            if _version(connection) != layout.version:
                raise
        return explained(error, path, layout.advice)
    return None


def beside(path: Path) -> tuple[Path, Path]:
    """Return the files that SQLite keeps beside a database: its log, and the log's index."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _prepare_existing(path: Path, layout: SchemaLayout) -> None:
    with closing(connect(path)) as connection:
        if not _is_known(connection, layout, path) and not _version(connection):
            raise layout.fault(f"{path}: a database without tables: {_ONCE} {layout.advice}")
        prepare(connection, layout, path)


def _create(path: Path, layout: SchemaLayout) -> None:
    """Make the file whole under another name first: killed here, it leaves no half of one."""
    if has_log(path) or path.is_symlink():
        rest = beside(path)[0] if has_log(path) else path.readlink()
        raise layout.fault(
            f"{path}: missing, though {rest} belongs to it: bring it back, or {layout.advice}"
        )
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.new-", dir=path.parent)
    os.close(handle)
    made = Path(name)
    try:
        with closing(connect(made)) as connection:
            prepare(connection, layout, path)
        _move_where_nothing_is(made, path)
    finally:
        for each in (made, *beside(made)):
            each.unlink(missing_ok=True)


def _move_where_nothing_is(made: Path, path: Path) -> None:
    """Give the file its name; where another process was faster, its file stays."""
    try:
        path.hardlink_to(made)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            made.rename(path)


_ONCE = "something has emptied it;"


def _refuse_a_remnant(path: Path, layout: SchemaLayout) -> None:
    """Refuse a file that SQLite refuses because it was cut off.

    Only for such a file: to open one that is in use, and to close it, by other means than SQLite's
    gives up the locks of every connection of this process (section 2.2 of SQLite's "How To
    Corrupt"), and another process then deletes the log that they write to.

    Raises:
        VerbatimError: ``layout.fault``: it was cut off.
    """
    if not path.is_file() or has_log(path):
        return
    with path.open("rb") as opened:
        header = opened.read(_HEADER)
    if header.startswith(_MAGIC) and len(header) == _HEADER:
        size = path.stat().st_size
        page, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
        whole = (65536 if page == 1 else page) * pages
        if size < whole and header[24:28] == header[92:96]:
            raise layout.fault(
                f"{path}: cut off, {size} of {whole} bytes are there; {layout.advice}"
            )


def has_log(path: Path) -> bool:
    """Return whether changes wait beside the file to be written into it."""
    log = beside(path)[0]
    return log.is_file() and log.stat().st_size > 0


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements_from(layout: SchemaLayout, version: int) -> Sequence[str]:
    """Return the statements that lead from an earlier version to the tables; 0: from none."""
    if not version:
        return layout.tables
    later = range(version, layout.version)
    return [statement for each in later for statement in layout.migrations[each]]


def _is_known(connection: sqlite3.Connection, layout: SchemaLayout, path: Path | None) -> bool:
    version = _version(connection)
    if version == layout.version:
        return True
    if version in layout.migrations:
        return False
    if version:
        raise layout.fault(
            f"{path}: {layout.name} of version {version}, this program knows version "
            f"{layout.version}; use the program that made it, or {layout.advice}"
        )
    if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise layout.fault(
            f"{path}: a database, but not {layout.name}; expected one or no file, {layout.advice}"
        )
    return False


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Unlike everything else, this does not wait for another process that does the same.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
