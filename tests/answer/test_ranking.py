from collections.abc import Mapping, Sequence

import pytest

from retrieval.answer.lexicon import AnswerType
from retrieval.answer.ranking import holds_answer_type, rank_sentences
from retrieval.answer.terms import Term, coverage, query_terms, stems
from retrieval.model import BlockKind
from retrieval.ports import StoredPassage
from tests.answer.stored_statements import QUESTION_VECTOR, passage

LINES = [
    "How much will the new quay cost?",
    "The quay will cost 40 million crowns.",
    "It opens in May.",
    "Fishermen oppose the plan.",
]


def wanted(*words: str, known: bool = True) -> tuple[Term, ...]:
    return tuple(Term(word, (word,), stems(word), 1.0, known) for word in words)


def never(passage: StoredPassage, index: int) -> bool:
    del passage, index
    return False


def test_a_question_line_is_never_a_candidate() -> None:
    shelf = passage(" ".join(LINES), LINES, _0=BlockKind.QUESTION)

    found = rank_sentences(
        QUESTION_VECTOR, wanted("quay", "cost"), AnswerType.NUMBER, [shelf], never
    )

    assert found[0].text == LINES[1]
    assert LINES[0] not in {candidate.text for candidate in found}


def test_the_kind_asked_for_decides_between_equals() -> None:
    lines = ["The quay opens soon.", "The quay opens in 2027."]
    shelf = passage(" ".join(lines), lines)

    found = rank_sentences(
        QUESTION_VECTOR, wanted("quay", "opens"), AnswerType.TIME, [shelf], never
    )

    assert [candidate.text for candidate in found] == [lines[1], lines[0]]


def test_a_sentence_under_the_question_line_that_was_asked_comes_first() -> None:
    lines = ["What is dredged?", "Silt, mostly.", "Who pays?", "The port, mostly."]
    shelf = passage(" ".join(lines), lines, _0=BlockKind.QUESTION, _2=BlockKind.QUESTION)

    found = rank_sentences(QUESTION_VECTOR, wanted("pays"), AnswerType.ANY, [shelf], never)

    assert found[0].text == "The port, mostly."


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (AnswerType.NUMBER, "It costs 40 million crowns.", True),
        (AnswerType.NUMBER, "It costs a dozen crowns.", True),
        (AnswerType.MONEY, "It costs 40 million crowns.", True),
        (AnswerType.MONEY, "It costs €40m.", True),
        (AnswerType.MONEY, "It took 40 ships.", False),
        (AnswerType.NUMBER, "It costs a fortune.", False),
        (AnswerType.NUMBER, "It opened in 1998.", False),
        (AnswerType.NUMBER, "It holds 1,998 boats.", True),
        (AnswerType.TIME, "It opens in May.", True),
        (AnswerType.TIME, "It may open.", False),
        (AnswerType.PLACE, "They met in the port of Ost.", True),
        (AnswerType.PLACE, "They met again, angrily.", False),
        (AnswerType.PERSON, "The order was signed by Mara Ollen.", True),
        (AnswerType.PERSON, "The order was signed.", False),
        (AnswerType.ANY, "Anything.", True),
    ],
)
def test_the_kind_of_thing_in_a_sentence_is_seen(
    kind: AnswerType, text: str, *, expected: bool
) -> None:
    assert holds_answer_type(kind, text) is expected


def test_a_name_of_the_question_is_not_the_person_asked_for() -> None:
    text = "Now Velmark may have to discuss just that."

    assert holds_answer_type(AnswerType.PERSON, text)
    assert not holds_answer_type(AnswerType.PERSON, text, wanted("Velmark", "mayor"))


def test_another_spelling_counts_as_the_word() -> None:
    def frequencies(words: Sequence[str]) -> Mapping[str, int]:
        return {word: 3 for word in words if word == "Zelnyskyy"}

    def spellings(word: str) -> Sequence[str]:
        return ["Zelnyskyy"] if word == "zelnysky" else []

    found = query_terms(["zelnysky", "harbour"], spellings, frequencies, 100)

    assert [(term.word, term.known) for term in found] == [("zelnysky", True), ("harbour", False)]
    assert coverage(found[:1], stems("President Zelnyskyy spoke")) == 1.0


def test_another_form_of_an_irregular_verb_counts_as_the_word() -> None:
    (meet,) = query_terms(["meet"], lambda _: (), lambda words: dict.fromkeys(words, 1), 100)

    assert meet.variants == ("meet", "met")
    assert coverage([meet], stems("They met in Ost.")) == 1.0


def test_rare_words_weigh_more() -> None:
    found = query_terms(
        ["port", "dredger"], lambda _: (), lambda _: {"port": 90, "dredger": 2}, 100
    )

    assert found[1].weight > 4 * found[0].weight
    assert coverage(found, stems("A dredger came.")) > 0.8
