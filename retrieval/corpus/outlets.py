"""The outlets that the newsroom knows, from ``config/outlets.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from retrieval.errors import ConfigError

_LISTS: Final = ("aliases", "domains", "handles", "files")


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet and the signs by which it is known, as in ``config/outlets.toml``.

    Attributes:
        name: as cited.
        aliases: other printed forms.
        domains: registered domains of its pages, lower-case.
        handles: channels and accounts, such as "t.me/example_herald", lower-case.
        files: files or globs that belong to it; "*" also crosses "/".
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def owns_file(self, file: str) -> bool:
        """Whether a file ("news.jsonl#3" counts as "news.jsonl" too) is listed as its own."""
        names = {file, file.rpartition("#")[0] or file}
        return any(fnmatchcase(name, glob) for name in names for glob in self.files)

    def is_called(self, name: str) -> bool:
        """Whether a printed name is its name or an alias; case and a leading "The" are free."""
        return _folded(name) in {_folded(each) for each in (self.name, *self.aliases)}


def read_outlets(path: Path) -> tuple[KnownOutlet, ...]:
    """The outlets of a file, in its order; none where the file does not exist.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    if not path.exists():
        return ()
    try:
        return parse_outlets(path.read_bytes().decode("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def parse_outlets(text: str, file: str) -> tuple[KnownOutlet, ...]:
    """The outlets in the text of such a file, which ``file`` names in messages.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: broken TOML: {error}") from error
    faults = [f"unknown table {key!r}; expected [[outlet]]" for key in content if key != "outlet"]
    tables = content.get("outlet", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        faults.append("outlet is not a list of tables; expected [[outlet]]")
        tables = []
    outlets = [
        _outlet(table, f"[[outlet]] {number}", faults)
        for number, table in enumerate(tables, start=1)
    ]
    faults += _claimed_twice(outlets)
    if faults:
        raise ConfigError("; ".join(f"{file}: {fault}" for fault in faults))
    return tuple(outlets)


def _outlet(table: dict[str, object], place: str, faults: list[str]) -> KnownOutlet:
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        faults.append(f"{place}: name: {name!r}; expected the outlet's name")
        name = place
    faults += [
        f"{place}: unknown key {key!r}; expected name, {', '.join(_LISTS)}"
        for key in table
        if key not in {"name", *_LISTS}
    ]
    lists = {key: _strings(table.get(key, []), f"{place}: {key}", faults) for key in _LISTS}
    return KnownOutlet(
        name=name.strip(),
        aliases=lists["aliases"],
        domains=tuple(each.lower().removeprefix("www.") for each in lists["domains"]),
        handles=tuple(handle_key(each) for each in lists["handles"]),
        files=lists["files"],
    )


def _strings(value: object, place: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    faults.append(f"{place}: {value!r}; expected a list of strings")
    return ()


def _claimed_twice(outlets: list[KnownOutlet]) -> list[str]:
    owners: dict[str, str] = {}
    return [
        f"{sign!r} belongs to both {owners[sign]!r} and {outlet.name!r}"
        for outlet in outlets
        for sign in (*outlet.domains, *outlet.handles)
        if owners.setdefault(sign, outlet.name) != outlet.name
    ]


def handle_key(handle: str) -> str:
    """A handle in the form in which two are compared: "t.me/name", "@name"."""
    bare = handle.strip().lower().removeprefix("https://").removeprefix("http://")
    return bare.removeprefix("www.").rstrip("/")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
