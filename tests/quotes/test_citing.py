"""What is shown of what somebody said."""

from __future__ import annotations

import pytest

from retrieval.citing import statement_id
from retrieval.model import CitedStatement, NamedOnly, Quoted, Speaker
from tests.quotes.statement_catalogue import StatementCatalogue, StatementExtras, reply_to


def statements(name: str, catalogue: StatementCatalogue) -> tuple[CitedStatement, ...]:
    reply = reply_to(name, catalogue, ())
    assert isinstance(reply, Quoted)
    return reply.speaker.statements


def test_the_same_words_are_shown_once_with_every_place(catalogue: StatementCatalogue) -> None:
    reply = reply_to("Marlow", catalogue, ())
    assert isinstance(reply, Quoted)
    said = reply.speaker.statements
    assert [each.contents for each in said] == [
        ("The pier is safe,",),
        ("We checked it.",),
        ("Come and see.",),
    ]
    assert [c.file for c in (said[0].citation, *said[0].also_in)] == ["a.txt", "b.txt"]
    assert said[1].also_in == ()


def test_a_few_words_are_the_same_statement_only_in_the_same_sentences(
    catalogue: StatementCatalogue,
) -> None:
    ash = Speaker("Bela Ash")
    catalogue.say("m.txt", ash, "No.", passage="“No.” So said Bela Ash of the quay.")
    catalogue.say("n.txt", ash, "No.", passage="“No.” So said Bela Ash of the fair.")
    catalogue.say("o.txt", ash, "No.", passage="“No!” So said Bela Ash of the fair.")
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    places = [[c.file for c in (s.citation, *s.also_in)] for s in reply.speaker.statements]
    assert places == [["m.txt"], ["n.txt", "o.txt"]]


@pytest.mark.parametrize("extras", [{"conduit": "leaked notes"}, {"hedge": "may have said"}])
def test_words_that_came_otherwise_are_another_statement(
    catalogue: StatementCatalogue, extras: StatementExtras
) -> None:
    catalogue.say("m.txt", Speaker("Bela Ash"), "The quay is for all of us.")
    catalogue.say("n.txt", Speaker("Bela Ash"), "The quay is for all of us.", **extras)
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    assert len(reply.speaker.statements) == 2


def test_an_utterance_that_is_cut_or_contracted_elsewhere_is_one_entry(
    catalogue: StatementCatalogue,
) -> None:
    whole = "We have waited for this quay for years, all of us"
    catalogue.say("m.txt", Speaker("Bela Ash"), "We've waited for this quay for years")
    catalogue.say("n.txt", Speaker("Bela Ash"), whole)
    (said,) = statements("Bela Ash", catalogue)
    assert said.contents == (whole,)
    assert [c.file for c in (said.citation, *said.also_in)] == ["n.txt", "m.txt"]


def test_an_utterance_that_one_paper_splits_is_one_entry(catalogue: StatementCatalogue) -> None:
    first, second = "The quay belongs to everybody here.", "We will never sell it to a bank."
    catalogue.say("m.txt", Speaker("Bela Ash"), first, second, published="2026-03-01")
    catalogue.say("n.txt", Speaker("Bela Ash"), f"{first} {second}", published="2026-03-02")
    (said,) = statements("Bela Ash", catalogue)
    assert said.contents == (f"{first} {second}",)
    assert [c.file for c in said.also_in] == ["m.txt", "m.txt"]
    assert len(said.variants) == 2


@pytest.mark.parametrize(
    ("other", "published"),
    [
        ("The quay will not open in May to anybody", "2026-03-02"),
        ("The quay will open in June to anybody", "2026-03-02"),
        ("The quay will open", "2026-03-20"),
        ("The quay will open in May to anybody who pays", "2024-03-02"),
    ],
)
def test_what_is_said_otherwise_or_on_another_occasion_is_another_entry(
    catalogue: StatementCatalogue, other: str, published: str
) -> None:
    catalogue.say(
        "m.txt",
        Speaker("Bela Ash"),
        "The quay will open in May to anybody",
        published="2026-03-01",
    )
    catalogue.say("n.txt", Speaker("Bela Ash"), other, published=published)
    assert len(statements("Bela Ash", catalogue)) == 2


def test_of_a_headline_and_the_text_below_one_the_text_is_shown(
    catalogue: StatementCatalogue,
) -> None:
    catalogue.say("m.txt", Speaker("Bela Ash"), "The quay is for all of us", headline_only=True)
    catalogue.say("n.txt", Speaker("Bela Ash"), "The quay is for all of us.")
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    (said,) = reply.speaker.statements
    assert (said.citation.file, [c.file for c in said.also_in]) == ("n.txt", ["m.txt"])
    assert not said.statement.headline_only


def test_what_disputes_any_print_disputes_the_statement_once(
    catalogue: StatementCatalogue,
) -> None:
    for file in ("m.txt", "n.txt"):
        catalogue.say(file, Speaker("Bela Ash"), "The quay is for all.", disputed=("It is not.",))
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    ((dispute,),) = [said.disputed for said in reply.speaker.statements]
    assert dispute.text == "It is not."
    assert [c.file for c in (dispute.citation, *dispute.also_in)] == ["m.txt", "n.txt"]


def test_the_newest_come_first_and_the_undated_last(catalogue: StatementCatalogue) -> None:
    dates = {"p.txt": "2026-01", "q.txt": None, "r.txt": "2026-02-03", "s.txt": "2025"}
    for file, published in dates.items():
        catalogue.say(file, Speaker("Bela Ash"), f"I am in {file} today.", published=published)
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    order = [said.citation.file for said in reply.speaker.statements]
    assert order == ["r.txt", "p.txt", "s.txt", "q.txt"]


def test_of_several_roles_the_most_printed_one_tells_who_it_is(
    catalogue: StatementCatalogue,
) -> None:
    for file, roles in (("m", "a poet"), ("n", "the harbour chief"), ("o", "harbour chief")):
        catalogue.say(f"{file}.txt", Speaker("Bela Ash", (roles,)), f"We are in {file} today.")
    reply = reply_to("Bela Ash", catalogue, ())
    assert isinstance(reply, Quoted)
    assert reply.speaker.role == "the harbour chief"


def test_the_headings_with_a_name_come_after_the_sentences(catalogue: StatementCatalogue) -> None:
    catalogue.name("i.txt", "Ruben Castell", "The Role of Ruben Castell")
    catalogue.name("i.txt", "Ruben Castell", "“Ruben Castell left.”")

    reply = reply_to("castell", catalogue, ())

    assert isinstance(reply, NamedOnly)
    assert [place.text for place in reply.named_in] == [
        "“Ruben Castell left.”",
        "The Role of Ruben Castell",
    ]


def test_forms_that_differ_in_case_and_article_are_shown_once(
    catalogue: StatementCatalogue,
) -> None:
    catalogue.say("k.txt", Speaker("Port Board", ("the Port Board", "The port board")), "Late.")
    reply = reply_to("Port Board", catalogue, ())
    assert isinstance(reply, Quoted)
    assert reply.speaker.aliases == ()


def test_an_id_depends_on_source_and_words_only() -> None:
    assert statement_id("a.txt", ["One", "two"]) == statement_id("a.txt", ["One", "two"])
    assert (
        len(
            {
                statement_id(*args)
                for args in (("a", ["b"]), ("a", ["b", ""]), ("b", ["b"]), ("ab", []))
            }
        )
        == 4
    )
