"""Compares the files that articles were read from, as they are now, with their stored digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from retrieval.corpus.decode import NotTextError, decode
from retrieval.corpus.files import ITEM
from retrieval.errors import DamagedTextError
from retrieval.model import Citation
from retrieval.ports import ArticleDigests, ArticleReader

_PLAIN = frozenset({".txt", ".md"})


class FileState(StrEnum):
    """How the file of an article is now, against what it was when the article was read."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    """It is not there any more, or cannot be read."""
    UNKNOWN = "unknown"
    """It is there; what it was when it was read is not stored."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """By what a cited text and its file are recognised, and how that file is now.

    Attributes:
        digests: of one version of the article; that of the text is always known.
    """

    digests: ArticleDigests
    state: FileState

    @property
    def is_file_itself(self) -> bool:
        """Whether the stored text is the file, byte for byte, and not something extracted."""
        return self.digests.file is not None and self.digests.file == self.digests.text


SourceKey = tuple[str, int]
Sources = Mapping[SourceKey, CitedSource]
"""The sources of cited articles, as far as these are still in the collection."""


def source_key(citation: Citation) -> SourceKey:
    """Return what the version of an article is found by that a citation is of."""
    return citation.source, citation.version


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A cited article's file as it is now.

    Attributes:
        name: without its folders.
        size: in bytes; 0 where it is gone.
        digest: SHA-256 of ``content``, in hexadecimal.
        content: its bytes; None where it is not the one that was read, or too large.
    """

    name: str
    source: CitedSource
    size: int
    digest: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """The stored text of an article, in which offsets count.

    Attributes:
        name: for a file that holds it.
        content: UTF-8, without a mark at its beginning, line ends as they are stored.
    """

    name: str
    content: bytes
    source: CitedSource


class SourceLookup:
    """Finds the sources of citations; each article and each file is read once."""

    def __init__(self, articles: ArticleReader) -> None:
        self._articles = articles
        self._found: dict[SourceKey, CitedSource | None] = {}
        self._files: dict[Path, str | None] = {}

    def __call__(self, citation: Citation) -> CitedSource | None:
        """Return the source of a citation; None for an article that is no longer stored."""
        key = source_key(citation)
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def all(self, citations: Iterable[Citation]) -> Sources:
        """Return the sources of these citations."""
        found = {source_key(each): self(each) for each in citations}
        return {key: source for key, source in found.items() if source is not None}

    def _look_up(self, key: SourceKey) -> CitedSource | None:
        text, digests = self._articles.text(*key), self._articles.digests(*key)
        if text is None or digests is None:
            return None
        known = digests if digests.text else replace(digests, text=_sha256(text.encode()))
        path = file_path(key[0])
        if path not in self._files:
            self._files[path] = digest_of_file(path)
        return CitedSource(known, _state(path, self._files[path], known, text))


def source_file(citation: Citation, source: CitedSource, text: str, limit: int) -> SourceFile:
    """Return the file of an article, with its bytes where they are those that were read.

    Args:
        citation: of any words of the article.
        source: of the citation; its state is looked at again.
        text: the stored text.
        limit: a larger file, in bytes, is returned without its bytes.
    """
    path = file_path(citation.source)
    try:
        size = path.stat().st_size if path.is_file() else None
        content = path.read_bytes() if size is not None and size <= limit else None
    except OSError:
        size = content = None
    if size is None:
        return SourceFile(path.name, replace(source, state=FileState.GONE), 0)
    digest = digest_of_file(path) if content is None else _sha256(content)
    now = replace(source, state=_state(path, digest, source.digests, text))
    if content is None or now.state not in {FileState.UNCHANGED, FileState.UNKNOWN}:
        return SourceFile(path.name, now, size)
    return SourceFile(path.name, now, size, digest, content)


def source_text(citation: Citation, source: CitedSource, text: str) -> SourceText:
    """Return the stored text of an article as a file.

    Raises:
        DamagedTextError: it is not the text of which the digest was stored.
    """
    content = text.encode()
    if _sha256(content) != source.digests.text:
        raise DamagedTextError(f"{citation.file}: the stored text is not the one that was read")
    name = Path(citation.file).name.replace("#", "-")
    return SourceText(name if source.is_file_itself else f"{name}.text.txt", content, source)


def file_path(source: str) -> Path:
    """Return the path of the file that an article, or the n-th article of it, was read from."""
    return Path(ITEM.sub("", source))


def file_name(citation: Citation) -> str:
    """Return the name of a cited file, without its folders and the number of an article in it."""
    return ITEM.sub("", citation.file).rpartition("/")[2]


def digest_of_file(path: Path) -> str | None:
    """Return SHA-256 of a file's bytes, in hexadecimal; None where there is no regular file."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _state(path: Path, digest: str | None, known: ArticleDigests, text: str) -> FileState:
    if digest is None:
        return FileState.GONE
    if known.file is not None:
        return FileState.UNCHANGED if digest == known.file else FileState.CHANGED
    if path.suffix.lower() not in _PLAIN:
        return FileState.UNKNOWN
    return FileState.UNCHANGED if _has_text(path, text) else FileState.CHANGED


def _has_text(path: Path, text: str) -> bool:
    """Whether a plain text file, decoded, is the stored text."""
    try:
        return decode(path.read_bytes()) == text
    except (OSError, NotTextError):
        return False


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
