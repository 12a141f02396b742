"""The same words in more than one place."""

from __future__ import annotations

import re

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def same_words(text: str) -> str:
    """A key that two texts share when they are the same words.

    Case, quotation marks, dashes, punctuation and white space do not count; every letter and
    digit does.
    """
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()
