from __future__ import annotations

import pytest

from tests.quotes.sample_articles import parsed_document


def titles(text: str) -> list[str]:
    read = parsed_document(text)
    return [read.quotations[number].inner.of(text) for number in sorted(read.work_titles)]


@pytest.mark.parser
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ro starred in the film “Night Ferry” in May.", ["Night Ferry"]),
        ("Her novel, “The Salt of Ro,” sold well.", ["The Salt of Ro,"]),
        ("She hosts the “Night Ferry” podcast.", ["Night Ferry"]),
        ("“Night Ferry” was her last film.", ["Night Ferry"]),
        ("A report titled “Salt” came out.", ["Salt"]),
        ("Ro spoke on “Night Talk” in May.", ["Night Talk"]),
        ("Ro spoke on CNN’s “Night Talk” in May.", ["Night Talk"]),
        ("Ro waved Tom’s “Never Again” sign.", []),
        ("The “Night Ferry” TV show was late.", ["Night Ferry"]),
        ("She sang “Blue Lantern” before the match.", ["Blue Lantern"]),
        ("She sang “Never!” before the match.", []),
        ("“Night Ferry” was late, Ro said.", []),
        ("She called the film “a dull ferry.”", []),
        ("She called him “Crooked Tom.”", []),
        ("Ro said: “Salt Is Dear.”", []),
    ],
)
def test_a_title_is_printed_as_one_beside_a_word_for_what_it_is(
    text: str, expected: list[str]
) -> None:
    assert titles(text) == expected
