"""Converts values to the catalogue's columns and back: spans and facts as JSON, vectors as bytes."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.model import (
    Article,
    Block,
    BlockKind,
    Content,
    Evidence,
    Fact,
    Passage,
    Resolution,
    Span,
    Speaker,
    Statement,
    StatementKind,
)
from retrieval.ports import ArticleCard, Vectors
from retrieval.text_keys import fold_accents

CARD_COLUMNS = (
    "articles.source, articles.file, versions.id, versions.outlet, versions.title, "
    "versions.published, versions.url, versions.outlet_rules, versions.outlet_evidence"
)
CardRow = tuple[str, str, int, str | None, str | None, str | None, str | None, str, str]
CARD_LENGTH = 9

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS = 12


# --- texts -----------------------------------------------------------------------------------


def digest_of(text: str) -> bytes:
    """Return the key of a text's vectors, its SHA-256."""
    return hashlib.sha256(text.encode()).digest()


def fold(text: str) -> str:
    """Return the words of a name for comparison: no case, accents or marks; a space before each."""
    return "".join(f" {word}" for word in re.findall(r"\w+", fold_accents(text)))


def days_of(published: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last day that a date can mean: "2026-02" is all February."""
    stated = _DAY.match(published or "")
    if stated is None:
        return None, None
    year, month, day = stated.groups()
    if month is None or not 1 <= int(month) <= _MONTHS:
        return f"{year}-01-01", f"{year}-12-31"
    if day is None:
        last = calendar.monthrange(int(year), int(month))[1] if int(year) else 31
        return f"{year}-{month}-01", f"{year}-{month}-{last}"
    return (f"{year}-{month}-{day}",) * 2


# --- vectors ---------------------------------------------------------------------------------


def as_blob(vector: Vectors) -> bytes:
    """Return a passage's vector as 32-bit floats, exact."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def as_short_blob(vector: Vectors) -> bytes:
    """Return a sentence's vector as 16-bit floats: cosines differ by less than 0.001."""
    return np.ascontiguousarray(vector, dtype="<f2").tobytes()


def vector_from(blob: bytes, dimension: int) -> Vectors:
    """Return the vector of either kind of bytes, of unit length."""
    if len(blob) == 4 * dimension:
        return np.frombuffer(blob, dtype="<f4").astype(np.float32)
    short: NDArray[np.float32] = np.frombuffer(blob, dtype="<f2").astype(np.float32)
    return short / max(float(np.linalg.norm(short)), 1e-12)


def vectors_from(blobs: Sequence[bytes | None], dimension: int) -> Vectors:
    """Return a row for each vector of either kind of bytes; zeros for None."""
    if blobs and all(blob is not None and len(blob) == 2 * dimension for blob in blobs):
        short = np.frombuffer(b"".join(filter(None, blobs)), dtype="<f2").astype(np.float32)
        rows: Vectors = short.reshape(-1, dimension)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
        return rows
    found = np.zeros((len(blobs), dimension), dtype=np.float32)
    for number, blob in enumerate(blobs):
        if blob is not None:
            found[number] = vector_from(blob, dimension)
    return found


# --- articles --------------------------------------------------------------------------------


def body_as_json(article: Article) -> str:
    """Return the blocks of an article."""
    return json.dumps([[b.span.start, b.span.end, b.kind] for b in article.body])


def facts_as_json(article: Article) -> str:
    """Return the facts of an article, each with its evidence."""
    facts = {name: _fact_as_list(fact) for name, fact in article.facts.items() if fact}
    return json.dumps(facts, ensure_ascii=False)


def article_from(source: str, file: str, text: str, body: str, facts: str) -> Article:
    """Return the article that these columns hold."""
    known = {name: _fact_from(value) for name, value in json.loads(facts).items()}
    blocks = tuple(
        Block(Span(start, end), BlockKind(kind)) for start, end, kind in json.loads(body)
    )
    return Article(source, file, text, blocks, **known)


def card_from(row: CardRow) -> ArticleCard:
    """Return the article as it is cited, from ``CARD_COLUMNS``."""
    source, file, version, outlet, title, published, url, rules, evidence = row
    read, printed = _strings(rules), _strings(evidence)
    return ArticleCard(source, file, version, outlet, title, published, url, read, printed)


@lru_cache(maxsize=1024)  # many articles have the same
def _strings(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


def card_columns(article: Article) -> tuple[str | None, ...]:
    """Return outlet, title, date and address as cited, then the outlet's rules and evidence."""
    evidence = article.outlet.evidence if article.outlet else ()
    rules = [item.rule for item in evidence]
    printed = [item.span.of(article.text) for item in evidence if item.span]
    facts = (article.outlet, article.title, article.published, article.url)
    return (
        *(fact.value if fact else None for fact in facts),
        json.dumps(rules, ensure_ascii=False),
        json.dumps(printed, ensure_ascii=False),
    )


def words_of(text: str, passage: Passage) -> str:
    """Return what the full-text index holds of a passage."""
    return "\n".join(sentence.span.of(text) for sentence in passage.sentences)


def _fact_as_list(fact: Fact) -> list[object]:
    evidence = [[item.rule, *_span_as_list(item.span)] for item in fact.evidence]
    return [fact.value, evidence]


def _fact_from(value: list[object]) -> Fact:
    printed, evidence = value
    if not isinstance(printed, str) or not isinstance(evidence, list):
        raise TypeError(f"a fact is [value, evidence], not {value!r}")
    return Fact(printed, tuple(Evidence(rule, _span_from(at)) for rule, *at in evidence))


def _span_as_list(span: Span | None) -> list[int]:
    return [span.start, span.end] if span else []


def _span_from(ends: list[int]) -> Span | None:
    return Span(*ends) if ends else None


# --- statements ------------------------------------------------------------------------------


def spans_as_json(statement: Statement) -> str:
    """Return the spans of a statement, with how its speaker was resolved."""
    return json.dumps(
        {
            "content": [[c.span.start, c.span.end, c.quoted] for c in statement.content],
            "cue": _span_as_list(statement.cue),
            "mention": _span_as_list(statement.mention),
            "passage": _span_as_list(statement.passage),
            "addressee": _span_as_list(statement.addressee),
            "conduit": _span_as_list(statement.conduit),
            "hedge": _span_as_list(statement.hedge),
            "disputed": [_span_as_list(sentence) for sentence in statement.disputed],
            "headline_only": statement.headline_only,
            "resolution": statement.resolution
            and [statement.resolution.rule, statement.resolution.confidence],
        }
    )


def statement_from(kind: str, spans: str, speaker: Speaker | None) -> Statement:
    """Return the statement that these columns hold."""
    at = json.loads(spans)
    content = tuple(Content(Span(start, end), quoted) for start, end, quoted in at["content"])
    return Statement(
        StatementKind(kind),
        content,
        _span_from(at["cue"]),
        _span_from(at["mention"]),
        speaker,
        Span(*at["passage"]),
        Resolution(*at["resolution"]) if at.get("resolution") else None,
        _span_from(at.get("addressee")),
        _span_from(at.get("conduit")),
        _span_from(at.get("hedge")),
        tuple(Span(*sentence) for sentence in at.get("disputed", ())),
        at.get("headline_only", False),
    )


def forms_of(speaker: Speaker) -> str:
    """Return every printed form of a speaker, folded, in one text to search in."""
    return " |".join(fold(form) for form in (speaker.name, *speaker.aliases, *speaker.members))


def speaker_columns(speaker: Speaker) -> tuple[str, str, bool, str]:
    """Return name, aliases, whether they are named, and members."""
    aliases = json.dumps(speaker.aliases, ensure_ascii=False)
    members = json.dumps(speaker.members, ensure_ascii=False)
    return speaker.name, aliases, speaker.named, members


def speaker_from(name: str, aliases: str, named: int, members: str) -> Speaker:
    """Return the speaker that ``speaker_columns`` hold."""
    return Speaker(name, tuple(json.loads(aliases)), bool(named), tuple(json.loads(members)))
