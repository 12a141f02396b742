"""Numbers of a question that a text has, has otherwise written, or has not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.numerals import (
    missing_numbers,
    numbered_things,
    numbers_in_digits,
    other_notations,
)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who owns 3 ferries?", "Brandt owns 3 ferries.", []),
        ("Who owns 3 ferries?", "Brandt owns three ferries.", []),
        ("Who owns 3 ferries?", "Brandt owns four ferries.", ["3"]),
        ("Who owns 3 ferries?", "Brandt owns 13 ferries.", ["3"]),
        ("Who owns 3 ferries?", "Brandt owns 3.5 ferries.", ["3"]),
        ("Who owns 12 ferries?", "Brandt owns a dozen ferries.", []),
        ("Who came 3rd?", "Ollen came third.", []),
        ("Who came 3rd?", "Ollen came 3rd.", []),
        ("Who came 3rd?", "Ollen came second.", ["3"]),
        ("Who led 25 crews?", "Twenty-five crews followed Ollen.", []),
        ("Who led 25 crews?", "Twenty crews followed Ollen.", ["25"]),
        ("Who led 20 crews?", "Twenty-five crews followed Ollen.", ["20"]),
        ("Who led 40 crews?", "Forty crews followed Ollen.", []),
        ("Who led 205 crews?", "Two hundred and five crews followed Ollen.", []),
        ("Who led 5 crews?", "Two hundred and five crews followed Ollen.", ["5"]),
        ("Who led 2 or 5 crews?", "Two and five crews followed Ollen.", []),
        ("Who led 8,400 crews?", "Eight thousand four hundred crews followed Ollen.", []),
        ("Who owed 300,000 crowns?", "Brandt owed three hundred thousand crowns.", []),
        ("Who owed $4,000,000,000,000?", "Brandt owed a four-trillion-dollar debt.", []),
        ("Who owed $1,000,000,000,000?", "Brandt owed a trillion dollars.", []),
        ("Who came 2nd?", "Ollen led the second- and third-tier crews.", []),
        ("Who owed 1,000,000 crowns?", "Brandt paid at 6 a.m.", ["1,000,000"]),
        ("Who came 23rd?", "Ollen came twenty-third.", []),
        ("Who led 100 crews?", "A hundred crews followed Ollen.", []),
        ("Who led 200 crews?", "Two hundred crews followed Ollen.", []),
        ("Who led 200 crews?", "Several hundred crews followed Ollen.", ["200"]),
        ("Who led 100 crews?", "Several hundred crews followed Ollen.", ["100"]),
        ("Who owed 1,200 crowns?", "Brandt owed 1200 crowns.", []),
        ("Who owed 1200 crowns?", "Brandt owed 1,200 crowns.", []),
        ("Who owed 1200 crowns?", "Brandt owed 1\u202f200 crowns.", []),
        ("Who owed 1,200 crowns?", "Brandt owed 12,000 crowns.", ["1,200"]),
        ("Who owed 1,200,000 crowns?", "Brandt owed 1.2 million crowns.", []),
        ("Who owed 1.2m crowns?", "Brandt owed 1,200,000 crowns.", []),
        ("Who owed 3,000,000 crowns?", "Brandt owed three million crowns.", []),
        ("Who owed $5bn?", "Brandt owed 5 billion dollars.", []),
        ("Who owed 1,000,000 crowns?", "Brandt owed half a million crowns.", ["1,000,000"]),
        ("Who lost 2.5% of the vote?", "Ollen lost 2.50 per cent of the vote.", []),
        ("Who lost 5% of the vote?", "Ollen lost five percent of the vote.", []),
        ("Who lost 5% of the vote?", "Ollen lost 15% of the vote.", ["5"]),
        ("What happened in the 1970s?", "The yard closed in 1974.", []),
        ("What happened in the 1970s?", "The yard closed in the '70s.", []),
        ("What happened in the 1970's?", "The yard closed in the 1970s.", []),
        ("What happened in the '70s?", "The yard closed in 1974.", []),
        ("What happened in the ’70s?", "The yard closed in the 1970s.", []),
        ("What happened in the 1970s?", "The yard closed in 1964.", ["1970s"]),
        ("What happened in the 1970s?", "The yard had 197 men.", ["1970s"]),
        ("What happened in 1974?", "The yard closed in the 1970s.", ["1974"]),
        ("What happened on 4 March 2025?", "Port news 4 March 2025", []),
        ("What happened on 5 March 2024?", "Port news 4 March 2025", ["5", "2024"]),
        ("Who died of Covid-19?", "Ollen died of Covid.", []),
        ("Who flew the F-16?", "Ollen flew the F-35.", ["16"]),
        ("Who left the G7?", "Velmark left the group.", []),
        ("Who won by 1,2000 votes?", "Ollen won by 1 vote.", ["2000"]),
        ("Who won?", "Ollen won by 3.", []),
    ],
)
def test_the_numbers_that_a_text_lacks(question: str, text: str, expected: list[str]) -> None:
    assert missing_numbers(question, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 ferries", {"three", "third"}),
        ("three ferries", {"3"}),
        ("the 12th ferry", {"twelve", "twelfth", "dozen"}),
        ("25 ferries", set()),
        ("ferries", set()),
    ],
)
def test_a_number_may_stand_in_the_other_writing(text: str, expected: set[str]) -> None:
    assert other_notations(text) == expected


@given(st.text())
def test_a_text_lacks_none_of_its_own_numbers(text: str) -> None:
    assert missing_numbers(text, text) == []


@given(st.text(alphabet="0123456789,.\u202f -smbnk'"), st.text(alphabet="0123456789,. s’"))
def test_what_is_missing_is_printed_in_the_question(question: str, text: str) -> None:
    assert all(number in question for number in missing_numbers(question, text))


@given(st.integers(0, 10**15))
def test_separators_say_nothing(number: int) -> None:
    assert numbers_in_digits(f"{number:,}") == numbers_in_digits(str(number)) == {str(number)}


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("When will line 3 open?", {"line": {"3"}}),
        ("The number 12 bus stops here", {"bus": {"12"}}),
        ("the No. 12 tram", {"tram": {"12"}}),
        ("bus number 5", {"bus": {"5"}}),
        ("in the third ward of Ostby", {"ward": {"3"}}),
        ("Ward Three of Ostby", {"ward": {"3"}}),
        ("Berths 2, 3 and 5 to 7 closed.", {"berth": {"2", "3", "5", "6", "7"}}),
        ("lines 2,3 and 5", {"line": {"2", "3", "5"}}),
        ("Line 2 ends at dock 8", {"line": {"2"}, "dock": {"8"}}),
        # amounts, years and other words
        ("The council sold nine buses.", {}),
        ("The line is 3 km long.", {}),
        ("Line 2.5 km long", {}),
        ("He won 3 rounds", {}),
        ("It has 12 wards.", {}),
        ("the line opened in 2019", {}),
    ],
)
def test_things_are_told_apart_by_their_numbers(text: str, things: dict[str, set[str]]) -> None:
    assert numbered_things(text) == things
