"""Keeps the data folder and its files from other users of the machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600

_OTHERS = 0o077
_LEAST_DEPTH = 2
"""Folders directly below the root, such as /srv, belong to the system and stay as they are."""


def make_private_folder(folder: Path) -> None:
    """Create the folder where there is none, or close it to others where it is ours to close.

    Raises:
        OSError: it cannot be created, or a file stands in its place.
    """
    if not folder.is_dir():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    close_to_others(folder)


def close_to_others(*paths: Path) -> None:
    """Take their rights from other users; what is missing or not ours stays as it is."""
    for path in paths:
        with suppress(OSError):
            found = path.lstat()
            if found.st_mode & _OTHERS and _is_ours(path, found):
                path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)


def close_tree_to_others(folder: Path) -> None:
    """Do the same for a folder and everything in it."""
    close_to_others(folder, *folder.rglob("*"))


def open_to_others(folder: Path) -> Iterator[Path]:
    """Yield the folder and those of its files, not folders below, that others have rights to."""
    with suppress(OSError):
        for path in (folder, *sorted(folder.iterdir())):
            mode = path.lstat().st_mode
            if mode & _OTHERS and (path == folder or stat.S_ISREG(mode)):
                yield path


def _is_ours(path: Path, found: os.stat_result) -> bool:
    """Return whether it is this user's own, and nothing that others share such as /tmp or a home."""
    if stat.S_ISREG(found.st_mode):
        return found.st_uid == os.geteuid()
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.geteuid()
        and not found.st_mode & stat.S_ISVTX
        and len(path.absolute().parents) >= _LEAST_DEPTH
        and not Path.home().is_relative_to(path)
    )
