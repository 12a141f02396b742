"""Which prints give the words of one utterance."""

from __future__ import annotations

import pytest

from retrieval.wording import is_part_of, wording_of

Contents = tuple[tuple[str, bool], ...]


def said(*quoted: str) -> Contents:
    return tuple((words, True) for words in quoted)


def reported(*words: str) -> Contents:
    return tuple((each, False) for each in words)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param(
            said("We've never seen a worse harvest in this valley"),
            said("We have never seen a worse harvest in this valley,"),
            id="contracted",
        ),
        pytest.param(
            said("It’s the finest bridge he’d ever built, and we won’t sell it."),
            said("It is the finest bridge he had ever built, and we will not sell it"),
            id="contractions of several words",
        ),
        pytest.param(
            said("It has been a long road for the ferry"),
            said("It's been a long road for the ferry, and it isn't over."),
            id="a contraction for another word",
        ),
        pytest.param(
            said("The ferry was late — very late — on every day of June"),
            said("The ferry was late, very late, on every day of June"),
            id="dashes",
        ),
        pytest.param(
            said("The fund lost 25 percent of its worth, 1,200 crowns in all"),
            said("The fund lost twenty-five per cent of its worth, 1200 crowns in all."),
            id="numbers in words and digits",
        ),
        pytest.param(
            said("[T]he U.S. envoy never came to the harbour"),
            said("The US envoy never came to the harbour"),
            id="a letter in brackets, and initials",
        ),
        pytest.param(
            said("[Mayor Ollen] knew of the leak for a year"),
            said("She knew of the leak for a year, and so did her clerks."),
            id="a name in brackets for a pronoun",
        ),
        pytest.param(
            said("I told them [the council] would pay for the quay"),
            said("I told them they would pay for the quay"),
            id="brackets within",
        ),
        pytest.param(
            said("The quay is closed and will stay so"),
            said("The quay is closed and will stay so until the spring comes."),
            id="cut short at the end",
        ),
        pytest.param(
            said("The tide took the lower mole"),
            said("Nobody slept. The tide took the lower mole.", "We saw it go."),
            id="a whole sentence of it",
        ),
        pytest.param(
            said("That is why we closed the lock at noon"),
            said("You cannot argue with a flood,", "That is why we closed the lock at noon."),
            id="the half after a she said",
        ),
        pytest.param(
            said("The quay is closed ... and the lock will follow"),
            said("The quay is closed for good, as I told you, and the lock will follow."),
            id="the middle left out",
        ),
        pytest.param(
            said("But the quay is closed to everybody"),
            said("The quay is closed to everybody,"),
            id="another opening",
        ),
        pytest.param(
            reported("he would close the quay because his board had lied"),
            said("I will close the quay because my board has lied"),
            id="reported for quoted",
        ),
        pytest.param(
            reported("the levy is unfair to the fishermen"),
            said("The levy is unfair to the fishermen,"),
            id="the same words reported",
        ),
        pytest.param(
            (("the talks were", False), ("a waste of everybody's time and money", True)),
            said("These talks are a waste of everybody's time and money."),
            id="partly quoted, and the rest in other words of the same",
        ),
    ],
)
def test_one_print_gives_words_of_the_other(part: Contents, whole: Contents) -> None:
    assert is_part_of(wording_of(part), wording_of(whole))


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param(
            said("The quay will open in the spring"),
            said("The quay will not open in the spring"),
            id="a not",
        ),
        pytest.param(
            said("The quay won't open in the spring"),
            said("The quay will open in the spring"),
            id="a contracted not",
        ),
        pytest.param(
            said("The quay will cost 12 million crowns"),
            said("The quay will cost 21 million crowns"),
            id="another number",
        ),
        pytest.param(
            said("I told Ollen the truth about the leak"),
            said("I told Marlow the truth about the leak"),
            id="another name",
        ),
        pytest.param(
            said("[Ollen] told the truth about the leak"),
            said("Marlow told the truth about the leak"),
            id="a name in brackets for another name",
        ),
        pytest.param(
            said("We did [not] know of the leak at all"),
            said("We did know of the leak at all"),
            id="a not in brackets",
        ),
        pytest.param(
            said("The quay will open in the spring"),
            said("I doubt that the quay will open in the spring"),
            id="a part that the words before it turn",
        ),
        pytest.param(
            said("The quay will open in the spring"),
            said("If the money comes, the quay will open in the spring"),
            id="a part under a condition",
        ),
        pytest.param(
            said("We ... want the quay to open"),
            said("We do not want the quay to open"),
            id="a not left out",
        ),
        pytest.param(
            said("He will close the quay and sell the tugs"),
            said("I will close the quay and sell the tugs"),
            id="another person, both quoted",
        ),
        pytest.param(
            said("The quay was closed to everybody"),
            said("The quay is closed to everybody"),
            id="another time, both quoted",
        ),
        pytest.param(
            (("the talks with the bank were", False), ("a waste of time and of money", True)),
            said("The fair is a waste of time and of money."),
            id="partly quoted, and the rest of another thing",
        ),
        pytest.param(
            (("the plan was not", False), ("a waste of time and of money", True)),
            said("The plan is a waste of time and of money."),
            id="partly quoted, and not so",
        ),
    ],
)
def test_words_that_differ_in_what_they_say_are_two(part: Contents, whole: Contents) -> None:
    assert not is_part_of(wording_of(part), wording_of(whole))


def test_a_few_words_are_too_few_to_be_known_again() -> None:
    assert not wording_of(said("We are ready")).can_be_compared
    assert wording_of(said("The lock must go")).can_be_compared
