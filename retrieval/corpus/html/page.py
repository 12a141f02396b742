"""Extracts the article's text from an HTML page, and what the page states about it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Final

import trafilatura

from retrieval.corpus.decode import NotTextError, decode
from retrieval.corpus.html.blocks import printed_blocks
from retrieval.corpus.html.charset import control_character_in, markup
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.layout_tables import unwrap_layout_tables
from retrieval.corpus.html.main_content import main_content
from retrieval.corpus.html.page_metadata import declared_metadata, repeated_in_metadata
from retrieval.corpus.html.printed_byline import more_complete
from retrieval.corpus.html.pruning import (
    drop_surroundings,
    join_initials,
    keep_words_of_prose,
    unfold_templates,
)
from retrieval.corpus.sidecar import DeclaredMetadata

_VENDOR_LOGS: Final = ("trafilatura", "htmldate", "justext", "courlan")


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The article of a page.

    Attributes:
        text: one line a paragraph.
        declared: what the page states about it, and the authors that it prints.
        notes: what may be missing in the text.
    """

    text: str
    declared: DeclaredMetadata
    notes: tuple[str, ...] = ()


def read_page(raw: bytes) -> ExtractedPage | None:
    """Return the article's text as trafilatura extracts it, completed, and what the page declares.

    None if there is no article. The date is never guessed from the prose, nor the outlet from the
    address.

    Raises:
        NotTextError: the bytes are no text, or control characters stand in the article.
    """
    if b"\0" in raw:
        decode(raw)  # says where, unless the page is UTF-16
    with _quiet():
        try:
            source = markup(raw)
            tree = trafilatura.load_html(source)
            page = None if tree is None else _extracted(tree)
        except NotTextError:
            raise
        except Exception:  # noqa: BLE001 - a vendor's parser on arbitrary bytes: no article
            return None
    fault = control_character_in(source, page.text) if page is not None else None
    if fault is not None:
        raise NotTextError(fault)
    return page


def _extracted(tree: Element) -> ExtractedPage | None:
    declared, repeated = declared_metadata(tree), repeated_in_metadata(tree)
    unfold_templates(tree)
    unwrap_layout_tables(tree)
    drop_surroundings(tree)
    keep_words_of_prose(tree)
    join_initials(tree)
    blocks = printed_blocks(tree)
    found = trafilatura.bare_extraction(
        deepcopy(tree), favor_precision=True, include_comments=False, with_metadata=False
    )
    if found is None or not (found.text or "").strip():
        return None
    content = main_content(found.text, blocks, repeated)
    declared = replace(declared, byline=more_complete(content.byline, declared.byline))
    return ExtractedPage(content.text, declared, tuple(_notes(content.left_out)))


def _notes(left_out: int) -> Iterator[str]:
    if left_out:
        were = "paragraph was" if left_out == 1 else "paragraphs were"
        yield f"{left_out} printed {were} left out that may be the article's"


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the extractor's warnings about broken pages, which are reported as skipped files."""
    loggers = [logging.getLogger(name) for name in _VENDOR_LOGS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
