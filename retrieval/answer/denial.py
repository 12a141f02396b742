"""Questions about what is not so, and sentences that say what is not so."""

from __future__ import annotations

import re

from retrieval.answer.opposites import OPPOSITES, YES_OR_NO
from retrieval.answer.terms import EMPTY_STEMS, stems

_NOT = (
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b"
    r"|\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|should|could)nt\b"
)
DENIES = re.compile(_NOT, re.IGNORECASE)
"""What makes a question one about what is not so."""

_SEEMING = re.compile(
    r"\bwhether or not\b|(?:\bnot|n['’]t) (?:only|until|just|merely|simply|solely|least)\b"
    r"|\b(?:no|not) (?:later|earlier|fewer|less|more) than\b|\bno (?:doubt|wonder|matter)\b"
    r"|\bno\.? ?\d|\b(?:no|not|never)-(?!one\b)\w+|\bnone other\b",
    re.IGNORECASE,
)
"""What only looks like a "not"."""

_EITHER = re.compile(
    r"\bor (?:\w+ ){0,2}not\b|\bor \w+n['’]t\b|\b(\w+) and \1 ?(?:not|n?['’]t)\b"
    r"|\byes(?: or | ?/ ?)no\b|,\s*\w+n['’]t \w+\W*\Z",
    re.IGNORECASE,
)
"""What asks whether or not, and a question tagged on: "is it not so?" is no denial."""

_REASON = re.compile(r"^\W*(?:why|how come|for what reason|what\b.*\breasons?)\b", re.IGNORECASE)

_REFUSING = r"""
abandon abort absen absten abstain avoid await balk ban(?:ned|ning|s)?\b barr(?:ed|ing) baulk block
boycott cancel ceas declin defi(?:\b|ance|ant|ed|es) defy delay den(?:i\b|ial|ie|y) dismiss dodg
evad except exclu exempt fail flout forb[ai]d forg(?:et|o) halt hesitat holdout ignor lack
miss(?:ed|es|ing)?\b negl objected objection omi(?:ss|t) oppos outside overlook pending postpon
prevent prohib rebuff refus reject reluct resist scrap shelv shun silen skip snub spurn stall stop
suspend thwart unable unless unlike unwilling veto withdr withh
""".split()
"""How the words begin with which news English says that something was not done."""

_REFUSING_PHRASES = r"""
all but
apart from
cut off
dropp?(?:ed|ing|s)?
ended
h(?:eld|old|olding|olds) (?:back|off|out)
instead
los(?:e|es|ing|s|ses|t)
opt\w* out
other than
pull\w* (?:back|out)
rather than
rul\w* out
remain\w* (?:cut off|outside|out|to be|without)
short of
stay\w* away
still to
turn\w* (?:away|down)
vot\w* against
walk\w* (?:away|out)
yet to
""".strip().splitlines()

_REFUSES = rf"\b(?:{'|'.join(_REFUSING)})\w*|\b(?:{'|'.join(_REFUSING_PHRASES)})\b"
_REFUSAL = re.compile(_REFUSES, re.IGNORECASE)

_HARDLY = r"""
against away barely collaps\w* deadlock\w* dis\w{5,} doubt\w* empty ends few former\w*
free\s(?:from|of) hardly ill(?:eg|ic)\w+ im(?:mun|poss)\w+ in(?:ab|adeq|comp|eff|sign|suff|vis)\w+
ir(?:reg|rel)\w+ little non\w* only quit\w* rarely rather remain\w* seldom short\w* still too
un\w{4,} until zero \w{4,}less
""".split()
"""What comes close to saying so."""

SOUNDS_NEGATIVE = re.compile(rf"{_NOT}|{_REFUSES}|\b(?:{'|'.join(_HARDLY)})\b", re.IGNORECASE)
"""What a sentence that answers such a question may hold instead of "not"."""

_REFUSED = re.compile(
    _REFUSES
    + r"|\b(?:by|for|from|of|to|with) (?:neither|no one|nobody|none|nothing)\b"
    + r"|(?:\b(?:neither|never|no one|nobody|none|not|nothing)|n['’]t)"
    + r"(?=\s*(?:[,;:.!?)—–”\"]|\Z|(?:and|because|but|despite|either|so|until|when|yet)\b))",
    re.IGNORECASE,
)
"""What may deny words before it as well: "Ost signed, Velmark did not"."""


def denies(text: str) -> bool:
    """Whether a question is about what is not so, in so many words.

    One that is answered by yes or no is not: "Did Ollen not sign?" asks whether she did.
    """
    if YES_OR_NO.search(text):
        return False
    return DENIES.search(_EITHER.sub(" ", _SEEMING.sub(" ", text))) is not None


def denied_words(question: str) -> frozenset[str]:
    """Stems of the content words of which a question says throughout that they are not so."""
    if not denies(question):
        return frozenset()
    said = _denied(_EITHER.sub(" ", question), _NEXT)
    return frozenset(stem for stem, how in said.items() if how == {True})


def not_denied(question: str, sentence: str, near: str, passage: str) -> float:
    """Whether a question is about what is not so, and the sentence not: 1 or 0.

    It is not where nothing near it sounds negative, or where it has what is denied, undenied. A
    reason seldom repeats the "not" that it explains: there, all of the passage is near.
    """
    if not denies(question):
        return 0.0
    asked, told = denied_words(question), stems(sentence)
    if any(_REFUSAL.match(stem) or OPPOSITES.get(stem, _NONE) & told for stem in asked):
        return 0.0
    if not SOUNDS_NEGATIVE.search(passage if _REASON.search(question) else near):
        return 1.0
    if _REFUSED.search(sentence):
        return 0.0
    said = _denied(sentence, _LATER)
    shared = [said[stem] for stem in asked if stem in said]
    return float(bool(shared) and not any(True in how for how in shared))


_NONE = frozenset[str]()
_NEXT, _LATER = 3, 6
"""So many content words of a question are what its "not" denies, and up to so many of a sentence;
with less of an excuse a question would be taken for one about the opposite too often."""


def _denied(text: str, reach: int) -> dict[str, set[bool]]:
    """The content words of a text, and whether a "not" or the like stands shortly before each."""
    text = _SEEMING.sub(" ", text)
    found: dict[str, set[bool]] = {}
    since = reach
    for match in _TOKEN.finditer(text):
        if DENIES.fullmatch(match.group()):
            since = 0
        elif match.group() in _STOPS:
            since = reach
        elif content := stems(match.group()) - EMPTY_STEMS:
            for stem in content:
                found.setdefault(stem, set()).add(since < reach)
            since += 1
    return found


_STOPS = frozenset(";:.!?()—–")
_TOKEN = re.compile(r"n['’]t\b|cannot\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+|[;:.!?()—–]", re.IGNORECASE)
