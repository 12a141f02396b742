"""Parses JSON: one value, values one after another, or one a line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LONGEST_INTEGER: Final = 400
_TOO_DEEP: Final = "JSON that cannot be read: nested too deeply"
_BETWEEN: Final = re.compile("[\ufeff \t\r\n\x1e,]*")
_BLANK: Final = "\ufeff \t\r\n\x1e"  # also before and between the values of RFC 7464


class BrokenJsonError(ValueError):
    """A text is no JSON; the message says where."""


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value of a file.

    Attributes:
        place: "#n" where the file has several, else empty.
        value: None where there is a fault.
        raw: the characters it was parsed from.
        fault: why it cannot be parsed.
    """

    place: str
    value: object
    raw: str
    fault: str | None = None


def json_values(text: str) -> Iterator[JsonValue]:
    """Yield the value of a text; of several after one another each, or the fault of a line.

    Raises:
        BrokenJsonError: nothing in it is JSON.
    """
    text = text.strip(_BLANK)
    if not text:
        raise BrokenJsonError("empty; expected an article")
    try:
        yield JsonValue("", parsed(text), text)
    except BrokenJsonError as error:
        several = list(_one_after_another(text))
        if not several or (several[-1].fault is not None and _is_json(text.partition("\n")[0])):
            several = list(json_lines(text))
        if all(each.fault is not None for each in several):
            raise BrokenJsonError(str(error)) from None
        yield from several


def json_lines(text: str) -> Iterator[JsonValue]:
    """Yield the value of each line that is not empty, or its fault, by the line's number."""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip(_BLANK)
        if not stripped:
            continue
        try:
            yield JsonValue(f"#{number}", parsed(stripped), stripped)
        except BrokenJsonError as error:
            yield JsonValue(f"#{number}", None, stripped, str(error))


def parsed(text: str) -> object:
    """Return the value of JSON; NaN for a whole number of more than 400 digits.

    Raises:
        BrokenJsonError: it is none.
    """
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise BrokenJsonError(_broken(text, error.pos, error.msg)) from error
    except RecursionError as error:
        raise BrokenJsonError(_TOO_DEEP) from error
    return value


def _one_after_another(text: str) -> Iterator[JsonValue]:
    """Yield values that follow one another, then the fault of what is no value."""
    number = at = 0
    while at < len(text):
        number += 1
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            said = (
                _broken(text, error.pos, error.msg) if isinstance(error, ValueError) else _TOO_DEEP
            )
            yield JsonValue(f"#{number}", None, text[at:], f"{said}; not read from there on")
            return
        yield JsonValue(f"#{number}", value, text[at:end])
        between = _BETWEEN.match(text, end)
        at = between.end() if between else end


def _broken(text: str, at: int, message: str) -> str:
    line = text.count("\n", 0, at) + 1
    return f"broken JSON at line {line}, column {at - text.rfind(chr(10), 0, at)}: {message}"


def _is_json(line: str) -> bool:
    try:
        return isinstance(parsed(line.strip(_BLANK)), dict | list)
    except BrokenJsonError:
        return False


def _integer(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else math.nan


_DECODER: Final = json.JSONDecoder(parse_int=_integer, strict=False)
