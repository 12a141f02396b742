"""Runs programs that find a small disk or a read-only folder: real ones, in a namespace."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT

SMALL = (
    "mount -t tmpfs -o size={kibibytes}k,mode=0700 tmpfs {folder} && cp -a {content}/. {folder}"
)
READ_ONLY = "mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"


@cache
def are_possible() -> bool:
    """Whether this user may mount something that nobody else sees."""
    try:
        tried = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],  # noqa: S607 - of the system
            check=False,
            capture_output=True,
        )
    except OSError:
        return False
    return tried.returncode == 0


def run_with_read_only(
    folder: Path, *command: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs this interpreter with the arguments, while nothing in the folder can be written."""
    return _run(READ_ONLY.format(folder=shlex.quote(str(folder))), command, env)


def run_on_small_disk(
    folder: Path,
    content: Path,
    kibibytes: int,
    *command: str,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs it while the folder is a disk of that size, which holds a copy of the content."""
    folder.mkdir(exist_ok=True)
    mount = SMALL.format(
        kibibytes=kibibytes, folder=shlex.quote(str(folder)), content=shlex.quote(str(content))
    )
    return _run(mount, command, env)


def _run(
    mount: str, command: Sequence[str], env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    if not are_possible():
        pytest.skip("nothing can be mounted here")
    program = shlex.join([sys.executable, *command])
    return subprocess.run(  # noqa: S603 - literals of the tests and paths of theirs
        ["unshare", "--map-root-user", "--mount", "sh", "-c", f"{mount} && exec {program}"],  # noqa: S607 - of the system
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=120,
    )
