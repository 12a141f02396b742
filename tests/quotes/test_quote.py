from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.answer.about import Fitness
from retrieval.errors import ConfigError
from retrieval.model import (
    CitedStatement,
    NamedOnly,
    NameKind,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Speaker,
    UnknownName,
)
from retrieval.quote import directory_of, quote, quote_about, read
from retrieval.quotes.people import KnownPerson, known_people, parse_people
from retrieval.quotes.topic import Asked
from retrieval.statements import statement_id
from tests.quotes.shelf import Shelf, With


@pytest.fixture(name="shelf")
def _shelf() -> Shelf:
    shelf = Shelf()
    marlow = Speaker("Anna Marlow", ("Marlow", "director of the Pier Institute"))
    shelf.say("a.txt", marlow, "The pier is safe,", "We checked it.")
    shelf.say("b.txt", Speaker("Marlow"), "“The PIER is  safe”", "Come and see.")
    shelf.say("c.txt", Speaker("Ukko Zelensky", ("Zelensky", "Ruritanian President")), "No.")
    varga = Speaker("Anders Varga", ("former Swedish navy officer and politician",))
    shelf.say("c.txt", varga, "It is late.")
    shelf.say("d.txt", Speaker("a former Ruritanian official", named=False), "Perhaps.")
    shelf.say("d.txt", Speaker("a former Fenwick official", named=False), "Hardly.")
    shelf.say("e.txt", Speaker("Élysée Palace"), "We dispute it.")
    shelf.say("e.txt", Speaker("Victor Rule", ("Rule", "NATO chief")), "Protect them.")
    shelf.name("e.txt", "NATO", "Marlow spoke at NATO.", NameKind.ORGANISATION)
    shelf.name("e.txt", "Victor Ash", "Victor Ash left.")
    shelf.name("e.txt", "Paul Reeve", "Paul Reeve left the pier.")
    shelf.name("f.txt", "Reeve", "Then Reeve came back.")
    shelf.name("g.txt", "Reeve", "Then  Reeve came back!")
    shelf.name("g.txt", "Reeve-Marlow", "The Reeve-Marlow meeting ended.")
    return shelf


def asked(name: str, shelf: Shelf, people: Sequence[KnownPerson]) -> QuoteReply:
    return quote(name, shelf, directory_of(shelf, people))


def names(reply: QuoteReply) -> list[str]:
    match reply:
        case Quoted():
            return [reply.speaker.speaker]
        case SeveralSpeakers():
            return [each.speaker for each in reply.speakers]
        case NamedOnly():
            return [reply.speaker]
        case UnknownName():
            return []
        case NotAbout():
            return [reply.speaker.speaker]


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("Anna Marlow", "Anna Marlow"),
        ("anna marlow", "Anna Marlow"),
        ("marlow", "Anna Marlow"),
        ("Ms Marlow", "Anna Marlow"),
        ("Marlow’s", "Anna Marlow"),
        ("Anna Marlwo", "Anna Marlow"),
        ("zelenskyy", "Ukko Zelensky"),
        ("Selenskyj", "Ukko Zelensky"),
        ("president of Ruritania", "Ukko Zelensky"),
        ("the Ruritanian president", "Ukko Zelensky"),
        ("ex-swedish officer", "Anders Varga"),
        ("former Swedish officer", "Anders Varga"),
        ("director of the pier institute", "Anna Marlow"),
        ("the nato chief", "Victor Rule"),
        ("Elysee", "Élysée Palace"),
        ("the Elysee palace", "Élysée Palace"),
    ],
)
def test_somebody_is_found_under_any_spelling_part_or_role(
    shelf: Shelf, name: str, speaker: str
) -> None:
    reply = asked(name, shelf, ())
    assert isinstance(reply, Quoted), reply
    assert names(reply) == [speaker]


def test_the_same_words_are_shown_once_with_every_place(shelf: Shelf) -> None:
    reply = asked("Marlow", shelf, ())
    assert isinstance(reply, Quoted)
    said = reply.speaker.statements
    assert [each.contents for each in said] == [
        ("The pier is safe,",),
        ("We checked it.",),
        ("Come and see.",),
    ]
    assert [c.file for c in (said[0].citation, *said[0].also_in)] == ["a.txt", "b.txt"]
    assert said[1].also_in == ()


def test_a_few_words_are_the_same_statement_only_in_the_same_sentences(shelf: Shelf) -> None:
    ash = Speaker("Bela Ash")
    shelf.say("m.txt", ash, "No.", passage="“No.” So said Bela Ash of the quay.")
    shelf.say("n.txt", ash, "No.", passage="“No.” So said Bela Ash of the fair.")
    shelf.say("o.txt", ash, "No.", passage="“No!” So said Bela Ash of the fair.")
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    places = [[c.file for c in (s.citation, *s.also_in)] for s in reply.speaker.statements]
    assert places == [["m.txt"], ["n.txt", "o.txt"]]


