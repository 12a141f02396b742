"""Whether a phrase is somebody who can speak, and no mere thing."""

from __future__ import annotations

from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL, NounPhrase

SPEAKING = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})
"""Kinds of names that speak."""


def can_speak(page: ParsedDocument, verb: int, subject: NounPhrase) -> bool:
    """Whether the verb reports words with that subject: "the data suggest" does not."""
    head = page.tokens[subject.head]
    if not any(map(str.isalnum, head.text)):
        return False
    if page.tokens[verb].lemma in page.lexicon.verbs.finding:
        return head.lemma in page.lexicon.people.findings
    if page.tokens[verb].lemma not in page.lexicon.verbs.needs_a_mind:
        counts = (
            head.text.lower() in page.lexicon.grammar.indefinite
        )  # "most said", an adverb to the parser
        return head.pos in NOMINAL or head.pos in {"DET", "ADJ", "NUM"} or counts
    return has_a_mind(page, subject)


def has_a_mind(page: ParsedDocument, subject: NounPhrase) -> bool:
    """Whether the phrase is somebody, a group or an outlet, and no mere thing."""
    head = page.tokens[subject.head]
    word = head.text.lower()
    if head.pos == "PRON" and word in page.lexicon.grammar.pronouns:
        return word not in page.lexicon.grammar.things | page.lexicon.grammar.narrator
    return (
        head.entity in SPEAKING
        or head.pos == "PROPN"
        or word in page.lexicon.people.group_nouns
        or word.split("-")[-1] in page.lexicon.people.role_nouns
        or word.removesuffix("s") in page.lexicon.people.role_nouns
        or _is_named_after_comma(page, subject)
    )


def _is_named_after_comma(page: ParsedDocument, subject: NounPhrase) -> bool:
    """Whether a person's name stands in apposition: "The voice of the port, Anna Marlow,"."""
    at = subject.last + 1
    return (
        at + 1 < len(page.tokens)
        and page.tokens[at].text == ","
        and page.tokens[at + 1].entity == "PERSON"
        and any(page.tokens[c].dep == "appos" and c > at for c in page.children[subject.head])
    )
