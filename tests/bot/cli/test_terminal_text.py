from __future__ import annotations

import json
import logging
import unicodedata
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.logging import RichHandler
from rich.progress import Progress, TextColumn
from rich.text import Text

from bot.cli import console as terminal
from bot.cli import sources
from bot.cli.terminal_text import TerminalConsole, json_line, visible
from retrieval.model import Answer, ListedFile, ListedOutlet
from tests.bot.fake_service import PrintedArticle
from tests.bot.messages import samples

STEERING = [
    "\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x90data\x9c", "\x85", "\x7f", "\0", "\b\b", "\x0e",
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e",
    "\u200f", "\u061c", "\udcff", "\ud83d",
]  # fmt: skip


def _in_a_file_name(hostile: str) -> str:
    """No file is called by half a pair that stands for no byte."""
    return hostile.replace("\ud83d", "")


def on_screen(console: TerminalConsole) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def page(*, is_terminal: bool = False) -> TerminalConsole:
    return TerminalConsole(
        file=StringIO(), width=80, highlight=False, force_terminal=is_terminal, _environ={}
    )


def steers(printed: str) -> list[str]:
    """What of it would steer a terminal that is not rich's own colours and links."""
    own = Text.from_ansi(printed).plain
    return [
        char
        for char in own
        if char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cf", "Cs"}
    ]


@pytest.mark.parametrize("hostile", STEERING)
def test_nothing_of_an_article_steers_the_terminal(hostile: str) -> None:
    words = f"The quay{hostile} reopened."
    article = PrintedArticle(
        f"a{_in_a_file_name(hostile)}.txt",
        words,
        outlet=hostile,
        title=hostile,
        published=hostile,
        url=hostile,
    )
    console = page()
    excerpt = article.excerpt(words)
    terminal.print_reply(console, Answer("?", 1.0, (excerpt,)))
    terminal.print_reply(console, replace(samples.DECLINED, reason=f"Because {hostile}."))
    listed = ListedFile(f"a{hostile}", f"t{hostile}", hostile, (hostile,))
    listing = [ListedOutlet(f"O{hostile}", hostile, hostile, (listed,))]
    sources.print_outlets(console, listing)
    sources.print_totals(console, listing, 1, "verbatim sources OUTLET")
    sources.print_no_outlet(console, listing, hostile, "/sources")
    assert steers(on_screen(console)) == []
    assert "The quay" in on_screen(console)


@pytest.mark.parametrize("hostile", STEERING)
def test_a_line_of_the_log_or_of_progress_does_not_steer_the_terminal(hostile: str) -> None:
    console = page()
    handler = RichHandler(console=console, show_path=False, markup=False)
    record = logging.makeLogRecord({"msg": "skipped %s", "args": (f"a{hostile}b",)})
    handler.handle(record)
    with Progress(TextColumn("{task.description}"), console=console) as progress:
        progress.add_task(f"a{hostile}b")
    assert steers(on_screen(console)) == []


def test_colours_and_links_remain() -> None:
    console = page(is_terminal=True)
    console.print(Text("red \x1b[0m still", style="red link https://paper.example"))
    assert "\x1b[31m" in on_screen(console)
    assert "\x1b]8;" in on_screen(console)
    assert "␛[0m still" in on_screen(console)


@given(st.text())
def test_what_is_made_visible_is_as_long_as_before(words: str) -> None:
    assert len(visible(words)) == len(words)


@given(st.text(st.characters()))
def test_json_says_every_character_and_steers_nothing(words: str) -> None:
    for only_ascii in (False, True):
        line = json_line({words: words}, only_ascii=only_ascii)
        assert json.loads(line) == {words: words}
        assert "\n" not in line
        assert not {*line} & {*"".join(STEERING)} - {*"[2J]0;title31mdata"}
        line.encode("ascii" if only_ascii else "utf-8")


def test_letters_stay_letters_in_json() -> None:
    assert json_line({"name": "Jørgen “Ø” שלום 😀"}) == '{"name": "Jørgen “Ø” שלום 😀"}'
