"""Says of an error of SQLite or of the file system what causes it and what cures it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

LEAST_FREE = 1024 * 1024
"""With fewer bytes free than this, an error of reading or writing is that of a full disk."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_PRIMARY = 0xFF
"""The bits of an extended result code that are the primary one."""


def explained(error: sqlite3.Error | OSError, path: Path, advice: str) -> str:
    """Return the cause and the cure, in a sentence without its subject.

    Args:
        error: as it was raised.
        path: of the file that it was raised for.
        advice: what to do with a file that is of no use, such as "move it away".
    """
    if isinstance(error, OSError):
        return _of_the_system(error, path)
    if "locking protocol" in str(error):
        return f"{error}: {_NO_LOCKS}"
    match _primary_code(error):
        case sqlite3.SQLITE_FULL:
            why = no_space(path.parent)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            why = _not_opened(error, path)
        case sqlite3.SQLITE_IOERR:
            why = _not_read_or_written(error, path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            why = f"{error}: it is damaged, or no such file at all; {advice}"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            why = f"{error}: another program works with it and does not end; end that one first"
        case _:
            why = str(error)
    return why


def no_space(folder: Path) -> str:
    """Return the sentence for a full disk."""
    return f"no space left on the disk of {folder}: free some, then do it again"


def read_only(folder: Path) -> str:
    """Return the sentence for a folder that cannot be written to."""
    return (
        f"the folder {folder} is read-only for this user: make it writable, "
        "or set VERBATIM_DATA_DIR to one that is"
    )


def is_no_room(error: BaseException) -> bool:
    """Return whether nothing can be written: the disk is full, or may only be read."""
    if isinstance(error, OSError):
        return error.errno in _FULL | _REFUSED
    return _primary_code(error) in {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
    }


def is_damage(error: BaseException) -> bool:
    """Return whether SQLite found that a file is no database, or none that is whole."""
    return _primary_code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _primary_code(error: BaseException) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & _PRIMARY


_NO_LOCKS = (
    "its file system has no locks that hold, as some network drives; "
    "set VERBATIM_DATA_DIR to a folder on a local disk"
)


def _of_the_system(error: OSError, path: Path) -> str:
    words = error.strerror or str(error)
    if error.errno in _FULL:
        return no_space(path.parent)
    if error.errno in _REFUSED:
        return read_only(path.parent)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"{words}: {path.parent} is no folder; set VERBATIM_DATA_DIR to one"
    if error.errno in {errno.EISDIR, errno.ENOTEMPTY}:
        return f"{words}: a folder stands in its place; move it away"
    return words


def _not_opened(error: sqlite3.Error, path: Path) -> str:
    if path.is_dir():
        return f"{error}: a folder stands in its place; move it away"
    if not path.parent.is_dir():
        return f"{error}: the folder {path.parent} is gone; bring it back, then start again"
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return read_only(path.parent)
    if _is_full(path.parent):
        return no_space(path.parent)
    return str(error)


def _not_read_or_written(error: sqlite3.Error, path: Path) -> str:
    if "LOCK" in getattr(error, "sqlite_errorname", ""):
        return f"{error}: {_NO_LOCKS}"
    if not path.exists():
        return f"{error}: {path} is gone; bring it back, then start again"
    if _is_full(path.parent):
        return no_space(path.parent)
    return f"{error}: the disk of {path.parent} cannot be read or written; check that disk"


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False
