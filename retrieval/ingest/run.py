"""Ingests files: their articles go into the catalogue, with statements and vectors."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from pathlib import Path

from retrieval.corpus.files import (
    ITEM,
    FoundFile,
    Limits,
    Note,
    Skipped,
    find_files,
)
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.corpus.metadata import article_from, notes_on_dates
from retrieval.corpus.passages import passages
from retrieval.corpus.read import Articles, RawArticle, place_of, read_file
from retrieval.corpus.sentences import sentences
from retrieval.errors import CatalogueError, UnreadableFileError, VerbatimError
from retrieval.fingerprint import PIPELINE, ArticleDraft, Fingerprint, digest, digests_of
from retrieval.ingest.embedding import embed_missing, embed_texts
from retrieval.ingest.report import IngestProgress, IngestReport, IngestStage, IngestTally
from retrieval.model import BlockKind, Name, Statement
from retrieval.ports import (
    ArticleWriter,
    CatalogueEntry,
    ConfirmedArticle,
    Encoder,
    PreparedArticle,
)
from retrieval.quotes.parsed.parse import Parser
from retrieval.statements import statements_of

BATCH = 16
"""Articles in one commit: the most that is lost when the process is killed."""

ReadFile = Callable[[FoundFile, Limits], Articles]
"""Reads a file as ``read_file`` does, perhaps in another process."""

ReadDraft = tuple[ArticleDraft, tuple[Statement, ...], tuple[Name, ...]]
"""An article with its statements and names, before it is embedded."""

_FAULTS_OF_AN_ARTICLE = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""What an article's own content may raise; a full disk or a broken store raises something else."""

_LOG = logging.getLogger(__name__)


class MissingFiles(Enum):
    """What to do with articles whose file, or whose place in it, is gone."""

    KEEP = "keep"
    DROP = "drop"


