"""Reads what the metadata of a page state about its article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

from retrieval.corpus.dates import iso_date
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.main_content import RepeatedMetadata
from retrieval.corpus.sidecar import DeclaredMetadata, fact

_RULE: Final = "page metadata"
_ARTICLE_TYPES: Final = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "article",
    "blogposting", "liveblogposting", "report", "webpage",
)  # fmt: skip
_OUTLET: Final = ("og:site_name", "application-name", "publisher", "dc.publisher")
_TITLE: Final = ("og:title", "twitter:title", "dc.title", "headline")
_PUBLISHED: Final = (
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "dc.date", "dc.date.issued", "dcterms.created",
    "sailthru.date", "parsely-pub-date", "article.published", "cxenseparse:recs:publishtime",
)  # fmt: skip
_BYLINE: Final = (
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_DESCRIPTION: Final = ("og:description", "description", "twitter:description", "dc.description")
_URL: Final = ("og:url",)


def declared_metadata(tree: Element) -> DeclaredMetadata:
    """Return what meta tags, JSON-LD and times of the page state; never guesses."""
    metas = _metas(tree)
    items = list(_linked_data(tree))
    outlet = _first(metas, _OUTLET[:1]) or _linked_name(items, "publisher")
    byline = _linked_name(items, "author") or _first(metas, _BYLINE)
    title = _linked(items, "headline") or _first(metas, _TITLE) or _only_heading(tree)
    return DeclaredMetadata(
        outlet=fact(outlet or _first(metas, _OUTLET), _RULE),
        title=fact(title, _RULE),
        published=fact(_published(tree, items, metas), _RULE),
        byline=fact(byline if byline and "://" not in byline else None, _RULE),
        url=fact(_address(tree, metas), _RULE),
    )


def repeated_in_metadata(tree: Element) -> RepeatedMetadata:
    """Return the titles, descriptions and text of the article that the page states out of sight."""
    metas = _metas(tree)
    items = list(_linked_data(tree))
    title = next((element.text for element in tree.iter("title") if element.text), None)
    titles = [_linked(items, "headline"), *(metas.get(name) for name in _TITLE), title]
    texts = [_linked(items, key) for key in ("articleBody", "description", "alternativeHeadline")]
    texts += [metas.get(name) for name in _DESCRIPTION]
    return RepeatedMetadata(tuple(filter(None, titles)), tuple(filter(None, texts)))


def _metas(tree: Element) -> dict[str, str]:
    """Return the first content of each meta tag, by lower-case name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _linked_data(tree: Element) -> Iterator[Mapping[str, object]]:
    """Yield the objects of the page's JSON-LD that describe an article, the most specific first."""
    found: list[tuple[int, Mapping[str, object]]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            content: object = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(content):
            kinds = [str(kind).lower() for kind in _listed(item.get("@type"))]
            ranks = [_ARTICLE_TYPES.index(kind) for kind in kinds if kind in _ARTICLE_TYPES]
            if ranks:
                found.append((min(ranks), item))
    yield from (item for _, item in sorted(found, key=lambda each: each[0]))


def _objects(content: object) -> Iterator[Mapping[str, object]]:
    for item in _listed(content):
        if isinstance(item, Mapping):
            yield item
            for inner in _listed(item.get("@graph")):
                if isinstance(inner, Mapping):
                    yield inner


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _linked(items: list[Mapping[str, object]], key: str) -> str | None:
    values = (item.get(key) for item in items)
    return next((unescape(value) for value in values if isinstance(value, str) and value), None)


def _linked_name(items: list[Mapping[str, object]], key: str) -> str | None:
    """Return the names of people or the organisation under a key of the first item that has it."""
    for item in items:
        names = [
            one.get("name") if isinstance(one, Mapping) else one for one in _listed(item.get(key))
        ]
        stated = [unescape(name) for name in names if isinstance(name, str) and name.strip()]
        if stated:
            return ", ".join(dict.fromkeys(stated))
    return None


def _published(
    tree: Element, items: list[Mapping[str, object]], metas: Mapping[str, str]
) -> str | None:
    linked = _linked(items, "datePublished")
    candidates = [linked, *(metas.get(name) for name in _PUBLISHED)]
    times = list(tree.iter("time"))
    candidates += [
        element.get("datetime")
        for element in times
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
    ]
    stated = {element.get("datetime") for element in times} - {None}
    if len(stated) == 1:
        candidates.append(stated.pop())
    return next((day for each in candidates if each and (day := iso_date(each))), None)


def _only_heading(tree: Element) -> str | None:
    headings = tree.findall(".//h1")
    return headings[0].text_content() if len(headings) == 1 else None


def _address(tree: Element, metas: Mapping[str, str]) -> str | None:
    links = [
        element.get("href") or ""
        for element in tree.iter("link")
        if (element.get("rel") or "").lower() == "canonical"
    ]
    candidates = [*links, _first(metas, _URL) or ""]
    return next((each for each in candidates if each.startswith(("http://", "https://"))), None)
