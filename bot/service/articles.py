"""Outlets and articles as they are found again by a button, and an article that is opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.messages import strings
from bot.messages.buttons import key_of
from retrieval.corpus.decode import NotTextError, decode
from retrieval.model import (
    BlockKind,
    Citation,
    Excerpt,
    ListedFile,
    ListedOutlet,
    Sentence,
    Span,
)
from retrieval.ports import ArticleCard

LEAD_SENTENCES = 3
LEAD_LENGTH = 700
"""A lead ends before the sentence that would make it longer, in code points, but has one."""


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """How much there is to answer from."""

    articles: int
    outlets: int
    passages: int
    statements: int


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """What is shown of one article.

    Attributes:
        place: what is known of it; its span is of no importance.
        evidence: how its outlet is known.
        lead: its first sentences; None where it has none.
        statements: how many stand in it.
    """

    place: Citation
    evidence: tuple[str, ...]
    lead: Excerpt | None
    statements: int


def outlet_key(name: str | None) -> str:
    """The key of an outlet, or of the articles whose outlet is unknown."""
    return key_of("outlet", name)


def file_key(file: ListedFile) -> str:
    """The key of an article in the list of an outlet."""
    return key_of("article", file.file, file.title, file.published)


def card_key(card: ArticleCard) -> str:
    """The same for the article's card."""
    return key_of("article", card.file, card.title, card.published)


def outlet_of(outlets: Sequence[ListedOutlet], key: str) -> ListedOutlet | None:
    """The outlet of that key; None where nothing by it is there any more."""
    return next((each for each in outlets if outlet_key(each.outlet) == key), None)


def named(outlets: Sequence[ListedOutlet], name: str) -> Sequence[ListedOutlet]:
    """Those in whose name the words stand; the one alone whose whole name they are."""
    wanted = " ".join(name.casefold().split())
    names = [(each.outlet or strings.OUTLET_UNKNOWN_HEADING).casefold() for each in outlets]
    whole = [each for each, known in zip(outlets, names, strict=True) if known == wanted]
    part = [each for each, known in zip(outlets, names, strict=True) if wanted in known]
    return whole or part


def lead(text: str, sentences: Sequence[Sentence]) -> Span | None:
    """The first sentences of the prose that stand together; None where there is no prose."""
    prose = [each.span for each in sentences if each.kind is BlockKind.PROSE]
    if not prose:
        return None
    start, end = prose[0].start, prose[0].end
    for sentence in prose[1:LEAD_SENTENCES]:
        if text[end : sentence.start].strip() or sentence.end - start > LEAD_LENGTH:
            break
        end = sentence.end
    return Span(start, end)


_ITEM = re.compile(r"#\d+\Z")
_PLAIN = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies there now.

    Attributes:
        digest: SHA-256 of its bytes, in hexadecimal digits.
    """

    path: Path
    digest: str
    size: int


def source_file(source: str, text: str) -> SourceFile | None:
    """The file of an article; None where it is gone, or is no longer the text that was stored.

    The text of a page or of one item of a file is not compared: it was taken out of the file.

    Args:
        source: as in ``Citation.source``.
        text: the stored text.
    """
    path = Path(_ITEM.sub("", source))
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if path.suffix.lower() in _PLAIN and not _is(text, raw):
        return None
    return SourceFile(path, hashlib.sha256(raw).hexdigest(), len(raw))


def _is(text: str, raw: bytes) -> bool:
    try:
        return decode(raw) == text
    except NotTextError:
        return False
