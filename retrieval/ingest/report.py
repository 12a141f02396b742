"""Says how far an ingest is, and counts what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.corpus.files import Note, Skipped, summarised, summarised_notes
from retrieval.fingerprint import ArticleDraft
from retrieval.model import Statement


class IngestStage(StrEnum):
    """What ingest is doing, in words for the user."""

    EMBEDDING = "embedding by another model"
    READING = "reading files"


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far ingest is: articles while embedding, files while reading."""

    stage: IngestStage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run of ingest did.

    Attributes:
        articles: added for the first time; those replaced are counted apart.
        unchanged: the same as before, including those that only lie elsewhere now.
        passages, statements: written by this run.
        interrupted: by Ctrl-C; what was added until then is kept.
        notes: on articles that are in: what of them was left out.
    """

    articles: int
    unchanged: int
    replaced: int
    removed: int
    passages: int
    statements: int
    skipped: tuple[Skipped, ...]
    seconds: float
    interrupted: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class IngestTally:
    """Counts what one run has done until now; the counts are those of ``IngestReport``."""

    articles: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0
    passages: int = 0
    statements: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    interrupted: bool = False

    def add(self, draft: ArticleDraft, statements: Sequence[Statement], *, is_known: bool) -> None:
        """Count an article that was written, in place of an earlier one where it is known."""
        if is_known:
            self.replaced += 1
        else:
            self.articles += 1
        self.passages += len(draft.passages)
        self.statements += len(statements)

    def report(self, seconds: float) -> IngestReport:
        """Return what was done until now, in so many seconds."""
        return IngestReport(
            self.articles,
            self.unchanged,
            self.replaced,
            self.removed,
            self.passages,
            self.statements,
            summarised(self.skipped),
            seconds,
            self.interrupted,
            summarised_notes(self.notes),
        )
