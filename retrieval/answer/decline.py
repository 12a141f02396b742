"""Decides when a question is declined whatever the score, and words the reason.

A score alone cannot tell: on real articles the best score of questions that must be declined
overlaps with that of answerable ones. So the names and the expected answer type are looked
for as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from retrieval.answer.lexicon import AnswerType, question_words
from retrieval.answer.numerals import numbered_things
from retrieval.answer.ranking import SentenceCandidate, holds_answer_type
from retrieval.answer.scope.dates import LaterTime, stamp_in_words
from retrieval.answer.terms import Term, stems, stop_stems
from retrieval.answer.user_input.english import may_be_english
from retrieval.answer.words_asked import bare_speaker
from retrieval.model import Declined, DeclineKind, Excerpt
from retrieval.text_keys import words_in


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a question is declined: the kind, and a sentence for the reader."""

    kind: DeclineKind
    sentence: str


SMALL_TALK = Reason(
    DeclineKind.SMALL_TALK, "That asks nothing of the articles. Ask a question in plain words."
)
OTHER_LANGUAGE = Reason(DeclineKind.OTHER_LANGUAGE, "I read English: please ask in English.")
NOTHING_ASKED = Reason(
    DeclineKind.NOTHING_ASKED,
    "There is nothing to look for in that: ask with the words that it is about.",
)
NOTHING_HERE = Reason(
    DeclineKind.NO_ARTICLES, "No article is there to answer from: ingest some first."
)
NOTHING_PASSES = Reason(
    DeclineKind.NOTHING_PASSES, "No article passes the filters of the question."
)
THEIRS_DO_NOT = Reason(
    DeclineKind.ONLY_OTHERS, "Their statements do not clearly answer this, but other passages do."
)
TOO_UNSURE = Reason(DeclineKind.UNSURE, "The nearest passages do not clearly answer this.")


MAY_NOT_ANSWER = Reason(DeclineKind.UNSURE, "Closest, but it may not answer the question.")
OTHERWISE = Reason(DeclineKind.CONTRADICTED, "The articles say otherwise:")
_DOUBTS = {
    AnswerType.MONEY: "Closest, but it names no sum of money.",
    AnswerType.NUMBER: "Closest, but it gives no number.",
    AnswerType.TIME: "Closest, but it does not say when.",
    AnswerType.PERSON: "Closest, but it does not say who.",
    AnswerType.PLACE: "Closest, but it may not say where.",
    AnswerType.REASON: "Closest, but it may not say why.",
}
"""A place or a reason may be told in a form that does not show it: see ``RECOGNISABLE_TYPES``."""


def declined(
    question: str, reason: Reason, confidence: float = 0.0, passages: Sequence[Excerpt] = ()
) -> Declined:
    """Return the refusal of a question, with the nearest passages."""
    return Declined(question, reason.sentence, confidence, tuple(passages), kind=reason.kind)


def perhaps(
    question: str, doubt: Reason, confidence: float, passages: Sequence[Excerpt]
) -> Declined:
    """Return the refusal whose first passage may answer, with what makes that doubtful."""
    return replace(declined(question, doubt, confidence, passages), perhaps=True)


def with_reason(reply: Declined, reason: Reason) -> Declined:
    """Return a refusal with another reason, of which no passage is the closest."""
    return replace(reply, reason=reason.sentence, kind=reason.kind, perhaps=False)


def doubt_about(
    answer_type: AnswerType, wanted: Sequence[Term], names: Sequence[str], shown: ShownText
) -> Reason:
    """Return what a passage that may answer lacks of the question, as far as that shows.

    Args:
        answer_type: of the question.
        wanted: its terms.
        names: the names in it, without those of outlets.
        shown: the passage.
    """
    missing = next((name for name in names if not _is_named(name, wanted, shown)), None)
    if missing is not None:
        return Reason(DeclineKind.UNSURE, f"Closest, but it does not name {missing}.")
    if not holds_answer_type(answer_type, shown.words, wanted):
        return Reason(DeclineKind.UNSURE, _DOUBTS.get(answer_type, MAY_NOT_ANSWER.sentence))
    return MAY_NOT_ANSWER


@dataclass(frozen=True, slots=True)
class ShownText:
    """The words of a passage that is shown, and what stands around them.

    Attributes:
        around: the sentences beside them, title and outlet, and for whom pronouns in them stand.
    """

    words: str
    around: str = ""


def _is_named(name: str, wanted: Sequence[Term], shown: ShownText) -> bool:
    """Return whether any word of a name stands in the words or around them, in any spelling."""
    parts = stems(name)
    spelled = (term.stems for term in wanted if term.stems & parts)
    return bool(parts.union(*spelled) & stems(f"{shown.words} {shown.around}"))


