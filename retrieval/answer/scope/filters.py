"""Takes filters said in words out of a question: outlets, publication dates, sources.

Only words that cannot be part of what is asked become a filter. "In the Courier" does where the
catalogue knows the Courier and no noun follows; "in Exampleton" never does. Days do only where
the question asks what was said, written or new, since in any other they tell when it happened.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.scope.dates import RELATIVE_KINDS, DateRange, date_ranges
from retrieval.languages.tables import outlet_words
from retrieval.model import NameKind, Span
from retrieval.ports import Filters, KnownName
from retrieval.text_keys import fold_accents

_BREAK = re.compile(r"[?!.,;:()…–—](?=\s|\Z)")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Scope:
    """A question and its filters.

    Attributes:
        text: the question without the words that narrow it.
        filters: by outlet and days.
    """

    text: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Somebody "according to" whom something is asked; ``span`` holds these words too."""

    span: Span
    name: str


def extract_scope(
    text: str,
    filters: Filters,
    *,
    outlets: Sequence[OutletForm],
    newest: Callable[[], date | None],
    today: date | None,
    is_narrowed: bool = False,
) -> Scope:
    """Return the question without the words for an outlet or days, which become filters.

    Args:
        text: the question, without filters that are typed as such.
        filters: those; what they say already is not looked for in words.
        outlets: the forms under which outlets are known, the longest first.
        newest: the day of the newest article.
        today: the reader's own day.
        is_narrowed: whether other words of the question were taken for a filter before.
    """
    if filters.outlet is None and (found := _outlet(text, outlets)) is not None:
        span, outlet = found
        text, filters, is_narrowed = remove_span(text, span), replace(filters, outlet=outlet), True
    if filters.after is None and filters.before is None:
        days = next(
            (
                each
                for each in date_ranges(text, newest, today)
                if _are_publication_dates(text, each, is_narrowed)
            ),
            None,
        )
        if days is not None:
            text = remove_span(text, days.span)
            filters = replace(filters, after=days.after, before=days.before)
    return Scope(text, filters)


def cited_sources(text: str) -> Iterator[CitedSource]:
    """Yield the sources after "according to": every reading, the longest name first."""
    for match in _according().finditer(text):
        rest = text[match.end() :]
        stop = _BREAK.search(rest)
        rest = rest[: stop.start()] if stop else rest
        cuts = [border.start() for border in _phrase_border().finditer(rest)]
        for cut in dict.fromkeys((len(rest), *reversed(cuts))):
            name = rest[:cut].strip()
            if name and len(name) <= _LONGEST_NAME:
                yield CitedSource(Span(match.start(), match.end() + cut), name)


def remove_span(text: str, span: Span) -> str:
    """Return the text without a span, and without a comma or blank that only it needed."""
    left, right = text[: span.start].rstrip(), text[span.end :].lstrip()
    if not left or (left.endswith(",") and right[:1] in {",", "?", ""}):
        left, right = left.rstrip(" ,"), right.lstrip(" ,")
    joined = f"{left} {right}" if right[:1].isalnum() or right[:1] in "“\"'(‘" else left + right
    return joined.strip()


def _outlet(text: str, outlets: Sequence[OutletForm]) -> tuple[Span, str] | None:
    """Return the span and the name of an outlet that the question is narrowed to, or None."""
    words, plain = question_words(), text.casefold()
    before = rf"(?<!\S)(?:{alternation(words.before_an_outlet_patterns)})"
    asked = rf"(?:{alternation(words.outlet_asked_patterns)})"
    the = rf"(?:{alternation(words.definite_articles)})\s+"
    for form in outlets:
        if form.words.split()[0].casefold() not in plain:
            continue
        printed = r"\s+".join(map(re.escape, form.words.split()))
        name = rf"{the}(?-i:{printed})" if form.is_noun else rf"(?:{the})?{printed}"
        said = rf"{before}\s+{name}{_phrase_end()}|{asked}\s+{name}\s+(?:{words.saying})\b"
        for match in re.finditer(said, text, re.IGNORECASE):
            if not _ends_with_holding().search(text[: match.start()]):
                return Span(*match.span()), form.outlet
    return None


def _are_publication_dates(text: str, days: DateRange, is_narrowed: bool) -> bool:
    """Return whether days are dates of publication, and not of what is asked."""
    if re.match(_phrase_end(), text[days.span.end :], re.IGNORECASE) is None:
        return False
    about = _about().search(text)
    if about and about.start() < days.span.start and days.kind not in {"since", *RELATIVE_KINDS}:
        return False
    if is_narrowed or _asks_what_was_said().search(text):
        return True
    return days.kind != "on" and _asks_what_was_new().search(text) is not None


@dataclass(frozen=True, slots=True)
class OutletForm:
    """A form under which an outlet is known.

    Attributes:
        words: without "the" before them.
        outlet: the name under which the catalogue has it.
        is_noun: whether the words are a common noun as well, and mean the outlet only with "the"
            and a capital letter: "the Courier".
    """

    words: str
    outlet: str
    is_noun: bool = False


