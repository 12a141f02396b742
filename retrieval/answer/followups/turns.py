"""Keeps of a question and its answer what a later question may follow up."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer.question import names_in
from retrieval.answer.user_input.question_words import plain_question
from retrieval.answer.user_input.small_talk import without_small_talk
from retrieval.answer.words_asked import asked_speaker
from retrieval.model import (
    AS_TYPED,
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    Understood,
)


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """The last question of a conversation and what its answer named.

    Attributes:
        question: complete in itself.
        understood: what it was narrowed to.
        names: whom a pronoun may mean, the likeliest first.
        who: the name that fitted several, where it was asked back whom it means.
        options: these.
    """

    question: str
    understood: Understood = AS_TYPED
    names: tuple[str, ...] = ()
    who: str | None = None
    options: tuple[str, ...] = ()


def turn_of_reply(reply: Reply) -> PreviousTurn:
    """Return the turn that a later question may follow up."""
    question = reply.understood.question or _asked(reply.question)
    spoke = reply.understood.speaker or reply.understood.meant
    names = [spoke] if spoke else []
    names += names_in(question)
    for first in _first_shown(reply):
        names += [referent.name for referent in first.referents]
        names += names_in(first.text)
    known = tuple(dict.fromkeys(names))
    if isinstance(reply, Ambiguous):
        who = reply.understood.speaker or asked_speaker(question)
        return PreviousTurn(question, reply.understood, known, who, reply.options)
    if isinstance(reply, Declined) and reply.suggestions:
        return PreviousTurn(question, reply.understood, known, reply.unknown, reply.suggestions)
    return PreviousTurn(question, reply.understood, known)


def _first_shown(reply: Reply) -> tuple[Excerpt, ...]:
    """Return the passage that the reader saw first; none where the reply shows none at once."""
    match reply:
        case Answer():
            return reply.passages[:1]
        case Declined():
            return reply.closest
        case _:
            return ()


def _asked(text: str) -> str:
    return plain_question(without_small_talk(text), lambda _: False)


def holds_statements(reply: Reply | QuoteReply) -> bool:
    """Return whether a reply shows what somebody said, and not only what is so."""
    match reply:
        case Quoted() | NotAbout():
            return True
        case Answer():
            return asked_speaker(reply.understood.question or _asked(reply.question)) is not None
        case _:
            return False


def turn_of_quote(reply: QuoteReply) -> PreviousTurn | None:
    """Return the turn of a ``/quote``, as a question; None where nobody was meant."""
    if not isinstance(reply, Quoted | NotAbout):
        return None
    name = reply.speaker.speaker
    about = f" about {reply.topic}" if reply.topic else ""
    return PreviousTurn(f"What did {name} say{about}?", names=(name,))
