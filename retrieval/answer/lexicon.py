"""What English questions are made of: language as data."""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    """The kind of thing that must stand in an answer; the values read well in a sentence."""

    MONEY = "a sum of money"
    NUMBER = "a number"
    TIME = "a time"
    PLACE = "a place"
    PERSON = "a person or body"
    REASON = "a reason"
    YES_OR_NO = "a yes or no"
    ANY = "anything"


STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each few for from further had hadn't has hasn't have haven't
    having he he'd he'll he's her here hers herself him himself his how i i'd i'll i'm i've if in
    into is isn't it it's its itself just me more most my myself no nor not of off on once only
    or other our ours ourselves out over own same she she'd she'll she's should shouldn't so some
    such than that that's the their theirs them themselves then there there's these they they'd
    they'll they're they've this those through to too under until up us very was wasn't we we'd
    we'll we're we've were weren't what what's when where which while who who's whom whose why
    will with won't would wouldn't you you'd you'll you're you've your yours yourself yourselves
    tell please show give know find anything something anyone someone everything
    """.split()
)
"""Words too common to say what a question is about."""

QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())

MEASURES = "much many long often far big old".split()
"""What follows "how" where it asks for a measure."""

ASKED_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            AnswerType.MONEY,
            r"\bhow much (?:money|did .* (?:cost|pay|spend|earn|raise|owe)|does .* (?:cost|pay|spend|"
            r"earn|owe)|will .* (?:cost|pay|spend)|would .* (?:cost|pay)|has .* (?:cost|paid|spent|"
            r"raised)|is .* worth|was .* worth)\b|\bhow (?:expensive|costly)\b"
            r"|\bwhat (?:does|did|will|would) .* cost\b|\bwhat (?:price|sum|amount of money)\b",
        ),
        (
            AnswerType.NUMBER,
            r"\bhow (?:many|much|long|old|far|tall|big|large|high|deep|heavy|fast|wide|often)\b"
            r"|\bwhat (?:percentage|proportion|share|number|amount|fraction|age)\b"
            r"|\bhow frequently\b",
        ),
        (
            AnswerType.TIME,
            r"^\W*when\b|\b(?:what|which|by what|in what|on what|in which|on which|by which)"
            r" (?:year|years|date|dates|day|days|month|months|century|decade|time|week)\b"
            r"|\bsince when\b|\bhow long ago\b",
        ),
        (
            AnswerType.PLACE,
            r"^\W*where\b|\b(?:what|which) (?:city|country|state|place|town|region|continent|"
            r"location|village|street|province|venue)\b",
        ),
        (
            AnswerType.PERSON,
            r"^\W*(?:who|whom|whose|by whom|to whom|with whom|for whom)\b"
            r"|\b(?:which|what) (?:person|politician|minister|president|leader|official|expert|"
            r"author|actor|actress|singer|player|king|queen|company|organi[sz]ation|team|party|"
            r"group|agency)\b",
        ),
        (AnswerType.REASON, r"^\W*why\b|\b(?:what|which) (?:reason|reasons|cause|caused)\b"),
        (
            AnswerType.YES_OR_NO,
            r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
        ),
    )
)
"""What kind of thing a question asks for, first match wins."""

_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|trillions?|half|third|quarter|both|none|"
    r"twice|once|several|double|triple"
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

_CURRENCY = (
    r"dollars?|euros?|pounds?|sterling|crowns?|kron[aeo]r?|roubles?|rubles?|yen|yuan|renminbi|rupees?|"
    r"francs?|pesos?|lira|rand|shekels?|dinars?|dirhams?|riyals?|reais|zloty|hryvnias?|forints?|"
    r"cents?|pence|marks?|naira|shillings?|baht|usd|eur|gbp"
)

ANSWER_FORMS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.MONEY: re.compile(
        rf"[$€£¥₽₴₹]\s?\d|\b(?:\d[\d.,]*|{_NUMBER_WORD})\s?-?(?:thousand|million|billion|trillion|m|bn|k)?"
        rf"\s?-?(?:{_CURRENCY})\b",
        re.IGNORECASE,
    ),
    AnswerType.NUMBER: re.compile(
        r"(?<!\d)(?!(?:1[5-9]|20)\d\d(?!\d|[,.]\d))\d" + rf"|\b(?:{_NUMBER_WORD})\b",
        re.IGNORECASE,
    ),
    AnswerType.TIME: re.compile(
        rf"\b1\d{{3}}\b|\b20\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH})\b|\b(?:{_MONTH})\.?\s\d"
        rf"|\b{_DAY}s?\b|(?=(?-i:[A-Z]))\b(?:{_MONTH})\b|\bcentur(?:y|ies)\b|\bdecades?\b"
        r"|\b(?:yesterday|today|tomorrow|tonight|morning|evening|noon|midnight|spring|summer|"
        r"autumn|winter|easter|christmas|ramadan|weekend)\b"
        r"|\b(?:next|last|this|past|coming|previous|earlier this)\s(?:year|month|week|day|decade)\b"
        rf"|\b(?:\d+|{_NUMBER_WORD}|a few|a)\s(?:years?|months?|weeks?|days?|hours?|minutes?)\b"
        r"|\b(?:before|after|until|since|during|when|while|once|as soon as)\b|\b\d{1,2}[:.]\d\d\b",
        re.IGNORECASE,
    ),
    AnswerType.PLACE: re.compile(
        r"\b(?:in|at|near|from|to|on|outside|inside|across|through|of|between|around|into|off)\s"
        r"(?:the\s|a\s|an\s)?(?:\w+\s){0,2}[A-Z]"
        r"|\b(?:north|south|east|west|northern|southern|eastern|western|city|town|village|capital|"
        r"coast|border|country|region|island|river|street|building|hotel|office|port|airport)\b"
    ),
    AnswerType.PERSON: re.compile(
        r"(?<=[a-z,;:“\"‘(—–] )[“\"‘(]?[A-Z][\w’'-]+|[A-Z][\w’'-]+ [A-Z]|"
        r"\b(?:minister|president|officials?|spokes\w+|mayor|chief|director|professor|leaders?|"
        r"people|officers?|workers?|union|council|government|company|residents?|police|court)\b"
    ),
    AnswerType.REASON: re.compile(
        r"\b(?:because|since|as|due|owing|so that|in order|for|after|caus\w+|reasons?|therefore|"
        r"thus|led|result\w*|thanks|amid|to)\b",
        re.IGNORECASE,
    ),
}
"""How a sentence that holds a thing of that kind is known. Kinds that are absent need nothing."""

FUNCTION_WORDS = STOP_WORDS | frozenset(
    """
    according across although amid among around asked at because before behind besides beyond
    despite during earlier even ever every following given hours however if in inside instead
    last late later many meanwhile minutes moments moreover near neither never next nobody none
    nothing now on once one others outside perhaps since so some soon still that the then there
    thus today together tomorrow tonight under unless until upon when whenever where whereas
    whether while with within without yesterday yet
    """.split()
)
"""Words with which a sentence begins that names nobody by them."""

REFERRING_NOUNS = (
    r"(?:company|companies|firm|group|union|ministry|ministers?|government|governments|agency|"
    r"authority|office|party|parties|council|court|committee|institute|university|newspaper|bank|"
    r"organi[sz]ation|president|chancellor|premier|mayor|governor|senator|lawmaker|politician|"
    r"general|officer|official|officials|spokes(?:man|woman|person)|director|chief|chairman|"
    r"chairwoman|head|leaders?|judge|lawyer|lawyers|professor|researchers?|scientists?|expert|"
    r"analyst|author|doctor|engineer|man|woman|boy|girl|couple|suspect|victim|"
    r"[0-9]{2}-year-old|countries|sides|men|women|brothers|sisters|statement|report|decision)"
)
"""What somebody or something is called that was named before."""

BODY_NOUNS = frozenset(
    """
    union ministry government agency authority office party council court committee institute
    university newspaper bank organisation organization
    """.split()
)
"""Those of them that are a part of the name of what they stand for."""

MONTHS = (
    "january february march april may june july august september october november december"
).split()

DATE_COUNTS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
} | {"few": 3, "couple of": 2}
"""Numbers as they stand before days, weeks, months and years."""

NEWSPAPER_NOUNS = frozenset(
    """
    advertiser argus bulletin chronicle citizen courier dispatch echo enquirer examiner express
    gazette globe guardian herald independent inquirer journal ledger mail mercury messenger
    mirror monitor news observer post press record register reporter review scotsman sentinel
    spectator standard star sun telegraph times tribune voice weekly wire world
    """.split()
)
"""What the last word of a newspaper's name is when the rest may be left out: "the Courier"."""

