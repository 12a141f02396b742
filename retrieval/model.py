"""Defines the values that all modules share: articles, statements, citations and replies.

Offsets are 0-based, end-exclusive and count Unicode code points of one article's stored text.
Unknown is ``None``, never an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Marks a part of one article's stored text, half-open, in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words of this span in the text that it indexes."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shift(self, offset: int) -> Span:
        """Return the same part, counted from a text that begins ``offset`` code points earlier."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Says where a fact about an article was read.

    Attributes:
        rule: how, in words for the reader, such as "address of the page" or "sidecar file".
        span: the printed words it was read from; None where they are not in the stored text.
    """

    rule: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Holds something stated about an article, and where it is stated."""

    value: str
    evidence: tuple[Evidence, ...]


class BlockKind(StrEnum):
    """Says what a line or paragraph of an article is. Only prose can be an answer."""

    PROSE = "prose"
    HEADING = "heading"
    QUESTION = "question"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph that belongs to the article; boilerplate is no block at all."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article as stored.

    Attributes:
        source: where it lies, unique in the catalogue: an absolute path, "#n" for the n-th in it.
        file: the path below the folder that was ingested, as cited.
        text: the stored text, unaltered.
        body: which spans are the article, in order, without overlap.
        published: ISO 8601, as precise as stated ("2026-01-23", "2026-01-23T12:00+00:00").
    """

    source: str
    file: str
    text: str
    body: tuple[Block, ...]
    outlet: Fact | None = None
    title: Fact | None = None
    published: Fact | None = None
    byline: Fact | None = None
    url: Fact | None = None

    @property
    def facts(self) -> Mapping[str, Fact | None]:
        """Return what is stated about it, by the names of these fields."""
        return {
            "outlet": self.outlet,
            "title": self.title,
            "published": self.published,
            "byline": self.byline,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or question line of an article."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences, about 100 to 200 words, that are found and embedded together."""

    number: int
    sentences: tuple[Sentence, ...]

    @property
    def span(self) -> Span:
        """Return the span from the first sentence's first to the last one's last code point."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


class StatementKind(StrEnum):
    """Says how somebody's words are given: quoted, partly quoted or paraphrased."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Content:
    """A part of a statement, without its quotation marks."""

    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Identifies somebody who makes statements in one article.

    Attributes:
        name: the fullest form printed in the article ("Mara Ollen"), or, for somebody who
            is not named, the description as printed ("a former senior official").
        aliases: other forms and roles printed for the same speaker, in order of appearance.
        named: False for a described, unnamed source; such speakers are never merged.
        members: of several who speak as one, the name of each who is named.
    """

    name: str
    aliases: tuple[str, ...] = ()
    named: bool = True
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Says by which rule the words beside a statement were resolved to its speaker.

    Attributes:
        rule: in words for the reader, such as "pronoun, for the last person named".
        confidence: 0 to 1, the share of speakers found by that rule that are the right ones.
    """

    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """Holds where somebody's words stand, and who said them.

    Attributes:
        content: the reported or quoted spans, in order.
        cue: the verb or noun of speech.
        mention: the words that name the speaker beside the statement ("he", "the officer").
        speaker: who that is; None where it cannot be resolved.
        passage: the run of whole sentences that shows content, speaker and cue.
        resolution: why it is that speaker; None where there is none.
        addressee: the words that name to whom it was said ("Reuters" in "told Reuters").
        conduit: the words that name through what or whom it came to the writer ("notes seen by
            the Herald"); None where the writer gives it as heard.
        hedge: the words outside it by which it was not said, or not yet: "did not call", "may
            say"; None where nothing says so.
        disputed: the sentences of the article in which it is denied, disputed or taken back.
        headline_only: whether only a headline gives these words to this speaker.
    """

    kind: StatementKind
    content: tuple[Content, ...]
    cue: Span | None
    mention: Span | None
    speaker: Speaker | None
    passage: Span
    resolution: Resolution | None = None
    addressee: Span | None = None
    conduit: Span | None = None
    hedge: Span | None = None
    disputed: tuple[Span, ...] = ()
    headline_only: bool = False


