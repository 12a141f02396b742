"""Find signatures: a dash and a name after a quotation, and the names under embedded posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retrieval.model import Span
from retrieval.quotes.parsed.labelled_speech.speaker_labels import (
    LabelReader,
    SpeakerLabel,
    without_edges,
)
from retrieval.quotes.parsed.quotation_marks import DASHES, DOUBLE_MARKS, SENTENCE_ENDS

SIGNATURE = re.compile(
    r"""
    (?P<dash>-{1,2}|[–—―]) \s*
    (?P<names>[^\W\d_][^:\n“”"„«»()\[\]?!;–—]{1,119}?)
    (?:\s*\([^()\n]{1,60}\))? \s* \.? \s* $
    """,
    re.VERBOSE,
)
"""Matches a dash and a name to the end of the paragraph."""

POST_SIGNATURE = re.compile(
    r"""
    (?P<dash>--?|[–—―]) \s* (?P<names>[^\W\d_][^\n()–—:]{1,59}?) \s* \(@\w{1,30}\)
    [\s,]* (?:[A-Z][a-z]+\.?\s\d{1,2},?\s\d{4})? \s* $
    """,
    re.VERBOSE,
)
"""Matches the name, handle and date under an embedded post."""

POST_HEAD = re.compile(
    r"(?P<names>[^\W\d_][^\n()–—:@]{1,59}?)\s*(?P<handle>\(@\w{1,30}\))\s+(?=[^\Wa-z_]|[.#@“\"])"
)
"""Matches the name and handle before an embedded post."""

RELAYED = re.compile(r"[.\s]*(?:RT\s|@\w+\s*:|[“\"„«]|[^\W\d_][\w.’' ]{1,40}:\s)")
"""Matches how a post begins that hands on somebody else's words."""

QUOTES_SOMEBODY = re.compile(r":\s*[“\"„«]")
"""Matches where a post quotes somebody."""

MIN_POST_WORDS = 3
"""Words of a post at least."""


def find_posts(reader: LabelReader) -> Iterator[SpeakerLabel]:
    """Yield the names beside embedded posts, each with the post's words as its turn."""
    for number, span in enumerate(reader.paragraphs):
        match = POST_SIGNATURE.search(reader.text, span.start, span.end)
        head = POST_HEAD.match(reader.text, span.start, span.end)
        if match is not None:
            post = Span(span.start, match.start())
            label = reader.label(number, Span(*match.span("names")), match.start("dash"))
        elif head is not None:
            post = Span(head.end(), span.end)
            label = reader.label(number, Span(*head.span("names")), head.end("handle") - 1)
        else:
            continue
        words = without_edges(reader.text, post)
        if label is not None and _is_post(reader, words):
            yield replace(
                label,
                is_person=reader.is_somebody(label),
                signs=match is not None,
                turn=((number, words),),
            )


def _is_post(reader: LabelReader, words: Span) -> bool:
    """Return whether somebody's own words stand there, not those of somebody quoted."""
    text = words.of(reader.text)
    relays = RELAYED.match(text) or QUOTES_SOMEBODY.search(text)
    return len(text.split()) >= MIN_POST_WORDS and relays is None


def find_signatures(reader: LabelReader) -> Iterator[SpeakerLabel]:
    """Yield the names after a dash that follow a quotation, beside or below it."""
    for number, span in enumerate(reader.paragraphs):
        match = SIGNATURE.search(reader.text, _line_start(reader.text, span), span.end)
        while match is not None:
            before = reader.text[span.start : max(span.start, match.start())].rstrip()
            if before[-1:] in DOUBLE_MARKS or (not before and _is_below_quotation(reader, number)):
                label = reader.label(number, Span(*match.span("names")), match.start("dash"))
                if label is not None and (label.last > label.first or reader.is_somebody(label)):
                    yield replace(label, signs=True)
                break
            match = SIGNATURE.search(reader.text, match.start() + 1, span.end)


def _line_start(text: str, span: Span) -> int:
    """Return where the paragraph's line starts: its dash may have been taken for a list's."""
    return text.rfind("\n", 0, span.start) + 1 if _has_dash(text, span) else span.start


def _has_dash(text: str, span: Span) -> bool:
    """Return whether the paragraph's line has a dash before it, or at its beginning."""
    start = text.rfind("\n", 0, span.start) + 1
    return text[start : span.start + 1].strip()[:1] in DASHES


def _is_below_quotation(reader: LabelReader, number: int) -> bool:
    """Return whether the paragraph before is a whole quotation, and no list begins here."""
    following = reader.paragraphs[number + 1 : number + 2]
    if not number or any(_has_dash(reader.text, span) for span in following):
        return False
    above = reader.paragraphs[number - 1].of(reader.text).strip()
    ends = above[-1:] in DOUBLE_MARKS and above[-2:-1] in {*SENTENCE_ENDS, "'", "’"}
    return ends and above[:1] in DOUBLE_MARKS
