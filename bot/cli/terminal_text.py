"""Prints to a terminal what no text can steer, and JSON that any terminal may show."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm: they reorder
what a terminal shows beside them."""

_CONTROLS: Mapping[int, str | int] = {
    code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"
} | {
    ord("\r"): " ",
    0x7F: "␡",
    **dict.fromkeys((*range(0x80, 0xA0), *map(ord, _BIDI_CONTROLS)), "�"),
    **dict.fromkeys(range(0xD800, 0xE000), "�"),
}
"""Maps what would steer a terminal, or cannot be written to one, to one visible character each,
so that offsets keep."""

_ESCAPED_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029{_BIDI_CONTROLS}\ud800-\udfff]")


def visible(words: str) -> str:
    """Return the words with control characters made visible; as long as before."""
    return words.translate(_CONTROLS)


class TerminalConsole(Console):
    """Shows every control character in what it prints, wherever it comes from, as a visible one.

    Colours and links are its own, and remain.
    """

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Return what is printed, in segments."""
        for segment in super().render(renderable, options):
            if segment.control or (segment.text.isascii() and segment.text.isprintable()):
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


def json_line(form: Any, *, only_ascii: bool = False) -> str:  # noqa: ANN401 - whatever json takes
    r"""Return the form as JSON in one line, to the letter and harmless to a terminal.

    Control characters beyond ASCII, those that reorder text, and halves of surrogate pairs are
    written as JSON's own escapes (``\u202e``).
    """
    written = json.dumps(form, ensure_ascii=only_ascii)
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def print_json(form: Any) -> None:  # noqa: ANN401 - whatever json takes
    """Print the form as one line of JSON, in ASCII where standard output is not Unicode."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    sys.stdout.write(json_line(form, only_ascii=not is_unicode) + "\n")
    sys.stdout.flush()
