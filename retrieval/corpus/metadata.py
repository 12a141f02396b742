"""Finds what is stated about an article: outlet, title, date, byline and address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from retrieval.corpus.body import body
from retrieval.corpus.boilerplate import URL, BoilerplateKind, boilerplate_words
from retrieval.corpus.bylines import author_spans, byline_words, joined_names, names_nobody
from retrieval.corpus.dates import PrintedDate, date_in_address, is_to_come, printed_dates
from retrieval.corpus.gazetteer import looks_like_names
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.corpus.layout import Line, PageSurroundings, surroundings
from retrieval.corpus.outlet import known_outlet, outlet_line, printed_outlet
from retrieval.corpus.read import RawArticle
from retrieval.corpus.sidecar import PRINTED_BYLINE
from retrieval.model import Article, BlockKind, Evidence, Fact, Span

_SIDECAR: Final = "sidecar file"
_ADDRESS_WITHIN: Final = 3
_TITLE_LEAST_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is stated about an article, each with its evidence; None where nothing is."""

    outlet: Fact | None
    title: Fact | None
    published: Fact | None
    byline: Fact | None
    url: Fact | None


def article_facts(
    raw: RawArticle, outlets: Sequence[KnownOutlet] = (), today: date | None = None
) -> ArticleFacts:
    """Return what is stated about an article.

    In order of trust: the sidecar file, the known outlets, JSON fields or a page's metadata, the
    lines above the article, its address, the lines below it. But printed authors come before those
    of fields and metadata, which often name a feed or a department. A date after tomorrow, seen from
    ``today``, is stated by none of them: that of a clock ahead of ours may be tomorrow's.
    """
    page = surroundings(raw.text)
    declared = raw.declared
    url = declared.url or _address(page)
    printed = _publication_dates(page, url)
    title = _with_place(page, declared.title) or _title(page, outlet_line(page, url))
    return ArticleFacts(
        outlet=_outlet(page, raw, title, url, outlets),
        title=title,
        published=next(
            (each for each in (*declared.dates, *printed) if not is_to_come(each.value, today)),
            None,
        ),
        byline=_byline(page, declared.byline),
        url=url,
    )


def _outlet(
    page: PageSurroundings,
    raw: RawArticle,
    title: Fact | None,
    url: Fact | None,
    outlets: Sequence[KnownOutlet],
) -> Fact | None:
    stated = raw.declared.outlet
    if stated and _is_of(stated, _SIDECAR):
        return stated
    known = known_outlet(page, raw.file, stated, url, outlets)
    place = title.evidence[-1].span if title else None
    return known or stated or printed_outlet(page, place, url)


def _address(page: PageSurroundings) -> Fact | None:
    """Return the address that is one of the first lines of the text; None if none is."""
    for line in page.above()[:_ADDRESS_WITHIN]:
        match = URL.search(page.words(line)) if line.kind is BoilerplateKind.ADDRESS else None
        if match:
            span = Span(*match.span()).shift(line.span.start)
            return Fact(match[0].rstrip(".,;"), (Evidence("address above the article", span),))
    return None


def _title(page: PageSurroundings, outlet: Span | None) -> Fact | None:
    """Return the heading above the article: one that is printed twice, else the first long one."""
    if page.last < 0:
        return None
    printed = Counter(page.words(line) for line in page.lines)
    candidates = [
        line
        for line in page.above()
        if line.kind in {BlockKind.HEADING, BlockKind.QUESTION}
        and line.span != outlet
        and page.words(line).casefold() not in boilerplate_words().sections
        and not looks_like_names(page.words(line))
    ]
    candidates.sort(
        key=lambda line: (
            printed[page.words(line)] == 1,
            len(page.words(line).split()) < _TITLE_LEAST_WORDS,
        )
    )
    for line in candidates[:1]:
        return Fact(page.words(line), (Evidence("heading above the article", line.span),))
    return None


def _with_place(page: PageSurroundings, title: Fact | None) -> Fact | None:
    """Return a declared title, with the line of the text that prints it as evidence, if one does."""
    if title is None:
        return None
    for line in page.lines:
        if " ".join(page.words(line).split()) == title.value:
            printed = Evidence("heading above the article", line.span)
            return replace(title, evidence=(*title.evidence, printed))
    return title


