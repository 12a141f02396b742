"""Words of which one shuts out the other, such as east and north, or rise and fall."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.answer.lexicon import AUXILIARIES
from retrieval.answer.terms import STOP_STEMS, irregular_forms, stems

_PAIRS = """
above:below accept:deny accept:refuse accept:reject admit:deny advantage:disadvantage
agree:disagree agree:refuse allow:ban allow:forbid allow:prevent allow:prohibit always:never
ancient:modern appoint:dismiss approve:disapprove approve:reject arrest:release arrive:depart
arrive:leave attack:defend autumn:spring backward:forward begin:end begin:finish begin:stop
best:worst better:worse birth:death born:die bottom:top boy:girl brother:sister build:destroy
capture:release civilian:military climb:fall closest:furthest cold:hot common:rare common:uncommon
complete:incomplete complete:partial complex:simple confirm:deny conservative:liberal
create:destroy criticise:praise criticize:praise cruel:kind dangerous:safe dark:light
daughter:son day:night decline:grow decline:increase decrease:grow decrease:increase decrease:rise
deep:shallow defeat:victory demand:supply difficult:easy direct:indirect discourage:encourage
domestic:foreign domestic:international dry:wet earlier:later earliest:latest early:late east:north
east:south east:west eastern:northern eastern:southern eastern:western elect:defeat employ:dismiss
employee:employer empty:full end:start enemy:ally enemy:friend enter:leave entire:partial
exclude:include expand:contract expand:reduce expand:shrink export:import external:internal
exterior:interior fail:succeed failure:success fall:rise false:true fast:slow faster:slower
father:mother female:male few:many fewer:more final:initial finish:start fire:hire
first:last forbid:permit forget:remember formal:informal gain:lose gain:loss grow:shrink
guilty:innocent hate:love hard:easy heaviest:lightest heavy:light hide:reveal high:low
higher:lower highest:lowest husband:wife improve:worsen increase:fall increase:reduce
inside:outside join:leave jump:fall king:queen large:small larger:smaller largest:smallest least:most
legal:illegal less:more local:national local:foreign long:short longer:shorter
longest:shortest lose:win lower:upper lower:raise loss:profit loss:win major:minor
majority:minority man:woman married:single maximum:minimum modern:traditional morning:evening
multiple:single mutual:unilateral narrow:wide near:far negative:positive newer:older
north:south north:west northern:southern northern:western oldest:youngest older:younger
oppose:support oppose:favour oppose:favor parent:child peace:war permanent:temporary
permit:prohibit poor:rich possible:impossible private:public push:pull
quick:slow raise:reduce reject:support remove:add rise:plunge rise:slump rise:tumble rural:urban
several:single slight:severe smallest:biggest soar:fall south:west southern:western start:stop
strengthen:weaken strong:weak stronger:weaker strongest:weakest summer:winter
surge:fall thick:thin thicker:thinner uncle:aunt unite:divide welcome:reject withdraw:join
young:old younger:older
"""


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in stems(word))


def _antonyms() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in _PAIRS.split():
        one, other = (_stems((word, *irregular_forms(word))) for word in pair.split(":"))
        for a, b in ((one, other), (other, one)):
            for stem in a:
                found[stem] = found.get(stem, frozenset()) | b
    return found


ANTONYMS = _antonyms()
"""Stems of the opposite, or of what shuts it out, such as east for north."""
YES_OR_NO = re.compile(
    rf"^\W*(?:(?:and|but|so|then)\W+)?(?:(?:{'|'.join(AUXILIARIES)})(?:n?['’]t|nt)?|wo(?:n['’]t|nt))\b",
    re.IGNORECASE,
)
"""How a question begins that is answered by yes or no."""
_ANSWERED_BY_OPPOSITE = re.compile(
    rf"\bhow \w+|\bwhether\b.*|{YES_OR_NO.pattern}.*", re.IGNORECASE
)
"""What may be answered by the opposite: "How long", and all that is answered by yes or no."""
_FIXED_PHRASE = re.compile(
    r"\b(?:first|last)[ -]names?\b|\bat (?:first|last|least|most)\b|\bno longer\b|\bunlike\b"
    r"|\blast (?:\w+day|night|week(?:end)?|month|year|decade|century|spring|summer|autumn|fall|winter"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:fewer|less|more) than (?=\d|an?\b|half\b|once\b|twice\b)",
    re.IGNORECASE,
)
"""Where a word is not the opposite of its opposite: "last week" of "first"."""
_SAYS_BOTH_SIDES = re.compile(
    r"\blos(?:e|es|ing|t)\b(?= (?:\S+ ){0,5}?to\b)|\bw(?:in|ins|inning|on)\b(?= (?:\S+ ){0,5}?(?:against|over)\b)",
    re.IGNORECASE,
)
"""What says of both sides how they did: whoever "lost to Ost" says that Ost won."""
_SHORTEST = 4
"""Letters of a stem that a prefix makes the opposite."""
_NEGATING_PREFIXES = ("non", "un", "in", "im", "ir", "il", "dis", "mis")
_NOT_NEGATED = _stems(
    """
    disappointed discern discharge discount discourse discriminate disguise disgust dismiss
    dismount dispatch disperse display disposition dissect disseminate dissent dissolve distort
    distract distribute district impact impair impart impasse impeach impend imperil impersonate
    implant import impose imposition impress imprint imprison improvise impulse incarnation
    incentive income incorporate increase incrimination incursion indebted indoctrinate indoor
    induct infest infield infighting inflate inflation inflight influx inform information infringe
    ingrained inhabit injury inland inmate input inquest inroad inscription insect insight
    inspector install instance insurgency insurgent intend intense intent intimidate invent inverse
    invest investigate invigorate invoice inward misdemeanor misdemeanour unanimous unearth unfold
    unless unveil
    """.split()
)
"""Words that begin like the opposite of another, and are not."""
_NONE = frozenset[str]()


def contradiction_score(
    question: str, sentence: str, passage: str, denied: frozenset[str] = frozenset()
) -> float:
    """1 where a sentence has the opposite of what is asked, 1/2 where only its passage has it.

    0 for what may be answered by the opposite: how long, or whether something is so.

    Args:
        question: as asked.
        sentence: the best one.
        passage: that it stands in.
        denied: stems of what the question says is not so, which an opposite may well answer.
    """
    asked = stems(_FIXED_PHRASE.sub(" ", _ANSWERED_BY_OPPOSITE.sub(" ", question))) - denied
    if _has_antonym(asked, sentence):
        return 1.0
    return 0.5 if _has_antonym(asked, passage) else 0.0


def _has_antonym(asked: frozenset[str], text: str) -> bool:
    missing = asked - stems(text)
    told = stems(_SAYS_BOTH_SIDES.sub(" ", _FIXED_PHRASE.sub(" ", text))) - asked
    one_way = (stem for stem in missing if not ANTONYMS.get(stem, _NONE) & asked)
    if any(_is_excluded(stem, told) for stem in one_way):
        return True
    return _has_negating_prefix(missing, told) or _has_negating_prefix(told, missing)


def _is_excluded(stem: str, told: frozenset[str]) -> bool:
    """Whether the opposite of a stem is told, and nothing that says the same as the stem.

    "Prices climbed as stocks fell" shuts out no rise: a climb is an opposite of a fall.
    """
    against = ANTONYMS.get(stem, _NONE)
    found = against & told
    return bool(found) and not any(ANTONYMS.get(other, _NONE) & found for other in told - against)


def _has_negating_prefix(ones: frozenset[str], others: frozenset[str]) -> bool:
    return any(rest in others for stem in ones - _NOT_NEGATED for rest in _without_negation(stem))


def _without_negation(stem: str) -> list[str]:
    rests = [stem.removeprefix(prefix) for prefix in _NEGATING_PREFIXES if stem.startswith(prefix)]
    if stem.startswith("un"):  # the stem of "unlikely" is "unlik", that of "likely" is "like"
        rests.append(f"{stem.removeprefix('un')}e")
    return [rest for rest in rests if len(rest) >= _SHORTEST]


_NOT = (
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b"
    r"|\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|should|could)nt\b"
)
NEGATION = re.compile(_NOT, re.IGNORECASE)
"""What makes a question one about what is not so."""

_NO_NEGATION = re.compile(
    r"\bwhether or not\b|(?:\bnot|n['’]t) (?:only|until|just|merely|simply|solely|least)\b"
    r"|\b(?:no|not) (?:later|earlier|fewer|less|more) than\b|\bno (?:doubt|wonder|matter)\b"
    r"|\bno\.? ?\d|\b(?:no|not|never)-(?!one\b)\w+|\bnone other\b",
    re.IGNORECASE,
)
"""What only looks like a "not"."""

_WHETHER_OR_NOT = re.compile(
    r"\bor (?:\w+ ){0,2}not\b|\bor \w+n['’]t\b|\b(\w+) and \1 ?(?:not|n?['’]t)\b"
    r"|\byes(?: or | ?/ ?)no\b|,\s*\w+n['’]t \w+\W*\Z",
    re.IGNORECASE,
)
"""What asks whether or not, and a question tagged on: "is it not so?" is no denial."""

_REASON = re.compile(r"^\W*(?:why|how come|for what reason|what\b.*\breasons?)\b", re.IGNORECASE)

_REFUSAL_BEGINNINGS = r"""
abandon abort absen absten abstain avoid await balk ban(?:ned|ning|s)?\b barr(?:ed|ing) baulk block
boycott cancel ceas declin defi(?:\b|ance|ant|ed|es) defy delay den(?:i\b|ial|ie|y) dismiss dodg
evad except exclu exempt fail flout forb[ai]d forg(?:et|o) halt hesitat holdout ignor lack
miss(?:ed|es|ing)?\b negl objected objection omi(?:ss|t) oppos outside overlook pending postpon
prevent prohib rebuff refus reject reluct resist scrap shelv shun silen skip snub spurn stall stop
suspend thwart unable unless unlike unwilling veto withdr withh
""".split()
"""How the words begin with which news English says that something was not done."""

_REFUSAL_PHRASES = r"""
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

