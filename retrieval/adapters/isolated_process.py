"""Runs a module of this project in a process of its own.

What it loads stays out of this process's memory, and a crash there does not end this process. It
works in an empty folder of its own and imports nothing from there, so that neither a ``numpy.py``
nor a ``.env`` in the folder of whoever runs the program has any effect on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).resolve().parents[2]


def run_apart(
    module: str, *arguments: str, deadline: float, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Return what ``python -P -m module arguments`` wrote and its exit status, whatever that is.

    Args:
        module: of this project, by its full name.
        arguments: as the module reads them; paths are absolute.
        deadline: in seconds.
        given: bytes for its standard input.

    Raises:
        subprocess.TimeoutExpired: it had not ended by the deadline, and was stopped.
    """
    with TemporaryDirectory(prefix="verbatim-") as folder:
        return subprocess.run(  # noqa: S603 - no shell: this interpreter and a module of ours; the rest, folders and names, is only ever an argument
            [sys.executable, "-P", "-m", module, *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            check=False,
            timeout=deadline,
            env=os.environ | _ENVIRONMENT,
        )


_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
"""The last of them but one is for the processes that this one may start in its turn."""


def last_line(written: bytes) -> str:
    """Return the last line of an output, stripped; in a traceback, that is the error."""
    return written.decode(errors="replace").strip().rpartition("\n")[2]
