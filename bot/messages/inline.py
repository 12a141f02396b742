"""Renders passages as results of an inline query, each a message of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from bot.messages import strings
from bot.messages.citations import render_citations, render_quotation, shifted, spell_date
from bot.messages.pagination import MessagePart, divide
from bot.messages.statements import join_blocks, render_company
from bot.messages.text_entities import formatted, italic, join, one_line
from bot.service.articles import stable_key
from retrieval.model import Ambiguous, Answer, Citation, Declined, Excerpt, Reply, Span

RESULTS = 10

_TITLE_LENGTH = 60
_DESCRIPTION_LENGTH = 120
_REASON_LENGTH = 400
NO_ANSWER = "no-answer"
"""The id of the result that says why there is no answer."""

_ROOM = 1500
"""Limit for the words of one result, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result: what is listed, and what is sent if it is chosen.

    Attributes:
        id: the same for the same words at the same place.
        title: how the words begin.
        description: date and outlet.
    """

    id: str
    title: str
    description: str
    part: MessagePart


def render_inline_results(reply: Reply) -> tuple[InlineResult, ...]:
    """Return the passages that answer, the best first, or one result that says why none do."""
    match reply:
        case Answer():
            return tuple(_result(excerpt) for excerpt in reply.passages[:RESULTS])
        case Declined():
            return (_refusal(reply),)
        case Ambiguous():
            names = ", ".join(reply.options)
            reason = f"{reply.reason} {strings.WHOM} {names}" if names else reply.reason
            return (render_no_answer(reply.question, reason),)
        case _:
            assert_never(reply)


def render_no_answer(question: str, reason: str) -> InlineResult:
    """Return the result that says why there is no answer."""
    why = one_line(reason, _REASON_LENGTH)
    asked = formatted(strings.ASKED, italic(one_line(question, _REASON_LENGTH)))
    part = MessagePart(join("\n", [asked, why]) if question else formatted(why))
    return InlineResult(NO_ANSWER, strings.NO_ANSWER, one_line(why, _DESCRIPTION_LENGTH), part)


def _refusal(declined: Declined) -> InlineResult:
    """Return the reason and, below it in the same message, the passage that it is about."""
    result = render_no_answer(declined.question, declined.reason)
    if not declined.closest:
        return result
    words = join("\n\n", [result.part.text, _part(declined.closest[0]).text])
    return replace(result, part=MessagePart(words))


def _result(excerpt: Excerpt) -> InlineResult:
    place = excerpt.citation
    number = stable_key("inline", place.source, str(place.version), str(place.span))
    words = one_line(excerpt.text[excerpt.lead :], _DESCRIPTION_LENGTH)
    return InlineResult(number, words, _date_and_outlet(place), _part(excerpt))


def _date_and_outlet(place: Citation) -> str:
    outlet = one_line(place.outlet or "", _TITLE_LENGTH) or strings.OUTLET_UNKNOWN
    date = one_line(spell_date(place.published or ""), _TITLE_LENGTH) or strings.DATE_UNKNOWN
    return f"{date}, {outlet}"


def _part(excerpt: Excerpt) -> MessagePart:
    """Return the words with their citation; of a long excerpt the piece that answers."""
    words, place, answer = _answering(excerpt)
    lines = render_citations(1, place, excerpt.also_in, strings.SAME_WORDS)
    lead = excerpt.lead if words == excerpt.text else 0
    shown = render_quotation(1, words, place, lines, lead=lead, answer=answer)
    return MessagePart(join_blocks([*shown, *render_company(excerpt, 1 + len(lines))])[0])


def _answering(excerpt: Excerpt) -> tuple[str, Citation, Span | None]:
    """Return the piece of the excerpt in which the answering words begin; all of a short one."""
    start, answer = excerpt.citation.span.start, excerpt.answer
    pieces: Iterator[tuple[str, Citation]] = divide(excerpt.text, excerpt.citation, _ROOM)
    first = next(pieces)
    if answer is None:
        return *first, None
    those = [each for each in (first, *pieces) if each[1].span.start - start <= answer.start]
    words, place = those[-1]
    return words, place, shifted(answer, place.span.start - start)