_ANY_REFUSAL = rf"\b(?:{'|'.join(_REFUSAL_BEGINNINGS)})\w*|\b(?:{'|'.join(_REFUSAL_PHRASES)})\b"
_REFUSAL = re.compile(_ANY_REFUSAL, re.IGNORECASE)

_WEAK_NEGATIONS = r"""
against away barely collaps\w* deadlock\w* dis\w{5,} doubt\w* empty ends few former\w*
free\s(?:from|of) hardly ill(?:eg|ic)\w+ im(?:mun|poss)\w+ in(?:ab|adeq|comp|eff|sign|suff|vis)\w+
ir(?:reg|rel)\w+ little non\w* only quit\w* rarely rather remain\w* seldom short\w* still too
un\w{4,} until zero \w{4,}less
""".split()
"""What comes close to saying so."""

NEGATIVE_POLARITY = re.compile(
    rf"{_NOT}|{_ANY_REFUSAL}|\b(?:{'|'.join(_WEAK_NEGATIONS)})\b", re.IGNORECASE
)
"""What a sentence that answers such a question may hold instead of "not"."""

_NEGATION_BACKWARD = re.compile(
    _ANY_REFUSAL
    + r"|\b(?:by|for|from|of|to|with) (?:neither|no one|nobody|none|nothing)\b"
    + r"|(?:\b(?:neither|never|no one|nobody|none|not|nothing)|n['’]t)"
    + r"(?=\s*(?:[,;:.!?)—–”\"]|\Z|(?:and|because|but|despite|either|so|until|when|yet)\b))",
    re.IGNORECASE,
)
"""What may deny words before it as well: "Ost signed, Velmark did not"."""


