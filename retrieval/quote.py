"""Finds what somebody said, or, where nothing is quoted, where else the name stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from retrieval.answer.followups.completion import Antecedent
from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.topic import TopicMatch, TopicScorer
from retrieval.cache import BoundedCache, RevisionCache
from retrieval.citing import by_passage, distinct_excerpts, distinct_statements
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
from retrieval.name_lookup import namesakes, near_names, people_meant
from retrieval.ports import StatementReader, StoredStatement
from retrieval.quotes.coreference.gender import gender_of_first_name, gender_of_roles
from retrieval.quotes.coreference.rules import BY_NAME
from retrieval.quotes.identity.directory import DirectoryEntry, PeopleDirectory, build_directory
from retrieval.quotes.identity.name_keys import normalise_name, word_keys
from retrieval.quotes.identity.name_matching import NameFit
from retrieval.quotes.identity.people import KnownPerson

NEAREST_SHOWN = 3
"""How many statements that do not fit a topic are shown as the nearest."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
"""How a sentence ends, and a heading seldom does."""


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """Whose words are asked for.

    Attributes:
        name: a name, part of one, or a role, as typed.
        topic: what they are to be about; None for anything.
        everything: whether all of them are to be shown, however many.
        exactly: whether the name is the whole name, and not a part of one.
        named: whether only those count beside which the speaker is printed as a name.
    """

    name: str
    topic: str | None = None
    everything: bool = False
    exactly: bool = False
    named: bool = False


_KEPT_SPEAKERS = 16
"""Speakers whose statements stay in memory: one question asks for those of the same often."""


