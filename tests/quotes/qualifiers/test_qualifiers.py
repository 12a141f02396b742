"""What travels with a statement: to whom, through whom, and whether it holds."""

from __future__ import annotations

import pytest

from retrieval.model import BlockKind, Span, Statement
from tests.quotes.sample_articles import statements

pytestmark = pytest.mark.parser


def the_one(text: str) -> Statement:
    (statement,) = statements(text)
    return statement


def by(name: str, text: str) -> Statement:
    (said,) = (each for each in statements(text) if each.speaker and each.speaker.name == name)
    return said


def first(text: str) -> Statement:
    return statements(text)[0]


def words(span: Span | None, text: str) -> str | None:
    return span.of(text) if span is not None else None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Anna Marlow told Reuters that the pier was safe.", "Reuters"),
        ("“The pier is safe,” Anna Marlow told the Harbour Herald.", "the Harbour Herald"),
        ("Anna Marlow warned ministers that the pier would fall.", "ministers"),
        ("“The pier is safe,” Anna Marlow said to reporters.", "reporters"),
        (
            "In an interview with the Harbour Herald, Anna Marlow said the pier was safe.",
            "the Harbour Herald",
        ),
        (
            "“It is safe,” Anna Marlow said in a statement to the Harbour Herald.",
            "the Harbour Herald",
        ),
        (
            "Speaking to reporters in Ostby, Anna Marlow said the pier was safe.",
            "reporters in Ostby",
        ),
        ("“The pier is safe,” Anna Marlow told me.", "me"),
        ("Anna Marlow said the pier was safe.", None),
        ("Anna Marlow said the pier was open to ships.", None),
        ("Anna Marlow told the truth about the pier: “It is rotten.”", None),
        ("“He told Reuters so,” said Anna Marlow.", None),
    ],
)
def test_a_statement_knows_to_whom_it_was_made(text: str, to: str | None) -> None:
    assert words(first(text).addressee, text) == to


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("The Herald quoted Anna Marlow as saying the pier was safe.", "The Herald"),
        (
            "Anna Marlow was quoted by the Herald as saying that the pier was safe.",
            "the Herald",
        ),
        ("Anna Marlow was quoted as saying “the pier is safe.”", None),
        (
            "Anna Marlow said the pier would fall, according to notes of the meeting obtained by "
            "the Herald.",
            "notes of the meeting obtained by the Herald",
        ),
        (
            "“They will betray the port,” Anna Marlow warned, the Herald reported, citing leaked "
            "notes.",
            "leaked notes",
        ),
        (
            "Anna Marlow wrote in notes of the call seen by the Herald that the pier was rotten.",
            "notes of the call seen by the Herald",
        ),
        ("Anna Marlow said in a leaked memo that the pier was rotten.", "a leaked memo"),
        ("Anna Marlow said in a statement that the pier was rotten.", None),
        ("Anna Marlow said the pier was rotten.", None),
    ],
)
def test_a_statement_keeps_through_whom_it_comes(text: str, via: str | None) -> None:
    assert words(by("Anna Marlow", text).conduit, text) == via


def test_what_another_says_that_somebody_said_comes_through_that_other() -> None:
    text = "The Harbour Herald reported that Anna Marlow told ministers the pier would fall."
    outer, inner = statements(text)
    assert words(outer.conduit, text) is None
    assert words(inner.conduit, text) == "The Harbour Herald"
    assert words(inner.addressee, text) == "ministers"


@pytest.mark.parametrize(
    ("text", "disputed"),
    [
        ("Ben Kerr said the pier was rotten. The board disputed the quotation.", True),
        ("Ben Kerr said the pier was rotten. Anna Marlow denied the claim.", True),
        ("Ben Kerr said the pier was rotten. The claim was disputed by the board.", True),
        ("Ben Kerr said the pier was rotten. He later retracted the remark.", True),
        ("Ben Kerr said the pier was rotten. He denied having said that on Tuesday.", True),
        ("Ben Kerr said the pier was rotten. That is false, Anna Marlow said.", True),
        (
            "Ben Kerr said the pier was rotten. The board denied the quote attributed to Kerr.",
            True,
        ),
        (
            "Ben Kerr said the pier was rotten. The board denied the quote ascribed to Marlow.",
            False,
        ),
        ("Ben Kerr said the pier was rotten. Kerr retracted the comment on Monday.", True),
        ("Ben Kerr said the pier was rotten. Kerr insisted he had been misquoted.", True),
        ("Ben Kerr said the pier was rotten. Kerr said he never used those words.", True),
        ("Ben Kerr said the pier was rotten. Kerr’s lawyer said he did not say that.", True),
        ("Ben Kerr said the pier was rotten. His lawyer said the quote was fabricated.", True),
        (
            "Ben Kerr said the pier was rotten. A lawyer for Kerr said the remark had been taken "
            "out of context.",
            True,
        ),
        ("Ben Kerr said the pier was rotten. The board called the report false.", True),
        ("Ben Kerr said the pier was rotten. The board would call the report false.", False),
        ("Ben Kerr said the pier was rotten. The board called the bridge false.", False),
        ("Ben Kerr said the pier was rotten. Kerr said he never used those tools.", False),
        ("Ben Kerr said the pier was rotten. The board said it did not disclose it.", False),
        ("Ben Kerr said the pier was rotten. The coin was invented in the bay.", False),
        ("Ben Kerr said the pier was rotten. The board rejected the plan.", False),
        ("Ben Kerr said the pier was rotten. The board did not dispute the claim.", False),
        ("Ben Kerr said the pier was rotten. The board denied reports of a strike.", False),
        ("Ben Kerr said the pier was rotten. The board denied the claim that it sold it.", False),
        ("Ben Kerr said the pier was rotten. Kerr rejected Marlow's claim.", False),
        ("Ben Kerr denied Strand's claims. Anna Marlow has also denied her claims.", False),
        ("Ben Kerr denied that he had sold the pier. The board rejected that claim.", True),
        ("Ben Kerr accused the board of theft. The board denied the accusations.", True),
        ("Ben Kerr said the pier was rotten.\nA.\nB.\nC.\nThe board denied the claim.", False),
    ],
)
def test_a_statement_keeps_what_disputes_it(text: str, *, disputed: bool) -> None:
    found = first(text)
    sentences = [sentence.of(text) for sentence in found.disputed]
    assert bool(sentences) is disputed
    assert all(sentence in text and "rotten" not in sentence for sentence in sentences)