OUTLET_TAILS = frozenset(
    """
    agency channel english international magazine media network news newspaper online radio tv
    """.split()
)
"""Last words of an outlet's name that readers leave out."""

AFTER_A_PHRASE = (
    r"about|after|against|and|are|as|at|because|been|before|between|but|by|can|concerning|could|"
    r"did|do|does|during|for|from|had|has|have|how|if|in|is|of|on|or|over|regarding|say|says|said|"
    r"should|since|than|that|then|to|under|until|was|were|what|when|where|which|while|who|whom|"
    r"whose|why|will|with|would"
)
"""Words that begin something new after a phrase such as "in the Courier"."""

HOLDINGS = (
    r"believed?|confidence|interests?|invest|invested|investing|investment|investor|investors|"
    r"involved|jobs?|majority|money|roles?|shares?|shareholders?|stakes?|trust|work|worked|"
    r"working|works"
)
"""Words after which "in the Courier" speaks of the firm and not of what it prints."""

_SPEECH = (
    r"say|said|saying|tell|told|telling|stated|claim|claimed|argue|argued|warn|warned|announce|"
    r"announced|explain|explained|comment|commented|predict|predicted|promise|promised|insist|"
    r"insisted|admit|admitted|declare|declared|emphasi[sz]ed?|stress|stressed|acknowledged?|"
    r"conceded?|reply|replied|respond|responded|remark|remarked|suggest|suggested|deny|denied"
)

