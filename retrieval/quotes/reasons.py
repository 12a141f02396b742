"""Why somebody is taken for the speaker."""

from __future__ import annotations

from retrieval.model import Resolution

NAMED = Resolution("named beside the words", 0.99)
PART = Resolution("part of a name that the article prints in full", 0.97)
PRONOUN = Resolution("pronoun, for the nearest earlier speaker or subject that it fits", 0.9)
ROLE = Resolution("role that the article gives to a name", 0.9)
SHORT = Resolution("short for the name of a body", 0.9)
SAME = Resolution("description of somebody unnamed who spoke before", 0.85)
DESCRIBED = Resolution("described, not named", 0.95)
TOGETHER = Resolution("several who speak as one", 0.95)
GOES_ON = "goes on after words whose speaker is known"
GOING_ON = 0.9
"""Share of quotations without a frame that are of whoever spoke just before."""


def after(before: Resolution) -> Resolution:
    """Why words that only follow others are by the same speaker."""
    return Resolution(f"{GOES_ON} ({before.rule})", round(before.confidence * GOING_ON, 2))
