"""Renders quotations with citations, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from bot.messages import strings
from bot.messages.pagination import ROOM, divide
from bot.messages.text_entities import (
    FormattedText,
    Words,
    bold,
    code,
    formatted,
    italic,
    join,
    link,
    local_time,
    one_line,
    quotation,
    units,
)
from bot.service.source_files import CitedSource, FileState, file_name
from retrieval.model import Citation, Span

COPIES_SHOWN = 4

FOLDED_FROM = 600
"""Quotations of this many code points are folded: a reader sees the beginning and taps."""

FOLD_SHOWS = 110
"""Code points of a folded quotation that are seen: three lines on a phone."""

PATIENCE = 3
"""A quotation may be so many times longer where folding would hide the words that answer."""

OUTLET_LENGTH = 80
TITLE_LENGTH = 200
FILE_LENGTH = 250
DATE_LENGTH = 100
URL_LENGTH = 2000


def render_quotation(
    number: int,
    words: str,
    citation: Citation,
    lines: Sequence[Words],
    *,
    lead: int = 0,
    answer: Span | None = None,
    folded_from: int = FOLDED_FROM,
    room: int = ROOM,
) -> Iterator[FormattedText]:
    """Yield the words, verbatim, with their citation lines: one block, or several if too long.

    The first ``lead`` code points are set apart where it is one block; those of ``answer`` are in
    bold wherever they come. ``room`` is that of one block, in UTF-16 units.
    """
    below = formatted("\n", join("\n", lines))
    continues = formatted(f"\n[{number}] ", italic(strings.CONTINUES))
    room -= max(below.length, continues.length)
    pieces = tuple(divide(words, citation, room)) if units(words) > room else ((words, citation),)
    for piece, place in pieces[:-1]:
        marked = shifted(answer, place.span.start - citation.span.start)
        yield formatted(quotation(piece, place, folded=False, answer=marked), continues)
    piece, place = pieces[-1]
    marked = shifted(answer, place.span.start - citation.span.start)
    folded = len(pieces) == 1 and _is_folded(piece, answer, folded_from)
    lead = lead if len(pieces) == 1 else 0
    yield formatted(quotation(piece, place, folded=folded, lead=lead, answer=marked), below)


def _is_folded(words: str, answer: Span | None, folded_from: int) -> bool:
    """Whether a quotation is too long to be shown unfolded; answering words are hidden last."""
    hidden = answer is not None and answer.end > FOLD_SHOWS
    return len(words) >= folded_from * (PATIENCE if hidden else 1)


def shifted(answer: Span | None, start: int) -> Span | None:
    """Return the span relative to ``start``, without what comes before it."""
    return answer and Span(max(0, answer.start - start), max(0, answer.end - start))


def render_citations(
    number: int, citation: Citation, also_in: Sequence[Citation], relation: str, note: str = ""
) -> list[FormattedText]:
    """Return one line a citation, numbered on from ``number``; the first may carry a note."""
    noted: list[Words] = [italic(note), " · "] if note else []
    first = formatted(f"[{number}] ", *noted, render_citation(citation))
    return [first, *render_copies(number + 1, also_in, relation)]


def render_copies(number: int, also_in: Sequence[Citation], relation: str) -> list[FormattedText]:
    """Return a line for each of the first places where words are printed again, numbered on."""
    lines = [
        formatted(f"[{following}] ", italic(relation), ": ", render_citation(copy))
        for following, copy in enumerate(also_in[:COPIES_SHOWN], number)
    ]
    if len(also_in) > COPIES_SHOWN:
        more = strings.more_copies(len(also_in) - COPIES_SHOWN)
        lines[-1] = formatted(lines[-1], " ", more)
    return lines


def render_citation(citation: Citation) -> FormattedText:
    """Return date · outlet — title · file; the title, or else the file, links to the page."""
    name = one_line(citation.outlet or "", OUTLET_LENGTH)
    title = one_line(citation.title or "", TITLE_LENGTH)
    file = one_line(citation.file, FILE_LENGTH)
    url = citation.url if citation.url and is_web_address(citation.url) else None
    pieces: list[Words] = [render_date(citation.published), " · "]
    pieces += [bold(name) if name else strings.OUTLET_UNKNOWN]
    if title:
        pieces += [" — ", link(title, url) if url else title]
    return formatted(*pieces, " · ", link(file, url) if url and not title else code(file))


def render_proof(citation: Citation, source: CitedSource | None) -> list[FormattedText]:
    """Return in which text a citation's offsets count and, where the file is another now, that.

    Nothing where the source is not known.
    """
    if source is None:
        return []
    span = f"characters {citation.span.start}–{citation.span.end} of "
    of_what = strings.THE_FILE if source.is_file_itself else strings.THE_SOURCE_TEXT
    note = file_note(citation, source)
    return [italic(f"{span}{of_what}"), *([note] if note else [])]


def has_text_apart(source: CitedSource | None) -> bool:
    """Whether the source text can be had beside the file: not where the file is just that text."""
    if source is None:
        return False
    return not source.is_file_itself or source.state is not FileState.UNCHANGED


def file_note(citation: Citation, source: CitedSource) -> FormattedText | None:
    """Return how a cited file is another one than was read; None where it is the same."""
    file = one_line(file_name(citation), FILE_LENGTH)
    read: Words = ""
    if source.digests.read_at is not None:
        moment = datetime.fromisoformat(source.digests.read_at)
        spelled = local_time(int(moment.timestamp()), spell_moment(moment))
        read = formatted(" on ", spelled)
    match source.state:
        case FileState.UNCHANGED:
            return None
        case FileState.CHANGED:
            return strings.file_changed(file, read)
        case FileState.GONE:
            return strings.file_gone(file, read)
        case FileState.UNKNOWN:
            return strings.file_unknown(file)
        case _:
            assert_never(source.state)


_WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?(?:[/?#].*)?",
)


def is_web_address(url: str) -> bool:
    """Whether Telegram takes the address for a link; it refuses a message with any other."""
    fits = len(url) <= URL_LENGTH and url.isprintable() and " " not in url
    return fits and _WEB_ADDRESS.fullmatch(url) is not None


def render_date(published: str | None) -> Words:
    """Return when an article was published: by the reader's clock where the time is known."""
    stated = moment_of(published or "")
    if stated is not None:
        return local_time(int(stated.timestamp()), spell_moment(stated))
    return one_line(spell_date(published or ""), DATE_LENGTH) or strings.DATE_UNKNOWN


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


