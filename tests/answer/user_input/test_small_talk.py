"""What asks nothing of the articles, and what only begins or ends that way."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.small_talk import SmallTalk, small_talk_in, without_small_talk

SMALL_TALK = {
    SmallTalk.GREETING: (
        "hello",
        "HELLO",
        "Hi!",
        "heyyy",
        "yo",
        "Good evening everyone",
        "Good morning!!",
        "gm ☀️",
        "hola",
        "hello bot",
        "hi Verbatim",
        "Hello there :)",
        "Hi Anna",
        "hi anna",
        "Hi Ragna Steen!",
        "hi everyone, good morning",
        "hello world",
        "Hello and welcome",
        "Morning",
    ),
    SmallTalk.THANKS: (
        "Thanks!",
        "thx",
        "ty!",
        "cheers",
        "Thank you so much",
        "thank you very much for your help!",
        "OK thanks",
        "great, thanks",
        "Thanks Verbatim",
        "thanks for the info",
        "good bot",
        "nice",
    ),
    SmallTalk.FAREWELL: ("bye", "Bye bye!", "Goodbye.", "Good night", "see you later", "ok bye"),
    SmallTalk.ABILITIES: (
        "What can you do?",
        "what can you do for me",
        "help",
        "Help!",
        "Hello, can you help me?",
        "how do I use this bot?",
        "What can I ask you?",
        "How does this bot work?",
        "Tell me about yourself",
    ),
    SmallTalk.IDENTITY: (
        "who are you?",
        "Hi, who are you",
        "Are you a bot?",
        "are you a real person",
        "what’s your name?",
        "are you there?",
        "Anyone there?",
    ),
    SmallTalk.WELLBEING: (
        "How are you?",
        "Hi, how are you doing today?",
        "how r u",
        "sup?",
        "What's up?",
        "Hey! How’s it going?",
    ),
    SmallTalk.TEST: ("test", "Test.", "testing 1 2 3", "test test", "ping", "This is a test"),
    SmallTalk.ACKNOWLEDGEMENT: (
        "ok",
        "Okay, got it",
        "kk",
        "lol",
        "👍",
        "❤️",
        "👍🏽👍🏽",
        "...",
        "!!!",
        "yes please",
        "no",
        "never mind",
        ":D",
        "<3",
    ),
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in SMALL_TALK.items() for text in texts]
)
def test_small_talk_is_told_from_a_question(text: str, kind: SmallTalk) -> None:
    assert small_talk_in(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "why?",
        "and in 2023?",
        "when was that?",
        "source?",
        "how much",
        "the lock",
        "Ragna Steen",
        "Hello, how much will the lock cost?",
        "Hi, and why?",
        "Who said hello?",
        "Did she say thanks?",
        "Who is Hello Marrow?",
        "Hello Marrow?",
        "What is Thanks for Nothing?",
        "Thanks for Nothing",
        "Thank You For Waiting",
        "Morning Star",
        "Yo-Yo Steen",
        "hi-res pictures of the lock",
        "What's up with the lock?",
        "Help for flood victims",
        "help the lock keepers",
        "test results",
        "no confidence vote",
        "What can the mayor do?",
        "what can you tell me about the lock?",
        "how are the lock keepers",
        "Who are the strikers?",
        "What is new?",
        "Is the lock there?",
        "Bye-laws",
    ],
)
def test_a_question_or_a_name_is_no_small_talk(text: str) -> None:
    assert small_talk_in(text) is None


def test_a_name_of_the_articles_is_no_greeting() -> None:
    assert small_talk_in("Hello Marrow") is SmallTalk.GREETING
    assert small_talk_in("Hello Marrow", {"Hello Marrow"}.__contains__) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hello, how much will the lock cost?", "how much will the lock cost?"),
        ("hi there - who said so?", "who said so?"),
        ("hello who closed the lock", "who closed the lock"),
        ("Hello what is up with the lock?", "what is up with the lock?"),
        ("Hi Anna, when does the lock open?", "when does the lock open?"),
        ("Hi, who is this Ragna Steen?", "who is this Ragna Steen?"),
        ("How are you? Who closed the lock?", "Who closed the lock?"),
        ("Good evening everyone, what did Steen say?", "what did Steen say?"),
        ("Sorry, who closed the lock?", "who closed the lock?"),
        ("Thanks! And when?", "And when?"),
        ("ok, thanks. and why?", "and why?"),
        ("When will it close? Thanks!", "When will it close?"),
        ("when will it close thx", "when will it close"),
        ("Hi! Who closed it? Thank you very much in advance 🙏", "Who closed it?"),
    ],
)
def test_a_question_begins_after_the_greeting_and_ends_before_the_thanks(
    text: str, asked: str
) -> None:
    assert without_small_talk(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello Marrow will sing when?",
        "Hello Marrow, where does it sing?",
        "Hello Marrow: where does it sing?",
        "Nice will host what?",
        "Thanks to whom did it open?",
        "Right to repair: who wants it?",
        "Morning Star reported what?",
        "Thanks for Nothing: who wrote it?",
        "No one said what?",
        "Who sang the song Hello, Goodbye?",
        "Why did she say thanks?",
        "What's up with the lock?",
    ],
)
def test_what_belongs_to_the_question_stays(text: str) -> None:
    assert without_small_talk(text, {"Hello Marrow"}.__contains__) == text


def test_a_long_message_of_small_talk_is_read_at_once() -> None:
    assert small_talk_in("test " * 39 + "x") is None
    assert without_small_talk("hello " * 5_000 + "who closed it?").endswith("who closed it?")
