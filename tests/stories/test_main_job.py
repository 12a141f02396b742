"""The sample corpus asked end to end: with the real encoder, parser and stores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot import quoting, render
from bot.app import Shop
from bot.jsonform import excerpt_form, outlets_form, quote_form, reply_form
from bot.markup import plain
from bot.proof import assert_verbatim
from bot.settings import ROOT
from retrieval.answer.follow import earlier_of
from retrieval.evaluation.answers import figures, judge
from retrieval.evaluation.cases import read_cases
from retrieval.ingest import IngestReport
from retrieval.model import (
    AS_TYPED,
    Ambiguous,
    Answer,
    Citation,
    Declined,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Understood,
    UnknownName,
)

pytestmark = [pytest.mark.model, pytest.mark.parser]

HERE = Path(__file__).parent
QUOTES: list[dict[str, Any]] = json.loads((HERE / "seeds_quotes.json").read_text())
TOPICS: list[dict[str, Any]] = json.loads((HERE / "seeds_topics.json").read_text())
OUTCOMES: dict[str, type[QuoteReply]] = {
    "found": Quoted,
    "named_only": NamedOnly,
    "ambiguous": SeveralSpeakers,
    "unknown": UnknownName,
    "not_about": NotAbout,
}


def stored_words(shop: Shop, citation: Citation) -> str:
    """What stands at a citation: for a text file, in the file itself."""
    path = Path(citation.source)
    if path.suffix == ".txt":
        return citation.span.of(path.read_bytes().decode())
    text = shop.catalogue.text(citation.source, citation.version)
    assert text is not None
    return citation.span.of(text)


def test_every_article_of_the_sample_corpus_is_taken_in(seeds_report: IngestReport) -> None:
    assert (seeds_report.articles, seeds_report.skipped) == (17, ())


def test_most_questions_are_answered_at_the_first_passage_and_most_others_declined(
    seeds_shop: Shop,
) -> None:
    desk = seeds_shop.desk()
    cases = read_cases(HERE / "seeds_questions.json").cases

    found = figures([judge(case, desk.ask(case.question), desk.words_of) for case in cases])

    assert found.not_verbatim == 0
    assert found.hit_at_1 is not None
    assert found.hit_at_1 >= 0.6
    assert found.declined_unanswerable is not None
    assert found.declined_unanswerable > 0.5


def test_every_shown_word_is_the_files(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()
    for case in read_cases(HERE / "seeds_questions.json").cases:
        for excerpt in desk.ask(case.question).passages:
            assert stored_words(seeds_shop, excerpt.citation) == excerpt.text


@pytest.mark.parametrize("case", QUOTES, ids=[case["ask"] for case in QUOTES])
def test_a_name_is_found_named_ambiguous_or_unknown(
    seeds_shop: Shop, case: dict[str, Any]
) -> None:
    reply = seeds_shop.desk().quote(case["ask"])

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    if isinstance(reply, Quoted) and case.get("words"):
        said = [
            words
            for statement in reply.speaker.statements
            for words in (*statement.contents, statement.passage)
        ]
        assert any(case["words"] in words for words in said)


def test_statements_are_the_files_words_span_for_span(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().quote("Falloway")

    assert isinstance(reply, Quoted)
    for cited in reply.speaker.statements:
        assert stored_words(seeds_shop, cited.citation) == cited.passage
        text = seeds_shop.catalogue.text(cited.citation.source, cited.citation.version)
        assert text is not None
        for content, words in zip(cited.statement.content, cited.contents, strict=True):
            assert content.span.of(text) == words


@pytest.mark.parametrize("case", QUOTES, ids=[case["ask"] for case in QUOTES])
def test_every_word_of_a_message_about_somebody_is_the_files(
    seeds_shop: Shop, case: dict[str, Any]
) -> None:
    reply = seeds_shop.desk().quote(f"{case['ask']} all")

    parts = quoting.quotes(reply)

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    assert_verbatim(parts, lambda citation: stored_words(seeds_shop, citation))


@pytest.mark.parametrize("case", TOPICS, ids=[case["ask"] for case in TOPICS])
def test_what_somebody_said_on_a_topic_is_found_or_said_to_be_missing(
    seeds_shop: Shop, case: dict[str, Any]
) -> None:
    reply = seeds_shop.desk().quote(case["ask"])

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    if isinstance(reply, Quoted):
        assert reply.topic is not None
        assert reply.others > 0
        assert any(case["words"] in said.passage for said in reply.speaker.statements)
    if isinstance(reply, NotAbout):
        assert reply.total >= len(reply.speaker.statements) > 0


def test_words_that_came_through_another_paper_say_so(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().quote("Ilaria Venn all")

    shown = "\n".join(plain(part.html) for part in quoting.quotes(reply))

    assert "starve the valley politely" in shown
    assert "\nvia: passages printed by the weekly Drohan Mirror" in shown


def test_the_same_words_in_three_files_are_one_answer_with_three_citations(
    seeds_shop: Shop,
) -> None:
    reply = seeds_shop.desk().ask("When did the Ostle Bridge gauge send its last reading?")

    assert isinstance(reply, Answer)
    first = reply.passages[0]
    files = {citation.file for citation in (first.citation, *first.also_in)}
    assert files == {"gauge-courier.txt", "gauge-ledger.html", "quillon-shorts.jsonl#1"}


def test_somebody_who_is_only_named_is_not_given_words(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("What did Gideon Ashgrave tell the inquiry?")

    assert isinstance(reply, Declined)
    assert "no words of theirs" in reply.reason
    assert reply.passages


def test_a_name_that_fits_two_people_is_asked_about(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("What did Tarrick say?")

    assert isinstance(reply, Ambiguous)
    assert set(reply.options) >= {"Desmond Tarrick", "Oona Tarrick"}


def test_somebody_is_found_by_a_role_that_another_article_prints(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().quote("the Ozhverian president")

    assert isinstance(reply, Quoted)
    assert reply.speaker.speaker == "Dravomir Holvenskyy"


def test_words_of_somebody_are_not_taken_from_another_occasion(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("What did Falloway say about Holvenskyy?")

    assert isinstance(reply, Declined)
    assert reply.reason == "Falloway and Holvenskyy are never named in the same article."


def test_a_name_that_stands_nowhere_is_declined_by_name(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("When did Zarathustra visit Callowick?")

    assert isinstance(reply, Declined)
    assert reply.reason == "No article has the name Zarathustra."


def test_filters_keep_to_their_articles(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()

    reply = desk.ask('outlet:"Harbour Courier" Why did the union call off the strike?')

    assert reply.passages
    assert {excerpt.citation.outlet for excerpt in reply.passages} == {"Harbour Courier"}
    assert reply.question == 'outlet:"Harbour Courier" Why did the union call off the strike?'
    nothing = desk.ask("after:2031 Why did the union call off the strike?")
    assert isinstance(nothing, Declined)
    assert nothing.reason == "No article passes the filters of the question, but others answer it."
    assert nothing.elsewhere


def test_an_outlet_said_in_words_is_a_filter_and_is_said_to_be(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("Why did the union call off the strike, in the Courier?")

    assert isinstance(reply, Answer)
    assert reply.understood == Understood(outlet="Harbour Courier")
    assert {excerpt.citation.outlet for excerpt in reply.passages} == {"Harbour Courier"}
    assert reply_form(reply, 0)["filters"] == {
        "outlet": "Harbour Courier",
        "after": None,
        "before": None,
        "speaker": None,
    }


def test_a_place_is_no_filter_though_an_outlet_is_named_after_it(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("How did the council vote on the terminal in Callowick?")

    assert reply.understood == AS_TYPED


def test_where_only_other_articles_answer_that_is_said(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("Who chairs the inquiry, according to the Quillon Wire?")

    assert isinstance(reply, Declined)
    assert reply.elsewhere
    assert reply.understood == Understood(outlet="Quillon Wire")
    assert reply.reason == (
        "The articles that pass the filters of the question do not answer it, but others do."
    )
    assert all(excerpt.citation.outlet != "Quillon Wire" for excerpt in reply.passages)


def test_according_to_somebody_keeps_to_their_statements(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()

    reply = desk.ask("According to the Marentan water minister, why did the gauge fall silent?")

    assert isinstance(reply, Answer)
    assert reply.understood == Understood(speaker="Piers Okonta")
    assert all("Okonta" in excerpt.text for excerpt in reply.passages)
    assert isinstance(desk.ask("What will the union do, according to Tarrick?"), Ambiguous)


def test_a_slip_of_the_pen_in_a_common_word_is_forgiven(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("why did the unoin call off the strkie?")

    assert isinstance(reply, Answer)
    assert "The union called off the strike because" in reply.passages[0].text


def test_a_question_back_shows_each_with_what_travels_with_their_words(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("What did Tarrick say?")

    assert isinstance(reply, Ambiguous)
    names = {each.statement.speaker.name for each in reply.statements if each.statement.speaker}
    assert names == {"Desmond Tarrick", "Oona Tarrick"}
    assert "taken for Oona Tarrick" in "".join(plain(part.html) for part in render.reply(reply))


def test_a_question_is_completed_by_the_one_before_it(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()

    def following(*questions: str) -> list[str | None]:
        earlier, understood = None, []
        for question in questions:
            reply = desk.ask(question, earlier)
            assert reply.question == question
            earlier = earlier_of(reply)
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
    seeds_shop: Shop,
) -> None:
    desk = seeds_shop.desk()
    first = desk.ask("What did Falloway say about the strike in the Harbour Courier?")

    second = desk.ask("and what did she say about the timetable?", earlier_of(first))
    third = desk.ask("and in the Ledger?", earlier_of(second))

    assert second.understood.outlet == "Harbour Courier"
    assert third.understood.outlet == "Callowick Ledger"


def test_a_sentence_that_says_she_shows_who(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("Who denied that anyone had held back the figure?")

    assert isinstance(reply, Answer)
    first = reply.passages[0]
    assert first.text[: first.lead].startswith("Ingrid Falloway")
    assert first.text[first.lead :].startswith("She said that the old figure")
    assert stored_words(seeds_shop, first.citation) == first.text
    assert excerpt_form(first)["lead"] == first.lead


def test_a_pronoun_that_no_sentence_near_explains_is_taken_for_its_speaker(
    seeds_shop: Shop,
) -> None:
    reply = seeds_shop.desk().ask("Who said that a treaty cannot be signed with a cloud?")

    assert isinstance(reply, Answer)
    (referent,) = reply.passages[0].referents
    assert (referent.words, referent.name) == ("He", "Tobias Wrenfield")
    assert stored_words(seeds_shop, referent.citation) == "He"
    assert_verbatim(render.reply(reply), lambda citation: stored_words(seeds_shop, citation))


def test_a_speaker_is_filtered_by_under_any_spelling(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()

    reply = desk.ask("speaker:holvenski what about the gates?")

    said = desk.quote("Holvenskyy")
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


def test_a_speaker_who_is_not_quoted_is_not_a_filter_that_nothing_passes(seeds_shop: Shop) -> None:
    reply = seeds_shop.desk().ask("speaker:Ashgrave what does the terminal cost?")

    assert isinstance(reply, Declined)
    assert "no words of theirs" in reply.reason


def test_outlets_are_listed_with_what_they_were_read_from(seeds_shop: Shop) -> None:
    listed = {outlet.outlet: outlet for outlet in seeds_shop.desk().outlets()}

    assert set(listed) == {
        "Callowick Ledger",
        "Harbour Courier",
        "Meridew Standard",
        "Quillon Wire",
        "Steppe Window Review",
        None,
    }
    assert {file.file for file in listed[None].files} == {
        "dockers-return.txt",
        "inquiry-opens.txt",
        "river-explainer.txt",
        "river-report.txt",
    }
    assert all(file.evidence for name, outlet in listed.items() if name for file in outlet.files)


def test_the_json_forms_keep_their_names(seeds_shop: Shop) -> None:
    desk = seeds_shop.desk()

    reply = reply_form(desk.ask("How much will the new terminal cost?"), 12.3)
    quoted = quote_form(desk.quote("Falloway"))
    listed = outlets_form(desk.outlets())

    assert list(reply) == [
        "question",
        "outcome",
        "reason",
        "confidence",
        "passages",
        "elapsed_ms",
    ]
    assert reply["outcome"] == "answered"
    assert list(quoted) == ["name", "outcome", "speakers", "named_in"]
    assert list(listed) == ["outlets"]
    json.dumps([reply, quoted, listed])


def test_the_readme_names_the_sample_questions_that_work(seeds_shop: Shop) -> None:
    readme = (ROOT / "README.md").read_text()

    assert "> How much will the new terminal cost?" in readme
    assert isinstance(seeds_shop.desk().ask("How much will the new terminal cost?"), Answer)
