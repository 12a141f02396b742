"""Finds the outlet that published an article: listed, declared, printed, or else inferred.

Only whole lines above and below the article are read: the prose names outlets that somebody spoke
to or cites, and credits and bylines name people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from tldextract import TLDExtract

from retrieval.corpus.boilerplate import BARE_DOMAIN, EMAIL, URL, BoilerplateKind, is_prompt
from retrieval.corpus.gazetteer import (
    HANDLE,
    RESERVED_HANDLES,
    SHARED_DOMAINS,
    begins_like_a_person,
    ends_like_an_outlet,
    has_media_word,
    looks_capitalised,
    name_from_handle,
    shares_letters,
)
from retrieval.corpus.known_outlets import KnownOutlet, handle_key
from retrieval.corpus.layout import PageSurroundings
from retrieval.corpus.sentences import split_sentences
from retrieval.languages.patterns import any_of
from retrieval.languages.tables import outlet_words
from retrieval.model import BlockKind, Evidence, Fact, Span

_registered = TLDExtract(suffix_list_urls=(), cache_dir=None)
_SHORTEST_OWNER: Final = 3
_MOST_WORDS: Final = 6
_LEAST_SCORE: Final = 2


@dataclass(frozen=True, slots=True)
class _Name:
    """A printed name, its places, and a score of how likely it is the outlet's."""

    words: str
    spans: tuple[Span, ...]
    score: int


def known_outlet(
    page: PageSurroundings,
    file: str,
    stated: Fact | None,
    url: Fact | None,
    outlets: Sequence[KnownOutlet],
) -> Fact | None:
    """Return the listed outlet to which the file, the address, a handle or a name belongs."""
    domain = registered_domain(url.value) if url else None
    handles = list(_handles(page))
    for outlet in outlets:
        if outlet.owns_file(file):
            return Fact(outlet.name, (Evidence("file listed in the outlets file"),))
    for outlet in outlets:
        if url and domain and _owns_address(outlet, url.value, domain):
            return Fact(outlet.name, _evidence_of(url, "address listed in the outlets file"))
    for outlet in outlets:
        for handle, span in handles:
            if {handle, "@" + handle.rpartition("/")[2]} & set(outlet.handles):
                return Fact(outlet.name, (Evidence("handle listed in the outlets file", span),))
    return _by_alias(page, stated, outlets)


def printed_outlet(page: PageSurroundings, title: Span | None, url: Fact | None) -> Fact | None:
    """Return the outlet that the text states, or that lines below the article imply."""
    domain = _own_domain(url)
    name = _best(_site_names(page, domain)) or _best(_names_above(page, title, domain))
    address = _evidence_of(url, "address of the page") if url and domain else ()
    if name is not None:
        printed = [Evidence("name printed beside the article", span) for span in name.spans]
        return Fact(name.words, (*printed, *address))
    if domain is not None:
        return Fact(domain, address)
    return _inferred(page)


def outlet_line(page: PageSurroundings, url: Fact | None) -> Span | None:
    """Return the line above the article that names the outlet and is not the title."""
    name = _best(_names_above(page, None, _own_domain(url)))
    return name.spans[0] if name else None


