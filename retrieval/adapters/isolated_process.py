"""Runs a module of this project in a process of its own.

What it loads stays out of this process's memory, and a crash there does not end this process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def run_apart(
    module: str, *arguments: str, deadline: float, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Return what ``python -m module arguments`` wrote and its exit status, whatever that is.

    Args:
        module: of this project, by its full name.
        arguments: as the module reads them.
        deadline: in seconds.
        given: bytes for its standard input.

    Raises:
        subprocess.TimeoutExpired: it had not ended by the deadline, and was stopped.
    """
    return subprocess.run(  # noqa: S603 - no shell: this interpreter and a module of ours; the rest, folders and names, is only ever an argument
        [sys.executable, "-m", module, *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=deadline,
        env=os.environ | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
    )


def last_line(written: bytes) -> str:
    """Return the last line of an output, stripped; in a traceback, that is the error."""
    return written.decode(errors="replace").strip().rpartition("\n")[2]
