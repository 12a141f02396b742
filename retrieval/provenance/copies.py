"""The same words in more than one place."""

from __future__ import annotations


def same_words(text: str) -> str:
    """A key that two texts share when they are the same words.

    Case, quotation marks, dashes, punctuation and white space do not count; every letter and
    digit does.
    """
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
