"""Recognises questions about an answer itself: “where is this from?”, “when was that?”."""

from __future__ import annotations

import re
from functools import cache

from retrieval.answer.lexicon import alternation
from retrieval.languages.loader import WordList, WordTable, load_words

_MARKS = re.compile(r"[\s?!.,…]+")


class AboutAnswerWords(WordTable):
    """``about_answer.toml``: how readers ask about an answer that they got."""

    this: str
    source: str
    be: str
    source_patterns: WordList
    speaker_patterns: WordList
    occasion_patterns: WordList
    before: WordList
    after: WordList


def asks_for_source(words: str) -> bool:
    """Return whether a question asks for the source of what was answered, and for nothing else."""
    asked = _MARKS.sub(" ", words).strip()
    return not asked or _pattern("source_patterns").fullmatch(asked) is not None


def asks_for_speaker(words: str) -> bool:
    """Return whether a question that asks for the source asks whose words they are."""
    return _pattern("speaker_patterns").fullmatch(_MARKS.sub(" ", words).strip()) is not None


def asks_for_occasion(words: str) -> bool:
    """Return whether a question asks when or where something was said, and names nothing."""
    return _pattern("occasion_patterns").fullmatch(_MARKS.sub(" ", words).strip()) is not None


@cache
def _words() -> AboutAnswerWords:
    return load_words(AboutAnswerWords, "about_answer")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    words = _words()
    before, after = alternation(words.before), alternation(words.after)
    patterns = alternation(getattr(words, key))
    for name in ("this", "source", "be"):
        patterns = patterns.replace(name.upper(), getattr(words, name))
    spaced = rf"(?:(?:{before}) )*(?:{patterns})(?: (?:{after}))*".replace(" ", r"\s")
    return re.compile(spaced, re.IGNORECASE)
