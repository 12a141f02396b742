"""Names beside a colon or a dash, and what somebody said beside them."""

from __future__ import annotations

import pytest

from retrieval.model import BlockKind
from tests.quotes.sample_articles import statement_texts, statement_texts_of_file

pytestmark = pytest.mark.parser


def said(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(each.speaker, each.contents) for each in statement_texts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "And from Chairwoman Halvard:\n“Mira gave us twenty years.”",
            [("Halvard", ("Mira gave us twenty years.",))],
        ),
        (
            "Jana Brisk, president of the council:\n“Nobody will replace her.”",
            [("Jana Brisk", ("Nobody will replace her.",))],
        ),
        (
            "Statement from Council President Jana Brisk: “Nobody will replace her.”",
            [("Jana Brisk", ("Nobody will replace her.",))],
        ),
        (
            "Quote by Dr. Otto Venn: “Nobody will replace her.”",
            [("Otto Venn", ("Nobody will replace her.",))],
        ),
        (
            "Sen. Odile Kravitz (D-Tarn): “The ferry leaks.”",
            [("Odile Kravitz", ("The ferry leaks.",))],
        ),
        (
            "Expert Insight: “The ferry leaks badly.” – Dr. Jana Brisk, Tarn Institute.",
            [("Jana Brisk", ("The ferry leaks badly.",))],
        ),
        ("Added Jana Brisk: “The ferry leaks.”", [("Jana Brisk", ("The ferry leaks.",))]),
        (
            "“She taught me to listen.” -- Pia Lind, a nurse",
            [("Pia Lind", ("She taught me to listen.",))],
        ),
        (
            "“She taught me to listen.” -Commissioner Odile Kravitz",
            [("Odile Kravitz", ("She taught me to listen.",))],
        ),
        (
            "“She taught me to listen.”—Arvo Senn, head porter at Calder General",
            [("Arvo Senn", ("She taught me to listen.",))],
        ),
        (
            "“She taught me to listen.”\n—Arvo Senn, porters’ union",
            [("Arvo Senn", ("She taught me to listen.",))],
        ),
        (
            "“She taught me to listen.”\n- Pia Lind.",
            [("Pia Lind", ("She taught me to listen.",))],
        ),
        (
            "From Chairwoman Jana Brisk:\nLena has led us well. We are glad to have her.\n"
            "The institute studies harbours.",
            [("Jana Brisk", ("Lena has led us well. We are glad to have her.",))],
        ),
    ],
)
def test_a_label_in_a_press_release_says_who_speaks(
    text: str, expected: list[tuple[str | None, tuple[str, ...]]]
) -> None:
    assert said("A new matron for Calder General\n" + text) == expected


@pytest.mark.parametrize(
    "signature",
    ["– Arvo Senn, head porter", "- Arvo Senn.", "\n— Arvo Senn, head porter at Calder General"],
)
def test_a_signature_below_takes_the_quotation_right_above_it(signature: str) -> None:
    text = (
        "Quote from Jana Brisk, president of the council:\n\n“Nobody will replace her.”\n\n"
        f"“She taught me to listen.”\n{signature}\n\nThe council met on Monday."
    )
    assert [(each.speaker, each.contents) for each in statement_texts_of_file(text)] == [
        ("Jana Brisk", ("Nobody will replace her.",)),
        ("Arvo Senn", ("She taught me to listen.",)),
    ]


def test_a_list_below_a_quotation_signs_nothing() -> None:
    text = "Jana Brisk was clear: “Nobody left.”\n“She taught.”\n- Arvo Senn, porter\n- Pia Lind"
    assert "Arvo Senn" not in {speaker for speaker, _ in said("Those who came\n" + text)}


