"""Defines the commands of ``verbatim``: each translates its arguments, calls and prints."""

from __future__ import annotations

import logging
import os
import sys
from importlib import metadata
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.logging import RichHandler
from rich.text import Text

from bot.cli import console as terminal
from bot.cli import json_output, maintenance
from bot.cli.app import (
    FAULT,
    NOT_FOUND,
    PARTLY,
    AsJson,
    FollowLinks,
    Paths,
    app,
    err,
    out,
    say,
    say_all,
)
from bot.cli.terminal_text import print_json
from bot.settings import load_settings
from retrieval.corpus.files import Skipped, summarised
from retrieval.errors import VerbatimError
from retrieval.model import UnknownName


def main() -> None:
    """Runs the command line; an error that is known is one line, never a traceback."""
    _say_what_no_encoding_can()
    try:
        app()
    except VerbatimError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted")
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(FAULT) from None


def _say_what_no_encoding_can() -> None:
    """Let a terminal of another encoding show "?" for what it lacks, and take any bytes typed."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _print_version(*, asked: bool) -> None:
    if asked:
        try:
            version = metadata.version("verbatim-bot")
        except metadata.PackageNotFoundError:
            version = "of unknown version, not installed"
        sys.stdout.write(f"verbatim {version}\n")
        raise typer.Exit


@app.callback()
def every_command(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _print_version(asked=asked),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
) -> None:
    """Sets up what every command needs."""
    del version  # printed by the option's callback
    os.umask(0o077)  # what is stored here, by this process and its children, is nobody else's
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(message)s",
        handlers=[RichHandler(console=err, show_path=False, markup=False)],
    )
    for chatty in ("httpx", "sentence_transformers"):  # addresses with the token, paths
        logging.getLogger(chatty).setLevel(logging.WARNING)


@app.command()
def ingest(
    paths: Paths,
    *,
    prune: Annotated[bool, typer.Option(help="Drop articles that are gone.")] = False,
    follow_links: FollowLinks = False,
    as_json: AsJson = False,
) -> None:
    """Take articles in. Unchanged ones cost nothing, changed ones are replaced."""
    from bot.cli.ingest import ingest_with_progress, print_report, report_json
    from retrieval.ingest.run import MissingFiles

    gone = MissingFiles.DROP if prune else MissingFiles.KEEP
    console = None if as_json else err
    report = ingest_with_progress(
        load_settings(), paths, gone=gone, follow_links=follow_links, console=console
    )
    if as_json:
        print_json(report_json(report))
    else:
        print_report(out, report)
    if report.interrupted:
        raise typer.Exit(FAULT)
    if report.skipped:
        raise typer.Exit(PARTLY)


@app.command()
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="The question.")
    ] = None,
    *,
    from_file: Annotated[
        Path | None, typer.Option("--from", help="A text file, one question a line.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a question. Filters: outlet:NAME after:DATE before:DATE speaker:NAME."""
    if from_file is None and not question:
        raise typer.BadParameter("expected a question, or --from FILE")
    from bot.bootstrap import opened
    from bot.cli.asking import is_declined, print_answer
    from bot.cli.questions_file import read_questions

    settings, questions = load_settings(), [" ".join(question or ())]
    if from_file is not None:
        questions = read_questions(from_file, settings.max_file_bytes)
    if not questions:
        say(f"{from_file}: no question in it")
    with opened(settings) as components:
        say_all(components.notices())
        service = components.service()
        console = None if as_json else out
        replies = [print_answer(service, asked, console) for asked in questions]
        components.vectors.refresh()
    if from_file is None and not as_json and is_declined(replies[0]):
        raise typer.Exit(NOT_FOUND)


