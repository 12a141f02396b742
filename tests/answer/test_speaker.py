import pytest

from retrieval.answer.question import parse_question
from retrieval.answer.speaker import speaker_filter
from retrieval.answer.words_asked import WordsAsked, asked_speaker
from retrieval.model import Declined, UnknownName
from retrieval.quotes.identity.name_matching import is_personal_name


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


@pytest.mark.parametrize("who", ["Jane Ostberg", "Jane", "Dr Jane Ostberg"])
def test_a_question_for_somebody_who_is_not_there_is_declined(who: str) -> None:
    question = parse_question(f"What did {who} say about the levy?")

    unknown = UnknownName(who, ("Anne Ostberg", "Ian Ostberg"))
    reply = speaker_filter(
        question,
        WordsAsked(who, None, are_own=True),
        unknown,
        is_personal_name=is_personal_name(who),
    )

    assert isinstance(reply, Declined)
    assert reply.reason == (
        f"No article has the name {who}. Did you mean Anne Ostberg or Ian Ostberg?"
    )


@pytest.mark.parametrize("who", ["the harbour master", "officials", "Grant County"])
def test_a_question_for_the_words_of_a_role_may_be_answered_in_others(who: str) -> None:
    question = parse_question(f"What did {who} say about the levy?")

    unknown, is_name = UnknownName(who, ()), is_personal_name(who)
    assert (
        speaker_filter(
            question, WordsAsked(who, None, are_own=True), unknown, is_personal_name=is_name
        )
        is None
    )
