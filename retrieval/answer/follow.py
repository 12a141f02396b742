"""A question that is complete only with the one before it: "and in 2023?", "why?", "did he?".

Names and verbs are taken from the question and the answer before. A question that says itself
whom and what it is about is never changed.
"""

from __future__ import annotations

import re

from retrieval.answer.earlier import Earlier
from retrieval.answer.fragments import about_another, asked_anew
from retrieval.answer.parts import unmarked
from retrieval.answer.person import Who
from retrieval.answer.pronouns import named

_LED_IN = re.compile(r"(?:(?:and|but|so|ok|okay|then|also|now)\b,?\s+)+", re.IGNORECASE)


def complete(text: str, earlier: Earlier, who: Who) -> str | None:
    """The question completed from the earlier one; None where it is complete as it is."""
    begun = _LED_IN.sub("", text.strip())
    led_in = begun != text.strip() or text.rstrip().endswith("?")
    core = unmarked(begun)
    ways = (
        _chosen(core, earlier),
        asked_anew(core, earlier.question),
        about_another(core, earlier.question, who, led_in=led_in),
        named(core, earlier, who),
    )
    found = next((way for way in ways if way is not None), None)
    return None if found is None else f"{found[0].upper()}{found[1:].rstrip(' ?')}?"


def _chosen(core: str, earlier: Earlier) -> str | None:
    """The earlier question with the one of several who is named now."""
    words = set(core.casefold().split())
    if earlier.who is None or not words:
        return None
    fits = [option for option in earlier.options if words <= set(option.casefold().split())]
    exactly = [option for option in fits if option.casefold() == core.casefold()]
    chosen = exactly or fits
    if len(chosen) != 1:
        return None
    return re.sub(re.escape(earlier.who), lambda _: chosen[0], earlier.question, count=1)
