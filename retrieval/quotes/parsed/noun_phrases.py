"""Noun phrases, as far as they name somebody."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.quotes.parsed.document import ParsedDocument

ASIDES = frozenset({"appos", "relcl", "acl", "parataxis", "advcl", "ccomp"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase: its head, its first and its last token."""

    head: int
    first: int
    last: int


def phrase_of(page: ParsedDocument, head: int) -> NounPhrase:
    """The phrase around a head, without what is only said of it after a comma."""
    here = page.tokens[head]
    skipped = [c for c in page.children[head] if page.tokens[c].dep in ASIDES]
    if here.pos == "PROPN" and here.entity == "PERSON":
        skipped += [c for c in page.children[head] if c > head and page.tokens[c].dep == "prep"]
    members = set(page.subtree(head, skipped))
    first = last = head
    while first - 1 in members and page.quotation_of[first - 1] < 0:
        first -= 1
    while (
        last + 1 in members
        and page.quotation_of[last + 1] < 0
        and page.tokens[last + 1].text not in {",", ";", "(", "—", "–"}
    ):
        last += 1
    while first < head and page.tokens[first].pos in {"PUNCT", "SPACE"}:
        first += 1
    while last > head and page.tokens[last].pos in {"PUNCT", "SPACE", "CCONJ"}:
        last -= 1
    return NounPhrase(head, first, last)


def phrase_before(page: ParsedDocument, head: int) -> NounPhrase:
    """The phrase that ends with this token, whatever the parse says."""
    first = head
    while (
        first > 0
        and page.tokens[first - 1].pos in PHRASE
        and page.quotation_of[first - 1] < 0
        and page.sentence_of[first - 1] == page.sentence_of[head]
    ):
        first -= 1
    return NounPhrase(head, first, head)


def phrase_after(page: ParsedDocument, index: int) -> NounPhrase | None:
    """The phrase that begins behind this token, whatever the parse says."""
    first = index + 1
    last = first
    while (
        last < len(page.tokens)
        and page.tokens[last].pos in PHRASE
        and page.quotation_of[last] < 0
        and page.sentence_of[last] == page.sentence_of[index]
    ):
        last += 1
    heads = [at for at in range(first, last) if page.tokens[at].pos in NOMINAL]
    return NounPhrase(heads[-1], first, heads[-1]) if heads else None
