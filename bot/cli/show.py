"""Prints a stored article for a person at a terminal."""

from __future__ import annotations

from shlex import quote

from rich.console import Console
from rich.text import Text

from bot.cli.terminal_text import visible
from bot.messages import strings
from bot.service.articles import StoredArticle
from bot.service.find_article import NoSuchArticle
from retrieval.corpus.files import printable
from retrieval.model import BlockKind, Evidence, Fact

CANDIDATES_SHOWN = 10
_LABEL = 21


def print_article(console: Console, stored: StoredArticle) -> None:
    """Print what is known of an article and from where, then its text, boilerplate dimmed."""
    article = stored.article
    console.print(Text(printable(article.file), style="bold cyan"), soft_wrap=True)
    console.print(Text(printable(article.source), style="dim"), soft_wrap=True)
    for name, fact in article.facts.items():
        _print_row(console, name, _fact(fact))
    for of, digest in (("file", stored.digests.file), ("text", stored.digests.text)):
        shown = Text(digest) if digest else Text("unknown", style="yellow")
        _print_row(console, f"SHA-256 of the {of}", shown)
    console.print()
    console.print(_words(stored), soft_wrap=True)


def _print_row(console: Console, name: str, value: Text) -> None:
    label = name.ljust(_LABEL)
    console.print(Text.assemble((label, "dim"), value), soft_wrap=True)


def _fact(fact: Fact | None) -> Text:
    if fact is None:
        return Text("unknown", style="yellow")
    places = "; ".join(dict.fromkeys(map(_place, fact.evidence)))
    return Text.assemble(visible(fact.value), "  ", (f"({visible(places)})", "dim"))


def _place(evidence: Evidence) -> str:
    span = evidence.span
    return f"{evidence.rule}, {span.start}–{span.end}" if span else evidence.rule


def _words(stored: StoredArticle) -> Text:
    words = Text(visible(stored.article.text), style="dim")
    for block in stored.article.body:
        style = "not dim" if block.kind is BlockKind.PROSE else "not dim bold"
        words.stylize(style, block.span.start, block.span.end)
    return words


def print_no_article(console: Console, reply: NoSuchArticle) -> None:
    """Print that no article, or more than one, is meant, with those that may be."""
    name = printable(reply.name)
    said = f"{name} may mean each of these:" if reply.is_ambiguous else f"No article is {name}."
    console.print(Text(said, style="yellow"), soft_wrap=True)
    if reply.candidates and not reply.is_ambiguous:
        console.print(Text(strings.DID_YOU_MEAN))
    for candidate in reply.candidates[:CANDIDATES_SHOWN]:
        console.print(Text(f"  • verbatim show {quote(printable(candidate))}"), soft_wrap=True)
    hidden = len(reply.candidates) - CANDIDATES_SHOWN
    if hidden > 0:
        console.print(Text(f"  and {hidden:,} more", style="dim"))