class QuoteService:
    """Finds out whom a name means and what they said, as of the corpus's present state.

    Args:
        statements: the statements and names of the corpus.
        people: those of the configuration, with their aliases and titles.
        topics: scores the statements where a topic is asked for.
    """

    def __init__(
        self, statements: StatementReader, people: Sequence[KnownPerson], topics: TopicScorer
    ) -> None:
        self._statements = statements
        self._people = people
        self._topics = topics
        self._directory = RevisionCache(self._build_directory, statements.revision)
        self._said = BoundedCache[DirectoryEntry, SpeakerStatements](_KEPT_SPEAKERS)

    def parse(self, request: str) -> StatementQuery:
        """Return whose words a request asks for, and on what.

        The longest part of the request that is somebody's name is the name; where none is, what
        stands before the first "about" or the like.
        """
        directory = self._directory.get()
        queries = tuple(_possible_queries(request))
        of_somebody = (each for each in queries if _is_of_somebody(each, directory))
        with_topic = [each for each in queries if each.topic is not None and not each.exactly]
        return next(of_somebody, with_topic[-1] if with_topic else queries[0])

    def person(self, name: str) -> Antecedent | None:
        """Return the person whom a printed name means most likely, or a body that speaks."""
        directory = self._directory.get()
        hits = [hit for hit in directory.match(name) if hit.fit in {NameFit.EXACT, NameFit.PART}]
        if not hits:
            return None
        meant = directory.known[hits[0].index]
        if not meant.is_person and not (meant.speaker_ids and hits[0].fit is NameFit.EXACT):
            return None
        gender = gender_of_first_name(meant.name) or gender_of_roles(meant.roles)
        return Antecedent(
            meant.name, gender if meant.is_person else "", is_body=not meant.is_person
        )

    def quote(self, name: str, *, exactly: bool = False) -> QuoteReply:
        """Return what somebody said, under any spelling, part or role of the name.

        A name that fits several is answered with all of them; a name that stands in the corpus
        without any words of theirs, with the sentences in which it stands. ``exactly`` leaves out
        those of whose name it is a part.
        """
        directory = self._directory.get()
        people = people_meant(name, directory, exactly=exactly)
        if not people:
            return UnknownName(name, near_names(name, directory))
        if len(people) > 1:
            return SeveralSpeakers(name, self._each_with_statements(people))
        (somebody,) = people
        said = self._statements_of(somebody)
        others = () if exactly else namesakes(name, somebody, directory)
        if said.statements:
            return Quoted(name, said, namesakes=others)
        found = self._sentences_naming(somebody)
        return NamedOnly(name, somebody.name, found, namesakes=others)

    def names_like_unknown(self, name: str) -> tuple[str, ...] | None:
        """Return the nearest names to one that nobody has; None where somebody has it."""
        directory = self._directory.get()
        return None if people_meant(name, directory) else near_names(name, directory)

    def narrowed(
        self, reply: QuoteReply, sources: frozenset[str] | None, topic: str
    ) -> QuoteReply:
        """Return who of several speaks in the articles, each with the nearest to the topic first.

        Where only one of them speaks there, that one is meant.

        Args:
            reply: whom a name means.
            sources: the only articles that count; None for all.
            topic: what is asked about; "" for nothing.
        """
        if not isinstance(reply, SeveralSpeakers):
            return reply
        inside = [each for each in reply.speakers if _speaks_in(each, sources)]
        if sources is not None and len(inside) == 1:
            others = tuple(each.speaker for each in reply.speakers if each is not inside[0])
            return Quoted(reply.name, inside[0], namesakes=others)
        shown = [_only_in(each, sources) for each in inside] or reply.speakers
        return replace(reply, speakers=tuple(self._by_topic(each, topic) for each in shown))

    def _by_topic(self, speaker: SpeakerStatements, topic: str) -> SpeakerStatements:
        """Return the speaker with the statements that are nearest to the topic first."""
        if not topic:
            return speaker
        ranked = self.rank_by_topic(speaker.statements, topic)
        return replace(speaker, statements=tuple(statement for statement, _ in ranked))

    def answer(self, query: StatementQuery) -> QuoteReply:
        """Return what somebody said on a topic, the best fit first; or on anything.

        Where nothing that they said is on the topic, the nearest of it says so.
        """
        reply = self.quote(query.name, exactly=query.exactly)
        if query.exactly:
            reply = replace(reply, name=f"{query.name} only")
        if query.named and isinstance(reply, Quoted):
            reply = _only_named(reply)
        match reply:
            case Quoted() if query.topic is not None:
                return self._on_topic(reply, query.topic, everything=query.everything)
            case Quoted() | NamedOnly():
                return replace(reply, everything=query.everything)
            case SeveralSpeakers() | UnknownName():
                return replace(reply, topic=query.topic)
            case NotAbout():
                return reply

    def _build_directory(self) -> PeopleDirectory:
        """Return everybody who speaks or is named in the corpus."""
        speakers, names = self._statements.speakers(), self._statements.names()
        articles_naming = self._statements.articles_naming
        return PeopleDirectory(build_directory(speakers, names, self._people, articles_naming))

    def rank_by_topic(
        self, statements: Sequence[CitedStatement], topic: str
    ) -> list[tuple[CitedStatement, TopicMatch]]:
        """Return statements with how well each fits a topic, the best fit first."""
        scores = self._topics.scores(topic, statements)
        return sorted(zip(statements, scores, strict=True), key=lambda each: -each[1].score)

    def _on_topic(self, reply: Quoted, topic: str, *, everything: bool) -> Quoted | NotAbout:
        """Return somebody's statements on the topic, or the nearest as such."""
        said = reply.speaker.statements
        ranked = self.rank_by_topic(said, topic)
        fitting = tuple(statement for statement, fit in ranked if fit.is_about)
        if fitting:
            speaker = replace(reply.speaker, statements=fitting)
            return replace(
                reply,
                speaker=speaker,
                topic=topic,
                others=len(by_passage(said)) - len(by_passage(fitting)),
                everything=everything,
            )
        nearest = tuple(statement for statement, _ in ranked[:NEAREST_SHOWN])
        speaker = replace(reply.speaker, statements=nearest)
        return NotAbout(reply.name, topic, speaker, len(by_passage(said)), reply.namesakes)

    def _each_with_statements(
        self, people: Sequence[DirectoryEntry]
    ) -> tuple[SpeakerStatements, ...]:
        """Return each with what they said; a bare surname that another shares is marked as such."""
        surnames = {words[-1] for each in people if len(words := word_keys(each.name)) > 1}
        return tuple(
            replace(self._statements_of(each), is_surname_only=_is_bare_surname(each, surnames))
            for each in people
        )

    def _statements_of(self, somebody: DirectoryEntry) -> SpeakerStatements:
        revision = self._statements.revision()
        return self._said.get(revision, somebody, lambda: self._read_statements_of(somebody))

    def _read_statements_of(self, somebody: DirectoryEntry) -> SpeakerStatements:
        ids = somebody.speaker_ids
        stored = self._statements.statements_of(ids) if ids else ()
        aliases: dict[str, str] = {}
        for form in (*somebody.forms, *somebody.roles):
            aliases.setdefault(_without_article(form), form)
        aliases.pop(_without_article(somebody.name), None)
        return SpeakerStatements(
            somebody.name,
            tuple(aliases.values()),
            distinct_statements(stored),
            _role(somebody, stored),
        )

    def _sentences_naming(self, somebody: DirectoryEntry) -> tuple[Excerpt, ...]:
        """Return the sentences with the name, each once, headings after whole sentences."""
        found = self._statements.sentences_naming(somebody.forms)
        excerpts = [Excerpt(words, card.cite(span), 1.0) for card, span, words in found]
        return tuple(
            sorted(
                distinct_excerpts(excerpts), key=lambda each: not _SENTENCE_END.search(each.text)
            )
        )


