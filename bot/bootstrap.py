"""Builds the program's objects from its settings (the composition root)."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.service.service import RetrievalService
from bot.settings import Settings
from bot.store.database import LAYOUT as USER_DATA_LAYOUT
from bot.store.quotas import Quotas
from bot.store.user_data import FILE_NAME, UserDataStore
from retrieval.adapters.backup import Manifest, StoreFile, restore_backup, write_backup
from retrieval.adapters.chroma.generations import is_built
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.file_reader import IsolatedFileReader
from retrieval.adapters.in_use import in_use, only_bot
from retrieval.adapters.isolated_process import last_line, run_apart
from retrieval.adapters.models.onnx_encoder import OnnxEncoder
from retrieval.adapters.models.packaged import prepared
from retrieval.adapters.models.qa_reader import MODEL, SHIPPED, OnnxReader
from retrieval.adapters.models.spacy_parser import SpacyParser
from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
from retrieval.adapters.private_files import make_private_folder, open_to_others
from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.adapters.sqlite.faults import explained
from retrieval.adapters.sqlite.schema import LAYOUT as CATALOGUE_LAYOUT
from retrieval.answer.topic import TopicScorer
from retrieval.ask_context import AskContext
from retrieval.corpus.files import Limits
from retrieval.corpus.known_outlets import KnownOutlet, read_outlets
from retrieval.errors import CatalogueError, ConfigError, IsolatedProcessError
from retrieval.excerpt_statements import ExcerptStatements
from retrieval.ports import Encoder, PassageReader
from retrieval.quote import QuoteService
from retrieval.quotes.identity.people import KnownPerson, read_people
from retrieval.quotes.parsed.parse import Parser
from retrieval.vocabulary import CorpusVocabulary

CATALOGUE = "catalogue.sqlite"
"""The file of the catalogue, in the data folder."""

UPLOADS = "received"
"""The folder of what admins send to the bot, below that of the data."""

BackupManifest = Manifest

_STORES = (StoreFile(CATALOGUE, CATALOGUE_LAYOUT), StoreFile(FILE_NAME, USER_DATA_LAYOUT))

FEW = 20_000
"""Up to so many passages, exact comparison is faster than opening the vector index."""

PACKAGED = "packaged"
"""The setting for the model that is installed with this project."""


@dataclass(frozen=True, slots=True)
class Components:
    """Holds what the commands work with: open stores and models that load when first used."""

    settings: Settings
    catalogue: Catalogue
    encoder: Encoder
    vectors: VectorStore
    people: Sequence[KnownPerson]
    passage_reader: PassageReader | None

    def service(self) -> RetrievalService:
        """Return the service that answers from these stores."""
        return RetrievalService(
            self.context(),
            passages_shown=self.settings.passages_shown,
            min_confidence=self.settings.min_confidence,
            named_only=self.settings.named_speakers_only,
            notices=self.notices,
        )

    def notices(self) -> Sequence[str]:
        """Return what is wrong with the stores though they answer, in sentences for the admin."""
        # What keeps the catalogue from being written does the same to the index, and is said once.
        found = self.catalogue.database.notice or self.vectors.notice
        return [found] if found is not None else []

    def context(self) -> AskContext:
        """Return what answering works with, over these stores."""
        articles, statements = self.catalogue.articles, self.catalogue.statements
        outlets_file = self.settings.below_root(self.settings.outlets_file)
        vocabulary = CorpusVocabulary(articles, statements, outlets_file)
        topics = TopicScorer(articles, self.encoder, vocabulary.spellings)
        return AskContext(
            articles=articles,
            statements=statements,
            encoder=self.encoder,
            neighbours=self.vectors,
            vocabulary=vocabulary,
            quotes=QuoteService(statements, self.people, topics),
            excerpt_statements=ExcerptStatements(statements),
            passage_reader=self.passage_reader,
            today=_today,
        )


@contextmanager
def opened(
    settings: Settings,
    *,
    data_dir: Path | None = None,
    threads: int | None = None,
    is_ingest: bool = False,
) -> Iterator[Components]:
    """Open the stores in the data folder, or in another one, until the end of the block.

    Args:
        settings: where the data folder is, and which models.
        data_dir: another data folder.
        threads: for the encoder; a question has those of the settings.
        is_ingest: a catalogue that was lost may be made anew.

    Raises:
        VerbatimError: one of them cannot be opened; says which and why.
    """
    folder = data_dir or settings.below_root(settings.data_dir)
    _make_data_folder(folder)
    with in_use(folder):
        encoder = open_encoder(settings, threads)
        if not is_ingest and not (folder / CATALOGUE).exists():
            _refuse_a_lost_catalogue(folder)
        catalogue = open_catalogue(folder / CATALOGUE, encoder.model)
        vectors = VectorStore(folder, catalogue, few=FEW)
        try:
            if not is_ingest and not catalogue.outbox.last_change():
                _refuse_a_lost_catalogue(folder)
            vectors.open()
            people = read_people(settings.below_root(settings.speakers_file))
            yield Components(settings, catalogue, encoder, vectors, people, open_reader(settings))
        finally:
            vectors.close()
            catalogue.close()


def _make_data_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        why = explained(error, folder / CATALOGUE, "move it away")
        raise ConfigError(f"VERBATIM_DATA_DIR is {folder}: {why}") from error


def _refuse_a_lost_catalogue(folder: Path) -> None:
    """Refuse to answer from nothing where a vector index says that there were articles.

    Raises:
        CatalogueError: says what to do.
    """
    if is_built(folder):
        raise CatalogueError(
            f"{folder / CATALOGUE}: no article is in it, though the vector index beside it was "
            "built from some: bring back a backup (verbatim restore FILE), or ingest again"
        )


def readable_by_others(settings: Settings) -> Sequence[str]:
    """Return what of the data folder other users of the machine can read: "." is the folder."""
    folder = settings.below_root(settings.data_dir)
    return [path.relative_to(folder).as_posix() for path in open_to_others(folder)]


def back_up(settings: Settings, file: Path, *, replace: bool) -> Manifest:
    """Write all of the data folder that cannot be made again into one file.

    Raises:
        BackupError: see ``write_backup``.
    """
    folder = settings.below_root(settings.data_dir)
    return write_backup(folder, file.absolute(), _STORES, (UPLOADS,), replace=replace)


def bring_back(settings: Settings, file: Path) -> tuple[Manifest, Path | None]:
    """Replace the stores by those of a backup; return it, and where the old ones are kept.

    Raises:
        VerbatimError: see ``restore_backup``.
    """
    return restore_backup(settings.below_root(settings.data_dir), file.absolute(), _STORES)


def _today() -> date:
    """Return today's date in the machine's time zone."""
    return datetime.now(UTC).astimezone().date()


def open_encoder(settings: Settings, threads: int | None = None) -> Encoder:
    """Return the encoder that the settings name; its weights are loaded at the first text."""
    threads = threads or settings.encoder_threads
    if settings.model == PACKAGED:
        return OnnxEncoder(prepared(settings.below_root(settings.models_dir)), threads)
    return SentenceTransformerEncoder(settings.model, threads)


def open_reader(settings: Settings) -> PassageReader | None:
    """Return the reader that the settings name, if any; its weights are loaded when first used."""
    weights = reader_weights(settings)
    return None if weights is None else OnnxReader(weights.parent)


def reader_weights(settings: Settings) -> Path | None:
    """Return the file with the weights of the reader that the settings name, if any."""
    match settings.reader:
        case "" | "none":
            return None
        case _ if settings.reader == PACKAGED:
            return SHIPPED / MODEL
        case folder:
            return settings.below_root(Path(folder)) / MODEL


SAYS_WHY = 5
"""The exit status of a module whose last line says, without words of articles, what to mend."""


def run_module(module: str, given: bytes, deadline: float) -> bytes:
    """Return what a module of this project wrote, run in a process of its own.

    Args:
        module: by its full name.
        given: its standard input.
        deadline: in seconds; then it is stopped.

    Raises:
        IsolatedProcessError: it ended with a fault, or was stopped; says which.
    """
    try:
        done = run_apart(module, deadline=deadline, given=given)
    except subprocess.TimeoutExpired:
        too_long = f"it was not done after {deadline / 60:,.0f} minutes, and was stopped"
        said = f"{module} was stopped after {deadline:.0f} s"
        raise IsolatedProcessError(said, too_long) from None
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        no_memory = "the machine had too little memory for it, or somebody ended it"
        cause: str | None = no_memory if -done.returncode == signal.SIGKILL else None
        raise IsolatedProcessError(f"{module} was ended by {name}", cause)
    if done.returncode:
        said = last_line(done.stderr) or f"exit status {done.returncode}"
        cause = said if done.returncode == SAYS_WHY else None
        raise IsolatedProcessError(f"{module} failed: {said}", cause)
    return done.stdout


def alone_on(settings: Settings) -> AbstractContextManager[None]:
    """Return a block in which no other bot may run on the data folder.

    Raises:
        InUseError: another one runs there.
    """
    return only_bot(settings.below_root(settings.data_dir))


def open_user_data(settings: Settings) -> UserDataStore:
    """Open the database of what is stored of the bot's users, in the data folder.

    Raises:
        StoreError: it cannot be opened; says which file and why.
    """
    return UserDataStore(
        settings.below_root(settings.data_dir) / FILE_NAME,
        keep_days=settings.keep_days,
        quotas=Quotas(
            user_per_minute=settings.user_questions_per_minute,
            user_per_day=settings.user_questions_per_day,
            everybody_per_day=settings.questions_per_day,
        ),
    )


def open_parser() -> Parser:
    """Return the parser for statements and names."""
    return SpacyParser()


def known_outlets(settings: Settings) -> tuple[KnownOutlet, ...]:
    """Return the outlets of the configuration."""
    return read_outlets(settings.below_root(settings.outlets_file))


def reading_limits(settings: Settings) -> Limits:
    """Return how large a file and an article may be."""
    return Limits(settings.max_file_bytes, settings.max_article_characters)


def open_file_reader(settings: Settings) -> IsolatedFileReader:
    """Return what reads files, with its process to be closed at the end."""
    return IsolatedFileReader(settings.max_file_seconds)
