from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.dates import spell, stretch
from bot.markup import label, plain, quotation, quotations, text, units
from tests.bot_api import MarkupError, shown, utf16_length


@given(st.text())
def test_a_quotation_shows_its_words_to_the_letter(words: str) -> None:
    html = quotation(words, folded=True)
    assert quotations(html) == (words,)
    assert plain(f"{html}\n{text(words)}") == f"{words}\n{words}"


@given(st.text())
def test_length_is_counted_as_telegram_does(words: str) -> None:
    assert units(words) == utf16_length(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Gazette", "The Gazette"),
        ("  two\n lines\t", "two lines"),
        ("A & <B>", "A &amp; &lt;B&gt;"),
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
    assert label(words, 20) == expected


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
    assert spell(published) == spelt


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
    assert stretch(first, last) == expected


def test_the_bots_own_sentences_use_no_quotation_marks() -> None:
    sentences = [value for value in vars(texts).values() if isinstance(value, str)]
    sentences = [sentence for sentence in sentences if sentence != texts.__doc__]
    assert texts.HELP in sentences
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
