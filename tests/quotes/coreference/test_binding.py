"""Nobody is named in the words that “he” or “she” reports as their own."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts

pytestmark = pytest.mark.parser


def first_speaker(text: str) -> str | None:
    return statement_texts(text)[0].speaker


@pytest.mark.parametrize(
    "text",
    [
        "Senator Ina Torv spoke on Monday. She said Torv was late.",
        "Senator Ina Torv spoke on Monday. She said that Torv's plan had failed.",
        "Senator Ina Torv spoke on Monday. She asked whether Torv had paid.",
        "Senator Ina Torv spoke on Monday. “Nobody trusts Torv,” she said.",
        "Senator Ina Torv spoke on Monday. “Ms. Torv's plan has failed,” she said.",
        "Senator Bram Sorel spoke on Monday. “If [Sorel] wins, we go home,” he said.",
        "Senator Ina Torv spoke on Monday. “The winner is Torv,” she said.",
        "Senator Ina Torv spoke on Monday. “Kerr says Torv lied,” she said.",
        "Senator Ina Torv spoke on Monday.\nShe claimed that voters had left Ms. Torv.",
        "Dora Kell shared a house with her. Ina Torv left. She said Torv was late.",
    ],
)
def test_a_pronoun_is_nobody_who_is_named_in_what_it_reports(text: str) -> None:
    assert first_speaker(text) is None


def test_a_role_is_nobody_who_is_named_in_what_it_reports() -> None:
    text = "Senator Ina Torv spoke on Monday. The senator said that Torv was late."
    assert first_speaker(text) == "The senator"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ina Torv met Dora Kell on Monday. She said Torv was late.", "Dora Kell"),
        ("Ina Torv wrote to Dora Kell. “I trusted Torv,” she said.", "Dora Kell"),
    ],
)
def test_the_words_are_then_of_whoever_took_part(text: str, speaker: str) -> None:
    assert first_speaker(text) == speaker


@pytest.mark.parametrize(
    "words",
    [
        "She said her son, Tom Torv, was late.",
        "She said that the Torv Fund would pay.",
        "She said that the Torv Act would pass.",
        "“The Torv Prize goes to a baker,” she said.",
        "She said that Torv voters had been angry.",
        "She said that the University of Torv would close.",
        "“My name is Ina Torv,” she said.",
        "“I am Ina Torv, and I am late,” she said.",
        "She said that voters had called her Torv.",
        "“They cried ‘Torv, go home’ all night,” she said.",
        "“They say Torv should resign,” she said.",
        "“I hear people saying, Ina Torv, you must go,” she said.",
        "She said that she (Torv) had slept.",
        "She said that she, Torv, had slept.",
        "Torv had been late, she said.",
    ],
)
def test_a_name_that_stands_for_something_else_excludes_nobody(words: str) -> None:
    assert first_speaker(f"Senator Ina Torv spoke on Monday. {words}") == "Ina Torv"


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in statement_texts(text)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Mr. Torv asked where the key was.", "“In the drawer,” he answered."),
        ("Mr. Torv asked if the key was lost.", "“No, it is not,” he said."),
        ("“Where is the key?” Mr. Torv asked.", "“In the drawer,” he replied."),
    ],
)
@pytest.mark.parametrize("between", ["\n", " "])
def test_an_answer_is_not_of_whoever_asked(question: str, answer: str, between: str) -> None:
    text = f"Chairman Bram Torv questioned the clerk.\n{question}{between}{answer}"
    assert speakers(text)[-1] is None


def test_an_answer_is_of_whoever_was_asked() -> None:
    text = (
        "Lawyer Bram Torv interviewed Emil Kell on Monday.\n“Was it green?” Torv asked.\n"
        "“It was,” he said."
    )
    assert speakers(text)[-1] == "Emil Kell"


@pytest.mark.parametrize(
    "text",
    [
        "Senator Bram Torv spoke. “Why did nobody help?” he asked. “I do not know,” he said.",
        "Bram Torv was asked whether he had paid. “Not yet,” he replied.",
        "Asked whether he had paid, Bram Torv said he had. “In May,” he added.",
        "Bram Torv asked for a chair. “My leg is broken,” he said.",
    ],
)
def test_who_was_asked_or_asks_the_reader_goes_on(text: str) -> None:
    assert speakers(text)[-1] == "Bram Torv"
