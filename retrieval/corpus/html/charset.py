"""Decodes a page."""

from __future__ import annotations

import re

from retrieval.corpus.decode import decode

_CHARSET = re.compile(rb"""charset=["']?([A-Za-z0-9_.:-]+)""")


def markup(raw: bytes) -> str:
    """Return the page's source, in the encoding that it names.

    Raises:
        NotTextError: the bytes are no text.
    """
    named = _CHARSET.search(raw[:4096])
    for encoding in ("utf-8", named[1].decode("ascii") if named else "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return decode(raw)
