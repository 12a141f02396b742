"""Decide whether a verb's object alone says something: "condemned the attack", not "denied it".

A verb such as "dismiss" or "question" is of speech only with some objects: one dismisses claims
in words, but clerks by an act; and an object that only points back ("such claims", "them") tells
nothing without its complement ("such claims as gossip", "them of lying").
"""

from __future__ import annotations

from retrieval.quotes.extraction.cues import Cue, reports_object
from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.noun_phrases import phrase_of

CLAUSE_LABELS = ("ccomp", "xcomp", "pcomp", "csubj")


def says_something(document: ParsedDocument, cue: Cue, content: TokenRange) -> bool:
    """Return whether content without any quotation is a statement of its own.

    Args:
        document: the document.
        cue: the verb of speech.
        content: the first and the last token of what it governs.
    """
    if _is_proform(document, content) or _lacks_its_object(document, cue, content):
        return False
    if not reports_object(document, cue) or _governs_clause(document, cue, content):
        return True
    what, given = document.child(cue.token, "oprd"), document.child(cue.token, "dobj")
    if what is not None:
        return _calls_something_so(document, cue.token, what)
    if given is None or not content[0] <= given <= content[1]:
        return True
    return document.child(cue.token, "dative") is None and (
        _has_complement(document, given, content)
        or (_is_said_of(document, cue.token, given) and not _only_points_back(document, given))
    )


def _is_proform(document: ParsedDocument, content: TokenRange) -> bool:
    """Return whether the words only stand for others: "so", "to do just that", "them"."""
    words = {
        document.lower_text(at)
        for at in range(content[0], content[1] + 1)
        if document.tokens[at].pos not in {"PUNCT", "SPACE"}
    }
    return words <= document.lexicon.grammar.proforms


def _lacks_its_object(document: ParsedDocument, cue: Cue, content: TokenRange) -> bool:
    """Return whether an infinitive's object stands before: "the details she claims to know"."""
    infinitive = document.child(cue.token, "xcomp")
    return (
        document.tokens[cue.token].dep == "relcl"
        and infinitive == content[1]
        and document.tokens[content[0]].tag == "TO"
    )


def _governs_clause(document: ParsedDocument, cue: Cue, content: TokenRange) -> bool:
    return any(
        document.tokens[child].dep in CLAUSE_LABELS and content[0] <= child <= content[1]
        for child in document.children[cue.token]
    )


def _calls_something_so(document: ParsedDocument, verb: int, what: int) -> bool:
    """Return whether something is called something; "called Marlow" is a call to her.

    The parse takes "the wall" in "called the wall unfair" for a compound of "unfair", too.
    """
    if document.child(verb, "dobj") is not None or document.child(what, "nsubj") is not None:
        return True
    compound = document.child(what, "compound") is not None
    return compound and document.tokens[what].text.islower()


def _has_complement(document: ParsedDocument, given: int, content: TokenRange) -> bool:
    """Return whether it says as what, or for what: "blamed them for the loss"."""
    grammar = document.lexicon.grammar
    as_what = any(
        document.lower_text(at) in grammar.as_what for at in range(given + 1, content[1] + 1)
    )
    somebody = is_animate(document, phrase_of(document, given))
    below = document.children[given] if somebody else ()
    return as_what or any(
        given < child <= content[1] and document.lower_text(child) in grammar.for_a_reason
        for child in (*document.children[document.tokens[given].head], *below)
    )


def _is_said_of(document: ParsedDocument, verb: int, given: int) -> bool:
    """Return whether the verb is one of speech with that object alone."""
    verbs, people = document.lexicon.verbs, document.lexicon.people
    lemma, noun = document.tokens[verb].lemma, document.tokens[given]
    if lemma in verbs.dismissing:
        return noun.lemma in people.claims | people.thoughts
    if lemma in verbs.describing | verbs.calling_for:
        return False
    if lemma in verbs.announcing and noun.lemma in people.rosters:
        return False
    if lemma in verbs.announcing or document.child(given, "relcl") is not None:
        return True
    people_there = noun.text.lower() in people.plural_nouns
    return not (people_there or is_animate(document, phrase_of(document, given)))


def _only_points_back(document: ParsedDocument, given: int) -> bool:
    """Return whether an object stands for what was told before: "the allegations", "them all"."""
    token, people = document.tokens[given], document.lexicon.people
    if token.text.lower() in document.lexicon.grammar.proforms:
        of = document.child(given, "prep")
        whole = document.child(of, "pobj") if of is not None else None
        if whole is not None:
            return _only_points_back(document, whole)
        return document.child(given, "relcl", "acl") is None
    if token.lemma not in people.claims | people.thoughts:
        return False
    if document.child(given, "relcl", "acl", "ccomp", "prep") is not None:
        return False
    return not any(
        document.tokens[child].pos in {"PROPN", "ADJ", "NOUN"}
        and document.lower_text(child) not in document.lexicon.grammar.proforms
        for child in document.children[given]
        if child < given
    )
