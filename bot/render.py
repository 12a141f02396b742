"""Replies as the messages that a reader on Telegram sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from bot import dates, texts
from bot.markup import bold, code, italic, label, link, plain, quotation, units
from bot.pages import ENTITY_LIMIT, GAP, ROOM, Block, Part, divide, paginate
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    CitedStatement,
    Declined,
    Excerpt,
    ListedFile,
    ListedOutlet,
    NamedOnly,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)

STATEMENTS_SHOWN = 10
PLACES_SHOWN = 5
COPIES_SHOWN = 4
NAMES_SHOWN = 10
FORMS_SHOWN = 8
FILES_LISTED = 30
"""With more articles than this, /sources lists outlets only."""
FILES_OF_ONE_LISTED = 60
OUTLETS_LISTED = 60

FOLDED_FROM = 600
"""Quotations of this many code points are folded: a reader sees the beginning and taps."""

_OUTLET_LENGTH = 80
_TITLE_LENGTH = 200
_FILE_LENGTH = 250
_EVIDENCE_LENGTH = 300
_NAME_LENGTH = 100
_REASON_LENGTH = 600
_URL_LENGTH = 2000


# --- answers ---------------------------------------------------------------------------------


def reply(answer: Reply) -> tuple[Part, ...]:
    """What the articles say to a question, or why they do not."""
    match answer:
        case Answer():
            blocks = _excerpts(answer.answering)
            if answer.further:
                number = 1 + sum(1 + len(excerpt.also_in) for excerpt in answer.answering)
                blocks += [Block(texts.FURTHER), *_excerpts(answer.further, number)]
        case Declined():
            blocks = [Block(label(answer.reason, _REASON_LENGTH))]
            if answer.passages:
                blocks += [Block(texts.NEAREST), *_excerpts(answer.passages)]
        case Ambiguous():
            blocks = [Block(label(answer.reason, _REASON_LENGTH))]
            if answer.options:
                options = [f"• {_name(option)}" for option in answer.options[:NAMES_SHOWN]]
                blocks.append(Block("\n".join([texts.WHICH_ONE, *options])))
        case _:
            assert_never(answer)
    return paginate(blocks)


def _excerpts(excerpts: Sequence[Excerpt], number: int = 1) -> list[Block]:
    blocks: list[Block] = []
    for excerpt in excerpts:
        lines = _citations(number, excerpt.citation, excerpt.also_in, texts.SAME_WORDS)
        blocks += _cited(number, excerpt.text, excerpt.citation, lines)
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


# --- a quotation with its citations -----------------------------------------------------------


def _cited(number: int, words: str, citation: Citation, lines: Sequence[str]) -> Iterator[Block]:
    """The words, to the letter, with their citation lines: one block, or several if too long."""
    below = "\n" + "\n".join(lines)
    continues = f"\n[{number}] {italic(texts.CONTINUES)}"
    room = ROOM - max(units(plain(below)), units(plain(continues)))
    pieces = tuple(divide(words, citation, room)) if units(words) > room else ((words, citation),)
    for piece, place in pieces[:-1]:
        yield Block(quotation(piece, folded=False) + continues, (place,))
    piece, place = pieces[-1]
    folded = len(pieces) == 1 and len(piece) >= FOLDED_FROM
    yield Block(quotation(piece, folded=folded) + below, (place,))


def _citations(
    number: int, citation: Citation, also_in: Sequence[Citation], relation: str, note: str = ""
) -> list[str]:
    """One line a citation, numbered on from ``number``; the first may carry a note."""
    lines = [f"[{number}] {f'{italic(note)} · ' if note else ''}{_citation(citation)}"]
    for following, copy in enumerate(also_in[:COPIES_SHOWN], number + 1):
        lines.append(f"[{following}] {italic(relation)}: {_citation(copy)}")
    if len(also_in) > COPIES_SHOWN:
        lines[-1] += f" {texts.more_copies(len(also_in) - COPIES_SHOWN)}"
    return lines


def _citation(citation: Citation) -> str:
    """Outlet — Title, date · file. The title, or else the file, links to the page."""
    name = label(citation.outlet or "", _OUTLET_LENGTH)
    outlet = bold(name) if name else texts.OUTLET_UNKNOWN
    title = label(citation.title or "", _TITLE_LENGTH)
    file = code(label(citation.file, _FILE_LENGTH))
    if citation.url and _is_web_address(citation.url):
        title = link(title, citation.url) if title else ""
        file = file if title else link(label(citation.file, _FILE_LENGTH), citation.url)
    date = _date(citation.published)
    return f"{outlet}{f' — {title}' if title else ''}, {date} · {file}"


def _is_web_address(url: str) -> bool:
    web = url.startswith(("https://", "http://"))
    return web and len(url) <= _URL_LENGTH and url.isprintable() and " " not in url


def _date(published: str | None) -> str:
    return label(dates.spell(published or ""), _NAME_LENGTH) or texts.DATE_UNKNOWN


def _name(name: str) -> str:
    return label(name, _NAME_LENGTH)


# --- quotes -----------------------------------------------------------------------------------


def quotes(answer: QuoteReply) -> tuple[Part, ...]:
    """What somebody of that name said, or who of that name there is."""
    match answer:
        case Quoted():
            blocks = _statements(answer.speaker)
        case NamedOnly():
            blocks = _named_only(answer)
        case SeveralSpeakers():
            blocks = _several(answer)
        case UnknownName():
            blocks = [Block(texts.unknown_name(_name(answer.name)))]
            if answer.suggestions:
                names = [f"• {_quote_command(name)}" for name in answer.suggestions[:NAMES_SHOWN]]
                blocks.append(Block("\n".join([texts.DID_YOU_MEAN, *names])))
        case _:
            assert_never(answer)
    return paginate(blocks)


def _statements(speaker: SpeakerStatements) -> list[Block]:
    heading = texts.spoken(_name(speaker.speaker), len(speaker.statements))
    forms = [_name(form) for form in speaker.aliases if form != speaker.speaker]
    if forms:
        heading += f"\n{texts.printed_as(forms[:FORMS_SHOWN])}"
    blocks = [Block(heading)]
    newest = sorted(speaker.statements, key=_newest_first, reverse=True)
    number = 1
    for _, together in groupby(newest[:STATEMENTS_SHOWN], key=lambda one: one.citation):
        group = tuple(together)
        copies = tuple(dict.fromkeys(copy for one in group for copy in one.also_in))
        kinds = " and ".join(dict.fromkeys(texts.KINDS[one.statement.kind] for one in group))
        first = group[0]
        lines = _citations(number, first.citation, copies, texts.PRINTED_AGAIN, kinds)
        blocks += _cited(number, first.passage, first.citation, lines)
        number += len(lines)
    hidden = len(newest) - STATEMENTS_SHOWN
    if hidden > 0:
        blocks.append(Block(texts.more_statements(hidden, STATEMENTS_SHOWN)))
    return blocks


def _newest_first(statement: CitedStatement) -> str:
    """Sorts the newest first when reversed, the undated last; ties stay in the order given."""
    return statement.citation.published or ""


def _named_only(answer: NamedOnly) -> list[Block]:
    places = answer.named_in
    heading = texts.named_only(_name(answer.speaker), len(places))
    if not places:
        return [Block(heading)]
    blocks = [Block(f"{heading}{GAP}{texts.NAMED_HERE}")]
    number = 1
    for place in places[:PLACES_SHOWN]:
        lines = _citations(number, place.citation, place.also_in, texts.SAME_WORDS)
        blocks += _cited(number, place.text, place.citation, lines)
        number += len(lines)
    if len(places) > PLACES_SHOWN:
        blocks.append(Block(texts.more_places(len(places) - PLACES_SHOWN)))
    return blocks


def _several(answer: SeveralSpeakers) -> list[Block]:
    lines = [texts.several_speakers(_name(answer.name))]
    for person in answer.speakers[:NAMES_SHOWN]:
        number = len(person.statements)
        said = texts.count(number, "statement") if number else texts.NOTHING_SAID
        lines.append(f"• {_quote_command(person.speaker)} – {said}")
    return [Block("\n".join(lines))]


def _quote_command(name: str) -> str:
    return code(f"/quote {_name(name)}")


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
            return paginate([Block(texts.no_such_outlet(_name(name)))])
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
    heading = label(name, _OUTLET_LENGTH) if name else texts.OUTLET_UNKNOWN_HEADING
    covered = dates.stretch(outlet.first, outlet.last)
    covered = label(covered, _NAME_LENGTH) if covered else texts.DATE_UNKNOWN
    return f"{bold(heading)} – {texts.count(len(outlet.files), 'article')}, {covered}"


def _file(file: ListedFile) -> str:
    title = f"{label(file.title, _TITLE_LENGTH)}, " if file.title else ""
    return f"• {title}{_date(file.published)} · {code(label(file.file, _FILE_LENGTH))}"


def _file_with_evidence(file: ListedFile) -> str:
    evidence = label("; ".join(file.evidence), _EVIDENCE_LENGTH)
    return f"{_file(file)}{f' {texts.outlet_known_by(evidence)}' if evidence else ''}"


def _in_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The lines in as few blocks as hold them."""
    block: list[str] = []
    for line in lines:
        too_long = units(plain("\n".join([*block, line]))) > ROOM
        if block and (too_long or 2 * (len(block) + 1) > ENTITY_LIMIT - 1):
            yield Block("\n".join(block))
            block = []
        block.append(line)
    if block:
        yield Block("\n".join(block))
