"""Lists of named things in the configuration: ``[[kind]]`` tables of a name and lists of words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from retrieval.errors import ConfigError

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


def parse_toml(model: type[M], text: str, file: str) -> M:
    """Return the TOML text as the model; ``file`` names it in messages.

    Raises:
        ConfigError: it is no TOML, or naming the file and every key at fault.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: broken TOML: {error}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError("; ".join(f"{file}: {fault}" for fault in faults)) from None


@dataclass(frozen=True, slots=True)
class NamedTable:
    """One table: its name, and every list that it may have, empty where it has none."""

    name: str
    lists: Mapping[str, tuple[str, ...]]


def read_if_there(path: Path, parse: Callable[[str, str], tuple[T, ...]]) -> tuple[T, ...]:
    """What ``parse`` makes of the file's text and name; nothing where there is no such file.

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


def named_tables(
    text: str, file: str, kind: str, keys: Sequence[str], is_name: Callable[[str], bool]
) -> tuple[list[NamedTable], list[str]]:
    """The tables of one kind in a TOML text, in order, and every fault in them.

    Args:
        text: the file's.
        file: what it is called in messages.
        kind: of the tables, such as "outlet".
        keys: the lists of strings that a table may have.
        is_name: whether a string can be a name.

    Raises:
        ConfigError: it is no TOML.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: broken TOML: {error}") from error
    faults = [f"unknown table {key!r}; expected [[{kind}]]" for key in content if key != kind]
    tables = content.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        faults.append(f"{kind} is not a list of tables; expected [[{kind}]]")
        tables = []
    made = [
        _table(table, f"[[{kind}]] {number}", faults, kind=kind, keys=keys, is_name=is_name)
        for number, table in enumerate(tables, start=1)
    ]
    return made, faults


def refuse(file: str, faults: Sequence[str]) -> None:
    """Raises all faults of a file together, if there are any.

    Raises:
        ConfigError: naming the file with each of them.
    """
    if faults:
        raise ConfigError("; ".join(f"{file}: {fault}" for fault in faults))


def _table(
    table: Mapping[str, object],
    place: str,
    faults: list[str],
    *,
    kind: str,
    keys: Sequence[str],
    is_name: Callable[[str], bool],
) -> NamedTable:
    name = table.get("name")
    if not isinstance(name, str) or not is_name(name):
        faults.append(f"{place}: name: {name!r}; expected the {kind}'s name")
        name = place
    faults += [
        f"{place}: unknown key {key!r}; expected name, {', '.join(keys)}"
        for key in table
        if key not in {"name", *keys}
    ]
    lists = {key: _strings(table.get(key, []), f"{place}: {key}", faults) for key in keys}
    return NamedTable(name.strip(), lists)


def _strings(value: object, place: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    faults.append(f"{place}: {value!r}; expected a list of strings")
    return ()
