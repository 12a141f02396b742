"""Reports what ``verbatim doctor`` finds: what is configured, there or missing, and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import bootstrap
from bot.cli.json_output import Json
from bot.monitoring import FILE_NAME, HeartbeatState, read_heartbeat
from bot.settings import Settings
from retrieval.errors import VerbatimError
from retrieval.model import Span

LEAST_DISK = 2 * 1024**3
"""Less free space than this is said, in bytes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``remedy`` is what to do; None where nothing is to be done."""

    about: str
    found: str
    remedy: str | None = None
    is_fault: bool = False

    def form(self) -> Json:
        """As JSON."""
        return {
            "about": self.about,
            "found": self.found,
            "remedy": self.remedy,
            "fault": self.is_fault,
        }


def examine(settings: Settings) -> list[Finding]:
    """Return everything worth knowing before asking why it does not work."""
    return list(_findings(settings))


def print_findings(console: Console, findings: list[Finding]) -> None:
    """Prints the findings, with what to do about those that need it."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(overflow="fold")  # the name of a setting is never cut
    for finding in findings:
        mark, style = ("✗", "red") if finding.is_fault else ("!", "yellow")
        if finding.remedy is None:
            mark, style = "✓", "green"
        table.add_row(Text(mark, style=style), finding.about, Text(finding.found))
        if finding.remedy:
            table.add_row("", "", Text(f"→ {finding.remedy}", style=style))
    console.print(table)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _disk(settings)
    yield from _permissions(settings)
    yield _model(settings)
    yield _reader(settings)
    yield _parser()
    yield _outlets(settings)
    yield from _stores(settings)
    yield _token(settings)
    yield _heartbeat(settings)
    yield _readers(settings)


def _disk(settings: Settings) -> Finding:
    folder = settings.below_root(settings.data_dir)
    place = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(place).free
    found = f"{folder}, {free / 1024**3:.1f} GB free"
    remedy = "make room: the vector index needs it" if free < LEAST_DISK else None
    return Finding("data folder", found, remedy, is_fault=False)


def _permissions(settings: Settings) -> Iterator[Finding]:
    """Yield a finding where other users of the machine can read what is stored."""
    names = bootstrap.readable_by_others(settings)
    if names:
        listed = ", ".join("the folder itself" if each == "." else each for each in names[:5])
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - as many as are listed
        found = f"other users of this machine can read {listed}{more}"
        yield Finding("permissions", found, f"chmod -R go= {settings.data_dir}")


def _model(settings: Settings) -> Finding:
    try:
        model = bootstrap.open_encoder(settings).model
    except VerbatimError as error:
        return Finding("embeddings", str(error), "see VERBATIM_MODEL", is_fault=True)
    return Finding("embeddings", f"{model.name}, {model.dimension} dimensions")


def _reader(settings: Settings) -> Finding:
    passage_reader = bootstrap.open_reader(settings)
    if passage_reader is None:
        return Finding("reader", "none: the best passages are not read again")
    try:
        passage_reader.read("Who?", [("Nobody.", [Span(0, 7)])])
    except VerbatimError as error:
        return Finding("reader", str(error), "see VERBATIM_READER", is_fault=True)
    return Finding("reader", "reads the best passages again")


def _parser() -> Finding:
    try:
        bootstrap.open_parser()
    except VerbatimError as error:
        return Finding("parser", str(error), "make setup", is_fault=True)
    return Finding("parser", "English, for names and statements")


def _outlets(settings: Settings) -> Finding:
    try:
        outlets = bootstrap.known_outlets(settings)
    except VerbatimError as error:
        return Finding("known outlets", str(error), "correct that file", is_fault=True)
    return Finding("known outlets", f"{len(outlets)} in {settings.outlets_file}")


def _stores(settings: Settings) -> Iterator[Finding]:
    try:
        with bootstrap.opened(settings) as components:
            articles = len(components.catalogue.articles.cards())
            unknown = sum(card.outlet is None for card in components.catalogue.articles.cards())
            found = f"{articles} articles, {components.catalogue.articles.count()} passages"
            yield Finding("corpus", found, None if articles else "verbatim ingest PATH")
            if unknown:
                found = f"{unknown} articles of an unknown outlet"
                remedy = "name their files or domains in config/outlets.toml, if you know better"
                yield Finding("outlets", found, remedy)
            waiting = len(components.catalogue.writer.unembedded(1))
            if waiting:
                found = "some articles have no vectors by this model"
                yield Finding("embeddings", found, "verbatim ingest the same paths again")
            unwritable = components.catalogue.database.notice
            if unwritable:
                yield Finding("catalogue", unwritable, "questions are answered meanwhile")
            notice = components.vectors.notice
            rebuild = "verbatim reindex" if components.vectors.needs_rebuild and notice else None
            yield Finding("vector index", notice or "in order", rebuild)
    except VerbatimError as error:
        yield Finding(
            "corpus", str(error), "verbatim restore BACKUP, if you have one", is_fault=True
        )


def _heartbeat(settings: Settings) -> Finding:
    beat = read_heartbeat(settings.below_root(settings.data_dir) / FILE_NAME)
    if beat is None or beat.state is HeartbeatState.STOPPED:
        return Finding("bot", "not running")
    heard = datetime.fromtimestamp(beat.heard or beat.written, UTC).astimezone()
    found = f"{beat.state}, Telegram last heard {heard:%Y-%m-%d %H:%M:%S}, process {beat.process}"
    if beat.is_stale(datetime.now(UTC).timestamp()):
        return Finding("bot", found, "look at its log, or start it again", is_fault=True)
    return Finding("bot", found)


def _readers(settings: Settings) -> Finding:
    users, chats = settings.telegram_allowed_users, settings.telegram_allowed_chats
    if not users and not chats:
        remedy = "set VERBATIM_TELEGRAM_ALLOWED_USERS to a list of user ids"
        return Finding("who may ask", "everyone on Telegram", remedy)
    return Finding("who may ask", f"{len(users)} user ids, everybody in {len(chats)} chats")


def _token(settings: Settings) -> Finding:
    token = settings.telegram_token
    if token is None or not token.get_secret_value():
        found = "no token: everything but the bot works"
        return Finding("Telegram", found, "set VERBATIM_TELEGRAM_TOKEN, see the README")
    return Finding("Telegram", "a token is set")
