"""The language of attribution in English-language news: words and marks, as data."""

from __future__ import annotations

import re

# --- quotation marks -------------------------------------------------------------------------

CLOSERS_OF = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    '"': '"',
    "'": "'",
}
"""Each opening mark with the marks that close it."""

DOUBLE_OPENERS = frozenset("“„‟«")
SINGLE_OPENERS = frozenset("‘‚‹'")
STRAIGHT = '"'
MARKS = frozenset("“”„‟«»‘’‚‹›\"'")
DOUBLE_MARKS = frozenset('“”„‟«»"')
OPEN_AFTER = frozenset('([—–-:,/.“”"')
"""What may stand right before an opening mark, beside white space."""
PAIR_OF_SINGLES = re.compile(r"(?<!')''(?!')|(?<=')''(?!')|``")
"""Two apostrophes, or two grave accents, that stand for one double mark."""

ENDS = frozenset(".?!…")
DASHES = frozenset("–—-―")

GLUE = re.compile(
    r"""
    (?<=[.!?…][”"»])(?=[“«A-Z]) | (?<=[.!?…]")(?="[A-Z])   # .”“ and .”T
    | (?<=[a-z0-9]{2}[.!?])(?=“[A-Z] | [A-Z][a-z]+[\ ’'])    # 2030.Marlow said
    """,
    re.VERBOSE,
)
"""Where two paragraphs lost the line break between them."""

# --- verbs of speech -------------------------------------------------------------------------

SAYING = frozenset(
    """
    acknowledge add admit advise affirm allege announce answer argue assert assure attest aver
    boast claim clarify comment complain concede conclude confess confirm contend counter declare
    deny disclose elaborate emphasise emphasize exclaim explain forecast hint imply inform insist
    joke lament maintain mention muse note object observe opine outline plead point posit predict
    proclaim pronounce quip reaffirm reason reassert recall reckon recount reflect reiterate
    relate remark remind repeat reply report respond retort reveal rule say signal speculate
    state stipulate stress submit suggest summarise summarize swear tell testify theorise
    theorize tweet underline underscore volunteer vow warn write
    """.split()
)
"""Verbs whose clause is what somebody said."""

BELIEVING = frozenset(
    "agree assume believe consider doubt estimate expect fear feel hope reckon suspect think".split()
)
"""Verbs of opinion: a statement only where words of the opinion are quoted, or with ``that``."""

ASKING = frozenset(
    """
    accuse advocate ask assail attack back beg blame blast brand bill call cast caution cheer
    characterise characterize chide cite commend condemn congratulate criticise criticize
    challenge compare decry defend demand denounce depict deride describe detail discuss dismiss
    dispute dub echo encourage endorse hail implore instruct label liken list mock name oppose
    order pledge portray praise press promise propose question quote rebuke recommend refer
    reject request rip slam speak talk tout urge voice welcome invite invoke deem declare hit
    lambast lambaste mean name offer pan paint promote raise ridicule scold share single thank
    threaten title trash vilify vent
    """.split()
)
"""Verbs whose object, or infinitive, holds the words."""

PROMISING = frozenset(
    """
    advise agree ask beg call demand encourage implore instruct offer order pledge plead press
    promise propose recommend refuse request swear threaten urge vow warn volunteer
    """.split()
)
"""Verbs whose infinitive is what somebody said ("vowed to appeal")."""

BESIDE_A_QUOTATION = frozenset(
    """
    begin bellow break chant chime chuckle close come continue cry demur end enthuse finish fire
    gasp gloat go greet grin groan growl grumble gush hiss holler implore inquire interject
    interrupt intone laugh marvel mumble murmur mutter open post preach pray rant rave read recite
    scream sermonise shoot shout shrug sigh sing smile snap snarl sneer sniff sob start sum
    tease think thunder toll utter wail weep whisper wonder yell
    """.split()
)
"""Verbs that are a cue only beside a whole quotation ("she laughed")."""

CUES = SAYING | BELIEVING | ASKING | BESIDE_A_QUOTATION

NEEDS_A_MIND = frozenset(
    """
    hint imply indicate note point predict recall reflect relate reveal rule signal suggest
    conclude reason report underline underscore mean expect consider
    """.split()
)
"""Verbs that things do too ("the data suggest"): only a person, a group or an outlet states."""

AS_A_RESULT = frozenset(
    "suggest indicate imply signal reveal show mean underline underscore reflect".split()
)
"""Verbs whose participle says what follows from the clause before: ", indicating that …"."""

DOUBTED_BY = frozenset("would could should might may must can 'd ca wo will 'll shall".split())
"""Auxiliaries under which nothing was said yet."""

WEEKDAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday yesterday today Mon Tue Wed Thu Fri Sat Sun".split()
)

INTENDING = frozenset({"agree", "mean"})
"""Verbs that with an infinitive say what somebody will do or wants to do."""

