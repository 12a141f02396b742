"""Questions that are meant to hang or to break what answers them, made from a seed by kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final

TELEGRAM_LIMIT: Final = 4096
"""UTF-16 units of the longest message."""

WORDS: Final = (
    "harbour bridge ferry council mayor fire budget school strike vote port crane fish rail "
    "storm court nurse river tax bank"
).split()
NAMES: Final = ("Mara Lindqvist", "Tom Brandt", "Ada Berglund", "the council", "Ostervik")
_BIDI: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
_ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_PUNCTUATION: Final = "?!.,;:-–—…()[]{}<>/\\|*+^$#@&%=~`'\"“”‘’«»_"

Make = Callable[[Random], str]


def _plain(random: Random) -> str:
    """Return a question as people ask it."""
    one, other = random.sample(WORDS, 2)
    return random.choice(
        (
            f"What did {random.choice(NAMES)} say about the {one}?",
            f"When will the {one} reopen after the {other}?",
            f"How many people were at the {one}?",
            f"Why was the {one} of {random.choice(NAMES)} closed?",
        )
    )


def _run(random: Random, unit: str) -> str:
    """Return a plain question with a run of the unit at one of its ends, or alone."""
    run = unit * random.choice((1, 7, 60, 90, 127, 180, 200, 400, TELEGRAM_LIMIT // len(unit)))
    question = _plain(random)
    together = random.choice((run, f"{question} {run}", f"{run} {question}"))
    return together[:TELEGRAM_LIMIT]


def _sprinkled(random: Random, marks: str) -> str:
    """Return a plain question with some of the marks between its characters."""
    question = _plain(random)
    return "".join(char + random.choice(marks) * random.choice((0, 0, 1, 3)) for char in question)


def _number_rich(random: Random) -> str:
    return _run(random, random.choice(("1 ", "9.8.7.6.", "0,", "1/2/3 ", "-1 ", "12:34 ")))


def _of_length(random: Random) -> str:
    border = random.choice((254, 255, 256, 257, 349, 350, 351, 399, 400, 401, 512, 4095, 4096))
    return (f"{_plain(random)} " * (border // 10))[:border]


def _long_number(random: Random) -> str:
    digits = "".join(random.choices("0123456789", k=random.choice((400, 4000, 5000))))
    before = random.choice(("How many are ", "after:", "before:", "Who has ", "in "))
    return f"{before}{digits}{random.choice(('?', '%', ' crowns', '-01-01', '.5'))}"


def _fts(random: Random) -> str:
    return random.choice(
        (
            '" OR 1', "NEAR(port crane, 5)", "words : port AND NOT crane", "port*", "^port",
            "{title words} : port", '"""" port ""', "port AND", "NOT", "(port", "-port +crane",
            "rowid:1 OR title:*", "NEAR(" * 300, '"' * 999, "port " + "OR crane " * 400,
        )
    )  # fmt: skip


def _sql(random: Random) -> str:
    return random.choice(
        (
            "'; DROP TABLE articles; --", "' UNION SELECT text FROM versions --", "%' OR '1'='1",
            "?1 ?2 ?3", ":name @name $name", "port' AND randomblob(1000000000) --", "\\x00' --",
            "'" * 4000, "port;" * 500,
        )
    )  # fmt: skip


def _markup(random: Random) -> str:
    return random.choice(
        (
            "<b>Who</b> reopened the <script>port</script>?", "&lt;b&gt; &amp; &#0; &#x110000;",
            "<a href='tg://user?id=1'>port</a>", "<" * 4000, "<b>" * 900, "&" * 4000,
            "[port](http://x.example)", "```port```", "*_~|" * 900, "<![CDATA[port]]>",
        )
    )  # fmt: skip


def _pattern(random: Random) -> str:
    """Return what makes careless regular expressions go back and forth without end."""
    unit = random.choice(
        ("a" * 50 + "!", "a.a.", "x'x", "A-", "Mr. ", "of the ", "and ", "\t ", "1,1.", "A. B. ",
         "von der ", "said that ", "“", "outlet:", 'speaker:"', "(((", "in March 20", "after "),
    )  # fmt: skip
    return (unit * 2000)[: random.choice((500, 2000, TELEGRAM_LIMIT))]


