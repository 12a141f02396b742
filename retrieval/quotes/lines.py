"""A sentence as it is read: its quotations and its cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.quotes.cues import Cue
from retrieval.quotes.page import Page, extents_of

Range = tuple[int, int]
"""First and last token."""


@dataclass(slots=True)
class Line:
    """A sentence: its first and last token, the quotations in it but titles, its cues."""

    first: int
    last: int
    quotes: list[int]
    cues: list[Cue]


def extents(page: Page) -> dict[int, Range]:
    """First and last token of each quotation, marks included."""
    return extents_of(page.quotation_of)


def only_beside(page: Page, cue: Cue) -> bool:
    """Whether the cue reports nothing but a quotation right beside it."""
    lemma = page.tokens[cue.token].lemma
    return (
        lemma in page.lexicon.verbs.beside_a_quotation
        and lemma not in page.lexicon.verbs.saying | page.lexicon.verbs.asking
    )


def may_report(page: Page, cue: Cue) -> bool:
    """Whether the cue reports a clause without any quotation."""
    return page.tokens[cue.token].lemma in page.lexicon.verbs.saying | page.lexicon.verbs.promising


def tells_by_object(page: Page, cue: Cue) -> bool:
    """Whether the verb's object is what was said: "condemned the plan", "called for a vote"."""
    token, lexicon = page.tokens[cue.token], page.lexicon
    if token.lemma not in lexicon.verbs.calling_for:
        return token.lemma in lexicon.verbs.judging
    next_to = page.tokens[min(cue.token + 1, len(page.tokens) - 1)].text.lower()
    return next_to in lexicon.grammar.for_what or page.child(cue.token, "oprd") is not None


def lines(page: Page, cues_of: Mapping[int, list[Cue]]) -> list[Line]:
    """The sentences of a page, in order, each with its quotations and cues."""
    found: list[Line] = []
    for index, number in enumerate(page.sentence_of):
        if not index or number != page.sentence_of[index - 1]:
            found.append(Line(index, index, [], cues_of.get(number, [])))
        found[-1].last = index
        quote = page.quotation_of[index]
        if quote >= 0 and quote not in page.titles and found[-1].quotes[-1:] != [quote]:
            found[-1].quotes.append(quote)
    return found
