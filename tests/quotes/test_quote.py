from __future__ import annotations

import pytest

from retrieval.model import NamedOnly, NameKind, Quoted, SeveralSpeakers, Speaker, UnknownName
from retrieval.quotes.identity.people import KnownPerson
from tests.quotes.statement_catalogue import StatementCatalogue, names, quotes_of, reply_to


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
    catalogue: StatementCatalogue, name: str, speaker: str
) -> None:
    reply = reply_to(name, catalogue, ())
    assert isinstance(reply, Quoted), reply
    assert names(reply) == [speaker]


def test_somebody_named_but_not_quoted_comes_with_the_sentences(
    catalogue: StatementCatalogue,
) -> None:
    reply = reply_to("paul reeve", catalogue, ())
    assert isinstance(reply, NamedOnly)
    assert reply.speaker == "Paul Reeve"
    assert [(e.text, e.citation.file) for e in reply.named_in] == [
        ("Paul Reeve left the pier.", "e.txt"),
        ("Then Reeve came back.", "f.txt"),
    ]
    assert [c.file for c in reply.named_in[1].also_in] == ["g.txt"]


def test_a_first_name_of_two_brings_both_the_silent_one_too(catalogue: StatementCatalogue) -> None:
    reply = reply_to("Victor", catalogue, ())
    assert isinstance(reply, SeveralSpeakers)
    assert {each.speaker: len(each.statements) for each in reply.speakers} == {
        "Victor Rule": 1,
        "Victor Ash": 0,
    }


def test_two_people_with_one_surname_are_both_brought(catalogue: StatementCatalogue) -> None:
    catalogue.say("h.txt", Speaker("Tom Marlow"), "I disagree.")
    reply = reply_to("Marlow", catalogue, ())
    assert isinstance(reply, SeveralSpeakers)
    assert set(names(reply)) == {"Anna Marlow", "Tom Marlow", "Marlow"}
    bare = [each.speaker for each in reply.speakers if each.is_surname_only]
    assert bare == ["Marlow"]
    assert names(reply_to("Tom Marlow", catalogue, ())) == ["Tom Marlow"]
    assert names(quotes_of(catalogue).quote("Marlow", exactly=True)) == ["Marlow"]


def _add_main_person(catalogue: StatementCatalogue) -> None:
    for file in ("m1.txt", "m2.txt", "m3.txt"):
        holberg = Speaker("Anders Holberg", ("Holberg", "Governor"))
        catalogue.say(file, holberg, f"The bridge opens, says {file}.")
        catalogue.name(file, "Anders Holberg", "Anders Holberg spoke.")
        catalogue.name(file, "Holberg", "Holberg left.")
    catalogue.name("m3.txt", "Sanna Holberg", "Sanna Holberg waited.")


def test_a_bare_surname_is_the_main_person_and_the_others_are_named(
    catalogue: StatementCatalogue,
) -> None:
    _add_main_person(catalogue)

    for name in ("Holberg", "Mr Holberg", "Governor Holberg"):
        reply = reply_to(name, catalogue, ())
        assert isinstance(reply, Quoted)
        assert (names(reply), reply.namesakes) == (["Anders Holberg"], ("Sanna Holberg",))
    assert names(reply_to("Mrs Holberg", catalogue, ())) == ["Sanna Holberg"]
    assert names(reply_to("Sanna Holberg", catalogue, ())) == ["Sanna Holberg"]


@pytest.mark.parametrize(
    ("aliases", "named_in_it", "is_main"),
    [
        ((), None, True),
        (("Governor",), None, True),
        (("Mr. Holberg",), None, True),
        (("Mrs. Holberg",), None, False),
        (("a hockey player",), None, False),
        ((), "Sanna Holberg", False),
    ],
)
def test_statements_of_a_bare_surname_are_the_main_persons_where_nothing_differs(
    catalogue: StatementCatalogue,
    aliases: tuple[str, ...],
    named_in_it: str | None,
    *,
    is_main: bool,
) -> None:
    _add_main_person(catalogue)
    catalogue.say("n.txt", Speaker("Holberg", aliases), "The ferry stops.")
    if named_in_it is not None:
        catalogue.name("n.txt", named_in_it, f"{named_in_it} waited.")

    reply = reply_to("Holberg", catalogue, ())

    assert isinstance(reply, Quoted)
    assert ("The ferry stops." in {each.passage for each in reply.speaker.statements}) is is_main
    assert reply.namesakes == (() if is_main else ("Holberg only",)) + ("Sanna Holberg",)


def test_an_alias_of_the_configuration_is_nobody_elses(catalogue: StatementCatalogue) -> None:
    _add_main_person(catalogue)
    catalogue.say("n.txt", Speaker("Holberg"), "The ferry stops.")

    reply = reply_to("Sanna Holberg", catalogue, (KnownPerson("Sanna Holberg", ("Holberg",)),))

    assert isinstance(reply, Quoted)
    assert [each.passage for each in reply.speaker.statements] == ["The ferry stops."]


