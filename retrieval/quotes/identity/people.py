"""Read the people that the newsroom knows from ``config/speakers.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from retrieval.quotes.identity.name_keys import search_key
from retrieval.toml_tables import Strings, TomlTable, parse_toml, read_optional


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom the newsroom knows, as in ``config/speakers.toml``.

    Attributes:
        name: as printed in articles.
        aliases: other spellings and names.
        titles: roles by which they are asked for, such as "mayor of Exampleton".
    """

    name: str
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def _name(text: str) -> str:
    if not search_key(text):
        raise ValueError("expected the speaker's name")
    return text.strip()


class _PersonTable(TomlTable):
    name: Annotated[str, AfterValidator(_name), Field(description="the speaker's name")]
    aliases: Strings = ()
    titles: Strings = ()


class _PeopleFile(TomlTable):
    speaker: tuple[_PersonTable, ...] = Field((), description="a list of tables [[speaker]]")


def read_people(path: Path) -> tuple[KnownPerson, ...]:
    """Return the people of a file, in its order; none if the file does not exist.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    return read_optional(path, parse_people)


def parse_people(text: str, file: str) -> tuple[KnownPerson, ...]:
    """Return the people in a file's text; ``file`` names it in messages.

    Raises:
        ConfigError: naming the file and every table and key at fault.
    """
    return tuple(
        KnownPerson(table.name, table.aliases, table.titles)
        for table in parse_toml(_PeopleFile, text, file).speaker
    )
