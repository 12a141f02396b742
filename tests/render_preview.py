"""Messages as a phone shows them: for looking at, not for the tests.

``python -m tests.render_preview FOLDER`` lays out a reply of each kind as a chat, light and dark,
and, where a Chromium is installed, renders each of them to a picture. With ``--readme`` it draws
the two pictures of the README instead, of what the bot really says of the sample corpus.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from PIL import Image

from bot.messages.buttons import CopyButton, Row
from bot.messages.pagination import MessagePart
from tests.bot.messages.as_html import as_html
from tests.preview_messages import Turn, chats, of_the_corpus

WIDTH = 390
"""Of a phone, in CSS pixels."""

SHARPNESS = 2
COLOURS = 48
LONGEST = 4000
"""A picture is as high as its chat, and no higher than this, in CSS pixels."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Colours:
    page: str
    bar: str
    bubble: str
    mine: str
    words: str
    faint: str
    accent: str
    quote: str
    button: str
    pressed: str


LIGHT = Colours(
    "#d5dfb9", "#ffffff", "#ffffff", "#e3fcc9", "#000000", "#8a9199", "#2481cc", "#eef5fb",
    "rgba(60, 90, 40, .42)", "#ffffff",
)  # fmt: skip
DARK = Colours(
    "#0e1621", "#17212b", "#182533", "#2b5278", "#ffffff", "#7b8b99", "#6ab3f3", "#203245",
    "rgba(60, 80, 100, .55)", "#ffffff",
)  # fmt: skip

_STYLE = """
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: {page}; color: {words}; width: {width}px;
  font: 16px/1.32 -apple-system, "Noto Sans", "DejaVu Sans", sans-serif; }}
header {{ background: {bar}; padding: 9px 14px; font-weight: 600; }}
header small {{ display: block; font-weight: 400; font-size: 12px; color: {faint}; }}
main {{ padding: 8px; }}
.turn {{ display: flex; flex-direction: column; margin: 6px 0; max-width: 340px; }}
.mine {{ align-items: flex-end; margin-left: auto; }}
.bubble {{ background: {bubble}; border-radius: 14px; padding: 6px 11px 6px; min-width: 120px;
  white-space: pre-wrap; overflow-wrap: anywhere; }}
.its .bubble {{ width: 100%; }}
.mine .bubble {{ background: {mine}; }}
.time {{ color: {faint}; font-size: 11px; text-align: right; white-space: normal; }}
.reply {{ border-left: 3px solid {accent}; border-radius: 4px; background: {quote};
  padding: 2px 8px; margin: 1px 0 5px; font-size: 14px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }}
.reply b {{ color: {accent}; display: block; font-weight: 600; }}
a, tg-time {{ color: {accent}; text-decoration: none; }}
pre {{ font: 13px/1.35 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; margin: 0; color: {accent}; }}
code {{ font: 14px "DejaVu Sans Mono", monospace; color: {accent}; }}
blockquote {{ margin: 3px 0 2px; padding: 4px 20px 4px 9px; border-left: 3px solid {accent};
  border-radius: 5px; background: {quote}; position: relative; }}
blockquote::before {{ content: "”"; position: absolute; right: 6px; top: 0; color: {accent};
  font: bold 20px serif; }}
blockquote[expandable] {{ max-height: 74px; overflow: hidden; }}
blockquote[expandable]::after {{ content: "⌄"; position: absolute; right: 7px; bottom: 0;
  color: {accent}; background: {quote}; padding-left: 6px; }}
.tapped {{ width: fit-content; margin: 8px auto; padding: 2px 10px; border-radius: 10px;
  background: {button}; color: {pressed}; font-size: 13px; }}
.row {{ display: flex; gap: 3px; margin-top: 3px; }}
.row span {{ flex: 1 1 0; min-width: 0; background: {button}; color: {pressed}; text-align: center;
  border-radius: 8px; padding: 8px 4px; font-size: 14px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; position: relative; }}
.row .copy::after {{ content: "⧉"; position: absolute; right: 4px; top: 0; font-size: 10px; }}
"""