@pytest.mark.parametrize("travelling", [{"conduit": "leaked notes"}, {"hedge": "may have said"}])
def test_words_that_came_otherwise_are_another_statement(shelf: Shelf, travelling: With) -> None:
    shelf.say("m.txt", Speaker("Bela Ash"), "The quay is for all of us.")
    shelf.say("n.txt", Speaker("Bela Ash"), "The quay is for all of us.", **travelling)
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    assert len(reply.speaker.statements) == 2


def test_of_a_headline_and_the_text_below_one_the_text_is_shown(shelf: Shelf) -> None:
    shelf.say("m.txt", Speaker("Bela Ash"), "The quay is for all of us", headline_only=True)
    shelf.say("n.txt", Speaker("Bela Ash"), "The quay is for all of us.")
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    (said,) = reply.speaker.statements
    assert (said.citation.file, [c.file for c in said.also_in]) == ("n.txt", ["m.txt"])
    assert not said.statement.headline_only


def test_what_disputes_any_print_disputes_the_statement_once(shelf: Shelf) -> None:
    for file in ("m.txt", "n.txt"):
        shelf.say(file, Speaker("Bela Ash"), "The quay is for all.", disputed=("It is not.",))
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    ((dispute,),) = [said.disputed for said in reply.speaker.statements]
    assert dispute.text == "It is not."
    assert [c.file for c in (dispute.citation, *dispute.also_in)] == ["m.txt", "n.txt"]


def test_the_newest_come_first_and_the_undated_last(shelf: Shelf) -> None:
    dates = {"p.txt": "2026-01", "q.txt": None, "r.txt": "2026-02-03", "s.txt": "2025"}
    for file, published in dates.items():
        shelf.say(file, Speaker("Bela Ash"), f"I am in {file} today.", published=published)
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    order = [said.citation.file for said in reply.speaker.statements]
    assert order == ["r.txt", "p.txt", "s.txt", "q.txt"]


def test_of_several_roles_the_most_printed_one_tells_who_it_is(shelf: Shelf) -> None:
    for file, roles in (("m", "a poet"), ("n", "the harbour chief"), ("o", "harbour chief")):
        shelf.say(f"{file}.txt", Speaker("Bela Ash", (roles,)), f"We are in {file} today.")
    reply = asked("Bela Ash", shelf, ())
    assert isinstance(reply, Quoted)
    assert reply.speaker.role == "the harbour chief"


def test_somebody_named_but_not_quoted_comes_with_the_sentences(shelf: Shelf) -> None:
    reply = asked("paul reeve", shelf, ())
    assert isinstance(reply, NamedOnly)
    assert reply.speaker == "Paul Reeve"
    assert [(e.text, e.citation.file) for e in reply.named_in] == [
        ("Paul Reeve left the pier.", "e.txt"),
        ("Then Reeve came back.", "f.txt"),
    ]
    assert [c.file for c in reply.named_in[1].also_in] == ["g.txt"]


def test_the_headings_with_a_name_come_after_the_sentences(shelf: Shelf) -> None:
    shelf.name("i.txt", "Ruben Castell", "The Role of Ruben Castell")
    shelf.name("i.txt", "Ruben Castell", "“Ruben Castell left.”")

    reply = asked("castell", shelf, ())

    assert isinstance(reply, NamedOnly)
    assert [place.text for place in reply.named_in] == [
        "“Ruben Castell left.”",
        "The Role of Ruben Castell",
    ]


def test_a_first_name_of_two_brings_both_the_silent_one_too(shelf: Shelf) -> None:
    reply = asked("Victor", shelf, ())
    assert isinstance(reply, SeveralSpeakers)
    assert {each.speaker: len(each.statements) for each in reply.speakers} == {
        "Victor Rule": 1,
        "Victor Ash": 0,
    }


def test_two_people_with_one_surname_are_both_brought(shelf: Shelf) -> None:
    shelf.say("h.txt", Speaker("Tom Marlow"), "I disagree.")
    reply = asked("Marlow", shelf, ())
    assert isinstance(reply, SeveralSpeakers)
    assert set(names(reply)) == {"Anna Marlow", "Tom Marlow", "Marlow"}
    bare = [each.speaker for each in reply.speakers if each.is_surname_only]
    assert bare == ["Marlow"]
    assert names(asked("Tom Marlow", shelf, ())) == ["Tom Marlow"]
    assert names(quote("Marlow", shelf, directory_of(shelf, ()), exactly=True)) == ["Marlow"]


