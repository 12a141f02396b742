"""Reads single values of JSON: strings, names, addresses and dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from retrieval.corpus.dates import iso_date
from retrieval.corpus.sidecar import unstorable

_DOMAIN: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_DIGITS: Final = re.compile(r"(\d{8})(\d{6})")
_NUMBER: Final = re.compile(r"\d{8,16}(?:\.\d{1,9})?")
_ZONE_NAME: Final = re.compile(r"\[[^\]]*\]$")
_ZONED: Final = re.compile(r"T.*[+-]\d\d:\d\d$")
_DAY_DIGITS: Final = 8
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_NO_DATE: Final = "1970-01-01T00:00"  # what programs write for zero
_FIRST_SECOND: Final = 100_000_000  # 1973: a smaller number counts something else
_FIRST_MILLISECOND: Final = 100_000_000_000
_FIRST_MICROSECOND: Final = 100_000_000_000_000


class UnexpectedValueError(ValueError):
    """A field is not what is expected; the message says what it is and what was expected."""


def kind_of(value: object) -> str:
    """Return what a value of JSON is called."""
    names = {
        list: "a list",
        str: "a string",
        bool: "a boolean",
        int: "a number",
        float: "a number",
    }
    return "null" if value is None else names.get(type(value), "an object")


def is_blank(value: object) -> bool:
    """Whether a field states nothing."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def string_in(value: object) -> str:
    """Return a string, with HTML's character references read.

    Raises:
        UnexpectedValueError: it is no string, or cannot be stored.
    """
    if not isinstance(value, str):
        raise UnexpectedValueError(f"is {kind_of(value)}; expected a string")
    fault = unstorable(value)
    if fault:
        raise UnexpectedValueError(f"has {fault}; expected Unicode")
    return unescape(value)


def names_in(value: object) -> str:
    """Return the name or names of people or of an outlet, with ", " between them.

    Raises:
        UnexpectedValueError: nothing in it is a name.
    """
    names = [string_in(each) for each in _names(value)]
    found = [each for each in names if each.strip() and "://" not in each]
    if not found:
        raise UnexpectedValueError(
            f"is {_an_address_or(value)}; expected a name or a list of names"
        )
    return ", ".join(dict.fromkeys(found))


def _names(value: object) -> Iterator[object]:
    match value:
        case list():
            for each in value:
                yield from _names(each)
        case Mapping():
            yield from (value[key] for key in ("name", "title") if not is_blank(value.get(key)))
        case str():
            yield value
        case _:
            return


def _an_address_or(value: object) -> str:
    return "an address" if isinstance(value, str) and "://" in value else kind_of(value)


def domain_in(value: object) -> str:
    """Return a domain, also that of an address.

    Raises:
        UnexpectedValueError: it is neither.
    """
    stated = string_in(value).strip()
    if "://" in stated:
        with suppress(ValueError):
            stated = urlsplit(stated).hostname or stated
    if not is_domain(stated):
        raise UnexpectedValueError("is no domain; expected one such as example.org")
    return stated


def is_domain(name: str) -> bool:
    """Whether the name is a bare domain."""
    return bool(_DOMAIN.fullmatch(name.strip()))


def address_in(value: object) -> str:
    """Return an address of the web.

    Raises:
        UnexpectedValueError: it is none.
    """
    stated = value.get("@id") if isinstance(value, Mapping) else value
    if not isinstance(stated, str) or not stated.strip().startswith(("http://", "https://")):
        found = kind_of(stated) if not isinstance(stated, str) else "no address"
        raise UnexpectedValueError(f"is {found}; expected an address such as https://example.org/")
    fault = unstorable(stated)
    if fault:
        raise UnexpectedValueError(f"has {fault}; expected Unicode")
    return stated.strip()


def date_in(value: object) -> str:
    """Return a date in ISO 8601: one that is printed, in ISO 8601, RFC 2822, or counted from 1970.

    A time of day without a zone is left out: a scraper's clock is as likely as the newsroom's.

    Raises:
        UnexpectedValueError: it is none, or day and month may be swapped.
    """
    match value:
        case bool():
            stated = None
        case int() | float():
            stated = _counted(value)
        case str():
            stated = _written(_ZONE_NAME.sub("", value.strip()))
        case Mapping() if "$date" in value or "$numberLong" in value:
            return date_in(value.get("$date", value.get("$numberLong")))
        case _:
            stated = None
    if stated is None or stated.startswith(_NO_DATE):
        found = (
            "no full, unambiguous date" if isinstance(value, str | int | float) else kind_of(value)
        )
        raise UnexpectedValueError(f"is {found}; expected one such as 2025-01-31")
    return stated if _ZONED.search(stated) else stated[: len("2025-01-31")]


def _written(text: str) -> str | None:
    stated = iso_date(text)
    if stated is not None:
        return stated
    if _NUMBER.fullmatch(text):
        digits = _DIGITS.fullmatch(text)
        counted = _from_iso("T".join(digits.groups())) if digits else None
        return counted or _counted(float(text))
    return _from_iso(text) or _from_mail(text)


def _from_iso(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _in_iso(moment, timed=len(text) > len("2025-01-31") or "T" in text)


def _from_mail(text: str) -> str | None:
    """Return the date of RFC 2822, as feeds have it."""
    try:
        return _in_iso(parsedate_to_datetime(text), timed=True)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _counted(number: float) -> str | None:
    """Return the date of seconds, milli- or microseconds since 1970, or of digits: 20250131."""
    if not math.isfinite(number) or number < 0:
        return None
    whole = int(number)
    if len(str(whole)) == _DAY_DIGITS:
        return _from_digits(str(whole))
    for first, unit in ((_FIRST_MICROSECOND, 1e6), (_FIRST_MILLISECOND, 1e3), (_FIRST_SECOND, 1)):
        if number >= first:
            try:
                return _in_iso(datetime.fromtimestamp(number / unit, UTC), timed=True)
            except (ValueError, OverflowError, OSError):
                return None
    return None


def _from_digits(digits: str) -> str | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return _in_iso(datetime(day.year, day.month, day.day, tzinfo=UTC), timed=False)


def _in_iso(moment: datetime, *, timed: bool) -> str | None:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment.isoformat(timespec="seconds") if timed else moment.date().isoformat()
