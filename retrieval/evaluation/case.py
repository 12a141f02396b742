"""A question whose answer is known, and what counts as finding it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.model import Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: in a file, by offsets or by its words.

    An excerpt answers that shares most of the shorter of the two, in the file or in a copy of it.
    """

    file: str
    span: Span | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The very words that answer: an excerpt answers that holds all of them, in that file."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Words that answer wherever they stand: any excerpt that holds them does.

    Letters and digits are compared, in any case. Silver: they may stand there by chance.
    """

    text: str


Where = Place | Words | Anywhere


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and every place that answers it; none for one that must be declined."""

    question: str
    answerable: bool
    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases, and the corpus that they are asked of.

    Attributes:
        corpus: file to text; None: the one at hand.
        right: what counts as right, in words for the reader.
    """

    cases: tuple[Case, ...]
    corpus: Mapping[str, str] | None
    right: str
