"""Reads rows of labelled data, with errors that say where a row is and what was expected."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import UnreadableFileError

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """Reads one object of a file; every method raises ``UnreadableFileError`` for another type.

    Attributes:
        place: where it stands, such as "line 3", or "line 3, answers 1" for an object inside it.
    """

    file: str
    place: str
    fields: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return the text of a field."""
        value = self.fields.get(key)
        if not isinstance(value, str):
            raise self._unlike(key, "a text")
        return value

    def number(self, key: str) -> int:
        """Return a whole number from 0."""
        value = self.fields.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._unlike(key, "a whole number from 0")
        return value

    def truth(self, key: str, *, otherwise: bool) -> bool:
        """Return a truth value; ``otherwise`` where the row does not say."""
        value = self.fields.get(key, otherwise)
        if not isinstance(value, bool):
            raise self._unlike(key, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.fields.get(key)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._unlike(key, "a list of texts")
        return tuple(values)

    def wordings(self, key: str) -> tuple[str, ...]:
        """Return the wordings of an answer: of one text, a list, or a list of lists of them."""
        value = self.fields.get(key)
        lists = value if isinstance(value, list) else [value]
        flat = [each for one in lists for each in (one if isinstance(one, list) else [one])]
        texts = tuple(each for each in flat if isinstance(each, str) and each)
        if len(texts) < len(flat):
            raise self._unlike(key, "a text, or a list of such")
        return texts

    def rows(self, key: str) -> tuple[Row, ...]:
        """Return a list of objects."""
        values = self.fields.get(key)
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self._unlike(key, "a list of objects")
        return tuple(
            Row(self.file, f"{self.place}, {key} {number}", value)
            for number, value in enumerate(values, 1)
        )

    def wrong(self, expected: str) -> UnreadableFileError:
        """Return an error that says where this row is and what was expected of it."""
        return UnreadableFileError(self.file, f"{self.place}: expected {expected}")

    def _unlike(self, key: str, kind: str) -> UnreadableFileError:
        if key not in self.fields:
            there = ", ".join(self.fields) or "nothing"
            return self.wrong(f'"{key}", {kind}; found only {there}')
        found = json.dumps(self.fields[key], ensure_ascii=False)
        shown = found if len(found) <= _LONGEST_SHOWN else f"{found[:_LONGEST_SHOWN]}…"
        return self.wrong(f'"{key}" to be {kind}; found {shown}')


def read_rows(path: Path) -> list[dict[str, Any]]:  # JSON, as it comes
    """The objects of a JSON or JSONL file, packed or not.

    Raises:
        UnreadableFileError: it cannot be read, or is no JSON; says which line.
    """
    return [dict(row.fields) for row in numbered_rows(path)]


def numbered_rows(path: Path) -> list[Row]:
    """The objects of a JSON or JSONL file, packed or not, with where they stand.

    A ``.json`` file is a list of them, or ``{"questions": […]}``.

    Raises:
        UnreadableFileError: it cannot be read, or is no JSON; says which line.
    """
    text = _text(path)
    if ".jsonl" in path.suffixes:
        # No splitlines(): other line ends than this one may stand inside of a JSON text.
        lines = ((f"line {n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        return [_row(path, place, _loaded(path, f"{place}: ", line)) for place, line in lines]
    loaded = _loaded(path, "", text)
    values = loaded.get("questions") if isinstance(loaded, dict) else loaded
    if not isinstance(values, list):
        raise UnreadableFileError(str(path), 'expected a list of questions, or {"questions": […]}')
    return [_row(path, f"row {n}", value) for n, value in enumerate(values, 1)]


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UnreadableFileError(str(path), f"cannot be read: {error}") from error


def _loaded(path: Path, place: str, text: str) -> object:
    try:
        loaded: object = json.loads(text)
    except ValueError as error:
        raise UnreadableFileError(str(path), f"{place}no JSON: {error}") from error
    return loaded


def _row(path: Path, place: str, value: object) -> Row:
    if not isinstance(value, dict):
        raise UnreadableFileError(
            str(path), f"{place}: expected an object, found {type(value).__name__}"
        )
    return Row(str(path), place, value)
