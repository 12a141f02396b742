"""Names that a parser reads out of headlines: "Holt Slams Mara Ollen" is nobody."""

from __future__ import annotations

from collections.abc import Mapping

MANY_TIMES = 10
"""How much more widely a name is printed than one that was misread around it."""
GENERATIONS = frozenset("jr sr ii iii iv junior senior".split())
"""Words after a name that make another person of it."""


def misread(articles: Mapping[str, int]) -> frozenset[str]:
    """Those of the names that are another's full name and words around it.

    Args:
        articles: for each name's words, joined by blanks, in how many articles it stands.
    """
    return frozenset(
        name for name, count in articles.items() if _is_misread(name, count, articles)
    )


def _is_misread(name: str, count: int, articles: Mapping[str, int]) -> bool:
    words = name.split()
    for first in range(len(words)):
        for end in range(first + 2, len(words) + 1):
            around = {*words[:first], *words[end:]}
            within = " ".join(words[first:end])
            if around - GENERATIONS and articles.get(within, 0) >= MANY_TIMES * count:
                return True
    return False