ADDRESSING = frozenset(
    """
    tell inform remind assure ask urge warn advise order instruct implore beg encourage press
    thank promise notify invite caution
    """.split()
)
"""Verbs whose object is who was spoken to."""

LEADING_TO_CONTENT = frozenset("as for about against of on to over".split())
"""Prepositions after which a verb's content stands: "described it as …"."""

LINKS = frozenset({",", ":", "-", "–", "—", "--", "that", "..", "..."})
"""What may stand between a cue and its quotation."""

PARTICLES = frozenset("up out on back down in off forth away".split())
"""What completes a verb of speech: "summed up", "pointed out", "went on"."""

NOT_OF_SPEECH = {
    "break": frozenset("down off out up".split()),
    "call": frozenset("back in off on up".split()),
    "cast": frozenset("off out".split()),
    "close": frozenset("down in off".split()),
    "come": frozenset("back down off on up".split()),
    "end": frozenset({"up"}),
    "name": frozenset({"after"}),
    "open": frozenset({"up"}),
    "order": frozenset({"up"}),
    "share": frozenset({"out"}),
    "start": frozenset("off out up".split()),
    "write": frozenset("down off up".split()),
}
"""Verbs of speech that are none with this particle."""

ACCORDING = "according"
WORDS = "words"
"""The noun of "in the words of Marlow"."""

UNWILLING = frozenset("decline refuse fail avoid stop forbear hesitate omit".split())
"""Verbs under which nothing is said: "declined to say"."""
NOBODY = frozenset({"none", "nobody", "neither", "no-one"})

HEADLINE_CUES = frozenset(
    """
    says said say states stated warns warned tells told claims claimed argues argued insists vows
    admits adds believes calls urges explains reveals announces confirms predicts suggests stresses
    """.split()
)
"""Forms that end a headline after a name: "…, Harbour Chief Says"."""