def unknown_name(names: Sequence[str], wanted: Sequence[Term]) -> str | None:
    """Return the first name of the question that the corpus has in no spelling, or None."""
    known = {stem for term in wanted if term.known for stem in term.stems}
    asked = {stem for term in wanted for stem in term.stems}
    for name in names:
        parts = stems(name) & asked
        if parts and not parts & known:
            return name
    return None


def partly_unknown_name(names: Sequence[str], wanted: Sequence[Term]) -> str | None:
    """Return the first name of which the corpus lacks a word in every spelling, or None."""
    unknown = {stem for term in wanted if not term.known for stem in term.stems}
    return next((name for name in names if stems(name) & unknown), None)


def unknown_word(text: str, wanted: Sequence[Term]) -> str | None:
    """Return a word that the corpus lacks, where nothing else shows what is missing; or None.

    That is one of a question whose case tells no names, or one in lower case that is no English
    word. The word with which a question begins is none: that may be a slip of a word of asking.
    """
    found = _unknown_words(text, wanted)
    words_as_typed = re.findall(r"\w+", text)[1:]
    lower = (term.word for term in wanted if not term.known and term.word in words_as_typed)
    strange = (word for word in lower if word.isalpha() and not may_be_english(word))
    return next(iter(found), None) or next(strange, None)


def unknown_name_without_capital(text: str, wanted: Sequence[Term]) -> str | None:
    """Return such a word that is no English one, nor a slip of one, and so a name; or None.

    A name of note stands in the dictionary, too: whoever speaks is known by the question's form.
    """
    found = [word for word in _unknown_words(text, wanted) if word.isalpha()]
    named = bare_speaker(text)
    return next((word for word in found if word in named or not may_be_english(word)), None)


def _unknown_words(text: str, wanted: Sequence[Term]) -> list[str]:
    if text != text.casefold():
        return []
    first = next(iter(words_in(text)), "")
    words = question_words()
    contracted = (word.replace("'", "") for word in words.stop_words if "'" in word)
    left_out = {first, *words.measures, *contracted}
    return [term.word for term in wanted if not term.known and term.word not in left_out]


def names_never_together(
    names: Sequence[str],
    wanted: Sequence[Term],
    sources_with: Callable[[Sequence[str]], frozenset[str]],
) -> tuple[str, str] | None:
    """Return two names of the question that no article has both of, or None.

    A name counts as there when the last of its words stands in the article, in any spelling.
    """
    places = _articles_by_name(names, wanted, sources_with)
    for one, other in combinations(places, 2):
        if not places[one] & places[other]:
            return one, other
    return None


def name_without_statements(
    names: Sequence[str],
    wanted: Sequence[Term],
    sources_with: Callable[[Sequence[str]], frozenset[str]],
    spoken_in: frozenset[str],
) -> str | None:
    """Return a name that no article with words of the speaker has, or None."""
    places = _articles_by_name(names, wanted, sources_with)
    return next((name for name, found in places.items() if not found & spoken_in), None)


RECOGNISABLE_TYPES = frozenset(
    {AnswerType.MONEY, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.TIME}
)
"""The types whose absence shows in a sentence's form; that of a place or a reason may not."""


def lacks_answer_type(answer_type: AnswerType, best: Sequence[SentenceCandidate]) -> bool:
    """Return whether none of the best sentences has the answer type, where that shows."""
    return answer_type in RECOGNISABLE_TYPES and not any(
        candidate.features.answer_type for candidate in best
    )


def reason_other_number(text: str, ranked: Sequence[SentenceCandidate]) -> Reason | None:
    """Return the reason where the passages have no line 3, but other lines; otherwise None."""
    asked = numbered_things(text)
    if not asked:
        return None
    passages = {each.passage.key: each.passage for each in ranked}.values()
    titles = (each.card.title or "" for each in passages)
    told = [*titles, *(line.text for each in passages for line in each.sentences)]
    things = [numbered_things(each) for each in told]
    for label, numbers in asked.items():
        others = frozenset[str]().union(*(each.get(label, frozenset()) for each in things))
        missing = sorted(numbers - others, key=int)
        if others and missing and not any(_ends_a_code(missing[0], each) for each in told):
            near = _in_list(sorted(others, key=int)[:MOST_NUMBERS], "and")
            sentence = f"The nearest passages tell of {label} {near}, not of {label} {missing[0]}."
            return Reason(DeclineKind.OTHER_NUMBER, sentence)
    return None


MOST_NUMBERS = 5
"""How many other numbers a reason names at most."""


def _ends_a_code(number: str, text: str) -> bool:
    """Return whether a number stands at the end of a code: MH370 for flight 370."""
    return re.search(rf"(?<!\w)[A-Z]+-?{number}(?!\w)", text) is not None