SAYING_VERBS = (
    rf"{_SPEECH}|says|tells|states|claims|write|writes|wrote|written|report|reports|"
    r"reported|print|prints|printed|publish|published|quote|quoted"
)
"""A question with one of these asks for words, and so when they were printed matters."""

SPEAKERS_VERBS = rf"{_SPEECH}|state|add|added"
"""What follows whoever is asked about in "what did she say?": no outlet's verbs, as "print"."""

AUXILIARIES = (
    "did does do has have had is are was were will would can could should shall may might must"
).split()
"""Verbs with which a question begins, or that follow its question word."""

ADJUNCTS = (
    r"in|since|before|after|during|between|from|until|till|last|yesterday|according|over|on\s\d|"
    rf"on\s(?:{'|'.join(MONTHS)})"
)
"""What begins a fragment that says when, where or according to whom."""

PARTICLES = frozenset(
    """
    a about after against an at before by down during for from in into of off on out over since
    than that the through to towards under until up when while with
    """.split()
)
"""Words that do not belong to the subject before them."""

CLAUSES = r"when|that|which|who|whose|while|after|because|if|where|as"
"""Words that begin another clause, whose verb is not the question's."""

TELLING = (
    r"\b(?:what|which|any|the|latest)\s(?:news|articles?|stories|coverage|headlines?)\b"
    r"|\bwhat(?:['’]s|\sis|\swas)\snew\b"
)
"""A question with one of these asks for what was new at a time."""

IRREGULAR_VERBS: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split())
    for line in """
        arise arose arisen
        bear bore borne
        beat beaten
        become became
        begin began begun
        bind bound
        break broke broken
        bring brought
        build built
        burn burnt
        buy bought
        catch caught
        choose chose chosen
        come came
        deal dealt
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        feel felt
        fight fought
        find found
        flee fled
        fly flew flown
        forbid forbade forbidden
        forget forgot forgotten
        freeze froze frozen
        get got gotten
        give gave given
        go went gone
        grow grew grown
        hang hung
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lay laid
        lead led
        leave left
        lend lent
        lose lost
        make made
        mean meant
        meet met
        pay paid
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        shake shook shaken
        shoot shot
        show shown
        shrink shrank shrunk
        sing sang sung
        sink sank sunk
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        stand stood
        steal stole stolen
        strike struck
        swear swore sworn
        swim swam swum
        take took taken
        teach taught
        tear tore torn
        tell told
        think thought
        throw threw thrown
        understand understood
        wake woke woken
        wear wore worn
        win won
        withdraw withdrew withdrawn
        write wrote written
    """.splitlines()
    if line.strip()
)
"""Verbs whose forms no stemmer brings together, a verb a line."""
