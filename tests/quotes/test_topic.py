"""NAME about TOPIC."""

from __future__ import annotations

import pytest

from retrieval.model import (
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Speaker,
    UnknownName,
)
from retrieval.quote import StatementQuery
from tests.quotes.statement_catalogue import StatementCatalogue, quotes_of


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("marlow", StatementQuery("marlow")),
        ("Marlow about the pier", StatementQuery("Marlow", "the pier")),
        ("Marlow  ON piers", StatementQuery("Marlow", "piers")),
        ("Marlow re: piers", StatementQuery("Marlow", "piers")),
        ("Marlow regarding trade on piers", StatementQuery("Marlow", "trade on piers")),
        ("Marlow all", StatementQuery("Marlow", everything=True)),
        ("Marlow about the pier all", StatementQuery("Marlow", "the pier", everything=True)),
        ("Marlow about all", StatementQuery("Marlow", everything=True)),
        ("Marlow about", StatementQuery("Marlow")),
        ("Society about Bees", StatementQuery("Society about Bees")),
        ("Society about Bees about bees", StatementQuery("Society about Bees", "bees")),
        ("Piers for All", StatementQuery("Piers for All")),
        ("Piers for All all", StatementQuery("Piers for All", everything=True)),
        ("the minister on duty", StatementQuery("the minister on duty")),
        ("the minister on duty on duties", StatementQuery("the minister on duty", "duties")),
        ("Marlow on duty", StatementQuery("Marlow", "duty")),
        ("Quibble about piers", StatementQuery("Quibble", "piers")),
        ("Quibble all", StatementQuery("Quibble all")),
        ("Duran Duran about duran", StatementQuery("Duran Duran", "duran")),
        ("Vera Only", StatementQuery("Vera Only")),
        ("Anna Marlow only", StatementQuery("Anna Marlow", exactly=True)),
        (
            "Anna Marlow only on piers all",
            StatementQuery("Anna Marlow", "piers", everything=True, exactly=True),
        ),
        ("", StatementQuery("")),
        ("about", StatementQuery("about")),
        ("about piers", StatementQuery("about piers")),
        ("all", StatementQuery("all")),
    ],
)
def test_a_request_is_read_as_a_name_as_far_as_it_is_one(
    catalogue: StatementCatalogue, request_: str, expected: StatementQuery
) -> None:
    for name in ("Society about Bees", "Piers for All", "Vera Only", "Duran Duran"):
        catalogue.say("t.txt", Speaker(name), f"We are {name}.")
    catalogue.say("t.txt", Speaker("the minister on duty", named=False), "Not today.")
    assert quotes_of(catalogue).parse(request_) == expected


def about(asked: StatementQuery, catalogue: StatementCatalogue) -> QuoteReply:
    return quotes_of(catalogue).answer(asked)


def test_of_the_statements_those_on_the_topic_are_shown_the_best_first(
    catalogue: StatementCatalogue,
) -> None:
    catalogue.say("u.txt", Speaker("Bela Ash"), "A safe pier.", "A pier.", "Come and see.")
    reply = about(StatementQuery("Bela Ash", "safe pier"), catalogue)
    assert isinstance(reply, Quoted)
    assert [said.contents for said in reply.speaker.statements] == [
        ("A safe pier.",),
        ("A pier.",),
    ]
    assert (reply.topic, reply.others, reply.everything) == ("safe pier", 1, False)


def test_where_nothing_is_on_the_topic_the_nearest_are_no_answer(
    catalogue: StatementCatalogue,
) -> None:
    words = [f"Number {n} is late." for n in range(4)] + ["One fish of four."]
    catalogue.say("u.txt", Speaker("Bela Ash"), *words)
    reply = about(StatementQuery("Bela Ash", "fish and chips today"), catalogue)
    assert isinstance(reply, NotAbout)
    assert (reply.total, len(reply.speaker.statements)) == (5, 3)
    assert reply.speaker.statements[0].contents == ("One fish of four.",)


def test_what_is_asked_stays_with_the_reply(catalogue: StatementCatalogue) -> None:
    whole = about(StatementQuery("Marlow", everything=True), catalogue)
    assert isinstance(whole, Quoted)
    assert whole.everything
    named = about(StatementQuery("Reeve", everything=True), catalogue)
    assert isinstance(named, NamedOnly)
    assert named.everything
    unknown = about(StatementQuery("Quibble", "piers"), catalogue)
    assert unknown == UnknownName("Quibble", (), "piers")
    several = about(StatementQuery("Victor", "piers"), catalogue)
    assert isinstance(several, SeveralSpeakers)
    assert several.topic == "piers"
    exactly = about(StatementQuery("Anna Marlow", exactly=True), catalogue)
    assert isinstance(exactly, Quoted)
    assert exactly.name == "Anna Marlow only"
