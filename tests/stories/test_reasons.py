"""Why a question is declined: only what is true of the articles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.bootstrap import Components, opened
from bot.ingestion import ingest_paths
from bot.settings import load_settings
from retrieval.model import Answer, Declined, DeclineKind

pytestmark = [pytest.mark.model, pytest.mark.parser]

ARTICLES = {
    "lock.txt": (
        "Marrow Courier\n12 March 2026\n\nLock to close\n\n"
        "The Velden lock will close in June because its gates have warped. The repair will cost "
        "seven million crowns, engineer Tor Amund said.\n\n"
        "“We cannot wait another year,” Mayor Ida Renner told the council on Tuesday.\n\n"
        "A tug will pull barges until the lock opens again in November.\n"
    ),
    "school.txt": (
        "Valley Post\n3 February 2026\n\nSchool for Tarnby\n\n"
        "A school for 300 pupils will be built in Tarnby, the council decided on Monday. "
        "Headteacher Mia Kerr welcomed the vote. Kerr said the old school was too small.\n"
    ),
    "choir.txt": (
        "Valley Post\n20 April 2026\n\nChoir wins prize\n\n"
        "Hello Marrow, a choir of dockers, won the Silver Bell in Ostby on Saturday. Its leader "
        "Jonas Frost sang the solo. The Universal Navigators Association gave the prize.\n"
    ),
}


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Components]:
    folder = tmp_path_factory.mktemp("reasons")
    for name, text in ARTICLES.items():
        path = folder / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ingest_paths(load_settings(), [folder / "corpus"], data_dir=folder / "data")
    with opened(load_settings(), data_dir=folder / "data") as found:
        yield found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Wich lock will close in June?", "Velden lock"),
        ("WICH LOCK WILL CLOSE IN JUNE?", "Velden lock"),
        ("Wen will the lock close?", "in June"),
        ("Plz tell me why the lock will close", "warped"),
        ("Explain why the lock will close", "warped"),
        ("Details on the Velden lock please", "Velden lock"),
        ("How Much Will The Repair Cost?", "seven million"),
        ("Hello, how much will the repair cost?", "seven million"),
        ("Hi Anna, how much will the repair cost?", "seven million"),
        ("how much will the repair cost thx", "seven million"),
        ("Who is Hello Marrow?", "a choir"),
        ("Dear Sir or Madam, how much will the repair cost?", "seven million"),
        ("URGENT: when will the lock close?", "in June"),
        ("Sorry to bother you, but why will the lock close?", "warped"),
        ("when will the lock opne again", "November"),
        ("How many puplis will the school have?", "300 pupils"),
        ("Hoo is the mayor?", "Renner"),
        ("Hello Marrow, what did it win?", "Silver Bell"),
        ("Why will the lock close in June 2026?", "warped"),
    ],
)
def test_a_question_that_the_articles_answer_is_answered_however_it_begins(
    components: Components, question: str, words: str
) -> None:
    reply = components.service().ask(question)
    assert isinstance(reply, Answer)
    assert words in reply.passages[0].text


@pytest.mark.parametrize(
    ("question", "kind", "reason"),
    [
        ("How much will the repair in Zanzer cost?", "unknown_name", "the name Zanzer."),
        ("When did Zarathustra visit Velden?", "unknown_name", "the name Zarathustra."),
        ("Zarathustra visited Velden when?", "unknown_name", "the name Zarathustra."),
        ("Zanzer’s lock closes when?", "unknown_name", "the name Zanzer."),
        ("When will the Zanzer Lock close?", "unknown_name", "the name Zanzer Lock."),
        ("When did Mayor Zank resign?", "unknown_name", "the name Mayor Zank."),
        ("how much will the repair in zanzerville cost?", "unknown_name", "name zanzerville."),
        ("HOW MUCH WILL THE REPAIR IN ZANZERVILLE COST?", "unknown_name", "name ZANZERVILLE."),
        ("Zanzerville lock repair cost?", "unknown_name", "the name Zanzerville."),
        ("how much will the refurbishment cost?", "unknown_word", "the word refurbishment."),
        ("What did Холт say?", "unknown_name", "the name Холт."),
        ("when did zankowicz resign?", "unknown_name", "the name zankowicz."),
        ("what did zarathustra say?", "unknown_name", "the name zarathustra."),
        ("WHO IS ZARATHUSTRA?", "unknown_name", "the name ZARATHUSTRA."),
        ("what did messy say about the lock?", "unknown_name", "the name messy."),
        ("what did management say", "unknown_word", "the word management."),
        ("Does zolgensma help?", "unknown_word", "the word zolgensma."),
        ("how long is the beet?", "unknown_word", "the word beet."),
        ("Kto zamknął śluzę?", "other_language", "I read English"),
        ("Что сказал инженер?", "other_language", "I read English: please ask in English."),
        ("Wann schließt die Schleuse?", "other_language", "I read English"),
        ("hello", "small_talk", "That asks nothing of the articles."),
        ("What did Frost say?", "not_quoted", "Jonas Frost is named once"),
        ("Did Amund meet Kerr?", "never_together", "Amund and Kerr are never named"),
        ("What did Amund say in the Valley Post?", "only_others", "do not answer it, but others"),
        ("Who won the Silver Bell in 2027?", "after_newest", "is of 20 April 2026, before the"),
        ("How much did the repair cost next May?", "after_newest", "is of 20 April 2026, before"),
        (
            "How much will the repair cost? after:2027",
            "after_newest",
            "about, but others answer it",
        ),
        ("What news is there on the tug since 2027?", "after_newest", "20 April 2026, before the"),
    ],
)
def test_the_reason_names_what_is_missing_whole_and_as_typed(
    components: Components, question: str, kind: str, reason: str
) -> None:
    reply = components.service().ask(question)
    assert isinstance(reply, Declined)
    assert (reply.kind, reason in reply.reason) == (DeclineKind(kind), True)


@pytest.mark.parametrize(
    "question",
    [
        "Summarize the lock story",
        "Officials say what about the lock?",
        "Update on the school?",
        "Windmills: who pays for the new school?",
        "Pensioners - who takes them to the school",
        "Give details on the barges",
        "What is the UN prize?",
        "Will Amund close the lock in December?",
        "What did Renner and Kerr say?",
        "What did Amund or Renner say about the tug?",
        "why wont ida renner wait",
        "Compare Renner with Amund",
        "Quote Renner",
        "Curious whether Renner waits",
        "Urgent: is there a tug",
        "who is mayor",
        "did anyone decid",
    ],
)
def test_a_word_that_is_no_name_is_not_called_one(components: Components, question: str) -> None:
    reply = components.service().ask(question)
    assert not (isinstance(reply, Declined) and "No article has" in reply.reason)


def test_a_greeting_shows_no_passages(components: Components) -> None:
    reply = components.service().ask("Thanks!")
    assert (isinstance(reply, Declined), reply.passages) == (True, ())