@pytest.mark.parametrize(
    "text",
    [
        "From the ward:\n“No visitors after eight”",
        "Our motto: “Care first.”",
        "Opening Hours: “Never on Sunday.”",
        "“Mind the gap” – a sign at the door.",
        "“Thank you, Mira.”\n– The nurses of ward nine",
        "From Tarn:\nWe drove two hours along the coast.",
        "From our archive:\nWe drove two hours along the coast.",
        "Pia Lind spoke of “the long night” at length.\n— Jonna Brisk",
    ],
)
def test_a_heading_a_sign_or_a_reporter_is_no_speaker(text: str) -> None:
    names = {speaker for speaker, _ in said("A new matron for Calder General\n" + text)}
    assert names <= {None, "Pia Lind"}


HEARING = """Hearing on the ferry
SEN. ODILE KRAVITZ (D-Tarn): Mr. Holt, when did you learn that the ferry leaked?
MR. HOLT: I learned it in May. [crosstalk]
SEN. KRAVITZ: In May?
MR. HOLT: Yes. (Laughter.) I told the owner that she was a danger.
I heard nothing from him.
The room was cold by then.
THE CHAIRMAN: The witness will answer.
MR. HOLT: I have nothing to add.
The hearing ended at noon. Rolf Osk said the report would follow."""


def test_a_turn_is_what_the_one_before_the_colon_said() -> None:
    assert said(HEARING) == [
        ("ODILE KRAVITZ", ("Mr. Holt, when did you learn that the ferry leaked?",)),
        ("Holt", ("I learned it in May.",)),
        ("ODILE KRAVITZ", ("In May?",)),
        (
            "Holt",
            (
                "Yes.",
                "I told the owner that she was a danger.",
                "I heard nothing from him.",
            ),
        ),
        ("THE CHAIRMAN", ("The witness will answer.",)),
        ("Holt", ("I have nothing to add.",)),
        ("Rolf Osk", ("the report would follow",)),
    ]


def test_a_surname_before_the_colon_is_whom_the_article_names_in_full() -> None:
    text = (
        "Two candidates\nShould the wall be built?\nFiskholm: Yes. I have said so for years.\n"
        "Brandauer: No, and we should stop planning.\nWho should pay for it?\n"
        "Fiskholm: The port.\nBrandauer: Nobody.\nRita Fiskholm has been mayor since May. "
        "Karl Brandauer leads the union."
    )
    assert said(text) == [
        ("Rita Fiskholm", ("Yes. I have said so for years.",)),
        ("Karl Brandauer", ("No, and we should stop planning.",)),
        ("Rita Fiskholm", ("The port.",)),
        ("Karl Brandauer", ("Nobody.",)),
    ]


def test_a_transcript_may_stand_in_marks_and_after_times() -> None:
    text = (
        "On the radio\n“KRAVITZ: Do you regret it?\n“[00:12] Mara Ollen: We all do, I think.\n"
        "“KRAVITZ: All of you?\n“[00:19] Mara Ollen: All.”"
    )
    assert said(text) == [
        ("KRAVITZ", ("Do you regret it?",)),
        ("Mara Ollen", ("We all do, I think.",)),
        ("KRAVITZ", ("All of you?",)),
        ("Mara Ollen", ("All.",)),
    ]


def test_a_turn_without_final_punctuation_is_one_and_no_heading() -> None:
    text = "A talk\nMara Ollen: Do you swim?\nKarl Brandt: I do\nMara Ollen: Every day?"
    kinds = [BlockKind.HEADING, BlockKind.QUESTION, BlockKind.HEADING, BlockKind.QUESTION]
    assert [(each.speaker, each.contents) for each in statement_texts(text, kinds)] == [
        ("Mara Ollen", ("Do you swim?",)),
        ("Karl Brandt", ("I do",)),
        ("Mara Ollen", ("Every day?",)),
    ]


