"""When an article was published: only a full date that stands for itself, never one in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.corpus.dates import PrintedDate, date_in_address, printed_dates
from retrieval.corpus.furniture import Furniture
from retrieval.corpus.lines import Line
from retrieval.corpus.surroundings import Surroundings
from retrieval.model import Evidence, Fact

_CHANGED = re.compile(
    r"(?:updated|modified|changed|edited|revised)\W*(?:on|at)?\W*$", re.IGNORECASE
)
_ISSUED = re.compile(r"(?:published|posted|issued|date|created)\W*(?:on|at)?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedDate
    line: Line
    labelled: bool


def published_in(page: Surroundings, url: Fact | None) -> Fact | None:
    """The date above the article, else in its address, else a labelled one below it."""
    above = list(_dates(page, page.above()))
    under = [each for each in _dates(page, page.under_the_lead()) if each.printed.timed]
    below = [each for each in _dates(page, page.below()) if each.labelled or each.printed.timed]
    stated = _fact([*above, *under], "date line above the article")
    return stated or _from_address(url) or _fact(below, "date line below the article")


def _dates(page: Surroundings, among: tuple[Line, ...]) -> Iterator[_Candidate]:
    for line in among:
        if line.kind is not Furniture.DATE:
            continue
        words = page.words(line)
        for printed in printed_dates(words):
            before = words[: printed.span.start]
            if not _CHANGED.search(before):
                yield _Candidate(printed, line, bool(_ISSUED.search(before)))


def _fact(candidates: list[_Candidate], rule: str) -> Fact | None:
    if not candidates:
        return None
    best = next((each for each in candidates if each.labelled), candidates[0])
    span = best.printed.span.shift(best.line.span.start)
    return Fact(best.printed.iso, (Evidence(rule, span),))


def _from_address(url: Fact | None) -> Fact | None:
    day = date_in_address(url.value) if url else None
    if url is None or day is None:
        return None
    return Fact(day, tuple(Evidence("date in the address", each.span) for each in url.evidence))
