"""Extracts the article's text from an HTML page, and what the page states about it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Final

import trafilatura

from retrieval.corpus.decode import NotTextError, decode
from retrieval.corpus.html.blocks import printed_blocks
from retrieval.corpus.html.charset import markup
from retrieval.corpus.html.class_names import is_around_in_another_language
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.layout_tables import unwrap_layout_tables
from retrieval.corpus.html.main_content import main_content
from retrieval.corpus.html.page_metadata import declared_metadata, repeated_in_metadata
from retrieval.corpus.sidecar import DeclaredMetadata

_VENDOR_LOGS: Final = ("trafilatura", "htmldate", "justext", "courlan")


def read_page(raw: bytes) -> tuple[str, DeclaredMetadata] | None:
    """Return the article's text as trafilatura extracts it, and what the page declares.

    None if there is no article. The date is never guessed from the prose, nor the outlet from the
    address.

    Raises:
        NotTextError: the bytes are no text.
    """
    if b"\0" in raw:
        decode(raw)  # says where, unless the page is UTF-16
    with _quiet():
        try:
            tree = trafilatura.load_html(markup(raw))
            if tree is None:
                return None
            declared = declared_metadata(tree)
            unwrap_layout_tables(tree)
            drop_surroundings(tree)
            blocks = printed_blocks(tree)
            found = trafilatura.bare_extraction(
                deepcopy(tree), favor_precision=True, include_comments=False, with_metadata=False
            )
            text = found.text if found is not None else None
            if text and text.strip():
                text = main_content(text, blocks, repeated_in_metadata(tree)).text
        except NotTextError:
            raise
        except Exception:  # noqa: BLE001 - a vendor's parser on arbitrary bytes: no article
            return None
    return (text, declared) if text and text.strip() else None


def drop_surroundings(tree: Element) -> None:
    """Remove comments, captions and the like whose class names are not English."""
    words = len(tree.text_content())
    for element in [each for each in tree.iter() if isinstance(each.tag, str)]:
        if is_around_in_another_language(element) and 3 * len(element.text_content()) < words:
            element.drop_tree()


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
