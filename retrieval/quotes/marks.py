"""Quotation marks, and what stands around them, in any language."""

from __future__ import annotations

import re

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

LINKS = frozenset({",", ":", "-", "–", "—", "--", "..", "..."})
"""What may stand between a cue and its quotation, beside the conjunction."""

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
