"""What belongs to the statements in an excerpt."""

from __future__ import annotations

import pytest

from retrieval.excerpt_statements import ExcerptStatements
from retrieval.model import CitedStatement, Excerpt, Span, Speaker
from retrieval.ports import StoredStatement
from tests.quotes.statement_catalogue import StatementCatalogue, StatementExtras, card

ASH = Speaker("Bela Ash")
WORDS = "The quay belongs to every fisherman."
DENIED = "Ash later denied having said so."


@pytest.fixture
def catalogue() -> StatementCatalogue:
    return StatementCatalogue()


def excerpt(file: str, start: int = 0, end: int = len(WORDS)) -> Excerpt:
    return Excerpt("", card(file).cite(Span(start, end)), 1.0)


def found(catalogue: StatementCatalogue, shown: Excerpt) -> tuple[CitedStatement, ...]:
    told: list[StoredStatement] = [
        each
        for each in catalogue.statements_in(shown.citation.source)
        if each.statement.speaker is not None
    ]
    return ExcerptStatements(catalogue).of(shown, told)


@pytest.mark.parametrize(
    "extras",
    [
        {"conduit": "leaked notes"},
        {"hedge": "may have said"},
        {"headline_only": True},
        {"disputed": (DENIED,)},
    ],
)
def test_a_statement_comes_with_what_belongs_to_it(
    catalogue: StatementCatalogue, extras: StatementExtras
) -> None:
    placed: StatementExtras = {"passage": "Elsewhere.", **extras}
    catalogue.say("m.txt", ASH, WORDS, **placed)
    (said,) = found(catalogue, excerpt("m.txt"))
    assert (said.conduit, said.hedge) == (extras.get("conduit"), extras.get("hedge"))
    assert said.statement.headline_only is extras.get("headline_only", False)
    assert [each.text for each in said.disputed] == [*extras.get("disputed", ())]


def test_of_words_alone_nothing_is_added(catalogue: StatementCatalogue) -> None:
    catalogue.say("m.txt", ASH, WORDS)
    assert found(catalogue, excerpt("m.txt")) == ()


def test_what_belongs_to_a_statement_beside_the_excerpt_is_left_there(
    catalogue: StatementCatalogue,
) -> None:
    catalogue.say("m.txt", ASH, WORDS, disputed=(DENIED,))
    assert found(catalogue, excerpt("m.txt", 40, 90)) == ()


def test_a_dispute_in_another_print_of_the_words_comes_with_them(
    catalogue: StatementCatalogue,
) -> None:
    catalogue.say("m.txt", ASH, WORDS)
    catalogue.say("n.txt", Speaker("Ash"), f"{WORDS} We paid for it.", disputed=(DENIED,))
    catalogue.say("o.txt", Speaker("Lea Orr"), WORDS, disputed=("Orr denied it.",))
    (said,) = found(catalogue, excerpt("m.txt"))
    assert [(each.text, each.citation.file) for each in said.disputed] == [(DENIED, "n.txt")]


def test_a_dispute_that_the_excerpt_shows_is_not_repeated(catalogue: StatementCatalogue) -> None:
    catalogue.say("m.txt", ASH, WORDS, disputed=(DENIED,))
    (stored,) = catalogue.statements_in("m.txt")
    (place,) = stored.statement.disputed
    assert found(catalogue, excerpt("m.txt", place.start, place.end)) == ()
