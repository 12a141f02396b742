from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.lexicon import AnswerType
from retrieval.answer.question import expected_answer_type, names_in, parse_question
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
        ("How many crews walked out?", AnswerType.NUMBER),
        ("What does the terminal cost?", AnswerType.MONEY),
        ("How much did the strike cost the port?", AnswerType.MONEY),
        ("How much water is there?", AnswerType.NUMBER),
        ("How did the crews walk out?", AnswerType.ANY),
        ("When was the strike called off?", AnswerType.TIME),
        ("In which year did it open?", AnswerType.TIME),
        ("Where did the ministers meet?", AnswerType.PLACE),
        ("Which city hosts the talks?", AnswerType.PLACE),
        ("Who signed the order?", AnswerType.PERSON),
        ("Whose idea was it?", AnswerType.PERSON),
        ("Why was it signed?", AnswerType.REASON),
        ("Did the mayor sign?", AnswerType.YES_OR_NO),
        ("What is the plan?", AnswerType.ANY),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(text: str, kind: AnswerType) -> None:
    assert expected_answer_type(text) is kind


def test_filters_are_taken_out_of_the_question() -> None:
    question = parse_question('outlet:"Velmark Courier" who signed after:2025-03 before:2025-03?')

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
    assert parse_question(text).filters == filters


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
        parse_question(text)
    assert str(error.value) == message


def test_words_leave_out_what_every_question_has() -> None:
    assert parse_question("What did the mayor say about the mayor’s harbour?").words == (
        "mayor",
        "say",
        "harbour",
    )


@given(st.text())
def test_any_text_is_a_question_or_a_filter_error(text: str) -> None:
    try:
        question = parse_question(text)
    except FilterError:
        return
    assert all(word for word in question.words)
