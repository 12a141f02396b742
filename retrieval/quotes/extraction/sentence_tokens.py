"""Divides a document into sentences as token ranges, with the quotations and cues in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.quotes.extraction.cues import Cue
from retrieval.quotes.parsed.document import ParsedDocument


@dataclass(slots=True)
class SentenceTokens:
    """A sentence: its first and last token, its quotations without titles of works, its cues."""

    first: int
    last: int
    quotes: list[int]
    cues: list[Cue]


def sentences_with_cues(
    document: ParsedDocument, cues_of: Mapping[int, list[Cue]]
) -> list[SentenceTokens]:
    """Return the sentences of a document in order, with the cues of each by sentence number."""
    found: list[SentenceTokens] = []
    for index, number in enumerate(document.sentence_of):
        if not index or number != document.sentence_of[index - 1]:
            found.append(SentenceTokens(index, index, [], cues_of.get(number, [])))
        found[-1].last = index
        quote = document.quotation_of[index]
        if quote >= 0 and quote not in document.work_titles and found[-1].quotes[-1:] != [quote]:
            found[-1].quotes.append(quote)
    return found
