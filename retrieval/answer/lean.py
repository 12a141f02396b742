"""Whether a sentence can be read alone, or leans on somebody named before it."""

from __future__ import annotations

import re

from retrieval.answer.lexicon import BODY_NOUNS, FUNCTION_WORDS, REFERRING_NOUNS

_LEANS_BACK = re.compile(
    r"""\W*(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|such|but|and|or|so|
    however|moreover|instead|also|then|there|both|neither|the\s(?:latter|former|same|two|pair)|
    in\saddition|for\sexample|as\sa\sresult|meanwhile|yet|still|nor|because)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A sentence that begins so needs the one before it."""

_REFERS = re.compile(
    rf"\W*(?:(?:said|says|added|asked|replied)\s)?(?:the|both)\s(?:[a-z]+\s)?(?P<noun>{REFERRING_NOUNS})"
    r"(?:['’]s?)?(?=[,.;:]|\s(?!(?:of|for|in|at|on|that|which|who|whose|from|behind|to)\b|(?-i:[A-Z]))|\Z)",
    re.IGNORECASE,
)
"""A subject that somebody has been called by whom an earlier sentence names."""

_QUOTED = re.compile(r"“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|\"[^\"]*\"?")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\s“\"‘(—–-])[A-Z][\w’'-]+")
_FIRST = re.compile(r"\W*([^\W_][\w’'-]*)")
_SOMEBODY = re.compile(
    r"\b(?:an?|one|another|some|several|many|most|two|three)\s[a-z]", re.IGNORECASE
)


def begins_leaning(sentence: str) -> bool:
    """Whether it begins with a word such as "He" or "But"."""
    return _LEANS_BACK.match(sentence) is not None


def leans(sentence: str) -> bool:
    """Whether what is told in it, outside of quotations, is about somebody whom it does not name.

    So it is where the first one who acts is "she", or "the minister" without a name beside it.
    """
    told = _QUOTED.sub(" ", sentence)
    if begins_leaning(sentence) or begins_leaning(told) or _REFERS.match(told):
        return True
    pronoun = _PRONOUN.search(told)
    return pronoun is not None and not names_somebody(told[: pronoun.start()], strictly=True)


def explains(before: str, told: str) -> bool:
    """Whether what stands before names somebody on whom the words that are told may lean.

    A body is named by its own noun ("the Harbour Council"), which "the council" then repeats.
    """
    if not names_somebody(before):
        return False
    refers = _REFERS.match(_QUOTED.sub(" ", told))
    noun = refers["noun"].casefold() if refers else ""
    return noun not in BODY_NOUNS or noun in before.casefold()


def names_somebody(text: str, *, strictly: bool = False) -> bool:
    """Whether a name stands in the text; ``strictly`` takes "a woman" for one too."""
    if any(match.group().casefold() not in FUNCTION_WORDS for match in _NAME.finditer(text)):
        return True
    first = _FIRST.match(text)
    if first and _may_be_somebody(first[1]):
        return True
    return strictly and _SOMEBODY.search(text) is not None


def _may_be_somebody(word: str) -> bool:
    """Whether the first word of a sentence may be a name or a noun, as far as its form shows."""
    is_participle = word.endswith(("ing", "ed"))
    return word[0].isupper() and not is_participle and word.casefold() not in FUNCTION_WORDS