def outlet_forms(
    outlets: Iterable[str], aliases: Mapping[str, Sequence[str]], printed: Iterable[KnownName]
) -> tuple[OutletForm, ...]:
    """Return every form that stands for one outlet only, the longest first.

    The sections of one outlet, as "Skyline - News" and "Skyline - Opinion", count as one, under the
    name that they share.

    Args:
        outlets: the names in the catalogue.
        aliases: by name, the other forms that are configured.
        printed: the names in the articles; a place's alone does not stand for an outlet.
    """
    names = sorted(set(outlets))
    taken = _places(printed)
    forms: dict[tuple[str, bool], set[str]] = {}
    for outlet in names:
        named = dict.fromkeys((outlet, without_section(outlet), *aliases.get(outlet, ())))
        whole = [_without_article(form) for form in named]
        short = [tail for form in whole for tail in _shorter_names(form)]
        for form in [*whole, *short]:
            if form and fold_accents(form) not in taken:
                for typed in (form.casefold(), fold_accents(form)):
                    forms.setdefault((typed, False), set()).add(outlet)
        for form in whole:
            *first, last = form.split() or [""]
            if first and fold_accents(last) in outlet_words().last_words_of_newspapers:
                forms.setdefault((last, True), set()).add(outlet)
    found = [
        OutletForm(words, shared, is_noun)
        for (words, is_noun), meant in forms.items()
        if (shared := _shared_name(meant)) is not None
    ]
    return tuple(sorted(found, key=lambda form: (-len(form.words), form.words)))


def without_section(outlet: str) -> str:
    """Return the name of an outlet without a section of it: "Skyline" for "Skyline - News"."""
    return _section().sub("", outlet) or outlet


def _shared_name(outlets: Collection[str]) -> str | None:
    """Return the name of one outlet, or of several sections of one; None for several outlets."""
    names = set(outlets) if len(outlets) == 1 else {without_section(each) for each in outlets}
    return names.pop() if len(names) == 1 else None


def drop_outlet_names(names: Sequence[str], forms: Iterable[OutletForm]) -> tuple[str, ...]:
    """Return those of the names that do not stand for an outlet."""
    known = {form.words for form in forms if not form.is_noun}
    return tuple(name for name in names if fold_accents(_without_article(name)) not in known)


def _places(printed: Iterable[KnownName]) -> frozenset[str]:
    """Return the names that are printed as a place's more often than as anything else's."""
    kinds: defaultdict[str, Counter[NameKind]] = defaultdict(Counter)
    for name in printed:
        kinds[fold_accents(name.text)][name.kind] += name.places
    return frozenset(
        text for text, counts in kinds.items() if counts.most_common(1)[0][0] is NameKind.PLACE
    )


def _without_article(name: str) -> str:
    words = name.split()
    articles = question_words().definite_articles
    return " ".join(words[1:] if words[:1] and fold_accents(words[0]) in articles else words)


def _shorter_names(name: str) -> Iterator[str]:
    """Yield the name without last words of many outlets: "Skyline" of "Skyline News"."""
    words = name.split()
    while len(words) > 1 and fold_accents(words[-1]) in outlet_words().ends_left_out:
        words = words[:-1]
        yield " ".join(words)


@cache
def _section() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(outlet_words().section_patterns)})\s*\Z")


@cache
def _phrase_end() -> str:
    """Return the pattern of what follows a phrase that stands for itself: no noun of its own."""
    borders = alternation(question_words().phrase_borders)
    return rf"(?=\s*\Z|\s*[?!.,;:)…–—]|\s+(?:{borders})\b)"


@cache
def _phrase_border() -> re.Pattern[str]:
    borders = alternation(question_words().phrase_borders)
    return re.compile(rf"\s+(?:{borders})\b", re.IGNORECASE)


@cache
def _ends_with_holding() -> re.Pattern[str]:
    holdings = alternation(question_words().holdings)
    return re.compile(rf"\b(?:{holdings})\s+\Z", re.IGNORECASE)


@cache
def _according() -> re.Pattern[str]:
    patterns = alternation(question_words().according_patterns)
    return re.compile(rf"(?<!\S)(?:{patterns})\s+", re.IGNORECASE)


@cache
def _about() -> re.Pattern[str]:
    prepositions = alternation(question_words().topic_prepositions)
    return re.compile(rf"\s(?:{prepositions})\s", re.IGNORECASE)


@cache
def _asks_what_was_said() -> re.Pattern[str]:
    words = question_words()
    return re.compile(
        rf"(?:{alternation(words.words_asked_patterns)})\s"
        rf"(?:(?!(?:{alternation(words.clause_words)})\b)\S+\s){{0,7}}(?:{words.saying})\b",
        re.IGNORECASE,
    )


@cache
def _asks_what_was_new() -> re.Pattern[str]:
    return re.compile(alternation(question_words().news_patterns), re.IGNORECASE)
