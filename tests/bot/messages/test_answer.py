from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.cli import console
from bot.messages.answer import render_answer, render_nearest, understanding_lines
from bot.messages.pagination import LIMIT, MessagePart
from bot.messages.references import references
from bot.messages.text_entities import quotation
from bot.messages.verify import assert_verbatim
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    NamedOnly,
    Referent,
    Reply,
    Resolution,
    Understood,
    UnknownName,
)
from tests.bot.fake_service import (
    GAZETTE,
    LEDGER,
    REOPENS,
    SAFE,
    TUGS,
    FakeService,
    PrintedArticle,
    every_page,
)
from tests.bot.messages import samples
from tests.bot.messages.as_html import accepted, as_html
from tests.bot.messages.shown import (
    COURIER_LINE,
    GAZETTE_LINE,
    LEDGER_LINE,
    SHORE_LINE,
    only,
    rows,
)
from tests.bot.messages.strategies import HOSTILE, LONG
from tests.bot_server.markup import utf16_length


def test_what_belongs_to_a_statement_stands_below_the_answer() -> None:
    first = replace(samples.COURIER.excerpt(samples.BOLT), statements=(samples.DISPUTED,))
    reply = Answer("What did Lindqvist say?", 0.9, (first, GAZETTE.excerpt(REOPENS)))
    assert only(reply_parts(reply)) == (
        f"<blockquote>{samples.BOLT}</blockquote>\n"
        f"[1] {COURIER_LINE}\n"
        "to: <em>the panel</em>\n"
        "disputed in the same article:\n"
        f"<blockquote>{samples.REPLIED}</blockquote>\n"
        f"[2] {COURIER_LINE}\n\n"
        f"<blockquote>{REOPENS}</blockquote>\n"
        f"[3] {GAZETTE_LINE}"
    )
    assert [each.citation.file for each in references(reply)] == [
        samples.COURIER.file,
        samples.COURIER.file,
        GAZETTE.file,
    ]
    printed = StringIO()
    console.print_reply(Console(file=printed, width=200), reply)
    lines = [line.strip() for line in printed.getvalue().splitlines() if line.strip()]
    assert lines[2:5] == ["to: the panel", "disputed in the same article:", samples.REPLIED]
    assert [line[:4] for line in lines if line.startswith("[")] == ["[1] ", "[2] ", "[3] "]


def reply_parts(reply: Reply) -> tuple[MessagePart, ...]:
    return render_answer(reply, "p7Rk2_xQ-0a", {})


def test_an_answer_shows_the_words_the_outlets_and_where_copies_are() -> None:
    assert only(reply_parts(samples.ANSWER)) == (
        f"<blockquote>{REOPENS}</blockquote>\n"
        f"[1] {GAZETTE_LINE}\n"
        f"[2] <i>same words</i>: {LEDGER_LINE}\n\n"
        "<blockquote>The port is to reopen on Monday.</blockquote>\n"
        f"[3] {SHORE_LINE}\n\n"
        "<i>2 independent sources, 3 prints: a copy does not count as another source.</i>"
    )


def test_the_words_of_those_who_may_be_meant_come_with_what_travels_with_them() -> None:
    reply = replace(samples.AMBIGUOUS, statements=(samples.LEAKED,))
    parts = reply_parts(reply)
    assert only(parts) == (
        "Lindqvist fits two people.\n\n"
        "Words of theirs:\n\n"
        f"<blockquote>{TUGS}</blockquote>\n"
        f"[1] <i>paraphrased</i> · {GAZETTE_LINE}\n"
        "via: <em>The port of Ostervik</em>\n"
        "“<em>She</em>” = Mara Lindqvist (likely)\n\n"
        "Whom do you mean?"
    )
    assert_verbatim(parts, FakeService(samples.ARTICLES).words_of)
    page = StringIO()
    console.print_reply(Console(file=page, width=200), reply)
    assert "via: The port of Ostervik" in page.getvalue()


SHE = Referent("She", GAZETTE.cite("She"), "Mara Lindqvist", Resolution("pronoun", 0.9))


def test_what_leads_up_to_an_answer_is_set_apart_and_whom_it_means_is_marked_as_ours() -> None:
    excerpt = replace(GAZETTE.excerpt(f"{SAFE} {TUGS}"), lead=len(SAFE) + 1, referents=(SHE,))
    parts = reply_parts(Answer("", 1, (excerpt,)))
    assert only(parts) == (
        f"<blockquote><i>{SAFE} </i>{TUGS}</blockquote>\n[1] {GAZETTE_LINE}\n"
        "“<em>She</em>” = Mara Lindqvist (likely)"
    )
    assert_verbatim(parts, FakeService().words_of)
    page = StringIO()
    console.print_reply(Console(file=page, width=200), Answer("", 1, (excerpt,)))
    assert "“She” = Mara Lindqvist (likely)" in page.getvalue()
    assert f"{SAFE} {TUGS}" in page.getvalue()


