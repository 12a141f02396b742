"""Questions about what is not so: which they are, and what answers them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.contradiction import (
    denies_what_is_asked,
    is_negated,
    negated_stems,
    negation_mismatch,
)

RATIFIED = "Which countries have not ratified the treaty?"
SIGNED = "Why did the union not sign?"
REPLIED = "Who never replied?"


def said_of(question: str, sentence: str, *around: str) -> float:
    """What is found of a sentence that stands alone, or in a passage with these after it."""
    return negation_mismatch(question, sentence, sentence, " ".join((sentence, *around)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (RATIFIED, True),
        (SIGNED, True),
        (REPLIED, True),
        ("Why didn't the union sign?", True),
        ("Why didn’t the union sign?", True),
        ("Why didnt the union sign?", True),
        ("Why DIDN'T the union sign?", True),
        ("Which villages are without power?", True),
        ("Who can no longer vote?", True),
        ("Who cannot vote?", True),
        ("Who said nothing?", True),
        ("Which no-one foresaw?", True),
        ("Who voted for neither motion?", True),
        ("Who signed and did not pay?", True),
        ("Why did the union sign?", False),
        ("Who wanted a notary?", False),
        ("Which knot holds?", False),
        ("Which nonprofit runs the clinic?", False),
        ("Who opposed whether or not to sign?", False),
        ("Who not only signed but paid?", False),
        ("What is and is not covered?", False),
        ("What is and isn’t covered?", False),
        ("Which states signed or did not sign?", False),
        ("What did No 10 say?", False),
        ("What did No. 10 say?", False),
        ("Who is the world's no.1?", False),
        ("Who called the no-confidence vote?", False),
        ("Which ships carry no more than 40 people?", False),
        ("Who, no doubt, signed?", False),
    ],
)
def test_a_question_about_what_is_not_so_is_known(question: str, *, expected: bool) -> None:
    assert is_negated(question) is expected


@pytest.mark.parametrize(
    "question",
    [
        "Didn't the union sign?",
        "Didn’t the union sign?",
        "Didnt the union sign?",
        "Won't Ollen stand again?",
        "Can't the bridge be saved?",
        "Has the union not signed?",
        "And are there no survivors?",
        "The union signed, didn't it?",
        "Did the union sign or not?",
        "Is it true, yes or no?",
    ],
)
def test_yes_or_no_may_be_answered_either_way(question: str) -> None:
    assert not is_negated(question)
    assert said_of(question, "The union signed.") == 0


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (RATIFIED, "Velmark and Ost have not ratified the treaty."),
        (RATIFIED, "Velmark hasn’t ratified the treaty."),
        (RATIFIED, "Velmark and Ost refused to ratify the treaty."),
        (RATIFIED, "Velmark declined to ratify the treaty."),
        (RATIFIED, "Ost has so far failed to ratify the treaty."),
        (RATIFIED, "Ost has yet to ratify the treaty."),
        (RATIFIED, "Ost is still to ratify the treaty."),
        (RATIFIED, "Parliament in Ost rejected the treaty."),
        (RATIFIED, "The treaty was rejected by Velmark and Ost."),
        (RATIFIED, "Velmark ruled out ratifying the treaty."),
        (RATIFIED, "Ost has held off ratifying the treaty."),
        (RATIFIED, "Every country except Velmark has ratified the treaty."),
        (RATIFIED, "All countries have ratified the treaty apart from Velmark."),
        (RATIFIED, "All but two countries, Velmark and Ost, have ratified the treaty."),
        (RATIFIED, "Brandt ratified the treaty, but Velmark and Ost did not."),
        (RATIFIED, "Brandt ratified the treaty; Velmark never did, and Ost has not either."),
        (RATIFIED, "The treaty was ratified by none of the Gulf states."),
        (RATIFIED, "Velmark signed but did not ratify the treaty."),
        (RATIFIED, "Velmark signed and did not ratify the treaty."),
        (RATIFIED, "Ratification of the treaty is still pending in Ost."),
        (RATIFIED, "Velmark and Ost remain outside the treaty."),
        (RATIFIED, "Unlike its neighbours, Velmark has ratified only part of the treaty."),
        (RATIFIED, "Lawmakers in Ost vetoed the treaty."),
        (RATIFIED, "Ost's parliament voted against ratifying the treaty."),
        (RATIFIED, "Ost withdrew before the treaty could be ratified."),
        (SIGNED, "The union refused to sign."),
        (SIGNED, "The union declined to sign because the offer was too low."),
        (SIGNED, "The union would not sign an offer below inflation."),
        (SIGNED, "The union walked out before the deal was signed."),
        (SIGNED, "The union turned down the deal that the others signed."),
        (SIGNED, "Talks collapsed over pensions."),
        (SIGNED, "The offer falls short of inflation, the union said."),
        (REPLIED, "Three letters to Ollen went without a reply."),
        (REPLIED, "Ollen left all three letters unanswered."),
        (REPLIED, "Ollen ignored the letters."),
        (REPLIED, "Ollen stayed silent."),
        (REPLIED, "Brandt replied, but Ollen did not."),
        (REPLIED, "Brandt replied; Ollen didn’t."),
        (REPLIED, "Nobody at the port replied."),
        (REPLIED, "Ollen failed to reply to three letters."),
        (REPLIED, "No reply came from Ollen."),
        ("Who did not attend?", "Ollen boycotted the hearing."),
        ("Who did not attend?", "Ollen stayed away."),
        ("Who did not attend?", "Ollen pulled out, and Brandt attended alone."),
        ("Who did not attend?", "Ollen skipped the hearing that the others attended."),
        ("Who did not vote?", "Ollen abstained as the others voted."),
        ("Who did not win?", "Ollen lost."),
        ("Who did not support the motion?", "Ollen opposed the motion."),
        ("Who did not comment?", "Ollen declined to comment."),
        ("Who did not confirm the figures?", "The ministry denied the figures."),
        ("Which hospitals have no beds?", "The Ost hospitals lack beds."),
        ("Which hospitals have no beds?", "The Ost hospitals are short of beds."),
        ("Which villages are without power?", "The storm cut off power to Ost."),
        ("Which villages are without power?", "Ost lost power."),
        ("Which villages are without power?", "Power has yet to return to Ost."),
        ("Which firms no longer sell diesel cars?", "Brandt Motors stopped selling diesel cars."),
        ("Which firms no longer sell diesel cars?", "Brandt Motors dropped diesel cars."),
        ("Who had no permission?", "The rally was illegal."),
        ("What happens if the union does not sign?", "Unless the union signs, the yard closes."),
        ("Who may not leave Ost?", "Residents were barred from leaving Ost."),
        ("Who may not leave Ost?", "Ost banned residents from leaving."),
        ("What could the crew not see?", "Fog prevented the crew from seeing the buoy."),
    ],
)
def test_what_is_not_so_is_said_in_many_ways(question: str, sentence: str) -> None:
    assert said_of(question, sentence) == 0


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (RATIFIED, "Velmark and Ost have ratified the treaty."),
        (RATIFIED, "Velmark not only signed but ratified the treaty."),
        (RATIFIED, "Velmark ratified the treaty, whether or not Ost does the same."),
        (RATIFIED, "Asked by No 10, Velmark ratified the treaty."),
        (RATIFIED, "Velmark ratified the treaty. It has no army."),
        (SIGNED, "The union signed because the offer was generous."),
        (SIGNED, "The union signed, and no jobs will go."),
        (REPLIED, "Ollen replied within a day."),
        (REPLIED, "Ollen replied that no ship had sunk."),
        ("Which villages are without power?", "Power returned to Ost."),
    ],
)
def test_a_sentence_that_has_it_and_does_not_deny_it_is_no_answer(
    question: str, sentence: str
) -> None:
    assert said_of(question, sentence) == 1


def test_the_not_may_stand_beside_the_sentence() -> None:
    sentence, after = "The vote is on Friday in Ost.", "Ost has not ratified the treaty."

    assert negation_mismatch(RATIFIED, sentence, sentence, f"{sentence} {after}") == 1
    assert negation_mismatch(RATIFIED, sentence, f"{sentence} {after}", f"{sentence} {after}") == 0


def test_a_reason_may_leave_the_not_to_any_sentence_of_its_passage() -> None:
    reason, far = "The offer was below inflation.", "The union would not sign."

    assert said_of(SIGNED, reason) == 1
    assert said_of(SIGNED, reason, far) == 0
    assert said_of("What was the reason the union did not sign?", reason, far) == 0
    assert said_of("When did the union not sign?", reason, far) == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who did not refuse to sign?", "Ollen and Brandt signed."),
        ("Which members did not reject the deal?", "Ollen and Brandt backed the deal."),
        ("What did Ollen not deny?", "Ollen said that she had met Brandt."),
        ("Who never failed to reply?", "Ollen replied to each letter."),
    ],
)
def test_what_is_not_refused_is_done(question: str, sentence: str) -> None:
    assert is_negated(question)
    assert said_of(question, sentence) == 0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which countries have not ratified the treaty?", {"ratifi", "treati"}),
        ("Why didn’t the union sign?", {"union", "sign"}),
        ("Who replied, but not to Ollen?", {"ollen"}),
        ("Who signed but did not sign twice?", {"twice"}),
        ("Who signed the treaty?", set()),
        ("Didn't Ollen sign?", set()),
    ],
)
def test_the_words_that_a_question_denies(question: str, expected: set[str]) -> None:
    assert negated_stems(question) == expected


@given(st.text(), st.text(), st.text())
def test_any_text_is_either_denied_or_not(question: str, sentence: str, around: str) -> None:
    assert negation_mismatch(f"{question} not", sentence, around, around) in {0, 1}
    assert negation_mismatch(question, sentence, around, around) in {0, 1}


WORDS = st.lists(st.sampled_from("who did not never the union sign no ; , . or deny".split()))


@given(WORDS)
def test_a_sentence_denies_what_it_denies(words: list[str]) -> None:
    text = " ".join(words)

    assert said_of(text, text) == 0


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Why did the police search the hut?", "The police did not search the hut.", True),
        ("Why was the bridge closed?", "The bridge was never closed, Ollen said.", True),
        ("how come the bridge closed", "The bridge was not closed, Ollen said.", True),
        ("Why did the mayor resign?", "The mayor, who did not attend, resigned.", False),
        ("Why did prices rise?", "Prices did not only rise because of fog.", False),
        ("Why did the union not sign?", "The union did not sign.", False),
        ("Did the union sign?", "The union did not sign.", False),
        ("Why did Ollen refuse to pay?", "Ollen did not pay.", False),
        ("When will the port reopen?", "The port will not reopen before Monday.", False),
        ("Who opened the quay?", "The quay was not opened by Ost but by Ollen.", False),
    ],
)
def test_only_a_reason_for_what_is_denied_is_contradicted(
    question: str, sentence: str, expected: bool
) -> None:
    assert denies_what_is_asked(question, sentence) is expected
