"""The outlets that the newsroom knows, from ``config/outlets.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from retrieval.tables import named_tables, read_if_there, refuse

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
    return read_if_there(path, parse_outlets)


def parse_outlets(text: str, file: str) -> tuple[KnownOutlet, ...]:
    """The outlets in the text of such a file, which ``file`` names in messages.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    tables, faults = named_tables(text, file, "outlet", _LISTS, lambda name: bool(name.strip()))
    outlets = [
        KnownOutlet(
            name=table.name,
            aliases=table.lists["aliases"],
            domains=tuple(each.lower().removeprefix("www.") for each in table.lists["domains"]),
            handles=tuple(handle_key(each) for each in table.lists["handles"]),
            files=table.lists["files"],
        )
        for table in tables
    ]
    refuse(file, [*faults, *_claimed_twice(outlets)])
    return tuple(outlets)


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
