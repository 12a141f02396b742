"""How much its place in a sentence puts somebody forward."""

from __future__ import annotations

from retrieval.quotes.page import Page

SUBJECT = 1.0
NESTED = 0.65
"""The subject of a clause inside another: "Marlow said Kerr had left"."""
OBJECT = 0.45
ASIDE = 0.4
OWNER = 0.3
OF_SUBJECT = 0.6
"""The one whose is what the sentence is about, against what it is about: "Marlow's plan is"."""
MODIFIER = 0.2

CLIMBED = frozenset({"appos", "compound", "conj", "nmod", "flat"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative", "iobj", "pobj", "agent", "attr", "oprd", "obj"})
INNER = frozenset({"ccomp", "relcl", "acl", "advcl", "pcomp", "csubj", "xcomp"})


def prominence(page: Page, at: int) -> float:
    """How much its place in the sentence puts forward whoever is named by that token."""
    top = at
    while page.tokens[top].dep in CLIMBED and page.tokens[top].head != top:
        modifies = page.tokens[top].dep == "compound" and page.tokens[page.tokens[top].head].pos
        if modifies == "NOUN":
            return MODIFIER
        top = page.tokens[top].head
    token = page.tokens[top]
    verb = token.head
    if token.dep == "oprd" and page.tokens[verb].dep == "acl":  # a worker named Ro
        return prominence(page, page.tokens[verb].head)
    if token.dep in SUBJECTS:
        return NESTED if _is_inner(page, verb) else SUBJECT
    if token.dep in OBJECTS:
        asked = token.dep == "dobj" and page.tokens[verb].lemma in page.lexicon.people.questioning
        return SUBJECT if asked else OBJECT
    if token.dep == "poss":
        return max(OWNER, OF_SUBJECT * prominence(page, verb))
    return ASIDE


def _is_inner(page: Page, verb: int) -> bool:
    """Whether the verb's clause is a part of another, which has a subject of its own."""
    while page.tokens[verb].head != verb:
        dep, head = page.tokens[verb].dep, page.tokens[verb].head
        if dep != "conj" and (dep not in {"ccomp", "csubj"} or _has_subject(page, head)):
            return dep in INNER
        verb = head
    return False


def _has_subject(page: Page, verb: int) -> bool:
    return any(
        page.tokens[child].dep in SUBJECTS and page.quotation_of[child] < 0
        for child in page.children[verb]
    )