def spell_date(published: str) -> str:
    """Spell an ISO 8601 date: 23 January 2026, January 2026 or 2026; return anything else as it is."""
    found = _ISO.match(published)
    if not found:
        return published
    year, month, day = found.groups()
    named = MONTHS[int(month) - 1] if month else None
    return " ".join(filter(None, (str(int(day)) if day else None, named, year)))


def moment_of(published: str) -> datetime | None:
    """Return the moment, where time and zone are stated; None where either is not.

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
    """Spell a moment by the zone in which it was stated: 23 January 2026, 08:30 UTC+01:00."""
    return f"{spell_date(stated.date().isoformat())}, {stated:%H:%M} {stated.tzname()}"


def spell_period(first: str | None, last: str | None) -> str | None:
    """Spell a period; one date where both are the same day, None where both are unknown."""
    ends = [spell_date(end) for end in (first, last) if end]
    return " – ".join(dict.fromkeys(ends)) or None


def spell_duration(seconds: float) -> str:
    """Spell a duration in its two largest units: 3 d 4 h, 12 min 5 s."""
    left = max(0, int(seconds))
    parts: list[tuple[int, str]] = []
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, left = divmod(left, length)
        parts += [(number, unit)] if parts or number or length == 1 else []
    return " ".join(f"{number} {unit}" for number, unit in parts[:2])
