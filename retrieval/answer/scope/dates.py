"""Parses publication dates in questions: "since March", "last week", "on 3 March 2025"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from retrieval.answer.lexicon import alternation, number_words, question_words
from retrieval.languages.tables import date_words
from retrieval.model import Span

_YEAR = r"(?:(?:19|20)\d\d)"
_ISO = r"\d{4}-\d\d(?:-\d\d)?"
_STAMP = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")

RELATIVE_KINDS = frozenset({"past", "last", "day"})
"""The kinds that are counted from the reader's own day."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of days, its place in the text and its kind; None is an open end."""

    span: Span
    kind: str
    after: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class _StatedDate:
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def first(self, year: int) -> date:
        return date(self.year or year, self.month or 1, self.day or 1)

    def last(self, year: int) -> date:
        year, month = self.year or year, self.month or 12
        return date(year, month, self.day or monthrange(year, month)[1])


def latest_day(published: Iterable[str | None], today: date | None = None) -> date | None:
    """Return the last ISO 8601 date of publication that is given to the day or month.

    One after tomorrow, seen from ``today``, is no date of publication.
    """
    latest = latest_stamp(published, today)
    stated = None if latest is None else _stated(latest)
    try:
        return None if stated is None else stated.last(stated.year or 1)
    except ValueError:
        return None


def latest_stamp(published: Iterable[str | None], today: date | None = None) -> str | None:
    """Return the last ISO 8601 date of publication as it is stated; as above."""
    end = (today + timedelta(days=1)).isoformat() if today else None
    dates = [
        each
        for each in published
        if each and _STAMP.match(each) and (end is None or each[:10] <= end[: len(each[:10])])
    ]
    return max(dates, default=None)


def stamp_in_words(stamp: str) -> str:
    """Return an ISO 8601 date as far as it is stated: 4 March 2025, March 2025 or 2025."""
    stated = _stated(stamp)
    if stated is None:
        return stamp
    named = date_words().month_names[stated.month - 1].capitalize() if stated.month else None
    return " ".join(str(part) for part in (stated.day, named, stated.year) if part)


def _stated(stamp: str) -> _StatedDate | None:
    match = _STAMP.match(stamp)
    parts = () if match is None else match.groups()
    return _StatedDate(*(int(part) if part else None for part in parts)) if parts else None


@dataclass(frozen=True, slots=True)
class LaterTime:
    """A year, month or day after the newest article, by its place in the text."""

    span: Span
    year: int | None
    month: int | None

    def is_told_in(self, text: str) -> bool:
        """Return whether a text names the year or the month, or what comes next."""
        named = [str(self.year)] if self.year else []
        if self.month:
            named.append(date_words().month_names[self.month - 1].capitalize())
        told = re.search(rf"(?<!\w)(?:{alternation(named)})(?!\w)", text)
        return told is not None or _coming().search(text) is not None


def time_after(text: str, newest: Callable[[], date | None]) -> LaterTime | None:
    """Return the first year, month or day in a text that begins after that of the newest article.

    A month without a year does after "next" only.
    """
    for match in _explicit().finditer(text):
        stated = _parse_date(match["one"])
        if stated.year is None and (match["next"] is None or stated.month is None):
            continue
        last_day = newest()
        if last_day is None:
            return None
        try:
            is_later = stated.year is None or stated.first(stated.year) > last_day
        except ValueError:  # 31 June
            continue
        if is_later:
            return LaterTime(Span(*match.span()), stated.year, stated.month)
    return None


def date_ranges(
    text: str, newest: Callable[[], date | None], today: date | None
) -> Iterator[DateRange]:
    """Yield every range of days that a text names.

    Args:
        text: a question.
        newest: the day of the newest article. A month without a year is the last one that began
            by then: no later one can be meant.
        today: the reader's own day, from which "last week" is counted; without it such words
            name no days.
    """
    for kind, pattern in _phrases():
        for match in pattern.finditer(text):
            try:
                ends = _bounds(kind, match, newest, today)
            except ValueError:  # 31 June
                continue
            if ends is not None:
                yield DateRange(Span(*match.span()), kind, *ends)


Bounds = tuple[date | None, date | None]


def _bounds(
    kind: str, match: re.Match[str], newest: Callable[[], date | None], today: date | None
) -> Bounds | None:
    if kind in RELATIVE_KINDS:
        return None if today is None else _relative_bounds(kind, match, today)
    last_day = newest()
    return None if last_day is None else _stated_bounds(kind, match, last_day)


def _stated_bounds(kind: str, match: re.Match[str], newest: date) -> Bounds:
    one = _parse_date(match["one"])
    if kind == "between":
        two = _with_year(_parse_date(match["two"]), newest)
        end = two.last(newest.year)
        if one.year is None:
            one = _with_year(replace(one, year=None), end)
        start = one.first(end.year)
        return (start, end) if start <= end else (two.first(end.year), one.last(end.year))
    one = _with_year(one, newest)
    start, end = one.first(newest.year), one.last(newest.year)
    match kind:
        case "since":
            return start, None
        case "after":
            return end + timedelta(days=1), None
        case "before":
            return None, start - timedelta(days=1)
        case "until":
            return None, end
        case _:
            return start, end


