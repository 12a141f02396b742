"""Renders the outlets, their articles, and one article with its statements."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import buttons, notices, strings
from bot.messages.buttons import (
    ALL,
    Button,
    CallbackAction,
    CallbackData,
    Row,
    button_label,
    pagination_row,
)
from bot.messages.citations import (
    file_note,
    has_text_apart,
    render_citations,
    render_date,
    render_quotation,
    spell_period,
)
from bot.messages.pagination import (
    GAP,
    MessagePart,
    divide,
    paginate_items,
    render_page,
    slice_page,
    with_buttons,
)
from bot.messages.references import Reference, copy_button, statement_items
from bot.messages.statements import statement_entries
from bot.messages.text_entities import FormattedText, Words, bold, code, formatted, join, one_line
from bot.service.articles import ArticleDetails, file_key, outlet_key
from bot.service.source_files import CitedSource, Sources, source_key
from retrieval.model import Citation, CitedStatement, ListedFile, ListedOutlet

OUTLETS_ON_A_PAGE = 8
ARTICLES_ON_A_PAGE = 6
STATEMENTS_ON_A_PAGE = 5

_NAME_LENGTH = 80
_TITLE_LENGTH = 100
_FILE_LENGTH = 80
_LEAD_ROOM = 1500
"""UTF-16 units: with all that is known of the article it is one message."""
_EVIDENCE_LENGTH = 300
_SHORT_TITLE = 60


def render_outlets(listed: Sequence[ListedOutlet], page: int = 1) -> tuple[MessagePart, ...]:
    """Return a page of the outlets with what they cover, each with a button that opens it.

    A page that there is not is the nearest that there is; so it is with all pages here.
    """
    if not listed:
        return (MessagePart(formatted(strings.NO_SOURCES)),)
    page, pages, shown = slice_page(listed, page, OUTLETS_ON_A_PAGE)
    articles = sum(len(outlet.files) for outlet in listed)
    known = sum(outlet.outlet is not None for outlet in listed)
    lines = [_outlet_line(outlet) for outlet in shown]
    head = strings.all_sources(known, articles)
    text = join(GAP, [head, join("\n", lines), *_foot(page, pages)])
    rows: list[Row] = [(_outlet_button(outlet),) for outlet in shown]
    return with_buttons(
        [MessagePart(text)], [*rows, pagination_row(CallbackAction.OUTLETS, ALL, page, pages)]
    )


def render_matching_outlets(found: Sequence[ListedOutlet]) -> tuple[MessagePart, ...]:
    """Return the outlets of one name, as many as a page holds, each with a button that opens it."""
    shown = found[:OUTLETS_ON_A_PAGE]
    hidden = len(found) - len(shown)
    lines: list[Words] = [_outlet_line(outlet) for outlet in shown]
    lines += [strings.more_outlets(hidden)] if hidden else []
    back = (Button(buttons.ALL_OUTLETS, CallbackData(CallbackAction.OUTLETS, ALL, 1)),)
    return with_buttons(
        [MessagePart(join("\n", lines))], [*((_outlet_button(each),) for each in shown), back]
    )


def render_outlet(opened: ListedOutlet, page: int = 1) -> tuple[MessagePart, ...]:
    """Return a page of an outlet's articles, by date, each with a button that opens it."""
    key = outlet_key(opened.outlet)
    page, pages, shown = slice_page(opened.files, page, ARTICLES_ON_A_PAGE)
    first = (page - 1) * ARTICLES_ON_A_PAGE + 1
    lines = [_file_line(number, file) for number, file in enumerate(shown, first)]
    text = join(GAP, [_outlet_line(opened), join("\n", lines), *_foot(page, pages)])
    openers = tuple(
        Button(str(number), CallbackData(CallbackAction.ARTICLE, file_key(file)))
        for number, file in enumerate(shown, first)
    )
    back = (Button(buttons.ALL_OUTLETS, CallbackData(CallbackAction.OUTLETS, ALL, 1)),)
    rows = [openers, pagination_row(CallbackAction.OUTLET, key, page, pages), back]
    return with_buttons([MessagePart(text)], rows)


