"""Read roles beside names, and match definite descriptions against them."""

from __future__ import annotations

import re

from retrieval.quotes.coreference.person_names import is_finite_verb
from retrieval.quotes.identity.name_keys import normalise_name
from retrieval.quotes.identity.name_matching import content_words
from retrieval.quotes.parsed.calendar_names import phrase_without_days
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.lexicon import grammar_words, people_words
from retrieval.quotes.parsed.noun_phrases import NounPhrase

FORMER_WORD = "former"
"""Replaces every word for it, such as "ex", in a role's words."""
TRAILING_POS = frozenset({"PUNCT", "SPACE", "ADP", "CCONJ", "SCONJ", "PART"})
"""Parts of speech with which no role ends."""
WITHIN_NAME = frozenset({"compound", "nmod", "amod", "det", "nummod", "poss", "punct", "dep"})
"""Labels of what stands before the head of a name."""
MAX_ROLE_TOKENS = 14
"""Tokens of a role at most; a longer one is a clause."""
PERSON = "PERSON"
MIN_ROLE_LETTERS = 4
"""Letters of a role before a name at least; "Sir" and "Dr" are no roles."""
MAX_DESCRIPTION_TOKENS = 16
PARTS_OF_ROLE = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")
OWNER = re.compile(r"^.*(?:['’]s|s['’])(?=\s)", re.DOTALL)
"""Matches whose somebody is: "the president's", of "the president's nominee"."""


def role_before(document: ParsedDocument, first: int, taken: frozenset[int]) -> str | None:
    """Return the whole role printed right before the name that starts there, or None.

    Args:
        document: the article.
        first: the first token of the name.
        taken: tokens of people's names, at which the role ends.
    """
    start, last = first, first - 1
    phrase = _phrase_with_name(document, first) - taken
    while start - 1 in phrase and _belongs_to_role(document, start - 1, first):
        start -= 1
    while start < first and document.tokens[start].pos in {"PUNCT", "CCONJ", "PART", "SPACE"}:
        start += 1
    while last > start and (
        document.tokens[last].pos in {"CCONJ", "SPACE"} or _is_personal_title(document, last)
    ):
        last -= 1
    if start > last or _is_of_another(document, first):
        return None
    role = document.printed_text(start, last).lstrip("–—-")
    return (
        role
        if role_content_words(role) & document.lexicon.people.role_titles
        and len(role) >= MIN_ROLE_LETTERS
        else None
    )


def _phrase_with_name(document: ParsedDocument, first: int) -> frozenset[int]:
    """Return the tokens of the noun phrase that ends with a name or its apposition.

    Of "the people Dr. Marlow named" it is "Dr. Marlow": the people are nobody's role.
    """
    head = first
    while document.tokens[head].head > head and document.tokens[head].dep in WITHIN_NAME:
        head = document.tokens[head].head
    before = document.tokens[document.tokens[head].head]
    is_joined = document.tokens[head].dep == "conj" and (
        before.tag == "NN" and before.text in document.lexicon.people.role_nouns
    )
    if document.tokens[head].head < first and (is_joined or document.tokens[head].dep == "appos"):
        head = document.tokens[head].head
    return frozenset(document.subtree(head))


def _is_personal_title(document: ParsedDocument, at: int) -> bool:
    word = document.lower_text(at).rstrip(".")
    return word in document.lexicon.people.personal_titles


def _is_of_another(document: ParsedDocument, first: int) -> bool:
    """Return whether a noun before "Mr." begins another phrase: "the man Mr. Marlow named"."""
    people, before = document.lexicon.people, first - 2
    title = document.lower_text(first - 1).rstrip(".") if first else ""
    return (
        title in people.personal_titles & (people.masculine_titles | people.feminine_titles)
        and before >= 0
        and document.tokens[before].tag in {"NN", "NNS"}
    )


def _belongs_to_role(document: ParsedDocument, at: int, name: int) -> bool:
    token = document.tokens[at]
    joins = token.pos == "CCONJ" and at > 0 and document.tokens[at - 1].pos in {"NOUN", "PROPN"}
    return (
        (token.pos in {"NOUN", "ADJ", "PROPN", "PART"} or joins or token.text == "-")
        and not (token.tag == "NNS" and token.lemma in document.lexicon.verbs.cues)
        and document.sentence_of[at] == document.sentence_of[name]
        and document.quotation_of[at] == document.quotation_of[name]
        and name - at <= MAX_ROLE_TOKENS
    )


def role_after(document: ParsedDocument, end: int) -> str | None:
    """Return the role in apposition after the name that ends with this token, or None."""
    at = end + 1
    if (
        at + 1 >= len(document.tokens)
        or document.tokens[at].text != ","
        or document.quotation_of[at] != document.quotation_of[end]
    ):
        return None
    first = last = at + 1
    while last < len(document.tokens) and _continues_role(document, last, at):
        last += 1
    last -= 1
    while last > first and document.tokens[last].pos in TRAILING_POS:
        last -= 1
    if (
        last < first
        or last - first > MAX_ROLE_TOKENS
        or is_finite_verb(document, last + 1)
        or document.tokens[first].pos not in {"DET", "NOUN", "ADJ", "PROPN"}
        or _is_another_person(document, first, last)
    ):
        return None
    role = without_determiner(document.printed_text(first, last))
    return role if role_content_words(role) & document.lexicon.people.role_nouns else None


