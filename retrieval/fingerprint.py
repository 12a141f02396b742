"""Computes the fingerprints by which ingest recognises an article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from retrieval.corpus.passages import embedded_text
from retrieval.model import Article, Passage, Sentence
from retrieval.ports import ArticleDigests

PIPELINE = "7"
"""Version of everything between a file and its statements. Raised with every change of what is
stored, so that the next ingest processes every article anew."""
PIPELINE_DIGEST = "49738a9ebdbfb6d1"
"""Digest of the rules that ``PIPELINE`` stands for; a test fails where only one has changed."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Tells, by ever more costly parts, whether an article is the one that is known.

    Attributes:
        raw: of its bytes and its sidecar's.
        context: of what else decides how they are read.
        content: of the article that came out, its sentences and its passages.
    """

    raw: str
    context: str
    content: str

    @classmethod
    def parsed(cls, text: str) -> Fingerprint:
        """Return the fingerprint that ``str`` wrote."""
        raw, _, rest = text.partition(".")
        context, _, content = rest.partition(".")
        return cls(raw, context, content)

    def __str__(self) -> str:
        return f"{self.raw}.{self.context}.{self.content}"


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article that is new or changed, before it is parsed and embedded."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    fingerprint: str
    digests: ArticleDigests

    def passage_texts(self) -> list[str]:
        """Return what is embedded of each passage, in order."""
        return [embedded_text(self.article, passage) for passage in self.passages]

    def sentence_texts(self) -> list[str]:
        """Return the sentences of the passages, in order."""
        text = self.article.text
        return [each.span.of(text) for passage in self.passages for each in passage.sentences]


def digests_of(text: str, file_digest: str, read_at: datetime) -> ArticleDigests:
    """Return the digests of an article's text and file, with the moment when it was read."""
    digest_of_text = hashlib.sha256(text.encode()).hexdigest()
    return ArticleDigests(file_digest, digest_of_text, read_at.isoformat(timespec="seconds"))


def digest(values: tuple[object, ...]) -> str:
    """Return a digest of frozen values by their ``repr``, the same for equal ones."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:32]
