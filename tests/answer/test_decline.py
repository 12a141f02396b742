from collections.abc import Callable, Sequence

import pytest

from retrieval.answer.decline import (
    ShownText,
    doubt_about,
    name_without_statements,
    names_never_together,
    reason_other_number,
    unknown_name,
)
from retrieval.answer.lexicon import AnswerType
from retrieval.answer.ranking import SentenceCandidate, SentenceFeatures
from retrieval.answer.terms import Term, stems
from tests.answer.stored_statements import passage


def term(word: str, *, known: bool = True) -> Term:
    return Term(word, (word,), stems(word), 1.0, known)


def test_a_name_that_the_corpus_lacks_is_missing() -> None:
    wanted = [term("Mara"), term("Ollen"), term("Brandt", known=False)]

    assert unknown_name(["Mara Ollen", "Brandt"], wanted) == "Brandt"
    assert unknown_name(["Mara Ollen"], wanted) is None


def test_half_a_name_is_enough() -> None:
    assert unknown_name(["Mary Ollen"], [term("Mary", known=False), term("Ollen")]) is None


def shelf_of(texts: list[str]) -> Callable[[Sequence[str]], frozenset[str]]:
    """Finds the articles, by their number, in which any of the words stands."""

    def sources_with(words: Sequence[str]) -> frozenset[str]:
        return frozenset(
            str(i) for i, text in enumerate(texts) if any(word in text for word in words)
        )

    return sources_with


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Ollen met Brandt in Ost."], None),
        (["Ollen spoke in Ost.", "Brandt spoke in Ost."], ("Mara Ollen", "Brandt")),
        (["Ollen spoke to Brandt.", "Ost slept."], ("Mara Ollen", "Ost")),
        (["Ollen and Brandt.", "Brandt in Ost.", "Ollen in Ost."], None),
    ],
)
def test_names_that_no_article_has_together(
    texts: list[str], expected: tuple[str, str] | None
) -> None:
    names = ["Mara Ollen", "Brandt", "Ost"]
    wanted = [term(word) for name in names for word in name.split()]

    assert names_never_together(names, wanted, shelf_of(texts)) == expected


def test_a_name_that_stands_in_no_article_with_words_of_the_speaker() -> None:
    texts = ["Ollen said so.", "Ollen met Brandt."]
    wanted = [term("Ollen"), term("Brandt")]

    def beside(spoken_in: set[str]) -> str | None:
        return name_without_statements(
            ["Ollen", "Brandt"], wanted, shelf_of(texts), frozenset(spoken_in)
        )

    assert beside({"0"}) == "Brandt"
    assert beside({"0", "1"}) is None


@pytest.mark.parametrize(
    ("question", "told", "reason"),
    [
        ("When will line 3 open?", "Line 2 opens in May.", "tell of line 2, not of line 3."),
        ("Who runs the number 5 bus?", "Bus 4, 7 and 9 stop.", "of bus 4, 7 and 9, not of bus 5."),
        ("Who won in the third ward?", "Ward 2 chose Ida Holt.", "tell of ward 2, not of ward 3."),
        # it is told, whatever the notation
        ("When will line 3 open?", "The third line opens in May. Line 2 is shut.", None),
        ("When will line 3 open?", "Lines 2 to 4 open in May.", None),
        ("When will line 3 open?", "Line three opens in May, after line two.", None),
        ("Was flight 720 found?", "VK720 is missing. Flight 33 landed.", None),
        # none is told apart by its number, or none is asked for
        ("When will line 3 open?", "The tramway opens in May.", None),
        ("When will the line open?", "Line 2 opens in May.", None),
        ("How many of 3 lines opened?", "Line 2 opens in May.", None),
    ],
)
def test_another_one_with_such_a_number_is_not_meant(
    question: str, told: str, reason: str | None
) -> None:
    nothing = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)
    found = reason_other_number(
        question, [SentenceCandidate(passage(told, [told]), 0, nothing, 1.0)]
    )

    assert (found is None) is (reason is None)
    assert found is None or found.sentence.endswith(str(reason))


@pytest.mark.parametrize(
    ("answer_type", "shown", "doubt"),
    [
        (AnswerType.TIME, ShownText("Ollen resigned."), "it does not say when."),
        (AnswerType.TIME, ShownText("Ollen resigned in May."), "it may not answer the question."),
        (AnswerType.NUMBER, ShownText("Ollen leads a crew."), "it gives no number."),
        (AnswerType.MONEY, ShownText("Ollen paid for it."), "it names no sum of money."),
        (AnswerType.PERSON, ShownText("It was said of Ollen."), "it does not say who."),
        (AnswerType.REASON, ShownText("Ollen resigned."), "it may not say why."),
        (AnswerType.ANY, ShownText("The minister resigned."), "it does not name Mara Ollen."),
        (AnswerType.TIME, ShownText("She left."), "it does not name Mara Ollen."),
        (
            AnswerType.ANY,
            ShownText("She left.", "Ollen spoke."),
            "it may not answer the question.",
        ),
    ],
)
def test_a_doubt_is_true_of_the_passage_that_is_shown(
    answer_type: AnswerType, shown: ShownText, doubt: str
) -> None:
    wanted = [term("Mara"), term("Ollen")]

    found = doubt_about(answer_type, wanted, ["Mara Ollen"], shown)

    assert found.sentence == f"Closest, but {doubt}"
