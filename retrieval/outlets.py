"""Lists the outlets of the corpus with their articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from retrieval.model import ListedFile, ListedOutlet
from retrieval.ports import ArticleCard


def outlets(cards: Sequence[ArticleCard]) -> tuple[ListedOutlet, ...]:
    """Return the outlets by name, with their files by date and name; the unknown one last."""
    by_outlet: dict[str | None, list[ArticleCard]] = defaultdict(list)
    for card in cards:
        by_outlet[card.outlet].append(card)
    names = sorted((name for name in by_outlet if name is not None), key=str.casefold)
    ordered: list[str | None] = [*names, *([None] if None in by_outlet else [])]
    return tuple(_listed(name, by_outlet[name]) for name in ordered)


def _listed(outlet: str | None, cards: Sequence[ArticleCard]) -> ListedOutlet:
    days = sorted(card.published[:10] for card in cards if card.published is not None)
    ordered = sorted(cards, key=lambda card: (card.published or "9999", card.file))
    return ListedOutlet(
        outlet=outlet,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        files=tuple(
            ListedFile(card.file, card.title, card.published, _evidence(card)) for card in ordered
        ),
    )


def _evidence(card: ArticleCard) -> tuple[str, ...]:
    """Return how the outlet is known: each rule once, with the words it was read from."""
    printed = [*card.outlet_evidence, *[""] * len(card.outlet_rules)]
    lines = [
        f"{rule}: {words}" if words else rule
        for rule, words in zip(card.outlet_rules, printed, strict=False)
    ]
    return tuple(dict.fromkeys(lines))
