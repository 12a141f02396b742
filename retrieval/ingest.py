"""The story of ingest: from files to articles in the catalogue, with statements and vectors."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from itertools import islice
from pathlib import Path

import numpy as np

from retrieval.corpus.files import FoundFile, Limits, Skipped, find_files
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.corpus.metadata import article_from
from retrieval.corpus.passages import passages
from retrieval.corpus.read import RawArticle, read_file
from retrieval.corpus.sentences import sentences
from retrieval.errors import UnreadableFileError, VerbatimError
from retrieval.fingerprint import PIPELINE, ArticleDraft, Fingerprint, digest
from retrieval.model import BlockKind, Name, Statement
from retrieval.ports import (
    ArticleWriter,
    CatalogueEntry,
    Encoder,
    Parser,
    PreparedArticle,
    Vectors,
)
from retrieval.statements import statements_of

BATCH = 16
"""Articles in one commit: what a kill can cost."""

_LOG = logging.getLogger(__name__)
_ITEM = re.compile(r"#\d+\Z")


class MissingFiles(Enum):
    """What becomes of articles whose file, or whose place in it, is gone."""

    KEEP = "keep"
    DROP = "drop"


class IngestStage(StrEnum):
    """What ingest is doing, in words for the reader."""

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
        articles: taken in for the first time; those replaced are counted apart.
        unchanged: the same as before, including those that only lie elsewhere now.
        passages, statements: written by this run.
        interrupted: Ctrl-C; what was taken in until then is kept.
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


def ingest(
    paths: Sequence[Path],
    *,
    catalogue: ArticleWriter,
    encoder: Encoder,
    parser: Parser,
    limits: Limits,
    outlets: Sequence[KnownOutlet],
    gone: MissingFiles = MissingFiles.KEEP,
    progress: Callable[[IngestProgress], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> IngestReport:
    """Takes in the articles of files and folders; what is known already costs next to nothing.

    One bad file or article never stops the others: it is reported. A run that is killed loses the
    batch in hand, and the next one takes it in.

    Raises:
        CatalogueError: the catalogue cannot be written.
        ModelError: the encoder or the parser is missing or altered.
    """
    begun = clock()
    run = _IngestRun(catalogue, encoder, parser, limits, outlets)
    try:
        embed_missing(catalogue, encoder, progress)
        for batch in _in_batches(run.drafts(paths, progress)):
            run.take_in(batch)
        run.confirm()
        if gone is MissingFiles.DROP:
            run.drop_what_is_gone(paths)
    except KeyboardInterrupt:
        run.interrupted = True
    return run.report(clock() - begun)


def embed_missing(
    catalogue: ArticleWriter,
    encoder: Encoder,
    progress: Callable[[IngestProgress], None] = lambda _: None,
) -> None:
    """Embeds what the catalogue holds without vectors by this model, files or no files."""
    total = sum(not known.embedded for known in catalogue.entries().values())
    done = 0
    while total and (waiting := catalogue.unembedded(BATCH)):
        texts = [text for each in waiting for text in (*each.passages, *each.sentences)]
        found = vectors_of(texts, catalogue, encoder)
        for each in waiting:
            catalogue.add_vectors(each, found.of(each.passages), found.of(each.sentences))
        done += len(waiting)
        progress(IngestProgress(IngestStage.EMBEDDING, done, max(done, total)))


@dataclass(slots=True)
class _IngestRun:
    """One run: what it works with, what it has seen and what it has done."""

    catalogue: ArticleWriter
    encoder: Encoder
    parser: Parser
    limits: Limits
    outlets: Sequence[KnownOutlet]
    known: dict[str, CatalogueEntry] = field(init=False)
    missing: dict[tuple[str, str], list[CatalogueEntry]] = field(init=False)
    confirmed: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    wholly_read: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    articles: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0
    passages: int = 0
    statements: int = 0
    interrupted: bool = False

    def __post_init__(self) -> None:
        self.known = dict(self.catalogue.entries())
        self.missing = {}
        for known in self.known.values():
            raw = Fingerprint.parsed(known.fingerprint).raw
            self.missing.setdefault((Path(known.source).name, raw), []).append(known)

    # --- reading -----------------------------------------------------------------------------

    def drafts(
        self, paths: Sequence[Path], progress: Callable[[IngestProgress], None]
    ) -> Iterator[ArticleDraft]:
        """The articles that are new or changed."""
        files = list(find_files(paths))
        alone = {path.resolve() for path in paths if path.is_file()}
        cited = {_path_of(each.source): _ITEM.sub("", each.file) for each in self.known.values()}
        for done, found in enumerate(files, start=1):
            match found:
                case Skipped():
                    self.skipped.append(found)
                case FoundFile() if found.path in alone:
                    # Given by itself, a file of a known folder is still cited by its place there.
                    file = cited.get(str(found.path), found.file)
                    yield from self._drafts_of(FoundFile(found.path, file))
                case FoundFile():
                    yield from self._drafts_of(found)
            progress(IngestProgress(IngestStage.READING, done, len(files)))

    def _drafts_of(self, found: FoundFile) -> Iterator[ArticleDraft]:
        raws, skipped = read_file(found, self.limits)
        self.skipped.extend(skipped)
        items = [each.file.removeprefix(found.file) for each in skipped]
        if all(_ITEM.fullmatch(item) for item in items):
            self.wholly_read.add(str(found.path))
        self.present |= {str(found.path) + item for item in items}
        for raw in raws:
            self.present.add(raw.source)
            try:
                draft = self._draft_of(raw)
            except UnreadableFileError as error:
                self.skipped.append(Skipped(error.file, error.reason))
                continue
            except Exception as error:  # noqa: BLE001 - a fault in one article is not another's
                self._could_notdigest(raw.source, raw.file, error)
                continue
            if draft is not None:
                yield draft

    def _draft_of(self, raw: RawArticle) -> ArticleDraft | None:
        """The article digested; None where it is the one that is known.

        Raises:
            UnreadableFileError: nothing in it is prose.
        """
        known = self.known.get(raw.source) or self._moved(raw)
        before = Fingerprint.parsed(known.fingerprint) if known else None
        context = digest((PIPELINE, tuple(self.outlets), raw.file))
        if before and (before.raw, before.context) == (raw.digest, context):
            self.unchanged += 1
            return None
        article = article_from(raw, self.outlets)
        if not any(block.kind is BlockKind.PROSE for block in article.body):
            raise UnreadableFileError(raw.file, "no sentence in it; expected an article")
        all_sentences = sentences(article)
        found = passages(article, all_sentences)
        content = digest((PIPELINE, replace(article, source="", file=""), all_sentences, found))
        fingerprint = str(Fingerprint(raw.digest, context, content))
        if known and before and before.content == content:
            self.unchanged += 1
            self.confirmed[raw.source] = fingerprint
            if known.file != raw.file:
                self.catalogue.move(raw.source, raw.source, raw.file)
            return None
        return ArticleDraft(article, all_sentences, found, fingerprint)

    def _moved(self, raw: RawArticle) -> CatalogueEntry | None:
        """The known article that lay elsewhere, under the same name, and lies there no more."""
        for known in self.missing.get((Path(raw.source).name, raw.digest), []):
            if known.source in self.known and not Path(_path_of(known.source)).exists():
                self.catalogue.move(known.source, raw.source, raw.file)
                del self.known[known.source]
                moved = replace(known, source=raw.source, file=raw.file)
                self.known[raw.source] = moved
                return moved
        return None

    # --- taking in ---------------------------------------------------------------------------

    def take_in(self, batch: Sequence[ArticleDraft]) -> None:
        """Parses, embeds and commits these articles, all of them in one transaction."""
        read = list(self._parsed(batch))
        texts = [t for draft, _, _ in read for t in draft.passage_texts()]
        texts += [t for draft, _, _ in read for t in draft.sentence_texts()]
        vectors = vectors_of(texts, self.catalogue, self.encoder)
        self.catalogue.commit(
            [
                PreparedArticle(
                    draft.article,
                    draft.fingerprint,
                    draft.passages,
                    statements,
                    names,
                    vectors.of(draft.passage_texts()),
                    vectors.of(draft.sentence_texts()),
                )
                for draft, statements, names in read
            ]
        )
        self.confirm()
        for draft, statements, _ in read:
            self._count(draft, statements)

    def confirm(self) -> None:
        """Notes the fingerprints of articles that came out the same from other bytes."""
        if self.confirmed:
            self.catalogue.update_fingerprints(self.confirmed)
            self.confirmed = {}

    def _count(self, draft: ArticleDraft, statements: Sequence[Statement]) -> None:
        if draft.article.source in self.known:
            self.replaced += 1
        else:
            self.articles += 1
        self.passages += len(draft.passages)
        self.statements += len(statements)

    def _parsed(
        self, batch: Sequence[ArticleDraft]
    ) -> Iterator[tuple[ArticleDraft, tuple[Statement, ...], tuple[Name, ...]]]:
        """Each with its statements and names; one that cannot be parsed is left out."""
        pairs = [(draft.article, draft.sentences) for draft in batch]
        try:
            read = list(statements_of(pairs, self.parser))
        except VerbatimError:  # no parser at all
            raise
        except Exception as error:  # noqa: BLE001 - in one of them; each by itself shows in which
            if len(batch) == 1:
                self._could_notdigest(batch[0].article.source, batch[0].article.file, error)
            else:
                for draft in batch:
                    yield from self._parsed([draft])
            return
        for draft, (statements, names) in zip(batch, read, strict=True):
            yield draft, statements, names

    def _could_notdigest(self, source: str, file: str, error: Exception) -> None:
        # Neither the log nor the report may quote the article, as the error's message might.
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        place = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
        _LOG.error("%s could not be digested: %s in %s", source, type(error).__name__, place)
        reason = f"could not be digested: {type(error).__name__} in {place}"
        self.skipped.append(Skipped(file, reason))

    # --- dropping ----------------------------------------------------------------------------

    def drop_what_is_gone(self, paths: Sequence[Path]) -> None:
        """Drops articles below these paths whose file, or whose place in it, is gone."""
        scope = {path.resolve() for path in paths if path.exists()}
        lost = [
            source
            for source in self.catalogue.entries()
            if source not in self.present
            and scope & {Path(_path_of(source)), *Path(source).parents}
            and self._is_gone(_path_of(source))
        ]
        if lost:
            self.catalogue.remove(lost)
        self.removed = len(lost)

    def _is_gone(self, path: str) -> bool:
        return path in self.wholly_read or not Path(path).exists()

    def report(self, seconds: float) -> IngestReport:
        """What was done until now."""
        return IngestReport(
            self.articles,
            self.unchanged,
            self.replaced,
            self.removed,
            self.passages,
            self.statements,
            tuple(self.skipped),
            seconds,
            self.interrupted,
        )


def _in_batches(drafts: Iterator[ArticleDraft]) -> Iterator[list[ArticleDraft]]:
    while batch := list(islice(drafts, BATCH)):
        yield batch


def _path_of(source: str) -> str:
    """The file that an article lies in."""
    return _ITEM.sub("", source)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors by text."""

    rows: dict[str, Vectors]
    dimension: int

    def of(self, texts: Sequence[str]) -> Vectors:
        """A row a text, in order."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self.rows[text] for text in texts])


def vectors_of(texts: Iterable[str], catalogue: ArticleWriter, encoder: Encoder) -> Embedded:
    """The vectors of these texts; only those that nobody embedded before are embedded."""
    unique = list(dict.fromkeys(texts))
    rows = dict(catalogue.stored_vectors(unique))
    new = [text for text in unique if text not in rows]
    rows.update(zip(new, encoder.encode(new), strict=True))
    return Embedded(rows, encoder.model.dimension)
