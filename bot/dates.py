"""Dates of publication as a reader writes them, as precisely as they are known."""

from __future__ import annotations

import re

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=$|T|\s)")


def spell(published: str) -> str:
    """An ISO 8601 date as in 23 January 2026, January 2026 or 2026; anything else as it is."""
    found = _ISO.match(published)
    if not found:
        return published
    year, month, day = found.groups()
    named = MONTHS[int(month) - 1] if month else None
    return " ".join(filter(None, (str(int(day)) if day else None, named, year)))


def stretch(first: str | None, last: str | None) -> str | None:
    """From the first date to the last, once where they are the same day, None where unknown."""
    ends = [spell(end) for end in (first, last) if end]
    return " – ".join(dict.fromkeys(ends)) or None
