"""Outlets, their articles, and one article with its statements."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import sources
from bot.messages.buttons import CallbackData
from bot.service.articles import ArticleDetails, file_key, outlet_by_key, outlet_key
from tests.bot.fake_service import GAZETTE, REOPENS, SAFE, TUGS
from tests.bot.messages import samples
from tests.bot.messages.shown import GAZETTE_LINE, KEY, SOURCES, only, rows

OPENED = ArticleDetails(
    GAZETTE.cite(""), ("line in the footer: ost.example",), GAZETTE.excerpt(REOPENS), 2
)


def test_outlets_open_by_buttons() -> None:
    parts = sources.render_outlets(samples.OUTLETS)
    assert only(parts) == (
        "4 articles, 2 known outlets\n\n"
        "<b>Northern Courier</b> – 1 article, 19 March 2026\n"
        "<b>The Ostervik Gazette</b> – 2 articles, 1 December 2025 – 12 March 2026\n"
        "<b>Outlet unknown</b> – 1 article, date unknown"
    )
    assert rows(parts) == [
        ["Northern Courier → OUTLET 1"],
        ["The Ostervik Gazette → OUTLET 1"],
        ["Outlet unknown → OUTLET 1"],
    ]
    keys = [
        row[0].action.key for row in parts[0].buttons if isinstance(row[0].action, CallbackData)
    ]
    assert [outlet_by_key(samples.OUTLETS, key) for key in keys] == list(samples.OUTLETS)
    assert outlet_by_key(samples.OUTLETS, outlet_key("The Sound")) is None
    assert only(sources.render_outlets(())) == "There are no articles in the collection yet."


def test_an_outlet_opens_its_articles() -> None:
    parts = sources.render_outlet(samples.OUTLETS[1])
    assert only(parts) == (
        "<b>The Ostervik Gazette</b> – 2 articles, 1 December 2025 – 12 March 2026\n\n"
        "1. Port to reopen &lt;after&gt; nine weeks &amp; a day, 12 March 2026 · "
        "<code>harbour/reopening.txt</code>\n"
        "2. Dredging begins, 1 December 2025 · <code>harbour/dredging.txt</code>"
    )
    assert rows(parts) == [["1 → ARTICLE 0", "2 → ARTICLE 0"], ["‹ All outlets → OUTLETS 1"]]


def test_an_article_opens_its_lead_its_statements_and_its_file() -> None:
    parts = sources.render_article(OPENED, file_key(samples.OUTLETS[1].files[0]), SOURCES)
    assert only(parts) == (
        f"<blockquote>{REOPENS}</blockquote>\n[1] {GAZETTE_LINE}\n"
        "<i>outlet known by: line in the footer: ost.example</i>"
    )
    assert rows(parts) == [
        ["Statements (2) → STATEMENTS 1"],
        ["Source file → ARTICLE_FILE 0", "Copy citation → copies"],
        ["‹ The Ostervik Gazette → OUTLET 1"],
    ]
    bare = sources.render_article(replace(OPENED, lead=None, statements=0, evidence=()), KEY, {})
    assert only(bare) == f"No sentence of it can be shown.\n[1] {GAZETTE_LINE}"
    assert rows(bare)[0] == ["Source file → ARTICLE_FILE 0"]


def test_the_statements_of_an_article_come_in_its_order() -> None:
    parts = sources.render_article_statements(samples.LINDQVIST.statements[1:], OPENED, KEY)
    assert only(parts) == (
        "2 statements in Port to reopen &lt;after&gt; nine weeks &amp; a day\n\n"
        f"<blockquote>{SAFE}</blockquote>\n[1] <i>quoted</i> · {GAZETTE_LINE}\n\n"
        f"<blockquote>{TUGS}</blockquote>\n[2] <i>paraphrased</i> · the same article"
    )
    assert rows(parts) == [["‹ The article → ARTICLE 0"]]
    assert (
        only(sources.render_article_statements((), OPENED, KEY))
        == "Nobody’s words were found in it."
    )
