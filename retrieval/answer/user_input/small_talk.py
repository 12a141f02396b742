"""Recognises messages that ask nothing of the articles: greetings, thanks, “what can you do?”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.languages.loader import Patterns, WordList, WordTable, load_words

IsName = Callable[[str], bool]
"""Whether words are the name of somebody or something in the articles."""

_LONGEST = 200
"""Characters of small talk at most; what is longer is read as a question."""


class SmallTalk(StrEnum):
    """What kind of small talk a message is; of several, the first kind here that is in it."""

    ABILITIES = "abilities"
    """Asks what the bot can do, and how it is used."""
    IDENTITY = "identity"
    """Asks who or what the bot is, or whether it is there."""
    WELLBEING = "wellbeing"
    """Asks how the bot is."""
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"
    TEST = "test"
    """Tries whether something comes back."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """Confirms that something was heard: "ok", "👍"."""


class SmallTalkWords(WordTable):
    """``small_talk.toml``: greetings, thanks and the like."""

    greeting_patterns: Patterns
    bare_greeting_patterns: Patterns
    thanks_patterns: Patterns
    thanks_ends: Patterns
    praise_patterns: Patterns
    farewell_patterns: Patterns
    acknowledgement_patterns: Patterns
    abilities_patterns: Patterns
    identity_patterns: Patterns
    wellbeing_patterns: Patterns
    test_patterns: Patterns
    addressee_patterns: Patterns
    joining_patterns: Patterns
    emoticon_patterns: Patterns
    question_openings: WordList
    courtesy_ends: Patterns


def no_name(_words: str) -> bool:
    """Return False: nothing is known of any name."""
    return False


def small_talk_in(text: str, is_name: IsName = no_name) -> SmallTalk | None:
    """Return which small talk a message is; None where it asks something, or is empty.

    Args:
        text: the whole message, as typed.
        is_name: tells a name such as "Hello Harrow" from a greeting of somebody called Harrow.
    """
    if len(text) > _LONGEST or not _is_visible(text):
        return None
    plain = _without_emoticons(text)
    if not any(character.isalnum() for character in plain):
        return None if "?" in plain else SmallTalk.ACKNOWLEDGEMENT
    steps = list(_steps(plain))
    if not steps or steps[-1].end < len(plain):
        return None
    if steps[-1].is_named and (plain.rstrip().endswith("?") or is_name(_trimmed(plain))):
        return None
    said = {step.kind for step in steps}
    return next((kind for kind in SmallTalk if kind in said), None)


def without_small_talk(text: str, is_name: IsName = no_name) -> str:
    """Return a question without a greeting before it and thanks after it.

    What is small talk as a whole, and what opens with a name such as "Hello Harrow", stays.
    """
    kept = text[_end_of_opening(text, is_name) :]
    kept = kept[: _start_of_closing(kept)].strip()
    return kept if any(character.isalnum() for character in kept) else text


@dataclass(frozen=True, slots=True)
class _Step:
    """One phrase of small talk, with the marks and blanks after it.

    Attributes:
        kind: None for what only goes with a phrase: whom it is for, "and".
        end: where the next step begins.
        is_closed: whether a mark other than a blank follows the phrase.
        is_open: whether a question may follow it without a mark: "hello who said …".
        is_named: whether there are words before its end that may be somebody's name.
        is_joined: whether it only leads on, such as "and".
    """

    kind: SmallTalk | None
    end: int
    is_closed: bool
    is_open: bool
    is_named: bool
    is_joined: bool


def _steps(text: str) -> Iterator[_Step]:
    """Yield phrase after phrase from the start, as far as the text is small talk."""
    at, is_open, is_named, begun = _skip(text, 0), False, False, False
    while at < len(text):
        kind, end, opens = _longest_phrase(text, at)
        if kind is None:
            end, opens = _longest(_joining() if not begun else _beside(), text, at), is_open
        if end == at and is_open and not is_named:
            end, is_named = _longest((_name(),), text, at), True
        if end == at:
            return
        is_joined = kind is None and end == _longest(_joining(), text, at)
        is_open, begun = opens, begun or kind is not None
        at = _skip(text, end)
        yield _Step(kind, at, bool(text[end:at].strip()), is_open, is_named, is_joined)


def _longest_phrase(text: str, at: int) -> tuple[SmallTalk | None, int, bool]:
    """Return the longest phrase that begins there: its kind, its end, whether it is open."""
    best: tuple[SmallTalk | None, int, bool] = (None, at, False)
    for kind, pattern, is_open in _phrases():
        found = pattern.match(text, at)
        if found is not None and found.end() > best[1]:
            best = (kind, found.end(), is_open)
    return best


def _longest(patterns: Iterable[re.Pattern[str]], text: str, at: int) -> int:
    """Return where the longest match that begins there ends; ``at`` where there is none."""
    found = (pattern.match(text, at) for pattern in patterns)
    return max((each.end() for each in found if each is not None), default=at)


def _end_of_opening(text: str, is_name: IsName) -> int:
    """Return where the question begins; 0 where it begins with no small talk."""
    begins, text = 0, _without_emoticons(text[:_LONGEST])
    for step in _steps(text):
        asks = _asking().match(text, step.end) is not None
        if step.is_named:
            is_border = step.is_closed and asks and not is_name(_trimmed(text[: step.end]))
        else:
            is_border = step.is_closed or (step.is_open and asks)
        begins = step.end if is_border and not step.is_joined else begins
    return begins


def _start_of_closing(text: str) -> int:
    found = _closing().search(text)
    if found is not None:
        return found.end("kept")
    for mark in _MARK.finditer(text):
        kind = small_talk_in(text[mark.end() :])
        ends = {SmallTalk.THANKS} if mark.group().startswith(",") else _CLOSING
        if kind in ends:
            return mark.end()
    return len(text)


_CLOSING = frozenset({SmallTalk.THANKS, SmallTalk.FAREWELL, SmallTalk.GREETING})
_MARK = re.compile(r"[.?!…,;](?=[\s\W])")


def _trimmed(text: str) -> str:
    return text.strip(" \t\r\n.,!:;")


def _skip(text: str, at: int) -> int:
    """Return where the next word begins."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return at


