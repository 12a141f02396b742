"""A reply to a question, with its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot import labels, render, texts
from bot.actions import Button, Press, Row, Verb
from bot.entries import entries
from bot.markup import label
from bot.pages import Block, Part, paginate
from bot.quoting import said_blocks
from bot.views.view import (
    OPTIONS_SHOWN,
    Digests,
    Reference,
    context_button,
    copy_button,
    file_button,
    number_rows,
    numbered,
    option_rows,
    with_buttons,
)
from retrieval.model import Ambiguous, Answer, Declined, Reply

_REASON_LENGTH = 600
_LONG = (labels.CONTEXT, labels.FILE, labels.COPY)
_SHORT = (labels.CONTEXT, labels.SHORT_FILE, labels.SHORT_COPY)


def answered(reply: Reply, key: str, digests: Digests) -> tuple[Part, ...]:
    """What the articles say to a question, or why they do not.

    Of an answer only what answers it; ``further`` shows the rest.
    """
    match reply:
        case Answer():
            blocks = render.excerpt_blocks(reply.answering)
            rows = _answer_rows(reply, key, digests)
        case Declined():
            blocks = [Block(label(reply.reason, _REASON_LENGTH))]
            if reply.passages:
                head = texts.ELSEWHERE if reply.elsewhere else texts.NEAREST
                blocks += [Block(head), *render.excerpt_blocks(reply.passages)]
            rows = number_rows([number for number, _ in numbered(reply.passages)], key)
        case Ambiguous():
            blocks = [Block(label(reply.reason, _REASON_LENGTH))]
            shown = entries(reply.statements, OPTIONS_SHOWN)
            if shown:
                blocks += [Block(texts.WORDS_OF_THEIRS), *said_blocks(shown)]
            if reply.options:
                blocks.append(Block(texts.WHOM))
            rows = option_rows(reply.options[:OPTIONS_SHOWN], key)
        case _:
            assert_never(reply)
    return with_buttons(paginate([*render.taken_as(reply.understood), *blocks]), rows)


def further(answer: Answer, key: str) -> tuple[Part, ...]:
    """The passages of an answer that are less to the point, numbered on."""
    first = 1 + sum(1 + len(each.also_in) for each in answer.answering)
    blocks = [Block(texts.FURTHER), *render.excerpt_blocks(answer.further, first)]
    numbers = [number for number, _ in numbered(answer.further, first)]
    return with_buttons(paginate(blocks), number_rows(numbers, key))


def _answer_rows(answer: Answer, key: str, digests: Digests) -> Iterator[Row]:
    alone = len(answer.answering) == 1
    for number, each in numbered(answer.answering):
        names = _LONG if alone else [labels.numbered(number, name) for name in _SHORT]
        yield (
            context_button(number, key, names[0]),
            file_button(number, key, names[1]),
            copy_button(each.text, Reference(each.citation), digests, names[2]),
        )
    if answer.further:
        yield (Button(labels.MORE, Press(Verb.MORE, key)),)
    yield (
        Button(labels.USEFUL, Press(Verb.USEFUL, key)),
        Button(labels.NOT_USEFUL, Press(Verb.NOT_USEFUL, key)),
    )
