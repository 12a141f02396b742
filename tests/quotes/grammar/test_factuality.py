"""Whether a verb of speech reports words that were said, or tells that none were."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import StatementText, statement_texts, statements

pytestmark = pytest.mark.parser


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow has yet to announce her position on the toll.",
        "Anna Marlow is yet to confirm that the toll will rise.",
        "Anna Marlow has not yet said that the toll will rise.",
        "The vote will fail if Anna Marlow announces support for the toll.",
        "Unless Anna Marlow says the toll is too high, the board will keep it.",
        "Had Anna Marlow said that the toll was illegal, the board would have dropped it.",
        "Should Anna Marlow say that the toll is illegal, the board will sue.",
        "If Anna Marlow resigns and announces her support for the toll, it will pass.",
        "Once Anna Marlow announces her decision on the toll, the board will vote.",
        "As soon as Anna Marlow announces that the toll will fall, drivers will return.",
        "In case Anna Marlow says that the toll will fall, drivers will return.",
        "The club announced its players for Saturday.",
        "Fenwick Rovers announced the squad on Friday.",
        "Until Anna Marlow says the toll is fair, nobody will pay it.",
        "Anna Marlow held back from calling for an inquiry.",
        "Anna Marlow shied away from condemning the strike.",
        "Anna Marlow stopped short of saying the toll was illegal.",
        "Anna Marlow left without saying that the toll would rise.",
        "Anna Marlow decided against announcing that the toll would rise.",
        "Anna Marlow refused to say that the toll would rise.",
        "Anna Marlow never said that the toll would rise.",
        "Anna Marlow did not apologise or say that the toll was illegal.",
        "Nor did Anna Marlow say that the toll was illegal.",
        "Anna Marlow would neither confirm nor deny that the toll was illegal.",
        "Anna Marlow is expected to announce a rise of the toll on Friday.",
        "Anna Marlow is set to announce a rise of the toll.",
        "Anna Marlow is going to announce that the toll is illegal.",
        "Anna Marlow would have to announce that the toll is illegal.",
        "Anna Marlow may resign and say that the toll is illegal.",
        "Anna Marlow was asked to say that the toll was fair.",
        "The board wanted Anna Marlow to say that the toll was fair.",
        "The board waited for Anna Marlow to say that the toll was fair.",
        "It would be wrong for Anna Marlow to say that the toll is illegal.",
        "Did Anna Marlow say that the toll is illegal?",
        "Drivers hope that Anna Marlow announces a cut of the toll.",
        "Nobody has heard Anna Marlow say that the toll is illegal.",
        "Anna Marlow rarely says that the toll is illegal.",
        "Anna Marlow considered announcing that the toll was illegal.",
        "The storm did not cause Anna Marlow to announce that the toll was illegal.",
        "The board did not hear Anna Marlow say that the toll was illegal.",
        "It is unjust to say that the toll is illegal.",
        "Anna Marlow told the truth about the toll.",
        "These are the details that Anna Marlow claims to remember.",
        "It is unclear whether Anna Marlow told the board that the toll was illegal.",
        "There is no evidence that Anna Marlow said the toll was illegal.",
        "Aides believe that Anna Marlow told the board to raise the toll.",
        "Drivers did not think Anna Marlow had asked the board to raise the toll.",
    ],
)
def test_what_nobody_has_said_is_no_statement(text: str) -> None:
    assert statement_texts(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Anna Marlow denied that the toll was illegal.", "that the toll was illegal"),
        ("Anna Marlow said that she would not raise it.", "that she would not raise it"),
        ("Anna Marlow said she had yet to decide on it.", "she had yet to decide on it"),
        ("Anna Marlow said that if it rose she would go.", "that if it rose she would go"),
        ("Anna Marlow refused to pay, saying that it was theft.", "that it was theft"),
        ("Anna Marlow could not say why, but said it was fair.", "it was fair"),
        ("Anna Marlow did not hesitate to say that it was fair.", "that it was fair"),
        ("Anna Marlow continued to insist that it was fair.", "that it was fair"),
        ("Anna Marlow would only say that it was under review.", "that it was under review"),
        ("Anna Marlow did not just say that it was illegal.", "that it was illegal"),
        ("Anna Marlow can be heard saying that the toll is theft.", "that the toll is theft"),
        ("In this case Anna Marlow says that it is fair.", "that it is fair"),
        ("Anna Marlow said that it was fair: most drivers think so.", "that it was fair"),
        ("Anna Marlow announced that the squad would go.", "that the squad would go"),
        ("As soon as Anna Marlow said that it was fair, all paid.", "that it was fair"),
        (
            "When Anna Marlow announced that the toll would rise, drivers protested.",
            "that the toll would rise",
        ),
    ],
)
def test_what_was_said_beside_a_negation_is_a_statement(text: str, content: str) -> None:
    assert statement_texts(text)[-1] == StatementText(
        "Anna Marlow", (content,), "indirect", "Anna Marlow", statement_texts(text)[-1].cue
    )


def test_would_say_no_more_than_a_quotation_keeps_the_quotation() -> None:
    text = "Anna Marlow wouldn’t say more than that “the toll is under review.”"
    (only,) = statement_texts(text)
    assert (only.speaker, only.contents[-1]) == ("Anna Marlow", "the toll is under review.")


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Anna Marlow did not deny that the toll was illegal.", "did not deny"),
        ("Anna Marlow signalled that she would raise the toll.", "signalled"),
        ("Anna Marlow hinted that the toll would rise.", "hinted"),
        ("Anna Marlow is set to call the toll “theft”.", "set to call"),
        ("Anna Marlow said the toll would rise.", None),
    ],
)
def test_what_was_not_said_outright_is_marked(text: str, hedge: str | None) -> None:
    (only,) = statements(text)
    assert (only.hedge.of(text) if only.hedge else None) == hedge
