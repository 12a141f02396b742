from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from bot.cli.questions_file import read_questions
from retrieval.errors import ConfigError

QUESTIONS = ["Who is Björk?", "", "What costs 5 €?"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"Who?", ["Who?"]),
        (b"Who?\n", ["Who?"]),
        (b"Who?\r\nWhy?\r\n", ["Who?", "Why?"]),
        (b"Who?\rWhy?", ["Who?", "Why?"]),
        ("Who?\u2028Why?\n".encode(), ["Who?\u2028Why?"]),
        ("\n".join(QUESTIONS).encode(), QUESTIONS),
        ("\n".join(QUESTIONS).encode("utf-8-sig"), QUESTIONS),
        ("\n".join(QUESTIONS).encode("utf-16"), QUESTIONS),
        ("\n".join(QUESTIONS).encode("utf-32"), QUESTIONS),
        ("\r\n".join(QUESTIONS).encode("cp1252"), QUESTIONS),
        ("Wer?\n".encode("utf-16-le"), ["Wer?"]),
        (b"Who?\n" * 10_000, ["Who?"] * 10_000),
    ],
)
def test_a_line_is_a_question_in_whatever_encoding_and_with_whatever_line_ends(
    tmp_path: Path, content: bytes, expected: list[str]
) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes(content)
    assert read_questions(file, 1_000_000) == expected


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(50)), "not text"),
        (b"W" * 101, "more than 100 bytes"),
    ],
)
def test_what_is_no_text_is_said_to_be_none(tmp_path: Path, content: bytes, fault: str) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes(content)
    with pytest.raises(
        ConfigError, match=rf"--from .*questions\.txt: {fault}.*one question a line"
    ):
        read_questions(file, 100)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a folder; expected a text file"):
        read_questions(tmp_path, 100)
    with pytest.raises(ConfigError, match="No such file"):
        read_questions(tmp_path / "nothing.txt", 100)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_questions(Path("a\0b"), 100)


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=pipe.write_bytes, args=(b"Who?\nWhy?\n",))
    writing.start()
    assert read_questions(pipe, 100) == ["Who?", "Why?"]
    writing.join()
