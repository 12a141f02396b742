"""Renders the citation that a button copies, in the 256 characters that Telegram allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.messages import buttons
from bot.messages.buttons import CopyButton
from bot.messages.text_entities import FIRST_STRONG_ISOLATE, POP_ISOLATE, one_line, units
from bot.service.source_files import CitedSource, FileState
from retrieval.model import Citation, Span

LIMIT = 256
"""Telegram's limit for the text that a button copies, in UTF-16 units."""

DIGEST_LENGTH = 64
SHORT_DIGEST = 16
"""Hexadecimal digits of the digest that are copied where the room is short."""

LEAST_WORDS = 48
"""UTF-16 units that are left to the words, however long the names are."""

_NAMES = ((80, 250), (40, 100), (24, 48), (16, 32))
"""Limits for outlet and speaker, and for the file's name; the first pair that fits is used."""


def citation_to_copy(
    words: str, citation: Citation, *, speaker: str | None, source: CitedSource | None
) -> CopyButton:
    """Return the words with speaker, outlet, date, file, offsets and digests.

    Words that leave no room for the rest are cut, between two of them where there is a border,
    and said to be: the offsets are those of what stands there.

    Args:
        words: those at the citation, to the letter.
        citation: where they stand.
        speaker: who said them; None where the source itself says so.
        source: which text the offsets count in; None where that is not known.
    """
    plain = _Form(words, citation, speaker, source, _NAMES[0], digits=DIGEST_LENGTH)
    forms = (plain, *(replace(plain, names=each, digits=SHORT_DIGEST) for each in _NAMES))
    for form in forms:
        if units(form.text) <= LIMIT:
            return CopyButton(form.text, words, citation)
    for names in _NAMES:
        form = replace(forms[-1], words="", names=names, note=buttons.SHORTENED)
        room = LIMIT - units(form.text)
        if room >= min(LEAST_WORDS, units(words)):
            break
    shown = _beginning(words, room)
    start = citation.span.start
    place = replace(citation, span=Span(start, start + len(shown)))
    return CopyButton(replace(form, words=shown, citation=place).text, shown, place)


@dataclass(frozen=True, slots=True)
class _Form:
    """A citation in lines, however long they are together.

    Attributes:
        names: limits for outlet and speaker, and for the file's name.
        digits: so many of each digest.
        note: stands after the words.
    """

    words: str
    citation: Citation
    speaker: str | None
    source: CitedSource | None
    names: tuple[int, int]
    digits: int
    note: str = ""

    @property
    def text(self) -> str:
        """The lines."""
        of_name, of_file = self.names
        cited = self.citation
        outlet = _cut(cited.outlet, of_name) or buttons.OUTLET_UNKNOWN
        published = buttons.DATE_UNKNOWN
        if cited.published is not None:
            published = _cut(cited.published, of_name)
        lines = (
            f"“{self.words}”{self.note}",
            ", ".join(filter(None, (_cut(self.speaker, of_name), outlet, published))),
            self._place(_tail(cited.file, of_file)),
            self._digests(),
        )
        return "\n".join(filter(None, lines))

    def _place(self, file: str) -> str:
        span = f"{self.citation.span.start}–{self.citation.span.end}"
        if self.source is None or self.source.is_file_itself:
            return f"{file} {span}"
        return f"{file}, characters {span} of its text"

    def _digests(self) -> str:
        if self.source is None:
            return ""
        known = self.source.digests
        of_text, of_file = (each and each[: self.digits] for each in (known.text, known.file))
        since = _SINCE.get(self.source.state, "")
        if self.source.is_file_itself:
            return f"SHA-256 {of_text}{since}"
        return f"SHA-256 of text {of_text}{f', of file {of_file}{since}' if of_file else ''}"


_SINCE = {FileState.CHANGED: " (changed since)", FileState.GONE: " (gone since)"}


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
