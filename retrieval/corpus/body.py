"""Selects the parts of a text that are the article; it never edits the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from retrieval.corpus.boilerplate import is_prompt
from retrieval.corpus.layout import Line, lines
from retrieval.corpus.sentences import split_sentences
from retrieval.model import Block, BlockKind, Span

_TRAILING_WORDS: Final = 15
_TITLE_WORDS: Final = 5
_TITLES: Final = frozenset({BlockKind.HEADING, BlockKind.QUESTION})


def body(text: str) -> tuple[Block, ...]:
    """Return the lines and paragraphs that belong to the article, in order, without overlap.

    Left out are navigation, tags, addresses, contacts, dates, bylines, credits, prompts, lists of
    related articles, and what repeats an article inside one page.
    """
    found = [line for line in lines(text) if isinstance(line.kind, BlockKind)]
    blocks = [block for line in found for block in _without_prompts(text, line)]
    blocks = _without_copies(text, blocks)
    blocks = _with_one_title(text, blocks)
    return tuple(_without_trailing_headings(text, blocks))


def _without_prompts(text: str, line: Line) -> Iterator[Block]:
    """Yield the line's block without the prompts at the end of a paragraph."""
    kind = line.kind
    if not isinstance(kind, BlockKind):
        return
    if kind is not BlockKind.PROSE:
        yield Block(line.span, kind)
        return
    said = split_sentences(line.span.of(text))
    while said and is_prompt(said[-1].of(line.span.of(text))):
        said.pop()
    if said:
        yield Block(Span(said[0].start, said[-1].end).shift(line.span.start), kind)


def _without_copies(text: str, blocks: Sequence[Block]) -> list[Block]:
    places: list[tuple[int, Span]] = []
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.PROSE:
            said = split_sentences(block.span.of(text))
            places += [(number, span.shift(block.span.start)) for span in said]
    dropped = repeated_sentences([span.of(text) for _, span in places])
    if not dropped:
        return list(blocks)
    kept: dict[int, list[Span]] = {}
    touched = {places[each][0] for each in dropped}
    for each, (number, span) in enumerate(places):
        if each not in dropped:
            kept.setdefault(number, []).append(span)
    blocks_left: list[Block] = []
    for number, block in enumerate(blocks):
        if number in touched:
            blocks_left += [Block(span, block.kind) for span in kept.get(number, [])]
        else:
            blocks_left.append(block)
    return blocks_left


def _with_one_title(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the last of equal headings above the prose, and no long copy below."""
    kinds = [block.kind for block in blocks]
    prose = kinds.index(BlockKind.PROSE) if BlockKind.PROSE in kinds else len(blocks)
    titles = {
        block.span.of(text): at for at, block in enumerate(blocks[:prose]) if block.kind in _TITLES
    }
    return [
        block
        for at, block in enumerate(blocks)
        if block.kind not in _TITLES
        or titles.get(block.span.of(text), at) == at
        or (at > prose and len(block.span.of(text).split()) < _TITLE_WORDS)
    ]


def _without_trailing_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without short lines below the last paragraph, which head nothing.

    Without any paragraph, all blocks stay.
    """
    blocks_left = list(blocks)
    if not any(block.kind is BlockKind.PROSE for block in blocks_left):
        return blocks_left
    while (
        blocks_left[-1].kind is BlockKind.HEADING
        and len(blocks_left[-1].span.of(text).split()) <= _TRAILING_WORDS
    ):
        blocks_left.pop()
    return blocks_left


_WORD = re.compile(r"\w+")
_LEAST_WORDS: Final = 5
_LEAST_SHARE: Final = 0.5
_LEAST_REPEATED: Final = 3
_MOST_COPIES: Final = 8


def repeated_sentences(sentences: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the sentences to leave out of a body that is printed several times.

    The more complete copy stays whole, the earlier of two equal ones; of the other, only what it
    alone says stays. Single sentences that an ordinary article repeats are kept.
    """
    words = [tuple(_WORD.findall(sentence.casefold())) for sentence in sentences]
    left = list(range(len(words)))
    dropped: set[int] = set()
    for _ in range(_MOST_COPIES):
        again = _second_copy([words[each] for each in left])
        if not again:
            break
        dropped |= {left[each] for each in again}
        left = [each for at, each in enumerate(left) if at not in again]
    return frozenset(dropped)


def _second_copy(words: Sequence[tuple[str, ...]]) -> set[int]:
    cut = _best_cut(words)
    if cut is None:
        return set()
    before, after = range(cut), range(cut, len(words))
    if _count_of_words(words, after) > _count_of_words(words, before):
        before, after = after, before
    kept = {words[each] for each in before}
    by_word = _by_word(kept)
    return {each for each in after if words[each] in kept or _is_within(words[each], by_word)}


def _best_cut(words: Sequence[tuple[str, ...]]) -> int | None:
    """Return the number of the sentence that begins the second copy; None if there is none."""
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


def _count_of_words(words: Sequence[tuple[str, ...]], part: range) -> int:
    """Return how many words the different sentences of a part have."""
    return sum(len(sentence) for sentence in {words[each] for each in part})


def _by_word(kept: set[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sorted(kept):
        for word in set(sentence):
            index.setdefault(word, []).append(sentence)
    return index


def _is_within(sentence: tuple[str, ...], index: dict[str, list[tuple[str, ...]]]) -> bool:
    """Return whether all its words stand, in order, in one sentence of the kept copy."""
    if len(sentence) < _LEAST_WORDS:
        return False
    candidates = min((index.get(word, []) for word in sentence), key=len)
    return any(_is_subsequence(sentence, longer) for longer in candidates)


def _is_subsequence(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in shorter)
