"""Which sentences cannot be read without the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.excerpts import has_name, has_unresolved_reference, names_antecedent


@pytest.mark.parametrize(
    "sentence",
    [
        "He left at noon.",
        "It also said so.",
        "The ministry denied it.",
        "The company’s crews left.",
        "The former officer said that talks had failed.",
        "The two sides met again.",
        "Both governments agree.",
        "“We measured first,” she said.",
        "“We measured,” the minister said.",
        "“Yes,” said the mayor.",
        "“Yes,” he told the Courier.",
        "Asked why, she paused.",
        "In the afternoon she said no.",
    ],
)
def test_a_sentence_leans_on_somebody_whom_it_does_not_name(sentence: str) -> None:
    assert has_unresolved_reference(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ollen said that she had left.",
        "When Ollen came, she left.",
        "A woman said that she was cold.",
        "Officials said they would.",
        "The ministry of defence denied it.",
        "The company Tidewater paid.",
        "The president of Kestria came.",
        "The officer who signed it left.",
        "“Rain fell,” Mara Ollen said.",
        "The terminal will cost 412 million crowns.",
        "Rain fell.",
        "",
    ],
)
def test_a_sentence_that_names_whom_it_tells_of_stands_alone(sentence: str) -> None:
    assert not has_unresolved_reference(sentence)


@pytest.mark.parametrize(
    ("before", "told", "expected"),
    [
        ("Mara Ollen signed it.", "She left.", True),
        ("In the morning it rained.", "She left.", False),
        ("Brandt runs Tidewater.", "The company denied it.", True),
        ("The Harbour Council of Velmark voted.", "The council denied it.", True),
        ("Mara Ollen signed it.", "The council denied it.", False),
    ],
)
def test_what_stands_before_explains_by_a_name(before: str, told: str, *, expected: bool) -> None:
    assert names_antecedent(before, told) is expected


@given(st.text())
def test_any_words_may_be_read(text: str) -> None:
    assert has_unresolved_reference(text) in {True, False}
    assert has_name(text, strictly=True) >= has_name(text)
