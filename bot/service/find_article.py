"""Finds the article that somebody means by the name of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rapidfuzz import fuzz, process

from retrieval.corpus.files import ITEM
from retrieval.ports import ArticleCard

_ALIKE = 70
_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class NoSuchArticle:
    """No article, or more than one, is meant by a name.

    Attributes:
        name: as typed.
        candidates: names under which the articles that it may mean are found, the likeliest first.
        is_ambiguous: whether the name fits each of them; otherwise it only resembles them.
    """

    name: str
    candidates: tuple[str, ...]
    is_ambiguous: bool


def find_article(cards: Sequence[ArticleCard], name: str) -> ArticleCard | NoSuchArticle:
    """Return the article of a file: as cited, by its path, or by a tail of either.

    The article in a file of several is named with its place, ``news.jsonl#3``; where the file has
    only one, without it as well.
    """
    path = _resolved(name)
    rules: tuple[Callable[[ArticleCard], bool], ...] = (
        lambda card: card.file == name,
        lambda card: path in {card.source, ITEM.sub("", card.source)},
        lambda card: ITEM.sub("", card.file) == name,
        lambda card: _is_tail(name, (card.file, card.source)),
    )
    for rule in rules:
        found = [card for card in cards if rule(card)]
        if len(found) == 1:
            return found[0]
        if found:
            return NoSuchArticle(name, _names(found), is_ambiguous=True)
    return NoSuchArticle(name, _alike(cards, name), is_ambiguous=False)


def _resolved(name: str) -> str:
    """Return the absolute path that is typed, with the place in the file."""
    place = ITEM.search(name)
    try:
        path = str(Path(ITEM.sub("", name)).expanduser().resolve())
    except (OSError, RuntimeError, ValueError):
        return name
    return path + (place[0] if place else "")


def _is_tail(name: str, of: Iterable[str]) -> bool:
    """Whether a name is the last parts of one of the paths, with or without the place in it."""
    wanted = PurePosixPath(name).parts
    paths = [each for path in of for each in (path, ITEM.sub("", path))]
    return bool(wanted) and any(PurePosixPath(p).parts[-len(wanted) :] == wanted for p in paths)


def _names(cards: Sequence[ArticleCard]) -> tuple[str, ...]:
    """Return a name for each that means no other: as cited, or where that is the same, the path."""
    files = [card.file for card in cards]
    return tuple(card.file if files.count(card.file) == 1 else card.source for card in cards)


def _alike(cards: Sequence[ArticleCard], name: str) -> tuple[str, ...]:
    last = PurePosixPath(name).name.casefold()
    names = {card.file: PurePosixPath(card.file).name.casefold() for card in cards}
    found = process.extract(last, names, scorer=fuzz.WRatio, limit=_SUGGESTED, score_cutoff=_ALIKE)
    return tuple(file for _, _, file in found)
