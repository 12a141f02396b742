"""Orders answers that compete by the dates of their articles: what is known now comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property

from retrieval.answer.lexicon import AnswerType, alternation
from retrieval.answer.numerals import with_digits
from retrieval.answer.question import certain_names, expected_answer_type, names_in
from retrieval.answer.ranking import VERSION_OVERLAP, SentenceCandidate
from retrieval.answer.scope.dates import date_ranges
from retrieval.answer.terms import stems, stop_stems
from retrieval.languages.loader import Patterns, WordList, WordTable, load_words
from retrieval.text_keys import words_in

COMPETING_MARGIN = 0.5
"""How much lower the score of a later sentence may be than that of the best, which it supersedes.

In units of ``SentenceCandidate.score``: to be set again where its scale changes.
"""
LATEST_MARGIN = 0.25
"""The same for sentences that are put in order of date where a question asks for the latest."""
EVENT_MARGIN = 0.4
"""How much less of a question's weight (0 to 1) a passage about the same event may have."""
TOLD_MARGIN = 0.3
"""The same of a sentence that competes as the latest."""
DAYS_APART = 183
"""Days beyond which two articles are taken to tell of other events, such as next year's vote."""
MOST_COMPETING = 20
"""So many of the best sentences compete at most."""


class RecencyWords(WordTable):
    """``recency.toml``: how questions and sentences show the time for which they hold."""

    latest_patterns: Patterns
    not_latest_patterns: Patterns
    earlier_patterns: Patterns
    not_facts_patterns: Patterns
    expected_patterns: Patterns
    interim_patterns: Patterns
    done_patterns: Patterns
    clause_end_patterns: Patterns
    tallies: tuple[WordList, ...]
    part_patterns: Patterns
    not_the_whole_patterns: Patterns
    corrected_patterns: Patterns


@cache
def recency_words() -> RecencyWords:
    """Return the words for times of facts."""
    return load_words(RecencyWords, "recency")


def newest_first(question: str, ranked: Sequence[SentenceCandidate]) -> list[SentenceCandidate]:
    """Return the candidates, those first whose later article supersedes the best one's.

    A later sentence does where it tells the outcome of what the best expects or calls preliminary,
    has the newest figure of a count that grows, or tells the same with another figure or date. Where the question asks for the latest, all
    that compete with the best stand in order of date. Those that change places change scores, too,
    so that the order remains that of the scores.

    Only articles whose day of publication is known compete. Nothing changes where the question
    asks how things stood at a time or what was expected.

    Args:
        question: without filters.
        ranked: best first.
    """
    asks_latest = _asks_latest(question)
    if not ranked or _names_days(question) or (not asks_latest and _asks_no_later_fact(question)):
        return list(ranked)
    asked = _Asked(question)
    best = ranked[0]
    later = [each for each in _rivals(ranked, COMPETING_MARGIN) if asked.supersedes(each, best)]
    ranked = _exchanged(ranked, [*sorted(later, key=_day, reverse=True), best])
    if not asks_latest:
        return ranked
    rivals = [each for each in _rivals(ranked, LATEST_MARGIN) if asked.is_as_near(each, ranked[0])]
    return _exchanged(ranked, sorted([ranked[0], *rivals], key=_day, reverse=True))


def _rivals(ranked: Sequence[SentenceCandidate], margin: float) -> Iterator[SentenceCandidate]:
    """Yield the dated candidates whose score is within the margin of the best, which is dated."""
    if _day(ranked[0]) > date.min:
        for each in ranked[1:MOST_COMPETING]:
            if each.score >= ranked[0].score - margin and _day(each) > date.min:
                yield each


def _exchanged(
    ranked: Sequence[SentenceCandidate], ordered: Sequence[SentenceCandidate]
) -> list[SentenceCandidate]:
    """Return the candidates with some of them in another order, in the places that these have."""
    moved = {id(each) for each in ordered}
    waiting = iter(ordered)
    return [
        replace(next(waiting), score=each.score) if id(each) in moved else each for each in ranked
    ]


def _day(candidate: SentenceCandidate) -> date:
    """Return the day on which the article was published; the first of all where it is unknown."""
    try:
        return date.fromisoformat((candidate.passage.card.published or "")[:10])
    except ValueError:
        return date.min


