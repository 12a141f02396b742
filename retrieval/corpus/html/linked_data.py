"""Reads the JSON-LD of a page as far as it describes the page's own article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from retrieval.corpus.html.elements import Element

Item = Mapping[str, object]

_ARTICLE_TYPES: Final = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "article",
    "blogposting", "liveblogposting", "report", "webpage",
)  # fmt: skip
_PAGE: Final = "webpage"
_FEWEST_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """By what an object of JSON-LD is known to describe the page's own article.

    Attributes:
        titles: of the page, as its metadata, title element and headings state them.
        addresses: of the page.
    """

    titles: Sequence[str]
    addresses: Sequence[str]


def linked_data(tree: Element, page: PageIdentity) -> list[Item]:
    """Return the objects of JSON-LD that describe the page's article, the most specific first.

    Objects inside of others, such as comments, videos and the entries of a live blog, are left
    out, and so are other articles beside the page's own, by headline and address.
    """
    found: list[tuple[int, Item]] = []
    for item in _top_objects(tree):
        kinds = [str(kind).lower() for kind in _listed(item.get("@type"))]
        ranks = [_ARTICLE_TYPES.index(kind) for kind in kinds if kind in _ARTICLE_TYPES]
        if ranks:
            found.append((min(ranks), item))
    ranked = sorted(found, key=lambda each: each[0])
    articles = [item for rank, item in ranked if _ARTICLE_TYPES[rank] != _PAGE]
    own = [item for item in articles if _is_own(item, page)]
    if not own and len(articles) == 1 and not _is_another(articles[0], page):
        own = articles
    return [*own, *(item for rank, item in ranked if _ARTICLE_TYPES[rank] == _PAGE)]


def stated_text(items: Sequence[Item], key: str) -> str | None:
    """Return the first text under a key."""
    values = (item.get(key) for item in items)
    return next((unescape(value) for value in values if isinstance(value, str) and value), None)


def stated_names(items: Sequence[Item], key: str) -> str | None:
    """Return the names of people or the organisation under a key of the first item that has it."""
    for item in items:
        names = [
            one.get("name") if isinstance(one, Mapping) else one for one in _listed(item.get(key))
        ]
        stated = [unescape(name) for name in names if isinstance(name, str) and name.strip()]
        if stated:
            return ", ".join(dict.fromkeys(stated))
    return None


def _top_objects(tree: Element) -> Iterator[Item]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            content: object = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _mappings(content):
            yield item
            yield from (*_mappings(item.get("@graph")), *_mappings(item.get("mainEntity")))


def _mappings(content: object) -> list[Item]:
    return [item for item in _listed(content) if isinstance(item, Mapping)]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_own(item: Item, page: PageIdentity) -> bool:
    """Return whether an article has the page's address or one of its titles."""
    return _same_address(item, page) is True or _same_title(item, page) is True


def _is_another(item: Item, page: PageIdentity) -> bool:
    return _same_address(item, page) is False and _same_title(item, page) is False


def _same_title(item: Item, page: PageIdentity) -> bool | None:
    """Return whether its headline is in a title of the page, or a title in it; None: unknown."""
    headline = _folded(stated_text([item], "headline") or "")
    titles = [each for title in page.titles if (each := _folded(title))]
    if not headline or not titles:
        return None
    return any(
        one == other or (f" {one} " in f" {other} " and len(one.split()) >= _FEWEST_WORDS)
        for title in titles
        for one, other in ((headline, title), (title, headline))
    )


def _same_address(item: Item, page: PageIdentity) -> bool | None:
    """Return whether it has the page's address, by its path; None: unknown."""
    stated = [
        value
        for key in ("url", "mainEntityOfPage", "@id")
        for one in _listed(item.get(key))
        for value in ([one.get("@id"), one.get("url")] if isinstance(one, Mapping) else [one])
    ]
    paths = {path for value in stated if isinstance(value, str) and (path := _path(value))}
    own = {path for address in page.addresses if (path := _path(address))}
    return bool(paths & own) if paths and own else None


def _path(address: str) -> str | None:
    """Return the path of an address; None where it is only a site."""
    try:
        return urlsplit(address).path.rstrip("/") or None
    except ValueError:
        return None


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
