"""What kind of thing a question asks for."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """The kind of thing that must stand in an answer; the values read well in a sentence."""

    MONEY = "a sum of money"
    NUMBER = "a number"
    TIME = "a time"
    PLACE = "a place"
    PERSON = "a person or body"
    REASON = "a reason"
    YES_OR_NO = "a yes or no"
    ANY = "anything"
