import subprocess

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
