"""Lines that say who wrote an article."""

from __future__ import annotations

import re
from typing import Final

ROLES: Final = frozenset(
    """
    admin analyst anchor associate author bureau chief columnist columnists contributing
    contributor contributors correspondent correspondents critic desk deputy diplomatic editor editors editorial editor-in-chief executive foreign
    freelance guest international investigative investigations journalist managing national news
    newsroom opinion political politics producer reporter reporters senior special staff team washington
    white world writer writers
    """.split()
)
"""Words of a job that follow a name in a byline."""

_PARTICLES: Final = frozenset(
    """
    & + , - – — | • · / al and at bin by da de del der di dos du el for from ibn in la le of on
    the van von with y
    """.split()
)
_BY = re.compile(
    r"(?:(?:written|reported|posted|words|text|story|analysis|published|report|opinion)\s+)?by"
    r"(?:\s*:\s*|\s+)|(?:authors?|writer|reporter)\s*:\s*",
    re.IGNORECASE,
)
_LONGEST: Final = 15
_NAME_WORDS: Final = 4
_JOB_WORDS: Final = 5
# How many words a byline, a name and a job have at most.


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article."""
    return byline_names(line) is not None or _is_unsigned_role(line)


def byline_names(line: str) -> str | None:
    """The authors in a line such as "By Jane Doe, Senior Editor"; None where it is no byline."""
    by = _BY.match(line)
    if by is None:
        return None
    words = line[by.end() :].split()
    if not words or len(words) > _LONGEST or not all(map(_fits_a_byline, words)):
        return None
    if line.endswith(("?", "!")) or (line.endswith(".") and len(words) > _JOB_WORDS):
        return None
    return _names(words)


def _fits_a_byline(word: str) -> bool:
    bare = word.strip(",;|•·/()–—-").casefold()
    return not bare or word.lstrip("(|•")[:1].isupper() or bare in _PARTICLES or bare in ROLES


def _names(words: list[str]) -> str | None:
    """Names up to the first word of a job, place or outlet."""
    kept: list[str] = []
    for word in words:
        bare = word.strip(",;|•·/()–—").casefold()
        if not bare or (kept and bare in ROLES) or bare in {"for", "in", "at", "of", "on", "from"}:
            break
        if not kept and bare in ROLES | {"the"}:
            return None
        kept.append(word.strip(";|•·()"))
        if word.endswith((",", ";", "|", "•")) and not _goes_on(words, len(kept)):
            break
    while kept and kept[-1].strip(",").casefold() in _PARTICLES:
        kept.pop()
    return " ".join(kept).strip(",;") or None


def _goes_on(words: list[str], place: int) -> bool:
    """Whether another author follows a comma: "Ada Quill, Ben Roe and Cy Marsh"."""
    rest = [word.casefold() for word in words[place:]]
    return "and" in rest and not ROLES & {word.strip(",") for word in rest}


def _is_unsigned_role(line: str) -> bool:
    """Lines such as "Jane Doe, Staff Writer", or "by the newsroom"."""
    words = line.split()
    by = _BY.match(line)
    if by and words and len(words) <= _JOB_WORDS + 1:
        return all(_fits_a_byline(word) for word in words[1:]) and bool(
            ROLES & {word.casefold() for word in words}
        )
    names, comma, role = line.partition(",")
    return (
        bool(comma)
        and 1 < len(names.split()) <= _NAME_WORDS
        and all(word[:1].isupper() for word in names.split())
        and 0 < len(role.split()) <= _JOB_WORDS
        and role.split()[-1].casefold() in ROLES
        and not line.endswith(".")
    )