class NameKind(StrEnum):
    """Says what a printed name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed in an article, where, and the roles printed beside it."""

    text: str
    kind: NameKind
    span: Span
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Says where shown words stand, and who published them.

    ``source`` and ``version`` name the exact stored text that ``span`` indexes.
    """

    file: str
    span: Span
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class Referent:
    """Holds a pronoun or description in an excerpt, and to whom it is resolved.

    Attributes:
        words: as printed ("he", "the minister"), ``citation.span`` of the stored text; None where
            it has no words for the one who speaks in it.
        name: by ``resolution``, which is ours and not the source's.
    """

    words: str | None
    citation: Citation
    name: str
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Holds words of a source, where they stand, and where else they are printed.

    Attributes:
        text: ``citation.span`` of the stored text, to the letter.
        score: how well it answers, higher is better; comparable within one reply only.
        lead: how many code points of the text only say whom or what the rest is about.
        answer: the words of the text that answer, as offsets into it; None where that is not known.
        referents: whom words of the text are taken for, where it does not say so itself.
        statements: those in the text to which something belongs: to whom, through whom or how
            surely it was said, or what disputes it.
    """

    text: str
    citation: Citation
    score: float
    also_in: tuple[Citation, ...] = ()
    lead: int = 0
    answer: Span | None = None
    referents: tuple[Referent, ...] = ()
    statements: tuple[CitedStatement, ...] = ()

    @property
    def disputes(self) -> tuple[Excerpt, ...]:
        """Return the sentences that dispute any of the statements, each once."""
        found = {each.citation: each for said in self.statements for each in said.disputed}
        return tuple(found.values())

    @property
    def places(self) -> tuple[Citation, ...]:
        """Return every citation, in the order of the printed numbers."""
        disputed = (place for each in self.disputes for place in (each.citation, *each.also_in))
        return (self.citation, *self.also_in, *disputed)


@dataclass(frozen=True, slots=True)
class Understood:
    """Says how a question was understood, where its words alone do not tell.

    Attributes:
        outlet: the only outlet whose articles were looked at; None for all.
        after: the first day of publication of these articles.
        before: the last day.
        speaker: the only one whose statements were looked at.
        question: the question, completed from what was asked before; None where it was complete.
        meant: whose words were looked for, where the name fits others, too.
        namesakes: these others.
    """

    outlet: str | None = None
    after: date | None = None
    before: date | None = None
    speaker: str | None = None
    question: str | None = None
    meant: str | None = None
    namesakes: tuple[str, ...] = ()


AS_TYPED = Understood()


NEARLY_AS_GOOD = 0.85
"""An excerpt with this share of the best one's score stands beside it as an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Replies that the corpus answers: excerpts, best first, at least one."""

    question: str
    confidence: float
    passages: tuple[Excerpt, ...]
    understood: Understood = AS_TYPED

    @property
    def answering(self) -> tuple[Excerpt, ...]:
        """Return the best excerpt, and those that score nearly as well."""
        least = NEARLY_AS_GOOD * self.passages[0].score
        return tuple(excerpt for excerpt in self.passages if excerpt.score >= least)

    @property
    def further(self) -> tuple[Excerpt, ...]:
        """Return the other excerpts, which answer less likely."""
        return self.passages[len(self.answering) :]


