"""`/quote NAME named` shows the words beside which the speaker is printed as a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.model import Quoted, Resolution, Speaker
from retrieval.quote import QuoteService
from retrieval.quotes.coreference import rules
from tests.quotes.statement_catalogue import StatementCatalogue, quotes_of

RESOLUTIONS = {
    "The quay is full.": rules.FULL_NAME,
    "The boats are late.": rules.PARTIAL_NAME,
    "The tide is high.": rules.PRONOUN_LAST_SPEAKER,
    "The pier is closed.": rules.ROLE,
    "The fish is gone.": rules.continuation_of(rules.FULL_NAME),
}


@pytest.fixture(name="quotes")
def _quotes() -> QuoteService:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker("Anna Marlow"), *RESOLUTIONS)
    for _, said in catalogue.said:
        said[:] = [
            replace(each, statement=replace(each.statement, resolution=_rule(each.contents[0])))
            for each in said
        ]
    return quotes_of(catalogue)


def _rule(words: str) -> Resolution:
    return RESOLUTIONS[words]


@pytest.mark.parametrize("request_", ["Anna Marlow named", "marlow named", "Marlow named all"])
def test_only_words_beside_the_name_are_shown_and_the_others_counted(
    quotes: QuoteService, request_: str
) -> None:
    reply = quotes.answer(quotes.parse(request_))
    assert isinstance(reply, Quoted)
    assert {each.contents[0] for each in reply.speaker.statements} == {
        "The quay is full.",
        "The boats are late.",
    }
    assert reply.resolved == len(RESOLUTIONS) - len(reply.speaker.statements)
    assert reply.everything == request_.endswith("all")


def test_without_the_word_everything_is_shown(quotes: QuoteService) -> None:
    reply = quotes.answer(quotes.parse("Anna Marlow"))
    assert isinstance(reply, Quoted)
    assert (len(reply.speaker.statements), reply.resolved) == (len(RESOLUTIONS), 0)


def test_the_word_stands_before_a_topic(quotes: QuoteService) -> None:
    query = quotes.parse("Anna Marlow named about the quay")
    assert (query.name, query.topic, query.named) == ("Anna Marlow", "the quay", True)
