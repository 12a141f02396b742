"""Dates as newsrooms print them, in ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Final

from retrieval.model import Span

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "eest": 3, "msk": 3,
}  # fmt: skip
"""Hours ahead of UTC, only for abbreviations that mean one zone."""

_ZONES_OF_MANY: Final = "et|ct|mt|pt|bst|ist|cst"

_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATES: Final = (
    rf"{_YEAR}(?P<sep>[-/.])(?P<number>\d\d)(?P=sep)(?P<day>\d\d)",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_WEEKDAY}{_DAY}(?:\s+of\s+|[\s-]){_MONTH},?[\s-]{_YEAR}",
    rf"(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}",
    rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
)
_ZONE: Final = rf"(?P<zone>(?:{'|'.join(_ZONES)}|{_ZONES_OF_MANY})\b|[+-]\d\d:?\d\d\b)"
_HALF: Final = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_TIME: Final = (
    rf"(?P<hour>\d{{1,2}})(?=:\d\d|\s?[ap]\.?m\b)"
    rf"(?::(?P<minute>\d\d))?(?::(?P<second_>\d\d)(?:[.,]\d+)?)?{_HALF}?"
    rf"(?:\s?\(?{_ZONE}\)?)?"
)
_DATED = tuple(
    re.compile(
        rf"(?<![\w/.-])(?:(?P<early>{_TIME})(?:\s+on)?[\s,|•·–-]+)?{each}"
        rf"(?:(?:T|,?\s+at\s+|[\s,|•·–-]+)(?P<late>{_TIME.replace('(?P<', '(?P<l_')}))?(?![\w/])",
        re.IGNORECASE,
    )
    for each in _DATES
)
_IN_ADDRESS = re.compile(
    rf"/{_YEAR}(?:/|-)?(?P<number>\d\d|[a-z]{{3,9}})(?:/|-)?(?P<day>\d{{1,2}})(?=[/_.-])",
    re.IGNORECASE,
)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A full date in a text: where, in ISO 8601, and whether it has a time of day."""

    span: Span
    iso: str
    timed: bool


def iso(text: str) -> str | None:
    """The date that the whole text is, else None: also where day and month may be swapped."""
    found = list(printed_dates(text.strip()))
    if len(found) == 1 and found[0].span == Span(0, len(text.strip())):
        return found[0].iso
    return None


def printed_dates(line: str) -> Iterator[PrintedDate]:
    """The full dates in a short line, by place; ambiguous and impossible ones are none."""
    if len(line) > _LONGEST:
        return
    found: list[PrintedDate] = []
    for pattern in _DATED:
        for match in pattern.finditer(line):
            printed = _printed(match)
            if printed is not None and not any(printed.span.overlaps(f.span) for f in found):
                found.append(printed)
    yield from sorted(found, key=lambda each: each.span)


def date_in_address(url: str) -> str | None:
    """The day in the path of an address such as ``/2026/01/23/`` or ``/20260123/``."""
    for match in _IN_ADDRESS.finditer(url[:2000]):
        day = _day(match.groupdict())
        if day is not None:
            return day.isoformat()
    return None


def _printed(match: re.Match[str]) -> PrintedDate | None:
    groups = match.groupdict()
    day = _day(groups)
    if day is None:
        return None
    time = _time(groups, "l_") if groups.get("late") else _time(groups, "")
    span = Span(*match.span())
    return PrintedDate(span, f"{day.isoformat()}{time or ''}", timed=time is not None)


def _day(groups: dict[str, str | None]) -> date | None:
    year = int(groups["year"] or 0)
    if groups.get("first"):
        return _by_slashes(year, int(groups["first"] or 0), int(groups["second"] or 0))
    named = (groups.get("month") or groups.get("number") or "").casefold()
    month = int(named) if named.isdigit() else _MONTHS.get(named, 0)
    return _date(year, month, int(groups["day"] or 0))


def _by_slashes(year: int, first: int, second: int) -> date | None:
    """Day and month only where one of the two cannot be a month, or both are equal."""
    readings = {_date(year, first, second), _date(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(groups: dict[str, str | None], late: str) -> str | None:
    if not groups.get(f"{late}hour"):
        return None
    hour = int(groups[f"{late}hour"] or 0)
    half = (groups.get(f"{late}half") or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    seconds = groups.get(f"{late}second_")
    try:
        moment = datetime(
            2000, 1, 1, hour, int(groups.get(f"{late}minute") or 0), int(seconds or 0),
            tzinfo=_zone(groups.get(f"{late}zone")),
        )  # fmt: skip
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds" if seconds else "minutes")[len("2000-01-01") :]


def _zone(printed: str | None) -> tzinfo | None:
    name = (printed or "").casefold()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    if name[:1] in {"+", "-"}:
        digits = name[1:].replace(":", "")
        ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-ahead if name[0] == "-" else ahead)
    return None
