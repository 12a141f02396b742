"""Whom an excerpt's words are taken for, by the statements that are stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.answer.excerpts import referents
from retrieval.model import (
    Content,
    Excerpt,
    Referent,
    Resolution,
    Span,
    Speaker,
    Statement,
    StatementKind,
)
from retrieval.ports import StoredStatement
from tests.answer.stored_statements import card

TEXT = "Ada Ro came. It rained. “The quay is safe,” she said. Rain fell."
CARD = card("a.txt")
PRONOUN = Resolution("pronoun", 0.9)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def excerpt(words: str, lead: int = 0) -> Excerpt:
    return Excerpt(words, CARD.cite(at(words)), 1.0, lead=lead)


def stored(
    mention: str | None = "she", resolution: Resolution | None = PRONOUN
) -> StoredStatement:
    said = Statement(
        StatementKind.DIRECT,
        (Content(at("The quay is safe,"), quoted=True),),
        at("said"),
        at(mention) if mention else None,
        Speaker("Ada Ro"),
        at("“The quay is safe,” she said."),
        resolution,
    )
    return StoredStatement("1", CARD, said, ("The quay is safe,",), "said", mention, "")


SAFE = excerpt("“The quay is safe,” she said.")


def test_a_pronoun_of_a_statement_is_taken_for_its_speaker() -> None:
    assert referents(SAFE, [stored()]) == (
        Referent("she", CARD.cite(at("she")), "Ada Ro", PRONOUN),
    )


def test_words_without_a_speaker_beside_them_have_one_all_the_same() -> None:
    assert referents(excerpt("“The quay is safe,”"), [stored()]) == (
        Referent(None, CARD.cite(at("“The quay is safe,”")), "Ada Ro", PRONOUN),
    )


@pytest.mark.parametrize(
    ("shown", "statement"),
    [
        (excerpt("Ada Ro came. It rained. “The quay is safe,” she said."), stored()),
        (excerpt("Rain fell."), stored()),
        (excerpt("“The quay is safe,” she said. Rain fell.", lead=30), stored()),
        (SAFE, stored(resolution=None)),
        (SAFE, replace(stored(), statement=replace(stored().statement, speaker=None))),
    ],
    ids=["named", "not said here", "said only before", "no reason", "nobody"],
)
def test_nobody_is_named_where_it_is_plain_or_not_known(
    shown: Excerpt, statement: StoredStatement
) -> None:
    assert referents(shown, [statement]) == ()