@app.command()
def sources(
    outlet: Annotated[
        list[str] | None, typer.Argument(metavar="OUTLET", help="An outlet, or part of one.")
    ] = None,
    *,
    show_all: Annotated[bool, typer.Option("--all", help="Every outlet with its files.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the outlets; with OUTLET its files, and how its name and their dates are known."""
    from bot.bootstrap import opened
    from bot.cli import sources as listing

    with opened(load_settings()) as components:
        service = components.service()
        listed, statements = service.outlets(), service.corpus_size().statements
    name = " ".join(outlet or ())
    found = listing.outlets_called(listed, name) if name else listed
    if as_json:
        print_json(json_output.outlets_json(found))
    elif not found and name:
        listing.print_no_outlet(out, listed, name, "verbatim sources")
        raise typer.Exit(NOT_FOUND)
    elif name or show_all:
        listing.print_outlets(out, found)
    else:
        listing.print_totals(out, found, statements, "verbatim sources OUTLET; all of them: --all")


@app.command()
def show(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A file as cited, its path, or the end of either; news.jsonl#3."
        ),
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Show what is known of an article, from where, and the stored text that offsets count in."""
    from bot.bootstrap import opened
    from bot.cli.show import print_article, print_no_article
    from bot.service.find_article import NoSuchArticle

    with opened(load_settings()) as components:
        stored = components.service().stored_article(file)
    if isinstance(stored, NoSuchArticle):
        if as_json:
            print_json(json_output.no_article_json(stored))
        else:
            print_no_article(out, stored)
        raise typer.Exit(NOT_FOUND)
    if as_json:
        print_json(json_output.article_json(stored))
    else:
        print_article(out, stored)


@app.command()
def quote(
    name: Annotated[
        list[str],
        typer.Argument(metavar="NAME", help="A name, part of one, or a role; then about TOPIC."),
    ],
    *,
    about: Annotated[str | None, typer.Option(help="Only what they said on this.")] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Every statement.")] = False,
    named: Annotated[
        bool, typer.Option("--named", help="Only with the speaker's name beside the words.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what somebody said, in the words of the articles."""
    from bot.bootstrap import opened

    with opened(load_settings()) as components:
        service = components.service()
        reply = service.quote(" ".join(name), about=about, everything=show_all, named=named)
        source_of = service.source_lookup()
        if as_json:
            print_json(json_output.quote_json(reply, source_of))
        else:
            from bot.cli.proof import print_sources

            terminal.print_quote(out, reply)
            print_sources(out, reply, source_of)
            if isinstance(reply, UnknownName):
                raise typer.Exit(NOT_FOUND)


@app.command()
def statements(
    paths: Paths, *, follow_links: FollowLinks = False, as_json: AsJson = False
) -> None:
    """Print the statements in files, with nothing ingested."""
    from bot.cli.ingest import statements_in

    skipped: list[Skipped] = []
    found = statements_in(
        load_settings(), paths, on_skip=skipped.append, follow_links=follow_links
    )
    for cited in found:
        if as_json:
            print_json(json_output.statement_json(cited))
        else:
            terminal.print_statement(out, cited)
    for skip in summarised(skipped):
        say(f"skipped {skip}")
    if skipped:
        raise typer.Exit(PARTLY)


@app.command()
def chat() -> None:
    """Ask in the terminal, one question after another."""
    from bot.bootstrap import opened
    from bot.cli.repl import converse

    with opened(load_settings()) as components:
        say_all(components.notices())
        converse(components.service(), out)


@app.command()
def run() -> None:
    """Run the Telegram bot until it is told to stop."""
    logging.getLogger().setLevel(logging.INFO)
    from bot.bootstrap import alone_on, opened
    from bot.tg.application import run_bot

    settings = load_settings()
    with opened(settings) as components, alone_on(settings):
        say_all(components.notices())
        service = components.service()
        service.warm_up()
        run_bot(settings, service)


for _command in (
    maintenance.backup,
    maintenance.restore,
    maintenance.reindex,
    maintenance.evaluate,
    maintenance.doctor,
):
    app.command()(_command)


def _fail(sentence: str) -> NoReturn:
    err.print(Text(f"verbatim: {sentence}", style="red"))
    raise SystemExit(FAULT)
