"""Scores statements and their speakers against attributions marked by people.

The data is PolNeAR's shape: an article a row with ``doc_id``, ``text`` and ``quotes`` (``parts``
or ``start``/``end``, ``type``, ``speech_cue``, ``speaker_parts`` or ``speaker_start``/``_end``).
Spans are compared as sets of letters and digits, so that quotation marks do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.model import Span, Statement, StatementKind

Places = frozenset[int]

LEAST_OVERLAP = 0.5
"""Of letters in common to letters in either, for two spans to be the same statement."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """Holds an attribution that somebody marked; ``group`` is None for what is no speech."""

    group: str | None
    content: Places
    speaker: Places
    text: str


@dataclass(frozen=True, slots=True)
class PredictedStatement:
    """Holds a statement that was extracted, as sets of code points."""

    group: str
    content: Places
    mention: Places
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Holds one article's marked and extracted statements, and which belong together."""

    file: str
    marked: tuple[GoldAttribution, ...]
    found: tuple[PredictedStatement, ...]
    pairs: tuple[tuple[int, int], ...]
    """Indexes into ``marked`` and ``found``."""


def compare(row: Mapping[str, Any], statements: Iterable[Statement]) -> Comparison:
    """Pair marked and extracted statements, the best overlap first, at least half in common."""
    text = row["text"]
    marked = tuple(_marked(text, quote) for quote in row["quotes"])
    found = tuple(_ours(text, statement) for statement in statements)
    overlaps = sorted(
        (
            (len(m.content & f.content) / len(m.content | f.content), -i, -j)
            for i, m in enumerate(marked)
            for j, f in enumerate(found)
            if m.content & f.content
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for overlap, i, j in overlaps:
        if overlap >= LEAST_OVERLAP and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return Comparison(str(row["doc_id"]), marked, found, tuple(sorted(pairs.items())))


def figures(comparisons: Sequence[Comparison]) -> dict[str, float]:
    """Return precision, recall and F1 of quoted and indirect statements, and of their speakers."""
    count: Counter[str] = Counter()
    for comparison in comparisons:
        _count(comparison, count)
    made: dict[str, float] = {}
    for group in ("quoted", "indirect"):
        for how in ("overlap", "exact"):
            precision = count[f"{group} found {how}"] / max(1, count[f"{group} found"])
            recall = count[f"{group} marked {how}"] / max(1, count[f"{group} marked"])
            total = precision + recall
            made[f"{group} {how} precision"] = round(precision, 3)
            made[f"{group} {how} recall"] = round(recall, 3)
            made[f"{group} {how} F1"] = round(2 * precision * recall / total if total else 0, 3)
        made[f"{group} mention"] = round(
            count[f"{group} mention"] / max(1, count[f"{group} with speaker"]), 3
        )
    return made


def _count(comparison: Comparison, count: Counter[str]) -> None:
    by_marked = dict(comparison.pairs)
    by_found = {j: i for i, j in comparison.pairs}
    for i, marked in enumerate(comparison.marked):
        if marked.group is None:
            continue
        count[f"{marked.group} marked"] += 1
        if i in by_marked:
            count[f"{marked.group} marked overlap"] += 1
            exact = comparison.found[by_marked[i]].content == marked.content
            count[f"{marked.group} marked exact"] += exact
    for j, found in enumerate(comparison.found):
        count[f"{found.group} found"] += 1
        if j in by_found:
            marked = comparison.marked[by_found[j]]
            count[f"{found.group} found overlap"] += 1
            count[f"{found.group} found exact"] += found.content == marked.content
            count[f"{found.group} with speaker"] += bool(marked.speaker)
            count[f"{found.group} mention"] += bool(marked.speaker & found.mention)


def _marked(text: str, quote: Mapping[str, Any]) -> GoldAttribution:
    spans = _spans(quote.get("parts")) or [Span(quote["start"], quote["end"])]
    speaker = _spans(quote.get("speaker_parts"))
    if not speaker and quote.get("speaker_start") is not None:
        speaker = [Span(quote["speaker_start"], quote["speaker_end"])]
    if quote["type"] in {"direct", "mixed"}:
        group: str | None = "quoted"
    else:
        group = "indirect" if quote.get("speech_cue") else None
    words = " … ".join(span.of(text) for span in spans)
    return GoldAttribution(group, _places(text, spans), _places(text, speaker), words)


def _ours(text: str, statement: Statement) -> PredictedStatement:
    spans = [content.span for content in statement.content]
    return PredictedStatement(
        "indirect" if statement.kind is StatementKind.INDIRECT else "quoted",
        _places(text, spans),
        _places(text, [statement.mention] if statement.mention else []),
        " … ".join(span.of(text) for span in spans),
    )


def _spans(parts: Sequence[Any] | None) -> list[Span]:
    return [
        Span(part["start"], part["end"]) if isinstance(part, dict) else Span(part[0], part[1])
        for part in parts or ()
    ]


def _places(text: str, spans: Iterable[Span]) -> Places:
    return frozenset(
        i
        for span in spans
        for i in range(span.start, min(span.end, len(text)))
        if text[i].isalnum()
    )
