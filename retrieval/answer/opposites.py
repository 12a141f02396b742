"""Words of which one shuts out the other, such as east and north, or rise and fall."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.answer.lexicon import AUXILIARIES
from retrieval.answer.terms import forms, stems

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


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in _PAIRS.split():
        one, other = (_stems((word, *forms(word))) for word in pair.split(":"))
        for a, b in ((one, other), (other, one)):
            for stem in a:
                found[stem] = found.get(stem, frozenset()) | b
    return found


OPPOSITES = _opposites()
"""Stems of the opposite, or of what shuts it out, such as east for north."""
YES_OR_NO = re.compile(
    rf"^\W*(?:(?:and|but|so|then)\W+)?(?:(?:{'|'.join(AUXILIARIES)})(?:n?['’]t|nt)?|wo(?:n['’]t|nt))\b",
    re.IGNORECASE,
)
"""How a question begins that is answered by yes or no."""
_LEFT_OPEN = re.compile(rf"\bhow \w+|\bwhether\b.*|{YES_OR_NO.pattern}.*", re.IGNORECASE)
"""What may be answered by the opposite: "How long", and all that is answered by yes or no."""
_IN_PASSING = re.compile(
    r"\b(?:first|last)[ -]names?\b|\bat (?:first|last|least|most)\b|\bno longer\b|\bunlike\b"
    r"|\blast (?:\w+day|night|week(?:end)?|month|year|decade|century|spring|summer|autumn|fall|winter"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:fewer|less|more) than (?=\d|an?\b|half\b|once\b|twice\b)",
    re.IGNORECASE,
)
"""Where a word is not the opposite of its opposite: "last week" of "first"."""
_OF_THE_OTHER = re.compile(
    r"\blos(?:e|es|ing|t)\b(?= (?:\S+ ){0,5}?to\b)|\bw(?:in|ins|inning|on)\b(?= (?:\S+ ){0,5}?(?:against|over)\b)",
    re.IGNORECASE,
)
"""What says of both sides how they did: whoever "lost to Ost" says that Ost won."""
_SHORTEST = 4
"""Letters of a stem that a prefix makes the opposite."""
_NEGATING = ("non", "un", "in", "im", "ir", "il", "dis", "mis")
_ONLY_ALIKE = _stems(
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


def opposite(
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
    asked = stems(_IN_PASSING.sub(" ", _LEFT_OPEN.sub(" ", question))) - denied
    if _has_opposite(asked, sentence):
        return 1.0
    return 0.5 if _has_opposite(asked, passage) else 0.0


def _has_opposite(asked: frozenset[str], text: str) -> bool:
    missing = asked - stems(text)
    told = stems(_OF_THE_OTHER.sub(" ", _IN_PASSING.sub(" ", text))) - asked
    one_way = (stem for stem in missing if not OPPOSITES.get(stem, _NONE) & asked)
    if any(_shut_out(stem, told) for stem in one_way):
        return True
    return _has_negated(missing, told) or _has_negated(told, missing)


def _shut_out(stem: str, told: frozenset[str]) -> bool:
    """Whether the opposite of a stem is told, and nothing that says the same as the stem.

    "Prices climbed as stocks fell" shuts out no rise: a climb is an opposite of a fall.
    """
    against = OPPOSITES.get(stem, _NONE)
    found = against & told
    return bool(found) and not any(OPPOSITES.get(other, _NONE) & found for other in told - against)


def _has_negated(ones: frozenset[str], others: frozenset[str]) -> bool:
    return any(rest in others for stem in ones - _ONLY_ALIKE for rest in _without_negation(stem))


def _without_negation(stem: str) -> list[str]:
    rests = [stem.removeprefix(prefix) for prefix in _NEGATING if stem.startswith(prefix)]
    if stem.startswith("un"):  # the stem of "unlikely" is "unlik", that of "likely" is "like"
        rests.append(f"{stem.removeprefix('un')}e")
    return [rest for rest in rests if len(rest) >= _SHORTEST]
