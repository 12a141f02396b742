"""Makes plain blocks of the tables that lay out a page."""

from __future__ import annotations

from typing import Final

from retrieval.corpus.html.elements import Element

_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "div", "table")
_PROSE_WORDS: Final = 40
"""Words of a table's cell with paragraphs from which it is no cell of data."""


def unwrap_layout_tables(tree: Element) -> None:
    """Make plain blocks of the tables that lay out a page; a table of data stays one."""
    tables = list(tree.iter("table"))
    layout = [table for table in tables if _lays_out_prose(table)]
    for table in layout:
        for part in [*table.iter("tbody", "thead", "tfoot", "tr", "td", "th")]:
            if next(part.iterancestors("table"), None) is table:
                part.tag = "div"
    for table in layout:
        table.tag = "div"


def _lays_out_prose(table: Element) -> bool:
    """Return whether a cell of the table holds paragraphs or headings, and is long."""
    if table.get("role") == "presentation":
        return True
    return any(
        len(cell.text_content().split()) >= _PROSE_WORDS
        and (
            next(cell.iter(*_BLOCKS), None) is not None
            or any(map(_leaves_a_blank_line, cell.iter("br")))
        )
        for cell in table.iter("td")
    )


def _leaves_a_blank_line(line_break: Element) -> bool:
    """Return whether another line break follows directly, as between paragraphs."""
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()
