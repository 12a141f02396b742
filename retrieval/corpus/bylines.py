"""Recognises the lines that say who wrote an article, and reads the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Final

from retrieval.corpus.dates import printed_dates
from retrieval.corpus.gazetteer import has_media_word
from retrieval.languages.loader import WordList, Words, WordTable, load_words
from retrieval.languages.patterns import any_of
from retrieval.languages.tables import date_words
from retrieval.model import Span

_LONGEST: Final = 15
_NAME_WORDS: Final = 5
_FULL_NAME: Final = 2
_JOB_WORDS: Final = 5
# How many words a byline, a name and a job have at most, and a name with a surname at least.
_WEAK_NAME: Final = range(2, 4)
"""Words of a name that only stands beside a date."""

_DASHES: Final = ("–", "—", "-")
_MARKS: Final = " \t|•·–—-"
_BARS = re.compile(r"[|•·]")
_END = re.compile(r"\s*[|•·/(\[@]|\s[–—-]\s|\S+@\S+\.")
_BETWEEN: Final = r"\s*(?:[,;]\s*(?:{0}\s+)?|\s{0}\s+)"
_PRINTED_WORD = re.compile(r"\S+")
_INITIAL = re.compile(r"(?:\w\.)+|[JS]r\.", re.IGNORECASE)
_HANDLE_OR_ADDRESS = re.compile(r"@|\bwww\.|\.[a-z]{2,4}/?$", re.IGNORECASE)


class BylineWords(WordTable):
    """``bylines.toml``: jobs, and the words around an author's name or a date."""

    roles: Words
    heads: Words
    beats: Words
    small_words: Words
    particles: Words
    no_names: Words
    the: Words
    before_a_place: Words
    joining: WordList
    by: WordList
    written: WordList
    labels: WordList
    others: WordList
    nobody: Words
    before_a_label: WordList
    changed: WordList
    issued: WordList
    events: WordList
    before_a_date: WordList

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """What stands before the author's name: "Written by", "Story and photos by", "Text:"."""
        by = any_of(self.by)
        return re.compile(
            rf"(?:{any_of(self.written)}\s+(?:(?:{any_of(self.joining)}|&)\s+\w+\s+)?)?"
            rf"{by}(?:\s*:\s*|\s+)|{any_of(self.labels)}\s*:\s*",
            re.IGNORECASE,
        )

    @cached_property
    def by_somebody(self) -> re.Pattern[str]:
        """A byline inside a line, to its end."""
        return re.compile(rf"\b{any_of(self.by)}\s+\S.*", re.IGNORECASE)

    @cached_property
    def between_authors(self) -> re.Pattern[str]:
        """What stands between two authors, or between an author and a job."""
        return re.compile(_BETWEEN.format(f"(?:{any_of(self.joining)}|&)"), re.IGNORECASE)

    @cached_property
    def end(self) -> re.Pattern[str]:
        """What ends the authors inside a line: a bar, an address, another's credit, a label."""
        words = any_of([*self.others, *self.before_a_label, *self.changed, *self.issued])
        return re.compile(rf"{_END.pattern}|[,.;]?\s*\b{words}\b", re.IGNORECASE)

    @cached_property
    def label_of_another_date(self) -> re.Pattern[str]:
        """What stands before the date of a change or an event: "Updated on", "Opens"."""
        return self._label((*self.changed, *self.events))

    @cached_property
    def label_of_publication(self) -> re.Pattern[str]:
        """What stands before the date of publication: "Published:"."""
        return self._label(self.issued)

    def _label(self, words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(rf"\b{any_of(words)}\W*{any_of(self.before_a_date)}?\W*$", re.IGNORECASE)


@cache
def byline_words() -> BylineWords:
    """Return the words of bylines in all languages."""
    return load_words(BylineWords, "bylines")


def is_byline(line: str) -> bool:
    """Return whether a line says who wrote the article."""
    return bool(author_spans(line)) or _is_by_a_job(line)


def byline_names(line: str) -> str | None:
    """Return the authors in a line such as "By Jane Doe, Senior Editor"; None if it has none."""
    return joined_names(line, author_spans(line))


def joined_names(text: str, spans: tuple[Span, ...]) -> str | None:
    """Return the words of these spans, with commas between them; None if there are none."""
    return ", ".join(span.of(text) for span in spans) or None


def author_spans(line: str) -> tuple[Span, ...]:
    """Return where a byline has its authors, in order; those of one enumeration are one span.

    A byline is introduced ("By Jane Doe"), has a job ("Jane Doe, harbour correspondent") or stands
    between bars beside a date ("Jane Doe | 3 March"). A photographer's credit is none.
    """
    if len(line.split()) > _LONGEST or line.endswith(("?", "!")):
        return ()
    by = byline_words().opening.match(line)
    if by is not None:
        return () if _is_sentence(line[by.end() :]) else authors_in(line, by.end())
    return _with_a_job(line) or _beside_a_date(line)


def authors_in(text: str, start: int = 0) -> tuple[Span, ...]:
    """Return the authors from a place on, up to a date, a bar or the credit of somebody else."""
    dates = (start + each.span.start for each in printed_dates(text[start:]))
    stop = min(dates, default=len(text))
    end = byline_words().end.search(text, start, stop)
    if not all(map(_fits, text[start : _end_of_checked(end, stop)].split())):
        return ()
    stop = end.start() if end else stop
    spans: list[Span] = []
    is_whole = False
    for number, (piece, is_joined) in enumerate(_pieces(text, start, stop)):
        name = _name_in(text, piece)
        if name is None and number == 0:
            return ()
        if name is None or not (number == 0 or is_joined or _is_another_author(name.of(text))):
            is_whole = False
            continue
        if is_whole:
            spans[-1] = Span(spans[-1].start, name.end)
        else:
            spans.append(name)
        is_whole = name.end == piece.end
    return tuple(spans)


def names_nobody(value: str) -> bool:
    """Return whether an author field holds an address, a handle or such as "admin"."""
    is_one_word = len(value.split()) == 1
    return (
        value.strip(" .").casefold() in byline_words().nobody
        or "://" in value
        or (is_one_word and _HANDLE_OR_ADDRESS.search(value) is not None)
    )


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[Span, bool]]:
    """Yield what stands between commas and conjunctions, and whether a conjunction is before it."""
    is_joined = False
    for between in [*byline_words().between_authors.finditer(text, start, stop), None]:
        end = between.start() if between else stop
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip(_MARKS))
        right = end - (len(piece) - len(piece.rstrip(_MARKS)))
        if left < right:
            yield Span(left, right), is_joined
        if between:
            start, is_joined = between.end(), between[0].strip(" ,;") != ""


