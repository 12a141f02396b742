"""Renders the question whether articles are to be removed, and that they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.messages.buttons import Button, CallbackAction, CallbackData, Row, button_label
from bot.messages.corpus_changes.uploads import article_lines, file_left
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import Words, code, formatted, join, one_line
from bot.service.articles import stable_key
from bot.service.find_article import NoSuchArticle
from bot.service.source_files import file_path
from retrieval.corpus.files import ITEM
from retrieval.ports import ArticleCard

HOW_TO_REMOVE = "Write a file after the command, as it is cited: /remove FILE"
NOTHING_REMOVED = "Nothing was removed."
_WHAT_FOLLOWS = (
    "Their statements go as well; buttons of older answers then say that the article is withdrawn."
)
_KEEP = "Keep it"
_NAME_LENGTH = 100
_FILES_SHOWN = 8


def removal_keys(card: ArticleCard) -> tuple[str, str]:
    """Return the keys of an article and of all articles of its file, the same if it is the only one."""
    return stable_key("remove", card.source), stable_key("remove", str(file_path(card.source)))


def render_removal(name: str, found: Sequence[ArticleCard] | NoSuchArticle) -> MessagePart:
    """Return the articles that a name means, each file with a button that removes it."""
    if isinstance(found, NoSuchArticle):
        return _nothing_found(found)
    is_item = ITEM.search(name) is not None and len(found) == 1
    files: dict[str, list[ArticleCard]] = {}
    for card in found:
        files.setdefault(removal_keys(card)[0 if is_item else 1], []).append(card)
    rows: list[Row] = [
        (_remove_button(key, cards, number if len(files) > 1 else None),)
        for number, (key, cards) in enumerate(list(files.items())[:_FILES_SHOWN], 1)
    ]
    keep = CallbackData(CallbackAction.REMOVE_NOTHING, stable_key("keep", name))
    lines = ["Remove from the collection?", *article_lines(found), _WHAT_FOLLOWS]
    return MessagePart(join("\n", lines), (*rows, (Button(_KEEP, keep),)))


def render_removed(gone: Sequence[ArticleCard], left: Path | None) -> MessagePart:
    """Return what was removed; ``left`` is the file, where it stays."""
    lines: list[Words] = ["Removed:", *article_lines(gone)]
    return MessagePart(join("\n", [*lines, file_left(left)] if left else lines))


def _nothing_found(found: NoSuchArticle) -> MessagePart:
    name = code(one_line(found.name, _NAME_LENGTH))
    head = formatted("No article is cited by ", name, ".")
    if not found.candidates:
        return MessagePart(head)
    close = [formatted("• ", code(one_line(each, _NAME_LENGTH))) for each in found.candidates]
    return MessagePart(join("\n", [head, "Did you mean:", *close]))


def _remove_button(key: str, cards: Sequence[ArticleCard], number: int | None) -> Button:
    file = ITEM.sub("", cards[0].file) if len(cards) > 1 else cards[0].file
    label = f"Remove {f'{number}. ' if number else ''}{file}"
    return Button(button_label(label), CallbackData(CallbackAction.REMOVE, key))
