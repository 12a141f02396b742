"""Outcomes made by hand: how sure, whether right, whether given as an answer."""

from __future__ import annotations

from retrieval.evaluation.answers import JudgedReply
from retrieval.evaluation.cases import Case
from retrieval.model import Answer, Citation, Declined, Excerpt, Reply, Span

EXCERPT = Excerpt("It", Citation("a.txt", Span(0, 2), None, None, None, None, "/a.txt", 1), 1.0)


def outcome(
    confidence: float, *, right: bool, given: bool = True, answerable: bool = True
) -> JudgedReply:
    """An outcome whose first excerpt answers or does not."""
    asked = f"How sure is {confidence}?"
    reply: Reply = Declined(asked, "unsure", confidence, (EXCERPT,))
    if given:
        reply = Answer(asked, confidence, (EXCERPT,))
    return JudgedReply(Case(asked, answerable, ()), reply, 1 if right else None, verbatim=True)
