"""Makes text from files safe to print at a terminal."""

from __future__ import annotations

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {
    ord("\r"): " ",
    0x7F: "␡",
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�"),
}
"""Maps what would steer a terminal to one visible character each, so that offsets keep."""


def visible(words: str) -> str:
    """Return the words with control characters made visible; as long as before."""
    return words.translate(_CONTROLS)
