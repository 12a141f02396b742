"""Decodes a page as browsers do, by the Encoding Standard, https://encoding.spec.whatwg.org."""

from __future__ import annotations

import codecs
import re
from typing import Final

import webencodings
from lxml import etree

from retrieval.corpus.decode import (
    c1_as_windows_1252,
    control_character_fault,
    control_characters,
    decode,
)
from retrieval.corpus.encodings.placement import is_better_reading
from retrieval.corpus.encodings.utf_8 import mostly_utf_8
from retrieval.corpus.encodings.windows_1252 import windows_1252
from retrieval.corpus.html.elements import Element

_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMED: Final = re.compile(r"""charset\s*=\s*["']?\s*([^\s;"']+)""", re.IGNORECASE)
_XML: Final = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"'>]{1,40})["']""")
_READ_AS: Final = {
    "utf-16le": "utf-8",  # a meta element that can be read in ASCII is not in UTF-16
    "utf-16be": "utf-8",
    "x-user-defined": "windows-1252",
}
_WESTERN: Final = "windows-1252"
_NO_TEXT: Final = frozenset({"replacement"})
_WITH_ESCAPES: Final = "iso-2022-jp"
_SUPERSET: Final = {"gbk": "gb18030"}
_PLAINLY_UTF_8: Final = 4
_FEW_FAULTS: Final = 0.05
_CONTROLS_LOOKED_AT: Final = 1_000
_NEAR: Final = 20
_LONG: Final = 8


def markup(raw: bytes) -> str:
    """Return the page's source: by its byte-order mark, else in the encoding that it declares.

    What is valid UTF-8, with letters beyond ASCII, is read as UTF-8 whatever is declared, and a
    page that declares UTF-8 and is none as a text of unknown encoding.

    Raises:
        NotTextError: the bytes are no text.
    """
    utf_8 = _as_utf_8(raw)
    plain = utf_8 is not None and _beyond_ascii(utf_8) >= _PLAINLY_UTF_8
    escapes = raw.isascii() and b"\x1b" in raw
    if plain or raw.startswith(_MARKS) or b"\0" in raw or (raw.isascii() and not escapes):
        return decode(raw)
    declared = declared_encoding(raw)
    if declared == _WITH_ESCAPES:
        return raw.decode(declared, "replace")
    labelled = _labelled(raw, declared) if declared and not escapes else None
    if labelled is None:
        return decode(raw)
    if utf_8 is not None and (declared == _WESTERN or is_better_reading(utf_8, labelled)):
        return decode(raw)
    return c1_as_windows_1252(labelled)


def declared_encoding(raw: bytes) -> str | None:
    """Return the standard's name of the first known encoding that a page declares, or None.

    That is one of a meta element, wherever in the page, else of the XML declaration.
    """
    parser = etree.HTMLParser(encoding="iso-8859-1", recover=True)
    try:
        tree: Element | None = etree.fromstring(raw, parser)
    except etree.LxmlError:
        tree = None
    labels = [_label(meta) for meta in tree.iter("meta")] if tree is not None else []
    xml = _XML.match(raw)
    for label in [*labels, xml[1].decode("latin-1") if xml else None]:
        found = webencodings.lookup(label) if label else None
        if found is not None and found.name not in _NO_TEXT:
            name: str = found.name
            return _READ_AS.get(name, name)
    return None


def control_character_in(source: str, text: str) -> str | None:
    """Return what is wrong where control characters stand in the article of a page, or None.

    Args:
        source: of the page.
        text: the article's, in which the parser has left them out.
    """
    printed = _squeezed(text)
    places = control_characters(source)[:_CONTROLS_LOOKED_AT]
    of_article = [place for place in places if _is_beside(source, place, printed)]
    return control_character_fault(source, of_article)


def _is_beside(source: str, place: int, printed: str) -> bool:
    """Return whether the letters around a place of a page's source are printed."""
    left = _squeezed(source[max(0, place - _NEAR) : place].rpartition(">")[2])
    right = _squeezed(source[place + 1 : place + 1 + _NEAR].partition("<")[0])
    return (
        (bool(left and right) and left + right in printed)
        or (len(left) >= _LONG and left in printed)
        or (len(right) >= _LONG and right in printed)
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", text)


def _label(meta: Element) -> str | None:
    """Return the encoding that a meta element names; None if it is about something else."""
    stated = meta.get("charset")
    if stated is None and (meta.get("http-equiv") or "").strip().lower() == "content-type":
        named = _NAMED.search(meta.get("content") or "")
        stated = named[1] if named else None
    return stated if stated and stated.isascii() else None


def _as_utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return mostly_utf_8(raw)


def _labelled(raw: bytes, name: str) -> str | None:
    """Return the page in an encoding of the standard; None if that leaves many faults."""
    if name == "utf-8":
        return None
    if name == _WESTERN:
        return windows_1252(raw)
    text, _ = webencodings.lookup(_SUPERSET.get(name, name)).codec_info.decode(raw, "replace")
    return text if text.count("\ufffd") <= _beyond_ascii(text) * _FEW_FAULTS else None


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
