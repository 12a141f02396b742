"""Detects contradiction: antonyms such as rise and fall, and negation on one side only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.terms import irregular_forms, stems, stop_stems
from retrieval.languages.loader import WordList, Words, WordTable, load_words
from retrieval.languages.tables import date_words


class ContradictionWords(WordTable):
    """``contradictions.toml``: antonyms, and words that say that something is not so."""

    antonyms: tuple[WordList, ...]
    negating_prefixes: WordList
    prefix_before_a_lost_e: WordList
    not_negated: Words
    fixed_phrase_patterns: WordList
    last: WordList
    after_last_patterns: WordList
    both_sides_patterns: WordList
    before_the_verb: WordList
    negated_end_patterns: WordList
    negated_only_patterns: WordList
    open_patterns: WordList
    negation_patterns: WordList
    no_negation_patterns: WordList
    whether_or_not_patterns: WordList
    reason_patterns: WordList
    refusal_beginning_patterns: WordList
    refusal_phrase_patterns: WordList
    weak_negation_patterns: WordList
    backward_patterns: WordList
    before_an_end_patterns: WordList
    begins_a_clause: WordList
    negated_token_end_patterns: WordList
    negated_tokens: WordList


@cache
def contradiction_words() -> ContradictionWords:
    """Return the words that contradict others."""
    return load_words(ContradictionWords, "contradictions")


_SHORTEST = 4
"""Letters of a stem that a prefix makes the opposite."""
_NONE = frozenset[str]()


def contradiction_score(
    question: str, sentence: str, passage: str, denied: frozenset[str] = frozenset()
) -> float:
    """Return 1 where the sentence has an antonym of the question, 1/2 where the passage has.

    0 for what may be answered by the opposite: how long, or whether something is so.

    Args:
        question: as asked.
        sentence: the best one.
        passage: that it stands in.
        denied: stems of what the question says is not so, which an opposite may well answer.
    """
    asked = stems(_fixed_phrase().sub(" ", _answered_by_opposite().sub(" ", question))) - denied
    if _has_antonym(asked, sentence):
        return 1.0
    return 0.5 if _has_antonym(asked, passage) else 0.0


def _has_antonym(asked: frozenset[str], text: str) -> bool:
    missing = asked - stems(text)
    told = stems(_says_both_sides().sub(" ", _fixed_phrase().sub(" ", text))) - asked
    one_way = (stem for stem in missing if not antonyms().get(stem, _NONE) & asked)
    if any(_is_excluded(stem, told) for stem in one_way):
        return True
    return _has_negating_prefix(missing, told) or _has_negating_prefix(told, missing)


def _is_excluded(stem: str, told: frozenset[str]) -> bool:
    """Return whether an antonym of a stem is told, and no synonym of the stem.

    "Prices climbed as stocks fell" shuts out no rise: a climb is an opposite of a fall.
    """
    against = antonyms().get(stem, _NONE)
    found = against & told
    return bool(found) and not any(
        antonyms().get(other, _NONE) & found for other in told - against
    )


def _has_negating_prefix(ones: frozenset[str], others: frozenset[str]) -> bool:
    return any(
        rest in others for stem in ones - _not_negated() for rest in _without_negation(stem)
    )


def _without_negation(stem: str) -> list[str]:
    words = contradiction_words()
    rests = [stem.removeprefix(each) for each in words.negating_prefixes if stem.startswith(each)]
    lost_e = words.prefix_before_a_lost_e
    rests += [f"{stem.removeprefix(each)}e" for each in lost_e if stem.startswith(each)]
    return [rest for rest in rests if len(rest) >= _SHORTEST]


def is_negated(text: str) -> bool:
    """Return whether a question asks about what is not so.

    One that is answered by yes or no is not: "Did Ollen not sign?" asks whether she did.
    """
    if yes_or_no().search(text):
        return False
    return negation().search(_whether_or_not().sub(" ", _no_negation().sub(" ", text))) is not None


def negated_stems(question: str) -> frozenset[str]:
    """Return the stems of content words that are negated wherever they stand in a question."""
    if not is_negated(question):
        return frozenset()
    said = _negations(_whether_or_not().sub(" ", question), _QUESTION_SCOPE)
    return frozenset(stem for stem, how in said.items() if how == {True})


def negation_mismatch(question: str, sentence: str, near: str, passage: str) -> float:
    """Return 1 where a question is negated and the sentence is not, otherwise 0.

    It is not where nothing near it sounds negative, or where it has what is denied, undenied. A
    reason seldom repeats the "not" that it explains: there, all of the passage is near.
    """
    if not is_negated(question):
        return 0.0
    asked, told = negated_stems(question), stems(sentence)
    if any(_refusal().match(stem) or antonyms().get(stem, _NONE) & told for stem in asked):
        return 0.0
    if not negative_polarity().search(passage if _asks_reason().search(question) else near):
        return 1.0
    if _backward_negation().search(sentence):
        return 0.0
    said = _negations(sentence, _SENTENCE_SCOPE)
    shared = [said[stem] for stem in asked if stem in said]
    return float(bool(shared) and not any(True in how for how in shared))


def denies_what_is_asked(question: str, sentence: str) -> bool:
    """Return whether a sentence denies what a question for a reason takes for granted.

    "Why did the police search the hut?" takes for granted that they did; "The police did not
    search the hut" denies it. The word right after the negation is one of the question's. Other
    questions are answered by such sentences: "It will not reopen before Monday". So is one that is
    negated itself, or asks for a refusal.
    """
    if is_negated(question) or not _asks_reason().search(question):
        return False
    asked = stems(question) - stop_stems()
    if any(_refusal().match(stem) for stem in asked):
        return False
    said = _negations(sentence, 1)
    return any(said.get(stem) == {True} for stem in asked)


_QUESTION_SCOPE, _SENTENCE_SCOPE = 3, 6
"""So many content words of a question are what its "not" denies, and up to so many of a sentence;
with less of an excuse a question would be taken for one about the opposite too often."""


def _negations(text: str, reach: int) -> dict[str, set[bool]]:
    """Return each stem of content words with whether a negation stands shortly before it."""
    text = _no_negation().sub(" ", text)
    found: dict[str, set[bool]] = {}
    since = reach
    for match in _token().finditer(text):
        if negation().fullmatch(match.group()):
            since = 0
        elif match.group() in _CLAUSE_ENDS:
            since = reach
        elif content := stems(match.group()) - stop_stems():
            for stem in content:
                found.setdefault(stem, set()).add(since < reach)
            since += 1
    return found


_CLAUSE_ENDS = frozenset(";:.!?()—–")


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in stems(word))


@cache
def _not_negated() -> frozenset[str]:
    """Return the stems of words that begin like the opposite of another, and are not."""
    return _stems(contradiction_words().not_negated)


@cache
def antonyms() -> Mapping[str, frozenset[str]]:
    """Return the stems of the opposite, or of what shuts it out, of a stem: east for north."""
    found: dict[str, frozenset[str]] = {}
    for pair in contradiction_words().antonyms:
        one, other = (_stems((word, *irregular_forms(word))) for word in pair)
        for a, b in ((one, other), (other, one)):
            for stem in a:
                found[stem] = found.get(stem, frozenset()) | b
    return found


@cache
def yes_or_no() -> re.Pattern[str]:
    """Return the pattern of how a question begins that is answered by yes or no."""
    words = contradiction_words()
    ends = alternation(words.negated_end_patterns)
    return re.compile(
        rf"^\W*(?:(?:{alternation(words.before_the_verb)})\W+)?"
        rf"(?:(?:{question_words().auxiliary})(?:{ends})?"
        rf"|{alternation(words.negated_only_patterns)})\b",
        re.IGNORECASE,
    )


@cache
def _answered_by_opposite() -> re.Pattern[str]:
    """Return the pattern of what the opposite may answer: "How long", and yes-or-no questions."""
    patterns = alternation(contradiction_words().open_patterns)
    return re.compile(rf"{patterns}|{yes_or_no().pattern}.*", re.IGNORECASE)


@cache
def _fixed_phrase() -> re.Pattern[str]:
    """Return the pattern of where a word is no opposite: "last week" is none of "first"."""
    words = contradiction_words()
    after = alternation((*words.after_last_patterns, *date_words().month_names))
    last = rf"\b(?:{alternation(words.last)}) (?:{after})\b"
    return re.compile(rf"{alternation(words.fixed_phrase_patterns)}|{last}", re.IGNORECASE)


@cache
def _says_both_sides() -> re.Pattern[str]:
    return re.compile(alternation(contradiction_words().both_sides_patterns), re.IGNORECASE)


@cache
def negation() -> re.Pattern[str]:
    """Return the pattern of what makes a question one about what is not so."""
    return re.compile(alternation(contradiction_words().negation_patterns), re.IGNORECASE)


@cache
def _no_negation() -> re.Pattern[str]:
    """Return the pattern of what only looks like a negation."""
    return re.compile(alternation(contradiction_words().no_negation_patterns), re.IGNORECASE)


@cache
def _whether_or_not() -> re.Pattern[str]:
    return re.compile(alternation(contradiction_words().whether_or_not_patterns), re.IGNORECASE)


@cache
def _asks_reason() -> re.Pattern[str]:
    patterns = alternation(contradiction_words().reason_patterns)
    return re.compile(rf"^\W*(?:{patterns})\b", re.IGNORECASE)


@cache
def _refusal() -> re.Pattern[str]:
    """Return the pattern of words that say that something was not done."""
    words = contradiction_words()
    return re.compile(
        rf"\b(?:{alternation(words.refusal_beginning_patterns)})\w*"
        rf"|\b(?:{alternation(words.refusal_phrase_patterns)})\b",
        re.IGNORECASE,
    )


@cache
def negative_polarity() -> re.Pattern[str]:
    """Return the pattern of what an answer to a negated question may hold instead of "not"."""
    weak = alternation(contradiction_words().weak_negation_patterns)
    return re.compile(rf"{negation().pattern}|{_refusal().pattern}|\b(?:{weak})\b", re.IGNORECASE)


@cache
def _backward_negation() -> re.Pattern[str]:
    """Return the pattern of what may negate words before it: "Ost signed, Velmark did not"."""
    words = contradiction_words()
    return re.compile(
        rf"{_refusal().pattern}|{alternation(words.backward_patterns)}"
        rf"|(?:{alternation(words.before_an_end_patterns)})"
        rf"(?=\s*(?:[,;:.!?)—–”\"]|\Z|(?:{alternation(words.begins_a_clause)})\b))",
        re.IGNORECASE,
    )


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a word, of the "n't" at its end, or of the end of a clause."""
    words = contradiction_words()
    end = alternation(words.negated_token_end_patterns)
    return re.compile(
        rf"(?:{end})\b|(?:{alternation(words.negated_tokens)})\b"
        rf"|[^\W_]+?(?=(?:{end})\b)|[^\W_]+|[;:.!?()—–]",
        re.IGNORECASE,
    )
