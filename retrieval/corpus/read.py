"""Reads the articles in files of each format."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from retrieval.corpus.decode import (
    NotTextError,
    c1_as_windows_1252,
    control_character_fault,
    control_characters,
    decode,
    notes_on_damage,
)
from retrieval.corpus.files import FoundFile, Limits, Skipped, printable
from retrieval.corpus.html.page import read_page
from retrieval.corpus.json_articles.articles import (
    FoundArticle,
    articles_in_json,
    articles_in_json_lines,
)
from retrieval.corpus.json_articles.parse import BrokenJsonError
from retrieval.corpus.sidecar import DeclaredMetadata, from_sidecar, unstorable

_LOG = logging.getLogger(__name__)
_SIDECAR: Final = ".meta.toml"
_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060"


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article's text and what is declared about it outside that text.

    Attributes:
        source: the absolute path, with "#n" for the n-th line or item, counted from 1.
        file: as in ``FoundFile``, with the same "#n".
        digest: SHA-256 of the article's bytes and of the sidecar's, in hexadecimal.
        file_digest: the same of the bytes of the whole file, without a sidecar's.
        notes: what of it was left out, and why.
    """

    source: str
    file: str
    text: str
    declared: DeclaredMetadata
    digest: str
    file_digest: str
    notes: tuple[str, ...] = ()


Articles = tuple[list[RawArticle], list[Skipped]]


class _UnfitError(ValueError):
    """An article or file cannot be ingested; the message is the reason."""


def read_file(found: FoundFile, limits: Limits) -> Articles:
    """Return the articles of one file, and what of it is skipped; never raises."""
    articles: list[RawArticle] = []
    skipped: list[Skipped] = []
    for each in articles_of(found, limits):
        match each:
            case RawArticle():
                articles.append(each)
            case Skipped():
                skipped.append(each)
    return articles, skipped


def articles_of(found: FoundFile, limits: Limits) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of one file, and what of it is skipped, in order; never raises."""
    try:
        yield from _articles_of(found, limits)
    except (_UnfitError, NotTextError, BrokenJsonError) as error:
        yield Skipped(found.file, str(error))
    except OSError as error:
        yield Skipped(found.file, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file is not another's
        _LOG.error("%s could not be read: %s", found.path, place_of(error))
        yield Skipped(found.file, f"could not be read: {place_of(error)}")


def place_of(error: BaseException) -> str:
    """Return an error's class and the line that raised it, without its message.

    Neither the log nor the report may quote an article, as the message might.
    """
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    line = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
    return f"{type(error).__name__} in {line}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One article as it stands in a file, or the fault for which it is skipped.

    Attributes:
        place: "#n" in a file of several articles, else empty.
        text: of the article.
        declared: what the file states about it.
        raw: its bytes in the file.
        fault: None if it is an article.
        notes: as in ``RawArticle``.
    """

    place: str
    text: str
    declared: DeclaredMetadata
    raw: bytes
    fault: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the articles of a file come from.

    Attributes:
        digest: SHA-256 of the file's bytes, in hexadecimal.
        declared: what the sidecar states.
        sidecar: its bytes; none without one.
    """

    found: FoundFile
    digest: str
    declared: DeclaredMetadata
    sidecar: bytes


def _bytes_of(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file; nothing of one that says it has none, as in /proc."""
    # A named pipe, which may have taken the place of a file meanwhile, is not waited for.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _UnfitError("not a regular file")
        raw = b""
        if 0 < status.st_size <= limits.max_file_bytes:
            raw = file.read(limits.max_file_bytes + 1)
        size = max(status.st_size, len(raw))
    if size > limits.max_file_bytes:
        raise _UnfitError(
            f"{_megabytes(size)}, at most {_megabytes(limits.max_file_bytes)}: "
            "see VERBATIM_MAX_FILE_BYTES"
        )
    if not raw.strip():
        raise _UnfitError("empty; expected an article")
    return raw


def _sidecar_of(path: Path, limits: Limits) -> bytes | None:
    sidecar = path.with_name(path.name + _SIDECAR)
    if not sidecar.is_file():
        return None
    try:
        return _bytes_of(sidecar, limits)
    except (_UnfitError, OSError) as error:
        raise _UnfitError(f"its sidecar {printable(sidecar.name)}: {error}") from error


def _articles_of(found: FoundFile, limits: Limits) -> Iterator[RawArticle | Skipped]:
    raw = _bytes_of(found.path, limits)
    sidecar = _sidecar_of(found.path, limits)
    declared, faults = from_sidecar(sidecar) if sidecar is not None else (DeclaredMetadata(), [])
    if faults:
        yield Skipped(found.file + _SIDECAR, "; ".join(faults))
        return
    origin = _Origin(found, hashlib.sha256(raw).hexdigest(), declared, sidecar or b"")
    piece = None
    for piece in _READERS[PurePosixPath(found.file).suffix.lower()](raw):
        yield _article(origin, limits, piece)
    if piece is None:
        raise _UnfitError("empty; expected an article")


def _article(origin: _Origin, limits: Limits, piece: _Piece) -> RawArticle | Skipped:
    file = origin.found.file + piece.place
    text = c1_as_windows_1252(piece.text)
    fault = piece.fault or _fault_of(text, limits)
    if fault is not None:
        return Skipped(file, fault)
    digest = hashlib.sha256(piece.raw + origin.sidecar).hexdigest()
    source = str(origin.found.path) + piece.place
    merged = origin.declared.completed_by(piece.declared)
    notes = (*piece.notes, *notes_on_damage(text))
    return RawArticle(source, file, text, merged, digest, origin.digest, notes)


def _fault_of(text: str, limits: Limits) -> str | None:
    if all(char.isspace() or char in _INVISIBLE for char in text):
        return "empty; expected an article"
    if len(text) > limits.max_article_characters:
        return (
            f"{len(text):,} characters, at most {limits.max_article_characters:,}: "
            "see VERBATIM_MAX_ARTICLE_CHARACTERS"
        )
    fault = unstorable(text)
    if fault is not None:
        return f"not text: {fault}; expected Unicode"
    return control_character_fault(text, control_characters(text))


def _megabytes(size: int) -> str:
    gigabyte = 1_000_000_000
    if size >= gigabyte:
        return f"{size / gigabyte:.1f} GB"
    return f"{size / 1_000_000:.1f} MB"


def _plain_text(raw: bytes) -> Iterator[_Piece]:
    yield _Piece("", decode(raw), DeclaredMetadata(), raw)


def _html(raw: bytes) -> Iterator[_Piece]:
    page = read_page(raw)
    if page is None:
        raise _UnfitError("no article in this page; expected HTML with an article's text")
    yield _Piece("", page.text, page.declared, raw, notes=page.notes)


def _json(raw: bytes) -> Iterator[_Piece]:
    yield from map(_piece, articles_in_json(decode(raw)))


def _json_lines(raw: bytes) -> Iterator[_Piece]:
    yield from map(_piece, articles_in_json_lines(decode(raw)))


def _piece(found: FoundArticle) -> _Piece:
    article = found.article
    if article is None:
        return _Piece(found.place, "", DeclaredMetadata(), found.raw, found.fault)
    return _Piece(found.place, article.text, article.declared, found.raw, notes=article.notes)


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[_Piece]]]] = {
    ".txt": _plain_text,
    ".md": _plain_text,
    ".html": _html,
    ".htm": _html,
    ".json": _json,
    ".jsonl": _json_lines,
}
