from __future__ import annotations

import pytest

from tests.quotes.reading import said, statements

pytestmark = pytest.mark.parser


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in said(text)]


def test_a_surname_is_the_fullest_name_in_the_article() -> None:
    text = "Anna Marlow arrived.\n“It is late,” Marlow said."
    assert speakers(text) == ["Anna Marlow"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is late,” Anna Marlow said.\n“It is,” she added.", "Anna Marlow"),
        ("“It is late,” Anna Marlow said. Tom Kerr left.\n“It is,” she added.", "Anna Marlow"),
        ("“It is late,” Anna Marlow said.\n“It is,” he added.", None),
        ("“It is,” he added.", None),
        ("“It is late,” Anna Marlow said.\nTom Kerr agreed. “It is,” he added.", "Tom Kerr"),
    ],
)
def test_a_pronoun_is_the_last_person_whom_it_fits(text: str, speaker: str | None) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "description",
    ["the ex-officer", "The former officer", "the ex-Swedish officer", "the ex-Swedish official"],
)
def test_a_description_is_whoever_has_the_role(description: str) -> None:
    text = (
        "“It is late,” former Swedish navy officer and politician Anders Varga said.\n"
        f"“It is very late,” {description} added."
    )
    assert speakers(text) == ["Anders Varga", "Anders Varga"]


def test_a_description_that_fits_nobody_stays_a_description() -> None:
    text = (
        "“It is late,” former Swedish navy officer Anders Varga said.\n"
        "“It is very late,” the Danish minister added."
    )
    assert speakers(text) == ["Anders Varga", "the Danish minister"]


def test_roles_before_and_after_a_name_are_kept() -> None:
    text = (
        "“It is late,” former Swedish navy officer and politician Anders Varga said.\n"
        "“It is,” said Anna Marlow, director of the Pier Institute."
    )
    varga, marlow = (s.speaker for s in statements(text))
    assert varga is not None
    assert marlow is not None
    assert "former Swedish navy officer and politician" in varga.aliases
    assert any(alias.startswith("director of the Pier Institute") for alias in marlow.aliases)


def test_somebody_named_in_the_speakers_title_does_not_speak() -> None:
    text = (
        "Peter Yarrow, chief of staff to President Victor Zane, told the Herald it had been "
        "“a challenge” to build ties."
    )
    assert set(speakers(text)) == {"Peter Yarrow"}


def test_unnamed_sources_are_described_and_kept_apart() -> None:
    text = (
        "“It is late,” said a former senior Ruritanian official.\n"
        "“It is early,” the former official added.\n"
        "“Neither,” said a former senior Grand Fenwick official.\n"
        "“Wait,” said an engineer."
    )
    found = [statement.speaker for statement in statements(text)]
    assert [(s.name, s.named) for s in found if s] == [
        ("a former senior Ruritanian official", False),
        ("a former senior Ruritanian official", False),
        ("a former senior Grand Fenwick official", False),
        ("an engineer", False),
    ]


def test_bodies_and_places_speak_under_their_names() -> None:
    text = "The Kremlin said the talks were “useful.”\nThe Pentagon denied that it was late."
    found = [statement.speaker for statement in statements(text)]
    assert [(s.name, s.named) for s in found if s] == [("Kremlin", True), ("Pentagon", True)]


def test_two_people_with_one_surname_are_never_one() -> None:
    text = (
        "Anna Marlow and her brother Tom Marlow arrived.\n“It is late,” Marlow said.\n"
        "“It is,” Tom Marlow said."
    )
    assert speakers(text) == ["Marlow", "Tom Marlow"]
