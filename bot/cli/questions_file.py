"""Reads a file of questions, one a line."""

from __future__ import annotations

import re
from pathlib import Path

from retrieval.corpus.decode import NotTextError, decode
from retrieval.errors import ConfigError

EXPECTED = "expected a text file with one question a line"

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_questions(path: Path, max_bytes: int) -> list[str]:
    """Return the lines of the file, empty ones too, so that their numbers are those of replies.

    In whatever encoding articles may be. A pipe is read to its end.

    Raises:
        ConfigError: there is no such file, or it is none of text; says what was found.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
    except IsADirectoryError:
        raise ConfigError(f"--from {path}: a folder; {EXPECTED}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"--from {path}: cannot be read: {reason}; {EXPECTED}") from None
    if len(raw) > max_bytes:
        raise ConfigError(f"--from {path}: more than {max_bytes:,} bytes; {EXPECTED}")
    return _lines(path, raw)


def _lines(path: Path, raw: bytes) -> list[str]:
    try:
        text = decode(raw).removeprefix("\ufeff")
    except NotTextError as error:
        raise ConfigError(f"--from {path}: {error}, one question a line") from None
    if "\0" in text:
        raise ConfigError(f"--from {path}: not text: byte 0x00 at {raw.index(0)}; {EXPECTED}")
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]