def render_article(opened: ArticleDetails, key: str, sources: Sources) -> tuple[MessagePart, ...]:
    """Return an article's first sentences, with its citation and buttons."""
    lead = opened.lead
    place = opened.place if lead is None else lead.citation
    source = sources.get(source_key(place))
    copied: tuple[Button, ...] = ()
    if lead is None:
        part = MessagePart(join("\n", [notices.NO_LEAD, *_known(place, opened, source)]))
    else:
        words, place = next(divide(lead.text, place, _LEAD_ROOM))
        (block,) = render_quotation(1, words, place, _known(place, opened, source))
        part = MessagePart(block)
        copied = (copy_button(words, Reference(place), sources),)
    statements = buttons.counted_label(buttons.STATEMENTS, opened.statements)
    said = (
        (Button(statements, CallbackData(CallbackAction.STATEMENTS, key, 1)),)
        if opened.statements
        else ()
    )
    files = [Button(buttons.FILE, CallbackData(CallbackAction.ARTICLE_FILE, key))]
    if has_text_apart(source):
        files.append(Button(buttons.TEXT, CallbackData(CallbackAction.ARTICLE_TEXT, key)))
    outlet = button_label(place.outlet or strings.OUTLET_UNKNOWN_HEADING)
    back = Button(
        buttons.back_label(outlet),
        CallbackData(CallbackAction.OUTLET, outlet_key(place.outlet), 1),
    )
    return with_buttons([part], [said, (*files, *copied), (back,)])


def _known(
    place: Citation, opened: ArticleDetails, source: CitedSource | None
) -> list[FormattedText]:
    """Return the citation, how its outlet is known, and whether its file is another one now."""
    lines = render_citations(1, place, (), "")
    if opened.evidence:
        evidence = one_line("; ".join(opened.evidence), _EVIDENCE_LENGTH)
        lines.append(notices.known_by(evidence))
    note = source and file_note(place, source)
    return [*lines, note] if note else lines


def render_article_statements(
    said: Sequence[CitedStatement], opened: ArticleDetails, key: str, page: int = 1
) -> tuple[MessagePart, ...]:
    """Return a page of the statements in an article, in its order."""
    title = _title(opened.place)
    passages = statement_entries(said)
    head = notices.said_in(title, len(passages)) if said else notices.NOTHING_SAID_IN_IT
    pages = paginate_items(statement_items(passages), formatted(head), STATEMENTS_ON_A_PAGE)
    shown = render_page(pages, page, title)
    back = (Button(buttons.BACK_TO_ARTICLE, CallbackData(CallbackAction.ARTICLE, key)),)
    turns = pagination_row(CallbackAction.STATEMENTS, key, shown.number, len(pages))
    return with_buttons([shown.part], [turns, back])


def _title(place: Citation) -> str:
    return one_line(place.title or place.file, _SHORT_TITLE)


def _outlet_line(outlet: ListedOutlet) -> FormattedText:
    name = one_line(outlet.outlet or "", _NAME_LENGTH) or strings.OUTLET_UNKNOWN_HEADING
    covered = one_line(spell_period(outlet.first, outlet.last) or "", _NAME_LENGTH)
    articles = strings.count(len(outlet.files), "article")
    return formatted(bold(name), f" – {articles}, {covered or strings.DATE_UNKNOWN}")


def _outlet_button(outlet: ListedOutlet) -> Button:
    name = button_label(outlet.outlet or strings.OUTLET_UNKNOWN_HEADING)
    return Button(name, CallbackData(CallbackAction.OUTLET, outlet_key(outlet.outlet), 1))


def _file_line(number: int, file: ListedFile) -> FormattedText:
    title = one_line(file.title or "", _TITLE_LENGTH)
    known = [f"{title}, "] if title else []
    name = code(one_line(file.file, _FILE_LENGTH))
    return formatted(f"{number}. ", *known, render_date(file.published), " · ", name)


def _foot(page: int, pages: int) -> tuple[FormattedText, ...]:
    return (strings.page_of(page, pages),) if pages > 1 else ()
