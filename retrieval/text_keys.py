"""Computes keys under which texts are the same whatever their case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def text_key(text: str) -> str:
    """Return a key that two texts share when they are the same words.

    Case, quotation marks, dashes, punctuation and white space do not count; every letter and
    digit does.
    """
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()


def fold_accents(text: str) -> str:
    """Return the text case-folded and without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_in(text: str) -> list[str]:
    """Return the words of the text as printed, without punctuation, in order."""
    return WORD.findall(text)


def without_lone_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each half of a surrogate pair; two that fit become one.

    A command line that is no UTF-8 and a JSON escape may bring halves, which no model and no
    database takes. Any other text comes back as it is.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