def test_other_words_than_those_taken_for_somebody_do_not_pass() -> None:
    excerpt = replace(GAZETTE.excerpt(TUGS), referents=(replace(SHE, words="He"),))
    with pytest.raises(NotVerbatimError):
        assert_verbatim(reply_parts(Answer("", 1, (excerpt,))), FakeService().words_of)


def test_a_long_quotation_is_folded() -> None:
    assert only(reply_parts(samples.LONG_ANSWER)) == (
        f"<blockquote expandable>{samples.LONG_WORDS}</blockquote>\n[1] {COURIER_LINE}"
    )


def test_a_declined_question_gets_the_reason_and_no_passages() -> None:
    assert only(reply_parts(samples.DECLINED)) == "The articles do not say who pays for the crane."


def test_what_comes_nearest_to_a_declined_question_is_shown_as_such() -> None:
    assert only(render_nearest(samples.DECLINED, "k")) == (
        "<b>Nearest passages</b> – not an answer:\n\n"
        "<blockquote>The hearing goes on next week.</blockquote>\n"
        f"[1] {COURIER_LINE}\n\n"
        "<blockquote>She added that tugs would wait until Friday.</blockquote>\n"
        f"[2] {GAZETTE_LINE}"
    )


def test_a_passage_that_may_answer_is_shown_at_once_below_the_doubt() -> None:
    parts = reply_parts(samples.PERHAPS)
    assert only(parts) == (
        "Closest, but it does not say who.\n\n"
        f"<blockquote>The hearing goes on next week.</blockquote>\n[1] {COURIER_LINE}"
    )
    assert rows(parts) == [
        ["Context → CONTEXT 1", "Source file → FILE 1", "Copy citation → copies"],
        ["More passages → MORE 0", "It is answered there → IS_ANSWERED 0"],
    ]
    assert only(render_nearest(samples.PERHAPS, "k")) == (
        "<b>Nearest passages</b> – not an answer:\n\n"
        "<blockquote>She added that tugs would wait until Friday.</blockquote>\n"
        f"[2] {GAZETTE_LINE}"
    )


def test_a_sentence_that_says_otherwise_is_shown_as_such() -> None:
    parts = reply_parts(samples.CONTRADICTED)
    assert only(parts) == (
        f"The articles say otherwise:\n\n<blockquote>{SAFE}</blockquote>\n[1] {GAZETTE_LINE}"
    )
    assert rows(parts)[1:] == [["It is answered there → IS_ANSWERED 0"]]


def test_a_declined_question_without_anything_near_gets_the_reason() -> None:
    assert only(reply_parts(Declined("", "Nothing <at all>.", 0, ()))) == (
        "Nothing &lt;at all&gt;."
    )


def test_what_a_question_was_narrowed_to_stands_above_the_reply() -> None:
    narrowed = Understood("The <Gazette>", date(2025, 3, 1), date(2025, 3, 31), "Mara Lindqvist")
    reply = replace(samples.DECLINED, passages=(), understood=narrowed)
    assert only(reply_parts(reply)) == (
        "<i>only <b>The &lt;Gazette&gt;</b>, statements of <b>Mara Lindqvist</b>, "
        "since 2025-03-01, until 2025-03-31</i>\n\n"
        "The articles do not say who pays for the crane."
    )


@pytest.mark.parametrize(
    ("understood", "line"),
    [
        (Understood(after=date(2025, 3, 1)), "only since 2025-03-01"),
        (Understood(before=date(2025, 3, 1)), "only until 2025-03-01"),
        (Understood(after=date(2025, 3, 1), before=date(2025, 3, 1)), "only of 2025-03-01"),
        (Understood(question="Why <so>?"), "understood as: Why &lt;so&gt;?"),
        (
            Understood(meant="Mara <L>", namesakes=("Olof L", "Nils L")),
            "taken to mean <b>Mara &lt;L&gt;</b>; others of the name: Olof L, Nils L",
        ),
        (Understood(), None),
    ],
)
def test_how_a_question_was_taken_is_said_where_it_is_not_as_typed(
    understood: Understood, line: str | None
) -> None:
    assert [as_html(each) for each in understanding_lines(understood)] == (
        [] if line is None else [line]
    )


def test_passages_outside_of_what_was_asked_for_are_headed_as_such() -> None:
    reply = replace(samples.DECLINED, elsewhere=True)
    assert only(render_nearest(reply, "k")).startswith(
        "<b>Other articles</b> – not those asked for:\n\n"
    )


