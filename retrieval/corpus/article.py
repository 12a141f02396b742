"""An article as stored."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.corpus.body import body
from retrieval.corpus.identify import identify
from retrieval.corpus.outlets import KnownOutlet
from retrieval.corpus.read import RawArticle
from retrieval.model import Article


def article_from(raw: RawArticle, outlets: Sequence[KnownOutlet] = ()) -> Article:
    """The article in a file: its text unaltered, which of it is the body, and what is stated."""
    facts = identify(raw, outlets)
    return Article(
        source=raw.source,
        file=raw.file,
        text=raw.text,
        body=body(raw.text),
        outlet=facts.outlet,
        title=facts.title,
        published=facts.published,
        byline=facts.byline,
        url=facts.url,
    )