def _speaks_in(speaker: SpeakerStatements, sources: frozenset[str] | None) -> bool:
    return bool(_only_in(speaker, sources).statements)


def _only_in(speaker: SpeakerStatements, sources: frozenset[str] | None) -> SpeakerStatements:
    """Return the speaker with those statements alone that stand in the articles."""
    if sources is None:
        return speaker
    return replace(
        speaker,
        statements=tuple(
            each
            for each in speaker.statements
            if any(place.source in sources for place in (each.citation, *each.also_in))
        ),
    )


def _only_named(reply: Quoted) -> Quoted:
    """Return the reply without statements whose speaker is found by a pronoun or a role."""
    said = reply.speaker.statements
    named = tuple(
        each
        for each in said
        if each.statement.resolution is None or each.statement.resolution.rule in BY_NAME
    )
    return replace(
        reply,
        name=f"{reply.name} named",
        speaker=replace(reply.speaker, statements=named),
        resolved=len(by_passage(said)) - len(by_passage(named)),
    )


def _possible_queries(request: str) -> Iterator[StatementQuery]:
    """Yield every way to read a request, the one that takes most of it for a name first."""
    whole = " ".join(request.split())
    wanted = _all_at_end().sub("", whole)
    everything = wanted != whole
    yield StatementQuery(whole)
    for name, topic in _names_and_topics(wanted):
        if name != whole:
            yield StatementQuery(name, topic, everything)
        if _named_at_end().search(name):
            yield StatementQuery(_named_at_end().sub("", name), topic, everything, named=True)
        if _only_at_end().search(name):
            yield StatementQuery(_only_at_end().sub("", name), topic, everything, exactly=True)


def _names_and_topics(wanted: str) -> Iterator[tuple[str, str | None]]:
    """Yield name and topic, the longest name first; "NAME about" has no topic."""
    if wanted:
        yield wanted, None
    for border in reversed([*_about().finditer(f"{wanted} ")]):
        name, topic = wanted[: border.start()].strip(), wanted[border.end() :].strip()
        if name:
            yield name, topic or None


@cache
def _about() -> re.Pattern[str]:
    """Return the pattern of what parts name and topic, or stands in a name: "minister on duty"."""
    words = question_words().statement_queries
    return re.compile(rf"\s(?:{alternation(words.before_a_topic_patterns)})(?=\s)", re.IGNORECASE)


@cache
def _all_at_end() -> re.Pattern[str]:
    """Return the pattern of a request for every statement; a name may end so: "Justice for All"."""
    words = question_words().statement_queries
    return re.compile(rf"(?:\A|\s+)(?:{alternation(words.everything)})\s*\Z", re.IGNORECASE)


@cache
def _named_at_end() -> re.Pattern[str]:
    """Return the pattern of what asks for statements with the speaker's name beside them."""
    words = question_words().statement_queries
    return re.compile(rf"\s+(?:{alternation(words.named)})\Z", re.IGNORECASE)


@cache
def _only_at_end() -> re.Pattern[str]:
    """Return the pattern of what follows a whole name that is a part of other people's names."""
    words = question_words().statement_queries
    return re.compile(rf"\s+(?:{alternation(words.exactly)})\Z", re.IGNORECASE)


def _is_of_somebody(query: StatementQuery, directory: PeopleDirectory) -> bool:
    """Whether somebody goes by that name; a word that is in it twice must be so in theirs."""
    words, hits = word_keys(query.name), directory.match(query.name)
    if len(set(words)) < len(words) and not (hits and hits[0].fit is NameFit.EXACT):
        return False
    return bool(people_meant(query.name, directory, exactly=query.exactly))


def _is_bare_surname(somebody: DirectoryEntry, surnames: set[str]) -> bool:
    words = word_keys(somebody.name)
    return somebody.is_person and len(words) == 1 and words[0] in surnames


def _role(somebody: DirectoryEntry, stored: Sequence[StoredStatement]) -> str | None:
    """Return the role printed in most articles, ties in order of printing; None for the unnamed."""
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
