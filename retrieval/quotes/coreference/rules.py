"""Define the rules of speaker resolution, each with its measured precision.

The texts are stored in catalogues with the statements, and shown to readers; they stay as they
are to the letter, and "a body" in them is an organisation.

The confidence of a rule is the share of its speakers that were right in samples read by hand, of
open articles of PolNeAR, BASIL, the Article Bias Prediction corpus and RealTime QA. Read were: a
name 110, a part of one 130, a first name 13; a pronoun for the last speaker 40, for the subject
before it 43, for the paragraph before 87, two paragraphs before 21, with nobody else near 37,
for a group 26, for an organisation 26; a role 57; short names of organisations 30, nouns for
organisations 6; unnamed ones who stand before 26. Of the broader and the fuller roles fewer than
ten were read, and of ages, descriptions and coordinations none: theirs are estimates.

A second sample, of 300 articles on two running stories, counts beside the first. Right were, of
those read: nobody else near 26 of 26, the last speaker 24 of 26, the subject before 25 of 26, the
paragraph before 23 of 27, two paragraphs before 4 of 5, a group 12 of 14, an organisation 7 of 7,
a role 16 of 16, somebody unnamed who stands before 10 of 10, short names 8 of 8. Whom a question
was put to is an estimate.
"""

from __future__ import annotations

from retrieval.model import Resolution

FULL_NAME = Resolution("named beside the words", 0.98)
PARTIAL_NAME = Resolution("part of a name that the article prints in full", 0.98)
SHARED_SURNAME = Resolution("surname that several people of the article bear", 0.95)
FIRST_NAME = Resolution("first name of somebody whom the article names in full", 0.95)
SHORT_NAME = Resolution("short for the name of a body", 0.93)
ORGANISATION_NOUN = Resolution("what a body is called that stands just before", 0.83)
PRONOUN_ONLY_CANDIDATE = Resolution("pronoun, and nobody else near whom it fits", 0.97)
PRONOUN_LAST_SPEAKER = Resolution("pronoun, for whoever spoke last in the paragraph", 0.95)
PRONOUN_SAME_PARAGRAPH = Resolution("pronoun, for the subject before it in the paragraph", 0.93)
PRONOUN_PREVIOUS_PARAGRAPH = Resolution(
    "pronoun, for whoever is foremost in the paragraph before", 0.9
)
PRONOUN_TWO_PARAGRAPHS = Resolution("pronoun, for whoever is foremost two paragraphs before", 0.73)
PRONOUN_GROUP = Resolution("pronoun, for a group", 0.85)
PRONOUN_ORGANISATION = Resolution("pronoun, for a body", 0.82)
ANSWER = Resolution("pronoun, for whoever was asked", 0.9)
ROLE = Resolution("role that the article gives to a name", 0.93)
ROLE_HYPERNYM = Resolution("broader word for a role that the article gives to a name", 0.8)
ROLE_EXTENDED = Resolution("role, with more said of it, of somebody just named", 0.75)
AGE = Resolution("age that the article gives beside a name", 0.95)
SAME_DESCRIPTION = Resolution("description of somebody unnamed who stands before", 0.95)
UNNAMED = Resolution("described, not named", 0.95)
COORDINATION = Resolution("several who speak as one", 0.95)
CONTINUATION = "goes on after words whose speaker is known"
"""Begins the rule of every continuation; the rule of the words before follows in brackets."""
CONTINUATION_PRECISION = 0.9
"""Share of uncued quotations that are of the last speaker."""

BY_NAME = frozenset(
    each.rule
    for each in (FULL_NAME, PARTIAL_NAME, FIRST_NAME, SHORT_NAME, SHARED_SURNAME, COORDINATION)
)
"""Rules by which the speaker is printed as a name beside the words."""


def continuation_of(before: Resolution) -> Resolution:
    """Return the resolution of words that continue others by the same speaker."""
    rule = (
        before.rule if before.rule.startswith(CONTINUATION) else f"{CONTINUATION} ({before.rule})"
    )
    return Resolution(rule, round(before.confidence * CONTINUATION_PRECISION, 2))
