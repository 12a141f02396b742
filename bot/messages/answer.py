"""Renders the reply to a question, and the context of a citation."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot.messages import buttons, strings
from bot.messages.buttons import (
    Button,
    CallbackAction,
    CallbackData,
    Row,
    context_button,
    file_button,
    full_button,
    number_rows,
    option_rows,
    text_button,
)
from bot.messages.citations import has_text_apart, render_citations, render_proof, render_quotation
from bot.messages.pagination import MessagePart, paginate, with_buttons
from bot.messages.references import OPTIONS_SHOWN, Reference, copy_button, numbered
from bot.messages.statements import (
    NAME_LENGTH,
    join_blocks,
    name_of,
    render_company,
    render_statements,
    statement_entries,
)
from bot.messages.text_entities import FormattedText, Words, formatted, italic, one_line
from bot.service.sentence_context import SentenceContext
from bot.service.source_files import Sources, source_key
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    DeclineKind,
    Excerpt,
    Reply,
    Understood,
)

_REASON_LENGTH = 600
_LONG = (buttons.CONTEXT, buttons.FILE, buttons.COPY)
_SHORT = (buttons.CONTEXT, buttons.SHORT_FILE, buttons.SHORT_COPY)


def render_answer(reply: Reply, key: str, sources: Sources) -> tuple[MessagePart, ...]:
    """Return the messages of a reply: the answering passages, or why there are none.

    Of an answer only what answers it, of a refusal only the reason, with the passage that it is
    about if there is one; ``render_further`` and ``render_nearest`` show the rest.
    """
    match reply:
        case Answer():
            blocks = render_excerpts(reply.answering)
            rows: Iterable[Row] = _answer_rows(reply, key, sources)
        case Declined():
            reason = one_line(reply.reason, _REASON_LENGTH)
            blocks = [formatted(reason or strings.NOT_ANSWERED), *render_excerpts(reply.closest)]
            rows = [
                *option_rows(reply.suggestions[:OPTIONS_SHOWN], key),
                *_excerpt_rows(reply.closest, key, sources),
                _decline_row(reply, key),
            ]
        case Ambiguous():
            blocks = [formatted(one_line(reply.reason, _REASON_LENGTH))]
            shown = statement_entries(reply.statements, OPTIONS_SHOWN)
            if shown:
                blocks += [formatted(strings.WORDS_OF_THEIRS), *render_statements(shown)]
            if reply.options:
                blocks.append(formatted(strings.WHOM))
            rows = option_rows(reply.options[:OPTIONS_SHOWN], key)
        case _:
            assert_never(reply)
    return with_buttons(paginate([*render_understanding(reply.understood), *blocks]), rows)


def render_nearest(declined: Declined, key: str) -> tuple[MessagePart, ...]:
    """Return the nearest passages that a refusal did not show at once, numbered on."""
    first = 1 + sum(len(each.places) for each in declined.closest)
    head = strings.ELSEWHERE if declined.elsewhere else strings.NEAREST
    blocks = [head, *render_excerpts(declined.nearest, first)]
    numbers = [number for number, _ in numbered(declined.nearest, first)]
    rows = [*number_rows(numbers, key), (_report_button(key),)]
    return with_buttons(paginate(blocks), rows)


def render_further(answer: Answer, key: str) -> tuple[MessagePart, ...]:
    """Return the passages of an answer that are less to the point, numbered on."""
    first = 1 + sum(len(each.places) for each in answer.answering)
    blocks = [strings.FURTHER, *render_excerpts(answer.further, first)]
    numbers = [number for number, _ in numbered(answer.further, first)]
    return with_buttons(paginate(blocks), number_rows(numbers, key))


def _decline_row(declined: Declined, key: str) -> Row:
    """Return buttons for the nearest passages, and to say that they do answer."""
    if declined.kind in _NOT_SEARCHED:
        return ()
    answered = buttons.IS_ANSWERED_THERE if declined.closest else buttons.IS_ANSWERED
    report = _report_button(key, answered)
    if not declined.nearest:
        return (report,)
    label = buttons.MORE if declined.closest else buttons.NEAREST
    label = buttons.OTHERS if declined.elsewhere else label
    return (Button(label, CallbackData(CallbackAction.MORE, key)), report)


def _report_button(key: str, label: str = buttons.IS_ANSWERED_THERE) -> Button:
    return Button(label, CallbackData(CallbackAction.IS_ANSWERED, key))


_NOT_SEARCHED = frozenset(
    {
        DeclineKind.SMALL_TALK,
        DeclineKind.OTHER_LANGUAGE,
        DeclineKind.NOTHING_ASKED,
        DeclineKind.NO_ARTICLES,
        DeclineKind.FILTER,
    }
)
"""Refusals that say nothing of what the articles hold."""


def _answer_rows(answer: Answer, key: str, sources: Sources) -> Iterator[Row]:
    yield from _excerpt_rows(answer.answering, key, sources)
    if answer.further:
        yield (Button(buttons.MORE, CallbackData(CallbackAction.MORE, key)),)
    yield (
        Button(buttons.USEFUL, CallbackData(CallbackAction.USEFUL, key)),
        Button(buttons.NOT_USEFUL, CallbackData(CallbackAction.NOT_USEFUL, key)),
    )


def _excerpt_rows(excerpts: Sequence[Excerpt], key: str, sources: Sources) -> Iterator[Row]:
    """Yield for each excerpt the buttons to its context, its file and a citation to copy."""
    alone = len(excerpts) == 1
    for number, each in numbered(excerpts):
        names = _LONG if alone else [buttons.numbered_label(number, name) for name in _SHORT]
        yield (
            context_button(number, key, names[0]),
            file_button(number, key, names[1]),
            copy_button(each.text, Reference(each.citation), sources, names[2]),
        )


def render_understanding(understood: Understood) -> list[FormattedText]:
    """Return how the question was understood, where that is not as typed."""
    return [italic(line) for line in understanding_lines(understood)]


def render_excerpts(excerpts: Sequence[Excerpt], number: int = 1) -> list[FormattedText]:
    """Return each excerpt with its citations, numbered on; below, how many sources they really are."""
    blocks: list[FormattedText] = []
    for excerpt in excerpts:
        lines = render_citations(number, excerpt.citation, excerpt.also_in, strings.SAME_WORDS)
        shown = render_quotation(
            number,
            excerpt.text,
            excerpt.citation,
            lines,
            lead=excerpt.lead,
            answer=excerpt.answer,
        )
        blocks += join_blocks([*shown, *render_company(excerpt, number + len(lines))])
        number += len(excerpt.places)
    sources, prints = _sources_and_prints(excerpts)
    if prints > sources:
        blocks.append(strings.sources_and_prints(sources, prints))
    return blocks


def _sources_and_prints(excerpts: Sequence[Excerpt]) -> tuple[int, int]:
    """Count sources and prints; files that share words or excerpts are prints of one source."""
    sources: list[set[str]] = []
    for excerpt in excerpts:
        prints = {place.file for place in (excerpt.citation, *excerpt.also_in)}
        for known in [source for source in sources if source & prints]:
            prints |= known
            sources.remove(known)
        sources.append(prints)
    return len(sources), sum(map(len, sources))


QUESTION_LENGTH = 400


def understanding_lines(understood: Understood) -> list[Words]:
    """Return a line each: the completed question, and what it was narrowed to."""
    lines: list[Words] = []
    if understood.question is not None:
        lines.append(strings.understood_as(one_line(understood.question, QUESTION_LENGTH)))
    narrowed = (understood.outlet, understood.speaker, understood.after, understood.before)
    if any(narrowed):
        outlet, speaker = (one_line(name or "", NAME_LENGTH) for name in narrowed[:2])
        lines.append(strings.narrowed(outlet, speaker, understood.after, understood.before))
    if understood.meant is not None:
        others = [name_of(each) for each in understood.namesakes]
        lines.append(strings.taken_for_speaker(name_of(understood.meant), others))
    return lines


_NEVER = sys.maxsize


def render_context(
    shown: SentenceContext,
    number: int,
    key: str,
    sources: Sources,
    speaker: str | None = None,
    *,
    note: str | None = None,
) -> tuple[MessagePart, ...]:
    """Return the sentences around citation ``number`` of the reply of that key, not folded.

    Below stands in which text the offsets of the cited words count, and whether the file is
    still the one that was read.

    ``speaker``: whose words the cited ones are, where that is known. ``note`` stands above.
    """
    source = sources.get(source_key(shown.cited))
    proof = render_proof(shown.cited, source)
    lines = [*render_citations(number, shown.citation, (), ""), *proof]
    blocks = render_quotation(
        number, shown.words, shown.citation, lines, answer=shown.quoted, folded_from=_NEVER
    )
    above = [] if note is None else [formatted(note)]
    copied = copy_button(shown.quoted.of(shown.words), Reference(shown.cited, speaker), sources)
    files = [file_button(number, key)]
    if has_text_apart(source):
        files.append(text_button(number, key))
    return with_buttons(
        paginate([*above, *blocks]), [tuple(files), (copied, full_button(number, key))]
    )
