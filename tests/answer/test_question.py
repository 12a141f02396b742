from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.lexicon import AnswerKind
from retrieval.answer.question import asked_kind, names_in, understand
from retrieval.errors import FilterError
from retrieval.ports import Filters


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What did Mara Ollen tell the council?", ("Mara Ollen",)),
        ("what did mara ollen tell the council?", ()),
        ("WHO IS MARA OLLEN", ()),
        ("Is the Port Authority of Velmark bankrupt?", ("Port Authority of Velmark",)),
        ("Does Velmark's mayor live in Ost?", ("Velmark", "Ost")),
        ("The Ollen-Brandt meeting", ("Ollen", "Brandt")),
        ("When will Kestria join the Treaty?", ("Kestria", "Treaty")),
    ],
)
def test_names_are_runs_of_capitalised_words(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many crews walked out?", AnswerKind.NUMBER),
        ("What does the terminal cost?", AnswerKind.MONEY),
        ("How much did the strike cost the port?", AnswerKind.MONEY),
        ("How much water is there?", AnswerKind.NUMBER),
        ("How did the crews walk out?", AnswerKind.ANY),
        ("When was the strike called off?", AnswerKind.TIME),
        ("In which year did it open?", AnswerKind.TIME),
        ("Where did the ministers meet?", AnswerKind.PLACE),
        ("Which city hosts the talks?", AnswerKind.PLACE),
        ("Who signed the order?", AnswerKind.PERSON),
        ("Whose idea was it?", AnswerKind.PERSON),
        ("Why was it signed?", AnswerKind.REASON),
        ("Did the mayor sign?", AnswerKind.YES_OR_NO),
        ("What is the plan?", AnswerKind.ANY),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(text: str, kind: AnswerKind) -> None:
    assert asked_kind(text) is kind


def test_filters_are_taken_out_of_the_question() -> None:
    question = understand('outlet:"Velmark Courier" who signed after:2025-03 before:2025-03?')

    assert question.text == "who signed"
    assert question.filters == Filters(
        outlet="Velmark Courier", after=date(2025, 3, 1), before=date(2025, 3, 31)
    )


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("x after:2025", Filters(after=date(2025, 1, 1))),
        ("x before:2024", Filters(before=date(2024, 12, 31))),
        ("x before:2024-02", Filters(before=date(2024, 2, 29))),
        ("x before:2024-12-05", Filters(before=date(2024, 12, 5))),
        ("x speaker:Ollen", Filters(speaker="Ollen")),
        ("x speaker:“Mara Ollen”", Filters(speaker="Mara Ollen")),
        ("the word speaker: stands in a text speaker:Ollen", Filters(speaker="Ollen")),
    ],
)
def test_a_filter_is_as_precise_as_its_value(text: str, filters: Filters) -> None:
    assert understand(text).filters == filters


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x after:yesterday", "after:yesterday is no date: expected YYYY, YYYY-MM or YYYY-MM-DD"),
        ("x before:2025-13", "before:2025-13 is no date: month must be in 1..12"),
        ('x outlet:""', 'outlet: needs a value, such as outlet:"a name"'),
    ],
)
def test_a_filter_that_cannot_be_understood_says_what_was_expected(
    text: str, message: str
) -> None:
    with pytest.raises(FilterError) as error:
        understand(text)
    assert str(error.value) == message


def test_words_leave_out_what_every_question_has() -> None:
    assert understand("What did the mayor say about the mayor’s harbour?").words == (
        "mayor",
        "say",
        "harbour",
    )


@given(st.text())
def test_any_text_is_a_question_or_a_filter_error(text: str) -> None:
    try:
        question = understand(text)
    except FilterError:
        return
    assert all(word for word in question.words)
