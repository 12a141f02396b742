"""Results of an inline query."""

from __future__ import annotations

from bot.messages import inline, strings
from tests.bot.fake_service import REOPENS
from tests.bot.messages import samples
from tests.bot.messages.as_html import as_html
from tests.bot.messages.shown import GAZETTE_LINE, LEDGER_LINE


def test_inline_results_stand_alone_with_their_citation() -> None:
    best, other = inline.render_inline_results(samples.ANSWER_WITH_MORE)
    assert (best.title, best.description) == (REOPENS, "12 March 2026, The Ostervik Gazette")
    assert as_html(best.part.text) == (
        "<blockquote>The port of Ostervik will reopen on <b>Monday, n</b>ine weeks after the "
        f"crane collapse.</blockquote>\n[1] {GAZETTE_LINE}\n[2] <i>same words</i>: {LEDGER_LINE}"
    )
    assert best.id != other.id


def test_the_passage_of_a_doubtful_reply_is_never_sent_without_the_doubt() -> None:
    for reply in (samples.PERHAPS, samples.CONTRADICTED):
        (only,) = inline.render_inline_results(reply)
        assert only.title == strings.NO_ANSWER
        assert f"{reply.reason}\n\n{reply.passages[0].text}\n[1] " in only.part.text.text


def test_no_answer_is_a_result_with_its_reason() -> None:
    for reply in (samples.DECLINED, samples.AMBIGUOUS):
        (only,) = inline.render_inline_results(reply)
        assert only.title == strings.NO_ANSWER
        assert only.description
        assert reply.reason in only.part.text.text