def _two_of_a_name() -> StatementCatalogue:
    catalogue = StatementCatalogue()
    catalogue.say("v1.txt", Speaker("Hugo Vesper"), "The pool is cold.", "The market moves.")
    catalogue.say("v2.txt", Speaker("Ilse Vesper"), "The hall is small.", "The market stays.")
    return catalogue


def test_who_of_several_is_meant_is_asked_back_with_what_is_nearest_to_the_topic() -> None:
    quotes = quotes_of(_two_of_a_name())

    reply = quotes.narrowed(quotes.quote("Vesper"), None, "market")

    assert isinstance(reply, SeveralSpeakers)
    first = {each.speaker: each.statements[0].passage for each in reply.speakers}
    assert first == {"Hugo Vesper": "The market moves.", "Ilse Vesper": "The market stays."}


def test_of_several_who_have_a_name_the_only_one_in_the_articles_is_meant() -> None:
    quotes = quotes_of(_two_of_a_name())

    reply = quotes.narrowed(quotes.quote("Vesper"), frozenset({"v2.txt"}), "market")

    assert isinstance(reply, Quoted)
    assert (names(reply), reply.namesakes) == (["Ilse Vesper"], ("Hugo Vesper",))


def test_articles_in_which_nobody_of_the_name_speaks_leave_it_open() -> None:
    quotes = quotes_of(_two_of_a_name())

    reply = quotes.narrowed(quotes.quote("Vesper"), frozenset({"z.txt"}), "market")

    assert isinstance(reply, SeveralSpeakers)


def test_somebody_next_to_never_printed_is_not_asked_back_about(
    catalogue: StatementCatalogue,
) -> None:
    for number in range(150):
        catalogue.say(f"q{number}.txt", Speaker("Ada Quill"), f"It is number {number}.")
    catalogue.say("r.txt", Speaker("Bo Quill"), "It is not.")

    reply = reply_to("Quill", catalogue, ())

    assert isinstance(reply, Quoted)
    assert reply.speaker.speaker == "Ada Quill"
    assert names(reply_to("Bo Quill", catalogue, ())) == ["Bo Quill"]


def test_unnamed_sources_are_never_merged(catalogue: StatementCatalogue) -> None:
    reply = reply_to("former official", catalogue, ())
    assert isinstance(reply, SeveralSpeakers)
    assert names(reply) == ["a former Ruritanian official", "a former Fenwick official"]
    assert names(reply_to("the former Fenwick official", catalogue, ())) == [
        "a former Fenwick official"
    ]


def test_a_presidents_aide_is_no_president(catalogue: StatementCatalogue) -> None:
    aide = Speaker("Peter Yarrow", ("chief of staff to Fenwick President Victor Zane",))
    catalogue.say("i.txt", aide, "We shall see.")
    assert names(reply_to("president of Fenwick", catalogue, ())) == []
    assert names(reply_to("chief of staff", catalogue, ())) == ["Peter Yarrow"]


def test_people_who_speak_together_are_not_one_of_them(catalogue: StatementCatalogue) -> None:
    catalogue.say("i.txt", Speaker("Varga and Zelensky", named=False), "We agree.")
    assert names(reply_to("Varga", catalogue, ())) == ["Anders Varga"]


def test_a_name_that_is_not_there_is_unknown_with_the_nearest(
    catalogue: StatementCatalogue,
) -> None:
    reply = reply_to("Zelenovskya", catalogue, ())
    assert isinstance(reply, UnknownName)
    assert reply.suggestions == ("Ukko Zelensky",)
    for name in ("Quibble", "", "the"):
        assert reply_to(name, catalogue, ()) == UnknownName(name, ())


def test_a_printed_name_of_any_kind_is_named(catalogue: StatementCatalogue) -> None:
    catalogue.name("i.txt", "Ruben Castell", "Ruben Castell left.", NameKind.ORGANISATION)
    catalogue.name("j.txt", "Ruben Castell", "Ruben Castell came.", NameKind.PLACE)
    catalogue.name("j.txt", "Ostle Bridge", "Ostle Bridge fell.", NameKind.PLACE)
    for name, printed in (("castell", "Ruben Castell"), ("ostle", "Ostle Bridge")):
        reply = reply_to(name, catalogue, ())
        assert isinstance(reply, NamedOnly), reply
        assert reply.speaker == printed


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("Anne Ostberg", "Jane Ostberg"),
        ("Jan Ostberg", "Ian Ostberg"),
        ("Amal Ostberg", "Jamal Ostberg"),
        ("Dana Ostberg", "Diana Ostberg"),
        ("Arvid Ostberg", "Arvin Ostberg"),
        ("Nora Peterson", "Nora Petersen"),
        ("Nora Barlow", "Nora Marlow"),
        ("Nora Reid", "Nora Reed"),
        ("Nora Ostberg", "Ostburg Nora"),
        ("Nora Ostberg", "Mr Lars Ostberg"),
    ],
)
def test_anothers_name_is_suggested_and_not_answered(there: str, asked: str) -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker(there), "The levy saves the yard.")

    assert reply_to(asked, catalogue, ()) == UnknownName(asked, (there,))


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("Eric Ostberg", "Erik Ostberg"),
        ("Oleh Baranovetsky", "Oleh Baranovetskyy"),
        ("Sofia O'Rourke", "Sophia ORourke"),
        ("Jean-Luc Ostberg", "jean luc ostberg"),
        ("Arvid T. Ostberg", "Arvid Ostberg"),
        ("Arvid Ostberg", "Arvid T. Ostberg"),
        ("Arvid Ostberg", "A. Ostberg"),
        ("Arvid Ostberg", "Arvid Otsberg"),
        ("Nora Feldhausen", "Nora Feldhauser"),
        ("Michael Ostberg", "Michale Ostberg"),
    ],
)
def test_one_person_is_found_under_each_spelling(there: str, asked: str) -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker(there), "The levy saves the yard.")

    assert names(reply_to(asked, catalogue, ())) == [there]


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("Nora Trumble", "trum"),
        ("Nora Trumble", "Trumb"),
        ("Nora Trumble", "nora trum"),
        ("Nora Trumble", "Nor Trum"),
        ("Wilhelmina Ostberg", "wil"),
        ("Noémi Járvessy", "jarv"),
    ],
)
def test_the_beginning_of_a_name_suggests_it(there: str, asked: str) -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker(there), "The levy saves the yard.")

    assert reply_to(asked, catalogue, ()) == UnknownName(asked, (there,))


