"""Reads the outlets that the newsroom lists: their names, addresses, accounts and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from retrieval.errors import ConfigError
from retrieval.toml_tables import Strings, TomlTable, parse_toml, read_optional


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
        """Return whether a file is listed as its own; "news.jsonl#3" is one of "news.jsonl"."""
        names = {file, file.rpartition("#")[0] or file}
        return any(fnmatchcase(name, glob) for name in names for glob in self.files)

    def is_called(self, name: str) -> bool:
        """Return whether a printed name is its name or an alias, less case and a leading "The"."""
        return _folded(name) in {_folded(each) for each in (self.name, *self.aliases)}


class _OutletTable(TomlTable):
    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(description="the outlet's name"),
    ]
    aliases: Strings = ()
    domains: Strings = ()
    handles: Strings = ()
    files: Strings = ()


class _OutletsFile(TomlTable):
    outlet: tuple[_OutletTable, ...] = Field((), description="a list of tables [[outlet]]")


def read_outlets(path: Path) -> tuple[KnownOutlet, ...]:
    """Return the outlets of a file, in its order; none if the file does not exist.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    return read_optional(path, parse_outlets)


def parse_outlets(text: str, file: str) -> tuple[KnownOutlet, ...]:
    """Return the outlets in a file's text; ``file`` names it in messages.

    Raises:
        ConfigError: naming the file and every table and key at fault, or every domain and handle
            that two outlets claim.
    """
    outlets = tuple(
        KnownOutlet(
            name=table.name,
            aliases=table.aliases,
            domains=tuple(each.lower().removeprefix("www.") for each in table.domains),
            handles=tuple(handle_key(each) for each in table.handles),
            files=table.files,
        )
        for table in parse_toml(_OutletsFile, text, file).outlet
    )
    if faults := _claimed_twice(outlets):
        raise ConfigError("; ".join(f"{file}: {fault}" for fault in faults))
    return outlets


def handle_key(handle: str) -> str:
    """Return a handle in the form in which two are compared: "t.me/name", "@name"."""
    bare = handle.strip().lower().removeprefix("https://").removeprefix("http://")
    return bare.removeprefix("www.").rstrip("/")


def _claimed_twice(outlets: Sequence[KnownOutlet]) -> list[str]:
    owners: dict[str, str] = {}
    return [
        f"{sign!r} belongs to both {owners[sign]!r} and {outlet.name!r}"
        for outlet in outlets
        for sign in (*outlet.domains, *outlet.handles)
        if owners.setdefault(sign, outlet.name) != outlet.name
    ]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