def _name_in(text: str, piece: Span) -> Span | None:
    """Return the name at the beginning of a piece, up to a job, a place or an outlet."""
    known = byline_words()
    kept: list[Span] = []
    for match in _PRINTED_WORD.finditer(text, piece.start, piece.end):
        bare = match[0].strip(".,;:").casefold()
        if kept and (bare in known.roles or bare in known.before_a_place):
            if (
                bare in known.heads
                and len(kept) != _FULL_NAME
                and _last(text, kept) in known.beats
            ):
                kept.pop()
            if has_media_word(" ".join(each.of(text) for each in kept[_FULL_NAME:])):
                del kept[_FULL_NAME:]
            break
        if bare in known.roles | known.the or not _is_of_a_name(match[0]):
            return None
        kept.append(Span(*match.span()))
    while kept and _last(text, kept) in known.particles:
        kept.pop()
    if not kept or len(kept) > _NAME_WORDS or _is_a_time([each.of(text) for each in kept]):
        return None
    end = kept[-1].end
    if text[end - 1] == "." and not _INITIAL.fullmatch(kept[-1].of(text)):
        end -= 1
    return Span(kept[0].start, end)


def _end_of_checked(end: re.Match[str] | None, stop: int) -> int:
    """Return up to where each word must fit a byline: behind a dash may be a sentence."""
    if end is None:
        return stop
    return stop if end[0].strip() in _DASHES else end.start()


def _last(text: str, kept: list[Span]) -> str:
    return kept[-1].of(text).casefold()


