"""Renders what somebody said, in pages with buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot.messages import strings
from bot.messages.buttons import CallbackAction, number_rows, option_rows, pagination_row
from bot.messages.citations import render_citations, render_quotation
from bot.messages.pagination import (
    GAP,
    Item,
    MessagePart,
    paginate,
    paginate_items,
    render_page,
    with_buttons,
)
from bot.messages.references import (
    OPTIONS_SHOWN,
    distinguishable,
    indistinguishable_entries,
    numbered,
    statement_items,
)
from bot.messages.statements import (
    describe_speaker,
    exact_name,
    name_of,
    namesakes_line,
    render_heading,
    render_statements,
    statement_entries,
)
from bot.messages.text_entities import FormattedText, Words, formatted, join, one_line
from retrieval.model import (
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    UnknownName,
)

ON_A_PAGE = 5
"""Statements or places on a page at most; fewer where they are long."""

_SHORT_NAME = 40


def render_quote(reply: QuoteReply, key: str, page: int = 1) -> tuple[MessagePart, ...]:
    """Return a page of what somebody of that name said, or who of that name there is.

    A page that there is not is the nearest that there is.
    """
    match reply:
        case Quoted():
            items = statement_items(statement_entries(reply.speaker.statements))
            return _page(
                items, join("\n", render_heading(reply)), reply.speaker.speaker, key, page
            )
        case NotAbout():
            name, topic = name_of(reply.speaker.speaker), name_of(reply.topic)
            none = strings.not_about(name, topic, reply.total)
            none = join("\n", [none, *namesakes_line(reply)])
            head = formatted(none, GAP, strings.NEAREST_STATEMENTS)
            items = statement_items(statement_entries(reply.speaker.statements))
            return _page(items, head, reply.speaker.speaker, key, page)
        case NamedOnly():
            only = strings.named_only(name_of(reply.speaker), len(reply.named_in))
            head = join("\n", [only, *namesakes_line(reply)])
            if reply.named_in:
                head = formatted(head, GAP, strings.NAMED_HERE)
            return _page(_places(reply.named_in), head, reply.speaker, key, page)
        case SeveralSpeakers():
            return _several(reply, key)
        case UnknownName():
            names = reply.suggestions[:OPTIONS_SHOWN]
            blocks = [strings.unknown_name(name_of(reply.name))]
            blocks += [formatted(strings.DID_YOU_MEAN)] if names else []
            return with_buttons(paginate(blocks), option_rows(names, key))
        case _:
            assert_never(reply)


def _page(
    items: Iterable[Item], head: FormattedText, name: str, key: str, page: int
) -> tuple[MessagePart, ...]:
    """Return that page of the items; every page says whose words they are, and which page it is."""
    pages = paginate_items(items, head, ON_A_PAGE)
    shown = render_page(pages, page, one_line(name, _SHORT_NAME))
    turns = pagination_row(CallbackAction.PAGE, key, shown.number, len(pages))
    return with_buttons([shown.part], [*number_rows(shown.items, key), turns])


def _places(places: Sequence[Excerpt]) -> Iterator[Item]:
    for number, place in numbered(places):
        lines = render_citations(number, place.citation, place.also_in, strings.SAME_WORDS)
        yield Item(number, tuple(render_quotation(number, place.text, place.citation, lines)))


def _several(reply: SeveralSpeakers, key: str) -> tuple[MessagePart, ...]:
    """Return whom the name may mean; those whom no name tells apart with their words."""
    lines: list[Words] = [strings.several_speakers(name_of(reply.name), len(reply.speakers))]
    lines += [
        f"• {name_of(person.speaker)} – {describe_speaker(person)}"
        for person in reply.speakers[:OPTIONS_SHOWN]
    ]
    blocks = [join("\n", lines)]
    theirs = indistinguishable_entries(reply)
    if theirs:
        blocks += [formatted(strings.OF_THE_SAME_DESCRIPTION), *render_statements(theirs)]
    names = [exact_name(person) for person in distinguishable(reply)]
    return with_buttons(paginate(blocks), option_rows(names, key))
