"""A quotation with the lines below it that say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import dates, texts
from bot.markup import (
    bold,
    code,
    italic,
    label,
    link,
    local_time,
    plain,
    quotation,
    text,
    units,
)
from bot.pages import ROOM, Block, divide
from retrieval.model import Citation, Span

COPIES_SHOWN = 4

FOLDED_FROM = 600
"""Quotations of this many code points are folded: a reader sees the beginning and taps."""

FOLD_SHOWS = 110
"""So many code points of a folded quotation are seen: three lines on a phone."""

PATIENCE = 3
"""So many times longer it may be where folding would hide the words that answer."""

OUTLET_LENGTH = 80
TITLE_LENGTH = 200
FILE_LENGTH = 250
DATE_LENGTH = 100
URL_LENGTH = 2000


def cited(
    number: int,
    words: str,
    citation: Citation,
    lines: Sequence[str],
    *,
    lead: int = 0,
    answer: Span | None = None,
    folded_from: int = FOLDED_FROM,
) -> Iterator[Block]:
    """The words, to the letter, with their citation lines: one block, or several if too long.

    The first ``lead`` code points are set apart where it is one block; those of ``answer`` are in
    bold wherever they come.
    """
    below = "\n" + "\n".join(lines)
    continues = f"\n[{number}] {italic(texts.CONTINUES)}"
    room = ROOM - max(units(plain(below)), units(plain(continues)))
    pieces = tuple(divide(words, citation, room)) if units(words) > room else ((words, citation),)
    for piece, place in pieces[:-1]:
        marked = within(answer, place.span.start - citation.span.start)
        yield Block(quotation(piece, folded=False, answer=marked) + continues, (place,))
    piece, place = pieces[-1]
    marked = within(answer, place.span.start - citation.span.start)
    folded = len(pieces) == 1 and _is_folded(piece, answer, folded_from)
    lead = lead if len(pieces) == 1 else 0
    yield Block(quotation(piece, folded=folded, lead=lead, answer=marked) + below, (place,))


def _is_folded(words: str, answer: Span | None, folded_from: int) -> bool:
    """Whether a quotation is too long to be shown unfolded; what answers is hidden last."""
    hidden = answer is not None and answer.end > FOLD_SHOWS
    return len(words) >= folded_from * (PATIENCE if hidden else 1)


def within(answer: Span | None, start: int) -> Span | None:
    """The same words, counted from there, as far as they come after it."""
    return answer and Span(max(0, answer.start - start), max(0, answer.end - start))


def citations(
    number: int, citation: Citation, also_in: Sequence[Citation], relation: str, note: str = ""
) -> list[str]:
    """One line a citation, numbered on from ``number``; the first may carry a note."""
    lines = [f"[{number}] {f'{italic(note)} · ' if note else ''}{_citation(citation)}"]
    for following, copy in enumerate(also_in[:COPIES_SHOWN], number + 1):
        lines.append(f"[{following}] {italic(relation)}: {_citation(copy)}")
    if len(also_in) > COPIES_SHOWN:
        lines[-1] += f" {texts.more_copies(len(also_in) - COPIES_SHOWN)}"
    return lines


def _citation(citation: Citation) -> str:
    """Outlet — Title, date · file. The title, or else the file, links to the page."""
    name = label(citation.outlet or "", OUTLET_LENGTH)
    outlet = bold(name) if name else texts.OUTLET_UNKNOWN
    title = label(citation.title or "", TITLE_LENGTH)
    file = code(label(citation.file, FILE_LENGTH))
    if citation.url and _is_web_address(citation.url):
        title = link(title, citation.url) if title else ""
        file = file if title else link(label(citation.file, FILE_LENGTH), citation.url)
    date = date_of(citation.published)
    return f"{outlet}{f' — {title}' if title else ''}, {date} · {file}"


def _is_web_address(url: str) -> bool:
    web = url.startswith(("https://", "http://"))
    return web and len(url) <= URL_LENGTH and url.isprintable() and " " not in url


def date_of(published: str | None) -> str:
    """When an article was published, as HTML: by the reader's clock where the time is known."""
    stated = dates.moment(published or "")
    if stated is not None:
        return local_time(int(stated.timestamp()), text(dates.spell_moment(stated)))
    return label(dates.spell(published or ""), DATE_LENGTH) or texts.DATE_UNKNOWN