def _is_another_person(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether another's name follows the comma, whose role it is not: "Owen Judge and"."""
    end = first
    while end < last and document.tokens[end].entity == PERSON:
        end += 1
    possessives = document.lexicon.grammar.possessive_marks
    return end > first and not possessives & {document.tokens[at].text for at in (end - 1, end)}


def _continues_role(document: ParsedDocument, at: int, comma: int) -> bool:
    token = document.tokens[at]
    participle = (
        token.tag == "VBN"
        and at + 1 < len(document.tokens)
        and document.tokens[at + 1].pos == "NOUN"
    )
    return (
        document.sentence_of[at] == document.sentence_of[comma]
        and document.quotation_of[at] == document.quotation_of[comma]
        and token.text not in {",", ";", ":", "—", "–", "("}
        and (token.pos not in {"VERB", "AUX", "PRON"} or token.tag == "PRP$" or participle)
    )


def without_determiner(role: str) -> str:
    """Return the role without the article or possessive before it."""
    return without_first_word(role, grammar_words().determiners)


def without_first_word(words: str, unwanted: frozenset[str]) -> str:
    """Return the words without the first, where it is one of ``unwanted`` and not the only one."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in unwanted else words


def printed_description(document: ParsedDocument, subject: NounPhrase) -> str:
    """Return the phrase as printed, with its relative clause: "people who have met her".

    The lawyer of "Ro, whose lawyer said" is a lawyer.
    """
    last = subject.last
    clause = document.child(subject.head, "relcl", "acl")
    speaks = clause is not None and document.tokens[clause].lemma in document.lexicon.verbs.cues
    if (
        clause is not None
        and clause > last
        and document.tokens[last + 1].text != ","
        and not speaks
    ):
        under = document.subtree(clause)
        if min(under) == last + 1 and max(under) - subject.first <= MAX_DESCRIPTION_TOKENS:
            last = max(under)
    while last > subject.head and document.tokens[last].pos in {"PUNCT", "SPACE"}:
        last -= 1
    whose = document.tokens[subject.first].tag == "WP$" and subject.first < subject.head
    first = subject.first + whose
    return document.printed_text(*phrase_without_days(document, first, subject.head, last))


def role_content_words(role: str) -> frozenset[str]:
    """Return the role's content words, each in one of its spellings; "ex" counts as "former"."""
    former, words = people_words().former, normalise_name(role).split()
    return content_words(FORMER_WORD if word in former else word for word in words)


def held_role_nouns(role: str) -> frozenset[str]:
    """Return the nouns of the roles that somebody holds, without those of others named beside.

    "The president's nominee" is a nominee, and "a candidate for mayor" a candidate.
    """
    ends, held = grammar_words().after_a_noun, set[str]()
    for part in PARTS_OF_ROLE.split(role):
        words = part.split()
        end = next((n for n, word in enumerate(words) if n and word.lower() in ends), len(words))
        held |= role_content_words(OWNER.sub("", " ".join(words[:end])))
    return frozenset(held) & people_words().role_nouns


def holds_role(wanted: frozenset[str], held: frozenset[str]) -> bool:
    """Return whether somebody holds each of those roles, or one of its kind."""
    kinds = people_words().role_kinds
    return all({noun, *kinds.get(noun, ())} & held for noun in wanted)


def matches_role(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Return whether a printed role fits a description: the same noun, and nothing against it."""
    nouns = wanted & people_words().role_nouns
    if not _is_same_rank(wanted, role):
        return False
    return bool(nouns) and nouns <= role and wanted - nouns - people_words().fillers <= role


def matches_hypernym(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Return whether it fits under a hypernym: a barrister is a lawyer."""
    people = people_words()
    nouns = wanted & people.role_nouns
    return (
        bool(nouns)
        and _is_same_rank(wanted, role)
        and all({noun, *people.role_kinds.get(noun, ())} & role for noun in nouns)
        and wanted - nouns - people.fillers <= role
    )


def extends_role(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Return whether the description only adds to the role: "the senator from Ost"."""
    nouns = wanted & people_words().role_nouns
    is_same_rank = _is_same_rank(wanted, role) and FORMER_WORD not in wanted - role
    return is_same_rank and bool(nouns) and nouns <= role <= wanted | people_words().fillers


def _is_same_rank(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Return whether neither is the deputy of the other, or the next one in the office."""
    ranks = people_words().ranks
    return wanted & ranks == role & ranks


def is_plural_description(name: str) -> bool:
    """Return whether a description is plural: "officials in Exampleton", "the residents"."""
    head = _head_noun(name)
    return head in people_words().plural_nouns or (
        head.endswith("s") and not head.endswith(("ss", "us", "is", "news"))
    )


def is_group_description(name: str) -> bool:
    """Return whether a description is of a group or an organisation: "the government"."""
    people = people_words()
    return (
        is_plural_description(name)
        or _head_noun(name) in people.group_nouns | people.organisation_nouns
    )


def is_person_description(name: str) -> bool:
    """Return whether a description is of one person: "the officer in charge"."""
    people = people_words()
    return _head_noun(name) in people.role_nouns | people.masculine_roles | people.feminine_roles


def _head_noun(name: str) -> str:
    """Return the noun of a description, without what follows it."""
    words = normalise_name(name.split(",", maxsplit=1)[0]).split()
    end = next(
        (n for n, word in enumerate(words) if n and word in grammar_words().after_a_noun),
        len(words),
    )
    return words[end - 1] if words else ""
