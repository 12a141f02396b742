"""Dates of publication as a reader writes them, as precisely as they are known."""

from __future__ import annotations

import re
from datetime import datetime

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

_YEARS = range(1971, 2038)
"""Telegram counts the seconds since 1970 in 31 bits."""

_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=$|T|\s)")


def spell(published: str) -> str:
    """An ISO 8601 date as in 23 January 2026, January 2026 or 2026; anything else as it is."""
    found = _ISO.match(published)
    if not found:
        return published
    year, month, day = found.groups()
    named = MONTHS[int(month) - 1] if month else None
    return " ".join(filter(None, (str(int(day)) if day else None, named, year)))


def moment(published: str) -> datetime | None:
    """The very moment, where time and zone are stated; None where either is not.

    Midnight is none: that is how pages write a date without a time, and on another clock it would
    fall on another day.
    """
    try:
        stated = datetime.fromisoformat(published)
    except ValueError:
        return None
    is_midnight = stated.time().replace(tzinfo=None) == datetime.min.time()
    if stated.tzinfo is None or is_midnight or stated.year not in _YEARS:
        return None
    return stated


def spell_moment(stated: datetime) -> str:
    """As in 23 January 2026, 08:30 UTC+01:00: by the clock of the place where it was stated."""
    return f"{spell(stated.date().isoformat())}, {stated:%H:%M} {stated.tzname()}"


def stretch(first: str | None, last: str | None) -> str | None:
    """From the first date to the last, once where they are the same day, None where unknown."""
    ends = [spell(end) for end in (first, last) if end]
    return " – ".join(dict.fromkeys(ends)) or None


def duration(seconds: float) -> str:
    """The two largest units of it: 3 d 4 h, 12 min 5 s."""
    left = max(0, int(seconds))
    parts: list[tuple[int, str]] = []
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, left = divmod(left, length)
        parts += [(number, unit)] if parts or number or length == 1 else []
    return " ".join(f"{number} {unit}" for number, unit in parts[:2])
