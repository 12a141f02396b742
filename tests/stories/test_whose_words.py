"""Questions for somebody's words, asked of a small corpus of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.bootstrap import opened
from bot.cli.json_output import reply_json
from bot.ingestion import ingest_paths
from bot.service.service import RetrievalService
from bot.settings import Settings
from retrieval.model import Answer, Declined, Excerpt, Reply

pytestmark = [pytest.mark.model, pytest.mark.parser]

ARTICLES = {
    "ferry.txt": (
        "Ferry to stop\n\nMayor Hedda Marn said the ferry to Osby would stop in June. “The old "
        "boat is a danger to everybody on board,” Marn said.\n\nTeacher Jonas Ekwall said Hedda "
        "Marn had never once taken the ferry. “She knows nothing of the boat,” Ekwall said.\n"
    ),
    "school.txt": (
        "A new roof\n\nHedda Marn said the school would get a new roof before winter. “Jonas "
        "Ekwall has earned it,” Marn said of the teacher.\n\nThe pupils sang. Parents brought "
        "cake, and the caretaker opened the doors of the hall.\n"
    ),
    "leak.txt": (
        "Letter leaked\n\nMarn wrote that the bridge was “rotten to the core,” according to a "
        "letter seen by the Osby Post.\n\nThe hall was full. Some people stood at the windows.\n\n"
        "The mayor’s office disputed the quote attributed to Marn.\n"
    ),
    "tram.txt": (
        "Tram to run\n\nReports said the tram to Lidby would run at night. The drivers want more "
        "pay.\n\nNobody at the depot in Lidby would talk.\n"
    ),
    "driver.txt": (
        "Driver gone\n\nDriver Ivo Brandt left the tram on Friday. Reports said he had quit after "
        "a quarrel.\n\nThe tram company says that it fired him.\n"
    ),
    "cat.txt": "Cat found\n\nThe cat of Ruth Aalto was found on Monday. Ruth Aalto was glad.\n",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RetrievalService]:
    folder = tmp_path_factory.mktemp("words")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(data_dir=folder / "var")
    ingest_paths(settings, [folder / name for name in ARTICLES])
    with opened(settings) as components:
        yield components.service()


def first(reply: Reply) -> Excerpt:
    assert isinstance(reply, Answer), reply
    return reply.passages[0]


@pytest.mark.parametrize(
    "question",
    [
        "What did Hedda Marn say about Jonas Ekwall?",
        "What does Hedda Marn think of Jonas Ekwall?",
        "What is Hedda Marn's opinion of Jonas Ekwall?",
        "Quote Hedda Marn on Jonas Ekwall",
    ],
)
def test_what_somebody_said_of_another_is_not_what_that_one_said(
    service: RetrievalService, question: str
) -> None:
    reply = service.ask(question)
    assert "earned it" in first(reply).text
    assert not any("never once" in each.text for each in reply.passages)


def test_what_that_one_said_of_them_is_told_by_itself_as_well(service: RetrievalService) -> None:
    reply = service.ask("What did Jonas Ekwall say about Hedda Marn?")
    assert "never once" in first(reply).text or "knows nothing" in first(reply).text
    assert not any("earned it" in each.text for each in reply.passages)


def test_the_words_that_fit_the_topic_come_first_and_no_others(service: RetrievalService) -> None:
    reply = service.ask("What did Marn say about the roof of the school?")
    assert "roof" in first(reply).text
    assert not any("danger" in each.text for each in reply.passages)


def test_where_somebody_said_nothing_of_it_the_reply_says_so_and_shows_the_nearest(
    service: RetrievalService,
) -> None:
    reply = service.ask("What did Jonas Ekwall say about the price of cheese?")
    assert isinstance(reply, Declined)
    assert reply.reason == (
        "Nothing that Jonas Ekwall is reported to have said is about the price of cheese."
    )
    assert "Ekwall" in reply.passages[0].text


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("What did Jonas Ekwall say about the cat of Ruth Aalto?", "The cat of Ruth Aalto"),
        ("What did Ruth Aalto say about the new roof of the school?", "new roof"),
        ("What did Hedvig Marn say about the new roof of the school?", "new roof"),
        ("What did Bo Tindal say about the tram to Lidby?", "tram to Lidby"),
    ],
)
def test_where_somebody_did_not_say_it_the_passages_nearest_to_the_question_are_shown(
    service: RetrievalService, question: str, nearest: str
) -> None:
    reply = service.ask(question)
    assert isinstance(reply, Declined)
    assert any(nearest in each.text for each in reply.passages)


def test_no_words_are_shown_twice_below_a_refusal(service: RetrievalService) -> None:
    reply = service.ask("What did Jonas Ekwall say about the cat of Ruth Aalto?")
    places = [(each.citation.file, each.citation.span.start) for each in reply.passages]
    assert len(places) == len(set(places)) > 1


def test_a_filter_for_somebodys_words_lets_no_others_through(service: RetrievalService) -> None:
    reply = service.ask('the cat of Ruth Aalto speaker:"Jonas Ekwall"')
    assert isinstance(reply, Declined)
    assert all("Ekwall" in each.text for each in reply.passages)


@pytest.mark.parametrize(
    "question",
    ["Do the reports say Ivo Brandt quit?", "What did the reports say about Ivo Brandt?"],
)
def test_a_question_for_what_the_reports_say_is_not_asked_back(
    service: RetrievalService, question: str
) -> None:
    assert "quit" in first(service.ask(question)).text


def test_of_somebody_who_is_never_quoted_the_reply_says_so(service: RetrievalService) -> None:
    reply = service.ask("What did Ruth Aalto say about the cat?")
    assert isinstance(reply, Declined)
    assert "no words of theirs are reported" in reply.reason


def test_what_disputes_the_words_stands_under_the_answer(service: RetrievalService) -> None:
    reply = service.ask("What did Marn write about the bridge?")
    excerpt = first(reply)
    assert "rotten to the core" in excerpt.text
    assert [each.text for each in excerpt.disputes] == [
        "The mayor’s office disputed the quote attributed to Marn."
    ]
    assert "a letter seen by the Osby Post" in {each.conduit for each in excerpt.statements}
    assert "disputed the quote" in json.dumps(reply_json(reply, 0), ensure_ascii=False)


@pytest.mark.parametrize(
    "question",
    [
        "What did Marn and Ekwall say about the boat?",
        "What did Hedda Marn and Jonas Ekwall say about the boat?",
        "what did marn and ekwall say about the boat",
        "What did Marn or Ekwall say about the boat?",
    ],
)
def test_what_two_people_said_is_answered_from_the_words_of_each(
    service: RetrievalService, question: str
) -> None:
    reply = service.ask(question)
    assert isinstance(reply, Answer), reply
    words = " ".join(each.text for each in reply.answering)
    assert "danger to everybody" in words
    assert "She knows nothing of the boat" in words


def test_who_speaks_in_cited_words_is_known_where_the_article_tells(
    service: RetrievalService,
) -> None:
    said = first(service.ask("What did Ekwall say about the boat?"))
    assert [each.name for each in service.speakers_in(said.citation)] == ["Jonas Ekwall"]
    told = first(service.ask("Who brought cake to the school?"))
    assert service.speakers_in(told.citation) == []


def test_of_two_people_the_one_who_is_not_quoted_is_named(service: RetrievalService) -> None:
    reply = service.ask("What did Marn and Ruth Aalto say about the boat?")
    assert isinstance(reply, Declined)
    assert reply.reason.startswith("Ruth Aalto is named ")
    reply = service.ask("What did Marn and Ole Nilsen say about the boat?")
    assert isinstance(reply, Declined)
    assert "Ole Nilsen" in reply.reason


def test_two_names_in_the_topic_are_not_whose_words_are_asked_for(
    service: RetrievalService,
) -> None:
    reply = service.ask("What did Marn say about Ekwall and the roof?")
    assert "Ekwall has earned it" in first(reply).text or "new roof" in first(reply).text
    assert all("Ekwall said" not in each.text for each in reply.passages)
