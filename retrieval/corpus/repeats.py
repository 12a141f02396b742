"""A page that holds its article twice: which sentences are said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_WORD = re.compile(r"\w+")
_LEAST_WORDS: Final = 5
_LEAST_SHARE: Final = 0.5
_LEAST_REPEATED: Final = 3
_MOST_COPIES: Final = 8


def repeated(sentences: Sequence[str]) -> frozenset[int]:
    """Which sentences to leave out so that a body printed several times counts once.

    The more complete copy stays whole, the earlier of two equal ones; of the other stays what it
    alone says. A sentence that comes back here and there in an ordinary article is not touched.
    """
    words = [tuple(_WORD.findall(sentence.casefold())) for sentence in sentences]
    left = list(range(len(words)))
    dropped: set[int] = set()
    for _ in range(_MOST_COPIES):
        again = _said_again([words[each] for each in left])
        if not again:
            break
        dropped |= {left[each] for each in again}
        left = [each for at, each in enumerate(left) if at not in again]
    return frozenset(dropped)


def _said_again(words: Sequence[tuple[str, ...]]) -> set[int]:
    cut = _best_cut(words)
    if cut is None:
        return set()
    before, after = range(cut), range(cut, len(words))
    if _said(words, after) > _said(words, before):
        before, after = after, before
    kept = {words[each] for each in before}
    by_word = _by_rarest_word(kept)
    return {each for each in after if words[each] in kept or _is_within(words[each], by_word)}


def _best_cut(words: Sequence[tuple[str, ...]]) -> int | None:
    """Between which sentences the second copy begins; None where nothing is printed twice."""
    first: dict[tuple[str, ...], int] = {}
    last: dict[tuple[str, ...], int] = {}
    for at, sentence in enumerate(words):
        if len(sentence) >= _LEAST_WORDS:
            first.setdefault(sentence, at)
            last[sentence] = at
    twice = [key for key in first if last[key] > first[key]]
    if len(twice) < _LEAST_REPEATED:
        return None
    change = [0] * (len(words) + 1)
    for key in twice:
        change[first[key] + 1] += len(key)
        change[last[key] + 1] -= len(key)
    shared, best, cut = 0, 0, 0
    total, above = sum(map(len, words)), 0
    for at in range(1, len(words)):
        shared += change[at]
        above += len(words[at - 1])
        if shared > best and shared >= _LEAST_SHARE * min(above, total - above):
            best, cut = shared, at
    return cut or None


def _said(words: Sequence[tuple[str, ...]], part: range) -> int:
    """How many words the different sentences of a part have."""
    return sum(len(sentence) for sentence in {words[each] for each in part})


def _by_rarest_word(kept: set[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sorted(kept):
        for word in set(sentence):
            index.setdefault(word, []).append(sentence)
    return index


def _is_within(sentence: tuple[str, ...], index: dict[str, list[tuple[str, ...]]]) -> bool:
    """Whether all its words stand, in order, in one sentence of the kept copy."""
    if len(sentence) < _LEAST_WORDS:
        return False
    candidates = min((index.get(word, []) for word in sentence), key=len)
    return any(_is_subsequence(sentence, longer) for longer in candidates)


def _is_subsequence(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in shorter)
