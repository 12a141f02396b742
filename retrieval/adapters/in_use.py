"""Tells other processes that a data folder is in use; for whoever has to be alone with it."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from retrieval.errors import VerbatimError

NAME, BOT = "in-use.lock", "bot.lock"


class InUseError(VerbatimError):
    """Another process has the data folder's stores open; the message says what to do."""


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Mark the folder as in use within the block; several processes may.

    Where nothing can be written and it was never marked, it is not.

    Raises:
        InUseError: another process is alone with it.
    """
    handle = _opened(folder / NAME)
    try:
        if handle is not None:
            _lock(handle, fcntl.LOCK_SH, f"{folder}: a backup is being brought back; wait for it")
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep the folder from being used by others within the block.

    Raises:
        InUseError: it is in use.
        OSError: the mark cannot be written.
    """
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        why = f"{folder}: a bot or another command works with it; stop that one first"
        _lock(handle, fcntl.LOCK_EX, why)
        yield
    finally:
        os.close(handle)


@contextmanager
def only_bot(folder: Path) -> Iterator[None]:
    """Keep other bots from storing their readers' data in the same folder within the block.

    Raises:
        InUseError: another bot does.
    """
    handle = _opened(folder / BOT)
    try:
        if handle is not None:
            why = f"{folder}: another bot runs on this data folder; stop it, or give this one another"
            _lock(handle, fcntl.LOCK_EX, why)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _opened(path: Path) -> int | None:
    with suppress(OSError):
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(OSError):
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    return None


def _lock(handle: int, kind: int, why: str) -> None:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUseError(why) from None
    except OSError as error:
        if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.EBADF}:  # no locks there
            raise
