"""What is remembered of the question before, and of what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer.question import names_in
from retrieval.answer.whose import who_is_asked_for
from retrieval.model import (
    AS_TYPED,
    Ambiguous,
    Answer,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    Understood,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was asked and answered last in a conversation.

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


def earlier_of(reply: Reply) -> Earlier:
    """What is to be remembered of a reply."""
    question = reply.understood.question or reply.question
    names = [reply.understood.speaker] if reply.understood.speaker else []
    names += names_in(question)
    if isinstance(reply, Answer):
        first = reply.passages[0]
        names += [referent.name for referent in first.referents]
        names += names_in(first.text)
    known = tuple(dict.fromkeys(names))
    if isinstance(reply, Ambiguous):
        who = reply.understood.speaker or who_is_asked_for(question)
        return Earlier(question, reply.understood, known, who, reply.options)
    return Earlier(question, reply.understood, known)


def earlier_of_quote(reply: QuoteReply) -> Earlier | None:
    """What is to be remembered of what somebody said; None where nobody was meant."""
    if not isinstance(reply, Quoted | NotAbout):
        return None
    name = reply.speaker.speaker
    about = f" about {reply.topic}" if reply.topic else ""
    return Earlier(f"What did {name} say{about}?", names=(name,))