def test_a_denial_of_a_named_persons_claim_is_of_theirs_alone() -> None:
    text = (
        "Ben Kerr said the pier was rotten. Ida Strand said it was safe. "
        "The board rejected Kerr's claim."
    )
    kerr, strand = by("Ben Kerr", text), by("Ida Strand", text)
    assert [sentence.of(text) for sentence in kerr.disputed] == [
        "The board rejected Kerr's claim."
    ]
    assert strand.disputed == ()


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Anna Marlow may call the pier “rotten”.", "may call"),
        ("Anna Marlow will say the pier is “rotten”.", "will say"),
        ("Anna Marlow wants to call the pier “rotten”.", "wants to call"),
        ("Anna Marlow called the pier “rotten”.", None),
        ("Anna Marlow said the pier was not “rotten”.", None),
        ("Anna Marlow has called the pier “rotten”.", None),
    ],
)
def test_what_is_not_said_yet_is_kept_with_the_word_that_says_so(
    text: str, hedge: str | None
) -> None:
    found = the_one(text)
    assert words(found.hedge, text) == hedge
    assert "rotten" in found.passage.of(text)
    if hedge is not None:
        assert hedge in found.passage.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow did not call the pier “rotten”.",
        "Anna Marlow would not say the pier was “rotten”.",
        "Anna Marlow declined to say the pier was “rotten”.",
        "Anna Marlow never said that the pier was “rotten”.",
        "Nobody said the pier was “rotten”.",
        "No engineer called the pier “rotten”.",
    ],
)
def test_what_was_not_said_is_nobodys_statement(text: str) -> None:
    assert statements(text) == ()


def test_a_whole_quotation_was_said_whatever_stands_before_it() -> None:
    text = "Anna Marlow did not deny it: “The pier is rotten.”"
    assert [content.span.of(text) for content in the_one(text).content] == ["The pier is rotten."]


def test_the_clause_around_quoted_words_is_theirs_too() -> None:
    text = "The plan is not “realistic”, Anna Marlow said."
    assert [part.span.of(text) for part in the_one(text).content] == [
        "The plan is not",
        "realistic",
    ]


HEADLINE = "Marlow: Pier “Rotten”\n"


@pytest.mark.parametrize(
    ("body", "only"),
    [
        ("The council met on Monday and talked about the pier.", True),
        ("“It is a rotten pier,” Anna Marlow said.", False),
        ("“It is a fine pier,” Anna Marlow said.", True),
        ("“It is a rotten pier,” Ben Kerr said of what Anna Marlow has built.", True),
    ],
)
def test_words_of_a_headline_that_stand_nowhere_below_are_marked(body: str, *, only: bool) -> None:
    found = statements(HEADLINE + body, [BlockKind.HEADING])
    assert [each.headline_only for each in found[:1]] == [only]
    assert not any(each.headline_only for each in found[1:])


def test_a_headline_that_asks_is_one_too() -> None:
    text = "Marlow: Pier “Rotten” – Close It Now?\nThe council met on Monday and talked."
    found = statements(text, [BlockKind.QUESTION])
    assert [each.headline_only for each in found] == [True]


def test_those_who_speak_as_one_are_each_somebody() -> None:
    found = the_one("Anna Marlow and Ben Kerr said the pier was safe.")
    assert found.speaker is not None
    assert found.speaker.name == "Anna Marlow and Ben Kerr"
    assert found.speaker.members == ("Anna Marlow", "Ben Kerr")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Anna Marlow said it was safe.", "named beside the words"),
        (
            "Anna Marlow came. Marlow said it was safe.",
            "part of a name that the article prints in full",
        ),
        (
            "Anna Marlow came. She said it was safe.",
            "pronoun, for the subject before it in the paragraph",
        ),
        (
            "Anna Marlow, a retired officer, came. The officer said it was safe.",
            "role that the article gives to a name",
        ),
        ("A former official said it was safe.", "described, not named"),
    ],
)
def test_a_speaker_comes_with_the_reason_and_how_sure_it_is(text: str, rule: str) -> None:
    resolution = first(text).resolution
    assert resolution is not None
    assert resolution.rule == rule
    assert 0.5 < resolution.confidence < 1
