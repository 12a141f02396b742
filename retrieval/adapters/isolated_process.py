"""Runs a module of this project in a process of its own.

What it loads stays out of this process's memory, and a crash there does not end this process. It
works in an empty folder of its own and imports nothing from there, so that neither a ``numpy.py``
nor a ``.env`` in the folder of whoever runs the program has any effect on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
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


class ProcessEndedError(Exception):
    """A process ended before it had answered.

    Attributes:
        status: its exit status; of a signal, the number of that below zero.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status


class LineServer:
    """A module of this project that answers each line on its standard input with lines.

    Its process is started by the first line, and anew by the next one where it has ended.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None

    def ask(self, line: bytes) -> Iterator[bytes]:
        """Yield the lines that it answers, up to an empty one.

        Raises:
            ProcessEndedError: it ended before that.
        """
        process = self._running()
        if process.stdin is None or process.stdout is None:  # for the types: both are pipes
            return
        try:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise ProcessEndedError(self._ended(process)) from None
        for answer in process.stdout:
            if answer == b"\n":
                return
            yield answer
        raise ProcessEndedError(self._ended(process))

    def close(self) -> None:
        """End its process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._ended(self._process)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._ended(self._process)
        if self._process is None:
            self._folder = self._folder or TemporaryDirectory(prefix="verbatim-")
            self._process = subprocess.Popen(  # noqa: S603 - as in run_apart
                [sys.executable, "-P", "-m", self._module],
                cwd=self._folder.name,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | _ENVIRONMENT,
            )
        return self._process

    def _ended(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end of a process that has closed its output, and return its status."""
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process = None
        return process.wait()


def last_line(written: bytes) -> str:
    """Return the last line of an output, stripped; in a traceback, that is the error."""
    return written.decode(errors="replace").strip().rpartition("\n")[2]
