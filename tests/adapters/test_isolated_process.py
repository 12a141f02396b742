import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.adapters.isolated_process import last_line, run_apart

PROBE = "retrieval.adapters.chroma.healthcheck"


def test_a_module_that_fails_says_why_in_its_last_line() -> None:
    done = run_apart(PROBE, "only one argument", deadline=120, given=b"")

    assert done.returncode == 1
    assert last_line(done.stderr).startswith("ValueError: not enough values to unpack")


def test_a_module_that_has_not_ended_by_the_deadline_is_stopped() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_apart(PROBE, deadline=0, given=b"")


RUN_APART = """
import sys
from retrieval.adapters.isolated_process import run_apart
run_apart("tests.adapters.waiting_module", sys.argv[1], deadline=300)
"""
READ_LINES = """
import sys
from retrieval.adapters.isolated_process import LineServer
from retrieval.adapters import isolated_process as apart
program = apart._program
apart._program = lambda module: [*program(module), sys.argv[1]]
list(LineServer("tests.adapters.waiting_module").ask(b""))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part of it is Linux's")
@pytest.mark.parametrize("program", [RUN_APART, READ_LINES])
def test_what_a_killed_process_has_started_ends_with_it(tmp_path: Path, program: str) -> None:
    named = tmp_path / "process"
    os.mkfifo(named)
    parent = subprocess.Popen([sys.executable, "-c", program, str(named)])  # noqa: S603 - this interpreter
    handle = os.pidfd_open(int(named.read_text("utf-8")))
    parent.kill()
    parent.wait()
    assert select.select([handle], [], [], 60)[0]
    os.close(handle)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"", ""),
        (b"\n \n", ""),
        (b"one", "one"),
        (b"Traceback\nValueError: no\n\n", "ValueError: no"),
        (b"half a character: \xc3", "half a character: \ufffd"),
    ],
)
def test_the_last_line_is_that_of_the_words(written: bytes, expected: str) -> None:
    assert last_line(written) == expected
