"""Renders whom a reader watches, and new statements of theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never

from bot.messages import notices, strings
from bot.messages.buttons import (
    Button,
    CallbackAction,
    CallbackData,
    button_label,
    number_rows,
    option_rows,
)
from bot.messages.pagination import GAP, MessagePart, paginate, with_buttons
from bot.messages.references import OPTIONS_SHOWN, distinguishable, statement_items
from bot.messages.statements import exact_name, name_of, render_statements, statement_entries
from bot.messages.text_entities import code, formatted, join, one_line
from bot.service.articles import stable_key
from retrieval.citing import statement_identity
from retrieval.model import (
    CitedStatement,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)
from retrieval.quotes.identity.name_keys import normalise_name, word_keys

WATCHES_SHOWN = 30
NEWS_SHOWN = 10
"""Entries in one notification; it says how to see more."""

_NAME_LENGTH = 60


def render_new_statements(new: Quoted, key: str) -> tuple[MessagePart, ...]:
    """Return new statements of somebody who is watched, each with its citation.

    ``new`` holds those alone, so that the numbers are those of the reply that is remembered.
    """
    name = new.speaker.speaker
    every = statement_entries(new.speaker.statements)
    shown = every[:NEWS_SHOWN]
    blocks = [notices.news_of(name_of(name), len(every))]
    blocks += render_statements(shown)
    hidden = len(every) - len(shown)
    if hidden:
        command = code(strings.quote_command(one_line(name, _NAME_LENGTH)))
        blocks.append(strings.more_statements(hidden, command))
    numbers = [item.number for item in statement_items(shown)]
    return with_buttons(paginate(blocks), number_rows(numbers, key))


def watch_key(name: str) -> str:
    """Return the key of the button that ends the watch on somebody."""
    return stable_key("watch", name)


def is_watched_as(known: str, asked: str, name: str) -> bool:
    """Whether a name means this watch: as it was asked for, or by words of the known name."""
    words = set(word_keys(name))
    return normalise_name(name) == normalise_name(asked) or (
        bool(words) and words <= set(word_keys(known))
    )


def render_watch_options(
    reply: SeveralSpeakers | UnknownName, key: str
) -> tuple[MessagePart, ...]:
    """Return who of nearly that name there is, with a button that watches each."""
    match reply:
        case SeveralSpeakers():
            names = [exact_name(person) for person in distinguishable(reply)]
            text = (
                formatted(notices.WHOM_TO_WATCH)
                if names
                else strings.several_speakers(name_of(reply.name), len(reply.speakers))
            )
        case UnknownName():
            names = list(reply.suggestions[:OPTIONS_SHOWN])
            more = [strings.DID_YOU_MEAN] if names else []
            text = join("\n", [strings.unknown_name(name_of(reply.name)), *more])
        case _:
            assert_never(reply)
    return with_buttons([MessagePart(text)], option_rows(names, key, CallbackAction.WATCH))


def render_unwatch_options(names: Sequence[str], asker: int) -> tuple[MessagePart, ...]:
    """Return whom a reader watches, with a button that ends each watch, for that reader alone."""
    if not names:
        return (MessagePart(formatted(notices.WATCHING_NOBODY)),)
    rows = [(Button(button_label(name), _unwatch(name, asker)),) for name in names[:WATCHES_SHOWN]]
    return with_buttons([MessagePart(formatted(notices.WHOM_NO_LONGER))], rows)


def _unwatch(name: str, asker: int) -> CallbackData:
    return CallbackData(CallbackAction.UNWATCH, watch_key(name), asker=asker)


def render_watches(names: Sequence[str]) -> tuple[MessagePart, ...]:
    """Return whom a reader watches."""
    if not names:
        return (MessagePart(formatted(notices.WATCHING_NOBODY)),)
    lines = [f"• {name_of(name)}" for name in names[:WATCHES_SHOWN]]
    hidden = len(names) - len(lines)
    lines += [notices.more(hidden)] if hidden > 0 else []
    listed = "\n".join([notices.watches(len(names)), *lines])
    return (MessagePart(formatted(listed, GAP, notices.UNWATCH)),)


def statement_keys(said: CitedStatement) -> tuple[str, ...]:
    """Return the keys of all prints of a statement: where one is known, it is no news.

    They are stored.
    """
    return tuple(stable_key(*each) for each in (statement_identity(said), *said.variants))


def statements_of(known: str, reply: QuoteReply) -> SpeakerStatements | None:
    """Return the statements of the speaker who was known by that name; None if that is nobody now."""
    match reply:
        case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
            return speaker
        case SeveralSpeakers(speakers=speakers):
            theirs = [each for each in speakers if each.speaker.casefold() == known.casefold()]
            return theirs[0] if len(theirs) == 1 else None
        case NamedOnly() | UnknownName():
            return None


def new_statements(speaker: SpeakerStatements, keys: Collection[str]) -> Quoted:
    """Return those of somebody's statements all of whose keys are among these, as a reply."""
    new = tuple(each for each in speaker.statements if {*statement_keys(each)} <= {*keys})
    return Quoted(
        speaker.speaker,
        SpeakerStatements(
            speaker.speaker, speaker.aliases, new, speaker.role, speaker.is_surname_only
        ),
    )
