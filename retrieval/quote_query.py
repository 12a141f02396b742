"""Parses a request for statements: "NAME", "NAME about TOPIC", "NAME only", "NAME all"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABOUT = re.compile(r"\s(?:about|on|regarding|concerning|re:?)(?=\s)", re.IGNORECASE)
"""Stands between a name and a topic, or within a name: "the minister on duty"."""

_ALL = re.compile(r"(?:\A|\s+)all\s*\Z", re.IGNORECASE)
"""The last word of a request for every statement, or of a name: "Justice for All"."""

_ONLY = re.compile(r"\s+only\Z", re.IGNORECASE)
"""Follows a name that is also a part of other people's names, and not the name of any of them."""


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """Whose words are asked for.

    Attributes:
        name: a name, part of one, or a role, as typed.
        topic: what they are to be about; None for anything.
        everything: whether all of them are to be shown, however many.
        exactly: whether the name is the whole name, and not a part of one.
    """

    name: str
    topic: str | None = None
    everything: bool = False
    exactly: bool = False


def possible_queries(request: str) -> Iterator[StatementQuery]:
    """Yield every way to read a request, the one that takes most of it for a name first."""
    whole = " ".join(request.split())
    wanted = _ALL.sub("", whole)
    everything = wanted != whole
    yield StatementQuery(whole)
    for name, topic in _names_and_topics(wanted):
        if name != whole:
            yield StatementQuery(name, topic, everything)
        if _ONLY.search(name):
            yield StatementQuery(_ONLY.sub("", name), topic, everything, exactly=True)


def _names_and_topics(wanted: str) -> Iterator[tuple[str, str | None]]:
    """Yield name and topic, the longest name first; "NAME about" has no topic."""
    if wanted:
        yield wanted, None
    for border in reversed([*_ABOUT.finditer(f"{wanted} ")]):
        name, topic = wanted[: border.start()].strip(), wanted[border.end() :].strip()
        if name:
            yield name, topic or None