def registered_domain(url: str) -> str | None:
    """Return the registered domain of an address: "example.co.uk" for "news.example.co.uk"."""
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return None
    found = _registered(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    return ".".join(host.split(".")[-2:]) if "." in host and not found.ipv4 else None


# --- listed ----------------------------------------------------------------------------------


def _owns_address(outlet: KnownOutlet, url: str, domain: str) -> bool:
    key = handle_key(url)
    handles = [each for each in outlet.handles if "/" in each]
    if any(key == each or key.startswith(each + "/") for each in handles):
        return True
    host = key.split("/")[0]
    return domain in outlet.domains or any(
        host == each or host.endswith("." + each) for each in outlet.domains
    )


def _by_alias(
    page: PageSurroundings, stated: Fact | None, outlets: Sequence[KnownOutlet]
) -> Fact | None:
    for outlet in outlets:
        if stated and outlet.is_called(stated.value):
            return Fact(outlet.name, stated.evidence)
    for line in (*page.above(), *page.below()):
        words = page.words(line)
        if line.kind in {BlockKind.HEADING, BoilerplateKind.SITE, BoilerplateKind.NAVIGATION}:
            for outlet in outlets:
                if outlet.is_called(words):
                    return Fact(outlet.name, (Evidence("name beside the article", line.span),))
    return None


def _evidence_of(fact: Fact, rule: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(rule, each.span) for each in fact.evidence)


# --- printed ---------------------------------------------------------------------------------


@cache
def _own_account() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(outlet_words().own)}\b", re.IGNORECASE)


@cache
def _rights_notice() -> re.Pattern[str]:
    words = outlet_words()
    return re.compile(
        rf"(?:©|\(c\)|{any_of(words.copyright)})[\s©]*(?:\(c\)\s*)?"
        rf"(?:\d{{4}}(?:\s*[-–—]\s*(?:\d{{4}}|{any_of(words.until_now)}))?)?,?\s*"
        rf"(?:{any_of(words.by)}\s+)?(?P<owner>[^.|,;©\d]{{3,60}}?)\s*(?:\d{{4}})?\s*"
        rf"(?:[.|,;]|{any_of(words.all_rights)}|$)",
        re.IGNORECASE,
    )


def _own_domain(url: Fact | None) -> str | None:
    domain = registered_domain(url.value) if url else None
    return None if domain in SHARED_DOMAINS else domain


def _best(names: Iterator[_Name]) -> _Name | None:
    """Return the name of the highest score, the first of equals; None if all are too low."""
    fitting = [name for name in names if name.score >= _LEAST_SCORE]
    return max(fitting, key=lambda name: name.score, default=None)


def _site_names(page: PageSurroundings, domain: str | None) -> Iterator[_Name]:
    """Yield the short lines beside contact lines and notices of rights."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(page.lines):
        if line.kind is BoilerplateKind.SITE:
            places.setdefault(page.words(line), []).append(at)
    mails = " ".join(
        page.words(line) for line in page.lines if line.kind is BoilerplateKind.CONTACT
    )
    addresses = list(dict.fromkeys(EMAIL.findall(mails)))
    domains = {mail.rpartition("@")[2].lower() for mail in addresses}
    for words, found in places.items():
        if words.casefold() in outlet_words().owners_of_copy or _is_mail_of(words, addresses):
            continue
        score = -2 if begins_like_a_person(words) else 0
        score += 4 if domain and shares_letters(words, domain) else 0
        score += 2 if any(shares_letters(words, each) for each in domains) else 0
        score += 1 if len(found) > 1 else 0
        score += 1 if found[0] < page.first else 0
        score += 1 if has_media_word(words) else 0
        yield _Name(words, tuple(page.lines[at].span for at in found), score)


def _is_mail_of(words: str, addresses: Sequence[str]) -> bool:
    """Return whether an address is that of the person: "Ada Quill", ada.quill@herald.test."""
    parts = words.casefold().split()
    return len(parts) > 1 and any(
        parts[-1] in mail.partition("@")[0].lower() for mail in addresses
    )


def _names_above(
    page: PageSurroundings, title: Span | None, domain: str | None
) -> Iterator[_Name]:
    """Yield short lines above the article that are neither its title nor a person's name."""
    above = page.above()
    headings = [line for line in above if line.kind in {BlockKind.HEADING, BlockKind.QUESTION}]
    if len({page.words(line) for line in headings}) <= 1:  # it is the title
        return
    for at, line in enumerate(above):
        words = page.words(line)
        if line.kind is not BlockKind.HEADING or line.span == title:
            continue
        if len(words.split()) > _MOST_WORDS or not looks_capitalised(words):
            continue
        if words in outlet_words().places or begins_like_a_person(words):
            continue
        dated = any(
            above[near].kind in {BoilerplateKind.DATE, BoilerplateKind.BYLINE}
            for near in (at - 1, at + 1)
            if 0 <= near < len(above)
        )
        shorter = len(words.split()) < max(len(page.words(each).split()) for each in headings)
        yield _Name(words, (line.span,), _score_above(words, domain, dated and shorter, at))


