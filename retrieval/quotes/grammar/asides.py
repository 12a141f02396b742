"""Find the writer's own words in and around a clause: day, occasion, rebuttal, antecedent."""

from __future__ import annotations

from retrieval.languages.tables import date_words
from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS, NounPhrase, phrase_of

FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


def after_day(document: ParsedDocument, first: int, last: int) -> int:
    """Return where a clause begins after the day of saying it: "said on Monday he would go".

    "Monday is too soon" is not a day of saying.
    """
    tokens = document.tokens
    if tokens[first].dep not in {"prep", "npadvmod"}:
        return first
    under = document.subtree(first)
    after = under[-1] + 1
    is_day = any(document.lower_text(at) in date_words().day_words for at in under)
    is_time = all(
        tokens[at].entity in {"DATE", "TIME"} for at in under if tokens[at].dep != "prep"
    )
    if not (is_day and is_time and under[0] == first and after < last):
        return first
    return first if tokens[after].pos == "PUNCT" or tokens[after].tag in FINITE_TAGS else after


def starts_rebuttal(document: ParsedDocument, at: int) -> bool:
    """Return whether others contradict from there on: "which experts dispute", "a claim …"."""
    tokens, people = document.tokens, document.lexicon.people
    first = at + (document.lower_text(at) in document.lexicon.grammar.indefinite_articles)
    if tokens[at].tag == "WDT":
        return _is_disputed_by_others(document, tokens[at].head)
    ahead = range(first, min(first + 3, len(tokens)))
    head = next((i for i in ahead if tokens[i].pos in {"NOUN", "PRON"}), at)
    something = tokens[head].text.lower() in document.lexicon.grammar.proforms
    if something or tokens[head].lemma in people.claims | people.nouns_of_speech:
        clause = document.child(head, "relcl", "acl")
        return clause is not None and _is_disputed_by_others(document, clause)
    return document.lower_text(at) in document.lexicon.grammar.although and _others_tell(
        document, tokens[at].head
    )


def _is_disputed_by_others(document: ParsedDocument, verb: int) -> bool:
    """Return whether a relative clause says that somebody else disputes it."""
    verbs, who = document.lexicon.verbs, document.child(verb, *SUBJECT_LABELS)
    disputes = document.tokens[verb].lemma in verbs.disputing | verbs.denying | verbs.dismissing
    return disputes and who is not None and document.tokens[who].pos in {"NOUN", "PROPN"}


def _others_tell(document: ParsedDocument, verb: int) -> bool:
    """Return whether a clause tells what others say: "though records show that it was open"."""
    verbs, who = document.lexicon.verbs, document.child(verb, *SUBJECT_LABELS)
    tells = document.tokens[verb].lemma in verbs.saying | verbs.as_a_result
    return tells and who is not None and document.tokens[who].pos in {"NOUN", "PROPN"}


def starts_occasion(document: ParsedDocument, at: int) -> bool:
    """Return whether there stands on what question somebody spoke: "when asked about the audit"."""
    tokens, grammar = document.tokens, document.lexicon.grammar
    if at + 2 >= len(tokens) or tokens[at + 1].tag != "VBN":
        return False
    asked = tokens[at + 1].lemma in document.lexicon.people.questioning
    about = document.lower_text(at + 2) in grammar.about_what | grammar.whether
    return asked and about and document.lower_text(at) in grammar.when_asked


def starts_manner(document: ParsedDocument, at: int, last: int) -> bool:
    """Return whether it ends with how little was said: "without giving details"."""
    tokens, grammar = document.tokens, document.lexicon.grammar
    if document.lower_text(at) not in grammar.lacking or at + 1 > last:
        return False
    verb = at + 1
    given = document.child(verb, "dobj")
    of_details = given is None or tokens[given].lemma in document.lexicon.people.details
    gives = tokens[verb].lemma in document.lexicon.verbs.elaborating
    return (
        tokens[verb].tag == "VBG" and gives and of_details and document.subtree(verb)[-1] >= last
    )


def starts_second_act(document: ParsedDocument, at: int, head: int) -> bool:
    """Return whether what only people do follows a thing: "was unsafe and declined to …".

    Args:
        document: the document.
        at: the conjunction.
        head: the verb of the clause.
    """
    tokens, verbs = document.tokens, document.lexicon.verbs
    thing = document.child(head, *SUBJECT_LABELS)
    verb = next((c for c in document.children[head] if c > at and tokens[c].dep == "conj"), None)
    if thing is None or verb is None or tokens[at].pos != "CCONJ" or tokens[at].head != head:
        return False
    if tokens[thing].pos != "NOUN" or is_animate(document, phrase_of(document, thing)):
        return False
    given = document.child(verb, "dobj")
    details = given is not None and tokens[given].lemma in document.lexicon.people.details
    acts = tokens[verb].lemma in verbs.only_of_people or (
        tokens[verb].lemma in verbs.elaborating and details
    )
    own = document.child(verb, *SUBJECT_LABELS) is not None
    return acts and not own and tokens[verb].tag in {"VBD", "VBZ", "VBP"}


def antecedent(document: ParsedDocument, verb: int, first: int) -> NounPhrase | None:
    """Return what a clause without its subject is about: "a plan she says will work", the plan.

    It is the pronoun alone where that may stand for a whole clause: "…, which she says is unfair".

    Args:
        document: the document.
        verb: the verb of speech.
        first: the first token of what it governs.
    """
    tokens = document.tokens
    clause = document.child(verb, "ccomp")
    if clause is None or first > clause or document.is_quoted(first):
        return None
    if document.lower_text(first) in document.lexicon.grammar.that or not any(
        tokens[at].tag in FINITE_TAGS for at in range(first, clause + 1)
    ):
        return None
    who = document.child(clause, *SUBJECT_LABELS, "csubj", "csubjpass", "expl")
    if who is not None and (who > verb or not _is_relative(document, who)):
        return None
    noun = tokens[verb].head
    if tokens[verb].dep != "relcl" or noun > verb or _may_mean_a_clause(document, noun, who):
        return NounPhrase(who, who, who) if who is not None else None
    phrase = phrase_of(document, noun)
    within = {tokens[at].text for at in range(phrase.first, phrase.last)}
    return None if document.is_quoted(noun) or "," in within else phrase


def _is_relative(document: ParsedDocument, at: int) -> bool:
    is_relative = document.lower_text(at) in document.lexicon.grammar.relative
    return is_relative or document.tokens[at].tag in {"WP", "WDT"}


def _may_mean_a_clause(document: ParsedDocument, noun: int, pronoun: int | None) -> bool:
    """Return whether a pronoun after a comma may stand for all before it: "…, which is unfair"."""
    if pronoun is None or document.tokens[pronoun].tag != "WDT":
        return False
    if document.tokens[noun].entity == "PERSON":
        return True
    after_comma = document.tokens[pronoun - 1].text == ","
    return after_comma and document.tokens[noun].dep not in SUBJECT_LABELS
