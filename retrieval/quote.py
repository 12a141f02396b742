"""What somebody said: their statements, or where else the name stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.topic import TopicMatch
from retrieval.model import (
    CitedStatement,
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)
from retrieval.ports import StatementReader, StoredStatement
from retrieval.quotes.identity.directory import DirectoryEntry, PeopleDirectory, build_directory
from retrieval.quotes.identity.name_matching import (
    NameFit,
    NameMatch,
    is_role_query,
    normalise_name,
    word_keys,
)
from retrieval.quotes.identity.people import KnownPerson
from retrieval.reprints import distinct_excerpts, distinct_statements

SUGGESTIONS = 5

NEAREST = 3
"""How many statements that do not fit a topic are shown as the nearest."""

RARELY = 100
"""Somebody printed this many times less than another of the name is asked for by the full name."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
"""How a sentence ends, and a heading seldom does."""


def directory_of(shelf: StatementReader, people: Sequence[KnownPerson]) -> PeopleDirectory:
    """Everybody who speaks or is named in the corpus."""
    return PeopleDirectory(build_directory(shelf.speakers(), shelf.names(), people))


def read(request: str, directory: PeopleDirectory) -> StatementQuery:
    """Whose words are asked for, and on what.

    The longest part of the request that is somebody's name is the name; where none is, what
    stands before the first "about" or the like.
    """
    ways = tuple(readings(request))
    known = (way for way in ways if _is_name(way, directory))
    apart = [way for way in ways if way.topic is not None and not way.exactly]
    return next(known, apart[-1] if apart else ways[0])


def _is_name(way: StatementQuery, directory: PeopleDirectory) -> bool:
    """Whether somebody goes by that; a word that stands in it twice must do so in the name."""
    words, hits = word_keys(way.name), directory.match(way.name)
    if len(set(words)) < len(words) and not (hits and hits[0].fit is NameFit.EXACT):
        return False
    return bool(_people(way.name, directory, exactly=way.exactly))


def quote(
    name: str, shelf: StatementReader, directory: PeopleDirectory, *, exactly: bool = False
) -> QuoteReply:
    """What somebody said, under any spelling, part or role of the name.

    A name that fits several is answered with all of them; a name that stands in the corpus
    without any words of theirs, with the sentences in which it stands. ``exactly`` leaves out
    those of whose name it is a part.
    """
    meant = _people(name, directory, exactly=exactly)
    if not meant:
        hits = directory.match(name)
        return UnknownName(name, _suggestions(name, hits, directory.known))
    if len(meant) > 1:
        return SeveralSpeakers(name, _told_apart(meant, shelf))
    said = _said(meant[0], shelf)
    if said.statements:
        return Quoted(name, said)
    return NamedOnly(name, meant[0].name, _places(meant[0], shelf))


def _people(name: str, directory: PeopleDirectory, *, exactly: bool) -> list[DirectoryEntry]:
    """Whom the name means."""
    known = directory.known
    meant = _meant(name, directory.match(name), known)
    return [
        known[hit.index]
        for hit in meant
        if not exactly or word_keys(known[hit.index].name) == word_keys(name)
    ]


Gauge = Callable[[str, Sequence[CitedStatement]], Sequence[TopicMatch]]
"""How well each of the statements fits a topic, in their order."""


def quote_about(
    asked: StatementQuery, shelf: StatementReader, directory: PeopleDirectory, gauge: Gauge
) -> QuoteReply:
    """What somebody said on a topic, the best fit first, or that they said nothing on it."""
    reply = quote(asked.name, shelf, directory, exactly=asked.exactly)
    if asked.exactly:
        reply = replace(reply, name=f"{asked.name} only")
    match reply:
        case Quoted(speaker=speaker) if asked.topic is not None:
            return _about(reply, asked.topic, gauge(asked.topic, speaker.statements), asked)
        case Quoted() | NamedOnly():
            return replace(reply, everything=asked.everything)
        case SeveralSpeakers() | UnknownName():
            return replace(reply, topic=asked.topic)
        case NotAbout():
            return reply


def _about(
    reply: Quoted, topic: str, fitness: Sequence[TopicMatch], asked: StatementQuery
) -> Quoted | NotAbout:
    """Of somebody's statements those on the topic, or the nearest as such."""
    said = reply.speaker.statements
    ranked = sorted(zip(said, fitness, strict=True), key=lambda each: -each[1].score)
    fitting = tuple(statement for statement, fit in ranked if fit.is_about)
    if fitting:
        speaker = replace(reply.speaker, statements=fitting)
        return Quoted(reply.name, speaker, topic, len(said) - len(fitting), asked.everything)
    nearest = tuple(statement for statement, _ in ranked[:NEAREST])
    return NotAbout(reply.name, topic, replace(reply.speaker, statements=nearest), len(said))


def _told_apart(
    people: Sequence[DirectoryEntry], shelf: StatementReader
) -> tuple[SpeakerStatements, ...]:
    """Each with their statements; a bare surname that another one shares is marked as such."""
    surnames = {words[-1] for each in people if len(words := word_keys(each.name)) > 1}
    return tuple(
        replace(_said(each, shelf), is_surname_only=_is_bare(each, surnames)) for each in people
    )


def _is_bare(somebody: DirectoryEntry, surnames: set[str]) -> bool:
    words = word_keys(somebody.name)
    return somebody.is_person and len(words) == 1 and words[0] in surnames