# --- citations -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (PrintedArticle("a.txt", SAFE), "[1] date unknown · outlet unknown · <code>a.txt</code>"),
        (
            PrintedArticle("a.txt", SAFE, url="https://a.example/1"),
            '[1] date unknown · outlet unknown · <a href="https://a.example/1">a.txt</a>',
        ),
        (
            PrintedArticle("a.txt", SAFE, title="T", url="javascript:alert(1)"),
            "[1] date unknown · outlet unknown — T · <code>a.txt</code>",
        ),
        (
            PrintedArticle("a.txt", SAFE, title="T", url='https://a.example/"><b>'),
            '[1] date unknown · outlet unknown — <a href="https://a.example/&quot;&gt;&lt;b&gt;">T</a>'
            " · <code>a.txt</code>",
        ),
        (
            PrintedArticle(
                "a.txt", SAFE, "O\u202ePS\n[2] <b>Fake</b>", "zero\u200bwidth\x00", "spring"
            ),
            "[1] spring · <b>OPS [2] &lt;b&gt;Fake&lt;/b&gt;</b> — zerowidth · <code>a.txt</code>",
        ),
        (
            PrintedArticle("a.txt", SAFE, "\u200b", "\u200b", "\u200b"),
            "[1] date unknown · outlet unknown · <code>a.txt</code>",
        ),
        (
            PrintedArticle("a.txt", SAFE, "O" * 90, published="2026"),
            f"[1] 2026 · <b>{'O' * 79}…</b> · <code>a.txt</code>",
        ),
    ],
)
def test_a_citation_says_what_is_known_and_keeps_to_its_line(
    article: PrintedArticle, expected: str
) -> None:
    (part,) = reply_parts(Answer("", 1, (article.excerpt(SAFE),)))
    assert as_html(part.text).split("</blockquote>\n")[1] == expected


def test_a_long_quotation_with_a_short_citation_fits_too() -> None:
    article = PrintedArticle("f", "x" * 9000, "o", published="d")
    parts = reply_parts(Answer("", 1, (article.excerpt(article.text),)))
    assert [accepted(part.text).length for part in parts] == [3861, 3861, 1339]


def test_of_many_copies_four_are_named_and_the_rest_counted() -> None:
    copies = tuple(PrintedArticle(f"{n}.txt", SAFE).cite(SAFE) for n in range(9))
    (part,) = reply_parts(Answer("", 1, (GAZETTE.excerpt(SAFE, *copies),)))
    assert as_html(part.text).endswith(
        "\n[5] <i>same words</i>: date unknown · outlet unknown · <code>3.txt</code> "
        "and 5 more places with the same words\n\n"
        "<i>1 independent source, 10 prints: a copy does not count as another source.</i>"
    )


def test_excerpts_of_one_article_are_one_source() -> None:
    parts = reply_parts(
        Answer("", 1, (GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS)), GAZETTE.excerpt(SAFE)))
    )
    assert "<i>1 independent source, 2 prints: a copy" in only(parts)


# --- laws ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.tuples(LONG, HOSTILE), min_size=1, max_size=4), HOSTILE)
def test_every_message_fits_is_valid_and_shows_the_sources_words(
    articles: list[tuple[str, str]], name: str
) -> None:
    prints = [
        PrintedArticle(f"{number}-{label}", words, label, label, label, f"https://{label}")
        for number, (words, label) in enumerate(articles)
    ]
    excerpts = tuple(
        article.excerpt(article.text, *(other.cite(other.text) for other in prints))
        for article in prints
    )
    service = FakeService(prints)
    for parts in (
        reply_parts(Answer(name, 1, excerpts)),
        reply_parts(Declined(name, name, 0, excerpts)),
        reply_parts(Ambiguous(name, name, (name,), 0, excerpts)),
        every_page(NamedOnly(name, name, excerpts)),
        every_page(UnknownName(name, (name,) * 20)),
    ):
        assert_verbatim(parts, service.words_of)
        assert all(utf16_length(part.text.text) <= LIMIT for part in parts)
        assert all(accepted(part.text).length <= LIMIT for part in parts)
    answer = reply_parts(Answer("", 1, excerpts))
    pieces = [words for part in answer for words, _ in part.text.quotations]
    assert without_space("".join(pieces)) == without_space("".join(words for words, _ in articles))


def without_space(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize(
    "excerpt",
    [
        replace(GAZETTE.excerpt(SAFE), text=SAFE.replace("“", '"')),
        replace(GAZETTE.excerpt(SAFE), text=SAFE + " "),
        replace(GAZETTE.excerpt(SAFE), text=SAFE[:-1]),
        PrintedArticle("elsewhere.txt", SAFE).excerpt(SAFE),
    ],
)
def test_words_that_are_not_quite_the_sources_do_not_pass(excerpt: Excerpt) -> None:
    with pytest.raises(NotVerbatimError):
        assert_verbatim(reply_parts(Answer("", 1, (excerpt,))), FakeService().words_of)


def test_a_quotation_without_a_citation_does_not_pass() -> None:
    with pytest.raises(NotVerbatimError):
        assert_verbatim(
            (MessagePart(quotation(SAFE, None, folded=False)),), FakeService().words_of
        )
