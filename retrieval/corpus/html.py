"""Extracts the article's text from an HTML page, and what the page's metadata state."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from typing import Final, Protocol

import trafilatura

from retrieval.corpus.dates import iso_date
from retrieval.corpus.decode import NotTextError, decode
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
_URL: Final = ("og:url",)
_CHARSET = re.compile(rb"""charset=["']?([A-Za-z0-9_.:-]+)""")
_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "div", "table")
_PROSE_WORDS: Final = 40
"""Words of a table's cell with paragraphs from which it is no cell of data."""
_VENDOR_LOGS: Final = ("trafilatura", "htmldate", "justext", "courlan")


class _Element(Protocol):
    """An lxml element, as far as it is used here; lxml publishes no types."""

    tag: str

    @property
    def text(self) -> str | None: ...

    @property
    def tail(self) -> str | None: ...

    def get(self, key: str) -> str | None: ...

    def iter(self, *tags: str) -> Iterator[_Element]: ...

    def getnext(self) -> _Element | None: ...

    def iterancestors(self, *tags: str) -> Iterator[_Element]: ...

    def findall(self, path: str) -> list[_Element]: ...

    def text_content(self) -> str: ...


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
            tree = trafilatura.load_html(_markup(raw))
            if tree is None:
                return None
            declared = _declared(tree)
            _unwrap_layout_tables(tree)
            found = trafilatura.bare_extraction(
                tree, favor_precision=True, include_comments=False, with_metadata=False
            )
        except NotTextError:
            raise
        except Exception:  # noqa: BLE001 - a vendor's parser on arbitrary bytes: no article
            return None
    text = found.text if found is not None else None
    return (text, declared) if text and text.strip() else None


def _unwrap_layout_tables(tree: _Element) -> None:
    """Make plain blocks of the tables that lay out a page; a table of data stays one."""
    tables = list(tree.iter("table"))
    layout = [table for table in tables if _lays_out_prose(table)]
    for table in layout:
        for part in [*table.iter("tbody", "thead", "tfoot", "tr", "td", "th")]:
            if next(part.iterancestors("table"), None) is table:
                part.tag = "div"
    for table in layout:
        table.tag = "div"


def _lays_out_prose(table: _Element) -> bool:
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


def _leaves_a_blank_line(line_break: _Element) -> bool:
    """Return whether another line break follows directly, as between paragraphs."""
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()


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


def _markup(raw: bytes) -> str:
    named = _CHARSET.search(raw[:4096])
    for encoding in ("utf-8", named[1].decode("ascii") if named else "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return decode(raw)


# --- metadata --------------------------------------------------------------------------------


def _declared(tree: _Element) -> DeclaredMetadata:
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


def _metas(tree: _Element) -> dict[str, str]:
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


def _linked_data(tree: _Element) -> Iterator[Mapping[str, object]]:
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
    tree: _Element, items: list[Mapping[str, object]], metas: Mapping[str, str]
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


def _only_heading(tree: _Element) -> str | None:
    headings = tree.findall(".//h1")
    return headings[0].text_content() if len(headings) == 1 else None


def _address(tree: _Element, metas: Mapping[str, str]) -> str | None:
    links = [
        element.get("href") or ""
        for element in tree.iter("link")
        if (element.get("rel") or "").lower() == "canonical"
    ]
    candidates = [*links, _first(metas, _URL) or ""]
    return next((each for each in candidates if each.startswith(("http://", "https://"))), None)
