"""What ``/quote`` is asked for: whose words, on what, and how many of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ABOUT = re.compile(r"\s(?:about|on|regarding|concerning|re:?)(?=\s)", re.IGNORECASE)
"""Stands between a name and a topic, or within a name: "the minister on duty"."""

EVERYTHING = re.compile(r"(?:\A|\s+)all\s*\Z", re.IGNORECASE)
"""The last word of a request for every statement, or of a name: "Justice for All"."""

EXACTLY = re.compile(r"\s+only\Z", re.IGNORECASE)
"""Follows a name that is also a part of other people's names, and not the name of any of them."""


@dataclass(frozen=True, slots=True)
class Asked:
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


def readings(request: str) -> Iterator[Asked]:
    """Every way to read a request, the one that takes most of it for a name first."""
    whole = " ".join(request.split())
    wanted = EVERYTHING.sub("", whole)
    everything = wanted != whole
    yield Asked(whole)
    for name, topic in _parted(wanted):
        if name != whole:
            yield Asked(name, topic, everything)
        if EXACTLY.search(name):
            yield Asked(EXACTLY.sub("", name), topic, everything, exactly=True)


def _parted(wanted: str) -> Iterator[tuple[str, str | None]]:
    """Name and topic, the longest name first; a request that ends in "about" has no topic."""
    if wanted:
        yield wanted, None
    for border in reversed([*ABOUT.finditer(f"{wanted} ")]):
        name, topic = wanted[: border.start()].strip(), wanted[border.end() :].strip()
        if name:
            yield name, topic or None
