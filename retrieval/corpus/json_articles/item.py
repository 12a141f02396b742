"""Reads one article from an object of JSON."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from retrieval.corpus.bylines import byline_words
from retrieval.corpus.files import printable
from retrieval.corpus.html.page import read_page
from retrieval.corpus.json_articles.fields import json_fields
from retrieval.corpus.json_articles.values import (
    UnexpectedValueError,
    address_in,
    date_in,
    domain_in,
    is_blank,
    is_domain,
    kind_of,
    names_in,
    string_in,
)
from retrieval.corpus.sidecar import DeclaredMetadata, declared_metadata, fact, unstorable
from retrieval.model import Fact

_FIELDS_SHOWN: Final = 6
_OF_MANY_MEANINGS: Final = frozenset({"source", "site", "id", "@id", "name", "mainEntityOfPage"})
_MARKUP_LEAST: Final = 2
_MARKUP: Final = re.compile(
    r"</(?:p|div|article|section|ul|ol|h[1-6]|blockquote)>|<br ?/?>", re.IGNORECASE
)
_PAGE: Final = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CUT: Final = re.compile(r"\s*\[\+\s?(\d[\d,.]*)\s+char(?:s|acters)?\]\s*\Z")
_HALF_AT_THE_END: Final = re.compile(r"[\ud800-\udfff]\s*(?:…|\.\.\.)?\s*\Z")


class NoArticleError(ValueError):
    """An object holds no article; the message says what was expected and found."""


@dataclass(frozen=True, slots=True)
class JsonArticle:
    """An article as it stands in JSON.

    Attributes:
        text: of the field that holds it, or what the page reader makes of its HTML.
        declared: what the other fields state.
        notes: which fields were left out and why, and how much of the text is missing.
    """

    text: str
    declared: DeclaredMetadata
    notes: tuple[str, ...]


def article_in(item: object, feed: str | None = None) -> JsonArticle:
    """Return the article in a value of JSON; ``feed`` is the name of the feed that it stands in.

    A field that is not what is expected states nothing, and is noted.

    Raises:
        NoArticleError: there is none.
    """
    if not isinstance(item, Mapping):
        raise NoArticleError(f"{kind_of(item)}; expected an object with text")
    notes: list[str] = []
    text, of_page = _text(item, notes)
    facts = {name: _stated(item, name, read, notes) for name, read in _READERS}
    outlet = _outlet(item, notes) or fact(feed, "title of the feed")
    declared = declared_metadata(facts | {"outlet": outlet}).completed_by(of_page)
    return JsonArticle(text, declared, tuple(notes))


def value_at(item: Mapping[str, object], field: str) -> object:
    """Return the value of a field, "a.b" being that of b in a; None where there is none."""
    return _located(item, field)[1]


def has_text(item: object) -> bool:
    """Whether an object has a field that may hold an article's text."""
    return isinstance(item, Mapping) and any(
        isinstance(field.value, str | list) for field in _texts(item)
    )


def _located(item: Mapping[str, object], field: str) -> tuple[str, object]:
    """Return a field as it is spelt here, and its value."""
    value: object = item
    spelt = []
    for name in field.split("."):
        key = _key(value, name) if isinstance(value, Mapping) else name
        value = _within(value, key)
        if value is None:
            return field, None
        spelt.append(key)
    return ".".join(spelt), value


def _within(value: object, key: str) -> object:
    match value:
        case Mapping():
            return value.get(key)
        case list() if key.isdigit() and int(key) < len(value):
            return value[int(key)]
        case _:
            return None


def _key(item: Mapping[str, object], name: str) -> str:
    if name in item:
        return name
    wanted = _folded(name)
    return next((key for key in item if _folded(key) == wanted), name)


def _folded(name: str) -> str:
    return name.replace("-", "").replace("_", "").casefold()


# --- text ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TextField:
    name: str
    value: object
    is_html: bool


def _texts(item: Mapping[str, object]) -> Iterator[_TextField]:
    """Yield the fields that may hold the text, those of HTML last."""
    for column in ("text", "html"):
        for field in json_fields(column):
            spelt, value = _located(item, field)
            if not is_blank(value):
                yield _TextField(spelt, value, is_html=column == "html")


