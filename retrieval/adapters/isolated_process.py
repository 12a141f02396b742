"""Runs a module of this project in a process of its own, which ends with the one that started it.

What it loads stays out of this process's memory, and a crash there does not end this process. It
works in an empty folder of its own and imports nothing from there, so that neither a ``numpy.py``
nor a ``.env`` in the folder of whoever runs the program has any effect on it.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
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

    It is ended with the calling thread, also where this process is killed.

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
            [*_program(module), *arguments],
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

    Its process is started by the first line, and anew by the next one where it has ended; it is
    ended with the thread that started it, also where this process is killed.
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
                _program(self._module),
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


_SET_DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` of prctl(2)."""


def _program(module: str) -> list[str]:
    return [sys.executable, "-P", "-m", __name__, str(os.getpid()), module]


def _run_as_child(parent: str, module: str, *arguments: str) -> None:
    """Run the module as the main one of this process, which the kernel ends with its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != int(parent):  # it had ended before
            os._exit(1)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _run_as_child(*sys.argv[1:])
