"""Parses dates as newsrooms print them into ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final

from retrieval.languages.patterns import any_of
from retrieval.languages.tables import date_words
from retrieval.model import Span

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_HALF: Final = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_IN_ADDRESS = re.compile(
    rf"/{_YEAR}(?:/|-)?(?P<number>\d\d|[a-z]{{3,9}})(?:/|-)?(?P<day>\d{{1,2}})(?=[/_.-])",
    re.IGNORECASE,
)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A full date in a text.

    Attributes:
        span: where it stands.
        iso: the date in ISO 8601, with the time if one is printed.
        timed: whether a time of day is printed.
    """

    span: Span
    iso: str
    timed: bool


def iso_date(text: str) -> str | None:
    """Return the date that the whole text is, in ISO 8601; None if it is none, or ambiguous."""
    found = list(printed_dates(text.strip()))
    if len(found) == 1 and found[0].span == Span(0, len(text.strip())):
        return found[0].iso
    return None


def printed_dates(line: str) -> Iterator[PrintedDate]:
    """Yield the full dates in a line of at most 200 characters, in order.

    Dates are left out that do not exist, or whose day and month may be swapped.
    """
    if len(line) > _LONGEST:
        return
    found: list[PrintedDate] = []
    for pattern in _date_patterns():
        for match in pattern.finditer(line):
            printed = _printed(match)
            if printed is not None and not any(printed.span.overlaps(f.span) for f in found):
                found.append(printed)
    yield from sorted(found, key=lambda each: each.span)


def date_in_address(url: str) -> str | None:
    """Return the day in the path of an address: ``/2026/01/23/`` or ``/20260123/``; else None."""
    for match in _IN_ADDRESS.finditer(url[:2000]):
        day = _day(match.groupdict())
        if day is not None:
            return day.isoformat()
    return None


def is_to_come(iso: str, today: date | None) -> bool:
    """Return whether an ISO 8601 date is later than tomorrow, which it may already be elsewhere.

    Without a today, no date is.
    """
    day = iso[:10]
    return today is not None and day > (today + timedelta(days=1)).isoformat()[: len(day)]


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
    month = int(named) if named.isdigit() else date_words().month_numbers.get(named, 0)
    return _date(year, month, int(groups["day"] or 0))


def _by_slashes(year: int, first: int, second: int) -> date | None:
    """Return the date if one of the numbers cannot be a month, or both are equal; else None."""
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
    hours = date_words().zones.get(name)
    if hours is not None:
        return timezone(timedelta(hours=hours))
    if name[:1] in {"+", "-"}:
        digits = name[1:].replace(":", "")
        ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-ahead if name[0] == "-" else ahead)
    return None


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    """Return a pattern for each way of printing a date, with a time before or after it."""
    time, words = _time_pattern(), date_words()
    before, after = any_of(words.before_a_time), any_of(words.after_a_time)
    return tuple(
        re.compile(
            rf"(?<![\w/.-])(?:(?P<early>{time})(?:\s+{after})?[\s,|•·–-]+)?{each}"
            rf"(?:(?:T|,?\s+{before}\s+|[\s,|•·–-]+)(?P<late>{time.replace('(?P<', '(?P<l_')}))?"
            r"(?![\w/])",
            re.IGNORECASE,
        )
        for each in _day_patterns()
    )


def _day_patterns() -> tuple[str, ...]:
    words = date_words()
    month = rf"(?P<month>{any_of(words.month_numbers)})\.?"
    day = rf"(?P<day>\d{{1,2}}){any_of(words.ordinal_ends)}?"
    weekday = rf"(?:{any_of((*words.weekday_forms, *words.clipped_weekdays))}\.?,?\s+)?"
    return (
        rf"{_YEAR}(?P<sep>[-/.])(?P<number>\d\d)(?P=sep)(?P<day>\d\d)",
        rf"{weekday}{month}\s+{day},?\s+{_YEAR}",
        rf"{weekday}{day}(?:\s+{any_of(words.before_a_month)}\s+|[\s-]){month},?[\s-]{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}",
        rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
    )


def _time_pattern() -> str:
    zones = any_of([*date_words().zones, *date_words().ambiguous_zones])
    zone = rf"(?P<zone>{zones}\b|[+-]\d\d:?\d\d\b)"
    return (
        r"(?P<hour>\d{1,2})(?=:\d\d|\s?[ap]\.?m\b)"
        rf"(?::(?P<minute>\d\d))?(?::(?P<second_>\d\d)(?:[.,]\d+)?)?{_HALF}?(?:\s?\(?{zone}\)?)?"
    )