def _without_emoticons(text: str) -> str:
    """Return the text with faces such as ":D" made blank, as long as before."""
    return _emoticon().sub(lambda face: "~" * len(face.group()), text)


def _is_visible(text: str) -> bool:
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    return any(unicodedata.category(character) not in unseen for character in text)


@cache
def _words() -> SmallTalkWords:
    return load_words(SmallTalkWords, "small_talk")


@cache
def _phrases() -> tuple[tuple[SmallTalk, re.Pattern[str], bool], ...]:
    """Return every phrase with its kind, and whether a name or a question may follow it."""
    words = _words()
    patterns: Mapping[SmallTalk, Iterable[str]] = {
        SmallTalk.ABILITIES: words.abilities_patterns,
        SmallTalk.IDENTITY: words.identity_patterns,
        SmallTalk.WELLBEING: words.wellbeing_patterns,
        SmallTalk.THANKS: (*words.thanks_patterns, *words.praise_patterns),
        SmallTalk.FAREWELL: words.farewell_patterns,
        SmallTalk.GREETING: (*words.greeting_patterns, *words.bare_greeting_patterns),
        SmallTalk.TEST: words.test_patterns,
        SmallTalk.ACKNOWLEDGEMENT: words.acknowledgement_patterns,
    }
    opens = {*words.greeting_patterns, *words.thanks_patterns, *words.farewell_patterns}
    return tuple(
        (kind, _phrase(each), each in opens) for kind, group in patterns.items() for each in group
    )


@cache
def _beside() -> tuple[re.Pattern[str], ...]:
    """Return what may stand after a phrase: whom it is for, for what, "and"."""
    words = _words()
    after = (*words.addressee_patterns, *words.thanks_ends, *words.joining_patterns)
    return tuple(map(_phrase, after))


@cache
def _joining() -> tuple[re.Pattern[str], ...]:
    return tuple(map(_phrase, _words().joining_patterns))


def _phrase(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a whole phrase, whatever stands between its words."""
    flexible = pattern.replace(" ", r"(?:[\W_]+)").replace("’", "['’]?")
    return re.compile(rf"(?:{flexible})(?!['’-]?[^\W_])", re.IGNORECASE)


@cache
def _emoticon() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(_words().emoticon_patterns)})")


@cache
def _name() -> re.Pattern[str]:
    """Return the pattern of who is greeted: two words with capitals at most, or one without."""
    words = question_words()
    others = {*words.function_words, *words.question_words, *words.auxiliaries}
    plain = alternation(map(re.escape, sorted({*others, *_words().question_openings})))
    word = rf"(?!(?i:{plain})(?![\w’'-]))[^\W\d_][\w’'-]*"
    upper = rf"(?=[^\W\d_a-z]){word}"
    return re.compile(rf"{upper}(?:\s{upper})?|{word}(?=\W*\Z)")


@cache
def _asking() -> re.Pattern[str]:
    words = question_words()
    openings = alternation(
        (*words.question_words, *words.auxiliaries, *_words().question_openings)
    )
    return re.compile(rf"(?:{openings})(?!['’-]?[^\W_])", re.IGNORECASE)


@cache
def _closing() -> re.Pattern[str]:
    """Return the pattern of a courtesy in lower case at the end, with no mark before it."""
    ends = alternation(_words().courtesy_ends)
    return re.compile(rf"(?P<kept>\w),?\s+(?:{ends})[\s.!]*\Z")
