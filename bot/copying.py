"""A citation as text for the clipboard: what it takes to look the words up again."""

from __future__ import annotations

from dataclasses import replace

from bot import labels
from bot.actions import Copy
from bot.markup import FIRST_STRONG_ISOLATE, POP_ISOLATE, tidy, units
from retrieval.model import Citation, Span

LIMIT = 256
"""Of the text that a button copies, in UTF-16 units."""

SHORT_DIGEST = 16
"""So many hexadecimal digits of the digest stand where the room is short."""

LEAST_WORDS = 48
"""So many units are left to the words, however long the names are."""

_NAMES = ((80, 250), (40, 100), (24, 48))
"""How long outlet and speaker, and the file's name, may be: the first that leaves enough room."""


def copy(words: str, citation: Citation, *, speaker: str | None, digest: str | None) -> Copy:
    """The words with speaker, outlet, date, file, offsets and the file's digest.

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
            _text("", citation, speaker, short, names=names, note=labels.SHORTENED).text
        )
        if room >= min(LEAST_WORDS, units(words)):
            break
    shown = _beginning(words, room)
    start = citation.span.start
    place = replace(citation, span=Span(start, start + len(shown)))
    return _text(shown, place, speaker, short, names=names, note=labels.SHORTENED)


def _text(
    words: str,
    citation: Citation,
    speaker: str | None,
    digest: str | None,
    *,
    names: tuple[int, int],
    note: str = "",
) -> Copy:
    """The lines, whatever they come to; the names no longer than that."""
    of_name, of_file = names
    outlet = _cut(citation.outlet, of_name) or labels.OUTLET_UNKNOWN
    said = [_cut(speaker, of_name), outlet, _cut(citation.published, of_name)]
    if citation.published is None:
        said[2] = labels.DATE_UNKNOWN
    lines = [
        f"“{words}”{note}",
        ", ".join(filter(None, said)),
        f"{_tail(citation.file, of_file)} {citation.span.start}–{citation.span.end}",
        f"SHA-256 {digest}" if digest else "",
    ]
    return Copy("\n".join(filter(None, lines)), words, citation)


def _cut(name: str | None, limit: int) -> str:
    """The name in one line of at most ``limit`` units, cut at its end."""
    tidied = tidy(name or "", limit).strip(FIRST_STRONG_ISOLATE + POP_ISOLATE)
    while units(tidied) > limit:
        tidied = f"{tidied[:-2]}…"
    return tidied


def _tail(file: str, limit: int) -> str:
    """The same for a file, whose name stands at the end."""
    return _cut(file[::-1], limit)[::-1]


def _beginning(words: str, room: int) -> str:
    """The first of the words that take no more than ``room`` units, whole words if there are."""
    end = used = 0
    while end < len(words) and used + units(words[end]) <= room:
        used += units(words[end])
        end += 1
    border = max((at for at in range(1, end + 1) if words[at : at + 1].isspace()), default=0)
    return words[:end] if end == len(words) else words[: border or end].rstrip() or words[:end]
