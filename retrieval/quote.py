"""What somebody said: their statements, or where else the name stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import (
    CitedStatement,
    Excerpt,
    NamedOnly,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)
from retrieval.ports import Statements, StoredStatement
from retrieval.provenance.copies import same_words
from retrieval.quotes.directory import Directory
from retrieval.quotes.names import Fit, Match, is_role, plain, words_of
from retrieval.quotes.people import KnownPerson, Somebody, everybody

SUGGESTIONS = 5

RARELY = 100
"""Somebody printed this many times less than another of the name is asked for by the full name."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
"""How a sentence ends, and a heading seldom does."""


def directory_of(shelf: Statements, people: Sequence[KnownPerson]) -> Directory:
    """Everybody who speaks or is named in the corpus."""
    return Directory(everybody(shelf.speakers(), shelf.names(), people))


def quote(name: str, shelf: Statements, directory: Directory) -> QuoteReply:
    """What somebody said, under any spelling, part or role of the name.

    A name that fits several is answered with all of them; a name that stands in the corpus
    without any words of theirs, with the sentences in which it stands.
    """
    known = directory.known
    hits = directory.match(name)
    meant = [known[hit.index] for hit in _meant(name, hits, known)]
    if not meant:
        return UnknownName(name, _suggestions(name, hits, known))
    if len(meant) > 1:
        return SeveralSpeakers(name, tuple(_said(each, shelf) for each in meant))
    said = _said(meant[0], shelf)
    if said.statements:
        return Quoted(name, said)
    return NamedOnly(name, meant[0].name, _places(meant[0], shelf))


def _meant(name: str, hits: Sequence[Match], known: Sequence[Somebody]) -> list[Match]:
    """The hits that fit best: for one word a whole name and a part of one fit alike.

    Part of the name of a body or a place that is only named is enough where nothing else fits.
    """
    sure = [hit for hit in hits if hit.fit is not Fit.WEAK]
    sure = [hit for hit in sure if _may_mean(name, hit, known[hit.index])] or sure
    if not sure:
        return []
    alike = {sure[0].fit}
    if len(words_of(name)) == 1 and sure[0].fit in {Fit.EXACT, Fit.PART}:
        alike = {Fit.EXACT, Fit.PART}
    best = [hit for hit in sure if hit.fit in alike]
    if sure[0].fit is Fit.NEAR:
        best = [hit for hit in best if hit.distance == sure[0].distance]
    quoted = [hit for hit in best if known[hit.index].speaker_ids]
    return _without_tail(quoted if quoted and is_role(name) else best, known)


def _without_tail(hits: Sequence[Match], known: Sequence[Somebody]) -> list[Match]:
    """The most printed first, without those who are next to never printed beside them."""
    ranked = sorted(hits, key=lambda hit: -known[hit.index].places)
    most = known[ranked[0].index].places
    return [hit for hit in ranked if known[hit.index].places * RARELY >= most]


def _may_mean(name: str, hit: Match, somebody: Somebody) -> bool:
    """Whether somebody is likely meant, and not a body or a place of which a word was asked."""
    speaks = bool(somebody.speaker_ids) and len(words_of(name)) > 1
    return hit.fit is not Fit.PART or somebody.is_person or speaks


def _suggestions(name: str, hits: Sequence[Match], known: Sequence[Somebody]) -> tuple[str, ...]:
    """The nearest other names."""
    near = dict.fromkeys(known[hit.index].name for hit in hits)
    return tuple(each for each in near if plain(each) != plain(name))[:SUGGESTIONS]


def _said(somebody: Somebody, shelf: Statements) -> SpeakerStatements:
    stored = shelf.statements_of(somebody.speaker_ids) if somebody.speaker_ids else ()
    also: dict[str, str] = {}
    for form in (*somebody.forms, *somebody.roles):
        also.setdefault(_without_article(form), form)
    also.pop(_without_article(somebody.name), None)
    return SpeakerStatements(somebody.name, tuple(also.values()), _cited(stored))


def _without_article(form: str) -> str:
    return plain(form).removeprefix("the ")


def _cited(stored: Sequence[StoredStatement]) -> tuple[CitedStatement, ...]:
    """The statements in their order, each once, with where else the same words are printed."""
    printed: dict[str, list[StoredStatement]] = {}
    for each in stored:
        printed.setdefault(same_words(" ".join(each.contents)), []).append(each)
    return tuple(cited(first, others) for first, *others in printed.values())


def cited(stored: StoredStatement, again: Sequence[StoredStatement] = ()) -> CitedStatement:
    """The statement with where it stands, and where it is printed again.

    What disputes it in any of those places disputes it.
    """
    return CitedStatement(
        stored.id,
        stored.statement,
        stored.contents,
        stored.cue,
        stored.mention,
        stored.passage,
        stored.card.cite(stored.statement.passage),
        stored.addressee,
        stored.conduit,
        stored.hedge,
        tuple(excerpt for each in (stored, *again) for excerpt in _disputed(each)),
        tuple(each.card.cite(each.statement.passage) for each in again),
    )


def _disputed(stored: StoredStatement) -> tuple[Excerpt, ...]:
    """The sentences that dispute a statement, with where they stand."""
    return tuple(
        Excerpt(words, stored.card.cite(sentence), 1.0)
        for sentence, words in zip(stored.statement.disputed, stored.disputed, strict=True)
    )


def _places(somebody: Somebody, shelf: Statements) -> tuple[Excerpt, ...]:
    """The sentences in which somebody is named, each once, headings after whole sentences."""
    printed: dict[str, Excerpt] = {}
    for card, span, words in shelf.places_of(somebody.forms):
        here, key = card.cite(span), same_words(words)
        if key not in printed:
            printed[key] = Excerpt(words, here, 1.0)
        elif here not in (printed[key].citation, *printed[key].also_in):
            printed[key] = replace(printed[key], also_in=(*printed[key].also_in, here))
    return tuple(sorted(printed.values(), key=lambda place: _ENDS.search(place.text) is None))
