"""Renders quotations with citations, dates, and the citation that a button copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.messages import buttons, strings
from bot.messages.buttons import CopyButton
from bot.messages.pagination import ROOM, divide
from bot.messages.text_entities import (
    FIRST_STRONG_ISOLATE,
    POP_ISOLATE,
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
    """Return outlet — title, date · file; the title, or else the file, links to the page."""
    name = one_line(citation.outlet or "", OUTLET_LENGTH)
    title = one_line(citation.title or "", TITLE_LENGTH)
    file = one_line(citation.file, FILE_LENGTH)
    url = citation.url if citation.url and is_web_address(citation.url) else None
    pieces: list[Words] = [bold(name) if name else strings.OUTLET_UNKNOWN]
    if title:
        pieces += [" — ", link(title, url) if url else title]
    pieces += [", ", render_date(citation.published), " · "]
    return formatted(*pieces, link(file, url) if url and not title else code(file))


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


LIMIT = 256
"""Telegram's limit for the text that a button copies, in UTF-16 units."""

SHORT_DIGEST = 16
"""Hexadecimal digits of the digest that are copied where the room is short."""

LEAST_WORDS = 48
"""UTF-16 units that are left to the words, however long the names are."""

_NAMES = ((80, 250), (40, 100), (24, 48))
"""Limits for outlet and speaker, and for the file's name; the first pair that fits is used."""


def citation_to_copy(
    words: str, citation: Citation, *, speaker: str | None, digest: str | None
) -> CopyButton:
    """Return the words with speaker, outlet, date, file, offsets and the file's digest.

    Words that leave no room for the rest are cut, between two of them where there is a border,
    and said to be: the offsets are those of what stands there.

    Args:
        words: those at the citation, to the letter.
        citation: where they stand.
        speaker: who said them; None where the source itself says so.
        digest: SHA-256 of the file in hexadecimal digits; None where it is not known.
    """
    short = digest and digest[:SHORT_DIGEST]
    for names, sha in ((_NAMES[0], digest), *((each, short) for each in _NAMES)):
        found = _text(words, citation, speaker, sha, names=names)
        if units(found.text) <= LIMIT:
            return found
    for names in _NAMES:
        room = LIMIT - units(
            _text("", citation, speaker, short, names=names, note=buttons.SHORTENED).text
        )
        if room >= min(LEAST_WORDS, units(words)):
            break
    shown = _beginning(words, room)
    start = citation.span.start
    place = replace(citation, span=Span(start, start + len(shown)))
    return _text(shown, place, speaker, short, names=names, note=buttons.SHORTENED)


def _text(
    words: str,
    citation: Citation,
    speaker: str | None,
    digest: str | None,
    *,
    names: tuple[int, int],
    note: str = "",
) -> CopyButton:
    """Return the lines, however long they are together, with names of at most these lengths."""
    of_name, of_file = names
    outlet = _cut(citation.outlet, of_name) or buttons.OUTLET_UNKNOWN
    said = [_cut(speaker, of_name), outlet, _cut(citation.published, of_name)]
    if citation.published is None:
        said[2] = buttons.DATE_UNKNOWN
    lines = [
        f"“{words}”{note}",
        ", ".join(filter(None, said)),
        f"{_tail(citation.file, of_file)} {citation.span.start}–{citation.span.end}",
        f"SHA-256 {digest}" if digest else "",
    ]
    return CopyButton("\n".join(filter(None, lines)), words, citation)


def _cut(name: str | None, limit: int) -> str:
    """Return the name in one line of at most ``limit`` units, cut at its end."""
    tidied = one_line(name or "", limit).strip(FIRST_STRONG_ISOLATE + POP_ISOLATE)
    while units(tidied) > limit:
        tidied = f"{tidied[:-2]}…"
    return tidied


def _tail(file: str, limit: int) -> str:
    """Return a path in one line of at most ``limit`` units, cut at its beginning."""
    return _cut(file[::-1], limit)[::-1]


def _beginning(words: str, room: int) -> str:
    """Return the beginning of the words within ``room`` units, at a word's end if there is one."""
    end = used = 0
    while end < len(words) and used + units(words[end]) <= room:
        used += units(words[end])
        end += 1
    border = max((at for at in range(1, end + 1) if words[at : at + 1].isspace()), default=0)
    return words[:end] if end == len(words) else words[: border or end].rstrip() or words[:end]
