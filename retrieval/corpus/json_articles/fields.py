"""Names the fields in which articles stand in JSON, by the programs that write them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import Field

from retrieval.toml_tables import Strings, TomlTable, parse_toml

_FILE: Final = "fields.toml"


class JsonFormat(TomlTable):
    """The fields that one program or service writes, in order of preference."""

    name: str
    text: Strings = ()
    html: Strings = ()
    title: Strings = ()
    outlet: Strings = ()
    domain: Strings = ()
    published: Strings = ()
    byline: Strings = ()
    url: Strings = ()
    articles: Strings = ()
    feed: Strings = ()

    def fields(self, column: str) -> tuple[str, ...]:
        """Return the fields of one column of the table."""
        stated: tuple[str, ...] = getattr(self, column)
        return stated


class _Table(TomlTable):
    formats: tuple[JsonFormat, ...] = Field(alias="format")


@cache
def json_formats() -> tuple[JsonFormat, ...]:
    """Return the formats, in the order in which their fields are tried."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    return parse_toml(_Table, text, _FILE).formats


@cache
def json_fields(column: str) -> tuple[str, ...]:
    """Return the fields of one column in every format, each once, in order of preference."""
    stated = [field for each in json_formats() for field in each.fields(column)]
    return tuple(dict.fromkeys(stated))
