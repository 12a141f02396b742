"""Somebody asked for by name in the sample corpus."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.bootstrap import Components
from bot.messages.verify import assert_verbatim
from retrieval.model import NamedOnly, NotAbout, Quoted, QuoteReply, SeveralSpeakers, UnknownName
from tests.bot.fake_service import every_page
from tests.stories.sample import HERE, stored_words

pytestmark = [pytest.mark.model, pytest.mark.parser]
QUOTES: list[dict[str, Any]] = json.loads((HERE / "seeds_quotes.json").read_text())
TOPICS: list[dict[str, Any]] = json.loads((HERE / "seeds_topics.json").read_text())
OUTCOMES: dict[str, type[QuoteReply]] = {
    "found": Quoted,
    "named_only": NamedOnly,
    "ambiguous": SeveralSpeakers,
    "unknown": UnknownName,
    "not_about": NotAbout,
}


@pytest.mark.parametrize("case", QUOTES, ids=[case["ask"] for case in QUOTES])
def test_a_name_is_found_named_ambiguous_or_unknown(
    seeds_components: Components, case: dict[str, Any]
) -> None:
    reply = seeds_components.service().quote(case["ask"])

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    if isinstance(reply, Quoted) and case.get("words"):
        said = [
            words
            for statement in reply.speaker.statements
            for words in (*statement.contents, statement.passage)
        ]
        assert any(case["words"] in words for words in said)


def test_statements_are_the_files_words_span_for_span(seeds_components: Components) -> None:
    reply = seeds_components.service().quote("Falloway")

    assert isinstance(reply, Quoted)
    for cited in reply.speaker.statements:
        assert stored_words(seeds_components, cited.citation) == cited.passage
        text = seeds_components.catalogue.articles.text(
            cited.citation.source, cited.citation.version
        )
        assert text is not None
        for content, words in zip(cited.statement.content, cited.contents, strict=True):
            assert content.span.of(text) == words


@pytest.mark.parametrize("case", QUOTES, ids=[case["ask"] for case in QUOTES])
def test_every_word_of_a_message_about_somebody_is_the_files(
    seeds_components: Components, case: dict[str, Any]
) -> None:
    reply = seeds_components.service().quote(f"{case['ask']} all")

    parts = every_page(reply)

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    assert_verbatim(parts, lambda citation: stored_words(seeds_components, citation))


@pytest.mark.parametrize("case", TOPICS, ids=[case["ask"] for case in TOPICS])
def test_what_somebody_said_on_a_topic_is_found_or_said_to_be_missing(
    seeds_components: Components, case: dict[str, Any]
) -> None:
    reply = seeds_components.service().quote(case["ask"])

    assert isinstance(reply, OUTCOMES[case["outcome"]])
    if isinstance(reply, Quoted):
        assert reply.topic is not None
        assert reply.others > 0
        assert any(case["words"] in said.passage for said in reply.speaker.statements)
    if isinstance(reply, NotAbout):
        assert reply.total >= len(reply.speaker.statements) > 0


def test_words_that_came_through_another_paper_say_so(seeds_components: Components) -> None:
    reply = seeds_components.service().quote("Ilaria Venn all")

    shown = "\n".join(part.text.text for part in every_page(reply))

    assert "starve the valley politely" in shown
    assert "\nvia: passages printed by the weekly Drohan Mirror" in shown


def test_somebody_is_found_by_a_role_that_another_article_prints(
    seeds_components: Components,
) -> None:
    reply = seeds_components.service().quote("the Ozhverian president")

    assert isinstance(reply, Quoted)
    assert reply.speaker.speaker == "Dravomir Holvenskyy"
