"""Decodes Windows-1252 as browsers do."""

from __future__ import annotations

from typing import Final

_WINDOWS_1252: Final = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(128, 256)
}


def windows_1252(raw: bytes) -> str:
    """Return the bytes in Windows-1252, the five undefined ones as U+0081 and so on.

    So does the Encoding Standard: https://encoding.spec.whatwg.org/#windows-1252
    """
    return raw.decode("ascii", "surrogateescape").translate(_WINDOWS_1252)