def _byline(page: PageSurroundings, declared: Fact | None) -> Fact | None:
    """Return the printed authors, else the declared ones; those of a sidecar file come first."""
    if declared is not None and _is_of(declared, _SIDECAR):
        return declared
    if declared is not None and _is_of(declared, PRINTED_BYLINE):
        return _with_byline_line(page, declared)
    printed = _printed_byline(page, page.above(), "byline") or _printed_byline(
        page, page.below(), "byline below the article"
    )
    if declared is None or names_nobody(declared.value):
        return printed
    return printed or declared


def _printed_byline(page: PageSurroundings, among: tuple[Line, ...], rule: str) -> Fact | None:
    for line in among:
        spans = _authors_of(page.words(line), line)
        names = joined_names(page.words(line), spans)
        if names is not None:
            evidence = (Evidence(rule, span.shift(line.span.start)) for span in spans)
            return Fact(names, tuple(evidence))
    return None


def _authors_of(words: str, line: Line) -> tuple[Span, ...]:
    if line.kind is BoilerplateKind.BYLINE:
        return author_spans(words)
    if line.kind is not BoilerplateKind.DATE:
        return ()
    by = byline_words().by_somebody.search(words)
    if by is None:
        return author_spans(words)
    spans = author_spans(words[by.start() :].rstrip(" ,|•·–—-"))
    return tuple(span.shift(by.start()) for span in spans)


def _with_byline_line(page: PageSurroundings, byline: Fact) -> Fact:
    """Return a page's printed byline, with the line of the text that has it, if one does."""
    for line in (*page.above(), *page.below()):
        start = page.words(line).find(byline.value)
        if start >= 0 and line.kind in {BoilerplateKind.BYLINE, BoilerplateKind.DATE}:
            span = Span(start, start + len(byline.value)).shift(line.span.start)
            return replace(byline, evidence=(*byline.evidence, Evidence("byline", span)))
    return byline


def _is_of(fact: Fact, rule: str) -> bool:
    return any(each.rule == rule for each in fact.evidence)


def article_from(
    raw: RawArticle, outlets: Sequence[KnownOutlet] = (), today: date | None = None
) -> Article:
    """Return the article: its text unaltered, the spans of its body, and what is stated."""
    facts = article_facts(raw, outlets, today)
    return Article(
        source=raw.source,
        file=raw.file,
        text=raw.text,
        body=body(raw.text),
        outlet=facts.outlet,
        title=facts.title,
        published=facts.published,
        byline=facts.byline,
        url=facts.url,
    )


def notes_on_dates(raw: RawArticle, today: date) -> Iterator[str]:
    """Yield for each declared date that is to come that it does not count."""
    for each in raw.declared.dates:
        if is_to_come(each.value, today):
            rule = each.evidence[0].rule
            yield f"date {each.value[:10]} of the {rule} is to come; taken for unknown"


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedDate
    line: Line
    labelled: bool


def _publication_dates(page: PageSurroundings, url: Fact | None) -> Iterator[Fact]:
    """Yield the dates above the article, then that in its address, then labelled ones below it."""
    above = list(_dates(page, page.above()))
    under = [each for each in _dates(page, page.under_the_lead()) if each.printed.timed]
    below = [each for each in _dates(page, page.below()) if each.labelled or each.printed.timed]
    yield from _facts([*above, *under], "date line above the article")
    yield from _from_address(url)
    yield from _facts(below, "date line below the article")


def _dates(page: PageSurroundings, among: tuple[Line, ...]) -> Iterator[_Candidate]:
    for line in among:
        if line.kind is not BoilerplateKind.DATE:
            continue
        words = page.words(line)
        for printed in printed_dates(words):
            before = words[: printed.span.start]
            if not byline_words().label_of_another_date.search(before):
                yield _Candidate(
                    printed, line, bool(byline_words().label_of_publication.search(before))
                )


def _facts(candidates: list[_Candidate], rule: str) -> Iterator[Fact]:
    """Yield the dates, labelled ones first."""
    for each in sorted(candidates, key=lambda each: not each.labelled):
        span = each.printed.span.shift(each.line.span.start)
        yield Fact(each.printed.iso, (Evidence(rule, span),))


def _from_address(url: Fact | None) -> Iterator[Fact]:
    day = date_in_address(url.value) if url else None
    if url is not None and day is not None:
        yield Fact(day, tuple(Evidence("date in the address", each.span) for each in url.evidence))