def _meant(
    name: str, hits: Sequence[NameMatch], known: Sequence[DirectoryEntry]
) -> list[NameMatch]:
    """The hits that fit best: for one word a whole name and a part of one fit alike.

    Part of the name of a body or a place that is only named is enough where nothing else fits.
    """
    sure = [hit for hit in hits if hit.fit is not NameFit.WEAK]
    sure = [hit for hit in sure if _may_mean(name, hit, known[hit.index])] or sure
    if not sure:
        return []
    alike = {sure[0].fit}
    if len(word_keys(name)) == 1 and sure[0].fit in {NameFit.EXACT, NameFit.PART}:
        alike = {NameFit.EXACT, NameFit.PART}
    best = [hit for hit in sure if hit.fit in alike]
    if sure[0].fit is NameFit.NEAR:
        best = [hit for hit in best if hit.distance == sure[0].distance]
    quoted = [hit for hit in best if known[hit.index].speaker_ids]
    return _without_tail(quoted if quoted and is_role_query(name) else best, known)


def _without_tail(hits: Sequence[NameMatch], known: Sequence[DirectoryEntry]) -> list[NameMatch]:
    """The most printed first, without those who are next to never printed beside them."""
    ranked = sorted(hits, key=lambda hit: -known[hit.index].places)
    most = known[ranked[0].index].places
    return [hit for hit in ranked if known[hit.index].places * RARELY >= most]


def _may_mean(name: str, hit: NameMatch, somebody: DirectoryEntry) -> bool:
    """Whether somebody is likely meant, and not a body or a place of which a word was asked."""
    speaks = bool(somebody.speaker_ids) and len(word_keys(name)) > 1
    return hit.fit is not NameFit.PART or somebody.is_person or speaks


def _suggestions(
    name: str, hits: Sequence[NameMatch], known: Sequence[DirectoryEntry]
) -> tuple[str, ...]:
    """The nearest other names."""
    near = dict.fromkeys(known[hit.index].name for hit in hits)
    return tuple(each for each in near if normalise_name(each) != normalise_name(name))[
        :SUGGESTIONS
    ]


def _said(somebody: DirectoryEntry, shelf: StatementReader) -> SpeakerStatements:
    stored = shelf.statements_of(somebody.speaker_ids) if somebody.speaker_ids else ()
    also: dict[str, str] = {}
    for form in (*somebody.forms, *somebody.roles):
        also.setdefault(_without_article(form), form)
    also.pop(_without_article(somebody.name), None)
    return SpeakerStatements(
        somebody.name, tuple(also.values()), distinct_statements(stored), _role(somebody, stored)
    )


def _role(somebody: DirectoryEntry, stored: Sequence[StoredStatement]) -> str | None:
    """The role printed in most articles, ties in order of printing; None for the unnamed."""
    if not somebody.forms or not somebody.roles:
        return None
    roles = {_without_article(role): role for role in reversed(somebody.roles)}
    printed = {
        (each.card.source, _without_article(form))
        for each in stored
        if each.statement.speaker is not None
        for form in each.statement.speaker.aliases
    }
    often = Counter(form for _, form in printed if form in roles)
    first = list(reversed(roles))
    return roles[min(first, key=lambda form: (-often[form], first.index(form)))]


def _without_article(form: str) -> str:
    return normalise_name(form).removeprefix("the ")


def _places(somebody: DirectoryEntry, shelf: StatementReader) -> tuple[Excerpt, ...]:
    """The sentences in which somebody is named, each once, headings after whole sentences."""
    found = shelf.places_of(somebody.forms)
    places = distinct_excerpts(
        [Excerpt(words, card.cite(span), 1.0) for card, span, words in found]
    )
    return tuple(sorted(places, key=lambda place: _ENDS.search(place.text) is None))


ABOUT = re.compile(r"\s(?:about|on|regarding|concerning|re:?)(?=\s)", re.IGNORECASE)
"""Stands between a name and a topic, or within a name: "the minister on duty"."""

EVERYTHING = re.compile(r"(?:\A|\s+)all\s*\Z", re.IGNORECASE)
"""The last word of a request for every statement, or of a name: "Justice for All"."""

EXACTLY = re.compile(r"\s+only\Z", re.IGNORECASE)
"""Follows a name that is also a part of other people's names, and not the name of any of them."""


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """Whose words are asked for.

    Attributes:
        name: a name, part of one, or a role, as typed.
        topic: what they are to be about; None for anything.
        everything: whether all of them are to be shown, however many.
        exactly: whether the name is the whole name, and not a part of one.
    """

    name: str
    topic: str | None = None
    everything: bool = False
    exactly: bool = False


def readings(request: str) -> Iterator[StatementQuery]:
    """Every way to read a request, the one that takes most of it for a name first."""
    whole = " ".join(request.split())
    wanted = EVERYTHING.sub("", whole)
    everything = wanted != whole
    yield StatementQuery(whole)
    for name, topic in _parted(wanted):
        if name != whole:
            yield StatementQuery(name, topic, everything)
        if EXACTLY.search(name):
            yield StatementQuery(EXACTLY.sub("", name), topic, everything, exactly=True)


def _parted(wanted: str) -> Iterator[tuple[str, str | None]]:
    """Name and topic, the longest name first; a request that ends in "about" has no topic."""
    if wanted:
        yield wanted, None
    for border in reversed([*ABOUT.finditer(f"{wanted} ")]):
        name, topic = wanted[: border.start()].strip(), wanted[border.end() :].strip()
        if name:
            yield name, topic or None
