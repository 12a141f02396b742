"""Finds the articles in a JSON file: one, a list, an envelope of several, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.corpus.json_articles.fields import json_fields
from retrieval.corpus.json_articles.item import (
    JsonArticle,
    NoArticleError,
    article_in,
    has_text,
    value_at,
)
from retrieval.corpus.json_articles.parse import (
    BrokenJsonError,
    JsonValue,
    json_lines,
    json_values,
    parsed,
)
from retrieval.corpus.json_articles.values import kind_of

_LISTS_OF_LISTS = 2


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article of a JSON file, or why it is none.

    Attributes:
        place: "#n" for the n-th item or line, "#n.m" for the m-th article in that; else empty.
        article: None where there is a fault.
        raw: what its digest is of.
    """

    place: str
    article: JsonArticle | None
    raw: bytes
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    place: str
    value: object
    feed: str | None = None


def articles_in_json(text: str) -> Iterator[FoundArticle]:
    """Yield the articles in the text of a ``.json`` file.

    Raises:
        BrokenJsonError: it is no JSON.
    """
    yield from _of_values(json_values(text))


def articles_in_json_lines(text: str) -> Iterator[FoundArticle]:
    """Yield the articles in the text of a ``.jsonl`` file; it may also be one value of JSON."""
    try:
        whole = parsed(text.strip())
    except BrokenJsonError:
        yield from _of_values(json_lines(text))
        return
    if isinstance(whole, list) or "\n" in text.strip():
        yield from _of_values(iter([JsonValue("", whole, text.strip())]))
    else:
        yield from _of_values(json_lines(text))


def _of_values(values: Iterator[JsonValue]) -> Iterator[FoundArticle]:
    for each in values:
        if each.fault is not None:
            yield FoundArticle(each.place, None, b"", each.fault)
            continue
        if isinstance(each.value, list) and not any(
            isinstance(x, dict | list) for x in each.value
        ):
            listed = "an empty list" if not each.value else f"a list with {kind_of(each.value[0])}"
            yield FoundArticle(each.place, None, b"", f"{listed}; expected articles")
            continue
        for item in _items(_Item(each.place, each.value)):
            yield _found(item, each)


def _items(item: _Item, depth: int = 0) -> Iterator[_Item]:
    """Yield the items of a list or an envelope, also of a list of these; else the item itself."""
    inner = _listed(item.value) if depth < _LISTS_OF_LISTS else None
    if inner is None or (depth and not inner):
        yield item
        return
    feed = _feed(item.value) or item.feed
    for number, value in enumerate(inner, start=1):
        place = f"{item.place}.{number}" if item.place else f"#{number}"
        yield from _items(_Item(place, value, feed), depth + 1)


def _listed(value: object) -> list[object] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or has_text(value):
        return None
    rows = _rows(value)
    if rows is not None:
        return rows
    for field in json_fields("articles"):
        listed = value_at(value, field)
        if isinstance(listed, list) and (not listed or any(isinstance(x, dict) for x in listed)):
            return listed
    return None


def _rows(table: Mapping[str, object]) -> list[object] | None:
    """Return the rows of a table that is written by columns, as pandas does; None of another."""
    columns = [each for each in table.values() if isinstance(each, Mapping)]
    if not columns or len(columns) != len(table):
        return None
    numbers = list(columns[0])
    if not numbers or not all(each.isdigit() for each in numbers):
        return None
    return [
        {name: column.get(row) for name, column in zip(table, columns, strict=True)}
        for row in numbers
    ]


def _feed(value: object) -> str | None:
    """Return the name of a feed; the title of an object is one where it says "jsonfeed"."""
    if not isinstance(value, Mapping):
        return None
    is_json_feed = "jsonfeed" in str(value.get("version"))
    fields = [each for each in json_fields("feed") if is_json_feed or "." in each]
    stated = (value_at(value, field) for field in fields)
    return next((each for each in stated if isinstance(each, str)), None)


def _found(item: _Item, whole: JsonValue) -> FoundArticle:
    try:
        if item.value is whole.value:
            raw = whole.raw.encode("utf-8", "surrogatepass")
        else:
            raw = json.dumps([item.value, item.feed], sort_keys=True).encode()
        return FoundArticle(item.place, article_in(item.value, item.feed), raw)
    except NoArticleError as error:
        return FoundArticle(item.place, None, b"", str(error))
    except RecursionError:
        return FoundArticle(item.place, None, b"", "JSON that cannot be read: nested too deeply")
