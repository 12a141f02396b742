"""What a tap on Copy puts into the clipboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.citations import LIMIT, citation_to_copy, is_web_address
from bot.messages.text_entities import link, units
from tests.bot.fake_service import GAZETTE, LEDGER, SAFE, PrintedArticle
from tests.bot.messages.as_html import accepted
from tests.bot.messages.strategies import HOSTILE

DIGEST = "0123456789abcdef" * 4
LONG = "The council of the harbour met twice, and on both days it rose without a vote. " * 3


@pytest.mark.parametrize(
    ("article", "words", "speaker", "digest", "expected"),
    [
        (
            GAZETTE,
            SAFE,
            "Mara Lindqvist",
            DIGEST,
            f"“{SAFE}”\nMara Lindqvist, The Ostervik Gazette, 2026-03-12\n"
            f"harbour/reopening.txt 97–155\nSHA-256 {DIGEST}",
        ),
        (
            LEDGER,
            "No reason was given.",
            None,
            None,
            "“No reason was given.”\noutlet unknown, date unknown\nledger-0312.txt 97–117",
        ),
        (
            PrintedArticle("a.txt", LONG[:140], "The Sound", published="2026-03-12T08:30+01:00"),
            LONG[:140],
            None,
            DIGEST,
            f"“{LONG[:140]}”\nThe Sound, 2026-03-12T08:30+01:00\na.txt 0–140\n"
            "SHA-256 0123456789abcdef",
        ),
        (
            PrintedArticle("a.txt", LONG, "The Sound"),
            LONG,
            "Anna Brekke",
            DIGEST,
            "“The council of the harbour met twice, and on both days it rose without a vote. The "
            "council of the harbour met twice, and on both days it rose without a vote. The” "
            "(shortened)\n"
            "Anna Brekke, The Sound, date unknown\na.txt 0–161\nSHA-256 0123456789abcdef",
        ),
    ],
    ids=["whole", "unknown", "short digest", "shortened"],
)
def test_a_copied_citation_has_all_that_it_takes_to_look_it_up(
    article: PrintedArticle, words: str, speaker: str | None, digest: str | None, expected: str
) -> None:
    copied = citation_to_copy(words, article.cite(words), speaker=speaker, digest=digest)
    assert copied.text == expected


@given(st.builds(lambda words, times: words * times, HOSTILE, st.integers(1, 90)), *[HOSTILE] * 4)
def test_whatever_is_copied_fits_and_can_be_checked(
    words: str, speaker: str, outlet: str, file: str, date: str
) -> None:
    article = PrintedArticle(file * 40, f"Before. {words}", outlet * 40, published=date * 40)
    place = replace(article.cite(""), span=type(article.cite("").span)(8, 8 + len(words)))
    copied = citation_to_copy(words, place, speaker=speaker * 40, digest=DIGEST)
    assert 1 <= units(copied.text) <= LIMIT
    assert copied.words
    assert copied.text.startswith(f"“{copied.words}”")
    assert copied.citation.span.of(article.text) == copied.words
    assert words.startswith(copied.words)
    assert (copied.words == words) != ("”(shortened)" in copied.text.replace("” (", "”("))
    span = copied.citation.span
    assert f" {span.start}–{span.end}\nSHA-256 {DIGEST[:16]}" in copied.text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example", True),
        ("http://A.Example:8080/x?y=“z”#é", True),
        ("HTTP://a.example", False),
        ("http://news.a_b.example./1", False),
        ("https://a_b.example?x", True),
        ("https://localhost/x", False),
        ("https://naïve.example/", False),
        ("https://a.example:0/", False),
        ("https://a.example:99999/", False),
        ("https://a.example/two words", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("a.example", False),
    ],
)
def test_an_address_is_a_link_where_telegram_takes_it_for_one(url: str, *, expected: bool) -> None:
    assert is_web_address(url) is expected
    if expected:
        accepted(link("x", url))


ADDRESS = st.text(st.sampled_from("aB9._-:/?#@%é [] \u200b"), max_size=20)


@given(ADDRESS)
def test_telegram_takes_every_address_that_is_made_a_link(rest: str) -> None:
    if is_web_address(f"https://{rest}"):
        accepted(link("x", f"https://{rest}"))
