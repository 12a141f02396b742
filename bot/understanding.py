"""How a question was taken, as lines above the reply to it."""

from __future__ import annotations

from bot import texts
from bot.entries import NAME_LENGTH
from bot.markup import label
from retrieval.model import Understood

QUESTION_LENGTH = 400


def understanding(understood: Understood) -> list[str]:
    """HTML, a line each: the completed question, and what it was narrowed to."""
    lines = []
    if understood.question is not None:
        lines.append(texts.understood_as(label(understood.question, QUESTION_LENGTH)))
    narrowed = (understood.outlet, understood.speaker, understood.after, understood.before)
    if any(narrowed):
        outlet, speaker = (label(name or "", NAME_LENGTH) for name in narrowed[:2])
        lines.append(texts.narrowed(outlet, speaker, understood.after, understood.before))
    return lines
