"""Renders a citation in full, as preformatted text that can be copied whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.messages import strings
from bot.messages.citations import (
    FILE_LENGTH,
    OUTLET_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
    file_note,
    render_citation,
    spell_moment,
)
from bot.messages.pagination import GAP, ROOM, MessagePart, divide, paginate
from bot.messages.text_entities import (
    FormattedText,
    code,
    formatted,
    join,
    one_line,
    plain_verbatim,
    preformatted,
    units,
)
from bot.service.source_files import CitedSource, SourceFile, SourceText, file_name
from retrieval.model import Citation

NAME_LENGTH = 200
DATE_LENGTH = 100


def render_full_citation(
    words: str, citation: Citation, *, speaker: str | None, source: CitedSource | None
) -> tuple[MessagePart, ...]:
    """Return the words, all that is known of where they stand, and both digests in full.

    Words that are longer than a message are divided; each piece is preformatted by itself.

    Args:
        words: those at the citation, to the letter.
        citation: where they stand.
        speaker: who said them; None where the source itself says so.
        source: which text the offsets count in; None where that is not known.
    """
    below = "\n".join(_lines(citation, speaker, source))
    if units(f"{words}{GAP}{below}") <= ROOM:
        whole = plain_verbatim(words, citation)
        return paginate([preformatted(formatted(whole, GAP, below))])
    pieces = [
        preformatted(plain_verbatim(piece, place))
        for piece, place in divide(words, citation, ROOM)
    ]
    return paginate([*pieces, preformatted(below)])


def render_file_caption(citation: Citation, file: SourceFile) -> FormattedText:
    """Return the caption of a file that is sent: what it is, and the digest of its bytes."""
    digest = formatted("SHA-256 ", code(file.digest or strings.UNKNOWN))
    note = file_note(citation, file.source)
    return join("\n", filter(None, (render_citation(citation), digest, note)))


def render_text_caption(citation: Citation, text: SourceText) -> FormattedText:
    """Return the caption of a stored text that is sent, with the digest of its bytes."""
    digest = code(text.source.digests.text or strings.UNKNOWN)
    what = formatted(f"{strings.TEXT_SENT} SHA-256 ", digest)
    return join("\n", (render_citation(citation), what))


def _lines(citation: Citation, speaker: str | None, source: CitedSource | None) -> Iterator[str]:
    if speaker is not None:
        yield f"Said by: {one_line(speaker, NAME_LENGTH)}"
    yield f"Outlet: {one_line(citation.outlet or strings.UNKNOWN, OUTLET_LENGTH)}"
    yield f"Title: {one_line(citation.title or strings.UNKNOWN, TITLE_LENGTH)}"
    yield f"Published: {one_line(citation.published or strings.UNKNOWN, DATE_LENGTH)}"
    yield f"File: {one_line(citation.file, FILE_LENGTH)}"
    if citation.url is not None:
        yield f"Address: {one_line(citation.url, URL_LENGTH)}"
    yield from _proof(citation, source)


def _proof(citation: Citation, source: CitedSource | None) -> Iterator[str]:
    """Yield which text the offsets count in, its digest, and what it was taken from."""
    span = f"Characters: {citation.span.start}–{citation.span.end}"
    if source is None:
        yield span
        return
    known = source.digests
    of_file = f"SHA-256 {known.file}" if known.file else f"SHA-256 {strings.UNKNOWN}"
    name = one_line(file_name(citation), FILE_LENGTH)
    if source.is_file_itself:
        yield f"{span} of the file, which is text"
        yield f"The file: {of_file}"
    else:
        yield f"{span} of the source text"
        yield f"Source text: SHA-256 {known.text}"
        yield f"Extracted from: {name}, {of_file}"
    if known.read_at is not None:
        yield f"Read: {spell_moment(datetime.fromisoformat(known.read_at))}"
    note = file_note(citation, source)
    if note is not None:
        yield note.text
