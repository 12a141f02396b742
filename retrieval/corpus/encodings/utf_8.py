"""Decodes UTF-8 that has a few faults, such as a line pasted from a text in Windows-1252."""

from __future__ import annotations

import re
from typing import Final

from retrieval.corpus.encodings.placement import BEYOND_ASCII, REPLACEMENT, is_misplaced
from retrieval.corpus.encodings.windows_1252 import windows_1252

_STRAY: Final = re.compile("[\udc80-\udcff]+")
_CUT: Final = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z")
_MARK_OR_LATIN: Final = re.compile("[\u00a0-\u017f\u2010-\u2027\u2030-\u203a€™]")
_MARK: Final = re.compile("[\u2010-\u2027\u2030-\u203a€™]")
_STRAY_TO_VALID: Final = 4
_CONVINCING: Final = 2
_LAST_LATIN: Final = "\u024f"
_FIRST_OF_TWO: Final = "ÂÃ"
_AFTER_SHARP_S: Final = re.compile("[\u07c0-\u07ff]")
"""What "ß" before a mark or space of Windows-1252 is in UTF-8: a letter of N'Ko."""


def mostly_utf_8(raw: bytes) -> str | None:
    """Return UTF-8 with stray bytes as Windows-1252; None unless what is valid is no accident.

    It is no accident if more characters than bytes are valid; or if they are letters and marks
    of western texts, at least one to four bytes, a mark of three bytes counted twice. A stray byte
    that no text has in its place, and a character that is cut at the end, become U+FFFD.
    """
    text = _CUT.sub(REPLACEMENT, raw.decode("utf-8", "surrogateescape"))
    stray = sum(len(run[0]) for run in _STRAY.finditer(text))
    valid = len(BEYOND_ASCII.findall(text)) - stray - text.count(REPLACEMENT)
    valid -= len(_AFTER_SHARP_S.findall(text))
    western = len(_MARK_OR_LATIN.findall(text)) + len(_MARK.findall(text))
    if not valid or (
        valid <= stray and (western < _CONVINCING or western * _STRAY_TO_VALID < stray)
    ):
        return None
    return _STRAY.sub(_as_windows_1252, text)


def is_windows_1252_after_all(text: str) -> bool:
    """Return whether what is valid UTF-8 is "ß" before a mark, as in „Spaß“, and nothing else."""
    return bool(_AFTER_SHARP_S.search(text)) and all(
        _AFTER_SHARP_S.match(each) for each in BEYOND_ASCII.findall(text)
    )


def _as_windows_1252(run: re.Match[str]) -> str:
    """Return stray bytes as Windows-1252, or U+FFFD where that makes no sense."""
    before, after = (
        run.string[run.start() - 1 : run.start()],
        run.string[run.end() : run.end() + 1],
    )
    read = windows_1252(run[0].encode("ascii", "surrogateescape"))
    around = [before, *read, after]
    places = zip(around, read, around[2:], strict=False)
    return read if all(_is_in_place(*each) for each in places) else REPLACEMENT


def _is_in_place(before: str, char: str, after: str) -> bool:
    if any(each.isalpha() and each > _LAST_LATIN for each in (before, after)):
        return False
    is_first_of_two = char in _FIRST_OF_TWO and not after.isalpha()
    return not is_first_of_two and not is_misplaced(char, before, after)