def _score_above(
    words: str, domain: str | None, dated: bool, place: int
) -> int:  # one of the signs
    if domain and shares_letters(words, domain):
        return 4
    if ends_like_an_outlet(words) and (dated or place == 0 or domain):
        return 3
    return _LEAST_SCORE if domain and dated else 0


# --- inferred --------------------------------------------------------------------------------


def _inferred(page: PageSurroundings) -> Fact | None:
    for line in page.below():
        if line.kind is BoilerplateKind.RIGHTS and (owner := _owner(page.words(line))):
            start = line.span.start + page.words(line).index(owner)
            span = Span(start, start + len(owner))
            return Fact(owner, (Evidence("inferred from the notice of rights", span),))
    for handle, span in _handles(page):
        name = name_from_handle(handle.rpartition("/")[2])
        return Fact(name, (Evidence("inferred from the handle", span),))
    for line in page.below():
        domain = _printed_domain(line.kind, page.words(line))
        if domain is not None and domain not in SHARED_DOMAINS:
            return Fact(
                domain, (Evidence("inferred from an address below the article", line.span),)
            )
    return None


def _owner(words: str) -> str | None:
    match = _rights_notice().search(words)
    owner = match["owner"].strip(" -–—:") if match else ""
    if (
        not looks_capitalised(owner)
        or owner.casefold() in outlet_words().owners_of_copy
        or len(owner) < _SHORTEST_OWNER
    ):
        return None
    return None if begins_like_a_person(owner) else owner


def _printed_domain(kind: object, words: str) -> str | None:
    """Return the domain of a line that is only a site's front page or its mail address."""
    if (
        kind is BoilerplateKind.ADDRESS
        and len(words.split()) == 1
        and BARE_DOMAIN.fullmatch(_bare(words))
    ):
        return registered_domain(words) if "/" not in _bare(words) else None
    mail = EMAIL.search(words) if kind is BoilerplateKind.CONTACT else None
    if mail and mail[0].partition("@")[0].lower() in outlet_words().mailboxes:
        domain = registered_domain(mail[0].rpartition("@")[2])
        return None if domain in {"gmail.com", "outlook.com", "proton.me", "mail.ru"} else domain
    return None


def _bare(words: str) -> str:
    return words.rsplit("://", maxsplit=1)[-1].rstrip("/")


def _handles(page: PageSurroundings) -> Iterator[tuple[str, Span]]:
    """Yield the site's own accounts that are named around the article, as "t.me/name"."""
    for piece in _boilerplate_spans(page):
        words = piece.of(page.text)
        for match in HANDLE.finditer(words):
            own = match["site"] in {"t.me", "telegram.me"} or _own_account().search(words)
            if match["name"].lower() not in RESERVED_HANDLES and own:
                span = Span(*match.span("name")).shift(piece.start)
                yield f"{match['site'].lower()}/{match['name']}", span


def _boilerplate_spans(page: PageSurroundings) -> Iterator[Span]:
    """Yield boilerplate above and below the article, and prompts at the end of its prose."""
    for line in (*page.above(), *page.below()):
        if isinstance(line.kind, BoilerplateKind):
            yield line.span
    if page.last >= 0:
        last = page.lines[page.last].span
        for sentence in split_sentences(last.of(page.text))[-3:]:
            if is_prompt(sentence.of(last.of(page.text))) or URL.fullmatch(
                sentence.of(last.of(page.text))
            ):
                yield sentence.shift(last.start)
