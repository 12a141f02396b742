"""What the writer adds to a reported clause is not among the speaker's words."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts

pytestmark = pytest.mark.parser


def said(text: str) -> list[tuple[str | None, str]]:
    """Return who says what in the text, ranges parted by a dash."""
    return [(each.speaker, " - ".join(each.contents)) for each in statement_texts(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ida Marlow promised a dam she says will hold.", "a dam - will hold"),
        ("Ida Marlow named a clerk who she says was on the quay.", "a clerk - was on the quay"),
        (
            "Ida Marlow signed a note that she said was drafted abroad.",
            "a note - was drafted abroad",
        ),
        (
            "The ledger, which Ida Marlow said was in the safe, is gone.",
            "The ledger - was in the safe",
        ),
        ("They closed the lock, which Ida Marlow said was unfair.", "which - was unfair"),
        ("The board built what Ida Marlow says is a folly.", "what - is a folly"),
        # A clause with a subject of its own is whole.
        ("The dam that Ida Marlow said she had built is gone.", "she had built"),
        ("They met at a hall where Ida Marlow said the dam would hold.", "the dam would hold"),
        (
            "They met at a hall where Ida Marlow said mending it cost a lot.",
            "mending it cost a lot",
        ),
        ("The engineer was Ida Marlow, who said the dam would hold.", "the dam would hold"),
        ("The engineer was Ida Marlow, who said there were cracks.", "there were cracks"),
    ],
)
def test_a_clause_without_a_subject_stands_with_what_it_is_about(text: str, content: str) -> None:
    assert content in [words for _, words in said(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ida Marlow said on Monday the quay would reopen.", "the quay would reopen"),
        ("Ida Marlow said Friday the quay would reopen.", "the quay would reopen"),
        ("Ida Marlow said Monday is too soon.", "Monday is too soon"),
        ("Ida Marlow said the quay would reopen on Monday.", "the quay would reopen on Monday"),
        ("Ida Marlow said in March the quay would reopen.", "in March the quay would reopen"),
    ],
)
def test_the_day_of_saying_it_was_not_said(text: str, content: str) -> None:
    assert said(text) == [("Ida Marlow", content)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ida Marlow said the hill was stable, which experts dispute.", "the hill was stable"),
        ("Ida Marlow said the hill was safe, a claim that the board denies.", "the hill was safe"),
        ("Ida Marlow said the hill was safe, though records show a slide.", "the hill was safe"),
        ("Ida Marlow said the files were lost when asked about the audit.", "the files were lost"),
        (
            "Ida Marlow said she backed the plan, which would save the pier.",
            "she backed the plan, which would save the pier",
        ),
        (
            "Ida Marlow said she had never met him, though she had heard the name.",
            "she had never met him, though she had heard the name",
        ),
        (
            "Ida Marlow said the clerks would testify when asked to.",
            "the clerks would testify when asked to",
        ),
    ],
)
def test_a_rebuttal_or_occasion_is_the_writers(text: str, content: str) -> None:
    assert said(text)[0] == ("Ida Marlow", content)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Ida Marlow said the quay would reopen, but did not indicate when.",
            [("Ida Marlow", "the quay would reopen")],
        ),
        (
            "Ida Marlow said the mast was safe and captain Karl Lund said it was not.",
            [("Ida Marlow", "the mast was safe"), ("Karl Lund", "it was not")],
        ),
        (
            "Ida Marlow said the lock is unsafe and has asked the board to close it.",
            [("Ida Marlow", "the lock is unsafe"), ("Ida Marlow", "to close it")],
        ),
        (
            "Ida Marlow said the lock was unsafe but declined to elaborate.",
            [("Ida Marlow", "the lock was unsafe")],
        ),
        (
            "Ida Marlow said the lock was unsafe and plans to close it.",
            [("Ida Marlow", "the lock was unsafe")],
        ),
        (
            "Ida Marlow said the lock was unsafe but gave no details.",
            [("Ida Marlow", "the lock was unsafe")],
        ),
        (
            "Ida Marlow said the lock was unsafe, without giving details.",
            [("Ida Marlow", "the lock was unsafe")],
        ),
        (
            "Ida Marlow said the clerks had voted without giving her a chance.",
            [("Ida Marlow", "the clerks had voted without giving her a chance")],
        ),
        (
            "Ida Marlow said the report was late and gave no reasons.",
            [("Ida Marlow", "the report was late and gave no reasons")],
        ),
        (
            "Ida Marlow said the board was late and refused to pay.",
            [("Ida Marlow", "the board was late and refused to pay")],
        ),
        (
            "Ida Marlow said the tank was old, and Kerr, who built it, agreed.",
            [("Ida Marlow", "the tank was old")],
        ),
        (
            "Ida Marlow said the board knew of the crack but did not say so.",
            [("Ida Marlow", "the board knew of the crack but did not say so")],
        ),
    ],
)
def test_the_next_report_ends_the_clause(text: str, contents: list[tuple[str, str]]) -> None:
    assert said(text) == contents