def test_somebody_next_to_never_printed_is_not_asked_back_about(shelf: Shelf) -> None:
    for number in range(150):
        shelf.say(f"q{number}.txt", Speaker("Ada Quill"), f"It is number {number}.")
    shelf.say("r.txt", Speaker("Bo Quill"), "It is not.")

    reply = asked("Quill", shelf, ())

    assert isinstance(reply, Quoted)
    assert reply.speaker.speaker == "Ada Quill"
    assert names(asked("Bo Quill", shelf, ())) == ["Bo Quill"]


def test_unnamed_sources_are_never_merged(shelf: Shelf) -> None:
    reply = asked("former official", shelf, ())
    assert isinstance(reply, SeveralSpeakers)
    assert names(reply) == ["a former Ruritanian official", "a former Fenwick official"]
    assert names(asked("the former Fenwick official", shelf, ())) == ["a former Fenwick official"]


def test_a_presidents_aide_is_no_president(shelf: Shelf) -> None:
    aide = Speaker("Peter Yarrow", ("chief of staff to Fenwick President Victor Zane",))
    shelf.say("i.txt", aide, "We shall see.")
    assert names(asked("president of Fenwick", shelf, ())) == []
    assert names(asked("chief of staff", shelf, ())) == ["Peter Yarrow"]


def test_people_who_speak_together_are_not_one_of_them(shelf: Shelf) -> None:
    shelf.say("i.txt", Speaker("Varga and Zelensky", named=False), "We agree.")
    assert names(asked("Varga", shelf, ())) == ["Anders Varga"]


def test_a_name_that_is_not_there_is_unknown_with_the_nearest(shelf: Shelf) -> None:
    reply = asked("Zelenovskya", shelf, ())
    assert isinstance(reply, UnknownName)
    assert reply.suggestions == ("Ukko Zelensky",)
    for name in ("Quibble", "", "the"):
        assert asked(name, shelf, ()) == UnknownName(name, ())


def test_a_printed_name_of_any_kind_is_named(shelf: Shelf) -> None:
    shelf.name("i.txt", "Ruben Castell", "Ruben Castell left.", NameKind.ORGANISATION)
    shelf.name("j.txt", "Ruben Castell", "Ruben Castell came.", NameKind.PLACE)
    shelf.name("j.txt", "Ostle Bridge", "Ostle Bridge fell.", NameKind.PLACE)
    for name, printed in (("castell", "Ruben Castell"), ("ostle", "Ostle Bridge")):
        reply = asked(name, shelf, ())
        assert isinstance(reply, NamedOnly), reply
        assert reply.speaker == printed


def test_nobody_is_offered_what_was_asked_for(shelf: Shelf) -> None:
    for name in ("Ruben Castell", "Victor Ashe", "Elysée", "NATO", "The Nato"):
        reply = asked(name, shelf, ())
        if isinstance(reply, UnknownName):
            assert name not in reply.suggestions


def test_an_office_is_asked_for_by_all_its_words(shelf: Shelf) -> None:
    for office in ("the mayor’s office", "the president’s office", "the harbour office"):
        shelf.say("k.txt", Speaker(office, named=False), f"We are {office}.")
    shelf.say("l.txt", Speaker("Office of Works"), "We build.")
    assert names(asked("the mayor's office", shelf, ())) == ["the mayor’s office"]
    assert names(asked("the governor's office", shelf, ())) == []


def test_a_place_in_a_role_is_not_the_role(shelf: Shelf) -> None:
    assert names(asked("Pier", shelf, ())) == []


def test_forms_that_differ_in_case_and_article_are_shown_once(shelf: Shelf) -> None:
    shelf.say("k.txt", Speaker("Port Board", ("the Port Board", "The port board")), "Late.")
    reply = asked("Port Board", shelf, ())
    assert isinstance(reply, Quoted)
    assert reply.speaker.aliases == ()


def test_known_people_add_spellings_and_titles(shelf: Shelf) -> None:
    people = (KnownPerson("Anders Varga", ("A. Vargha", "Viking"), ("harbour master",)),)
    assert names(asked("viking", shelf, people)) == ["Anders Varga"]
    assert names(asked("the harbour master", shelf, people)) == ["Anders Varga"]


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


