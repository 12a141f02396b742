"""Reads what is stated about an article outside its text, first of all in sidecar files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from retrieval.corpus.dates import iso_date
from retrieval.corpus.decode import c1_as_windows_1252
from retrieval.model import Evidence, Fact
from retrieval.toml_tables import InvalidTomlError, TomlTable, validate_toml

PRINTED_BYLINE: Final = "printed byline"
"""Rule of a byline that a page prints beside its article, and not only states in its metadata."""
_DATE: Final = "a date such as 2025-01-31"


@dataclass(frozen=True, slots=True)
class DeclaredMetadata:
    """Facts from a sidecar file, the fields of a JSON article or the metadata of a page.

    Attributes:
        further_dates: of publication, in order of trust, for where ``published`` is to come.
    """

    outlet: Fact | None = None
    title: Fact | None = None
    published: Fact | None = None
    byline: Fact | None = None
    url: Fact | None = None
    further_dates: tuple[Fact, ...] = ()

    def completed_by(self, other: DeclaredMetadata) -> DeclaredMetadata:
        """Return these facts, with the other's where nothing is stated here."""
        names = [field.name for field in fields(self)]
        merged = {name: getattr(self, name) or getattr(other, name) for name in names}
        dates = (*self.dates, *other.dates)
        return DeclaredMetadata(
            **merged | {"published": next(iter(dates), None), "further_dates": dates[1:]}
        )

    @property
    def dates(self) -> tuple[Fact, ...]:
        """Every date of publication that is stated, in order of trust."""
        return (*([self.published] if self.published else []), *self.further_dates)


def _published(value: object) -> object:
    """Return a date of TOML, or one as a newsroom prints it, in ISO 8601."""
    match value:
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case str():
            stated = iso_date(value)
            if value and stated is None:
                raise ValueError(f"expected {_DATE}")
            return stated
        case _:
            return value


_String = Annotated[str | None, Field(description="a string")]


class _SidecarTable(TomlTable):
    outlet: _String = None
    title: _String = None
    published: Annotated[str | None, BeforeValidator(_published), Field(description=_DATE)] = None
    byline: _String = None
    url: _String = None


def from_sidecar(raw: bytes) -> tuple[DeclaredMetadata, list[str]]:
    """Return the facts of a sidecar file and no faults, or no facts and every fault in it."""
    try:
        table = validate_toml(_SidecarTable, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return DeclaredMetadata(), [f"not UTF-8 at byte {error.start}"]
    except InvalidTomlError as error:
        return DeclaredMetadata(), [*error.faults]
    return declared_metadata({key: fact(value, "sidecar file") for key, value in table}), []


def declared_metadata(facts: Mapping[str, Fact | None]) -> DeclaredMetadata:
    """Return the facts under these names; ``None`` where a name is missing."""
    return DeclaredMetadata(
        outlet=facts.get("outlet"),
        title=facts.get("title"),
        published=facts.get("published"),
        byline=facts.get("byline"),
        url=facts.get("url"),
    )


def fact(value: str | None, rule: str) -> Fact | None:
    """Return the value in one line as a fact; None if it is blank or cannot be stored."""
    cleaned = " ".join(c1_as_windows_1252(value or "").split())
    return Fact(cleaned, (Evidence(rule),)) if cleaned and not unstorable(cleaned) else None


def unstorable(text: str) -> str | None:
    """Return what in a text no catalogue can hold, and where; None where nothing is."""
    if "\0" in text:
        return f"character U+0000 at {text.index(chr(0))}"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"half a surrogate pair at {error.start}"
    return None
