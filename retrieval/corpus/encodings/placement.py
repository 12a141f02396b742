"""Tells by their neighbours which characters of a text were decoded wrongly."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations, islice
from typing import Final

REPLACEMENT: Final = "\ufffd"
BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_MOST_LOOKED_AT: Final = 65_536
_ALPHABETS: Final = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "THAI")
_NOT_IN_ONE_WORD: Final = [set(pair) for pair in combinations(_ALPHABETS, 2)]
_INSIDE_WORDS: Final = frozenset("’‘´‐‑–—·•…×\u00ad")


def is_better_reading(text: str, than: str) -> bool:
    """Return whether fewer characters beyond ASCII are where no text has them."""
    return misplaced(text) < misplaced(than)


def misplaced(text: str) -> int:
    """Return how many characters beyond ASCII are where no text has them."""
    return sum(
        is_misplaced(
            match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        )
        for match in islice(BEYOND_ASCII.finditer(text), _MOST_LOOKED_AT)
    )


def is_misplaced(char: str, before: str, after: str) -> bool:
    """Return whether a character beyond ASCII is where no text has one, by its neighbours."""
    kind = unicodedata.category(char)
    if kind[0] == "C":
        return char not in "\u00ad\u200b\u200c\u200d\ufeff"
    if char == REPLACEMENT:
        return True
    if kind[0] == "L":
        neighbours = [each for each in (before, after) if each.isalpha()]
        return (char.isupper() and (before.islower() or after.isdigit())) or any(
            {_script(each), _script(char)} in _NOT_IN_ONE_WORD for each in neighbours
        )
    if kind == "Sc" or char in "¿¡„‚":
        return before.isalpha() or (kind == "Sc" and after.isalpha() and not before.isdigit())
    if unicodedata.name(char, "").startswith("BOX") or char in "░▒▓█▄▌▐▀":
        return True
    return before.isalpha() and after.isalpha() and char not in _INSIDE_WORDS and kind[0] != "M"


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