def _is_of_a_name(word: str) -> bool:
    """Return whether a word is capitalised or a particle, and has no digit."""
    if any(map(str.isdigit, word)):
        return False
    return word.lstrip("‘’'\"“(")[:1].isupper() or word.casefold() in byline_words().particles


def _is_a_time(words: list[str]) -> bool:
    """Return whether words after "by" are a day or a manner: "Friday Morning", "June", "Then"."""
    bare = [word.strip(".").casefold() for word in words]
    times = byline_words().no_names | set(date_words().month_numbers)
    return bare[0] in _weekdays() or times.issuperset(bare)


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name.casefold() for name in date_words().weekday_forms)


def _is_another_author(name: str) -> bool:
    """Return whether a name after a comma is an author's, and no outlet or place."""
    return len(name.split()) >= _FULL_NAME and not has_media_word(name)


def _is_sentence(rest: str) -> bool:
    return rest.endswith(".") and len(rest.split()) > _JOB_WORDS and not _has_other_credit(rest)


def _has_other_credit(rest: str) -> bool:
    return bool(byline_words().end.search(rest))


def _with_a_job(line: str) -> tuple[Span, ...]:
    """Return the authors of a line such as "Jane Doe, Staff Writer"."""
    known = byline_words()
    names, comma, job = line.partition(",")
    words = (job if comma else line).split()
    if line.endswith(".") or not words or words[-1].casefold() not in known.roles:
        return ()
    if comma:
        is_one = 1 < len(names.split()) <= _NAME_WORDS and len(words) <= _JOB_WORDS
        return authors_in(line) if is_one and all(map(_is_capitalised, names.split())) else ()
    spans = authors_in(line)
    jobs = line[spans[-1].end :].split() if spans else []
    has_beat = any(word.casefold() in known.beats for word in jobs)
    is_head = words[-1].casefold() in known.heads
    return spans if is_head and has_beat and len(spans[-1].of(line).split()) >= _FULL_NAME else ()


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() or word.casefold() in {*byline_words().particles, *_joining()}


def _joining() -> frozenset[str]:
    return frozenset({*byline_words().joining, "&"})


def _beside_a_date(line: str) -> tuple[Span, ...]:
    """Return the author of a line such as "| Jane Doe | 3 March"."""
    if not _BARS.search(line):
        return ()
    parts = [part for part in re.finditer(r"[^|•·]+", line) if part[0].strip()]
    dates = [part for part in parts if _is_date(part[0])]
    others = [part for part in parts if not _is_date(part[0])]
    if not dates or not others or any(len(part[0].split()) > _JOB_WORDS for part in parts):
        return ()
    name = others[0][0].strip()
    words = name.split()
    known = byline_words()
    if (
        len(words) not in _WEAK_NAME
        or has_media_word(name)
        or known.beats & set(map(str.casefold, words))
    ):
        return ()
    start = others[0].start() + others[0][0].index(name)
    spans = authors_in(line, start)
    return spans if spans and spans[0] == Span(start, start + len(name)) else ()


def _is_date(part: str) -> bool:
    """Return whether a part of a line has a day of a month, with or without its year."""
    return _day_of_a_month().search(part) is not None or any(printed_dates(part))


@cache
def _day_of_a_month() -> re.Pattern[str]:
    months = any_of(date_words().month_numbers)
    return re.compile(rf"\b\d{{1,2}}\.?\s+{months}\b|\b{months}\.?\s+\d{{1,2}}\b", re.IGNORECASE)


def _is_by_a_job(line: str) -> bool:
    """Return whether a line is such as "by the newsroom" or "By our harbour correspondent"."""
    words, known = line.split(), byline_words()
    if not known.opening.match(line) or len(words) > _JOB_WORDS + 1:
        return False
    bare = {word.casefold() for word in words}
    return bool(known.roles & bare) and all(map(_fits, words[1:]))


def _fits(word: str) -> bool:
    """Return whether a word can stand in a byline: capitalised, a particle or of a job."""
    bare = word.strip(",;|•·/()–—-").casefold()
    known = byline_words()
    is_known = bare in known.small_words | known.particles | known.roles | known.beats | set(
        known.joining
    )
    return not bare or word.lstrip("(|•")[:1].isupper() or is_known
