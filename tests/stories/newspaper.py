"""An invented newspaper on disk, ingested with small real things in place of the large ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.corpus.files import Limits
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.ingest.report import IngestProgress, IngestReport
from retrieval.ingest.run import MissingFiles, ingest
from retrieval.quotes.parsed.parse import Parse, Parser
from tests.fakes import EmptyParser, HashingEncoder

LIMITS = Limits(max_file_bytes=1_000_000, max_article_characters=100_000)
TOWNS = ("Eastwick", "Port Lumen", "Varro", "Little Dunmere", "Oskhaven", "Tarnfield")
EVENTS = (
    "closed its harbour",
    "elected a mayor",
    "flooded a street",
    "sold its tram",
    "lost power",
)
REASONS = ("after a storm", "because of the strike", "despite many protests", "for want of money")


class FaultyParser:
    """Fails on a text with a certain word, as a parser would that meets what it does not expect."""

    def __init__(self, word: str) -> None:
        self._word = word

    def parse(self, texts: Iterable[str], language: str) -> Iterator[Parse]:
        del language
        for text in texts:
            if self._word in text:
                raise RuntimeError(f"cannot parse: {text}")
            yield Parse((), (), ())


def report_on(number: int, edition: str = "morning") -> str:
    """The text of an article: four paragraphs, and the same one for the same arguments."""
    pick = random.Random(f"{number} {edition}")  # noqa: S311 - the same news every time
    paragraphs = []
    for _ in range(4):
        sentences = [
            f"{pick.choice(TOWNS)} {pick.choice(EVENTS)} {pick.choice(REASONS)}, "
            f"and {pick.randint(2, 900)} people were told of it on that day."
            for _ in range(3)
        ]
        paragraphs.append(" ".join(sentences))
    return (
        f"{TOWNS[number % 6]} waits for news number {number}\n\n" + "\n\n".join(paragraphs) + "\n"
    )


def print_morning(folder: Path, articles: int = 24) -> None:
    """Articles 0 to n, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        (folder / f"{number:02}.txt").write_text(report_on(number))


def print_evening(folder: Path, articles: int = 24) -> None:
    """Of the morning's, every sixth is changed and every eighth is gone; half as many are new."""
    for number in range(0, articles, 6):
        (folder / f"{number:02}.txt").write_text(report_on(number, "evening"))
    for number in range(0, articles, 8):
        (folder / f"{number:02}.txt").unlink()
    for number in range(articles, articles + articles // 2):
        (folder / f"{number:02}.txt").write_text(report_on(number))


@dataclass
class Newsroom:
    """A catalogue and what ingest needs beside it."""

    data_dir: Path
    encoder: HashingEncoder = field(default_factory=HashingEncoder)
    parser: Parser = field(default_factory=EmptyParser)
    outlets: tuple[KnownOutlet, ...] = ()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self.catalogue = open_catalogue(self.data_dir / "catalogue.db", self.encoder.model)

    def ingest(
        self,
        *paths: Path,
        gone: MissingFiles = MissingFiles.KEEP,
        progress: Callable[[IngestProgress], None] = lambda _: None,
    ) -> IngestReport:
        return ingest(
            paths,
            catalogue=self.catalogue.writer,
            encoder=self.encoder,
            parser=self.parser,
            limits=LIMITS,
            outlets=self.outlets,
            gone=gone,
            progress=progress,
            clock=lambda: 0.0,
            now=self.now,
        )

    def files(self) -> list[str]:
        return [card.file for card in self.catalogue.articles.cards()]


@dataclass(frozen=True)
class CorpusSnapshot:
    """All that a reader could tell two catalogues apart by, whatever numbers they use inside."""

    passages: dict[str, list[tuple[object, ...]]]
    found: list[tuple[object, ...]]


def snapshot_of(catalogue: Catalogue) -> CorpusSnapshot:
    """Every passage, by file, and what some words find."""
    keys, vectors = catalogue.articles.vectors()
    rows = dict(zip(keys, vectors, strict=True))
    passages: dict[str, list[tuple[object, ...]]] = {
        card.file: [] for card in catalogue.articles.cards()
    }
    for each in catalogue.articles.passages(
        sorted(keys, key=lambda key: int(key.rpartition(":")[2]))
    ):
        passages[each.card.file].append(
            (
                each.number,
                each.card.title,
                tuple(sentence.text for sentence in each.sentences),
                rows[each.key].tobytes(),
                np.round(each.vectors, 5).tobytes(),
            )
        )
    return CorpusSnapshot(passages, _found(catalogue))


def _found(catalogue: Catalogue) -> list[tuple[object, ...]]:
    words = ["harbour", "storm", "Varro", "waits"]
    found = catalogue.articles.search_words(words, 20)
    passages = catalogue.articles.passages([key for key, _ in found])
    scores = [round(score, 6) for _, score in found]
    return [
        *((p.card.file, p.number, s) for p, s in zip(passages, scores, strict=True)),
        tuple(catalogue.articles.document_frequencies(words).items()),
    ]
