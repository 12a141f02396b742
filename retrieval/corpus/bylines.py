"""Recognises the lines that say who wrote an article, and reads the names in them."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Final

from retrieval.languages.loader import WordList, Words, WordTable, load_words
from retrieval.languages.patterns import any_of

_LONGEST: Final = 15
_NAME_WORDS: Final = 4
_JOB_WORDS: Final = 5
# How many words a byline, a name and a job have at most.


class BylineWords(WordTable):
    """``bylines.toml``: jobs, and the words around an author's name or a date."""

    roles: Words
    small_words: Words
    the: Words
    before_a_place: Words
    joining: Words
    by: WordList
    written: WordList
    labels: WordList
    changed: WordList
    issued: WordList
    events: WordList
    before_a_date: WordList

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """What stands before the author's name: "Written by", "Author:"."""
        return re.compile(
            rf"(?:{any_of(self.written)}\s+)?{any_of(self.by)}(?:\s*:\s*|\s+)"
            rf"|{any_of(self.labels)}\s*:\s*",
            re.IGNORECASE,
        )

    @cached_property
    def by_somebody(self) -> re.Pattern[str]:
        """A byline inside a line, to its end."""
        return re.compile(rf"\b{any_of(self.by)}\s+\S.*", re.IGNORECASE)

    @cached_property
    def label_of_another_date(self) -> re.Pattern[str]:
        """What stands before the date of a change or an event: "Updated on", "Opens"."""
        return self._label((*self.changed, *self.events))

    @cached_property
    def label_of_publication(self) -> re.Pattern[str]:
        """What stands before the date of publication: "Published:"."""
        return self._label(self.issued)

    def _label(self, words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(rf"\b{any_of(words)}\W*{any_of(self.before_a_date)}?\W*$", re.IGNORECASE)


@cache
def byline_words() -> BylineWords:
    """Return the words of bylines in all languages."""
    return load_words(BylineWords, "bylines")


def is_byline(line: str) -> bool:
    """Return whether a line says who wrote the article."""
    return byline_names(line) is not None or _is_unsigned_role(line)


def byline_names(line: str) -> str | None:
    """Return the authors in a line such as "By Jane Doe, Senior Editor"; None if it has none."""
    by = byline_words().opening.match(line)
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
    is_known = bare in byline_words().small_words or bare in byline_words().roles
    return not bare or word.lstrip("(|•")[:1].isupper() or is_known


def _names(words: list[str]) -> str | None:
    """Return the names up to the first word of a job, place or outlet."""
    known = byline_words()
    kept: list[str] = []
    for word in words:
        bare = word.strip(",;|•·/()–—").casefold()
        if not bare or (kept and bare in known.roles) or bare in known.before_a_place:
            break
        if not kept and bare in known.roles | known.the:
            return None
        kept.append(word.strip(";|•·()"))
        if word.endswith((",", ";", "|", "•")) and not _is_followed_by_an_author(words, len(kept)):
            break
    while kept and kept[-1].strip(",").casefold() in known.small_words:
        kept.pop()
    return " ".join(kept).strip(",;") or None


def _is_followed_by_an_author(words: list[str], place: int) -> bool:
    """Return whether another author follows a comma: "Ada Quill, Ben Roe and Cy Marsh"."""
    rest = {word.casefold() for word in words[place:]}
    bare = {word.strip(",") for word in rest}
    return bool(rest & byline_words().joining) and not bare & byline_words().roles


def _is_unsigned_role(line: str) -> bool:
    """Return whether a line is such as "Jane Doe, Staff Writer", or "by the newsroom"."""
    words, roles = line.split(), byline_words().roles
    by = byline_words().opening.match(line)
    if by and words and len(words) <= _JOB_WORDS + 1:
        return all(_fits_a_byline(word) for word in words[1:]) and bool(
            roles & {word.casefold() for word in words}
        )
    names, comma, role = line.partition(",")
    return (
        bool(comma)
        and 1 < len(names.split()) <= _NAME_WORDS
        and all(word[:1].isupper() for word in names.split())
        and 0 < len(role.split()) <= _JOB_WORDS
        and role.split()[-1].casefold() in roles
        and not line.endswith(".")
    )
