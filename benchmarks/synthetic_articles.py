"""News of a country that does not exist, as much as is wanted, and questions that are asked of it.

Words, people and places are drawn by Zipf's law, so that some words stand in every fourth passage
and most in a few, as in print. Where names and statements stand is known, since it is we who put
them there: nothing has to be parsed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from retrieval.corpus.passages import passages
from retrieval.model import (
    Article,
    Block,
    BlockKind,
    Content,
    Evidence,
    Fact,
    Name,
    NameKind,
    Passage,
    Resolution,
    Sentence,
    Span,
    Speaker,
    Statement,
    StatementKind,
)

T = TypeVar("T")

NOUNS = """government year people minister company police court state country report plan party
leader law money election bank city week council market price deal vote official group case law
attack school tax bill war border security trade budget office business family worker union
hospital water road energy oil food health service fund rate debt inquiry charge claim decision
policy talk meeting visit statement letter proposal agreement treaty strike protest march crowd
fire flood storm drought bridge harbour ferry railway airport station tunnel dam reservoir canal
river coast island village farm harvest grain fish cattle timber mine factory plant warehouse ship
lorry train aircraft cable pipe turbine battery engine contract tender licence permit fine penalty
appeal verdict trial judge jury witness suspect prisoner guard soldier officer general commander
missile rifle convoy checkpoint ceasefire truce sanction embargo tariff quota subsidy grant loan
pension wage salary rent mortgage currency bond share profit loss merger rival supplier customer
passenger driver pilot nurse doctor patient vaccine virus clinic laboratory university student
teacher pupil exam museum theatre festival choir novel painting statue archive census map survey
poll ballot recount campaign candidate deputy mayor senator governor envoy ambassador consul
refugee migrant camp shelter aid charity volunteer donor rescue search alarm warning forecast
tide gauge lighthouse pier crane container dock quarry orchard vineyard mill""".split()  # fmt: skip
VERBS = """approve reject delay sign close open visit attack defend review change announce publish
suspend repair inspect finance seize release extend criticise abandon restore merge double evacuate
blockade dismantle privatise accept admit adopt advertise amend appoint arrange assess audit award
block board borrow cancel capture challenge chart check claim clear collect compare
complete condemn confirm contest copy count cover cross debate decide declare decline demolish deny
deploy design destroy detain develop discuss dissolve divert donate draft dredge drain elect
endorse enforce examine exchange expand expel expose favour fence fill film flood forgive fortify
fund guard halt harvest hire honour ignore import improve increase inherit insure interrupt invade
invent join judge launch lease license limit list load lower mark measure mention move name
nationalise neglect notice number obey occupy offer order oust overturn own pardon pass patrol
perform plant praise prepare present preserve prevent print promise propose protect prove
question raise ration reach rerecall recover reduce refuse register remove rename replace
report request rescue resist restrict return reveal revive sack sample save search settle
share smuggle sponsor stage store study supply support survey tax test threaten trace train
translate trust unveil use veto view warn waste welcome witness""".split()  # fmt: skip
ADJECTIVES = """new old public national local foreign military political economic high low large
small final early late northern southern coastal rural federal secret joint draft interim costly
popular disputed urgent annual regional temporary independent damaged abandoned unpaid eastern
western central private civil criminal medical technical historic modern ancient rare
common daily weekly monthly quarterly sudden recent former future current next previous second
third main minor major narrow broad deep shallow heavy light safe unsafe legal illegal formal
informal official unofficial mutual separate special ordinary strict lax fair unfair cheap rich
poor young elderly wooden stone iron muddy frozen dusty crowded empty remote nearby distant famous
obscure loyal hostile neutral friendly quiet noisy clean dirty visible hidden partial complete
broken useful useless""".split()
ROLES = """minister|mayor|governor|prosecutor|chief executive|union leader|spokeswoman|general|
professor of law|harbour master|opposition leader|police chief|hospital director""".replace(
    "\n", ""
).split("|")
BODIES = "Council|Ministry|Union|Commission|Bank|Court|Institute|Party|Authority".split("|")
PAPERS = "Courier|Herald|Ledger|Standard|Gazette|Tribune|Observer|Dispatch".split("|")
REASONS = """after a long dispute over the {noun}|because the {noun} had not been paid for|
before the {adjective} {noun} begins|despite a {noun} in {place}|
as the {adjective} {noun} grew worse|while {number} people were still waiting in {place}|
so that the {noun} can go on|although the {tail} was {past}""".replace("\n", "").split("|")

PLAIN = (
    "The {noun} was {past} on {day} {reason}.",
    "{body} {past} the {adjective} {noun} of {place} {reason}.",
    "{person}, the {role}, {past} the {noun} on {day}, {reason}.",
    "More than {number} people in {place} have lost a {noun} since {month}, and {number} a {noun}.",
    "In {place}, the {adjective} {noun} cost {number} million last year, a {noun} of the {tail}.",
    "Nobody knows yet who {past} the {noun} near {place}, or what became of its {tail}.",
    "It was the {adjective} {noun} that {body} had wanted {reason}.",
    "The {tail} {noun}, which {person} {past} in {month}, is to be {past} again {reason}.",
    "He {past} the {noun} himself {reason}, and a {noun} with it.",
    "About {number} of the {adjective} {noun} in {place} were {past} within a {noun} of {month}.",
    "A {adjective} {noun} between {place} and {place} has been {past} {reason}.",
    "Under the {noun}, each {noun} would get {number} crowns for a {adjective} {tail}.",
)
SAID = (
    "“[The {noun} must be {past} {reason},]” {cue} {who}.",
    "{who} {cue} that [the {adjective} {noun} would be {past} {reason}].",
    "“[We have {past} every {noun} in {place},]” {cue} {who}, {role} of {body}.",
    "{who} {cue} on {day} that [no {noun} had been {past} in {place} since {month}].",
    "“[A {noun} is not a {tail},]” {cue} {who}. “[Whoever {past} it will pay for the {noun}.]”",
)
CUES = ("said", "said", "said", "said", "warned", "added", "argued", "announced")
ASKED = (
    "Who {past} the {noun} in {place}?",
    "When was the {adjective} {noun} {past}?",
    "Why did {body} {base} the {noun}?",
    "How many people lost a {noun} in {place}?",
    "What did {person} say about the {noun}?",
    "What did {surname} say about the {adjective} {noun}?",
    "How much did the {noun} in {place} cost?",
    "where is the {adjective} {noun} to be {past}",
    "What became of the {tail} {noun} near {place}?",
    "Was the {noun} {past} before {month}?",
    "What did {body} announce after the {noun}?",
    "Which {noun} did {slip} {base}?",
    "What does the {outlet} say about the {noun}?",
    "Who is {stranger}, and why was the {noun} {past}?",
)
MONTHS = "January February March April May June July August September October November".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday".split()

_SLOT = re.compile(r"\{(\w+)\}|([\[\]])")
_ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sk st t tr v w".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = "l n r rd ck m nd st ll sk th".split()
_WORDS_IN_A_TAIL = 20_000
_FURTHER_NOUNS = 600
_FLATTENED = 25
"""Mandelbrot's shift: without it, the first word would stand everywhere."""
_KINDS = {"person": NameKind.PERSON, "body": NameKind.ORGANISATION, "place": NameKind.PLACE}


