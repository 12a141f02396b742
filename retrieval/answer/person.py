"""Whom a name in a question means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the full name.

    Attributes:
        gender: "m", "f" or "" where the name does not say.
        is_body: for a firm or an office, which speaks but is no "he".
    """

    name: str
    gender: str = ""
    is_body: bool = False


Who = Callable[[str], Person | None]
"""The person or the speaking body whom a printed name means; None for anything else."""


def known(names: Iterable[str], who: Who) -> list[Person]:
    """Those persons and bodies whom the names mean, in order."""
    return [person for name in names if (person := who(name)) is not None]


def is_it(name: str, who: Who) -> bool:
    """Whether a name is that of a body or a thing, and of no "he" or "she"."""
    person = who(name)
    return person is None or person.is_body
