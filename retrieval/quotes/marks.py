"""Quotation marks, and what stands around them, in any language."""

from __future__ import annotations

import re

CLOSERS_OF = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    '"': '"',
    "”": "”",
    "'": "'",
}
"""Each opening mark with the marks that close it."""

DOUBLE_OPENERS = frozenset("“„‟«")
HIGH_OPENERS = frozenset("“‟")
SINGLE_OPENERS = frozenset("‘‚‹'")
STRAIGHT = '"'
STRAIGHTS = frozenset('"”')
"""Double marks that open and close, with nothing in themselves to tell which."""
TWO_FACED = frozenset('"”»')
"""Double marks that open only at the beginning of a word."""
MARKS = frozenset("“”„‟«»‘’‚‹›\"'")
DOUBLE_MARKS = frozenset('“”„‟«»"')
MARK = re.compile("[“”„‟«»‘’‚‹›\"']")
DOUBLE = re.compile('[“”„‟«»"]')
OPEN_AFTER = frozenset('([—–-:,/.“”"')
"""What may stand right before an opening mark, beside white space."""
PAIR_OF_SINGLES = re.compile(r"(?<!['‘’])['’]{2}(?!['’])|(?<=['’])['’]{2}(?!['’])|``|‘‘")
"""Two apostrophes, or two grave accents, that stand for one double mark."""
INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
"""Feet and inches, up to the mark for the inches."""
NO_WIDTH = str.maketrans(dict.fromkeys("\u200b\u200c\u2060\ufeff", " "))
"""What is printed nowhere, as blanks."""
NAME_AND_COLON = re.compile(r"[A-Z][A-Z.'’\- ]+:")
"""Who speaks, in a transcript."""

LINKS = frozenset({",", ":", "-", "–", "—", "--", "..", "..."})
"""What may stand between a cue and its quotation, beside the conjunction."""

ENDS = frozenset(".?!…")
INNER_CLOSERS = "’'”\"›»"
"""What closes a quotation within another: “… ‘responsible,’” ends with a comma."""

DASHES = frozenset("–—-―")


def last_said(words: str) -> str:
    """The last code point of what is quoted, closing marks inside it passed over, or nothing."""
    return words.rstrip(INNER_CLOSERS + " ")[-1:]


GLUE = re.compile(
    r"""
    (?<=[.!?…][”"»])(?=[“«A-Z]) | (?<=[.!?…]")(?="[A-Z])   # .”“ and .”T
    | (?<=[a-z0-9]{2}[.!?])(?=“[A-Z] | [A-Z][a-z]+[\ ’'])    # 2030.Marlow said
    """,
    re.VERBOSE,
)
"""Where two paragraphs lost the line break between them."""