class Drawn(Generic[T]):
    """Things of which the first is drawn most often, by Zipf's law."""

    def __init__(self, things: Sequence[T]) -> None:
        self._things = things
        self._weights = list(accumulate(1 / (rank + _FLATTENED) for rank in range(len(things))))

    def one(self, chance: random.Random) -> T:
        """One of them."""
        return chance.choices(self._things, cum_weights=self._weights)[0]


@dataclass(frozen=True, slots=True)
class Country:
    """What there is to write about. Its size follows that of the corpus: news brings new names."""

    nouns: Drawn[str]
    tails: Drawn[str]
    verbs: Drawn[str]
    adjectives: Drawn[str]
    people: Drawn[tuple[str, str]]
    """Name and role."""
    places: Drawn[str]
    bodies: Drawn[str]
    outlets: Drawn[str]


@dataclass(frozen=True, slots=True)
class Told:
    """An article as ingest would have read it, without vectors."""

    article: Article
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    names: tuple[Name, ...]


@dataclass(slots=True)
class _Page:
    """An article in the making; ``at`` is where each slot of the last sentence was filled."""

    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    at: list[tuple[str, str, Span]] = field(default_factory=list)


def country(passages_wanted: int, seed: int = 1) -> Country:
    """A country for that many passages; the same one each time."""
    chance = _chance(seed)
    given = _invented(chance, 300, 2)
    family = _invented(chance, 400 + passages_wanted // 8, 3)
    people = [
        (f"{chance.choice(given)} {chance.choice(family)}", chance.choice(ROLES))
        for _ in range(200 + passages_wanted // 4)
    ]
    places = _invented(chance, 150 + passages_wanted // 40, 2)
    bodies = [f"the {place} {body}" for place in places[:200] for body in BODIES]
    outlets = [f"The {place} {paper}" for place in places[:10] for paper in PAPERS]
    chance.shuffle(bodies)
    chance.shuffle(outlets)
    tails = [word.lower() for word in _invented(chance, _WORDS_IN_A_TAIL, 3)]
    return Country(
        nouns=Drawn([*NOUNS, *tails[:_FURTHER_NOUNS]]),
        tails=Drawn(tails[_FURTHER_NOUNS:]),
        verbs=Drawn(VERBS),
        adjectives=Drawn(ADJECTIVES),
        people=Drawn(people),
        places=Drawn(places),
        bodies=Drawn(bodies),
        outlets=Drawn(outlets),
    )


def articles(there: Country, passages_wanted: int, seed: int = 1) -> Iterator[Told]:
    """Articles of four to eight passages until there are so many; the same ones each time."""
    chance = _chance(seed + 1)
    made = number = 0
    while made < passages_wanted:
        told = _article(there, chance, number)
        made, number = made + len(told.passages), number + 1
        yield told


def questions(there: Country, how_many: int, seed: int = 1) -> list[str]:
    """Different questions in turn of each form; some have no answer, some a slip of the pen."""
    chance = _chance(seed + 2)
    found: dict[str, None] = {}
    while len(found) < how_many:
        form = ASKED[len(found) % len(ASKED)]
        found[_SLOT.sub(lambda slot: _word(slot[1], there, chance), form)] = None
    return list(found)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - keeps no secret, and has to be the same each time


def _article(there: Country, chance: random.Random, number: int) -> Told:
    page = _Page()
    nouns = [_word("noun", there, chance) for _ in range(2)]
    title = (
        f"{_word('place', there, chance)} {nouns[0]} {_word('past', there, chance)}: {nouns[1]}"
    )
    for _ in range(chance.randint(10, 22)):
        _paragraph(page, there, chance, chance.randint(1, 4))
    day = date(2024, 1, 1) + timedelta(chance.randrange(900))
    file = f"{number // 1000:03}/{number:06}.txt"
    article = Article(
        f"/invented/{file}",
        file,
        page.text,
        tuple(page.blocks),
        outlet=_fact(there.outlets.one(chance)),
        title=_fact(title),
        published=_fact(day.isoformat()),
    )
    found = passages(article, page.sentences)
    return Told(article, found, tuple(page.statements), tuple(page.names))


def _fact(value: str) -> Fact:
    return Fact(value, (Evidence("invented"),))


def _paragraph(page: _Page, there: Country, chance: random.Random, sentences: int) -> None:
    start = len(page.text)
    for n in range(sentences):
        is_said = chance.random() < 0.3
        sentence = _sentence(page, there, chance, chance.choice(SAID if is_said else PLAIN))
        page.names += [
            Name(said, _KINDS[slot], span) for slot, said, span in page.at if slot in _KINDS
        ]
        if is_said:
            page.statements.append(_statement(page, sentence))
        page.text += " " if n < sentences - 1 else "\n"
    page.blocks.append(Block(Span(start, len(page.text) - 1), BlockKind.PROSE))


def _sentence(page: _Page, there: Country, chance: random.Random, form: str) -> Span:
    """Writes a sentence; where it stands."""
    start = at = len(page.text)
    form = form.replace("{reason}", _reason(chance))
    page.at, written, last = [], [], 0
    for slot in _SLOT.finditer(form):
        before = form[last : slot.start()]
        kind = slot[2] or slot[1].replace("who", "person")
        word = "" if slot[2] else _word(kind, there, chance)
        at += len(before)
        if at == start:
            word = word[:1].upper() + word[1:]
        page.at.append((kind, word, Span(at, at + len(word))))
        written += [before, word]
        at, last = at + len(word), slot.end()
    page.text += "".join([*written, form[last:]])
    span = Span(start, len(page.text))
    page.sentences.append(Sentence(span, BlockKind.PROSE))
    return span


def _reason(chance: random.Random) -> str:
    """One reason or two."""
    return ", and ".join(chance.sample(REASONS, chance.choice((1, 1, 2))))


def _statement(page: _Page, sentence: Span) -> Statement:
    """The statement that the last sentence holds: between brackets, by the first person."""
    opened = [span.start for kind, _, span in page.at if kind == "["]
    closed = [span.end for kind, _, span in page.at if kind == "]"]
    is_quoted = page.text[opened[0] - 1] == "“"
    who = next(each for each in page.at if each[0] == "person")
    return Statement(
        StatementKind.DIRECT if is_quoted else StatementKind.INDIRECT,
        tuple(Content(Span(*ends), is_quoted) for ends in zip(opened, closed, strict=True)),
        next(span for kind, _, span in page.at if kind == "cue"),
        who[2],
        Speaker(who[1]),
        sentence,
        Resolution("name beside it", 0.9),
    )


def _word(slot: str, there: Country, chance: random.Random) -> str:
    return SLOTS[slot](there, chance)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb[-1] == "y" and verb[-2] not in "aeiou" else f"{verb}ed"


def _slip(there: Country, chance: random.Random) -> str:
    """A surname in which two letters change places."""
    surname = _surname(there, chance)
    return surname[:2] + surname[3] + surname[2] + surname[4:]


def _surname(there: Country, chance: random.Random) -> str:
    return there.people.one(chance)[0].split()[-1]


def _invented(chance: random.Random, how_many: int, syllables: int) -> list[str]:
    """Capitalised words that are in no dictionary, each once."""
    found: dict[str, None] = {}
    while len(found) < how_many:
        parts = [chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)]
        found["".join(parts).capitalize() + chance.choice(_CODAS)] = None
    return list(found)


Slot = Callable[[Country, random.Random], str]

SLOTS: Mapping[str, Slot] = {
    "noun": lambda there, chance: there.nouns.one(chance),
    "tail": lambda there, chance: there.tails.one(chance),
    "adjective": lambda there, chance: there.adjectives.one(chance),
    "base": lambda there, chance: there.verbs.one(chance),
    "past": lambda there, chance: _past(there.verbs.one(chance)),
    "place": lambda there, chance: there.places.one(chance),
    "body": lambda there, chance: there.bodies.one(chance),
    "outlet": lambda there, chance: there.outlets.one(chance).removeprefix("The "),
    "person": lambda there, chance: there.people.one(chance)[0],
    "role": lambda there, chance: there.people.one(chance)[1],
    "surname": _surname,
    "slip": _slip,
    "stranger": lambda _, chance: " ".join(_invented(chance, 2, 4)),
    "cue": lambda _, chance: chance.choice(CUES),
    "month": lambda _, chance: chance.choice(MONTHS),
    "day": lambda _, chance: chance.choice(DAYS),
    "number": lambda _, chance: str(chance.randint(2, 990)),
}
"""What stands in each slot of the sentences and questions above."""
