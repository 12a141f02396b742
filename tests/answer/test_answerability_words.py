"""What of a question a sentence, its passage and its article bear out."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.answerability import (
    EvidenceText,
    MissingEvidence,
    is_present,
    missing_evidence,
    replaced_terms,
    stems_and_numbers,
)
from retrieval.answer.question import parse_question
from retrieval.answer.terms import Term, inverse_document_frequency, query_terms, stems

PASSAGES = 100
NOTHING_MISSING = MissingEvidence(0, 0, 0, 0, 0, 0)


def wanted(question: str) -> tuple[Term, ...]:
    """The terms of a question, each of which the corpus lacks."""
    return query_terms(parse_question(question).words, lambda _: (), lambda _: {}, PASSAGES)


def found(question: str, sentence: str, around: str = "", about: str = "") -> MissingEvidence:
    near = f"{sentence} {around}"
    told = EvidenceText(sentence, near, near, about)
    return missing_evidence(
        question, wanted(question), inverse_document_frequency(0, PASSAGES), told
    )


@pytest.mark.parametrize(
    ("word", "sentence", "expected"),
    [
        ("elect", "The election is in May.", True),
        ("elected", "Ollen won the elections.", True),
        ("organised", "The rally was organized by Ollen.", True),
        ("labour", "The labor party met.", True),
        ("labour", "The label was torn.", False),
        ("defence", "The defense minister spoke.", True),
        ("centre", "The center held.", True),
        ("NATO", "Nato sent ships.", True),
        ("NATO", "Nature was kind.", False),
        ("Café", "The cafe burned.", True),
        ("Orbán", "Orban spoke.", True),
        ("worker", "The workers’ pay rose.", True),
        ("Ollen", "Ollen's pay rose.", True),
        ("Ollen", "Ollen’s pay rose.", True),
        ("Ollen", "Ollie's pay rose.", False),
        ("won", "Ollen will win.", True),
        ("Velmark", "Velmarkian ships sailed.", True),
        ("minister", "The ministerial talks ended.", True),
        ("Mohamed", "Mohammad spoke.", False),
        ("Brandt", "Barndt spoke.", False),
        ("Ollendt", "Ollentd spoke.", True),
        ("Mauritius", "Mauritania won.", False),
        ("Austria", "Australia won.", False),
        ("three", "Brandt owns 3 ferries.", True),
        ("three", "Brandt owns 4 ferries.", False),
        ("third", "Ollen came 3rd.", True),
        ("3rd", "Ollen came third.", True),
        ("3", "Brandt owns three ferries.", True),
        ("first", "Ollen is one of them.", False),
        ("1974", "In 1975 it closed.", False),
        ("", "Ollen spoke.", False),
        pytest.param(
            "northern",
            "The port lies in the north.",
            True,
            marks=pytest.mark.xfail(reason="alike in fewer than .65 of its letters"),
        ),
        pytest.param(
            "Niger",
            "Nigeria won.",
            False,
            marks=pytest.mark.xfail(reason="alike in more of its letters than India and Indian"),
        ),
    ],
)
def test_a_word_is_borne_out_by_its_forms_spellings_and_derivations(
    word: str, sentence: str, *, expected: bool
) -> None:
    term = next(iter(wanted(word)), Term(word, (word,), stems(word), 1.0, known=False))

    assert is_present(term, stems_and_numbers(sentence)) is expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who runs the harbour authority?", "Ollen runs the harbour council.", ["authority"]),
        ("Who runs the harbour authority?", "Ollen runs the harbour authorities.", []),
        ("Who runs the harbour authority?", "Ollen runs the harbour.", []),
        ("Who runs the harbour authority?", "The council runs the whole harbour.", []),
        ("Who led the northern campaign?", "Ollen led a costly campaign.", ["northern"]),
        ("Who led the northern campaign?", "Ollen led the campaign.", []),
        ("Who owns three ferries?", "Brandt owns 3 ferries.", []),
        ("Who owns 3 ferries?", "Brandt owns three ferries.", []),
        ("Who owns three ferries?", "Brandt owns 4 ferries.", ["three"]),
        ("", "Brandt owns 4 ferries.", []),
    ],
)
def test_a_missing_word_is_replaced_where_another_stands_beside_its_neighbour(
    question: str, sentence: str, expected: list[str]
) -> None:
    missing = [
        term for term in wanted(question) if not is_present(term, stems_and_numbers(sentence))
    ]

    assert sorted({term.word for term in replaced_terms(question, missing, sentence)}) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "around", "about", "expected"),
    [
        ("Who met Ollen?", "Brandt met Ollen.", "", "", 0),
        ("Who met Ollen?", "Brandt met her.", "Ollen flew home.", "", 0),
        ("Who met Ollen?", "Brandt met her.", "", "Ollen in Ost Port News", 0),
        ("Who met Ollen?", "Brandt met her.", "", "", 1),
        ("Who met Mara Ollen of Velmark?", "Brandt met her.", "", "", 2),
        ("Ollen met whom?", "She met Brandt.", "", "", 0),
        ("What? Ollen met whom?", "She met Brandt.", "", "", 0),
        ("WHO MET OLLEN?", "Brandt met her.", "", "", 0),
        ("What was the March vote about?", "It was on pay.", "", "4 March 2025", 0),
    ],
)
def test_names_may_stand_anywhere_in_the_passage_or_above_it(
    question: str, sentence: str, around: str, about: str, expected: int
) -> None:
    assert found(question, sentence, around, about).names == expected


@pytest.mark.parametrize(
    ("question", "about", "expected"),
    [
        ("What did the council decide on 4 March 2025?", "4 March 2025", 0),
        ("What did the council decide in 2025?", "Council 2025: pay", 0),
        ("What did the council decide in 2024?", "4 March 2025", 1),
        ("What did the council decide on 5 March 2024, at 10?", "4 March 2025", 2),
    ],
)
def test_numbers_may_stand_in_the_title_or_the_date_of_the_article(
    question: str, about: str, expected: int
) -> None:
    assert found(question, "The council cut pay.", "", about).numbers == expected


def test_all_that_is_missing_is_told_apart() -> None:
    question = "Why did Mara Ollen of Velmark accept the second offer on 3 May 2025?"
    sentence = "Brandt rejected the first offer because it was low."

    assert found(question, sentence) == MissingEvidence(
        heaviest=1.0, names=2.0, numbers=2.0, replaced=1.0, opposite=1.0, not_denied=0.0
    )


def test_a_refusal_bears_out_what_was_not_done() -> None:
    question = "Which council did not accept the offer?"

    assert found(question, "The council of Ost rejected the offer.").opposite == 0
    assert found(question, "The council of Ost rejected the offer.").not_denied == 0
    assert found(question, "The council of Ost accepted the offer.").not_denied == 1


def test_the_title_may_say_that_it_is_not_so() -> None:
    question, sentence = "Which party did not sign the pact?", "The Greens want a vote first."

    assert found(question, sentence).not_denied == 1
    assert found(question, sentence, about="Greens refuse to sign").not_denied == 0


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_the_texts_all_is_within_its_range(
    question: str, sentence: str, around: str, about: str
) -> None:
    missing = found(question, sentence, around, about)

    assert 0 <= missing.heaviest <= 1
    assert missing.names in {0, 1, 2}
    assert missing.numbers in {0, 1, 2}
    assert 0 <= missing.replaced <= missing.heaviest
    assert missing.opposite in {0, 0.5, 1}
    assert missing.not_denied in {0, 1}


WORDS = st.lists(
    st.sampled_from("Why who did n't not Ollen NATO's north fell rise 1,200 70s three ? .".split())
)


@given(st.one_of(st.text(), WORDS.map(" ".join)))
def test_a_sentence_with_the_words_of_the_question_misses_nothing(question: str) -> None:
    assert found(question, question) == NOTHING_MISSING


@given(WORDS.map(" ".join), WORDS.map(" ".join), WORDS.map(" ".join))
def test_more_around_a_sentence_never_takes_away_what_it_bears_out(
    question: str, sentence: str, more: str
) -> None:
    alone, among = found(question, sentence), found(question, sentence, more)

    assert (among.heaviest, among.replaced) == (alone.heaviest, alone.replaced)
    assert among.names <= alone.names
    assert among.numbers <= alone.numbers
    assert among.not_denied <= alone.not_denied


def test_the_values_keep_the_order_in_which_they_are_weighed() -> None:
    assert astuple(MissingEvidence(1, 2, 3, 4, 5, 6)) == (1, 2, 3, 4, 5, 6)
    assert MissingEvidence.__slots__ == (
        "heaviest",
        "names",
        "numbers",
        "replaced",
        "opposite",
        "not_denied",
    )
