"""Whom a reader watches, and what is new of them."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import watches
from bot.messages.verify import assert_verbatim
from tests.bot.fake_service import TUGS
from tests.bot.messages import samples
from tests.bot.messages.shown import GAZETTE_LINE, KEY, SERVICE, only, rows
from tests.bot.messages.test_quote import days, said_by


def test_a_new_statement_comes_with_its_citation() -> None:
    new = replace(samples.QUOTED, speaker=replace(samples.LINDQVIST, statements=(samples.LEAKED,)))
    parts = watches.render_new_statements(new, KEY)
    assert only(parts) == (
        "New: 1 statement of <b>Mara Lindqvist</b>\n\n"
        f"<blockquote>{TUGS}</blockquote>\n[1] <i>paraphrased</i> · {GAZETTE_LINE}\n"
        "via: <em>The port of Ostervik</em>\n"
        "“<em>She</em>” = Mara Lindqvist (likely)"
    )
    assert rows(parts) == [["[1] Context → CONTEXT 1"]]
    assert_verbatim(parts, SERVICE.words_of)
    many = watches.render_new_statements(said_by(*days(12), name="Her"), KEY)
    assert only(many).endswith("\n\n2 more: <code>/quote Her</code>")


def test_whom_one_watches_is_listed() -> None:
    assert only(watches.render_watches(["Mara Lindqvist", "B & <C>"])) == (
        "You watch 2 speakers:\n• Mara Lindqvist\n• B &amp; &lt;C&gt;\n\n"
        "/unwatch NAME stops watching one of them."
    )
    assert only(watches.render_watches([])) == "You watch nobody. Start with /watch NAME."