def _filters(random: Random) -> str:
    return random.choice(
        (
            'outlet:"', "outlet:" * 500, "after:0000", "after:9999-99-99", "before:10000",
            "after:2025-02-30 port", "speaker:" + "x" * 3000, 'outlet:"' + "port " * 600 + '"',
            "after:2025 before:2024 port", "speaker:… port", "after:२०२५ port", "after:²⁰²⁵",
            "outlet:\u202eport who", "after:" + "2" * 3000, "speaker:'' OUTLET:“” port",
        )
    )  # fmt: skip


def _about(random: Random) -> str:
    said = random.choice(("What did {} say about {}?", "Who said {} to {}?", "Did {} deny {}?"))
    return said.format(" and ".join(NAMES * 40), " or ".join(WORDS * 20))[:TELEGRAM_LIMIT]


def _names(random: Random) -> str:
    name = random.choice(("Brandt", "O’Brandt-", "van der ", "Mara ", "McBrandt’s ", "Dr. "))
    return _run(random, name)


def _dates(random: Random) -> str:
    unit = random.choice(
        ("on 3 March ", "in 2023 ", "since May ", "last week ", "yesterday ", "between 1 and ",
         "31 February 2025 ", "on 99 March 99999 ", "before after ", "the day before "),
    )  # fmt: skip
    return _run(random, unit)


def _any_characters(random: Random) -> str:
    """Return characters from everywhere, those that are no text included."""
    size = random.choice((1, 20, 400, 1000))
    return "".join(chr(random.choice((random.randrange(0x110000), random.randrange(0x3000))))
                   for _ in range(size))  # fmt: skip


def _from(units: tuple[str, ...]) -> Make:
    return lambda random: _run(random, random.choice(units))


def _with(marks: str) -> Make:
    return lambda random: random.choice((_sprinkled, _run_of))(random, marks)


def _run_of(random: Random, marks: str) -> str:
    return _run(random, random.choice(marks))


KINDS: Final[Mapping[str, Make]] = {
    "plain": _plain,
    "numbers": _number_rich,
    "lengths at the limits": _of_length,
    "a number of thousands of digits": _long_number,
    "emoji": _from(("😀", "👨‍👩‍👧‍👦", "🇺🇳", "👍🏽", "❤️", "#️⃣")),
    "Chinese, Japanese, Korean": _from(("漢字", "カ", "한국", "漢 字 ", "「漢」")),
    "right to left": _from(("متى ", "שלום", "العربية؟", "א1ב2 ")),
    "other scripts": _from(("Когда ", "कब", "ไทย", "𝔘𝔫", "ﷺ", "ß", "İi", "ŉ")),
    "combining marks": _from(("e\u0301", "a\u0300\u0323\u0345", "\u0301", "Z͑ͫ̓", "\U000e0100")),
    "question marks": _from(("?", "? ", "¿?", "？", "?!", "⁇ ")),
    "only punctuation": _with(_PUNCTUATION),
    "control characters": _with("".join(map(chr, (*range(1, 32), 127, *range(128, 160))))),
    "NUL": _with("\0"),
    "bidirectional controls": _with(_BIDI),
    "zero width": _with(_ZERO_WIDTH),
    "lone surrogates": _with("\ud800\udbff\udc00\udfff\udcff"),
    "no characters": _with("\ufffe\uffff\ufdd0\U0010ffff\ufffd"),
    "line ends": _with("\r\n\v\f\u2028\u2029\x85"),
    "white space": _with(" \t\u00a0\u2003\u3000\u205f"),
    "one long word": _from(("a", "harbour", "ab-", "x_", "Aa", "é", "1a")),
    "full-text syntax": _fts,
    "SQL": _sql,
    "markup": _markup,
    "patterns": _pattern,
    "filters": _filters,
    "many names and topics": _about,
    "names": _names,
    "dates": _dates,
    "quotation marks": _from(("“", '"', "“port” ", "‘’", "« ", "''", "„“")),
    "formats and paths": _from(("%s", "{}", "{0.__class__}", "${HOME}", "../", "\\u0000", "%00")),
    "conjunctions": _from(("and ", "not ", "or the ", "who ", "that said ", "if ", "because ")),
    "any characters": _any_characters,
}
"""What a question is made by, by the name of its kind."""


def hostile_questions(seed: int, number: int) -> Iterator[tuple[str, str]]:
    """Yield so many questions with the names of their kinds, in turn; equal for an equal seed."""
    random = Random(seed)  # noqa: S311 - questions for a test, which must be the same every time
    kinds = list(KINDS.items())
    for count in range(number):
        name, make = kinds[count % len(kinds)]
        yield name, make(random)