def is_negated(text: str) -> bool:
    """Whether a question is about what is not so, in so many words.

    One that is answered by yes or no is not: "Did Ollen not sign?" asks whether she did.
    """
    if YES_OR_NO.search(text):
        return False
    return NEGATION.search(_WHETHER_OR_NOT.sub(" ", _NO_NEGATION.sub(" ", text))) is not None


def negated_stems(question: str) -> frozenset[str]:
    """Stems of the content words of which a question says throughout that they are not so."""
    if not is_negated(question):
        return frozenset()
    said = _negations(_WHETHER_OR_NOT.sub(" ", question), _QUESTION_SCOPE)
    return frozenset(stem for stem, how in said.items() if how == {True})


def negation_mismatch(question: str, sentence: str, near: str, passage: str) -> float:
    """Whether a question is about what is not so, and the sentence not: 1 or 0.

    It is not where nothing near it sounds negative, or where it has what is denied, undenied. A
    reason seldom repeats the "not" that it explains: there, all of the passage is near.
    """
    if not is_negated(question):
        return 0.0
    asked, told = negated_stems(question), stems(sentence)
    if any(_REFUSAL.match(stem) or ANTONYMS.get(stem, _NONE) & told for stem in asked):
        return 0.0
    if not NEGATIVE_POLARITY.search(passage if _REASON.search(question) else near):
        return 1.0
    if _NEGATION_BACKWARD.search(sentence):
        return 0.0
    said = _negations(sentence, _SENTENCE_SCOPE)
    shared = [said[stem] for stem in asked if stem in said]
    return float(bool(shared) and not any(True in how for how in shared))


_QUESTION_SCOPE, _SENTENCE_SCOPE = 3, 6
"""So many content words of a question are what its "not" denies, and up to so many of a sentence;
with less of an excuse a question would be taken for one about the opposite too often."""


def _negations(text: str, reach: int) -> dict[str, set[bool]]:
    """The content words of a text, and whether a "not" or the like stands shortly before each."""
    text = _NO_NEGATION.sub(" ", text)
    found: dict[str, set[bool]] = {}
    since = reach
    for match in _TOKEN.finditer(text):
        if NEGATION.fullmatch(match.group()):
            since = 0
        elif match.group() in _CLAUSE_ENDS:
            since = reach
        elif content := stems(match.group()) - STOP_STEMS:
            for stem in content:
                found.setdefault(stem, set()).add(since < reach)
            since += 1
    return found


_CLAUSE_ENDS = frozenset(";:.!?()—–")
_TOKEN = re.compile(r"n['’]t\b|cannot\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+|[;:.!?()—–]", re.IGNORECASE)