def test_two_people_who_speak_in_turn_need_not_say_i_or_you() -> None:
    text = (
        "On the quay\nLena Dorn: The wall is too low for the spring tides.\n"
        "Karl Brandt: Then build a bigger one.\n"
        "Lena Dorn: The council has no money for stones."
    )
    assert said(text) == [
        ("Lena Dorn", ("The wall is too low for the spring tides.",)),
        ("Karl Brandt", ("Then build a bigger one.",)),
        ("Lena Dorn", ("The council has no money for stones.",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lena Dorn: 12 points and two assists.\nKarl Brandt: 9 points.\nLena Dorn: 14 points.",
        "Lena Dorn: The widow of the miller.\nKarl Brandt: A miller who drinks.\n"
        "Lena Dorn: The widow, in the second part.",
        "Lena Dorn: She led the choir in May.\nKarl Brandt: He ran the yard.\n"
        "Lena Dorn: She rests in June.",
        "Directed by: Lena Dorn.\nBest actor: Karl Brandt won in May.\nDirected by: Lena Dorn.",
        "Lena Dorn: Scored twice and was booked.\nKarl Brandt: Missed a penalty.\n"
        "Lena Dorn: Hit the post.",
        "Lena Dorn: the harp\nKarl Brandt: the organ\nLena Dorn: the drums",
        "EASTWICK: The harbour board passed the levy.\nTARN: We met on the pier.",
        "Date: Saturday. You need no ticket.\nWhere: The pier.\nDate: Sunday.\nWhere: Your hall.",
        "Broth: Boil what you have.\nSoup: Add it.\nBroth: Strain it.\nSoup: Serve.",
        "MYTH: You can see it.\nFACT: You cannot.\nMYTH: It sways.\nFACT: We measured it.",
        "Anna Marlow: 57 percent.\nKarl Brandt: 41 percent.\nAnna Marlow: 12 votes.",
        "Marlow: 3.\nBrandt: 2.\nMarlow: 1.\nBrandt: 0. You saw it.",
        "Question: Is it safe?\nAnswer: You may swim.\nQuestion: Is it warm?\nAnswer: No.",
        "Monday: We sail.\nTuesday: We rest.\nMonday: We sail.",
    ],
)
def test_a_list_is_no_transcript(text: str) -> None:
    assert said("In brief\n" + text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "contents"),
    [
        (
            "The wall is paid for. We shall build it. — Rita Fisk (@ritafisk) May 3, 2019",
            "Rita Fisk",
            ("The wall is paid for. We shall build it.",),
        ),
        (
            "The wall is paid for. https://t.co/abc pic.twitter.com/xyz — Rita Fisk (@rf) "
            "May 3, 2019",
            "Rita Fisk",
            ("The wall is paid for.",),
        ),
        (
            "Rita Fisk (@ritafisk) The wall is paid for and will be built. May 3, 2019",
            "Rita Fisk",
            ("The wall is paid for and will be built. May 3, 2019",),
        ),
        (
            "He said he would come, and then he did not. — Rita Fisk (@ritafisk) May 3, 2019",
            "Rita Fisk",
            ("He said he would come, and then he did not.",),
        ),
    ],
)
def test_an_embedded_post_is_by_whom_it_names(
    text: str, speaker: str, contents: tuple[str, ...]
) -> None:
    assert said("The wall\n" + text) == [(speaker, contents)]


@pytest.mark.parametrize(
    "text",
    [
        "RT @kbrandt: The wall is not paid for. — Rita Fisk (@ritafisk) May 3, 2019",
        ".@kbrandt: The wall is not paid for at all. — Rita Fisk (@ritafisk) May 3, 2019",
        "Karl Brandt: The wall is not paid for. — Rita Fisk (@ritafisk) May 3, 2019",
        "Rita Fisk (@ritafisk) has left the council.",
    ],
)
def test_a_post_that_hands_on_anothers_words_is_not_by_whom_it_names(text: str) -> None:
    assert "Rita Fisk" not in [speaker for speaker, _ in said("The wall\n" + text)]


def test_a_quotation_and_the_post_that_repeats_it_have_one_speaker_each() -> None:
    text = (
        "The wall\n“We shall build it,” Rita Fisk posted. “It is paid for and it will stand.”\n"
        "We shall build it. It is paid for and it will stand. — Rita Fisk (@ritafisk) May 3, 2019"
    )
    assert {speaker for speaker, _ in said(text)} == {"Rita Fisk"}
