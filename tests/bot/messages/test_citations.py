"""What a tap on Copy puts into the clipboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.citations import is_web_address
from bot.messages.copied.clipboard import LIMIT, citation_to_copy
from bot.messages.text_entities import link, units
from bot.service.source_files import CitedSource, FileState
from retrieval.ports import ArticleDigests
from tests.bot.fake_service import (
    DIGEST,
    GAZETTE,
    LEDGER,
    PAGE_DIGEST,
    SAFE,
    PrintedArticle,
    source_of_page,
    source_of_text,
)
from tests.bot.messages.as_html import accepted
from tests.bot.messages.strategies import HOSTILE

LONG = "The council of the harbour met twice, and on both days it rose without a vote. " * 3


@pytest.mark.parametrize(
    ("article", "words", "speaker", "source", "expected"),
    [
        (
            GAZETTE,
            SAFE,
            "Mara Lindqvist",
            source_of_text(),
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
            source_of_text(),
            f"“{LONG[:140]}”\nThe Sound, 2026-03-12T08:30+01:00\na.txt 0–140\n"
            "SHA-256 0123456789abcdef",
        ),
        (
            PrintedArticle("a.txt", LONG, "The Sound"),
            LONG,
            "Anna Brekke",
            source_of_text(),
            "“The council of the harbour met twice, and on both days it rose without a vote. The "
            "council of the harbour met twice, and on both days it rose without a vote. The” "
            "(shortened)\n"
            "Anna Brekke, The Sound, date unknown\na.txt 0–161\nSHA-256 0123456789abcdef",
        ),
        (
            PrintedArticle("port/a.html", "It will open.", "The Sound"),
            "It will open.",
            None,
            source_of_page(),
            "“It will open.”\nThe Sound, date unknown\nport/a.html, characters 0–13 of its text\n"
            f"SHA-256 of text {DIGEST}, of file {PAGE_DIGEST}",
        ),
        (
            PrintedArticle("port/a.html", LONG[:79], "The Sound"),
            LONG[:79],
            None,
            source_of_page(FileState.CHANGED),
            f"“{LONG[:79]}”\nThe Sound, date unknown\nport/a.html, characters 0–79 of its text\n"
            "SHA-256 of text 0123456789abcdef, of file fedcba9876543210 (changed since)",
        ),
        (
            PrintedArticle("a.json", "It will open.", "The Sound"),
            "It will open.",
            None,
            CitedSource(ArticleDigests(None, DIGEST, None), FileState.UNKNOWN),
            "“It will open.”\nThe Sound, date unknown\na.json, characters 0–13 of its text\n"
            f"SHA-256 of text {DIGEST}",
        ),
    ],
    ids=["whole", "unknown", "short digest", "shortened", "page", "changed", "no file digest"],
)
def test_a_copied_citation_has_all_that_it_takes_to_look_it_up(
    article: PrintedArticle,
    words: str,
    speaker: str | None,
    source: CitedSource | None,
    expected: str,
) -> None:
    copied = citation_to_copy(words, article.cite(words), speaker=speaker, source=source)
    assert copied.text == expected


ANY_SOURCE = st.sampled_from([source_of_text(), *map(source_of_page, FileState)])


@given(
    st.builds(lambda words, times: words * times, HOSTILE, st.integers(1, 90)),
    st.tuples(*[HOSTILE] * 4),
    ANY_SOURCE,
)
def test_whatever_is_copied_fits_and_can_be_checked(
    words: str, names: tuple[str, str, str, str], source: CitedSource
) -> None:
    speaker, outlet, file, date = names
    article = PrintedArticle(file * 40, f"Before. {words}", outlet * 40, published=date * 40)
    place = replace(article.cite(""), span=type(article.cite("").span)(8, 8 + len(words)))
    copied = citation_to_copy(words, place, speaker=speaker * 40, source=source)
    assert 1 <= units(copied.text) <= LIMIT
    assert copied.words
    assert copied.text.startswith(f"“{copied.words}”")
    assert copied.citation.span.of(article.text) == copied.words
    assert words.startswith(copied.words)
    assert (copied.words == words) != ("”(shortened)" in copied.text.replace("” (", "”("))
    span = copied.citation.span
    assert f" {span.start}–{span.end}" in copied.text
    digests = [source.digests.text or "", source.digests.file or ""]
    assert all(each[:16] in copied.text for each in digests)


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