def reason_only_others_answer(reply: Declined) -> Reason:
    """Return the reason where only articles outside of the filters answer, not those within."""
    sentence = (
        "The articles that pass the filters of the question do not answer it, but others do."
    )
    if reply.kind is DeclineKind.NOTHING_PASSES:
        sentence = "No article passes the filters of the question, but others answer it."
    if reply.kind is DeclineKind.AFTER_NEWEST:
        sentence = f"{reply.reason.removesuffix('.')}, but others answer it."
        return Reason(DeclineKind.AFTER_NEWEST, sentence)
    return Reason(DeclineKind.ONLY_OTHERS, sentence)


def reason_after_newest(newest: str) -> Reason:
    """Return the reason for a time after the newest article; its ISO 8601 date is ``newest``."""
    sentence = f"The newest article is of {stamp_in_words(newest)}, before the time asked about."
    return Reason(DeclineKind.AFTER_NEWEST, sentence)


def time_never_told(text: str, later: LaterTime, ranked: Sequence[SentenceCandidate]) -> bool:
    """Return whether no sentence tells both of a time to come and of what is asked about it."""
    asked = stems(f"{text[: later.span.start]} {text[later.span.end :]}") - stop_stems()
    return not any(
        later.is_told_in(each.text)
        and asked & stems(f"{each.text} {each.passage.card.title or ''}")
        for each in ranked
    )


def declined_for_unknown_name(
    question: str,
    name: str,
    suggestions: Sequence[str],
    confidence: float = 0.0,
    passages: Sequence[Excerpt] = (),
) -> Declined:
    """Return the refusal for a name that the corpus does not know, with names that are like it."""
    meant = f" Did you mean {_alternatives(suggestions)}?" if suggestions else ""
    return Declined(
        question,
        f"No article has the name {name}.{meant}",
        confidence,
        tuple(passages),
        unknown=name,
        suggestions=tuple(suggestions),
        kind=DeclineKind.UNKNOWN_NAME,
    )


def with_name_as_typed(reply: Declined, text: str) -> Declined:
    """Return a refusal for an unknown name with the name in the capitals of the question."""
    name = reply.unknown
    found = None if name is None else re.search(re.escape(name), text, re.IGNORECASE)
    if name is None or found is None or found.group() == name:
        return reply
    reason = reply.reason.replace(name, found.group(), 1)
    return replace(reply, reason=reason, unknown=found.group())


def _alternatives(names: Sequence[str]) -> str:
    """Return names as alternatives: "A, B or C"."""
    return _in_list(names, "or")


def _in_list(names: Sequence[str], joint: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {joint} {last}" if others else last


def reason_names_never_together(one: str, other: str) -> Reason:
    """Return the reason for two names that no article has both of."""
    sentence = f"{one} and {other} are never named in the same article."
    return Reason(DeclineKind.NEVER_TOGETHER, sentence)


def reason_said_elsewhere(speaker: str, name: str) -> Reason:
    """Return the reason for words of a speaker in articles without a name of the question."""
    sentence = f"No words of {speaker} are reported in an article that names {name}."
    return Reason(DeclineKind.NOT_ABOUT, sentence)


def reason_not_about(speaker: str, topic: str) -> Reason:
    """Return the reason for a topic on which nothing that somebody said is."""
    sentence = f"Nothing that {speaker} is reported to have said is about {topic}."
    return Reason(DeclineKind.NOT_ABOUT, sentence)


def reason_no_answer_type(answer_type: AnswerType) -> Reason:
    """Return the reason for an answer of another type."""
    sentence = f"The nearest passages do not seem to give {answer_type.value}, which the question asks for."
    return Reason(DeclineKind.NO_ANSWER_TYPE, sentence)


def reason_unknown_word(word: str) -> Reason:
    """Return the reason for a word that no article has in any spelling."""
    return Reason(DeclineKind.UNKNOWN_WORD, f"No article has the word {word}.")


def reason_not_said_there(speaker: str) -> Reason:
    """Return the reason for somebody of whom the articles within the filters have no words."""
    sentence = f"No words of {speaker} are reported in the articles that pass the filters."
    return Reason(DeclineKind.NOT_QUOTED, sentence)


def reason_not_quoted(name: str, places: int) -> Reason:
    """Return the reason for somebody who is named but not quoted."""
    times = {1: "once", 2: "twice"}.get(places, f"{places} times")
    sentence = f"{name} is named {times}, but no words of theirs are reported."
    return Reason(DeclineKind.NOT_QUOTED, sentence)


def _articles_by_name(
    names: Sequence[str],
    wanted: Sequence[Term],
    sources_with: Callable[[Sequence[str]], frozenset[str]],
) -> dict[str, frozenset[str]]:
    """Return the articles of each name, by the last of its words."""
    terms = {name: _last_term(name, wanted) for name in names}
    return {name: sources_with(term.variants) for name, term in terms.items() if term is not None}


def _last_term(name: str, wanted: Sequence[Term]) -> Term | None:
    parts = stems(name.rsplit(maxsplit=1)[-1])
    return next((term for term in wanted if term.stems & parts), None)
