"""Content, cue and mention of each statement: what was said, by which word, of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from retrieval.model import BlockKind, Content, Span, StatementKind
from retrieval.quotes.content import Contents, Line, extents
from retrieval.quotes.cues import Cue, Phrase, cues, phrase_of
from retrieval.quotes.lexicon import (
    DASHES,
    HEADLINE_CUES,
    LABELS,
)
from retrieval.quotes.page import Page

HEADLINE_WORDS = 24
"""A first paragraph of at most as many tokens is taken for a headline."""
NAME_WORDS = 8
"""A speaker before a colon, after a dash or at a headline's end has at most as many tokens."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement whose speaker is not resolved yet.

    Attributes:
        subject: the phrase that names the speaker; None where the statement has no cue.
        follows: number of the attribution whose speaker this one shares.
    """

    contents: tuple[Content, ...]
    cue: Span | None = None
    subject: Phrase | None = None
    follows: int | None = None

    @property
    def kind(self) -> StatementKind:
        """Direct if everything is quoted, mixed if something is, indirect otherwise."""
        quoted = {content.quoted for content in self.contents}
        if quoted == {True}:
            return StatementKind.DIRECT
        return StatementKind.MIXED if True in quoted else StatementKind.INDIRECT


def attributions(page: Page) -> tuple[Attribution, ...]:
    """Every statement of a page, in order of its first word."""
    return _Reader(page).read()


@dataclass(slots=True)
class _Draft:
    """A statement in the making: token ranges (first, last) of its content."""

    cue: Span | None
    subject: Phrase | None
    ranges: list[tuple[int, int]]
    follows: _Draft | None = None
    quotes: set[int] = field(default_factory=set)


class _Reader:
    """Reads one page from the top."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._extent = extents(page)
        self._contents = Contents(page, self._extent)
        self._drafts: list[_Draft] = []
        self._owner: dict[int, _Draft] = {}
        self._cues_of: dict[int, list[Cue]] = {}

    def read(self) -> tuple[Attribution, ...]:
        """The statements of the page."""
        found = self._sentences()
        for sentence in found:
            if not self._headline(sentence):
                self._sentence(sentence)
        for sentence in found:
            self._without_cue(sentence)
        self._chain()
        return self._finished()

    # --- sentences -----------------------------------------------------------------------

    def _sentences(self) -> list[Line]:
        page = self._page
        by_number: dict[int, list[Cue]] = defaultdict(list)
        for cue in cues(page):
            by_number[page.sentence_of[cue.token]].append(cue)
        self._cues_of = by_number
        found: list[Line] = []
        for index, number in enumerate(page.sentence_of):
            if not index or number != page.sentence_of[index - 1]:
                found.append(Line(index, index, [], by_number[number]))
            found[-1].last = index
            quote = page.quotation_of[index]
            if quote >= 0 and quote not in found[-1].quotes:
                found[-1].quotes.append(quote)
        return found

    def _sentence(self, sentence: Line) -> None:
        taken: dict[int, int] = {}
        for number, cue in enumerate(sentence.cues):
            if cue.subject is None:
                continue
            following = next(
                (
                    later
                    for later in sentence.cues[number + 1 :]
                    if not self._contents.only_beside(later)
                ),
                None,
            )
            earlier = [
                before
                for before in sentence.cues[:number]
                if before.subject is not None
                and not (self._contents.only_beside(before) or before.inherited or before.doubted)
            ]
            ranges = self._contents.of(sentence, cue, earlier, following)
            if not ranges:
                continue
            quotes = {
                q for a, b in ranges for q in sentence.quotes if a <= self._extent[q][0] <= b
            }
            if not quotes and not self._contents.stands_alone(cue):
                continue
            draft = _Draft(self._page.span(cue.token, cue.last), cue.subject, ranges, None, quotes)
            self._drafts.append(draft)
            for quote in quotes:
                if taken.get(quote, -1) < number:
                    taken[quote] = number
                    self._owner[quote] = draft

    # --- without a verb of speech --------------------------------------------------------

    def _headline(self, sentence: Line) -> bool:
        """Reads "…, Harbour Chief Says" and "Harbour chief: …"; whether it was one."""
        page = self._page
        place = page.paragraph_of[sentence.first]
        paragraph = page.paragraphs[place]
        length = sentence.last - sentence.first
        if not (paragraph.kind is BlockKind.HEADING or place == 0) or length > HEADLINE_WORDS:
            return False
        last = sentence.last
        while (
            last > sentence.first
            and page.tokens[last].pos in {"PUNCT", "SPACE"}
            and page.quotation_of[last] < 0
        ):
            last -= 1
        outside = [at for at in range(sentence.first, last + 1) if page.quotation_of[at] < 0]
        commas = [at for at in outside if page.tokens[at].text == ","]
        if (
            commas
            and page.tokens[last].text.lower() in HEADLINE_CUES
            and 0 < last - commas[-1] - 1 <= NAME_WORDS
        ):
            subject = Phrase(last - 1, commas[-1] + 1, last - 1)
            self._add(page.span(last, last), subject, [(sentence.first, commas[-1] - 1)], sentence)
            return True
        return self._named_headline(sentence, outside)

    def _named_headline(self, sentence: Line, outside: Sequence[int]) -> bool:
        page = self._page
        colon = next((at for at in outside if page.tokens[at].text == ":"), None)
        if colon is None or not 0 < colon - sentence.first <= NAME_WORDS or colon >= sentence.last:
            return False
        before = range(sentence.first, colon)
        named = [
            a
            for a, b, label in page.entities
            if label in {"PERSON", "ORG"} and a in before and b == colon
        ]
        if any(
            page.tokens[at].pos not in {"PROPN", "NOUN", "ADJ"}
            or page.tokens[at].text.lower() in LABELS
            for at in before
        ):
            return False
        if not named:
            return False
        subject = Phrase(colon - 1, named[0], colon - 1)
        self._add(page.span(colon, colon), subject, [(colon + 1, sentence.last)], sentence)
        return True

    def _add(
        self,
        cue: Span | None,
        subject: Phrase | None,
        ranges: list[tuple[int, int]],
        sentence: Line,
    ) -> _Draft:
        quotes = {q for a, b in ranges for q in sentence.quotes if a <= self._extent[q][0] <= b}
        draft = _Draft(cue, subject, ranges, None, quotes)
        self._drafts.append(draft)
        for quote in quotes:
            self._owner.setdefault(quote, draft)
        return draft

    def _without_cue(self, sentence: Line) -> None:
        for quote in sentence.quotes:
            if quote in self._owner:
                continue
            start, end = self._extent[quote]
            if (
                self._announced(sentence, start, end)
                or self._signed(sentence, start, end)
                or self._after_colon(sentence, start, end)
            ):
                continue
            self._carried_on(sentence, quote)

    def _announced(self, sentence: Line, start: int, end: int) -> bool:
        """A quotation below a paragraph that ends "Marlow continued:"."""
        page = self._page
        last = start - 1
        while last >= 0 and page.tokens[last].pos == "SPACE":
            last -= 1
        if (
            last < 0
            or page.tokens[last].text != ":"
            or page.paragraph_of[last] != page.paragraph_of[start] - 1
        ):
            return False
        number = page.sentence_of[last]
        before = [cue for cue in self._cues_of.get(number, ()) if cue.subject is not None]
        if before:
            self._add(
                page.span(before[-1].token, before[-1].last),
                before[-1].subject,
                [(start, end)],
                sentence,
            )
            return True
        subject = next(
            (
                at
                for at in range(last, -1, -1)
                if page.sentence_of[at] == number
                and page.tokens[at].dep == "nsubj"
                and page.tokens[at].pos in {"PROPN", "PRON"}
            ),
            None,
        )
        if subject is None:
            return False
        verb = page.tokens[subject].head
        self._add(page.span(verb, verb), phrase_of(page, subject), [(start, end)], sentence)
        return True

    def _signed(self, sentence: Line, start: int, end: int) -> bool:
        """“…” – Marlow, harbour master."""
        page = self._page
        last_of_paragraph = end
        while (
            last_of_paragraph + 1 < len(page.tokens)
            and page.paragraph_of[last_of_paragraph + 1] == page.paragraph_of[end]
        ):
            last_of_paragraph += 1
        at = end + 1
        if at >= last_of_paragraph or page.tokens[at].text not in {*DASHES, "--"}:
            return False
        name = next(
            (
                (a, b)
                for a, b, label in page.entities
                if label in {"PERSON", "ORG"} and at < a <= at + 3
            ),
            None,
        )
        if name is None:
            return False
        self._add(None, Phrase(name[1] - 1, name[0], name[1] - 1), [(start, end)], sentence)
        return True

    def _after_colon(self, sentence: Line, start: int, end: int) -> bool:
        """Marlow: “…”, and "Marlow was blunt: “…”"."""
        page = self._page
        if start == sentence.first or page.tokens[start - 1].text != ":":
            return False
        before = range(sentence.first, start - 1)
        if any(page.tokens[at].text.lower() in LABELS for at in before):
            return False
        heads = [
            at
            for at in before
            if page.quotation_of[at] < 0
            and page.tokens[at].dep == "nsubj"
            and (
                page.tokens[at].entity == "PERSON" or page.tokens[at].text.lower() in {"he", "she"}
            )
        ]
        if heads:
            verb = page.tokens[heads[-1]].head
            cue = page.span(verb, verb) if sentence.first <= verb < start else None
            self._add(cue, phrase_of(page, heads[-1]), [(start, end)], sentence)
            return True
        named = [
            (a, b)
            for a, b, label in page.entities
            if label in {"PERSON", "ORG"} and a in before and b == start - 1
        ]
        if not named or start - sentence.first > NAME_WORDS:
            return False
        self._add(
            page.span(start - 1, start - 1),
            Phrase(start - 2, named[0][0], start - 2),
            [(start, end)],
            sentence,
        )
        return True

    def _carried_on(self, sentence: Line, quote: int) -> None:
        """A quotation that is a sentence by itself, said by whoever spoke just before."""
        page = self._page
        start, end = self._extent[quote]
        alone = all(
            page.quotation_of[at] >= 0 or page.tokens[at].pos in {"PUNCT", "SPACE"}
            for at in range(sentence.first, sentence.last + 1)
        )
        if not alone or not page.quotations[quote].closed:
            return
        place = page.paragraph_of[start]
        before = [
            draft
            for draft in self._drafts
            if draft.ranges[0][0] < start
            and page.paragraph_of[draft.ranges[0][0]] in {place, place - 1}
        ]
        if not before:
            return
        last = max(before, key=lambda draft: draft.ranges[-1])
        same = page.paragraph_of[last.ranges[0][0]] == place
        if same and last.quotes and self._nothing_between(last, start):
            last.ranges.append((start, end))
            last.quotes.add(quote)
            self._owner[quote] = last
            return
        if same or self._begins_paragraph(start):
            draft = self._add(None, None, [(start, end)], sentence)
            draft.follows = last

    def _begins_paragraph(self, start: int) -> bool:
        page = self._page
        return start == 0 or page.paragraph_of[start - 1] != page.paragraph_of[start]

    def _nothing_between(self, draft: _Draft, start: int) -> bool:
        """Whether no sentence stands between the draft's own and this quotation."""
        page = self._page
        named = draft.subject.last if draft.subject else 0
        at = max(named, *(last for _, last in draft.ranges))
        numbers = {
            page.sentence_of[i]
            for i in range(at, start)
            if page.quotation_of[i] < 0 and page.tokens[i].pos not in {"SPACE", "PUNCT"}
        }
        return numbers <= {page.sentence_of[at]}

    def _chain(self) -> None:
        """Gives the parts of a quotation over several paragraphs to one statement."""
        page = self._page
        for number in range(1, len(page.quotations)):
            if not page.quotations[number].continues:
                continue
            before, here = self._owner.get(number - 1), self._owner.get(number)
            if before is not None and (here is None or here.cue is None):
                if here is not None:
                    self._drafts.remove(here)
                before.ranges.append(self._extent[number])
                self._owner[number] = before
        for number in reversed(range(1, len(page.quotations))):
            here = self._owner.get(number)
            if page.quotations[number].continues and here and number - 1 not in self._owner:
                here.ranges.insert(0, self._extent[number - 1])
                self._owner[number - 1] = here

    # --- result --------------------------------------------------------------------------

    def _finished(self) -> tuple[Attribution, ...]:
        made: list[tuple[_Draft, Attribution]] = []
        for draft in sorted(self._drafts, key=lambda d: (d.ranges[0], d.ranges[-1])):
            contents = tuple(
                content for a, b in sorted(draft.ranges) for content in _parts(self._page, a, b)
            )
            if contents:
                made.append((draft, Attribution(contents, draft.cue, draft.subject)))
        numbers = {id(draft): number for number, (draft, _) in enumerate(made)}
        return tuple(
            replace(made_of, follows=numbers.get(id(draft.follows)) if draft.follows else None)
            for draft, made_of in made
        )


