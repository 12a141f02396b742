"""Whose a surname is that several people of one article bear."""

from __future__ import annotations

import pytest

from retrieval.quotes.coreference import rules
from tests.quotes.sample_articles import statement_texts, statements

pytestmark = pytest.mark.parser


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in statement_texts(text)]


@pytest.mark.parametrize(
    "introduction",
    [
        "Brothers Jonas and Rolf Tarnow own the ferry.",
        "The ferry belongs to sisters Greta and Ilva Tarnow.",
        "Paul and Helen Tarnow own the ferry.",
        "Owners Paul and Helen Tarnow run the ferry.",
        "Skippers Paul, Peter and Helen Tarnow run the ferry.",
        "The couple Paul and Helen Tarnow run the ferry.",
        "Paul, Peter and Helen Tarnow own the ferry.",
        "Paul Tarnow and Helen Tarnow own the ferry.",
        "Paul Tarnow and his brother Peter Tarnow own the ferry.",
        "Mr. and Mrs. Paul Tarnow own the ferry.",
        "Helen Tarnow, the mother of Paul Tarnow, owns the ferry.",
    ],
)
def test_a_surname_of_several_is_nobodys_of_them(introduction: str) -> None:
    text = f"{introduction}\nTarnow said the ferry was late. “It is old,” Tarnow said."
    assert speakers(text) == ["Tarnow", "Tarnow"]


@pytest.mark.parametrize(
    ("introduction", "speaker"),
    [
        ("Owners Paul Reyd and Helen Tarnow run the ferry.", "Helen Tarnow"),
        ("Owners such as Helen Tarnow run the ferry.", "Helen Tarnow"),
        ("Sailors and Helen Tarnow left.", "Helen Tarnow"),
    ],
)
def test_a_surname_is_of_the_only_one_who_bears_it(introduction: str, speaker: str) -> None:
    assert speakers(f"{introduction} Tarnow said the ferry was late.") == [speaker]


def test_a_shared_surname_is_given_as_the_reason() -> None:
    text = "Paul and Helen Tarnow own the ferry.\nTarnow said the ferry was late."
    assert [each.resolution for each in statements(text)] == [rules.SHARED_SURNAME]


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Mr. Tarnow said the ferry was late.", "Paul Tarnow"),
        ("Mrs. Tarnow said the ferry was late.", "Helen Tarnow"),
        ("Helen Tarnow said the ferry was late.", "Helen Tarnow"),
    ],
)
def test_a_title_or_the_given_name_tells_which(said: str, speaker: str) -> None:
    assert speakers(f"Paul and Helen Tarnow own the ferry.\n{said}") == [speaker]


@pytest.mark.parametrize(
    "introduction",
    [
        "Governor Paul Tarnow opened the bridge. His wife, Inga Tarnow, cut the ribbon.",
        "Governor Paul Tarnow opened the bridge.\nInga Tarnow, his wife, cut the ribbon.",
        "Governor Paul Tarnow and his wife, Inga Tarnow, opened the bridge.",
        "Governor Paul Tarnow opened the bridge.\nTarnow's daughter, Inga Tarnow, sang.",
        "Governor Paul Tarnow opened the bridge.\nFirst lady Inga Tarnow cut the ribbon.",
        "Governor Paul Tarnow opened the bridge. Tarnow smiled.\nA singer, Inga Tarnow, sang.",
    ],
)
def test_a_surname_is_the_main_persons_and_not_the_relatives(introduction: str) -> None:
    text = f"{introduction}\nThe sun shone.\nTarnow said the bridge was wide."
    assert speakers(text) == ["Paul Tarnow"]


def test_a_title_tells_the_wife_from_the_husband() -> None:
    text = (
        "Governor Paul Tarnow opened the bridge. His wife, Inga Tarnow, cut the ribbon.\n"
        "Mrs. Tarnow said it was red. Mr. Tarnow said the bridge was wide."
    )
    assert speakers(text) == ["Inga Tarnow", "Paul Tarnow"]


@pytest.mark.parametrize(
    "text",
    [
        "The minister, Tarnow, came late. Tarnow said the car had broken down. His wife, Inga "
        "Tarnow, had opened the fair.",
        "Tarnow spoke on the train. First lady Inga Tarnow was away.\nTarnow said it was late.",
        "Tarnow arrived.\nTarnow's son, Rolf Tarnow, was with him.\nTarnow said it was late.",
    ],
)
def test_a_relative_does_not_take_the_words_of_the_one_not_printed_in_full(text: str) -> None:
    assert speakers(text) == ["Tarnow"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Painter Sonja Tarnow opened a show. Tarnow said it was late.", "Sonja Tarnow"),
        ("The mayor's wife, Inga Tarnow, sang. Tarnow said it was late.", "Inga Tarnow"),
        ("Paul Kerr came. His wife, Inga Tarnow, sang. Tarnow said it was late.", "Inga Tarnow"),
        ("Paul Kerr and Rolf Tarnow own a mill. Tarnow said it was late.", "Rolf Tarnow"),
        ("Kerr and Rolf Tarnow own a mill. Tarnow said it was late.", "Rolf Tarnow"),
    ],
)
def test_a_surname_that_one_bears_is_theirs(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Paul and Helen Tarnow came. Tarnow said it was late. She said it was cold.", "Helen"),
        ("Paul and Peter Tarnow came. Tarnow said it was late. He said it was cold.", None),
    ],
)
def test_a_pronoun_for_a_shared_surname_is_whom_its_gender_leaves(
    text: str, speaker: str | None
) -> None:
    last = speakers(text)[-1]
    assert last is speaker if speaker is None else str(last).startswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Paul and Helen Tarnow own the ferry.\nTarnow said the ferry was late.",
        "Tarnow came late. His wife, Inga Tarnow, sang.\nTarnow said the ferry was late.",
    ],
)
def test_an_open_surname_names_nobody_whom_another_article_prints_in_full(text: str) -> None:
    assert [each.speaker.named for each in statements(text) if each.speaker] == [False]
