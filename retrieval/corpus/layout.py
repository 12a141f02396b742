"""Joins the wrapped lines of a text into paragraphs, and classifies each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from retrieval.corpus.boilerplate import BoilerplateKind, boilerplate_kind_of, boilerplate_words
from retrieval.model import BlockKind, Span

_FEWEST_PAIRS: Final = 3
"""Of lines that follow one another; fewer do not tell whether a text was wrapped."""
_COLUMNS: Final = range(40, 121)
"""At which a text is wrapped."""
_MOSTLY_WRAPPED: Final = 0.6
_BLANK: Final = "\ufeff\u200b\u200c\u200d\u2060\xad"
_MARK = re.compile(r"(?:[•●▪◦‣*►▶]\s*|[-–]\s+|#{1,6}\s+|>\s+|(?:\d{1,2}[.)])\s+)")
_FINAL = re.compile(r"[.!?…。！？][\"'”’»)\]*]*$")
_ASKS = re.compile(r"[?？][\"'”’»)\]*]*$")
_QUOTED: Final = "“\"'‘«„"

_HEADING_WORDS: Final = 15
_TITLE_WORDS: Final = 28
_QUESTION_WORDS: Final = 25
_SITE_WORDS: Final = 6
_TAG_WORDS: Final = 4
_RUN: Final = 4
_CONTINUED: Final = 5

Kind = BlockKind | BoilerplateKind


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading or piece of boilerplate: one printed line, or several wrapped ones.

    Attributes:
        span: without the white space around it, nor the mark of a list item.
        kind: which part of the article it is, or which boilerplate.
        after_blank: whether a blank line, or nothing, stands before it.
        listed: whether it carries the mark of a list item.
    """

    span: Span
    kind: Kind
    after_blank: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Printed:
    """One physical line that is not blank."""

    span: Span
    words: str
    indent: int
    after_blank: bool
    boilerplate: BoilerplateKind | None


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text in order, without overlap; wrapped ones joined, no blank ones."""
    printed = list(_printed(text))
    joined = list(_joined(text, printed))
    found = _with_long_headings_as_prose(joined, text)
    found = _with_site_names(found, text)
    found = _with_captions(found)
    found = _with_tags(found, text)
    return tuple(_with_related(found, text))


# --- printed lines ---------------------------------------------------------------------------


def _printed(text: str) -> Iterator[_Printed]:
    start = 0
    blank = True
    for piece in text.splitlines(keepends=True):
        words = piece.strip().strip(_BLANK).strip()
        if words:
            left = piece.index(words)
            span = Span(start + left, start + left + len(words))
            yield _Printed(span, words, left, blank, boilerplate_kind_of(words))
        blank = not words
        start += len(piece)


def _joined(text: str, printed: Sequence[_Printed]) -> Iterator[Line]:
    width = _wrap_width(printed)
    group: list[_Printed] = []
    for line in printed:
        if group and not _continues(group[-1], line, width):
            yield _line(text, group)
            group = []
        group.append(line)
    if group:
        yield _line(text, group)


def _wrap_width(printed: Sequence[_Printed]) -> int | None:
    """Return the width in characters at which a text was wrapped; None if lines are paragraphs."""
    pairs = [
        (one, two)
        for one, two in pairwise(printed)
        if not two.after_blank and not one.boilerplate and not two.boilerplate
    ]
    if len(pairs) < _FEWEST_PAIRS:
        return None
    width = max(len(one.words) for one, _ in pairs)
    wrapped = sum(_is_full(one, two, width) for one, two in pairs)
    is_wrapped = width in _COLUMNS and wrapped >= _MOSTLY_WRAPPED * len(pairs)
    return width if is_wrapped else None


def _is_full(one: _Printed, two: _Printed, width: int) -> bool:
    """Return whether the first word of the second line would not have fitted on the first."""
    return len(one.words) + 1 + len(two.words.split(maxsplit=1)[0]) > 0.88 * width


def _continues(one: _Printed, two: _Printed, width: int | None) -> bool:
    if two.after_blank or one.boilerplate or two.boilerplate or _MARK.match(two.words):
        return False
    if two.words[0].islower() and not _FINAL.search(one.words) and one.words[-1] not in ":;":
        long = len(one.words.split()) >= _CONTINUED
        if long and (_FINAL.search(two.words) or len(two.words.split()) >= _CONTINUED):
            return True
    if width is None or two.indent > one.indent + 1:
        return False
    return _is_full(one, two, width)


def _line(text: str, group: Sequence[_Printed]) -> Line:
    first = group[0]
    span = Span(first.span.start, group[-1].span.end)
    if first.boilerplate:
        return Line(span, first.boilerplate, first.after_blank)
    words = span.of(text)
    mark = _MARK.match(words) or boilerplate_words().answer_label.match(words)
    if mark and mark.end() < len(words):
        span = Span(span.start + mark.end(), span.end)
        if words[0] != "#":
            return Line(span, BlockKind.PROSE, first.after_blank, listed=True)
    return Line(span, _kind(span.of(text)), first.after_blank)


def _kind(words: str) -> BlockKind:
    """Return what a line of the article is, judged without its neighbours."""
    count = len(words.split(maxsplit=_TITLE_WORDS + 1))
    if boilerplate_words().caption.match(words) and count <= _TITLE_WORDS * 2:
        return BlockKind.CAPTION
    if boilerplate_words().question_label.match(words):
        return BlockKind.QUESTION
    if _ASKS.search(words) and count <= _QUESTION_WORDS:
        return BlockKind.PROSE if _has_sentences_or_quotes(words) else BlockKind.QUESTION
    if _FINAL.search(words) or count > _TITLE_WORDS:
        return BlockKind.PROSE
    if words[-1] in ":;,—–-" and count >= _CONTINUED:
        return BlockKind.PROSE
    return BlockKind.HEADING


def _has_sentences_or_quotes(words: str) -> bool:
    return words[0] in _QUOTED or re.search(r"[.!?…][\"”’)]*\s+[A-Z“\"]", words) is not None


# --- judged by their neighbours --------------------------------------------------------------


def _with_long_headings_as_prose(found: Sequence[Line], text: str) -> list[Line]:
    """Return the lines with long headings inside the article as prose; a title may be long."""
    above = True
    marked = []
    for line in found:
        kind = line.kind
        if kind is BlockKind.HEADING and not above:
            words = line.span.of(text).split()
            if len(words) > _HEADING_WORDS:
                kind = BlockKind.PROSE
        above = above and kind is not BlockKind.PROSE
        marked.append(replace(line, kind=kind))
    return marked


def _with_site_names(found: Sequence[Line], text: str) -> list[Line]:
    """Return the lines with those marked that name the site.

    They are short, and stand beside a contact, a language or a notice of rights.
    """
    names = {
        line.span.of(text)
        for here, line in enumerate(found)
        if _may_be_site(line, text)
        and any(
            _is_of_a_site(near, text)
            for near in (*found[max(0, here - 1) : here], *found[here + 1 : here + 2])
        )
    }
    return [
        replace(line, kind=BoilerplateKind.SITE)
        if line.span.of(text) in names and _may_be_site(line, text)
        else line
        for line in found
    ]


def _is_of_a_site(line: Line, text: str) -> bool:
    if line.kind is BoilerplateKind.CODE:
        return any(map(str.isalpha, line.span.of(text)))  # a language, not a number
    return line.kind in {BoilerplateKind.CONTACT, BoilerplateKind.RIGHTS}


def _may_be_site(line: Line, text: str) -> bool:
    return line.kind is BlockKind.HEADING and len(line.span.of(text).split()) <= _SITE_WORDS


def _with_captions(found: Sequence[Line]) -> list[Line]:
    """Return the lines with captions: paragraphs between blank lines, a credit right below."""
    marked = list(found)
    for here, (line, below) in enumerate(pairwise(found)):
        alone = here + 2 >= len(found) or found[here + 2].after_blank
        if (
            below.kind is BoilerplateKind.CREDIT
            and not below.after_blank
            and line.after_blank
            and alone
            and line.kind in {BlockKind.PROSE, BlockKind.HEADING}
            and not line.listed
            and here > 0
        ):
            marked[here] = replace(line, kind=BlockKind.CAPTION)
    return marked


def _with_tags(found: Sequence[Line], text: str) -> list[Line]:
    """Return the lines with keywords and names of a site's sections marked.

    Keywords are very short lines that stand together.
    """
    marked = [
        replace(line, kind=BoilerplateKind.NAVIGATION)
        if line.kind is BlockKind.HEADING
        and line.span.of(text).casefold() in boilerplate_words().sections
        else line
        for line in found
    ]
    prose = [at for at, line in enumerate(marked) if line.kind is BlockKind.PROSE]
    inside = range(prose[0], prose[-1]) if prose else range(0)
    for run in _runs(marked, text):
        lower = all(marked[at].span.of(text)[0].islower() for at in run)
        near = {marked[at].kind for at in (run[0] - 1, run[-1] + 1) if 0 <= at < len(marked)}
        beside = any(isinstance(kind, BoilerplateKind) for kind in near)
        if (lower and (len(run) > 1 or beside) and not _is_list(marked, run[0], text)) or (
            len(run) >= _RUN and run[0] not in inside
        ):
            _mark(marked, run)
    return marked


def _runs(found: Sequence[Line], text: str) -> Iterator[list[int]]:
    """Yield the numbers of very short headings that follow one another without a blank line."""
    run: list[int] = []
    for at, line in enumerate(found):
        words = line.span.of(text).split()
        short = line.kind is BlockKind.HEADING and len(words) <= _TAG_WORDS
        same = short and run and words[0][0].islower() == found[run[-1]].span.of(text)[0].islower()
        if run and not (same and not line.after_blank):
            yield run
            run = []
        if short:
            run.append(at)
    if run:
        yield run


def _is_list(found: Sequence[Line], first: int, text: str) -> bool:
    return first > 0 and found[first - 1].span.of(text).endswith(":")


def _mark(marked: list[Line], run: Sequence[int]) -> None:
    for at in run:
        marked[at] = replace(marked[at], kind=BoilerplateKind.TAGS)


def _with_related(found: Sequence[Line], text: str) -> Iterator[Line]:
    """Yield the lines, those after "You may also like" as related, up to a longer paragraph."""
    related = False
    for line in found:
        if line.kind is BoilerplateKind.RELATED:
            related = ":" not in line.span.of(text)[:-1]
        elif line.kind is BlockKind.PROSE and len(line.span.of(text).split()) > _HEADING_WORDS:
            related = False
        elif related and isinstance(line.kind, BlockKind):
            yield replace(line, kind=BoilerplateKind.RELATED)
            continue
        yield line


@dataclass(frozen=True, slots=True)
class PageSurroundings:
    """The lines of a text, and the numbers of those between which the article's prose stands.

    Attributes:
        first: the place of the first paragraph; the number of lines where there is none.
        second: the place of the second one.
        last: the place of the last paragraph; -1 where there is none.
    """

    text: str
    lines: tuple[Line, ...]
    first: int
    second: int
    last: int

    def words(self, line: Line) -> str:
        """Return the text of a line."""
        return line.span.of(self.text)

    def above(self) -> tuple[Line, ...]:
        """Return the lines before the first paragraph."""
        return self.lines[: self.first]

    def below(self) -> tuple[Line, ...]:
        """Return the lines after the last paragraph, up to a list of related articles."""
        return tuple(self._up_to_related(self.lines[self.last + 1 :])) if self.last >= 0 else ()

    def under_the_lead(self) -> tuple[Line, ...]:
        """Return the lines between the first and the second paragraph."""
        return self.lines[self.first + 1 : self.second]

    @staticmethod
    def _up_to_related(found: tuple[Line, ...]) -> Iterator[Line]:
        for line in found:
            if line.kind is BoilerplateKind.RELATED:
                return
            yield line


def surroundings(text: str) -> PageSurroundings:
    """Return the lines of a text with the places of its first and last paragraphs."""
    found = lines(text)
    prose = [at for at, line in enumerate(found) if line.kind is BlockKind.PROSE]
    return PageSurroundings(
        text=text,
        lines=found,
        first=prose[0] if prose else len(found),
        second=prose[1] if len(prose) > 1 else len(found),
        last=prose[-1] if prose else -1,
    )
