"""Find speaker labels: a name or a role before a colon, whose words follow."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.languages.tables import date_words, name_words
from retrieval.model import Span
from retrieval.quotes.parsed.lexicon import Lexicon
from retrieval.quotes.parsed.parse import Token
from retrieval.quotes.parsed.quotation_marks import DOUBLE_MARKS

LABEL = re.compile(
    r"""
    [“"„«]? \s*
    (?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[–—-]?\s*)?     # [00:12]
    [*_]{0,2}
    (?P<names>[^\W\d_][^:\n“”"„«»()\[\]?!;]{0,79}?)
    (?:\s*[(\[][^)\]:\n]{1,60}[)\]])?                         # (via video), (D-Ohio)
    [*_]{0,2} \s? : [*_]{0,2} (?=\s|$|[“"„«])
    """,
    re.VERBOSE,
)
"""Matches what may be a speaker label at a paragraph's beginning."""

CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*")
"""Matches a word that begins with a capital."""

MARKUP = "*_ \n\t\r\xa0"
"""White space, and what sets words in bold or italics."""

PARTY = re.compile(r"\s*\(\s*[A-Z]\b")
"""Matches how a note begins that gives a party: "(D-Ohio)"."""

MAX_NAME_WORDS = 6
"""Words of a label's name at most, titles included."""

MAX_ROLE_WORDS = 12
"""Words at most of the role between a label's name and its colon."""


@dataclass(frozen=True, slots=True)
class SpeakerLabel:
    """A name, or a role, that says whose words stand after it, or before it.

    Attributes:
        paragraph: the number of its paragraph.
        first: the first token of the name, or of the role where it has no name.
        last: the last token of that.
        mark: the token of the colon; of a signature, that of its dash.
        is_person: whether it is a person's name.
        signs: whether the words stand before it, and not after it.
        names: whether its tokens name the speaker, who is open otherwise.
        turn: unquoted words that the speaker said, each span with the number of its paragraph.
    """

    paragraph: int
    first: int
    last: int
    mark: int
    is_person: bool
    signs: bool = False
    names: bool = True
    turn: tuple[tuple[int, Span], ...] = ()


class LabelReader:
    """Reads names and roles beside colons and dashes in one article."""

    def __init__(
        self, text: str, paragraphs: Sequence[Span], tokens: Sequence[Token], lexicon: Lexicon
    ) -> None:
        self.text, self.paragraphs = text, paragraphs
        self.tokens, self.lexicon = tokens, lexicon
        self._starts = [token.span.start for token in tokens]
        self._surnames = {
            token.text.lower()
            for before, token in pairwise(tokens)
            if before.entity == token.entity == "PERSON"
        }

    def label_at_start(self, number: int) -> SpeakerLabel | None:
        """Return what may be a label before a colon at the paragraph's beginning, or None."""
        span = self.paragraphs[number]
        match = LABEL.match(self.text, span.start, span.end)
        if match is None:
            return None
        colon = self.text.rindex(":", match.start("names"), match.end())
        return self.label(number, Span(*match.span("names")), colon)

    def label(self, number: int, names: Span, mark: int) -> SpeakerLabel | None:
        """Return the label in a paragraph's span of words, with its mark, or None.

        Args:
            number: of the paragraph.
            names: a name, perhaps with titles before it, and a role after a comma.
            mark: the offset of the colon or dash.
        """
        first, last = self._token_range(names)
        comma = next((at for at in range(first, last + 1) if self.tokens[at].text == ","), None)
        end = last if comma is None else comma - 1
        first = self._without_opening(first, end)
        if comma is not None and not self._is_role(comma + 1, last):
            return None
        if not self._is_name_like(first, end):
            return None
        name = self._name_start(first, end)
        return SpeakerLabel(
            paragraph=number,
            first=first if name is None else name,
            last=end,
            mark=self.token_after(mark),
            is_person=name is not None,
        )

    def is_from(self, label: SpeakerLabel) -> bool:
        """Return whether the label is "From Anna Marlow:" and no more."""
        start = self.paragraphs[label.paragraph].start
        opening = self.text[start : self.tokens[label.first].span.start].lower().split()
        is_from = not self.lexicon.labels.from_whom.isdisjoint(opening)
        return is_from and not self.words_after(label)

    def announces(self, label: SpeakerLabel) -> bool:
        """Return whether a quotation follows the label, in its paragraph or as the next one."""
        after = self.words_after(label)
        if not after and label.paragraph + 1 < len(self.paragraphs):
            after = self.paragraphs[label.paragraph + 1].of(self.text).strip()
        return after[:1] in DOUBLE_MARKS

    def words_after(self, label: SpeakerLabel) -> str:
        """Return the words after the label in its paragraph."""
        end = self.paragraphs[label.paragraph].end
        return self.text[self.tokens[label.mark].span.end : end].strip(MARKUP)

    def is_somebody(self, label: SpeakerLabel) -> bool:
        """Return whether a title, a role, a party, a first name or the parser tells a person."""
        if not label.is_person:
            return True
        name = range(label.first, label.last + 1)
        if self._has_title(label) or PARTY.match(self.text, self.tokens[label.last].span.end):
            return True
        is_person = all(self.tokens[at].entity == "PERSON" for at in name) or (
            label.first == label.last and self.word(label.last) in self._surnames
        )
        is_thing = any(self.word(at) in self.lexicon.labels.of_things for at in name)
        has_first_name = self.word(label.first) in name_words().first_names
        if has_first_name and label.last > label.first:
            return is_person or not is_thing
        return is_person and not is_thing

    def token_after(self, offset: int) -> int:
        """Return the token at an offset, or the next one: a dash before a list item has none."""
        at = max(0, bisect_right(self._starts, offset) - 1)
        is_past = self.tokens[at].span.end <= offset and at + 1 < len(self.tokens)
        return at + 1 if is_past else at

    def tokens_of(self, number: int) -> range:
        """Return the tokens of a paragraph."""
        span = self.paragraphs[number]
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def word(self, at: int) -> str:
        """Return a token in lower case, without the full stop of an abbreviation."""
        return self.tokens[at].text.lower().rstrip(".").lstrip("–—-")

    def _has_title(self, label: SpeakerLabel) -> bool:
        """Return whether a title or a role stands beside the name."""
        start = bisect_left(self._starts, self.paragraphs[label.paragraph].start)
        end = bisect_left(self._starts, self.paragraphs[label.paragraph].end)
        before = range(max(start, label.first - MAX_NAME_WORDS), label.first)
        after = range(label.last + 1, min(label.mark if label.mark > label.last else end, end))
        return any(
            self.word(at) in self.lexicon.people.titles
            for around in (before, after)
            for at in around
        )

    def _token_range(self, span: Span) -> tuple[int, int]:
        """Return the first and the last token between two offsets."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return first, max(first, bisect_left(self._starts, span.end) - 1)

    def _without_opening(self, first: int, last: int) -> int:
        """Return the first token after "And from", "Statement by" or "Added"."""
        at = first
        opening = self.lexicon.labels.opening | self.lexicon.labels.saying
        while at < last and self.word(at) in opening:
            at += 1
        leads = self.lexicon.labels.from_whom | self.lexicon.labels.saying
        return at if at > first and self.word(at - 1) in leads else first

    def _is_name_like(self, first: int, last: int) -> bool:
        """Return whether those tokens may be a name or a role: capitalised, and no day."""
        words = [self.word(at) for at in range(first, last + 1)]
        return (
            0 < len(words) <= MAX_NAME_WORDS
            and all(self._fits_a_name(at) for at in range(first, last + 1))
            and not date_words().day_words & set(words)
            and len(words[-1]) > 1
            and (words[0] not in self.lexicon.grammar.determiners or self._is_role_noun(last))
        )

    def _fits_a_name(self, at: int) -> bool:
        token = self.tokens[at]
        return CAPITALISED.fullmatch(token.text.strip("*_–—-")) is not None or (
            token.text in {"-", "."} or token.text in self.lexicon.labels.particles
        )

    def _is_role(self, first: int, last: int) -> bool:
        """Return whether a role may stand there, after a name's comma: no clause."""
        return 0 <= last - first < MAX_ROLE_WORDS and not any(
            self.tokens[at].text.islower() and self.tokens[at].pos in {"VERB", "AUX"}
            for at in range(first, last + 1)
        )

    def _name_start(self, first: int, last: int) -> int | None:
        """Return the first token of the name after its titles; None where it is a role alone."""
        article = self.word(first) in self.lexicon.grammar.determiners
        if self._is_role_noun(last) and (first == last or article):
            return None
        titles = self.lexicon.people.titles
        return max((n + 1 for n in range(first, last) if self.word(n) in titles), default=first)

    def _is_role_noun(self, at: int) -> bool:
        return self.word(at) in self.lexicon.people.role_nouns | self.lexicon.labels.in_a_hearing


def find_announcing_labels(reader: LabelReader) -> list[SpeakerLabel]:
    """Return everything before a colon that may be a speaker label, in order."""
    numbers = range(len(reader.paragraphs))
    return [label for n in numbers if (label := reader.label_at_start(n)) is not None]


def without_edges(text: str, span: Span) -> Span:
    """Return the span without white space and markup, nor a mark that has no partner in it."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(MARKUP))
    end = max(start, span.start + len(words.rstrip(MARKUP)))
    if sum(text[at] in DOUBLE_MARKS for at in range(start, end)) % 2:
        end -= text[end - 1] in DOUBLE_MARKS
        start += text[start] in DOUBLE_MARKS
    return Span(start, max(start, end))
