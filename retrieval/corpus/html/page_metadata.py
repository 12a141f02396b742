"""Reads what the metadata of a page state about its article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from retrieval.corpus.bylines import byline_names, names_nobody
from retrieval.corpus.dates import iso_date
from retrieval.corpus.html.date_lines import header_date, is_elsewhere, main_heading
from retrieval.corpus.html.elements import Element
from retrieval.corpus.html.linked_data import (
    Item,
    PageIdentity,
    linked_data,
    stated_names,
    stated_text,
)
from retrieval.corpus.html.main_content import RepeatedMetadata
from retrieval.corpus.sidecar import DeclaredMetadata, fact
from retrieval.model import Fact

_RULE: Final = "page metadata"
_HEADER_RULE: Final = "date beside the heading or byline"
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
_ARTICLE_ITEMS: Final = ("article", "posting", "report", "webpage", "creativework")


def declared_metadata(tree: Element) -> DeclaredMetadata:
    """Return what meta tags, JSON-LD and times of the page state; never guesses."""
    metas = _metas(tree)
    items = linked_data(tree, _identity(tree, metas))
    outlet = _first(metas, _OUTLET[:1]) or stated_names(items, "publisher")
    byline = stated_names(items, "author") or _first(metas, _BYLINE)
    title = stated_text(items, "headline") or _first(metas, _TITLE) or _only_heading(tree)
    dates = list(_dates(tree, items, metas))
    return DeclaredMetadata(
        outlet=fact(outlet or _first(metas, _OUTLET), _RULE),
        title=fact(title, _RULE),
        published=next(iter(dates), None),
        byline=fact(_authors(byline), _RULE),
        url=fact(_address(tree, metas), _RULE),
        further_dates=tuple(dates[1:]),
    )


def repeated_in_metadata(tree: Element) -> RepeatedMetadata:
    """Return the titles, descriptions and text of the article that the page states out of sight."""
    metas = _metas(tree)
    items = linked_data(tree, _identity(tree, metas))
    title = next((element.text for element in tree.iter("title") if element.text), None)
    titles = [stated_text(items, "headline"), *(metas.get(name) for name in _TITLE), title]
    texts = [
        stated_text(items, key) for key in ("articleBody", "description", "alternativeHeadline")
    ]
    texts += [metas.get(name) for name in _DESCRIPTION]
    authors = _authors(stated_names(items, "author") or _first(metas, _BYLINE))
    return RepeatedMetadata(tuple(filter(None, titles)), tuple(filter(None, texts)), authors)


def _authors(byline: str | None) -> str | None:
    """Return the authors in an author field, without "by" and a job; None if it names nobody."""
    if byline is None or names_nobody(byline):
        return None
    return byline_names(byline) or byline


def _metas(tree: Element) -> dict[str, str]:
    """Return the first content of each meta tag, by lower-case name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name")
        if name is None and not _is_of_another_item(element):
            name = element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _is_of_another_item(element: Element) -> bool:
    """Return whether microdata belong to an item that is no article, such as a comment."""
    scope = next(
        (each for each in element.iterancestors() if each.get("itemscope") is not None), None
    )
    kinds = ((scope.get("itemtype") or "") if scope is not None else "").lower().split()
    return bool(kinds) and not any(kind.endswith(_ARTICLE_ITEMS) for kind in kinds)


def _identity(tree: Element, metas: Mapping[str, str]) -> PageIdentity:
    headings = [element.text_content() for element in tree.iter("h1")]
    stated = [metas[name] for name in _TITLE if name in metas]
    own = [element.text or "" for element in tree.iter("title")]
    return PageIdentity(
        [*stated, *own, *headings], [*_links(tree), *filter(None, [_first(metas, _URL)])]
    )


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _dates(tree: Element, items: Sequence[Item], metas: Mapping[str, str]) -> Iterator[Fact]:
    """Yield the dates of publication that a page states, in order of trust."""
    heading = main_heading(tree, repeated_in_metadata(tree).titles)
    metadata = [stated_text(items, "datePublished"), *(metas.get(name) for name in _PUBLISHED)]
    stated = [(each, _RULE) for each in (*metadata, *_marked_times(tree, heading))]
    if heading is not None:
        stated.append((header_date(tree, heading), _HEADER_RULE))
    for each, rule in stated:
        found = fact(iso_date(each or ""), rule)
        if found is not None:
            yield found


def _marked_times(tree: Element, heading: Element | None) -> Iterator[str | None]:
    """Yield the dates of elements that are marked as the article's date of publication."""
    for element in tree.iter():
        marked = element.tag == "time" and element.get("pubdate") is not None
        named = element.tag != "meta" and element.get("itemprop") == "datePublished"
        if not (marked or named) or _is_of_another_item(element):
            continue
        if heading is None or not is_elsewhere(element, heading, footers=False):
            yield element.get("datetime") or element.get("content") or element.text_content()


def _only_heading(tree: Element) -> str | None:
    headings = tree.findall(".//h1")
    return headings[0].text_content() if len(headings) == 1 else None


def _address(tree: Element, metas: Mapping[str, str]) -> str | None:
    candidates = [*_links(tree), _first(metas, _URL) or ""]
    return next((each for each in candidates if each.startswith(("http://", "https://"))), None)


def _links(tree: Element) -> list[str]:
    """Return the addresses that the page states to be its own."""
    return [
        element.get("href") or ""
        for element in tree.iter("link")
        if (element.get("rel") or "").lower() == "canonical"
    ]
