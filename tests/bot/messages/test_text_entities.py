from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import buttons, notices, strings
from bot.messages.citations import (
    moment_of,
    spell_date,
    spell_duration,
    spell_moment,
    spell_period,
)
from bot.messages.text_entities import (
    EntityKind,
    FormattedText,
    bold,
    code,
    formatted,
    italic,
    join,
    link,
    local_time,
    one_line,
    quotation,
    units,
    verbatim,
)
from bot.tg.transport.sender import message_entities
from retrieval.model import Span
from tests.bot.fake_service import GAZETTE, REOPENS
from tests.bot.messages.as_html import accepted, as_html
from tests.bot_server.markup import MarkupError, shown, utf16_length

PLACE = GAZETTE.cite(REOPENS)
HOSTILE = "<>&\"'ab \n\t\u202e\u200b\ufeff👍🏽\u200dא"


@given(st.text())
def test_a_quotation_shows_its_words_to_the_letter(words: str) -> None:
    text = join("\n", [quotation(words, PLACE, folded=True), words])
    assert text.quotations == ((words, PLACE),)
    assert text.text == f"{words}\n{words}"


def test_entities_keep_to_their_words_wherever_these_go() -> None:
    moment = local_time(1_773_905_400, "19 March")
    inner = italic(join(", ", ["👍", bold("two"), link("three", "https://a.example/?b&c")]))
    text = formatted("« ", inner, " ", moment, " ", code("a<b"), verbatim("said", PLACE))
    assert text.text == "« 👍, two, three 19 March a<bsaid"
    assert [(each.kind, text.text[each.start : each.end]) for each in text.entities] == [
        (EntityKind.ITALIC, "👍, two, three"),
        (EntityKind.BOLD, "two"),
        (EntityKind.LINK, "three"),
        (EntityKind.LOCAL_TIME, "19 March"),
        (EntityKind.CODE, "a<b"),
        (EntityKind.SOURCE_WORDS, "said"),
    ]
    assert as_html(text) == (
        '« <i>👍, <b>two</b>, <a href="https://a.example/?b&amp;c">three</a></i> '
        '<tg-time unix="1773905400" format="Dt">19 March</tg-time> '
        "<code>a&lt;b</code><em>said</em>"
    )
    accepted(text)
    sent = message_entities(text)
    assert [(each.type, each.offset, each.length) for each in sent] == [
        ("italic", 2, 14),
        ("bold", 6, 3),
        ("text_link", 11, 5),
        ("date_time", 17, 8),
        ("code", 26, 3),
        ("italic", 29, 4),
    ]


@given(st.text())
def test_length_is_counted_as_telegram_does(words: str) -> None:
    assert units(words) == utf16_length(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Gazette", "The Gazette"),
        ("  two\n lines\t", "two lines"),
        ("A & <B>", "A & <B>"),
        ("R\u202eLO", "RLO"),
        ("\u2066open", "open"),
        ("s\u200bp\u00ada\ufeffce", "space"),
        ("\x00\x07", ""),
        ("half \ud83d", "half"),
        ("👩‍🚀 News", "👩‍🚀 News"),
        ("12345678901234567890123", "1234567890123456789…"),
        ("חדשות", "\u2068חדשות\u2069"),
        ("أخبار 24", "\u2068أخبار 24\u2069"),
    ],
)
def test_a_label_keeps_to_its_place(words: str, expected: str) -> None:
    assert one_line(words, 20) == expected


@pytest.mark.parametrize(
    ("published", "spelt"),
    [
        ("2026-01-23", "23 January 2026"),
        ("2026-01-23T12:00+00:00", "23 January 2026"),
        ("2026-12", "December 2026"),
        ("2026", "2026"),
        ("2026-13-01", "2026-13-01"),
        ("last spring", "last spring"),
        ("20260123", "20260123"),
    ],
)
def test_dates_are_spelt_as_precisely_as_they_are_known(published: str, spelt: str) -> None:
    assert spell_date(published) == spelt


