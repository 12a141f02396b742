"""The files that articles were read from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from retrieval.corpus.decode import NotTextError, decode

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