@pytest.mark.parametrize("asked", ["tr", "umble", "trum nora", "the", "n t"])
def test_other_letters_of_a_name_suggest_nobody(asked: str) -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker("Nora Trumble"), "The levy saves the yard.")
    reply = reply_to(asked, catalogue, ())

    assert isinstance(reply, UnknownName)
    assert reply.suggestions == ()


def test_who_speaks_and_is_named_most_is_suggested_first() -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker("Nora Trumble"), "It holds.")
    catalogue.say("b.txt", Speaker("Ada Trumpington"), "It does not.")
    catalogue.say("c.txt", Speaker("Ada Trumpington"), "Nobody knows.")

    assert reply_to("trum", catalogue, ()) == UnknownName(
        "trum", ("Ada Trumpington", "Nora Trumble")
    )


def test_a_first_name_is_suggested_where_no_surname_is_alike() -> None:
    catalogue = StatementCatalogue()
    catalogue.say("a.txt", Speaker("Nora Ostberg"), "The levy saves the yard.")

    assert reply_to("Nora Quill", catalogue, ()) == UnknownName("Nora Quill", ("Nora Ostberg",))


def test_no_headline_or_bare_surname_is_suggested() -> None:
    catalogue = StatementCatalogue()
    for name in ("Nora Ostberg", "Nora Ostberg Nora", "Ostberg Friday", "Ostberg"):
        catalogue.say(f"{name}.txt", Speaker(name), "The levy saves the yard.")

    assert reply_to("Lena Ostberg", catalogue, ()) == UnknownName(
        "Lena Ostberg", ("Nora Ostberg",)
    )


def test_what_only_begins_with_a_surname_is_no_namesake() -> None:
    catalogue = StatementCatalogue()
    for file in ("a.txt", "b.txt", "c.txt"):
        catalogue.say(file, Speaker("Nora Ostberg", ("Ostberg",)), f"It holds, says {file}.")
    catalogue.say("d.txt", Speaker("Ostberg Nora"), "It holds.")
    catalogue.say("d.txt", Speaker("Lars Ostberg"), "It does not.")

    reply = reply_to("Ostberg", catalogue, ())

    assert isinstance(reply, Quoted)
    assert (names(reply), reply.namesakes) == (["Nora Ostberg"], ("Lars Ostberg",))


def test_nobody_is_offered_what_was_asked_for(catalogue: StatementCatalogue) -> None:
    for name in ("Ruben Castell", "Victor Ashe", "Elysée", "NATO", "The Nato"):
        reply = reply_to(name, catalogue, ())
        if isinstance(reply, UnknownName):
            assert name not in reply.suggestions


def test_an_office_is_asked_for_by_all_its_words(catalogue: StatementCatalogue) -> None:
    for office in ("the mayor’s office", "the president’s office", "the harbour office"):
        catalogue.say("k.txt", Speaker(office, named=False), f"We are {office}.")
    catalogue.say("l.txt", Speaker("Office of Works"), "We build.")
    assert names(reply_to("the mayor's office", catalogue, ())) == ["the mayor’s office"]
    assert names(reply_to("the governor's office", catalogue, ())) == []


def test_a_place_in_a_role_is_not_the_role(catalogue: StatementCatalogue) -> None:
    assert names(reply_to("Pier", catalogue, ())) == []


def test_known_people_add_spellings_and_titles(catalogue: StatementCatalogue) -> None:
    people = (KnownPerson("Anders Varga", ("A. Vargha", "Viking"), ("harbour master",)),)
    assert names(reply_to("viking", catalogue, people)) == ["Anders Varga"]
    assert names(reply_to("the harbour master", catalogue, people)) == ["Anders Varga"]
