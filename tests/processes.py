"""Runs programs of this project to their end, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def run_python(
    *arguments: str, data_dir: Path | None = None, typed: str = "", columns: int = 100
) -> subprocess.CompletedProcess[str]:
    """Return what this interpreter wrote, run in the project's folder, whatever its exit status.

    Args:
        arguments: of the interpreter, such as ``-m bot ask``.
        data_dir: the data folder of the program; None for that of the settings.
        typed: on its standard input.
        columns: how wide its terminal is.
    """
    stores = {} if data_dir is None else {"VERBATIM_DATA_DIR": str(data_dir)}
    return subprocess.run(  # noqa: S603 - no shell: this interpreter, running this project on literals and paths of the tests
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **stores, "COLUMNS": str(columns)},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