def page(turns: Iterable[Turn], colours: Colours = LIGHT) -> str:
    """A chat: what the reader wrote or tapped, and the messages of each reply."""
    style = _STYLE.format(width=WIDTH, **asdict(colours))
    bubbles = "".join(_turn(turn) for turn in turns)
    bar = "<header>Verbatim<small>bot</small></header>"
    return (
        f'<!doctype html><meta charset="utf-8"><style>{style}</style>{bar}<main>{bubbles}</main>\n'
    )


def _turn(turn: Turn) -> str:
    mine = _bubble(escape(turn.written), "mine") if turn.written else ""
    if turn.tapped:
        mine = f'<div class="tapped">tapped: {escape(turn.tapped)}</div>'
    header = (
        f'<div class="reply"><b>Reader</b>{escape(turn.written)}</div>' if turn.written else ""
    )
    headers = (header, *([""] * len(turn.parts)))
    return mine + "".join(map(_message, turn.parts, headers))


def _message(part: MessagePart, header: str) -> str:
    return _bubble(as_html(part.text), "its", header, part.buttons)


def _bubble(html: str, whose: str, header: str = "", rows: Sequence[Row] = ()) -> str:
    # A line break right after a block quotation ends the quotation, as on Telegram.
    html = html.replace("</blockquote>\n", "</blockquote>")
    keys = "".join(f'<div class="row">{"".join(map(_key, _pairs(row)))}</div>' for row in rows)
    return (
        f'<div class="turn {whose}"><div class="bubble">{header}{html}'
        f'<div class="time">12:00</div></div>{keys}</div>'
    )


def _pairs(row: Row) -> Iterable[tuple[str, bool]]:
    return [(button.label, isinstance(button.action, CopyButton)) for button in row]


def _key(button: tuple[str, bool]) -> str:
    label, copies = button
    return f"<span{' class=copy' if copies else ''}>{escape(label)}</span>"


def write(folder: Path) -> Sequence[Path]:
    """A page for each chat and each of light and dark; where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for colour, colours in (("light", LIGHT), ("dark", DARK)):
        for name, turns in chats().items():
            path = folder / f"{name}-{colour}.html"
            path.write_text(page(turns, colours), "utf-8")
            written.append(path)
    return written


def write_readme(folder: Path) -> Sequence[Path]:
    """The pages of the README's two pictures; where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    answer, quote = of_the_corpus()
    written = []
    for name, turns, colours in (("answer", answer, LIGHT), ("quote", quote, DARK)):
        path = folder / f"{name}.html"
        path.write_text(page(turns, colours), "utf-8")
        written.append(path)
    return written


def picture(browser: str, path: Path) -> Path:
    """The page as a picture beside it, as high as the chat is."""
    height = _height(browser, path)
    target = path.with_suffix(".png")
    _run(browser, f"--window-size={WIDTH},{height}", f"--screenshot={target}", path.as_uri())
    return target


def _lighten(path: Path) -> None:
    """Leaves the picture as many colours as it needs, which makes it a third as large."""
    with Image.open(path) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _height(browser: str, path: Path) -> int:
    """How high the page is, by asking the browser that lays it out."""
    probe = path.with_suffix(".probe.html")
    script = "<script>document.title = document.documentElement.scrollHeight</script>"
    probe.write_text(path.read_text("utf-8") + script, "utf-8")
    shown = _run(browser, f"--window-size={WIDTH},100", "--dump-dom", probe.as_uri())
    probe.unlink()
    found = re.search(r"<title>(\d+)</title>", shown)
    return min(LONGEST, int(found[1]) if found else LONGEST)


def _run(browser: str, *arguments: str) -> str:
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    sharp = f"--force-device-scale-factor={SHARPNESS}"
    done = subprocess.run(  # noqa: S603 - the browser that is installed, on our own pages
        [browser, *options, sharp, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Writes the pages and, where there is a browser, the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=lambda given: Path(given).resolve())
    parser.add_argument("--readme", action="store_true", help="the README's two, pictures only")
    args = parser.parse_args()
    pages = write_readme(args.folder) if args.readme else write(args.folder)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write("No Chromium is installed: pages only.\n")
        return
    for each in pages:
        picture(browser, each)
        if args.readme:
            each.unlink()
            _lighten(each.with_suffix(".png"))


if __name__ == "__main__":
    main()
