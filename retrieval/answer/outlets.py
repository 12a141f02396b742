"""The names under which readers speak of the outlets that the catalogue knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer.lexicon import NEWSPAPER_NOUNS, OUTLET_TAILS
from retrieval.answer.question import folded
from retrieval.model import NameKind
from retrieval.ports import KnownName


@dataclass(frozen=True, slots=True)
class OutletForm:
    """Words that stand for an outlet.

    Attributes:
        words: without "the" before them.
        outlet: the name under which the catalogue has it.
        is_noun: whether the words are a common noun as well, and mean the outlet only with "the"
            and a capital letter: "the Courier".
    """

    words: str
    outlet: str
    is_noun: bool = False


def outlet_forms(
    outlets: Iterable[str], aliases: Mapping[str, Sequence[str]], printed: Iterable[KnownName]
) -> tuple[OutletForm, ...]:
    """Every form that stands for one outlet only, the longest first.

    Args:
        outlets: the names in the catalogue.
        aliases: by name, the other forms that are configured.
        printed: the names in the articles; a place's alone does not stand for an outlet.
    """
    names = sorted(set(outlets))
    taken = _places(printed)
    forms: dict[tuple[str, bool], set[str]] = {}
    for outlet in names:
        whole = [_bare(form) for form in (outlet, *aliases.get(outlet, ()))]
        short = [tail for form in whole for tail in _shortened(form)]
        for form in [*whole, *short]:
            if form and folded(form) not in taken:
                for typed in (form.casefold(), folded(form)):
                    forms.setdefault((typed, False), set()).add(outlet)
        for form in whole:
            *first, last = form.split() or [""]
            if first and folded(last) in NEWSPAPER_NOUNS:
                forms.setdefault((last, True), set()).add(outlet)
    found = [
        OutletForm(words, outlet, is_noun)
        for (words, is_noun), meant in forms.items()
        if len(meant) == 1
        for outlet in meant
    ]
    return tuple(sorted(found, key=lambda form: (-len(form.words), form.words)))


def without_outlets(names: Sequence[str], forms: Iterable[OutletForm]) -> tuple[str, ...]:
    """Those of the names that do not stand for an outlet."""
    known = {form.words for form in forms if not form.is_noun}
    return tuple(name for name in names if folded(_bare(name)) not in known)


def _places(printed: Iterable[KnownName]) -> frozenset[str]:
    """The names that are printed as a place's more often than as anything else's."""
    kinds: defaultdict[str, Counter[NameKind]] = defaultdict(Counter)
    for name in printed:
        kinds[folded(name.text)][name.kind] += name.places
    return frozenset(
        text for text, counts in kinds.items() if counts.most_common(1)[0][0] is NameKind.PLACE
    )


def _bare(name: str) -> str:
    words = name.split()
    return " ".join(words[1:] if words[:1] and folded(words[0]) == "the" else words)


def _shortened(name: str) -> Iterator[str]:
    """The name without the words that many outlets end in: "Skyline" of "Skyline News"."""
    words = name.split()
    while len(words) > 1 and folded(words[-1]) in OUTLET_TAILS:
        words = words[:-1]
        yield " ".join(words)
