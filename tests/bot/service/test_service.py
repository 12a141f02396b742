from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.service.articles import CorpusSize
from bot.service.service import RetrievalService
from bot.service.verbatim import words_in_quote_reply
from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.answer.followups.completion import Antecedent
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    CitedStatement,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    StatementKind,
    UnknownName,
)
from retrieval.quote import QuoteService, StatementQuery
from tests.adapters.stores import ENCODER, article, ask_context, digested
from tests.bot.fake_service import PrintedArticle

TEXT = "“Yes,” she told the panel, notes say.\nThe port denied it.\nAda Ro may go."
PAPER = PrintedArticle("harbour.txt", TEXT)
SAID = PAPER.travelling(
    PAPER.statement("“Yes,” she told the panel, notes say.", "Yes,", StatementKind.DIRECT),
    mention="she",
    addressee="the panel",
    conduit="notes",
    hedge="may go",
    disputed=(PAPER.excerpt("The port denied it."),),
)


@pytest.fixture(name="catalogue")
def _catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = open_catalogue(tmp_path / "catalogue.sqlite", ENCODER.model)
    catalogue.writer.commit([digested(article(TEXT))])
    yield catalogue
    catalogue.close()


class GivenQuotes(QuoteService):
    """Answers every request with one reply, and knows people by the names that it is given."""

    def __init__(
        self, reply: QuoteReply, asked: list[StatementQuery], people: Mapping[str, Antecedent]
    ) -> None:
        """Needs no statements."""
        self.reply, self.asked, self.people = reply, asked, people

    def parse(self, request: str) -> StatementQuery:
        return StatementQuery(request, everything=request.endswith("all"))

    def person(self, name: str) -> Antecedent | None:
        return self.people.get(name)

    def answer(self, query: StatementQuery) -> QuoteReply:
        self.asked.append(query)
        return self.reply


def service(
    catalogue: Catalogue,
    reply: QuoteReply,
    asked: list[StatementQuery],
    people: Mapping[str, Antecedent] = MappingProxyType({}),
) -> RetrievalService:
    context = replace(ask_context(catalogue), quotes=GivenQuotes(reply, asked, people))
    return RetrievalService(context, passages_shown=3, min_confidence=0.5)


def stored(catalogue: Catalogue, said: CitedStatement) -> CitedStatement:
    """The statement with the places that the catalogue knows."""
    (card,) = catalogue.articles.cards()
    return replace(
        said,
        citation=card.cite(said.citation.span),
        disputed=tuple(
            replace(each, citation=card.cite(each.citation.span)) for each in said.disputed
        ),
    )


def test_every_word_that_a_reply_may_show_is_named_with_its_place() -> None:
    speaker = SpeakerStatements("Ada Ro", (), (SAID,))
    every = {SAID.passage, "The port denied it.", "Yes,", "she", "the panel", "notes", "may go"}
    replies: list[QuoteReply] = [
        Quoted("ro", speaker),
        NotAbout("ro", "fish", speaker, 1),
        SeveralSpeakers("ro", (speaker, replace(speaker, statements=()))),
    ]
    for reply in replies:
        assert {words for _, words in words_in_quote_reply(reply)} == every
        assert all(place.span.of(TEXT) == words for place, words in words_in_quote_reply(reply))
    named = NamedOnly("ro", "Ada Ro", (PAPER.excerpt("Ada Ro may go."),))
    assert [words for _, words in words_in_quote_reply(named)] == ["Ada Ro may go."]
    assert not list(words_in_quote_reply(UnknownName("ro", ())))


@pytest.mark.parametrize(
    "altered",
    [
        {"addressee": "a panel"},
        {"conduit": "Notes"},
        {"hedge": "may"},
        {"mention": "She"},
        {"passage": "Yes"},
        {"contents": ("Yes",)},
        {"disputed": (replace(PAPER.excerpt("The port denied it."), text="It did not."),)},
    ],
    ids=str,
)
def test_a_reply_with_other_words_than_the_stored_ones_is_not_given(
    catalogue: Catalogue, altered: dict[str, object]
) -> None:
    true = Quoted("ro", SpeakerStatements("Ada Ro", (), (stored(catalogue, SAID),)))
    assert service(catalogue, true, []).quote("ro") is true
    said = stored(catalogue, replace(SAID, **altered))  # type: ignore[arg-type] # one field, by a name that is a parameter: replace() cannot know its type
    false = Quoted("ro", SpeakerStatements("Ada Ro", (), (said,)))
    with pytest.raises(NotVerbatimError):
        service(catalogue, false, []).quote("ro")


def test_topic_and_number_may_be_given_apart_from_the_name(catalogue: Catalogue) -> None:
    asked: list[StatementQuery] = []
    front = service(catalogue, UnknownName("ro", ()), asked)
    front.quote("ro")
    front.quote("ro", about="fish")
    front.quote("ro", everything=True)
    front.quote("ro all")
    assert asked == [
        StatementQuery("ro"),
        StatementQuery("ro", "fish"),
        StatementQuery("ro", everything=True),
        StatementQuery("ro all", everything=True),
    ]


def test_the_desk_says_how_much_there_is_and_who_is_named_in_a_text(
    catalogue: Catalogue,
) -> None:
    people = {"Ada Ro": Antecedent("Ada Ro"), "Ro": Antecedent("Ada Ro")}
    shown = service(catalogue, UnknownName("", ()), [], people)
    assert shown.corpus_size() == CorpusSize(articles=1, outlets=0, passages=1, statements=0)
    assert shown.names_in("They met Ada Ro in Velmark; Ro left.") == ("Ada Ro",)
    assert shown.revision() == catalogue.outbox.last_change() == 1
