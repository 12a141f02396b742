"""The sample corpus asked end to end: with the real encoder, parser and stores."""

from __future__ import annotations

import json

import pytest

from bot.bootstrap import Components
from bot.cli.json_output import excerpt_json, outlets_json, quote_json, reply_json
from bot.messages.answer import render_answer
from bot.messages.verify import assert_verbatim
from bot.settings import ROOT
from retrieval.evaluation.answers import figures, judge
from retrieval.evaluation.cases import Case, read_cases
from retrieval.ingest.report import IngestReport
from retrieval.model import Ambiguous, Answer, Declined, DeclineKind, Reply
from tests.bot.messages.as_html import as_html
from tests.stories.sample import HERE, stored_words

pytestmark = [pytest.mark.model, pytest.mark.parser]


@pytest.fixture(scope="module")
def replies(seeds_components: Components) -> list[tuple[Case, Reply]]:
    """What is replied to every question about the sample corpus."""
    service = seeds_components.service()
    cases = read_cases(HERE / "seeds_questions.json").cases
    return [(case, service.ask(case.question)) for case in cases]


def test_every_article_of_the_sample_corpus_is_taken_in(seeds_report: IngestReport) -> None:
    assert (seeds_report.articles, seeds_report.skipped) == (17, ())


def test_most_questions_are_answered_at_the_first_passage_and_most_others_declined(
    seeds_components: Components, replies: list[tuple[Case, Reply]]
) -> None:
    words_of = seeds_components.service().words_of

    found = figures([judge(case, reply, words_of) for case, reply in replies])

    assert found.not_verbatim == 0
    assert found.hit_at_1 is not None
    assert found.hit_at_1 >= 0.6
    assert found.declined_unanswerable is not None
    assert found.declined_unanswerable > 0.5


def test_every_shown_word_is_the_files(
    seeds_components: Components, replies: list[tuple[Case, Reply]]
) -> None:
    for _, reply in replies:
        for excerpt in reply.passages:
            assert stored_words(seeds_components, excerpt.citation) == excerpt.text


def test_the_same_words_in_three_files_are_one_answer_with_three_citations(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask(
        "When did the Ostle Bridge gauge send its last reading?"
    )

    assert isinstance(reply, Answer)
    first = reply.passages[0]
    files = {citation.file for citation in (first.citation, *first.also_in)}
    assert files == {"gauge-courier.txt", "gauge-ledger.html", "quillon-shorts.jsonl#1"}


def test_somebody_who_is_only_named_is_not_given_words(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("What did Gideon Ashgrave tell the inquiry?")

    assert isinstance(reply, Declined)
    assert "no words of theirs" in reply.reason
    assert reply.passages


def test_a_name_that_fits_two_people_is_asked_about(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("What did Tarrick say?")

    assert isinstance(reply, Ambiguous)
    assert set(reply.options) >= {"Desmond Tarrick", "Oona Tarrick"}


def test_words_of_somebody_are_not_taken_from_another_occasion(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask("What did Falloway say about Holvenskyy?")

    assert isinstance(reply, Declined)
    assert reply.reason == "Falloway and Holvenskyy are never named in the same article."


def test_a_name_that_stands_nowhere_is_declined_by_name(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("When did Zarathustra visit Callowick?")

    assert isinstance(reply, Declined)
    assert reply.reason == "No article has the name Zarathustra."


def test_a_slip_of_the_pen_in_a_common_word_is_forgiven(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("why did the unoin call off the strkie?")

    assert isinstance(reply, Answer)
    assert "The union called off the strike because" in reply.passages[0].text


def test_a_question_back_shows_each_with_what_travels_with_their_words(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask("What did Tarrick say?")

    assert isinstance(reply, Ambiguous)
    names = {each.statement.speaker.name for each in reply.statements if each.statement.speaker}
    assert names == {"Desmond Tarrick", "Oona Tarrick"}
    assert " = Oona Tarrick (" in "".join(
        part.text.text for part in render_answer(reply, "key", {})
    )


def test_a_sentence_that_says_he_shows_who(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("Who was told of the call by a driver?")

    assert isinstance(reply, Answer)
    first = reply.passages[0]
    assert "Ruben Castelmore" in first.text[: first.lead]
    assert first.text[first.lead :] == "He was told of the call by his driver."
    assert stored_words(seeds_components, first.citation) == first.text
    assert excerpt_json(first)["lead"] == first.lead


def test_the_answering_words_are_pointed_at(seeds_components: Components) -> None:
    reply = seeds_components.service().ask("How much will the new terminal cost?")

    assert isinstance(reply, Answer)
    first = reply.passages[0]
    assert first.answer is not None
    assert "412 million" in first.answer.of(first.text)
    assert excerpt_json(first)["answer"] == {
        "start": first.answer.start,
        "end": first.answer.end,
        "text": first.answer.of(first.text),
    }
    html = as_html(render_answer(reply, "key", {})[0].text)
    assert f"<b>{first.answer.of(first.text)}</b>" in html


def test_a_pronoun_that_no_sentence_near_explains_is_taken_for_its_speaker(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask("Who said that a treaty cannot be signed with a cloud?")

    assert isinstance(reply, Answer)
    (referent,) = reply.passages[0].referents
    assert (referent.words, referent.name) == ("He", "Tobias Wrenfield")
    assert stored_words(seeds_components, referent.citation) == "He"
    assert_verbatim(
        render_answer(reply, "key", {}), lambda citation: stored_words(seeds_components, citation)
    )


def test_outlets_are_listed_with_what_they_were_read_from(seeds_components: Components) -> None:
    listed = {outlet.outlet: outlet for outlet in seeds_components.service().outlets()}

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


def test_the_json_forms_keep_their_names(seeds_components: Components) -> None:
    service = seeds_components.service()

    reply = reply_json(service.ask("How much will the new terminal cost?"), 12.3)
    quoted = quote_json(service.quote("Falloway"))
    listed = outlets_json(service.outlets())

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


def test_the_readme_names_the_sample_questions_that_work(seeds_components: Components) -> None:
    readme = (ROOT / "README.md").read_text()

    assert "> How much will the new terminal cost?" in readme
    assert isinstance(
        seeds_components.service().ask("How much will the new terminal cost?"), Answer
    )


def test_what_a_question_wrongly_takes_for_granted_is_said_to_be_otherwise(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().ask(
        "Why did Gideon Ashgrave reply to questions from the Ledger?"
    )

    assert isinstance(reply, Declined)
    assert reply.kind is DeclineKind.CONTRADICTED
    [closest] = reply.closest
    assert "did not reply to questions from the Ledger" in closest.text
