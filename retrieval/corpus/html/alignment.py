"""Matches the blocks of a page with the lines of the text that was extracted from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from retrieval.corpus.html.blocks import PrintedBlock

_WORD = re.compile(r"\w+")
_SHINGLE: Final = 4
"""Words of a shingle (Broder 1997); a shorter text is one shingle."""
_COVERED: Final = 0.5
"""Share of a block's shingles in the text from which the block counts as extracted."""

Shingle = tuple[str, ...]


def shingles(text: str) -> Iterator[Shingle]:
    """Yield the runs of four words of a text, in lower case and without punctuation."""
    words = _WORD.findall(text.casefold())
    for at in range(max(min(1, len(words)), len(words) - _SHINGLE + 1)):
        yield tuple(words[at : at + _SHINGLE])


def share_within(text: str, among: Collection[Shingle]) -> float:
    """Return the share of a text's shingles that are among these, 0 to 1."""
    own = list(shingles(text))
    return sum(each in among for each in own) / (len(own) or 1)


def normalized(text: str) -> str:
    """Return the words of a text in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def line_numbers(blocks: Iterable[PrintedBlock], lines: Sequence[str]) -> Iterator[int | None]:
    """Yield the number of the line that has each block's words; None if none has.

    Of several lines that have them, the first one that does not go back behind the block before.
    """
    places: dict[Shingle, list[int]] = {}
    for number, line in enumerate(lines):
        for shingle in shingles(line):
            places.setdefault(shingle, []).append(number)
    current = 0
    for block in blocks:
        own = list(shingles(block.text))
        hits = [places[each] for each in own if each in places]
        if not hits or len(hits) < _COVERED * len(own):
            yield None
            continue
        current = next((line for line in hits[0] if line >= current), hits[0][0])
        yield current