@pytest.mark.parametrize(
    ("published", "unix", "spelt"),
    [
        ("2026-03-19T08:30+01:00", 1773905400, "19 March 2026, 08:30 UTC+01:00"),
        ("2026-03-19T08:30:15Z", 1773909015, "19 March 2026, 08:30 UTC"),
        ("2026-03-19T08:30:00.250-05:30", 1773928800, "19 March 2026, 08:30 UTC-05:30"),
        # No zone: nobody knows when that was on the reader's clock.
        ("2026-03-19T08:30", None, None),
        # No time, or what stands for none.
        ("2026-03-19", None, None),
        ("2026-03-19T00:00+01:00", None, None),
        ("2026-03-19T00:00:00Z", None, None),
        ("2026-03", None, None),
        ("last spring", None, None),
        ("", None, None),
        # Not within what Telegram can show.
        ("1969-12-31T23:59Z", None, None),
        ("2040-01-01T08:30Z", None, None),
        ("0001-01-01T08:30+14:00", None, None),
    ],
)
def test_a_moment_is_known_only_with_its_time_and_zone(
    published: str, unix: int | None, spelt: str | None
) -> None:
    stated = moment_of(published)
    assert (stated and int(stated.timestamp())) == unix
    assert (stated and spell_moment(stated)) == spelt


@pytest.mark.parametrize(
    ("seconds", "spelt"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min 0 s"),
        (3725, "1 h 2 min"),
        (86_400, "1 d 0 h"),
        (273_905, "3 d 4 h"),
        (-1, "0 s"),
    ],
)
def test_a_duration_is_spelt_in_its_two_largest_units(seconds: float, spelt: str) -> None:
    assert spell_duration(seconds) == spelt


@pytest.mark.parametrize(
    ("lead", "answer", "expected"),
    [
        (0, None, "One two three"),
        (4, None, "<i>One </i>two three"),
        (0, Span(4, 7), "One <b>two</b> three"),
        (0, Span(0, 13), "<b>One two three</b>"),
        (4, Span(4, 7), "<i>One </i><b>two</b> three"),
        (4, Span(2, 7), "<i>On</i><i><b>e </b></i><b>two</b> three"),
        (0, Span(8, 99), "One two <b>three</b>"),
        (0, Span(50, 99), "One two three"),
        (0, Span(4, 4), "One two three"),
    ],
)
def test_the_words_that_answer_are_in_bold(lead: int, answer: Span | None, expected: str) -> None:
    text = quotation("One two three", PLACE, folded=False, lead=lead, answer=answer)
    assert as_html(text) == f"<blockquote>{expected}</blockquote>"
    assert text.text == accepted(text).text == "One two three"


@given(st.text(HOSTILE), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_marks_change_no_word_of_a_quotation(words: str, lead: int, start: int, more: int) -> None:
    text = quotation(words, PLACE, folded=True, lead=lead, answer=Span(start, start + more))
    assert text.quotations == ((words, PLACE),)
    assert text.text == words
    accepted(text)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, None),
        ("2026-01-02", "2026-01-02T09:00Z", "2 January 2026"),
        ("2025", "2026-01-02", "2025 – 2 January 2026"),
        (None, "2026-01-02", "2 January 2026"),
    ],
)
def test_a_stretch_of_dates(first: str | None, last: str | None, expected: str | None) -> None:
    assert spell_period(first, last) == expected


def test_the_bots_own_sentences_use_no_quotation_marks() -> None:
    modules = (strings, notices, buttons)
    values = [each for of in modules for each in vars(of).values()]
    texts = [each.text for each in values if isinstance(each, FormattedText)]
    sentences = [*texts, *(each for each in values if isinstance(each, str))]
    sentences = [each for each in sentences if each not in {of.__doc__ for of in modules}]
    assert notices.HELP.text in sentences
    for sentence in sentences:
        if "/" not in sentence or " " in sentence:
            assert not set(sentence) & set("“”„«»‘")


@pytest.mark.parametrize(
    "broken",
    ["a < b", "<b>open", "<h1>x</h1>", "<b>x</i>", '<a onclick="x">y</a>', "<!-- x -->"],
)
def test_the_tests_telegram_refuses_broken_markup(broken: str) -> None:
    with pytest.raises(MarkupError):
        shown(broken)