def _parse_date(words: str) -> _StatedDate:
    """Return the year, month and day of a date, as far as they are stated."""
    found: dict[str, int] = {}
    for match in _parts().finditer(words):
        if match["iso"]:
            return _StatedDate(*map(int, match["iso"].split("-")))
        if match["year"]:
            found["year"] = int(match["year"])
        elif match["month"]:
            found["month"] = date_words().month_numbers[match["month"].casefold()]
        else:
            found["day"] = int(re.sub(r"\D", "", match["day"]))
    return _StatedDate(**found)


def _with_year(stated: _StatedDate, newest: date) -> _StatedDate:
    """Return the date with the last year in which it began by then."""
    if stated.year is not None:
        return stated
    began = stated.first(newest.year) <= newest
    return replace(stated, year=newest.year if began else newest.year - 1)


def _relative_bounds(kind: str, match: re.Match[str], today: date) -> Bounds:
    """Return the days that words relative to today name; weeks begin on Monday."""
    if kind == "day":
        day = today - timedelta(days=question_words().days_ago[match["day"].casefold()])
        return day, day
    unit = question_words().date_units[match["unit"].casefold()]
    if kind == "past":
        return _days_before(today, unit, _number(match["count"])), today
    end = _first_day_of(today, unit) - timedelta(days=1)
    return _first_day_of(end, unit), end


def _number(words: str | None) -> int:
    if words is None:
        return 1
    return int(words) if words.isdigit() else _counts()[words.casefold()]


def _days_before(today: date, unit: str, count: int) -> date:
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
    return today - timedelta(days=days * count)


def _first_day_of(day: date, unit: str) -> date:
    """Return the first day of the week, month or year."""
    match unit:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of phrases for days, in the order in which they are looked for."""
    words = question_words()
    said = words.date_patterns
    day = rf"(?P<day>{alternation(words.days_ago)})\b"
    kinds = (
        ("between", said.between, _any_date()),
        ("since", said.since, _any_date()),
        ("after", said.after, _any_date()),
        ("before", said.before, _any_date()),
        ("until", said.until, _any_date()),
        ("on", said.on, _any_date()),
        ("in", said.during, _month_or_year()),
        ("past", said.past, ""),
        ("last", said.last, ""),
        ("day", (day,), ""),
    )
    return tuple(
        (kind, re.compile(rf"(?<!\S){_with_dates(pattern, one)}", re.IGNORECASE))
        for kind, patterns, one in kinds
        for pattern in patterns
    )


def _with_dates(pattern: str, one: str) -> str:
    """Return a pattern of ``questions.toml`` with those of dates and numbers in it."""
    stand_for = {
        "DATE": rf"(?P<one>{one})",
        "FROM": rf"(?P<one>{one})",
        "TO": rf"(?P<two>{one})",
        "DAY": rf"(?P<one>(?:{_ISO}|{_day_of_month()})\b)",
        "COUNT": rf"(?P<count>\d{{1,3}}|{alternation(_counts())})",
        "UNIT": rf"(?P<unit>{alternation(question_words().date_units)})\b",
    }
    return re.sub(r"[A-Z]{2,}", lambda match: stand_for[match.group()], pattern)


@cache
def _explicit() -> re.Pattern[str]:
    """Return the pattern of a date that is no amount of anything."""
    counted = question_words().answer_words
    amounts = alternation((*counted.currencies, *counted.durations, *counted.money_scales))
    return re.compile(
        rf"(?<![\w$€£¥#.,/-])(?:(?P<next>{alternation(question_words().date_patterns.coming)})\s)?"
        rf"(?P<one>{_any_date()})(?![,.]\d|[-–]?\w|\s?%|\s(?:{amounts})\b)",
        re.IGNORECASE,
    )


@cache
def _coming() -> re.Pattern[str]:
    """Return the pattern of a coming unit of time: "next year"."""
    words = question_words()
    units = alternation(words.date_units)
    return re.compile(
        rf"\b(?:{alternation(words.date_patterns.coming)})\s(?:{units})\b", re.IGNORECASE
    )


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<iso>{_ISO})|(?P<year>{_YEAR})|(?P<month>{_month()})\b|(?P<day>{_day()})\b",
        re.IGNORECASE,
    )


def _any_date() -> str:
    return rf"(?:{_ISO}|{_day_of_month()}|{_month_and_year()}|{_YEAR})\b"


def _month_or_year() -> str:
    return rf"(?:{_ISO}|{_month_and_year()}|{_YEAR})\b"


def _day_of_month() -> str:
    of = alternation(date_words().before_a_month)
    day, month = _day(), _month()
    return rf"(?:{day}\s(?:(?:{of})\s)?{month}|{month}\s{day}(?!\d))(?:,?\s{_YEAR})?"


def _month_and_year() -> str:
    of = alternation(date_words().before_a_month)
    return rf"{_month()}(?:(?:,|\s(?:{of}))?\s{_YEAR})?"


def _month() -> str:
    return f"(?:{alternation(date_words().month_numbers)})"


def _day() -> str:
    return rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:{alternation(date_words().ordinal_ends)})?)"


@cache
def _counts() -> Mapping[str, int]:
    """Return the numbers that stand in words before days, weeks, months and years."""
    words = number_words()
    small = {word: value for word, value in words.cardinals.items() if 0 < value <= _MOST_IN_WORDS}
    return small | dict(words.approximate)


_MOST_IN_WORDS = 12
