"""Cites statements: their words with where they stand, each once, with every reprint of it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from retrieval.model import Citation, CitedStatement, Excerpt, Span, Statement, StatementKind
from retrieval.ports import ArticleCard, StoredStatement
from retrieval.text_keys import text_key
from retrieval.wording import Wording, is_part_of, wording_of

SHORT = 3
"""So few words are the same statement only where the sentences around them are the same too."""

DAYS_APART = 31
"""Days beyond which a part of somebody's words is taken for words of another occasion."""

FEW_WORDS = 8
"""Fewer words are often said again: as a part they are of the same occasion only within days."""
FEW_DAYS_APART = 7

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)")


def statement_id(source: str, contents: Sequence[str]) -> str:
    """Return a short name for a statement, the same while its source and its words are."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (source, *contents):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def stored_statement(card: ArticleCard, text: str, statement: Statement) -> StoredStatement:
    """Return the statement with the words of its spans, which are into the article's text."""
    contents = tuple(each.span.of(text) for each in statement.content)
    return StoredStatement(
        statement_id(card.file, contents),
        card,
        statement,
        contents,
        _words(statement.cue, text),
        _words(statement.mention, text),
        statement.passage.of(text),
        _words(statement.addressee, text),
        _words(statement.conduit, text),
        _words(statement.hedge, text),
        tuple(sentence.of(text) for sentence in statement.disputed),
    )


def statement_identity(statement: StoredStatement | CitedStatement) -> tuple[str, ...]:
    """Return what all prints of one statement share, and no other statement of the speaker has.

    Digests of it are stored with watches: what it returns for a statement must never change.

    Returns:
        The words; the sentences around a short statement; through whom it was relayed; what
        takes it back. Each without case and punctuation, "" where there is none.
    """
    words = text_key(" ".join(statement.contents))
    around = statement.passage if len(words.split()) <= SHORT else ""
    beside = (around, statement.conduit, statement.hedge)
    return words, *(text_key(each or "") for each in beside)


def distinct_statements(stored: Sequence[StoredStatement]) -> tuple[CitedStatement, ...]:
    """Return each utterance once, with where else it is printed; newest first, undated last.

    Of prints that give its words in part, contracted or as reported, the fullest is shown.
    Statements of one day and file come in the order in which they stand there.
    """
    prints: dict[tuple[str, ...], list[StoredStatement]] = {}
    for each in stored:
        prints.setdefault(statement_identity(each), []).append(each)
    found = [_merged(of_one) for of_one in _joined(tuple(prints.values()))]
    found.sort(key=lambda each: (each.citation.file, each.citation.source, _place(each)))
    return tuple(sorted(found, key=lambda each: each.citation.published or "", reverse=True))


def _place(statement: CitedStatement) -> int:
    return statement.citation.span.start


def are_prints_of_one(one: StoredStatement, other: StoredStatement) -> bool:
    """Whether two prints of somebody's words give one utterance, one of them perhaps in part."""
    if statement_identity(one) == statement_identity(other):
        return True
    first, second = _wording(one), _wording(other)
    return _are_one([one], first, [other], second) or _are_one([other], second, [one], first)


def by_passage(statements: Sequence[CitedStatement]) -> tuple[tuple[CitedStatement, ...], ...]:
    """Return the statements of each passage together, in the order of the first of each.

    A passage that lies within that of another statement is a part of it.
    """
    by_text: defaultdict[tuple[str, int], list[CitedStatement]] = defaultdict(list)
    for each in statements:
        by_text[each.citation.source, each.citation.version].append(each)
    together: dict[Citation, list[CitedStatement]] = {}
    for each in statements:
        beside = by_text[each.citation.source, each.citation.version]
        around = [one for one in beside if one.citation.span.contains(each.citation.span)]
        widest = max(around, key=lambda one: one.citation.span.end - one.citation.span.start)
        together.setdefault(widest.citation, []).append(each)
    return tuple(tuple(group) for group in together.values())


def cited(stored: StoredStatement, reprints: Sequence[StoredStatement] = ()) -> CitedStatement:
    """Return the statement with where it stands, and where it is printed again.

    What disputes it in any of those places disputes it.
    """
    disputed = [words for each in (stored, *reprints) for words in disputes_of(each)]
    identities = dict.fromkeys(map(statement_identity, (stored, *reprints)))
    return CitedStatement(
        stored.id,
        stored.statement,
        stored.contents,
        stored.cue,
        stored.mention,
        stored.passage,
        stored.card.cite(stored.statement.passage),
        addressee=stored.addressee,
        conduit=stored.conduit,
        hedge=stored.hedge,
        disputed=distinct_excerpts(disputed),
        also_in=tuple(dict.fromkeys(each.card.cite(each.statement.passage) for each in reprints)),
        variants=tuple(identities)[1:],
    )