def ingest(
    paths: Sequence[Path],
    *,
    catalogue: ArticleWriter,
    encoder: Encoder,
    parser: Parser,
    limits: Limits,
    outlets: Sequence[KnownOutlet],
    gone: MissingFiles = MissingFiles.KEEP,
    follow_links: bool = False,
    read: ReadFile = read_file,
    progress: Callable[[IngestProgress], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> IngestReport:
    """Ingest the articles of files and folders; an article that is known costs next to nothing.

    One bad file or article never stops the others: it is reported. A run that is killed loses the
    batch in progress, and the next one adds it.

    Args:
        paths: files and folders.
        catalogue: where the articles go.
        encoder: makes the vectors.
        parser: parses for statements and names.
        limits: how large a file and an article may be.
        outlets: those of the configuration.
        gone: what to do with articles whose file is gone.
        follow_links: whether links that lead out of a folder are followed.
        read: reads a file.
        progress: is told how far it is.
        clock: seconds, from any moment on.
        now: the moment.

    Raises:
        CatalogueError: the catalogue cannot be written; what was committed before stays.
        ModelError: the encoder or the parser is missing or altered.
    """
    begun = clock()
    run = _IngestRun(catalogue, encoder, parser, limits, outlets, read, now())
    try:
        for done, total in embed_missing(catalogue, encoder, BATCH):
            progress(IngestProgress(IngestStage.EMBEDDING, done, total))
        files = list(find_files(paths, follow_links=follow_links))
        for batch in _batches(run.drafts(paths, files, progress)):
            run.process(batch)
        run.confirm()
        if gone is MissingFiles.DROP:
            run.remove_missing(paths)
    except KeyboardInterrupt:
        run.tally.interrupted = True
    except CatalogueError as error:
        done = run.tally.articles + run.tally.replaced
        if done:
            stays = f"{done} articles were taken in before that and stay; the next run goes on"
            raise CatalogueError(f"{error}. {stays}") from error
        raise
    return run.tally.report(clock() - begun)


@dataclass(slots=True)
class _IngestRun:
    """Remembers what one run has seen and done.

    Attributes:
        known: the catalogue's entries by source.
        by_name_and_bytes: the same by file name and fingerprint of the bytes, to find moved ones.
        begun_at: when the run began, which is given as the moment of reading.
        confirmed: by source, articles that are still the same although their bytes are not.
        seen: sources of this run's files, whether they could be read or not.
        fully_read: paths of files of which every item was read.
    """

    catalogue: ArticleWriter
    encoder: Encoder
    parser: Parser
    limits: Limits
    outlets: Sequence[KnownOutlet]
    read: ReadFile
    begun_at: datetime
    known: dict[str, CatalogueEntry] = field(init=False)
    by_name_and_bytes: dict[tuple[str, str], list[CatalogueEntry]] = field(init=False)
    confirmed: dict[str, ConfirmedArticle] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    fully_read: set[str] = field(default_factory=set)
    tally: IngestTally = field(default_factory=IngestTally)

    def __post_init__(self) -> None:
        self.known = dict(self.catalogue.entries())
        self.by_name_and_bytes = {}
        for known in self.known.values():
            raw = Fingerprint.parsed(known.fingerprint).raw
            self.by_name_and_bytes.setdefault((Path(known.source).name, raw), []).append(known)

    # --- reading -----------------------------------------------------------------------------

    def drafts(
        self,
        paths: Sequence[Path],
        files: Sequence[FoundFile | Skipped],
        progress: Callable[[IngestProgress], None],
    ) -> Iterator[ArticleDraft]:
        """Yield the articles that are new or changed."""
        alone = {path.resolve() for path in paths if _is(path, Path.is_file)}
        cited = {_file_of(each.source): ITEM.sub("", each.file) for each in self.known.values()}
        for done, found in enumerate(files, start=1):
            match found:
                case Skipped():
                    self.tally.skipped.append(found)
                case FoundFile() if found.path in alone:
                    # Given by itself, a file of a known folder is still cited by its place there.
                    file = cited.get(str(found.path), found.file)
                    yield from self._drafts_in(FoundFile(found.path, file))
                case FoundFile():
                    yield from self._drafts_in(found)
            progress(IngestProgress(IngestStage.READING, done, len(files)))

    def _drafts_in(self, found: FoundFile) -> Iterator[ArticleDraft]:
        raws, skipped = self.read(found, self.limits)
        self.tally.skipped.extend(skipped)
        items = [each.file.removeprefix(found.file) for each in skipped]
        if all(ITEM.fullmatch(item) for item in items):
            self.fully_read.add(str(found.path))
        self.seen |= {str(found.path) + item for item in items}
        for raw in raws:
            self.seen.add(raw.source)
            try:
                draft = self._draft_of(raw)
            except UnreadableFileError as error:
                self.tally.skipped.append(Skipped(error.file, error.reason))
                continue
            except Exception as error:  # noqa: BLE001 - a fault in one article is not another's
                self._skip_faulty(raw.source, raw.file, error)
                continue
            to_come = notes_on_dates(raw, self.begun_at.date())
            self.tally.notes += [Note(raw.file, note) for note in (*raw.notes, *to_come)]
            if draft is not None:
                yield draft

    def _draft_of(self, raw: RawArticle) -> ArticleDraft | None:
        """Return the article as read; None where the catalogue has the same.

        Raises:
            UnreadableFileError: nothing in it is prose.
        """
        known = self.known.get(raw.source) or self._moved_entry(raw)
        before = Fingerprint.parsed(known.fingerprint) if known else None
        context = digest((PIPELINE, tuple(self.outlets), raw.file))
        digests = digests_of(raw.text, raw.file_digest, self.begun_at)
        if known and before and (before.raw, before.context) == (raw.digest, context):
            self.tally.unchanged += 1
            if known.file_digest != raw.file_digest:  # another item of the file has changed
                self.confirmed[raw.source] = ConfirmedArticle(known.fingerprint, digests)
            return None
        article = article_from(raw, self.outlets, self.begun_at.date())
        if not any(block.kind is BlockKind.PROSE for block in article.body):
            raise UnreadableFileError(raw.file, "no sentence in it; expected an article")
        all_sentences = sentences(article)
        found = passages(article, all_sentences)
        content = digest((PIPELINE, replace(article, source="", file=""), all_sentences, found))
        fingerprint = str(Fingerprint(raw.digest, context, content))
        if known and before and before.content == content:
            self.tally.unchanged += 1
            self.confirmed[raw.source] = ConfirmedArticle(fingerprint, digests)
            if known.file != raw.file:
                self.catalogue.move(raw.source, raw.source, raw.file)
            return None
        return ArticleDraft(article, all_sentences, found, fingerprint, digests)

    def _moved_entry(self, raw: RawArticle) -> CatalogueEntry | None:
        """Return the entry of a moved article: of the same bytes and name, its old file gone."""
        for known in self.by_name_and_bytes.get((Path(raw.source).name, raw.digest), []):
            if known.source in self.known and _is(Path(_file_of(known.source)), _is_gone):
                self.catalogue.move(known.source, raw.source, raw.file)
                del self.known[known.source]
                moved = replace(known, source=raw.source, file=raw.file)
                self.known[raw.source] = moved
                return moved
        return None

    # --- processing -------------------------------------------------------------------------

    def process(self, batch: Sequence[ArticleDraft]) -> None:
        """Parse, embed and commit these articles, all of them in one transaction."""
        read = list(self._with_statements(batch))
        self._commit(read)
        self.confirm()

    def _commit(self, read: Sequence[ReadDraft]) -> None:
        """Embed and commit; where one of them cannot be stored, each is by itself, and it is not."""
        try:
            self.catalogue.commit(self._embedded(read))
        except _FAULTS_OF_AN_ARTICLE as error:
            if len(read) == 1:
                article = read[0][0].article
                self._skip_faulty(article.source, article.file, error)
                return
            for each in read:
                self._commit([each])
            return
        for draft, statements, _ in read:
            is_known = draft.article.source in self.known
            self.tally.add(draft, statements, is_known=is_known)

    def _embedded(self, read: Sequence[ReadDraft]) -> list[PreparedArticle]:
        texts = [t for draft, _, _ in read for t in draft.passage_texts()]
        texts += [t for draft, _, _ in read for t in draft.sentence_texts()]
        vectors = embed_texts(texts, self.catalogue, self.encoder)
        return [
            PreparedArticle(
                draft.article,
                draft.fingerprint,
                draft.digests,
                draft.passages,
                statements,
                names,
                vectors.of(draft.passage_texts()),
                vectors.of(draft.sentence_texts()),
            )
            for draft, statements, names in read
        ]

    def confirm(self) -> None:
        """Store that articles are the same although their bytes are not."""
        if self.confirmed:
            self.catalogue.confirm(self.confirmed)
            self.confirmed = {}

    def _with_statements(self, batch: Sequence[ArticleDraft]) -> Iterator[ReadDraft]:
        """Yield each with its statements and names; one that cannot be parsed is skipped."""
        pairs = [(draft.article, draft.sentences) for draft in batch]
        try:
            read = list(statements_of(pairs, self.parser))
        except VerbatimError:  # no parser at all
            raise
        except Exception as error:  # noqa: BLE001 - in one of them; each by itself shows in which
            if len(batch) == 1:
                self._skip_faulty(batch[0].article.source, batch[0].article.file, error)
            else:
                for draft in batch:
                    yield from self._with_statements([draft])
            return
        for draft, (statements, names) in zip(batch, read, strict=True):
            yield draft, statements, names

    def _skip_faulty(self, source: str, file: str, error: Exception) -> None:
        _LOG.error("%s could not be digested: %s", source, place_of(error))
        reason = f"could not be digested: {place_of(error)}"
        self.tally.skipped.append(Skipped(file, reason))

    # --- removing ----------------------------------------------------------------------------

    def remove_missing(self, paths: Sequence[Path]) -> None:
        """Remove articles below these paths whose file, or whose place in it, is gone."""
        scope = {path.resolve() for path in paths if _is(path, Path.exists)}
        lost = [
            source
            for source in self.catalogue.entries()
            if source not in self.seen
            and scope & {Path(_file_of(source)), *Path(source).parents}
            and self._is_missing(_file_of(source))
        ]
        if lost:
            self.catalogue.remove(lost)
        self.tally.removed = len(lost)

    def _is_missing(self, path: str) -> bool:
        return path in self.fully_read or _is(Path(path), _is_gone)


def _is_gone(path: Path) -> bool:
    return not path.exists()


def _is(path: Path, holds: Callable[[Path], bool]) -> bool:
    """Whether that holds of a path; not of one that may not be looked at."""
    try:
        return holds(path)
    except (OSError, RuntimeError):
        return False


def _batches(drafts: Iterator[ArticleDraft]) -> Iterator[list[ArticleDraft]]:
    while batch := list(islice(drafts, BATCH)):
        yield batch


def _file_of(source: str) -> str:
    """Return the path of the file that an article is in."""
    return ITEM.sub("", source)
