"""Recognises remarks: messages that are no small talk and ask nothing, such as “that is wrong”."""

from __future__ import annotations

import re
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.user_input.small_talk import small_talk_in
from retrieval.languages.loader import Patterns, WordList, WordTable, load_words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class RemarkWords(WordTable):
    """``remarks.toml``: by which words a remark is known."""

    persons: WordList
    openings: WordList
    asking_patterns: Patterns


def is_remark(text: str) -> bool:
    """Return whether a message talks of who writes it, or of what was said, and asks nothing.

    Where in doubt, it asks: a message of mere keywords does.
    """
    words = [each.casefold().replace("’", "'") for each in _WORD.findall(text)]
    if not words or "?" in text:
        return False
    known, asked = _words(), question_words()
    if words[0] in asked.auxiliaries or any(each in asked.question_words for each in words):
        return False
    if _asking().search(text):
        return False
    return words[0] in known.openings or any(each in known.persons for each in words)


def asks_nothing(text: str) -> bool:
    """Return whether a message is small talk or a remark."""
    return small_talk_in(text) is not None or is_remark(text)


def is_worth_keeping(text: str) -> bool:
    """Return whether a question that was not answered tells an editor what the articles lack.

    Chatter, commands and single words do not.
    """
    words = _WORD.findall(text)
    if text.lstrip().startswith("/") or asks_nothing(text):
        return False
    return len(words) > 1 or (len(words) == 1 and "?" in text)


@cache
def _words() -> RemarkWords:
    return load_words(RemarkWords, "remarks")


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(_words().asking_patterns)})(?!\w)", re.IGNORECASE)
