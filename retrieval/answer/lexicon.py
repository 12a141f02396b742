"""What English questions are made of: language as data."""

from __future__ import annotations

import re

from retrieval.answer.kinds import AnswerKind

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

ASKED_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            AnswerKind.MONEY,
            r"\bhow much (?:money|did .* (?:cost|pay|spend|earn|raise|owe)|does .* (?:cost|pay|spend|"
            r"earn|owe)|will .* (?:cost|pay|spend)|would .* (?:cost|pay)|has .* (?:cost|paid|spent|"
            r"raised)|is .* worth|was .* worth)\b|\bhow (?:expensive|costly)\b"
            r"|\bwhat (?:does|did|will|would) .* cost\b|\bwhat (?:price|sum|amount of money)\b",
        ),
        (
            AnswerKind.NUMBER,
            r"\bhow (?:many|much|long|old|far|tall|big|large|high|deep|heavy|fast|wide|often)\b"
            r"|\bwhat (?:percentage|proportion|share|number|amount|fraction|age)\b"
            r"|\bhow frequently\b",
        ),
        (
            AnswerKind.TIME,
            r"^\W*when\b|\b(?:what|which|by what|in what|on what|in which|on which|by which)"
            r" (?:year|years|date|dates|day|days|month|months|century|decade|time|week)\b"
            r"|\bsince when\b|\bhow long ago\b",
        ),
        (
            AnswerKind.PLACE,
            r"^\W*where\b|\b(?:what|which) (?:city|country|state|place|town|region|continent|"
            r"location|village|street|province|venue)\b",
        ),
        (
            AnswerKind.PERSON,
            r"^\W*(?:who|whom|whose|by whom|to whom|with whom|for whom)\b"
            r"|\b(?:which|what) (?:person|politician|minister|president|leader|official|expert|"
            r"author|actor|actress|singer|player|king|queen|company|organi[sz]ation|team|party|"
            r"group|agency)\b",
        ),
        (AnswerKind.REASON, r"^\W*why\b|\b(?:what|which) (?:reason|reasons|cause|caused)\b"),
        (
            AnswerKind.YES_OR_NO,
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

HAS_KIND: dict[AnswerKind, re.Pattern[str]] = {
    AnswerKind.MONEY: re.compile(
        rf"[$€£¥₽₴₹]\s?\d|\b(?:\d[\d.,]*|{_NUMBER_WORD})\s?-?(?:thousand|million|billion|trillion|m|bn|k)?"
        rf"\s?-?(?:{_CURRENCY})\b",
        re.IGNORECASE,
    ),
    AnswerKind.NUMBER: re.compile(
        r"(?<!\d)(?!(?:1[5-9]|20)\d\d(?!\d|[,.]\d))\d" + rf"|\b(?:{_NUMBER_WORD})\b",
        re.IGNORECASE,
    ),
    AnswerKind.TIME: re.compile(
        rf"\b1\d{{3}}\b|\b20\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH})\b|\b(?:{_MONTH})\.?\s\d"
        rf"|\b{_DAY}s?\b|(?=(?-i:[A-Z]))\b(?:{_MONTH})\b|\bcentur(?:y|ies)\b|\bdecades?\b"
        r"|\b(?:yesterday|today|tomorrow|tonight|morning|evening|noon|midnight|spring|summer|"
        r"autumn|winter|easter|christmas|ramadan|weekend)\b"
        r"|\b(?:next|last|this|past|coming|previous|earlier this)\s(?:year|month|week|day|decade)\b"
        rf"|\b(?:\d+|{_NUMBER_WORD}|a few|a)\s(?:years?|months?|weeks?|days?|hours?|minutes?)\b"
        r"|\b(?:before|after|until|since|during|when|while|once|as soon as)\b|\b\d{1,2}[:.]\d\d\b",
        re.IGNORECASE,
    ),
    AnswerKind.PLACE: re.compile(
        r"\b(?:in|at|near|from|to|on|outside|inside|across|through|of|between|around|into|off)\s"
        r"(?:the\s|a\s|an\s)?(?:\w+\s){0,2}[A-Z]"
        r"|\b(?:north|south|east|west|northern|southern|eastern|western|city|town|village|capital|"
        r"coast|border|country|region|island|river|street|building|hotel|office|port|airport)\b"
    ),
    AnswerKind.PERSON: re.compile(
        r"(?<=[a-z,;:“\"‘(—–] )[“\"‘(]?[A-Z][\w’'-]+|[A-Z][\w’'-]+ [A-Z]|"
        r"\b(?:minister|president|officials?|spokes\w+|mayor|chief|director|professor|leaders?|"
        r"people|officers?|workers?|union|council|government|company|residents?|police|court)\b"
    ),
    AnswerKind.REASON: re.compile(
        r"\b(?:because|since|as|due|owing|so that|in order|for|after|caus\w+|reasons?|therefore|"
        r"thus|led|result\w*|thanks|amid|to)\b",
        re.IGNORECASE,
    ),
}
"""How a sentence that holds a thing of that kind is known. Kinds that are absent need nothing."""

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
