"""What is stated about an article outside its own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from retrieval.corpus.dates import iso
from retrieval.model import Evidence, Fact

_KEYS: Final = ("outlet", "title", "published", "byline", "url")


@dataclass(frozen=True, slots=True)
class DeclaredMetadata:
    """Facts from a sidecar file, the fields of a JSON article or the metadata of a page."""

    outlet: Fact | None = None
    title: Fact | None = None
    published: Fact | None = None
    byline: Fact | None = None
    url: Fact | None = None

    def completed_by(self, other: DeclaredMetadata) -> DeclaredMetadata:
        """These facts, with the other's where nothing is stated here."""
        names = [field.name for field in fields(self)]
        return DeclaredMetadata(
            **{name: getattr(self, name) or getattr(other, name) for name in names}
        )


def from_sidecar(raw: bytes) -> tuple[DeclaredMetadata, list[str]]:
    """The facts of a sidecar file, or every fault in it."""
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return DeclaredMetadata(), [f"not UTF-8 at byte {error.start}"]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return DeclaredMetadata(), [f"broken TOML: {str(error).splitlines()[0]}"]
    faults = [f"unknown key {key!r}" for key in content if key not in _KEYS]
    values: dict[str, str | None] = {}
    for key in _KEYS:
        try:
            values[key] = _sidecar_value(key, content.get(key, ""))
        except ValueError as error:
            faults.append(f"key {key}: {error}")
    if faults:
        return DeclaredMetadata(), [*faults[:-1], f"{faults[-1]} (keys: {', '.join(_KEYS)})"]
    return DeclaredMetadata(
        **{key: fact(value, "sidecar file") for key, value in values.items()}
    ), []


def from_fields(item: Mapping[str, object]) -> tuple[DeclaredMetadata, list[str]]:
    """The facts in the fields of a JSON article, or every fault in them; others are ignored.

    A ``published`` that is no full, unambiguous date states nothing.
    """
    faults: list[str] = []
    facts: dict[str, Fact | None] = {}
    for key in _KEYS:
        value = item.get(key)
        if value is not None and not isinstance(value, str):
            faults.append(f"field {key} is not a string: {str(value)[:40]!r}")
            continue
        stated = iso(value or "") if key == "published" else value
        facts[key] = fact(stated, f"field {key}")
    return (DeclaredMetadata(), faults) if faults else (DeclaredMetadata(**facts), [])


def fact(value: str | None, rule: str) -> Fact | None:
    """The value in one line, or None where there is none."""
    cleaned = " ".join((value or "").split())
    return Fact(cleaned, (Evidence(rule),)) if cleaned else None


def _sidecar_value(key: str, value: object) -> str | None:
    if key == "published" and isinstance(value, date):
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
    if not isinstance(value, str):
        raise ValueError(f"{str(value)[:40]!r} is not a string")  # noqa: TRY004 - the type in a file is a value to us
    if key == "published" and value:
        stated = iso(value)
        if stated is None:
            raise ValueError(f"{value[:40]!r} is not a date such as 2025-01-31")
        return stated
    return value
