"""Makes plain blocks of the tables that lay out a page, and figures of those that frame a picture.

The rules are those by which browsers tell tables of data from others for screen readers (Mozilla's
``TableAccessible::IsProbablyLayoutTable``): headers and captions are signs of data; one row, one
column and cells with paragraphs are signs of layout. A table without a sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from retrieval.corpus.html.elements import Element

_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "div", "table")
_PARTS: Final = ("tbody", "thead", "tfoot", "tr", "td", "th", "caption")
_PROSE_WORDS: Final = 40
"""Words of a table's cell with paragraphs from which it is no cell of data."""
_SENTENCE_WORDS: Final = 8
_CAPTION_WORDS: Final = 40
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$|[A-Z“])")
"""Where a sentence ends; the next paragraph may follow without a space."""


def unwrap_layout_tables(tree: Element) -> None:
    """Make plain blocks of the tables that lay out a page; a table of data stays one."""
    tables = list(tree.iter("table"))
    framing = {table for table in tables if _frames_a_picture(table)}
    layout = [table for table in tables if table not in framing and _lays_out_prose(table)]
    for table in layout:
        for part in list(_own(table, *_PARTS)):
            part.tag = "div"
    for table in layout:
        table.tag = "div"
    for table in framing:
        table.tag = "figure"


def _lays_out_prose(table: Element) -> bool:
    """Return whether a table holds sentences and is built as layouts are."""
    if table.get("role") in {"presentation", "none"}:
        return True
    cells = list(_own(table, "td"))
    rows = [sum(each.tag in {"td", "th"} for each in row) for row in _own(table, "tr")]
    is_layout = max(rows, default=0) <= 1 or any(
        next(cell.iter("h1", "table"), None) is not None for cell in cells
    )
    if is_layout:
        return any(map(_has_sentences, cells))
    if next(_own(table, "th", "caption", "thead"), None) is not None:
        return False
    return any(map(_holds_paragraphs, cells)) or (
        len(rows) == 1 and any(map(_has_sentences, cells))
    )


def _holds_paragraphs(cell: Element) -> bool:
    """Return whether a cell is long and has paragraphs or headings."""
    return len(cell.text_content().split()) >= _PROSE_WORDS and (
        next(cell.iter(*_BLOCKS), None) is not None
        or any(map(_leaves_a_blank_line, cell.iter("br")))
    )


def _has_sentences(cell: Element) -> bool:
    words = cell.text_content()
    return len(words.split()) >= _SENTENCE_WORDS and _SENTENCE.search(words) is not None


def _frames_a_picture(table: Element) -> bool:
    """Return whether a table holds a picture and its caption, and no more."""
    return (
        next(table.iter("img"), None) is not None
        and next(_inner(table, "table", "p", "h1", "h2", "a"), None) is None
        and len(list(_own(table, "td"))) <= 2  # noqa: PLR2004 - the picture and its caption
        and len(table.text_content().split()) <= _CAPTION_WORDS
    )


def _own(table: Element, *tags: str) -> Iterator[Element]:
    """Yield the parts of a table that are not of a table inside."""
    return (part for part in table.iter(*tags) if next(part.iterancestors("table"), None) is table)


def _inner(table: Element, *tags: str) -> Iterator[Element]:
    return (each for each in table.iter(*tags) if each is not table)


def _leaves_a_blank_line(line_break: Element) -> bool:
    """Return whether another line break follows directly, as between paragraphs."""
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()
