from dataclasses import replace

import pytest

from retrieval.adapters.sqlite.catalogue import Catalogue
from retrieval.model import NameKind, Quoted, Speaker
from tests.adapters.stores import LIND, article, ask_context, digested, name, span_of, statement

OFFICIAL = Speaker("a harbour official", named=False)


@pytest.fixture
def quotes(catalogue: Catalogue) -> Catalogue:
    old = 'Ada Lind said: "Wait."\nAda Lind left. In Eastwick, a harbour official said: "Go."'
    new = 'Mayor Ada Lind said: "Now."\nNobody answered.'
    undated = 'Ada Lind said: "Perhaps."'
    catalogue.writer.commit(
        [
            digested(
                article(old, "old", published="2026-01-01"),
                statements=[
                    statement(old, "Wait.", LIND),
                    statement(old, "Go.", OFFICIAL),
                    statement(old, "Go.", None),
                ],
                names=[
                    name(old, "Ada Lind"),
                    name(old, "Ada Lind", nth=1),
                    name(old, "Eastwick", NameKind.PLACE),
                ],
            ),
            digested(
                article(new, "new", published="2026-02-02"),
                statements=[statement(new, "Now.", LIND)],
                names=[replace(name(new, "Ada Lind"), roles=("Mayor", "mother of four"))],
            ),
            digested(
                article(undated, "undated"), statements=[statement(undated, "Perhaps.", LIND)]
            ),
        ]
    )
    return catalogue


def test_speakers_are_those_of_each_article_with_their_number_of_statements(
    quotes: Catalogue,
) -> None:
    found = [(each.source, each.speaker, each.statements) for each in quotes.statements.speakers()]
    assert found == [
        ("/desk/new", LIND, 1),
        ("/desk/old", LIND, 1),
        ("/desk/old", OFFICIAL, 1),
        ("/desk/undated", LIND, 1),
    ]


def test_those_that_are_disputed_are_found_whoever_spoke(catalogue: Catalogue) -> None:
    text = 'Ada Lind said: "Wait."\n"Go," it was said.\nLind denied both.'
    denial = (span_of(text, "Lind denied both."),)
    said = [statement(text, "Wait.", LIND), statement(text, "Go,", None)]
    disputed = [replace(each, disputed=denial) for each in said]
    catalogue.writer.commit(
        [
            digested(article(text, "new"), statements=disputed),
            digested(article(text, "old"), statements=said),
        ]
    )
    found = catalogue.statements.disputed()
    assert [(each.contents, each.statement.speaker) for each in found] == [
        (("Wait.",), LIND),
        (("Go,",), None),
    ]
    assert {each.disputed for each in found} == {("Lind denied both.",)}


def test_statements_come_newest_first_and_those_without_a_date_last(
    quotes: Catalogue,
) -> None:
    ids = [each.id for each in quotes.statements.speakers() if each.speaker == LIND]
    found = quotes.statements.statements_of(ids)
    assert [each.contents for each in found] == [("Now.",), ("Wait.",), ("Perhaps.",)]
    assert quotes.statements.statements_of([]) == []


def test_a_statement_comes_back_with_its_words(quotes: Catalogue) -> None:
    ids = [each.id for each in quotes.statements.speakers() if each.speaker == OFFICIAL]
    (found,) = quotes.statements.statements_of(ids)
    assert (found.cue, found.mention, found.contents) == ("said", "a harbour official", ("Go.",))
    assert found.passage == 'Ada Lind left. In Eastwick, a harbour official said: "Go."'
    assert found.statement.speaker == OFFICIAL
    text = quotes.articles.text(found.card.source, found.card.version)
    assert text is not None
    assert found.statement.content[0].span == span_of(text, "Go.")


def test_names_are_counted_by_sentences_and_articles(quotes: Catalogue) -> None:
    found = [
        (each.text, each.kind, each.places, each.articles) for each in quotes.statements.names()
    ]
    assert found == [
        ("Ada Lind", NameKind.PERSON, 3, 2),
        ("Eastwick", NameKind.PLACE, 1, 1),
    ]
    assert [each.roles for each in quotes.statements.names()] == [("Mayor", "mother of four"), ()]


def test_the_places_of_names_are_sentences_newest_first_each_once(quotes: Catalogue) -> None:
    found = quotes.statements.sentences_naming(["Ada Lind", "Eastwick", "nobody", "'"])
    assert [(card.file, words) for card, _, words in found] == [
        ("new", 'Mayor Ada Lind said: "Now."'),
        ("old", 'Ada Lind said: "Wait."'),
        ("old", "Ada Lind left."),
        ("old", 'In Eastwick, a harbour official said: "Go."'),
    ]
    for card, span, words in found:
        assert span.of(quotes.articles.text(card.source, card.version) or "") == words


def test_a_replaced_article_takes_its_statements_with_it(quotes: Catalogue) -> None:
    ids = [each.id for each in quotes.statements.speakers() if each.source == "/desk/new"]
    quotes.writer.commit([digested(article("Nothing was said.", "new"))])
    assert quotes.statements.statements_of(ids) == []
    assert "/desk/new" not in {each.source for each in quotes.statements.speakers()}


def test_the_statements_in_an_article_are_those_whose_speaker_is_known(
    quotes: Catalogue,
) -> None:
    (old,) = [card.source for card in quotes.articles.cards() if card.file == "old"]
    said = [(each.contents, each.card.file) for each in quotes.statements.statements_in(old)]
    assert sorted(said) == [(("Go.",), "old"), (("Wait.",), "old")]
    assert quotes.statements.statements_in("nowhere") == []


def test_the_statements_in_an_article_are_those_of_its_present_version(quotes: Catalogue) -> None:
    (before,) = quotes.statements.statements_in("/desk/new")
    assert before.contents == ("Now.",)
    text = 'The mayor, Ada Lind, said: "Later."'
    changed = digested(article(text, "new"), statements=[statement(text, "Later.", LIND)])
    quotes.writer.commit([changed])
    assert [each.contents for each in quotes.statements.statements_in("/desk/new")] == [
        ("Later.",)
    ]
    quotes.writer.remove(["/desk/new"])
    assert quotes.statements.statements_in("/desk/new") == []


def test_what_somebody_said_is_that_of_the_present_articles(quotes: Catalogue) -> None:
    people = ask_context(quotes).quotes
    said = people.quote("Ada Lind")
    assert isinstance(said, Quoted)
    assert people.quote("Ada Lind") == said
    quotes.writer.remove(["/desk/new", "/desk/undated"])
    said = people.quote("Ada Lind")
    assert isinstance(said, Quoted)
    assert [each.contents for each in said.speaker.statements] == [("Wait.",)]