def _parts(page: Page, first: int, last: int) -> Iterator[Content]:
    """The quoted and unquoted stretches of a token range, marks and edges trimmed."""
    at = first
    while at <= last:
        quote = page.quotation_of[at]
        end = at
        while end < last and page.quotation_of[end + 1] == quote:
            end += 1
        if quote >= 0:
            yield Content(page.quotations[quote].inner, quoted=True)
        else:
            span = _trimmed(page, at, end, opens=at == first, closes=end == last)
            if span is not None:
                yield Content(span, quoted=False)
        at = end + 1


def _trimmed(page: Page, first: int, last: int, *, opens: bool, closes: bool) -> Span | None:
    """The stretch without the punctuation, and the "that", at its edges."""
    tokens = page.tokens

    def is_edge(at: int) -> bool:
        return tokens[at].pos in {"PUNCT", "SPACE"} and tokens[at].text not in {"(", "["}

    while first <= last and (
        is_edge(first)
        or (
            opens
            and tokens[first].text.lower() == "that"
            and tokens[first].dep in {"mark", "nsubj"}
            and tokens[first].pos == "SCONJ"
        )
    ):
        first += 1
    while last >= first and (is_edge(last) or (closes and tokens[last].pos == "CCONJ")):
        last -= 1
    if first > last or all(
        tokens[at].pos in {"CCONJ", "PUNCT", "SPACE"} for at in range(first, last + 1)
    ):
        return None
    return page.span(first, last)
