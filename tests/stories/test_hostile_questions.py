"""Questions that are meant to hang or to break, asked of the sample corpus with the reader on."""

import json
from io import StringIO

import pytest
from rich.console import Console

from bot.bootstrap import Components
from bot.cli.console import print_quote, print_reply
from bot.cli.json_output import quote_json, reply_json
from bot.messages.answer import render_answer
from bot.messages.quote import render_quote
from bot.messages.verify import assert_verbatim
from retrieval.errors import FilterError
from retrieval.model import Declined, Reply
from tests.hostile_questions import KINDS, TELEGRAM_LIMIT, hostile_questions

pytestmark = [pytest.mark.model, pytest.mark.parser]

QUESTIONS = list(hostile_questions(seed=12, number=len(KINDS)))


def asked(components: Components, question: str) -> Reply:
    """Ask as the terminal does: a filter that cannot be understood is told."""
    try:
        return components.service().ask(question)
    except FilterError as error:
        return Declined(question, str(error), 0.0, ())


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=[kind for kind, _ in QUESTIONS])
def test_a_hostile_question_has_a_reply_that_can_be_shown(
    seeds_components: Components, kind: str, question: str
) -> None:
    reply = asked(seeds_components, question)
    assert asked(seeds_components, question) == reply, kind
    print_reply(Console(file=StringIO()), reply)
    json.dumps(reply_json(reply, 0.0), ensure_ascii=False).encode()
    assert_verbatim(render_answer(reply, "key", {}), seeds_components.service().words_of)


@pytest.mark.parametrize(("kind", "name"), QUESTIONS, ids=[kind for kind, _ in QUESTIONS])
def test_a_hostile_name_has_a_reply_that_can_be_shown(
    seeds_components: Components, kind: str, name: str
) -> None:
    reply = seeds_components.service().quote(name)
    assert seeds_components.service().quote(name) == reply, kind
    print_quote(Console(file=StringIO()), reply)
    json.dumps(quote_json(reply), ensure_ascii=False).encode()
    render_quote(reply, "key")


def test_hostile_questions_are_the_same_for_the_same_seed() -> None:
    assert list(hostile_questions(seed=12, number=len(KINDS))) == QUESTIONS
    assert list(hostile_questions(seed=13, number=len(KINDS))) != QUESTIONS
    assert max(len(question) for _, question in QUESTIONS) <= TELEGRAM_LIMIT + 1000
