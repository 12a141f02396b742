"""Finds the noun phrase around a head, before a token or after it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.quotes.parsed.document import ParsedDocument

PARENTHETICAL_LABELS = frozenset({"appos", "relcl", "acl", "parataxis", "advcl", "ccomp"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON"})
SUBJECT_LABELS = frozenset({"nsubj", "nsubjpass"})
VERB_OBJECT_LABELS = frozenset({"dobj", "dative", "iobj"})
PHRASE_POS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase by its tokens: the head, the first and the last, both included."""

    head: int
    first: int
    last: int


def phrase_of(document: ParsedDocument, head: int) -> NounPhrase:
    """Return the phrase around a head, without apposition, relative clause or parenthesis."""
    here = document.tokens[head]
    skipped = [
        c for c in document.children[head] if document.tokens[c].dep in PARENTHETICAL_LABELS
    ]
    if here.pos == "PROPN" and here.entity == "PERSON":
        skipped += [
            c for c in document.children[head] if c > head and document.tokens[c].dep == "prep"
        ]
    members = set(document.subtree(head, skipped))
    first = last = head
    while first - 1 in members and not document.is_quoted(first - 1):
        first -= 1
    while (
        last + 1 in members
        and not document.is_quoted(last + 1)
        and document.tokens[last + 1].text not in {",", ";", "(", "—", "–"}
    ):
        last += 1
    while first < head and document.tokens[first].pos in {"PUNCT", "SPACE"}:
        first += 1
    while last > head and document.tokens[last].pos in {"PUNCT", "SPACE", "CCONJ"}:
        last -= 1
    return NounPhrase(head, first, last)


def phrase_before(document: ParsedDocument, head: int) -> NounPhrase:
    """Return the run of nominal tokens that ends with this one, whatever the parse says."""
    first = head
    while (
        first > 0
        and document.tokens[first - 1].pos in PHRASE_POS
        and not document.is_quoted(first - 1)
        and document.sentence_of[first - 1] == document.sentence_of[head]
    ):
        first -= 1
    return NounPhrase(head, first, head)


def phrase_after(document: ParsedDocument, index: int) -> NounPhrase | None:
    """Return the run of nominal tokens right after this one, whatever the parse says, or None."""
    first = index + 1
    last = first
    while (
        last < len(document.tokens)
        and document.tokens[last].pos in PHRASE_POS
        and not document.is_quoted(last)
        and document.sentence_of[last] == document.sentence_of[index]
    ):
        last += 1
    heads = [at for at in range(first, last) if document.tokens[at].pos in NOMINAL_POS]
    return NounPhrase(heads[-1], first, heads[-1]) if heads else None
