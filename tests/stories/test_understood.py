"""What a question is narrowed to, and completed from, in the sample corpus."""

from __future__ import annotations

import pytest

from bot.bootstrap import Components
from bot.cli.json_output import reply_json
from retrieval.answer.followups.turns import turn_of_reply
from retrieval.model import AS_TYPED, Ambiguous, Answer, Declined, Quoted, Understood

pytestmark = [pytest.mark.model, pytest.mark.parser]


def test_filters_keep_to_their_articles(seeds_components: Components) -> None:
    service = seeds_components.service()

    reply = service.ask('outlet:"Harbour Courier" Why did the union call off the strike?')

    assert reply.passages
    assert {excerpt.citation.outlet for excerpt in reply.passages} == {"Harbour Courier"}
    assert reply.question == 'outlet:"Harbour Courier" Why did the union call off the strike?'
    nothing = service.ask("before:2001 Why did the union call off the strike?")
    assert isinstance(nothing, Declined)
    assert nothing.reason == "No article passes the filters of the question, but others answer it."
    assert nothing.elsewhere


def test_an_outlet_said_in_words_is_a_filter_and_is_said_to_be(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask(
        "Why did the union call off the strike, in the Courier?"
    )

    assert isinstance(reply, Answer)
    assert reply.understood == Understood(outlet="Harbour Courier")
    assert {excerpt.citation.outlet for excerpt in reply.passages} == {"Harbour Courier"}
    assert reply_json(reply, 0)["filters"] == {
        "outlet": "Harbour Courier",
        "after": None,
        "before": None,
        "speaker": None,
    }


def test_a_place_is_no_filter_though_an_outlet_is_named_after_it(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask(
        "How did the council vote on the terminal in Callowick?"
    )

    assert reply.understood == AS_TYPED


def test_where_only_other_articles_answer_that_is_said(seeds_components: Components) -> None:
    reply = seeds_components.service().ask(
        "Who chairs the inquiry, according to the Quillon Wire?"
    )

    assert isinstance(reply, Declined)
    assert reply.elsewhere
    assert reply.understood == Understood(outlet="Quillon Wire")
    assert reply.reason == (
        "The articles that pass the filters of the question do not answer it, but others do."
    )
    assert all(excerpt.citation.outlet != "Quillon Wire" for excerpt in reply.passages)


def test_according_to_somebody_keeps_to_their_statements(seeds_components: Components) -> None:
    service = seeds_components.service()

    reply = service.ask("According to the Marentan water minister, why did the gauge fall silent?")

    assert isinstance(reply, Answer)
    assert reply.understood == Understood(speaker="Piers Okonta")
    assert all("Okonta" in excerpt.text for excerpt in reply.passages)
    assert isinstance(service.ask("What will the union do, according to Tarrick?"), Ambiguous)


def test_a_question_is_completed_by_the_one_before_it(seeds_components: Components) -> None:
    service = seeds_components.service()

    def following(*questions: str) -> list[str | None]:
        earlier, understood = None, []
        for question in questions:
            reply = service.ask(question, earlier)
            assert reply.question == question
            earlier = turn_of_reply(reply)
            understood.append(reply.understood.question)
        return understood

    assert following(
        "What did Falloway say about the strike in the Harbour Courier?",
        "and what did she say about the timetable?",
        "and in the Ledger?",
        "Who chairs the inquiry?",
    ) == [
        None,
        "What did Ingrid Falloway say about the timetable?",
        "What did Ingrid Falloway say about the timetable in the Ledger?",
        None,
    ]
    assert following("What did Tarrick say?", "Oona") == [None, "What did Oona Tarrick say?"]


def test_a_filter_holds_for_the_question_that_follows_until_another_is_said(
    seeds_components: Components,
) -> None:
    service = seeds_components.service()
    first = service.ask("What did Falloway say about the strike in the Harbour Courier?")

    second = service.ask("and what did she say about the timetable?", turn_of_reply(first))
    third = service.ask("and in the Ledger?", turn_of_reply(second))

    assert second.understood.outlet == "Harbour Courier"
    assert third.understood.outlet == "Callowick Ledger"


def test_a_speaker_is_filtered_by_under_any_spelling(seeds_components: Components) -> None:
    service = seeds_components.service()

    reply = service.ask("speaker:holvenski what about the gates?")

    said = service.quote("Holvenskyy")
    assert isinstance(said, Quoted)
    places = [
        place
        for statement in said.speaker.statements
        for place in (statement.citation, *statement.also_in)
    ]
    assert reply.passages
    for excerpt in reply.passages:
        assert any(
            place.source == excerpt.citation.source and place.span.overlaps(excerpt.citation.span)
            for place in places
        )


def test_a_speaker_who_is_not_quoted_is_not_a_filter_that_nothing_passes(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask("speaker:Ashgrave what does the terminal cost?")

    assert isinstance(reply, Declined)
    assert "no words of theirs" in reply.reason
