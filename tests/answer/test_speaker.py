import pytest

from retrieval.answer.speaker import asked_speaker


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Mara Ollen say about the quay?", "Mara Ollen"),
        ("What has the mayor announced?", "the mayor"),
        ("What did Ollen emphasise?", "Ollen"),
        ("What did Ollen stress about pay?", "Ollen"),
        ("What does Brandt acknowledge?", "Brandt"),
        ("What did Brandt deny?", "Brandt"),
        ("What did Ollen buy?", None),
        ("What did Ollen dismiss?", None),
        ("Who said that the quay is safe?", None),
    ],
)
def test_whose_words_a_question_asks_for(question: str, expected: str | None) -> None:
    assert asked_speaker(question) == expected