# --- who speaks ------------------------------------------------------------------------------

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs"})
NEUTER = frozenset({"it", "its"})
NARRATOR = frozenset({"i", "we", "you", "me", "us", "my", "our"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
PRONOUNS = MASCULINE | FEMININE | PLURAL | NEUTER | NARRATOR | RELATIVE
INDEFINITE = frozenset(
    "one some many most others all both several few none nobody someone somebody everyone this these those there what".split()
)

EMPTY_SUBJECTS = frozenset({"it", "there", "this", "that", "which", "what"})
"""Subjects that never are somebody who goes on speaking."""

MASCULINE_TITLES = frozenset({"mr", "mister", "sir", "lord", "king", "prince", "father"})
FEMININE_TITLES = frozenset(
    {"mrs", "ms", "miss", "madam", "lady", "dame", "queen", "princess", "baroness", "sister"}
)
HONORIFICS = frozenset(
    """
    mr mrs ms miss mister dr prof professor sir dame lord lady rev reverend hon
    president vice prime minister premier chancellor king queen prince princess pope
    sen senator rep representative congressman congresswoman gov governor mayor judge justice
    secretary gen general col colonel capt captain lt lieutenant maj major sgt sergeant adm admiral
    chief chairman chairwoman speaker ambassador sheriff deputy attorney former ex ex- the
    spokesman spokeswoman spokesperson director commissioner councillor councilman detective officer
    """.split()
)
"""Titles before a name that are no part of it."""

NAME_ENDS = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What ends a name without being one."""

FIRST_NAMES_MASCULINE = frozenset(
    """
    aaron abdul adam adrian ahmed alan albert alex alexander alexei ali andrei andrew andriy
    anthony antonio arthur barack ben benjamin bernard bernie bill bob boris brad brian bruce carl
    carlos charles chris christopher chuck craig dan daniel dave david dennis dmitri dmitry donald
    doug douglas ed edward emmanuel eric ernest felipe francis francisco frank fred friedrich
    gary george gerald greg gregory hans harold harry henry hugh ian igor ivan jack jacob jake
    james jared jason jean jeb jeff jeffrey jerry jim jimmy joe joel john jonathan jorge jose
    joseph josh joshua juan justin karl keir keith ken kenneth kevin kirill konstantin larry lars
    lee leonard lewis lloyd louis lucas luis luke manuel marco mario mark martin matt matthew
    max michael miguel mikael mike mikhail mitch mitt mohammed muhammad nathan neil nicholas nick
    nigel nikolai oleg oliver oscar pablo pat patrick paul pedro pete peter phil philip pierre
    rafael ralph rand ray reince ricardo richard rick rob robert roger ron ronald rudy russell
    ryan sam samuel scott sean sebastian sergei sergey simon stefan stephen steve steven stuart
    ted terry thomas tim timothy toby todd tom tony trevor vincent viktor vladimir volodymyr
    walter wayne will william xavier yuri yusuf zachary
    """.split()
)
FIRST_NAMES_FEMININE = frozenset(
    """
    abigail alice alicia alison amanda amy ana andrea angela anita ann anna anne annette anya
    ashley audrey barbara beth betty brenda carla carly carol caroline catherine charlotte
    cheryl christina christine cindy claire clara daria deborah debbie diana diane donna dorothy
    elena eleanor elizabeth ellen emily emma erin eva evelyn fatima fiona florence frances gail
    gina giorgia gloria grace hannah heather heidi helen hillary hilary huma ines ingrid irene
    iris isabel ivanka jacqueline jane janet janice jean jeanne jennifer jenny jessica jill joan
    joanna josephine joyce judith judy julia julie karen kate katherine kathleen kathryn kathy
    katie kellyanne kelly kim kirsten laura lauren leah lena leslie linda lisa loretta lucy
    lydia lynn madeleine margaret maria marian marie marina martha mary megan melania melissa
    michelle mary monica nadia nancy naomi natalia natalie natasha nicole nina nora olga olivia
    pamela patricia patty paula penny phoebe polina priya rachel rebecca renee rita roberta rosa
    rose ruth sally samantha sandra sara sarah sharon sheila shirley sofia sonia sophia sophie
    stephanie sue susan suzanne svetlana sylvia tatiana teresa tina theresa tracy ursula valerie
    vanessa vera veronica victoria virginia wendy yulia yvonne zainab zoe
    """.split()
)

ROLE_NOUNS = frozenset(
    """
    activist adviser advisor aide ambassador analyst attorney author banker candidate captain contender
    frontrunner challenger rival opponent chairman chairwoman chancellor chief colonel columnist commander commentator commissioner
    congressman congresswoman consultant coach critic democrat deputy diplomat director doctor
    economist editor engineer envoy executive expert father fellow founder general governor head
    historian host husband insider journalist judge justice king lawmaker lawyer leader
    legislator lieutenant manager mayor minister mother nominee nurse officer official operative
    organiser organizer owner pastor physician player pollster pope premier president priest
    prince princess producer professor prosecutor queen reporter representative republican
    researcher resident scholar scientist secretary senator sheriff singer socialist
    sociologist soldier source speaker spokesman spokesperson spokeswoman strategist student
    survivor teacher treasurer tycoon victim voter wife witness woman man writer boy girl
    billionaire businessman businesswoman politician veteran actor actress star
    colleague councillor counsel counselor chair member partner biologist chemist ecologist
    geologist meteorologist physicist psychologist curator farmer fisherman gardener mechanic
    midwife nun surgeon trader
    """.split()
)
"""Singular nouns for somebody who can speak."""

ROLES_OF_THINGS = frozenset("host leader owner player producer resident source star".split())
"""Role nouns that companies and places are called by, too."""

SPOKES = frozenset("spokesman spokesperson spokeswoman".split())
"""Those who speak for somebody else."""

GENERIC_ROLES = frozenset(
    """
    official politician leader man woman politician expert lawmaker legislator figure candidate
    executive boss chief person spokesperson insider source
    """.split()
)
"""Roles that another role can be meant by: an officer is an official."""

GROUP_NOUNS = frozenset(
    """
    activists administration advisers agency aides analysts army attorneys authorities board
    campaign coalition commission committee company council court critics democrats department
    diplomats economists embassy experts firm government group hardliners house kremlin lawmakers
    lawyers leaders ministers ministry newspaper office officers officials opponents organisation
    organization palace paper parents parliament party people police prosecutors protesters
    reporters representatives republicans researchers residents scientists senate senators sources
    spokesmen staff students supporters team union university voters witnesses media press poll
    magazine network website outlet statement letter report memo email document documents filing
    lawsuit complaint affidavit survey study article editorial post tweet message release
    """.split()
)

ROLE_SPELLINGS = {
    "ex": "former",
    "retired": "former",
    "defence": "defense",
    "us": "america",
    "u.s": "america",
    "american": "america",
    "uk": "britain",
    "british": "britain",
    "french": "france",
    "german": "germany",
    "dutch": "netherlands",
    "greek": "greece",
    "spanish": "spain",
    "finnish": "finland",
    "polish": "poland",
    "irish": "ireland",
    "scottish": "scotland",
    "welsh": "wales",
}
"""Words of roles that say the same thing."""

ADJECTIVE_ENDS = frozenset("n an ian ean nian ish ese i".split())
COUNTRY_ENDS = frozenset({"", "a", "e", "en", "y", "ia", "land", "o"})
"""What is left of Russian and Russia, Swedish and Sweden, where they part."""

FORMER = frozenset({"former", "ex", "ex-", "retired", "onetime", "late"})
SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})

LABELS = frozenset(
    """
    takeaway tip insight note update correction photo image read watch related editor question
    answer summary fact caption advertisement video opinion analysis live exclusive breaking
    explainer interview profile factbox timeline comment letter review podcast gallery quiz
    """.split()
)
"""What stands before a colon without being somebody."""
