"""Read the people that the newsroom knows from ``config/speakers.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retrieval.quotes.identity.name_matching import (
    spelling_key,
)
from retrieval.toml_tables import named_tables, read_if_there, refuse

LISTS = ("aliases", "titles")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom the newsroom knows.

    Attributes:
        name: as printed in articles.
        aliases: other spellings and names.
        titles: roles by which they are asked for, such as "mayor of Exampleton".
    """

    name: str
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def known_people(path: Path) -> tuple[KnownPerson, ...]:
    """Return the people of a file, in its order; none where the file does not exist.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    return read_if_there(path, parse_people)


def parse_people(text: str, file: str) -> tuple[KnownPerson, ...]:
    """Return the people in the text of such a file, which ``file`` names in messages.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    tables, faults = named_tables(
        text, file, "speaker", LISTS, lambda name: bool(spelling_key(name))
    )
    refuse(file, faults)
    return tuple(
        KnownPerson(table.name, table.lists["aliases"], table.lists["titles"]) for table in tables
    )
