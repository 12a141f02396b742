"""Whom a pronoun stands for."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.quotes.mentions import Mention, Person
from retrieval.quotes.page import Page
from retrieval.quotes.roles import is_plural

REACH = 2
"""In how many paragraphs before its own a pronoun looks for somebody."""

Spoke = Sequence[tuple[int, Person]]
"""Who spoke so far, each with the token that names them, in the order of reading."""


def antecedent(page: Page, at: int, named: Sequence[Mention], spoke: Spoke) -> Person | None:
    """Whom the pronoun at that token stands for; None where that is not sure."""
    word = page.tokens[at].text.lower()
    if word in page.lexicon.grammar.plural:
        last = _last_spoke(page, at, spoke)
        group = last is not None and not last.is_person and (last.named or is_plural(last.name))
        return last if group else None
    if word in page.lexicon.grammar.neuter:
        last = _last_spoke(page, at, spoke)
        return last if last is not None and last.named and not last.is_person else None
    if word in page.lexicon.grammar.feminine | page.lexicon.grammar.masculine:
        return _last_person(
            page, at, "f" if word in page.lexicon.grammar.feminine else "m", named, spoke
        )
    return None


def _last_spoke(page: Page, at: int, spoke: Spoke) -> Person | None:
    """Whoever spoke last, in this paragraph or the one before."""
    if not spoke:
        return None
    place, person = spoke[-1]
    return person if page.paragraph_of[at] - page.paragraph_of[place] <= 1 else None


def _last_person(
    page: Page, at: int, gender: str, named: Sequence[Mention], spoke: Spoke
) -> Person | None:
    """The nearest earlier subject or speaker whom the pronoun fits."""
    candidates = [
        (mention.last, mention.person)
        for mention in named
        if mention.last < at
        and mention.person.is_person
        and page.quotation_of[mention.last] < 0
        and _is_subject(page, mention.last)
    ]
    candidates += [
        (place, person)
        for place, person in spoke
        if place < at and (person.is_person or not person.named)
    ]
    for place, person in sorted(candidates, key=lambda candidate: -candidate[0]):
        if page.paragraph_of[at] - page.paragraph_of[place] > REACH:
            break
        if person.gender in {"", gender} and not is_plural(person.name.split(",")[0]):
            if not person.gender and person.named:
                person.gender = gender
            return person
    return None


def _is_subject(page: Page, head: int) -> bool:
    tokens = page.tokens
    if head + 1 < len(tokens) and tokens[head + 1].text in page.lexicon.grammar.reflexive:
        return True
    above = tokens[head].head if tokens[head].dep in {"appos", "compound"} else head
    return tokens[above].dep in {"nsubj", "nsubjpass"}