def _text(item: Mapping[str, object], notes: list[str]) -> tuple[str, DeclaredMetadata]:
    """Return the text, and what the page states in which it stands, if it is a page."""
    faults = []
    for field in _texts(item):
        try:
            text = _paragraphs(field.value)
            if field.is_html or _is_markup(text):
                return _of_markup(text, notes)
        except UnexpectedValueError as error:
            faults.append(f"field {field.name} {error}")
            continue
        return _without_mark(field.name, text, notes), DeclaredMetadata()
    if faults:
        raise NoArticleError("; ".join(faults))
    raise NoArticleError(_missing(item))


def _missing(item: Mapping[str, object]) -> str:
    expected = ", ".join(json_fields("text")[:_FIELDS_SHOWN])
    blank = [field for field in json_fields("text") if value_at(item, field) is not None]
    if blank:
        return f"empty field {blank[0]}; expected an article"
    keys = [printable(key[:40]) for key in item]
    more = ", …" if len(keys) > _FIELDS_SHOWN else ""
    found = f"has {', '.join(keys[:_FIELDS_SHOWN])}{more}" if keys else "is empty"
    return f"no article: the object {found}; expected a text in one of {expected}, …"


def _paragraphs(value: object) -> str:
    """Return a text, or a list of paragraphs as one; HTML's character references are kept."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "\n\n".join(value)
    raise UnexpectedValueError(f"is {kind_of(value)}; expected a string")


def _is_markup(text: str) -> bool:
    """Whether a text is HTML, also one of few tags; one that only names a tag is not."""
    tags = _MARKUP.findall(text)
    return len(tags) >= _MARKUP_LEAST or bool(tags and text.lstrip().startswith("<"))


def _of_markup(text: str, notes: list[str]) -> tuple[str, DeclaredMetadata]:
    page = text if _PAGE.search(text) else f"<html><body><article>{text}</article></body></html>"
    fault = unstorable(text)
    if fault is not None:
        raise UnexpectedValueError(f"has {fault}; expected Unicode")
    # What a page states of its charset held for the bytes that the scraper decoded.
    read = read_page(codecs.BOM_UTF8 + page.encode())
    if read is None:
        raise UnexpectedValueError("is HTML without an article; expected an article")
    notes += read.notes
    return read.text, read.declared


def _without_mark(field: str, text: str, notes: list[str]) -> str:
    """Return the text without what a service that sends the beginning only leaves at its end."""
    mark = _CUT.search(text)
    if mark is not None:
        notes.append(f"field {field} is cut by who sent it: {mark[1]} characters are missing")
        text = text[: mark.start()]
    half = _HALF_AT_THE_END.search(text)
    if half is not None:
        notes.append(f"field {field} ends with half a character, which is left out")
        text = text[: half.start()]
    return text


# --- facts -----------------------------------------------------------------------------------


def _stated(
    item: Mapping[str, object], column: str, read: Callable[[object], str], notes: list[str]
) -> Fact | None:
    """Return the first fact that a field of the column states; what is wrong with them if none."""
    faults = []
    for field in json_fields(column):
        spelt, value = _located(item, field)
        if is_blank(value):
            continue
        try:
            return fact(read(value), f"field {spelt}")
        except UnexpectedValueError as error:
            if field not in _OF_MANY_MEANINGS:
                faults.append(f"field {spelt} {error}")
    notes.extend(faults[:1])
    return None


def _authors_in(value: object) -> str:
    """Return the names of authors without what opens a byline: "By Ada Quill"."""
    names = names_in(value)
    opening = byline_words().opening.match(names)
    return names[opening.end() :] or names if opening else names


_READERS: Final[tuple[tuple[str, Callable[[object], str]], ...]] = (
    ("title", string_in),
    ("published", date_in),
    ("byline", _authors_in),
    ("url", address_in),
)


def _outlet(item: Mapping[str, object], notes: list[str]) -> Fact | None:
    """Return the outlet's name; where none is stated, its domain."""
    faults: list[str] = []
    stated = (
        _stated(item, "outlet", _name_of_outlet, faults)
        or _stated(item, "domain", domain_in, faults)
        or _stated(item, "outlet", _domain_as_name, [])
    )
    notes.extend([] if stated else faults[:1])
    return stated


def _name_of_outlet(value: object) -> str:
    name = names_in(value)
    if is_domain(name):
        raise UnexpectedValueError("is a domain; expected a name")
    return name


def _domain_as_name(value: object) -> str:
    return domain_in(names_in(value))
