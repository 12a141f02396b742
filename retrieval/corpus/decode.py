"""Decodes the bytes of a file without altering its text."""

from __future__ import annotations

import codecs
from typing import Final

from charset_normalizer import from_bytes

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 65_536
_CONTROL_BYTES: Final = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b") | {127}
_LAST_OF_ASCII: Final = 127
_MOSTLY_WESTERN: Final = 0.05
_PRINTED_IN_NEWS: Final = frozenset(
    "‘’“”–—…•€™£©®°·«»§¶½¼¾éèêëáàâäãåçíìîïñóòôöõøúùûüýßæœÉÈÁÀÄÖÜÅØÑÇŠšŽž\xa0"
)


class NotTextError(ValueError):
    """The bytes are no text; the message says what was found and where."""


def decode(raw: bytes) -> str:
    """Return the text of bytes: in UTF-8, in the encoding of their byte-order mark, or detected.

    Line ends and a UTF-8 byte-order mark are kept.

    Raises:
        NotTextError: it is not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _decoded_as(raw, encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _detected(raw, error.start)
    if "\0" in text:
        return _utf_16_without_mark(raw)
    _refuse_control_characters(raw[:_SAMPLE])
    return text


def _decoded_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"not text: begins as {encoding.upper()}, but byte 0x{raw[error.start]:02x} at "
            f"{error.start} is not; expected a text file"
        ) from error


def _detected(raw: bytes, fault: int) -> str:
    if 0 in raw:
        return _utf_16_without_mark(raw)
    _refuse_control_characters(raw[:_SAMPLE])
    western = _windows_1252(raw)
    if western is not None:
        return western
    best = from_bytes(raw[:_SAMPLE]).best()
    encodings = [best.encoding] if best is not None else []
    for encoding in [*encodings, "cp1252"]:
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise NotTextError(
        f"not text: byte 0x{raw[fault]:02x} at {fault} in no known encoding; expected a text file"
    )


def _windows_1252(raw: bytes) -> str | None:
    """Return the bytes in Windows-1252; None unless a few beyond ASCII are what news prints."""
    beyond = [byte for byte in raw if byte > _LAST_OF_ASCII]
    if len(beyond) > len(raw) * _MOSTLY_WESTERN:
        return None
    try:
        printed = bytes(sorted(set(beyond))).decode("cp1252")
    except UnicodeDecodeError:
        return None
    return raw.decode("cp1252") if set(printed) <= _PRINTED_IN_NEWS else None


def _utf_16_without_mark(raw: bytes) -> str:
    """Return UTF-16 without a byte-order mark: zero bytes stand on one side of each pair."""
    sample = raw[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.5 * pairs and others < 0.01 * pairs and len(raw) % 2 == 0:  # clear cut
            return _decoded_as(raw, encoding)
    raise _binary_fault(raw.index(0), 0)


def _refuse_control_characters(sample: bytes) -> None:
    found = [place for place, byte in enumerate(sample) if byte in _CONTROL_BYTES]
    if len(found) > len(sample) * 0.02:
        raise _binary_fault(found[0], sample[found[0]])


def _binary_fault(place: int, byte: int) -> NotTextError:
    return NotTextError(f"not text: byte 0x{byte:02x} at {place}; expected a text file")
