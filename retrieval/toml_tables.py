"""Reads TOML files into pydantic models; all faults of a file are reported together."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from retrieval.errors import ConfigError

Strings = Annotated[
    tuple[Annotated[str, StringConstraints(pattern=r"\S")], ...],
    Field(description="a list of strings"),
]
"""A list of strings, none of them blank."""

_LONGEST_SHOWN = 60


class TomlTable(BaseModel):
    """One table of a TOML file: its fields are the keys that it may have, and no others.

    What a fault message says is expected of a key is its field's ``description``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class InvalidTomlError(ValueError):
    """A text is no TOML, or not what a model expects.

    Attributes:
        faults: each with the table and the key, what was expected and what was found.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def validate_toml(model: type[M], text: str) -> M:
    """Return a TOML text as the model.

    Raises:
        InvalidTomlError: with every fault of the text.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, or too long a number, or too deep
        raise InvalidTomlError([f"broken TOML: {str(error).splitlines()[0]}"]) from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = dict.fromkeys(_fault(model, each) for each in error.errors(include_url=False))
        raise InvalidTomlError([*faults]) from None


def parse_toml(model: type[M], text: str, file: str) -> M:
    """Return the text of a TOML file as the model; ``file`` names it in messages.

    Raises:
        ConfigError: naming the file with each of its faults.
    """
    try:
        return validate_toml(model, text)
    except InvalidTomlError as error:
        raise ConfigError("; ".join(f"{file}: {fault}" for fault in error.faults)) from error


def read_optional(path: Path, parse: Callable[[str, str], tuple[T, ...]]) -> tuple[T, ...]:
    """Return what ``parse`` makes of a file's text and name; nothing if there is no such file.

    Raises:
        ConfigError: the file cannot be read, or ``parse`` finds a fault in it.
    """
    if not path.exists():
        return ()
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    return parse(text, path.name)


def _fault(model: type[BaseModel], error: ErrorDetails) -> str:
    """Return one fault: ``[[outlet]] 2: files: 'x'; expected a list of strings``."""
    *location, last = error["loc"] or ("",)
    if error["type"] == "extra_forbidden":
        kind = "table" if _is_table(error["input"]) else "key"
        return _at(location, f"unknown {kind} {last!r}; expected {_keys(model, location)}")
    found = "missing" if error["type"] == "missing" else _shown(error["input"])
    return _at(_without_items(error["loc"]), f"{found}; {_expectation(model, error)}")


def _at(location: Sequence[int | str], fault: str) -> str:
    place = _place(location)
    return f"{place}: {fault}" if place else fault


def _without_items(location: Sequence[int | str]) -> Sequence[int | str]:
    """Return the place of the list for that of an item which should be a string."""
    keys = [at for at, part in enumerate(location) if isinstance(part, str)]
    return location[: keys[-1] + 1] if keys else ()


def _place(location: Sequence[int | str]) -> str:
    """Return the table and the key: "[[outlet]] 1: files", "verbs.saying"."""
    place = ""
    for part in location:
        if isinstance(part, int):
            place = f"[[{place}]] {part + 1}"
        elif place:
            place += f": {part}" if "]]" in place else f".{part}"
        else:
            place = part
    return place


def _shown(found: object) -> str:
    try:
        shown = found.isoformat() if isinstance(found, date | time) else repr(found)
    except ValueError:  # a hexadecimal number of more digits than Python prints
        return "a number of very many digits"
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(each, Mapping) for each in value)
    )


def _expectation(model: type[BaseModel], error: ErrorDetails) -> str:
    """Return what a validator says, else the field's description, else what pydantic says."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    described = [field.description for field in _fields(model, error["loc"])]
    if described and described[-1]:
        return f"expected {described[-1]}"
    return (
        error["msg"]
        .replace("Input should be", "expected")
        .replace("Field required", "expected a value")
    )


def _keys(model: type[BaseModel], tables: Sequence[int | str]) -> str:
    """Return the keys of the table at that place, those of lists of tables as ``[[key]]``."""
    for field in _fields(model, tables):
        model = _model_in(field.annotation) or model
    return ", ".join(
        f"[[{key}]]" if _model_in(field.annotation) and get_args(field.annotation) else key
        for key, field in model.model_fields.items()
    )


def _fields(model: type[BaseModel], location: Sequence[int | str]) -> Iterator[FieldInfo]:
    """Yield the fields on the way to a place, the outermost first, as far as there are models."""
    inner: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, str) and inner is not None and part in inner.model_fields:
            field = inner.model_fields[part]
            yield field
            inner = _model_in(field.annotation)


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model of a field, or of the items of its tuple; None if it has none."""
    candidates = (annotation, *get_args(annotation))
    models = (each for each in candidates if isinstance(each, type))
    return next((each for each in models if issubclass(each, BaseModel)), None)