def distinct_excerpts(excerpts: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """Return the excerpts in their order, the same words once with every place of them."""
    found: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        key, here = text_key(excerpt.text), excerpt.citation
        if key not in found:
            found[key] = excerpt
        elif here not in (found[key].citation, *found[key].also_in):
            found[key] = replace(found[key], also_in=(*found[key].also_in, here))
    return tuple(found.values())


def without_overlap(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """Return the excerpts in their order, but for those that share words with one before."""
    kept: list[Excerpt] = []
    for excerpt in excerpts:
        if not any(_share_a_place(excerpt, other) for other in kept):
            kept.append(excerpt)
    return tuple(kept)


def _share_a_place(one: Excerpt, other: Excerpt) -> bool:
    return any(
        (place.source, place.version) == (beside.source, beside.version)
        and place.span.overlaps(beside.span)
        for place in one.places
        for beside in other.places
    )


Prints = Sequence[StoredStatement]
"""Prints of one utterance."""


def _joined(identical: Sequence[Prints]) -> Iterator[Prints]:
    """Yield the prints of each utterance, the fullest first.

    Args:
        identical: for each statement its prints, which share its identity.
    """
    wordings = [_wording(prints[0]) for prints in identical]
    order = sorted(range(len(identical)), key=lambda at: -len(wordings[at].words))
    leaders: defaultdict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
    found: dict[int, list[int]] = {}
    for at in order:
        near = dict.fromkeys(
            leader for key in sorted(wordings[at].keys) for leader in leaders.get(key, ())
        )
        leader = next(
            (
                leader
                for leader in sorted(near)
                if _are_one(identical[at], wordings[at], identical[leader], wordings[leader])
            ),
            at,
        )
        found.setdefault(leader, []).append(at)
        if leader == at:
            for key in wordings[at].keys:
                leaders[key][at] = None
    for together in found.values():
        yield [each for at in together for each in identical[at]]


def _are_one(part: Prints, of_part: Wording, whole: Prints, of_whole: Wording) -> bool:
    """Whether some prints give the words of others, in part or in full, as of one occasion."""
    if not (of_part.can_be_compared and is_part_of(of_part, of_whole)):
        return False
    same_way = statement_identity(part[0])[2:] == statement_identity(whole[0])[2:]
    is_cut = len(of_part.words) < len(of_whole.words)
    most = FEW_DAYS_APART if len(of_part.words) < FEW_WORDS else DAYS_APART
    return same_way and (not is_cut or _days_between(part, whole) <= most)


def _days_between(some: Prints, others: Prints) -> int:
    """Return how many days at least lie between prints; 0 where a day is not known."""
    days = [_days(some), _days(others)]
    return min((abs((a - b).days) for a in days[0] for b in days[1]), default=0)


def _days(prints: Prints) -> list[date]:
    """Return the days of publication that are known."""
    stated = [(each.card.published or "")[:10] for each in prints]
    return [date.fromisoformat(day) for day in stated if _DAY.fullmatch(day)]


def _wording(stored: StoredStatement) -> Wording:
    spans = stored.statement.content
    return wording_of(
        [(words, each.quoted) for words, each in zip(stored.contents, spans, strict=True)]
    )


def _merged(prints: Prints) -> CitedStatement:
    """Return one statement of its prints, newest first; the fullest that is not in a headline."""
    shown = min(prints, key=_order_of_print)
    return cited(shown, [each for each in prints if each is not shown])


def _order_of_print(stored: StoredStatement) -> tuple[bool, int, int]:
    """Return what is least for the print that is shown: the fullest, a quoted one before others."""
    kinds = (StatementKind.DIRECT, StatementKind.MIXED, StatementKind.INDIRECT)
    words = len(_wording(stored).words)
    return stored.statement.headline_only, -words, kinds.index(stored.statement.kind)


def disputes_of(stored: StoredStatement) -> tuple[Excerpt, ...]:
    """Return the sentences that dispute a statement, with where they stand."""
    return tuple(
        Excerpt(words, stored.card.cite(sentence), 1.0)
        for sentence, words in zip(stored.statement.disputed, stored.disputed, strict=True)
    )


def _words(span: Span | None, text: str) -> str | None:
    return span.of(text) if span is not None else None