class _Asked:
    """What a question asks for, by which sentences compete as its answers."""

    def __init__(self, question: str) -> None:
        self._stems = stems(question) - stop_stems()
        self._names = frozenset[str]().union(*map(stems, names_in(question)))
        self._type = expected_answer_type(question)
        self._question = question

    @cached_property
    def _tally(self) -> re.Pattern[str] | None:
        """Return the pattern of figures of the count that is asked for, if one is."""
        words = frozenset(words_in(self._question))
        asked = next((each for each in recency_words().tallies if words & set(each)), None)
        return None if asked is None else _figure(asked)

    def is_same_event(self, one: SentenceCandidate, other: SentenceCandidate) -> bool:
        """Return whether a sentence may answer what the other does, of another day's article."""
        if abs((_day(one) - _day(other)).days) > DAYS_APART:
            return False
        told, of_other = _passage_stems(one), _passage_stems(other)
        return (
            self._names & of_other <= told
            and one.features.passage_words >= other.features.passage_words - EVENT_MARGIN
            and one.features.answer_type >= other.features.answer_type
            and self._has_much_of(other, told)
            and bool(self._stems & stems(one.text))
        )

    def is_as_near(self, one: SentenceCandidate, other: SentenceCandidate) -> bool:
        """Return whether a sentence itself tells about as much of what is asked for."""
        least = other.features.words - TOLD_MARGIN
        return one.features.words >= least and self.is_same_event(one, other)

    def _has_much_of(self, other: SentenceCandidate, told: frozenset[str]) -> bool:
        """Return whether half of what the other sentence has of the question is told as well."""
        shared = self._stems & stems(other.text)
        return 2 * len(shared & told) >= len(shared)

    def supersedes(self, later: SentenceCandidate, earlier: SentenceCandidate) -> bool:
        """Return whether a later article's sentence takes the place of an earlier one's."""
        if _day(later) <= _day(earlier) or not self.is_same_event(later, earlier):
            return False
        if self._tally is None and self._type in _MEASURED and _are_versions(later, earlier):
            return True
        return self._is_newer_figure(later.text, earlier.text) or self._is_outcome(
            later.text, self._expected(earlier.text)
        )

    def _expected(self, text: str) -> frozenset[str]:
        """Return the stems of the question that a sentence tells as expected, or as interim."""
        near = frozenset[str]()
        for match in _interim().finditer(text):
            before = words_in(text[: match.start()])[-_NEAR:]
            after = words_in(text[match.end() :])[:_NEAR]
            near |= stems(" ".join((*before, *words_in(match.group()), *after)))
        return near & self._stems - self._names

    def _is_outcome(self, text: str, expected: frozenset[str]) -> bool:
        """Return whether a sentence tells as done what an earlier one tells as expected."""
        places = [m.end() for m in re.finditer(r"\w+", text) if stems(m.group()) & expected]
        if not places or 2 * len(expected & stems(text)) < len(expected):
            return False
        end = _clause_end().search(text, max(places))
        clause = text[: end.start()] if end else text
        return _done().search(clause) is not None and _interim().search(clause) is None

    def _is_newer_figure(self, later: str, earlier: str) -> bool:
        """Return whether the later sentence has a greater figure of the count, or a corrected one."""
        if self._tally is None:
            return False
        new, old = (_greatest(self._tally, text) for text in (later, earlier))
        if new is None or old is None or new == old:
            return False
        return new > old or _corrected().search(later) is not None


_MEASURED = frozenset({AnswerType.MONEY, AnswerType.NUMBER, AnswerType.TIME})


def _are_versions(later: SentenceCandidate, earlier: SentenceCandidate) -> bool:
    """Return whether two sentences tell one thing with another figure or date.

    They share most words and no other name stands in either; neither tells of a part.
    """
    texts = [with_digits(each.text) for each in (later, earlier)]
    if texts[0] == texts[1] or any(_part().search(text) for text in texts):
        return False
    one, other = (frozenset(filter(str.isalpha, stems(text) - stop_stems())) for text in texts)
    names = [stems(" ".join(certain_names(each.text))) for each in (later, earlier)]
    shared = len(one & other) / max(1, min(len(one), len(other)))
    return shared >= VERSION_OVERLAP and (names[0] <= names[1] or names[1] <= names[0])


def _passage_stems(candidate: SentenceCandidate) -> frozenset[str]:
    told = (each.text for each in candidate.passage.sentences)
    return stems(" ".join((candidate.passage.card.title or "", *told)))


def _greatest(figure: re.Pattern[str], text: str) -> int | None:
    found = figure.finditer(with_digits(text))
    values = [int(re.sub(r"\D", "", match["before"] or match["after"])) for match in found]
    return max(values, default=None)


_NEAR = 5
"""Words before and after "will" or "so far" among which stands what is expected."""

_LONGEST_GAP = 6
"""Words at most between a figure and the word for what it counts."""


@cache
def _figure(counted: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a figure before or after one of the words for what is counted."""
    words = alternation(counted)
    other = recency_words()
    part = alternation((*other.part_patterns, *other.not_the_whole_patterns))
    number = r"(?<![\w.,-])(?P<NAME>\d{1,3}(?:,\d{3})+|(?!(?:19|20)\d\d(?!\d))\d+)(?![\w-])"
    number += rf"(?!{part})"
    gap = rf"(?:,?\s[^\W\d][\w'’-]*){{0,{_LONGEST_GAP}}}?,?\s"
    before = number.replace("NAME", "before")
    after = number.replace("NAME", "after")
    return re.compile(
        rf"(?={before}{gap}(?:{words})\b)|(?=\b(?:{words}){gap}{after})", re.IGNORECASE
    )


def _part() -> re.Pattern[str]:
    return _compiled(tuple(rf"\d(?:{each})" for each in recency_words().part_patterns))


def _asks_latest(question: str) -> bool:
    words = recency_words()
    plain = _compiled(words.not_latest_patterns).sub(" ", question)
    return _compiled(words.latest_patterns).search(plain) is not None


def _asks_no_later_fact(question: str) -> bool:
    """Return whether a question asks for what later facts do not replace."""
    words = recency_words()
    patterns = (*words.earlier_patterns, *words.not_facts_patterns)
    return _compiled(patterns).search(question) is not None


_ANY_DAY = date(2999, 12, 31)


def _names_days(question: str) -> bool:
    """Return whether a question says at or since which time something was so."""
    return any(True for _ in date_ranges(question, lambda: _ANY_DAY, _ANY_DAY))


def _interim() -> re.Pattern[str]:
    words = recency_words()
    return _compiled((*words.expected_patterns, *words.interim_patterns))


def _done() -> re.Pattern[str]:
    return _compiled((rf"\b(?:{alternation(recency_words().done_patterns)})\b",))


def _clause_end() -> re.Pattern[str]:
    return _compiled(recency_words().clause_end_patterns)


def _corrected() -> re.Pattern[str]:
    return _compiled(recency_words().corrected_patterns)


@cache
def _compiled(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(alternation(patterns), re.IGNORECASE)
