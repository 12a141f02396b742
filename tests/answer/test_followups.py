"""Questions that are complete only with the one before them, and those that are complete."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.followups.clauses import subject_of
from retrieval.answer.followups.completion import Antecedent, complete_follow_up
from retrieval.answer.followups.turns import PreviousTurn, turn_of_quote, turn_of_reply
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    Declined,
    Excerpt,
    Referent,
    Resolution,
    Span,
    Understood,
    UnknownName,
)

OLLEN, BRANDT = Antecedent("Mara Ollen", "f"), Antecedent("Piers Brandt", "m")
PEOPLE = {
    "Ollen": OLLEN,
    "Mara Ollen": OLLEN,
    "Brandt": BRANDT,
    "Piers Brandt": BRANDT,
    "Tidewater": Antecedent("Tidewater", is_body=True),
}
SAID = PreviousTurn(
    "What did Ollen say about the strike in 2024?", names=("Ollen", "Piers Brandt")
)
COST = PreviousTurn("How much will the new quay cost?", names=("Velmark",))
STRIKE = PreviousTurn("Why did the union call off the strike?", names=("Brandt",))
SHIPS = PreviousTurn("How many ships were waiting outside the harbour?")
TREATY = PreviousTurn("How much water does the Ost Treaty guarantee Kestria?")
YES = PreviousTurn("Did the council approve the quay?")
WHO = PreviousTurn("Who runs the port?", names=("Brandt",))
ASKED = PreviousTurn("What did Ollen say?", who="Ollen", options=("Mara Ollen", "Jon Ollen"))
FIRM = PreviousTurn("What did Tidewater say about jobs?", names=("Tidewater",))


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        (SAID, "and what did she say about Europe?", "What did Mara Ollen say about Europe?"),
        (SAID, "what did he say", "What did Piers Brandt say?"),
        (SAID, "and in 2023?", "What did Ollen say about the strike in 2023?"),
        (SAID, "what about Europe?", "What did Ollen say about Europe?"),
        (SAID, "and about Europe?", "What did Ollen say about Europe?"),
        (SAID, "And Brandt?", "What did Brandt say about the strike in 2024?"),
        (SAID, "when was that?", "When did Ollen say about the strike in 2024?"),
        (SAID, "What did Brandt say about it?", "What did Brandt say about the strike in 2024?"),
        (
            SAID,
            "and according to Brandt?",
            "What did Ollen say about the strike in 2024 according to Brandt?",
        ),
        (COST, "why?", "Why will the new quay cost?"),
        (COST, "When will it open?", "When will the new quay open?"),
        (COST, "what about the ferry?", "How much will the ferry cost?"),
        (STRIKE, "when?", "When did the union call off the strike?"),
        (STRIKE, "and when was that", "When did the union call off the strike?"),
        (STRIKE, "what did they say?", "What did the union say?"),
        (STRIKE, "Who told him so?", "Who told Piers Brandt so?"),
        (STRIKE, "what is his view?", "What is Piers Brandt’s view?"),
        (SHIPS, "where was that?", "Where were ships waiting outside the harbour?"),
        (TREATY, "why?", "Why does the Ost Treaty guarantee Kestria water?"),
        (TREATY, "when was it signed?", "When was the Ost Treaty signed?"),
        (YES, "when?", "When did the council approve the quay?"),
        (WHO, "since when?", "Since when runs the port?"),
        (ASKED, "Jon", "What did Jon Ollen say?"),
        (ASKED, "mara ollen", "What did Mara Ollen say?"),
        (SAID, "what did they say about pay?", "What did Mara Ollen say about pay?"),
        (FIRM, "and what did they say about pay?", "What did Tidewater say about pay?"),
    ],
)
def test_names_and_verbs_come_from_the_question_before(
    earlier: PreviousTurn, text: str, expected: str
) -> None:
    assert complete_follow_up(text, earlier, PEOPLE.get) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What did Brandt say when he left?",
        "Is it true that Ollen left?",
        "How long did it take to build the quay?",
        "How many crews left their posts?",
        "Why did the union change its mind?",
        "Who is Mara Ollen?",
        "And what did Ollen say about jobs?",
        "When was the strike called off?",
        "terminal cost",
        "Europe",
        "the mayor",
        "",
        "?!",
    ],
)
@pytest.mark.parametrize("earlier", [SAID, COST, STRIKE, ASKED])
def test_a_complete_question_is_never_changed(earlier: PreviousTurn, text: str) -> None:
    assert complete_follow_up(text, earlier, PEOPLE.get) is None


def test_a_pronoun_that_nobody_fits_is_left() -> None:
    assert complete_follow_up("What did he say?", PreviousTurn("Who left?"), PEOPLE.get) is None
    assert (
        complete_follow_up("What did he say?", PreviousTurn("Who?", names=("Ollen",)), PEOPLE.get)
        is None
    )


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How much will the new quay cost?", "the new quay"),
        ("Why did the union call off the strike?", "the union"),
        ("When was the strike called off?", "the strike"),
        ("Who is the mayor?", "the mayor"),
        ("When did Kestria start filling the lake?", "Kestria"),
        ("Who runs the port?", None),
    ],
)
def test_what_a_question_is_about_stands_after_its_verb(
    question: str, subject: str | None
) -> None:
    assert subject_of(question) == subject


CITED = Citation("a.txt", Span(0, 9), None, None, None, None, "/a.txt", 1)


def test_of_an_answer_the_question_and_those_who_speak_are_remembered() -> None:
    referent = Referent("she", CITED, "Mara Ollen", Resolution("pronoun", 0.9))
    excerpt = Excerpt("She thanked Brandt.", CITED, 1.0, referents=(referent,))
    understood = Understood(outlet="Velmark Courier", question="What did Ollen say?")

    earlier = turn_of_reply(Answer("and she?", 0.9, (excerpt,), understood))

    assert earlier == PreviousTurn(
        "What did Ollen say?", understood, ("Ollen", "Mara Ollen", "Brandt")
    )


def test_of_a_refusal_the_question_is_remembered_and_of_a_question_back_the_options() -> None:
    assert turn_of_reply(Declined("Who left Ost?", "", 0, ())) == PreviousTurn(
        "Who left Ost?", names=("Ost",)
    )
    back = Ambiguous("What did Ollen say?", "", ("Mara Ollen", "Jon Ollen"), 0, ())
    assert turn_of_reply(back) == PreviousTurn(
        "What did Ollen say?", names=("Ollen",), who="Ollen", options=back.options
    )
    assert turn_of_quote(UnknownName("Ollen", ())) is None


questions = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "and but what about why when did does is the he she it they his its say said Ollen "
            "Brandt quay in 2024 since March according to cost will ? , that".split()
        )
    ).map(" ".join),
)


@given(questions, questions)
def test_any_two_questions_may_follow_one_another(before: str, text: str) -> None:
    completed = complete_follow_up(
        text, PreviousTurn(before, names=("Ollen", "Brandt")), PEOPLE.get
    )

    assert completed is None or completed.endswith("?")


@pytest.mark.parametrize("text", ["how many?", "and how much?", "who?", "which?"])
def test_a_number_is_not_asked_of_what_somebody_said(text: str) -> None:
    assert complete_follow_up(text, SAID, PEOPLE.get) is None


def test_a_place_is_asked_of_what_somebody_said() -> None:
    completed = complete_follow_up("and where?", SAID, PEOPLE.get)
    assert completed == "Where did Ollen say about the strike in 2024?"


def test_a_number_is_asked_of_what_is_so() -> None:
    assert complete_follow_up("how many?", SHIPS, PEOPLE.get) is not None
