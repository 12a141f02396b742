"""Watches: whom a reader watches, and what is new of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot import notices, texts
from bot.entries import entries, name_of
from bot.markup import code, text, tidy
from bot.pages import GAP, Block, Part, paginate
from bot.quoting import said_blocks
from bot.views.view import number_rows, said_items, with_buttons
from retrieval.model import Quoted

WATCHES_SHOWN = 30
NEWS_SHOWN = 10
"""Entries in one notification; of more it says how to see them."""

_NAME_LENGTH = 60


def news(new: Quoted, key: str) -> tuple[Part, ...]:
    """New statements of somebody who is watched, each with its citation.

    ``new`` holds those alone, so that the numbers are those of the reply that is remembered.
    """
    name = new.speaker.speaker
    shown = entries(new.speaker.statements, NEWS_SHOWN)
    blocks = [Block(notices.news_of(name_of(name), len(new.speaker.statements)))]
    blocks += said_blocks(shown)
    hidden = len(new.speaker.statements) - sum(entry.statements for entry in shown)
    if hidden:
        command = code(text(texts.quote_command(tidy(name, _NAME_LENGTH))))
        blocks.append(Block(texts.more_statements(hidden, command)))
    numbers = [item.number for item in said_items(shown)]
    return with_buttons(paginate(blocks), number_rows(numbers, key))


def watches(names: Sequence[str]) -> tuple[Part, ...]:
    """Whom a reader watches."""
    if not names:
        return (Part(notices.WATCHING_NOBODY),)
    lines = [f"• {name_of(name)}" for name in names[:WATCHES_SHOWN]]
    hidden = len(names) - len(lines)
    lines += [notices.more(hidden)] if hidden > 0 else []
    head = f"{notices.watches(len(names))}\n"
    return (Part(GAP.join([head + "\n".join(lines), notices.UNWATCH])),)
