"""Whether a name looks like a person's, whatever the parser takes it for."""

from __future__ import annotations

import re

from retrieval.quotes.page import Page

AGE = re.compile(r"1?\d\d?")
LONGEST_NAME = 3
"""How many tokens, titles aside, follow a first name at most."""
APPOSITION = 6
"""In how many words after a name's comma the noun of its role is looked for."""
SHORTEST_APPOSITION = 3
"""A comma, an article and a noun."""


def is_like_a_person(page: Page, first: int, last: int) -> bool:
    """Whether what the parser took for a body is named, or described, as people are."""
    is_kind = page.tokens[last].text.lower() in page.lexicon.people.kinds_of_bodies
    if is_kind or not 0 < last - first <= LONGEST_NAME:
        return False
    if page.tokens[first].text.lower() in page.lexicon.people.first_names:
        return True
    if (
        last + 1 < len(page.tokens)
        and page.tokens[last + 1].text in page.lexicon.grammar.reflexive
    ):
        return True
    before = page.tokens[first - 1] if first else None
    if before is not None and before.text in page.lexicon.people.role_nouns:
        return True
    described = page.child(last, "appos")
    if (
        described is not None
        and page.tokens[described].text.lower() in page.lexicon.people.role_nouns
    ):
        return True
    return _is_described(page, last)


def _is_described(page: Page, last: int) -> bool:
    """Whether "who", an age, or a person's role, stands after the name's comma."""
    after = [t.text.lower() for t in page.tokens[last + 1 : last + 3 + APPOSITION]]
    if len(after) < SHORTEST_APPOSITION or after[0] != ",":
        return False
    if after[1] in page.lexicon.grammar.of_whom or (AGE.fullmatch(after[1]) and after[2] == ","):
        return True
    if after[1] not in page.lexicon.grammar.articles | page.lexicon.grammar.possessives:
        return False
    role = next((word for word in after[2:] if word in page.lexicon.people.titles), None)
    border = next((n for n, word in enumerate(after[2:]) if word in {",", ".", ";"}), len(after))
    if role is None or is_finite(page, last + 4 + after[2:].index(role)):
        return False
    return after[2:].index(role) < border and role not in page.lexicon.people.roles_of_things


def is_finite(page: Page, at: int) -> bool:
    """Whether a verb stands there that has a subject: ", the mayor said"."""
    return at < len(page.tokens) and page.tokens[at].tag in {"VBD", "VBZ", "VBP"}


def is_with_article(page: Page, first: int, last: int) -> bool:
    """Whether it is "the Harbour Herald", which no person is; "the Marlow plan" is a plan."""
    return (
        0 < first < last
        and page.tokens[first - 1].text.lower() in page.lexicon.grammar.definite_articles
        and page.tokens[last].dep not in {"compound", "amod", "poss", "nmod"}
    )
