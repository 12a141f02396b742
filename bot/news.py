"""What is new of somebody who is watched."""

from __future__ import annotations

from collections.abc import Collection

from bot.actions import key_of
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
from retrieval.provenance.copies import same_words

SHORT = 3
"""So few words are the same statement only where the sentences around them are the same too."""


def statement_key(said: CitedStatement) -> str:
    """The same for every print of a statement: a copy is no news."""
    words = same_words(" ".join(said.contents))
    around = said.passage if len(words.split()) <= SHORT else ""
    return key_of(words, *(same_words(each or "") for each in (around, said.conduit, said.hedge)))


def said_by(known: str, reply: QuoteReply) -> SpeakerStatements | None:
    """What the one said who went by that name, whoever else goes by it now."""
    match reply:
        case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
            return speaker
        case SeveralSpeakers(speakers=speakers):
            theirs = [each for each in speakers if each.speaker.casefold() == known.casefold()]
            return theirs[0] if len(theirs) == 1 else None
        case NamedOnly() | UnknownName():
            return None


def only(speaker: SpeakerStatements, keys: Collection[str]) -> Quoted:
    """Of somebody's statements those of these keys, as a reply."""
    new = tuple(each for each in speaker.statements if statement_key(each) in keys)
    return Quoted(
        speaker.speaker,
        SpeakerStatements(
            speaker.speaker, speaker.aliases, new, speaker.role, speaker.is_surname_only
        ),
    )
