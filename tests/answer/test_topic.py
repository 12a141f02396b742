"""How well statements fit a topic, over a catalogue with the vectors of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.answer.topic import TopicMatch, possessions, topic_matches
from retrieval.citing import cited
from retrieval.model import CitedStatement, Content, Span, Speaker, Statement, StatementKind
from tests.adapters.stores import ENCODER, article, digested
from tests.fakes import HashingEncoder

LINES = (
    "“The pier is safe,” said Ada Ro.",
    "“We must talk about the price of fish,” she said.",
    "“It is late,” she said.",
)
FILLER = tuple(f"Gull number {n} came over the town and left again." for n in range(20))


@pytest.fixture(name="catalogue")
def _catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = open_catalogue(tmp_path / "catalogue.sqlite", ENCODER.model)
    text = "\n".join(LINES)
    speaker = Speaker("Ada Ro")
    said = [
        Statement(
            StatementKind.DIRECT,
            (Content(Span(at, at + len(line)), quoted=True),),
            None,
            None,
            speaker,
            Span(at, at + len(line)),
        )
        for line in LINES
        for at in (text.index(line),)
    ]
    story = article(text, title="Night falls on the ferry")
    other = article("\n".join(FILLER), "gulls.txt")
    catalogue.writer.commit([digested(story, statements=said), digested(other)])
    yield catalogue
    catalogue.close()


def no_spellings(word: str) -> Sequence[str]:
    del word
    return ()


def statements(catalogue: Catalogue) -> list[CitedStatement]:
    speakers = [known.id for known in catalogue.statements.speakers()]
    return [cited(stored) for stored in catalogue.statements.statements_of(speakers)]


def fits(topic: str, catalogue: Catalogue) -> list[TopicMatch]:
    return topic_matches(
        topic,
        statements(catalogue),
        articles=catalogue.articles,
        encoder=ENCODER,
        spellings=no_spellings,
    )


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("the pier", [True, False, False]),
        ("piers", [True, False, False]),
        ("fish prices", [False, True, False]),
        ("the price of bread and butter in wartime", [False, False, False]),
        ("Zarathustra", [False, False, False]),
        ("the", [False, False, False]),
    ],
)
def test_a_statement_is_about_what_its_words_are_about(
    catalogue: Catalogue, topic: str, about: list[bool]
) -> None:
    assert [each.is_about for each in fits(topic, catalogue)] == about


def test_a_word_of_the_title_alone_is_worth_less_than_one_of_the_statement(
    catalogue: Catalogue,
) -> None:
    ferry, fish = fits("ferry", catalogue)[2], fits("fish", catalogue)[1]
    assert 0 < ferry.words < fish.words == 1
    assert not ferry.is_about


def test_a_name_is_found_in_its_other_spellings(catalogue: Catalogue) -> None:
    (first, *_) = topic_matches(
        "peer",
        statements(catalogue),
        articles=catalogue.articles,
        encoder=ENCODER,
        spellings=lambda word: ("pier",) if word == "peer" else (),
    )
    assert first.is_about


def test_meaning_is_that_of_the_sentence_with_the_words(catalogue: Catalogue) -> None:
    near = [each.meaning or 0.0 for each in fits("price of fish", catalogue)]
    assert near[1] == max(near) > near[0]


def test_without_vectors_words_alone_decide(tmp_path: Path, catalogue: Catalogue) -> None:
    other = HashingEncoder(revision="2")
    again = open_catalogue(tmp_path / "catalogue.sqlite", other.model)
    found = topic_matches(
        "the pier",
        statements(catalogue),
        articles=again.articles,
        encoder=other,
        spellings=no_spellings,
    )
    again.close()
    assert [each.meaning for each in found] == [None, None, None]
    assert [each.is_about for each in found] == [True, False, False]


@pytest.mark.parametrize(
    ("fit", "about"),
    [
        (TopicMatch(1.0, -0.1), True),
        (TopicMatch(0.5, 0.31), True),
        (TopicMatch(0.5, 0.29), False),
        (TopicMatch(0.0, 0.46), True),
        (TopicMatch(0.0, 0.44), False),
        (TopicMatch(0.5, None), True),
        (TopicMatch(0.4, None), False),
    ],
)
def test_words_and_meaning_make_up_for_one_another(fit: TopicMatch, *, about: bool) -> None:
    assert fit.is_about is about


def test_nothing_is_about_a_topic_where_nothing_is_said(catalogue: Catalogue) -> None:
    assert (
        topic_matches(
            "pier", [], articles=catalogue.articles, encoder=ENCODER, spellings=no_spellings
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("the nurses' strike", ["nurses'"]),
        ("the nurses’ long strike", ["nurses’"]),
        ("Foss's clinic", ["Foss"]),
        ("Harbour Line's new ship", ["Line"]),
        ("the Democrats' case", ["Democrats'"]),
        ("the Prime Minister's plan", []),
        ("the mayor's plan", []),
        ("the Mayor's plan", []),
        ("it's a plan", []),
        ("the plan of Foss", []),
        ("the sailors", []),
    ],
)
def test_who_owns_something_is_a_name_or_are_several(text: str, owners: list[str]) -> None:
    assert [owner for owner, _ in possessions(text)] == owners


@pytest.mark.parametrize(
    ("topic", "is_anothers"),
    [
        ("the harbour", False),
        ("Line's harbour", False),
        ("the mayor's harbour", False),
        ("Foss's waste", False),
        ("the nurses' harbour", True),
        ("Foss's harbour", True),
        ("Foss's new harbour", True),
    ],
)
def test_a_thing_that_is_anothers_is_worth_less(
    tmp_path: Path, topic: str, *, is_anothers: bool
) -> None:
    lines = ("Ro dismissed Line's harbour as a waste.", "Ro dismissed the harbour as a waste.")
    said = [
        Statement(
            StatementKind.INDIRECT,
            (Content(Span(at, at + len(line)), quoted=False),),
            None,
            None,
            Speaker("Ada Ro"),
            Span(at, at + len(line)),
        )
        for line in lines
        for at in ("\n".join(lines).index(line),)
    ]
    catalogue = open_catalogue(tmp_path / "owned.sqlite", ENCODER.model)
    story, other = article("\n".join(lines)), article("\n".join(FILLER), "gulls.txt")
    catalogue.writer.commit([digested(story, statements=said), digested(other)])
    owned, plain = fits(topic, catalogue)
    catalogue.close()
    assert (owned.words < plain.words) == is_anothers