# --- NAME about TOPIC ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("marlow", Asked("marlow")),
        ("Marlow about the pier", Asked("Marlow", "the pier")),
        ("Marlow  ON piers", Asked("Marlow", "piers")),
        ("Marlow re: piers", Asked("Marlow", "piers")),
        ("Marlow regarding trade on piers", Asked("Marlow", "trade on piers")),
        ("Marlow all", Asked("Marlow", everything=True)),
        ("Marlow about the pier all", Asked("Marlow", "the pier", everything=True)),
        ("Marlow about all", Asked("Marlow", everything=True)),
        ("Marlow about", Asked("Marlow")),
        ("Society about Bees", Asked("Society about Bees")),
        ("Society about Bees about bees", Asked("Society about Bees", "bees")),
        ("Piers for All", Asked("Piers for All")),
        ("Piers for All all", Asked("Piers for All", everything=True)),
        ("the minister on duty", Asked("the minister on duty")),
        ("the minister on duty on duties", Asked("the minister on duty", "duties")),
        ("Marlow on duty", Asked("Marlow", "duty")),
        ("Quibble about piers", Asked("Quibble", "piers")),
        ("Quibble all", Asked("Quibble all")),
        ("Duran Duran about duran", Asked("Duran Duran", "duran")),
        ("Vera Only", Asked("Vera Only")),
        ("Anna Marlow only", Asked("Anna Marlow", exactly=True)),
        (
            "Anna Marlow only on piers all",
            Asked("Anna Marlow", "piers", everything=True, exactly=True),
        ),
        ("", Asked("")),
        ("about", Asked("about")),
        ("about piers", Asked("about piers")),
        ("all", Asked("all")),
    ],
)
def test_a_request_is_read_as_a_name_as_far_as_it_is_one(
    shelf: Shelf, request_: str, expected: Asked
) -> None:
    for name in ("Society about Bees", "Piers for All", "Vera Only", "Duran Duran"):
        shelf.say("t.txt", Speaker(name), f"We are {name}.")
    shelf.say("t.txt", Speaker("the minister on duty", named=False), "Not today.")
    assert read(request_, directory_of(shelf, ())) == expected


def by_word(topic: str, said: Sequence[CitedStatement]) -> list[Fitness]:
    """A statement is about a topic as far as it has its words."""
    words = topic.split()
    return [
        Fitness(sum(word in each.passage for word in words) / len(words), None) for each in said
    ]


def about(asked: Asked, shelf: Shelf) -> QuoteReply:
    return quote_about(asked, shelf, directory_of(shelf, ()), by_word)


def test_of_the_statements_those_on_the_topic_are_shown_the_best_first(shelf: Shelf) -> None:
    shelf.say("u.txt", Speaker("Bela Ash"), "A safe pier.", "A pier.", "Come and see.")
    reply = about(Asked("Bela Ash", "safe pier"), shelf)
    assert isinstance(reply, Quoted)
    assert [said.contents for said in reply.speaker.statements] == [
        ("A safe pier.",),
        ("A pier.",),
    ]
    assert (reply.topic, reply.others, reply.everything) == ("safe pier", 1, False)


def test_where_nothing_is_on_the_topic_the_nearest_are_no_answer(shelf: Shelf) -> None:
    words = [f"Number {n} is late." for n in range(4)] + ["One fish of four."]
    shelf.say("u.txt", Speaker("Bela Ash"), *words)
    reply = about(Asked("Bela Ash", "fish and chips today"), shelf)
    assert isinstance(reply, NotAbout)
    assert (reply.total, len(reply.speaker.statements)) == (5, 3)
    assert reply.speaker.statements[0].contents == ("One fish of four.",)


def test_what_is_asked_stays_with_the_reply(shelf: Shelf) -> None:
    whole = about(Asked("Marlow", everything=True), shelf)
    assert isinstance(whole, Quoted)
    assert whole.everything
    named = about(Asked("Reeve", everything=True), shelf)
    assert isinstance(named, NamedOnly)
    assert named.everything
    unknown = about(Asked("Quibble", "piers"), shelf)
    assert unknown == UnknownName("Quibble", (), "piers")
    several = about(Asked("Victor", "piers"), shelf)
    assert isinstance(several, SeveralSpeakers)
    assert several.topic == "piers"
    exactly = about(Asked("Anna Marlow", exactly=True), shelf)
    assert isinstance(exactly, Quoted)
    assert exactly.name == "Anna Marlow only"


def test_people_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "speakers.toml"
    assert known_people(file) == ()
    file.write_text('[[speaker]]\nname = "Anna Marlow"\ntitles = ["mayor of Exampleton"]\n')
    assert known_people(file) == (KnownPerson("Anna Marlow", (), ("mayor of Exampleton",)),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[speaker]", "broken TOML"),
        ("[[people]]\nname='A'", "unknown table 'people'"),
        ("speaker = 3", "not a list of tables"),
        ("[[speaker]]\nalias=['B']\nname='A'", "unknown key 'alias'"),
        ("[[speaker]]\naliases='B'\nname='A'", "aliases: 'B'"),
        ("[[speaker]]\ntitles=[]", "name: None"),
    ],
)
def test_a_faulty_file_of_people_is_refused_with_every_fault(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=r"speakers\.toml: ") as caught:
        parse_people(text, "speakers.toml")
    assert fault in str(caught.value)
