"""Finds outlets and articles by the keys in buttons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer.lexicon import question_words
from retrieval.model import (
    Article,
    BlockKind,
    Citation,
    Excerpt,
    ListedFile,
    ListedOutlet,
    Resolution,
    Sentence,
    Span,
)
from retrieval.ports import ArticleCard, ArticleDigests

LEAD_SENTENCES = 3
LEAD_LENGTH = 700
"""A lead ends before the sentence that would make it longer, in code points, but has one."""


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """Size of the corpus."""

    articles: int
    outlets: int
    passages: int
    statements: int


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """Details of one article that are shown to readers.

    Attributes:
        place: its citation; the span is not used.
        evidence: how its outlet is known.
        lead: its first sentences; None where it has none.
        statements: how many stand in it.
    """

    place: Citation
    evidence: tuple[str, ...]
    lead: Excerpt | None
    statements: int


@dataclass(frozen=True, slots=True)
class StatementSpeaker:
    """Who speaks in an article, and by what that is known; None where the name stands there."""

    name: str
    resolution: Resolution | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """All that is stored of one article, with the digests of its file and text."""

    article: Article
    digests: ArticleDigests


def stable_key(*names: str | None) -> str:
    """Return 16 hexadecimal digits for what these names identify; the same in every run."""
    digest = hashlib.blake2b(digest_size=8)
    for name in names:
        digest.update(b"\0" if name is None else b"\1" + name.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def outlet_key(name: str | None) -> str:
    """Return the key of an outlet, or of the articles whose outlet is unknown."""
    return stable_key("outlet", name)


def file_key(file: ListedFile) -> str:
    """Return the key of an article in the list of an outlet."""
    return stable_key("article", file.file, file.title, file.published)


def card_key(card: ArticleCard) -> str:
    """Return the key of an article, from its catalogue card."""
    return stable_key("article", card.file, card.title, card.published)


def outlet_by_key(outlets: Sequence[ListedOutlet], key: str) -> ListedOutlet | None:
    """Return the outlet of that key; None where there is no article of it any more."""
    return next((each for each in outlets if outlet_key(each.outlet) == key), None)


def outlets_by_name(
    outlets: Sequence[ListedOutlet], name: str, *, unknown: str
) -> Sequence[ListedOutlet]:
    """Return the outlet of that name or, without one, those whose names contain it.

    An article before the name does not count: "the Skyline Post" is "Skyline Post - News".
    ``unknown`` is what the articles of unknown outlets are listed under.
    """
    wanted = " ".join(name.casefold().split())
    first, _, others = wanted.partition(" ")
    bare = others if first in question_words().definite_articles else wanted
    names = [(each.outlet or unknown).casefold() for each in outlets]
    whole = [each for each, known in zip(outlets, names, strict=True) if known == wanted]
    part = [each for each, known in zip(outlets, names, strict=True) if bare in known]
    return whole or part


def lead(text: str, sentences: Sequence[Sentence]) -> Span | None:
    """Return the span of the first adjacent prose sentences; None where there is no prose."""
    prose = [each.span for each in sentences if each.kind is BlockKind.PROSE]
    if not prose:
        return None
    start, end = prose[0].start, prose[0].end
    for sentence in prose[1:LEAD_SENTENCES]:
        if text[end : sentence.start].strip() or sentence.end - start > LEAD_LENGTH:
            break
        end = sentence.end
    return Span(start, end)
