"""Finds the container of the article where the extractor took a notice for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from retrieval.corpus.boilerplate import boilerplate_kind_of
from retrieval.corpus.html.blocks import PrintedBlock
from retrieval.corpus.html.class_names import is_around_the_article, is_paywall
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.regions import AROUND, MOSTLY_LINKS, Regions, is_prose

_LEAST_WORDS: Final = 60
_EXTRACTED: Final = 0.2
_TIMES: Final = 2


def passed_over_container(regions: Regions) -> Element | None:
    """Return the element with most sentences as children, if next to nothing of it was extracted.

    It has at least twice the sentences of the extracted text, which is a notice then. None if the
    extracted text is where most sentences are.
    """
    words: Counter[Element] = Counter()
    extracted: Counter[Element] = Counter()
    for block, line in zip(regions.blocks, regions.lines, strict=True):
        parent = block.path[-1].getparent()
        if parent is None or not is_prose(block) or block.is_inside(*AROUND):
            continue
        words[parent] += len(block.text.split())
        if line is not None:
            extracted[parent] += len(block.text.split())
    best = max(words, key=words.__getitem__, default=None)
    if best is None or words[best] < max(_LEAST_WORDS, _TIMES * extracted.total()):
        return None
    is_around = any(
        is_around_the_article(each) and not is_paywall(each) for each in _upwards(best)
    )
    return None if is_around or extracted[best] > _EXTRACTED * words[best] else best


def blocks_of(container: Element, regions: Regions) -> Iterator[PrintedBlock]:
    """Yield the blocks in a container that are no list of links, notice or caption."""
    for block in regions.blocks:
        if container not in block.path or block.linked > MOSTLY_LINKS:
            continue
        below = block.path[block.path.index(container) + 1 :]
        if boilerplate_kind_of(block.text) is None and not any(
            each.tag in AROUND or is_around_the_article(each) for each in below
        ):
            yield block


def _upwards(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()