class DeclineKind(StrEnum):
    """Kinds of reasons for which a question is declined."""

    SMALL_TALK = "small_talk"
    """It asks nothing of the articles: a greeting, thanks, "what can you do?"."""
    OTHER_LANGUAGE = "other_language"
    NOTHING_ASKED = "nothing_asked"
    """It has no word to look for."""
    NO_ARTICLES = "no_articles"
    FILTER = "filter"
    """A filter cannot be understood."""
    NOTHING_PASSES = "nothing_passes"
    """No article passes the filters."""
    AFTER_NEWEST = "after_newest"
    """It is about a time after the newest article."""
    ONLY_OTHERS = "only_others"
    """Only articles or words outside of the filters answer."""
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_WORD = "unknown_word"
    NEVER_TOGETHER = "never_together"
    """Two names stand in no article together."""
    NOT_QUOTED = "not_quoted"
    """Somebody is named but not quoted."""
    NOT_ABOUT = "not_about"
    """Nothing that somebody said is about the topic."""
    OTHER_NUMBER = "other_number"
    """The passages tell of others with such a number: of line 2, where line 3 is asked about."""
    NO_ANSWER_TYPE = "no_answer_type"
    """No passage has what is asked for, such as a number."""
    CONTRADICTED = "contradicted"
    """The first passage says otherwise than the question takes for true."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Declined:
    """Replies that the corpus does not answer: why, in one sentence, and the nearest passages.

    Attributes:
        elsewhere: whether the passages would answer, but lie outside of what was asked.
        unknown: a name of the question that nobody has.
        suggestions: names of the corpus that are like it.
        perhaps: whether the first passage may answer; the reason says what makes it doubtful.
    """

    question: str
    reason: str
    confidence: float
    passages: tuple[Excerpt, ...]
    understood: Understood = AS_TYPED
    elsewhere: bool = False
    unknown: str | None = None
    suggestions: tuple[str, ...] = ()
    kind: DeclineKind = DeclineKind.UNSURE
    perhaps: bool = False

    @property
    def closest(self) -> tuple[Excerpt, ...]:
        """Return the passage that is shown with the reason: one that may answer or contradicts."""
        is_shown = self.perhaps or self.kind is DeclineKind.CONTRADICTED
        return self.passages[:1] if is_shown else ()

    @property
    def nearest(self) -> tuple[Excerpt, ...]:
        """Return the other passages, which are shown when the reader asks for them."""
        return self.passages[len(self.closest) :]


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """Holds a statement with the words themselves and where they stand.

    Attributes:
        id: stable while the article's words stay the same.
        contents: the words of ``statement.content``, span for span.
        citation: its span is the statement's passage; ``passage`` holds those words.
        addressee: the words of ``statement.addressee``.
        conduit: the words of ``statement.conduit``.
        hedge: the words of ``statement.hedge``.
        disputed: the sentences of ``statement.disputed``, with where they stand.
        also_in: where the same statement is printed again, in this file or another.
        variants: the identities of those prints whose words are not quite the same.
    """

    id: str
    statement: Statement
    contents: tuple[str, ...]
    cue: str | None
    mention: str | None
    passage: str
    citation: Citation
    addressee: str | None = None
    conduit: str | None = None
    hedge: str | None = None
    disputed: tuple[Excerpt, ...] = ()
    also_in: tuple[Citation, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Replies that a name in the question fits several; ``options`` are their full names.

    Attributes:
        statements: one of each who speaks, with all that travels with it; ``passages`` are their
            sentences.
    """

    question: str
    reason: str
    options: tuple[str, ...]
    confidence: float
    passages: tuple[Excerpt, ...]
    understood: Understood = AS_TYPED
    statements: tuple[CitedStatement, ...] = ()


Reply = Answer | Declined | Ambiguous


@dataclass(frozen=True, slots=True)
class SpeakerStatements:
    """Holds one speaker across the corpus: fullest name, every printed form, statements.

    Attributes:
        role: what they are, as it is printed most often; None where no role is.
        is_surname_only: a bare surname that stands beside nobody's first name, so that it is
            not known which of several people of that name it is.
    """

    speaker: str
    aliases: tuple[str, ...]
    statements: tuple[CitedStatement, ...]
    role: str | None = None
    is_surname_only: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Replies that somebody of that name is quoted.

    Attributes:
        speaker: their statements, the newest first; with a topic those that fit it, the best first.
        topic: what the statements are about; None where none was asked for.
        others: how many more statements of theirs are not about it; several in one passage count
            as one.
        everything: whether all of them are to be shown, however many.
        namesakes: others of the name, where the speaker was taken for the one whom it means.
        resolved: how many more are left out whose speaker is not printed as a name beside them.
    """

    name: str
    speaker: SpeakerStatements
    topic: str | None = None
    others: int = 0
    everything: bool = False
    namesakes: tuple[str, ...] = ()
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class NotAbout:
    """Replies that somebody of that name is quoted, but not about the topic.

    Attributes:
        speaker: with the statements that come nearest, which are no answer.
        total: how many statements of theirs there are; several in one passage count as one.
        namesakes: others of the name, where the speaker was taken for the one whom it means.
    """

    name: str
    topic: str
    speaker: SpeakerStatements
    total: int
    namesakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedOnly:
    """Replies that the name is printed, but no words of theirs; ``named_in``: the sentences.

    Attributes:
        namesakes: others of the name, where the speaker was taken for the one whom it means.
    """

    name: str
    speaker: str
    named_in: tuple[Excerpt, ...]
    everything: bool = False
    namesakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeveralSpeakers:
    """Replies that the name fits several people; each with their statements, possibly none."""

    name: str
    speakers: tuple[SpeakerStatements, ...]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class UnknownName:
    """Replies that nobody has that name; ``suggestions`` are the nearest names in the corpus."""

    name: str
    suggestions: tuple[str, ...]
    topic: str | None = None


QuoteReply = Quoted | NotAbout | NamedOnly | SeveralSpeakers | UnknownName


@dataclass(frozen=True, slots=True)
class ListedFile:
    """Lists one article of an outlet; ``evidence`` says how its outlet is known."""

    file: str
    title: str | None
    published: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """Lists one outlet, or None for the articles whose outlet is unknown, with their files.

    ``first`` and ``last`` are ISO 8601 dates of publication, None where no date is stated.
    """

    outlet: str | None
    first: str | None
    last: str | None
    files: tuple[ListedFile, ...]
