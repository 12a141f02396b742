"""Puts slips in the words with which one asks right, and leaves out “explain” and “tell me”."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from retrieval.answer.lexicon import alternation, question_words
from retrieval.languages.loader import WordList, WordTable, load_words

IsKnown = Callable[[str], bool]
"""Whether a word stands in the articles."""


class AskingWords(WordTable):
    """``asking.toml``: how people type the words with which they ask."""

    chat_spellings: Mapping[str, str]
    opening_spellings: Mapping[str, str]
    instructions: WordList
    instructions_before_names: WordList
    other_instructions: WordList
    after_instructions: WordList
    leads_in_patterns: WordList
    after_leads_in: WordList
    ends_patterns: WordList


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_START = re.compile(r"(?:\A|[.?!:;…—–])\W*\Z")
_LONG = 7
"""Letters of a word from which on two slips in it are one."""
_LEAST = 3
"""Letters of a slip at least; shorter ones stand in the list of spellings."""
_LEAST_NEAR = 5
"""Letters of a word at least of which any letter may be wrong."""
_LEAST_KNOWN = 1
"""Letters of a word at most that may be an initial in the articles."""


def plain_question(text: str, is_known: IsKnown) -> str:
    """Return a question in the words that it would have without slips and courtesies.

    "Wich bridge closes" asks "Which bridge closes", "plz explain y it closes" asks "why it closes".
    Nothing but the words of asking is altered; a word that stands in the articles is none.

    Args:
        text: as typed, without greetings.
        is_known: whether a word stands in the articles.
    """
    corrected = _WORD.sub(lambda found: _corrected(found, is_known), _in_one_case(text))
    begins = _lead_in().match(corrected)
    if begins is None or not corrected[begins.end() :].strip(" ?!."):
        return corrected
    rest = _without_end(corrected[begins.end() :])
    return rest[0].upper() + rest[1:]


def _without_end(text: str) -> str:
    """Return a question without “do you?” after a comma at its end."""
    end = _end().search(text)
    return text if end is None else f"{text[: end.start()]}?"


def word_before_name(name: str) -> str | None:
    """Return the first word of what looks like a name where it only begins a sentence.

    "Quote" in "Quote Holt", "Whether" in "Whether Holt": it has its capital from the sentence.
    """
    words = _words()
    first, _, rest = name.partition(" ")
    asking = {*words.instructions_before_names, *words.other_instructions}
    begins = first.casefold() in asking | question_words().function_words
    return first if rest and begins else None


def _in_one_case(text: str) -> str:
    """Return a text that is wholly in capitals, or In Title Case, in lower case."""
    words = _WORD.findall(text)
    if len(words) > 1 and text == text.upper():
        return text.casefold()
    functions = question_words().stop_words | question_words().question_words
    capitals = all(word[0].isupper() for word in words)
    if capitals and any(word.casefold() in functions for word in words[1:]):
        return text.casefold()
    return text


def _corrected(found: re.Match[str], is_known: IsKnown) -> str:
    """Return a word, or the word of asking that it was meant to be."""
    word, text = found.group(), found.string
    starts = _SENTENCE_START.search(text[: found.start()]) is not None
    following = _WORD.search(text, found.end())
    after = following.group() if following else ""
    key = word.casefold().replace("’", "").replace("'", "")
    may_be_name = after[:1].isupper() and key not in _words().chat_spellings
    if not (word.islower() or starts) or (starts and may_be_name):
        return word
    asks = after.casefold() in question_words().auxiliaries
    meant = _meant(key, starts=starts, asks=asks)
    if not meant or (len(key) > _LEAST_KNOWN and is_known(key)):
        return word
    return meant.capitalize() if word[0].isupper() else meant


@lru_cache(maxsize=10_000)
def _meant(word: str, *, starts: bool, asks: bool) -> str:
    """Return the word of asking that a word, in lower case, stands for; "" for none.

    Args:
        word: as typed, without apostrophes.
        starts: whether it begins a sentence.
        asks: whether an auxiliary follows it.
    """
    words = _words()
    if word in words.chat_spellings:
        return words.chat_spellings[word]
    if asks or (starts and len(word) > _LEAST_KNOWN + 1):
        spelled = words.opening_spellings.get(word)
        if spelled is not None:
            return spelled
    if len(word) < _LEAST or word in _known_words():
        return ""
    asking = sorted(question_words().question_words)
    meant = next((target for target in asking if _has_slip(word, target, starts=starts)), "")
    if meant or not starts:
        return meant
    return next((target for target in _openings() if _is_near(word, target)), "")


def _has_slip(word: str, target: str, *, starts: bool) -> bool:
    """Return whether letters are swapped or doubled or, where a sentence starts, left out."""
    if sorted(word) == sorted(target) or re.sub(r"(.)\1", r"\1", word) == target:
        return True
    is_shorter = len(word) == len(target) - 1 and word[0] == target[0]
    return starts and is_shorter and OSA.distance(word, target, score_cutoff=1) == 1


def _is_near(word: str, target: str) -> bool:
    """Return whether one letter is wrong, or two of a long word, but not its ending."""
    if word.startswith(target) or word[0] != target[0]:
        return False
    allowed = 2 if len(target) >= _LONG else 1
    if len(target) < _LEAST_NEAR:
        return len(word) <= len(target) and _has_slip(word, target, starts=True)
    return OSA.distance(word, target, score_cutoff=allowed) <= allowed


@cache
def _openings() -> tuple[str, ...]:
    """Return the words besides question words with which one begins to ask."""
    courtesies = ("please", "tell", "show", "give")
    return (*question_words().auxiliaries, *courtesies, *_words().instructions)


@cache
def _known_words() -> frozenset[str]:
    words = question_words()
    return frozenset((*words.function_words, *words.question_words, *_openings()))


@cache
def _words() -> AskingWords:
    return load_words(AskingWords, "asking")


@cache
def _lead_in() -> re.Pattern[str]:
    """Return the pattern of what only leads in to what is asked: "please tell me", "explain"."""
    words = _words()
    asking = alternation(sorted(question_words().question_words))
    leads = _flexible(words.leads_in_patterns)
    all_of_them = alternation(words.instructions)
    before_names = alternation(words.instructions_before_names)
    after = alternation((*question_words().question_words, *words.after_instructions))
    to_whom = r"(?:\s(?:me|us|to me|to us|for me|for us)(?:\s(?:on|about))?|\sin short|\sbriefly)*"
    gap, mark = r"[\s,:;!.–—-]+", r"\s*[,:;!.–—-][\s,:;!.–—-]*"
    joining = alternation(words.after_leads_in)
    asks = alternation((*sorted(question_words().question_words), *question_words().auxiliaries))
    return re.compile(
        rf"(?:(?:{leads}){gap})*"
        rf"(?:(?:{leads})(?:{gap}(?=(?:{asking}|if|whether)\b)|{mark}(?:(?:{joining})\s)?(?=(?:{asks})\b))"
        rf"|(?:{all_of_them}){to_whom}[\s,:]+(?=(?:{after})\b)"
        rf"|(?:{before_names}){to_whom}[\s,:]+(?=(?-i:[A-Z“\"])))",
        re.IGNORECASE,
    )


@cache
def _end() -> re.Pattern[str]:
    ends = _flexible(_words().ends_patterns)
    return re.compile(rf"\s*[,;–—-]\s*(?:{ends})\W*\Z", re.IGNORECASE)


def _flexible(patterns: WordList) -> str:
    """Return the alternatives, with either apostrophe."""
    return alternation(patterns).replace("’", "['’]")
