"""Messages as a phone shows them, as a page of HTML: for looking at, not for the tests.

``python -m tests.render_preview FOLDER`` writes a light and a dark page with a reply of each kind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from bot import quoting, render, texts
from bot.markup import code
from bot.pages import Part
from tests.bot import samples

WIDTH = 390
"""Of a phone, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    page: str
    bubble: str
    mine: str
    words: str
    faint: str
    accent: str
    quote: str


LIGHT = Colours("#c8d6a8", "#ffffff", "#e3fcc9", "#000000", "#8a9199", "#2481cc", "#eef5fb")
DARK = Colours("#0e1621", "#182533", "#2b5278", "#ffffff", "#7b8b99", "#6ab3f3", "#203245")

_STYLE = """
body {{ margin: 0; background: {page}; font: 16px/1.32 -apple-system, "Noto Sans", "DejaVu Sans",
  sans-serif; color: {words}; width: {width}px; }}
main {{ padding: 10px 8px; }}
.turn {{ display: flex; margin: 6px 0; }}
.mine {{ justify-content: flex-end; }}
.bubble {{ background: {bubble}; border-radius: 14px; padding: 7px 11px 6px; max-width: 330px;
  white-space: pre-wrap; overflow-wrap: anywhere; }}
.mine .bubble {{ background: {mine}; }}
.time {{ color: {faint}; font-size: 11px; text-align: right; white-space: normal; }}
a {{ color: {accent}; text-decoration: none; }}
code {{ font: 14px "DejaVu Sans Mono", monospace; color: {accent}; }}
blockquote {{ margin: 3px 0 2px; padding: 4px 8px 4px 9px; border-left: 3px solid {accent};
  border-radius: 5px; background: {quote}; position: relative; }}
blockquote[expandable] {{ max-height: 64px; overflow: hidden; }}
blockquote[expandable]::after {{ content: "⌄"; position: absolute; right: 7px; bottom: 0;
  color: {accent}; background: {quote}; padding-left: 6px; }}
"""


def page(turns: Iterable[tuple[str, Sequence[Part]]], colours: Colours = LIGHT) -> str:
    """A chat: what the reader wrote, and the parts of each reply."""
    style = _STYLE.format(width=WIDTH, **asdict(colours))
    bubbles = "".join(
        _bubble(escape(question), "mine") + "".join(_bubble(part.html, "its") for part in parts)
        for question, parts in turns
    )
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><main>{bubbles}</main>\n'


def _bubble(html: str, whose: str) -> str:
    # A line break right after a block quotation ends the quotation, as on Telegram.
    html = html.replace("</blockquote>\n", "</blockquote>")
    return (
        f'<div class="turn {whose}"><div class="bubble">{html}<div class="time">12:00</div>'
        "</div></div>"
    )


def every_kind() -> Mapping[str, tuple[str, Sequence[Part]]]:
    """A question and its reply for each kind of reply."""
    examples = "\n".join(f"• {code(question)}" for question in ("When will the port reopen?",))
    start = f"{texts.INTRODUCTION}\n\n{texts.FOR_EXAMPLE}\n{examples}\n\n{texts.SEE_HELP}"
    return {
        "start": ("/start", [Part(start)]),
        "help": ("/help", [Part(texts.HELP)]),
        "answer": (samples.ANSWER.question, render.reply(samples.ANSWER)),
        "long": (samples.LONG_ANSWER.question, render.reply(samples.LONG_ANSWER)),
        "declined": (samples.DECLINED.question, render.reply(samples.DECLINED)),
        "ambiguous": (samples.AMBIGUOUS.question, render.reply(samples.AMBIGUOUS)),
        "quoted": ("/quote lindqvist", quoting.quotes(samples.QUOTED)),
        "about": ("/quote lindqvist about the bolt", quoting.quotes(samples.QUOTED_ABOUT)),
        "not about": ("/quote lindqvist about fish", quoting.quotes(samples.NOT_ABOUT)),
        "named": ("/quote baltic mutual", quoting.quotes(samples.NAMED_ONLY)),
        "several": ("/quote Lindqvist", quoting.quotes(samples.SEVERAL)),
        "unknown": ("/quote Lindkvist", quoting.quotes(samples.UNKNOWN)),
        "sources": ("/sources", render.sources(samples.OUTLETS)),
        "trouble": ("What now?", [Part(texts.FAILED)]),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        (folder / f"{name}.html").write_text(page(every_kind().values(), colours), "utf-8")
