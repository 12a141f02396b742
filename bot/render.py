"""Replies as the messages that a reader on Telegram sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from bot import dates, texts
from bot.cited import FILE_LENGTH, OUTLET_LENGTH, TITLE_LENGTH, citations, cited, date_of
from bot.entries import (
    NAME_LENGTH,
    entries,
    name_of,
    referent_notes,
)
from bot.markup import (
    bold,
    code,
    italic,
    label,
    plain,
    units,
)
from bot.pages import MARKS, ROOM, Block, Part, paginate
from bot.quoting import joined, noted, said_blocks
from bot.understanding import understanding
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    ListedFile,
    ListedOutlet,
    Reply,
    Understood,
)

NAMES_SHOWN = 10
FILES_LISTED = 30
"""With more articles than this, /sources lists outlets only."""
FILES_OF_ONE_LISTED = 60
OUTLETS_LISTED = 60

_EVIDENCE_LENGTH = 300
_REASON_LENGTH = 600


# --- answers ---------------------------------------------------------------------------------


def reply(answer: Reply) -> tuple[Part, ...]:
    """What the articles say to a question, or why they do not."""
    taken = taken_as(answer.understood)
    match answer:
        case Answer():
            blocks = excerpt_blocks(answer.answering)
            if answer.further:
                number = 1 + sum(1 + len(excerpt.also_in) for excerpt in answer.answering)
                blocks += [Block(texts.FURTHER), *excerpt_blocks(answer.further, number)]
        case Declined():
            blocks = [Block(label(answer.reason, _REASON_LENGTH))]
            if answer.passages:
                head = texts.ELSEWHERE if answer.elsewhere else texts.NEAREST
                blocks += [Block(head), *excerpt_blocks(answer.passages)]
        case Ambiguous():
            blocks = [Block(label(answer.reason, _REASON_LENGTH))]
            if answer.options:
                options = [f"• {name_of(option)}" for option in answer.options[:NAMES_SHOWN]]
                blocks.append(Block("\n".join([texts.WHICH_ONE, *options])))
            if answer.statements:
                blocks.append(Block(texts.WORDS_OF_THEIRS))
                blocks += said_blocks(entries(answer.statements, NAMES_SHOWN))
        case _:
            assert_never(answer)
    return paginate([*taken, *blocks])


def taken_as(understood: Understood) -> list[Block]:
    """How the question was taken, where it is not as typed."""
    return [Block(italic(line)) for line in understanding(understood)]


def excerpt_blocks(excerpts: Sequence[Excerpt], number: int = 1) -> list[Block]:
    """Each with its citations, numbered on; below them, of how many sources they really are."""
    blocks: list[Block] = []
    for excerpt in excerpts:
        lines = citations(number, excerpt.citation, excerpt.also_in, texts.SAME_WORDS)
        shown = cited(
            number,
            excerpt.text,
            excerpt.citation,
            lines,
            lead=excerpt.lead,
            answer=excerpt.answer,
        )
        blocks += joined([*shown, *noted(referent_notes(excerpt))])
        number += len(lines)
    sources, prints = _sources_and_prints(excerpts)
    if prints > sources:
        blocks.append(Block(texts.sources_and_prints(sources, prints)))
    return blocks


def _sources_and_prints(excerpts: Sequence[Excerpt]) -> tuple[int, int]:
    """Files that hold the same words, or two of the excerpts, are prints of one source."""
    sources: list[set[str]] = []
    for excerpt in excerpts:
        prints = {place.file for place in (excerpt.citation, *excerpt.also_in)}
        for known in [source for source in sources if source & prints]:
            prints |= known
            sources.remove(known)
        sources.append(prints)
    return len(sources), sum(map(len, sources))


# --- sources ----------------------------------------------------------------------------------


def sources(outlets: Sequence[ListedOutlet], name: str = "") -> tuple[Part, ...]:
    """The outlets with what they published; only those of that name, if one is given.

    Articles are listed where there are few, or where an outlet was asked for by name.
    """
    if not outlets:
        return paginate([Block(texts.NO_SOURCES)])
    if name.strip():
        wanted = [outlet for outlet in outlets if _goes_by(outlet, name)]
        if not wanted:
            return paginate([Block(texts.no_such_outlet(name_of(name)))])
        return paginate(_listed(wanted, _file_with_evidence, FILES_OF_ONE_LISTED))
    articles = sum(len(outlet.files) for outlet in outlets)
    known = sum(outlet.outlet is not None for outlet in outlets)
    shown = FILES_LISTED if articles <= FILES_LISTED else 0
    hint = texts.SOURCES_OF_ONE if shown else texts.TOO_MANY_FILES
    return paginate(
        [Block(texts.all_sources(known, articles)), *_listed(outlets, _file, shown), Block(hint)]
    )


def _goes_by(outlet: ListedOutlet, name: str) -> bool:
    wanted = " ".join(name.casefold().split())
    return wanted in (outlet.outlet or texts.OUTLET_UNKNOWN_HEADING).casefold()


def _listed(
    outlets: Sequence[ListedOutlet], line: Callable[[ListedFile], str], files_shown: int
) -> Iterator[Block]:
    """Each outlet with a line for each of its files, as far as they are shown."""
    for outlet in outlets[:OUTLETS_LISTED]:
        lines = [_outlet(outlet), *map(line, outlet.files[:files_shown])]
        hidden = len(outlet.files) - files_shown
        if files_shown and hidden > 0:
            lines.append(texts.more_files(hidden))
        yield from _in_blocks(lines)
    if len(outlets) > OUTLETS_LISTED:
        yield Block(texts.more_outlets(len(outlets) - OUTLETS_LISTED))


def _outlet(outlet: ListedOutlet) -> str:
    name = outlet.outlet
    heading = label(name, OUTLET_LENGTH) if name else texts.OUTLET_UNKNOWN_HEADING
    covered = dates.stretch(outlet.first, outlet.last)
    covered = label(covered, NAME_LENGTH) if covered else texts.DATE_UNKNOWN
    return f"{bold(heading)} – {texts.count(len(outlet.files), 'article')}, {covered}"


def _file(file: ListedFile) -> str:
    title = f"{label(file.title, TITLE_LENGTH)}, " if file.title else ""
    return f"• {title}{date_of(file.published)} · {code(label(file.file, FILE_LENGTH))}"


def _file_with_evidence(file: ListedFile) -> str:
    evidence = label("; ".join(file.evidence), _EVIDENCE_LENGTH)
    return f"{_file(file)}{f' {texts.outlet_known_by(evidence)}' if evidence else ''}"


def _in_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The lines in as few blocks as hold them."""
    block: list[str] = []
    for line in lines:
        too_long = units(plain("\n".join([*block, line]))) > ROOM
        if block and (too_long or 4 * (len(block) + 1) > MARKS):
            yield Block("\n".join(block))
            block = []
        block.append(line)
    if block:
        yield Block("\n".join(block))
