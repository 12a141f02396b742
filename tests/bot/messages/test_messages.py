"""Answers and statements with their buttons, and the laws that hold for all messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.messages import admin, inline, sources, watches
from bot.messages import start as hello
from bot.messages.answer import render_answer, render_context, render_further, render_nearest
from bot.messages.buttons import CopyButton
from bot.messages.copied.clipboard import LIMIT as COPY_LIMIT
from bot.messages.copied.full_citation import render_full_citation
from bot.messages.corpus_changes import removals, uploads
from bot.messages.pagination import ENTITY_LIMIT, LIMIT, MessagePart
from bot.messages.quote import render_quote
from bot.messages.references import option_requests, references
from bot.messages.text_entities import units
from bot.messages.verify import assert_verbatim
from bot.service.articles import ArticleDetails
from bot.service.find_article import NoSuchArticle
from bot.service.sentence_context import sentence_context
from bot.service.source_files import CitedSource, FileState, source_key
from bot.tg.transport.sender import keyboard
from retrieval.answer.decline import declined_for_unknown_name
from retrieval.corpus.files import Skipped
from retrieval.errors import NotVerbatimError
from retrieval.ingest.report import IngestReport
from retrieval.model import (
    Ambiguous,
    Answer,
    CitedStatement,
    Declined,
    DeclineKind,
    ListedFile,
    ListedOutlet,
    NamedOnly,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    StatementKind,
    UnknownName,
)
from retrieval.ports import ArticleCard, ArticleDigests
from tests.bot.fake_service import (
    DIGEST,
    GAZETTE,
    LEDGER,
    PAGE_DIGEST,
    REOPENS,
    SAFE,
    TUGS,
    FakeService,
    PrintedArticle,
    source_of_page,
    source_of_text,
)
from tests.bot.messages import samples
from tests.bot.messages.as_html import accepted, as_html
from tests.bot.messages.shown import (
    COURIER_LINE,
    GAZETTE_LINE,
    KEY,
    LEDGER_LINE,
    SERVICE,
    SOURCES,
    copied,
    only,
    rows,
)
from tests.bot.messages.strategies import HOSTILE, LONG
from tests.bot.messages.test_quote import days, said_by, statements
from tests.bot_server.markup import utf16_length

# --- answers ---------------------------------------------------------------------------------


def test_an_answer_shows_the_answering_words_in_bold_and_what_can_be_done_with_it() -> None:
    parts = render_answer(samples.ANSWER_WITH_MORE, KEY, SOURCES)
    assert only(parts) == (
        "<blockquote>The port of Ostervik will reopen on <b>Monday, n</b>ine weeks after the "
        f"crane collapse.</blockquote>\n[1] {GAZETTE_LINE}\n[2] <i>same words</i>: {LEDGER_LINE}"
        "\n\n<i>1 independent source, 2 prints: a copy does not count as another source.</i>"
    )
    assert rows(parts) == [
        ["Context → CONTEXT 1", "Source file → FILE 1", "Copy citation → copies"],
        ["More passages → MORE 0"],
        ["👍 Useful → USEFUL 0", "👎 Not useful → NOT_USEFUL 0"],
    ]
    assert copied(parts) == [
        f"“{REOPENS}”\nThe Ostervik Gazette, 2026-03-12\nharbour/reopening.txt 16–96\n"
        f"SHA-256 {DIGEST}"
    ]
    assert_verbatim(parts, SERVICE.words_of)


def test_more_passages_are_numbered_on() -> None:
    parts = render_further(samples.ANSWER_WITH_MORE, KEY)
    assert only(parts) == (
        "<b>Further passages</b> – less to the point:\n\n"
        f"<blockquote>{TUGS}</blockquote>\n[3] {GAZETTE_LINE}"
    )
    assert rows(parts) == [["[3] Context → CONTEXT 3"]]


def test_of_several_passages_each_button_says_which_it_is_for() -> None:
    both = Answer("When?", 0.9, (samples.BEST, replace(GAZETTE.excerpt(TUGS), score=1.9)))
    assert rows(render_answer(both, KEY, {})) == [
        ["[1] Context → CONTEXT 1", "[1] File → FILE 1", "[1] Copy → copies"],
        ["[3] Context → CONTEXT 3", "[3] File → FILE 3", "[3] Copy → copies"],
        ["👍 Useful → USEFUL 0", "👎 Not useful → NOT_USEFUL 0"],
    ]


def test_the_answering_words_of_a_cut_quotation_are_in_bold_wherever_they_come() -> None:
    words = "It is so. " * 600
    article = PrintedArticle("a.txt", words)
    for start in (0, 3800, 3840, 5990):
        bold = Span(start, start + 9)
        excerpt = replace(article.excerpt(words), answer=bold)
        parts = render_answer(Answer("", 1, (excerpt,)), KEY, {})
        assert_verbatim(parts, FakeService([article]).words_of)
        html = "".join(as_html(part.text) for part in parts)
        marked = [piece.split("</b>")[0] for piece in html.split("<b>")[1:]]
        assert "".join("".join(marked).split()) == "".join(bold.of(words).split())


@pytest.mark.parametrize(
    ("answer", "folded"),
    [(None, True), (Span(0, 20), True), (Span(300, 320), False)],
)
def test_a_long_quotation_is_not_folded_over_the_words_that_answer(
    answer: Span | None, folded: bool
) -> None:
    excerpt = replace(samples.LONG_ANSWER.passages[0], answer=answer)
    html = only(render_answer(Answer("", 1, (excerpt,)), KEY, {}))
    assert html.startswith("<blockquote expandable>") is folded


def test_what_comes_near_a_declined_question_can_be_looked_at() -> None:
    parts = render_answer(samples.DECLINED, KEY, {})
    assert only(parts) == "The articles do not say who pays for the crane."
    assert rows(parts) == [["Nearest passages → MORE 0", "It is answered → IS_ANSWERED 0"]]
    nearest = render_nearest(samples.DECLINED, KEY)
    assert only(nearest).startswith("<b>Nearest passages</b> – not an answer:")
    assert rows(nearest) == [
        ["[1] Context → CONTEXT 1", "[2] Context → CONTEXT 2"],
        ["It is answered there → IS_ANSWERED 0"],
    ]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (DeclineKind.UNSURE, ["It is answered → IS_ANSWERED 0"]),
        (DeclineKind.SMALL_TALK, None),
        (DeclineKind.OTHER_LANGUAGE, None),
        (DeclineKind.NOTHING_ASKED, None),
    ],
)
def test_a_refusal_without_passages_can_be_called_wrong_where_something_was_looked_for(
    kind: DeclineKind, label: list[str] | None
) -> None:
    parts = render_answer(Declined("", "No.", 0, (), kind=kind), KEY, {})
    assert rows(parts) == ([] if label is None else [label])


def test_whom_a_question_means_is_asked_back_with_a_button_each() -> None:
    parts = render_answer(samples.AMBIGUOUS, KEY, {})
    assert only(parts) == "Lindqvist fits two people.\n\nWhom do you mean?"
    assert rows(parts) == [["Mara Lindqvist → OPTION 1"], ["Olof Lindqvist → OPTION 2"]]
    assert option_requests(samples.AMBIGUOUS) == (
        "What did Mara Lindqvist say?",
        "What did Olof Lindqvist say?",
    )


def test_names_like_an_unknown_one_are_offered_with_a_button_each() -> None:
    near = ("Mara Lindqvist", "Olof Lindqvist")
    reply = declined_for_unknown_name("What did Nora Lindqvist say?", "Nora Lindqvist", near)
    parts = render_answer(reply, KEY, {})
    assert only(parts) == (
        "No article has the name Nora Lindqvist. Did you mean Mara Lindqvist or Olof Lindqvist?"
    )
    assert rows(parts) == [
        ["Mara Lindqvist → OPTION 1"],
        ["Olof Lindqvist → OPTION 2"],
        ["It is answered → IS_ANSWERED 0"],
    ]
    assert option_requests(reply) == (
        "What did Mara Lindqvist say?",
        "What did Olof Lindqvist say?",
    )


# --- context ---------------------------------------------------------------------------------


def test_the_context_shows_the_sentences_around_with_the_cited_words_in_bold() -> None:
    shown_context = sentence_context(GAZETTE.cite(SAFE), GAZETTE.text, ())
    parts = render_context(shown_context, 3, KEY, SOURCES, "Mara Lindqvist")
    assert only(parts) == (
        f"<blockquote>Port to reopen\n\n{REOPENS} <b>{SAFE}</b> {TUGS}</blockquote>\n"
        f"[3] {GAZETTE_LINE}\n<i>characters 97–155 of the file</i>"
    )
    assert rows(parts) == [
        ["Source file → FILE 3"],
        ["Copy citation → copies", "Full citation → FULL 3"],
    ]
    assert copied(parts)[0].startswith(f"“{SAFE}”\nMara Lindqvist, The Ostervik Gazette, ")
    assert_verbatim(parts, SERVICE.words_of)


@pytest.mark.parametrize(
    ("source", "said", "files"),
    [
        (
            source_of_page(),
            "<i>characters 97–155 of the source text</i>",
            ["Source file → FILE 3", "Source text → TEXT 3"],
        ),
        (
            source_of_text(FileState.CHANGED),
            "<i>characters 97–155 of the file</i>\n<code>reopening.txt</code> has changed since it "
            'was read on <tg-time unix="1773394200" format="Dt">13 March 2026, 09:30 UTC</tg-time>. '
            "The words shown are from the text that was stored then.",
            ["Source file → FILE 3", "Source text → TEXT 3"],
        ),
        (
            replace(
                source_of_page(FileState.GONE), digests=ArticleDigests("f" * 64, "0" * 64, None)
            ),
            "<i>characters 97–155 of the source text</i>\n<code>reopening.txt</code> is no longer "
            "where it was read, or cannot be read. The words shown are from the text that was "
            "stored then.",
            ["Source file → FILE 3", "Source text → TEXT 3"],
        ),
        (
            CitedSource(ArticleDigests(None, "0" * 64, None), FileState.UNKNOWN),
            "<i>characters 97–155 of the source text</i>\n"
            "Whether <code>reopening.txt</code> is the file that was read is unknown.",
            ["Source file → FILE 3", "Source text → TEXT 3"],
        ),
    ],
    ids=["page", "changed", "gone", "unknown"],
)
def test_the_context_says_in_which_text_the_offsets_count_and_what_became_of_the_file(
    source: CitedSource, said: str, files: list[str]
) -> None:
    shown_context = sentence_context(GAZETTE.cite(SAFE), GAZETTE.text, ())
    cited = {source_key(GAZETTE.cite(SAFE)): source}
    parts = render_context(shown_context, 3, KEY, cited)
    assert only(parts).endswith(f"\n[3] {GAZETTE_LINE}\n{said}")
    assert rows(parts)[0] == files
    all_accepted(parts)


def test_a_full_citation_is_one_preformatted_text_with_both_digests() -> None:
    shown = render_full_citation(
        SAFE,
        GAZETTE.cite(SAFE),
        speaker="Mara Lindqvist",
        source=source_of_page(FileState.CHANGED),
    )
    assert only(shown) == (
        f"<pre>{SAFE}\n\nSaid by: Mara Lindqvist\nOutlet: The Ostervik Gazette\n"
        "Title: Port to reopen &lt;after&gt; nine weeks &amp; a day\nPublished: 2026-03-12\n"
        "File: harbour/reopening.txt\nAddress: https://gazette.example/port?id=7&amp;page=1\n"
        f"Characters: 97–155 of the source text\nSource text: SHA-256 {DIGEST}\n"
        f"Extracted from: reopening.txt, SHA-256 {PAGE_DIGEST}\n"
        "Read: 13 March 2026, 09:30 UTC\nreopening.txt has changed since it was read on 13 March "
        "2026, 09:30 UTC. The words shown are from the text that was stored then.</pre>"
    )
    all_accepted(shown)
    assert_verbatim(shown, SERVICE.words_of)
    altered = render_full_citation("“No.”", GAZETTE.cite(SAFE), speaker=None, source=None)
    with pytest.raises(NotVerbatimError):
        assert_verbatim(altered, SERVICE.words_of)


def test_a_full_citation_says_what_is_unknown_and_of_a_text_file_one_digest() -> None:
    words = "No reason was given."
    shown = render_full_citation(words, LEDGER.cite(words), speaker=None, source=source_of_text())
    assert only(shown) == (
        f"<pre>{words}\n\nOutlet: unknown\nTitle: unknown\nPublished: unknown\n"
        "File: ledger-0312.txt\nCharacters: 97–117 of the file, which is text\n"
        f"The file: SHA-256 {DIGEST}\nRead: 13 March 2026, 09:30 UTC</pre>"
    )


def test_other_words_than_the_sources_are_not_copied_either() -> None:
    parts = render_answer(samples.ANSWER_WITH_MORE, KEY, SOURCES)
    copy = parts[0].buttons[0][2]
    assert isinstance(copy.action, CopyButton)
    other = replace(copy.action, text=copy.action.text.replace("Monday", "Sunday"))
    with pytest.raises(NotVerbatimError):
        assert_verbatim(
            [replace(parts[0], buttons=((replace(copy, action=other),),))], SERVICE.words_of
        )


# --- what somebody said ----------------------------------------------------------------------


def test_statements_come_in_pages_that_say_whose_they_are_and_which_page_it_is() -> None:
    reply = said_by(*days(12), name="Her")
    first, second, third = (render_quote(reply, KEY, page) for page in (1, 2, 3))
    assert only(first).startswith("<b>Her</b> – 12 statements, newest first\n\n<blockquote>")
    assert only(first).endswith("<code>08.txt</code>\n\n<i>page 1 of 3</i>")
    assert only(second).startswith("<b>Her</b> – <i>page 2 of 3</i>\n\n<blockquote>")
    assert [place.file for _, place in third[0].text.quotations if place] == ["02.txt", "01.txt"]
    numbers = [f"[{n}] → CONTEXT {n}" for n in range(1, 11)]
    assert rows(first) == [numbers[:5], ["Next › → PAGE 2"]]
    assert rows(second) == [numbers[5:], ["‹ Back → PAGE 1", "Next › → PAGE 3"]]
    assert rows(third) == [
        ["[11] Context → CONTEXT 11", "[12] Context → CONTEXT 12"],
        ["‹ Back → PAGE 2"],
    ]


@pytest.mark.parametrize(("asked", "got"), [(0, 1), (-3, 1), (99, 3)])
def test_a_page_that_there_is_not_is_the_nearest_that_there_is(asked: int, got: int) -> None:
    reply = said_by(*days(12))
    assert render_quote(reply, KEY, asked) == render_quote(reply, KEY, got)


def test_statements_of_one_page_need_no_turning() -> None:
    parts = render_quote(samples.QUOTED_ABOUT, KEY)
    assert only(parts).endswith(f"</blockquote>\n[2] {COURIER_LINE}")
    assert rows(parts) == [["[1] Context → CONTEXT 1"]]


def test_nearest_statements_and_places_are_looked_at_as_well() -> None:
    assert rows(render_quote(samples.NOT_ABOUT, KEY)) == [["[1] Context → CONTEXT 1"]]
    places = NamedOnly("her", "Lindqvist", (GAZETTE.excerpt(SAFE),) * 7)
    assert rows(render_quote(places, KEY, 2)) == [
        ["[6] Context → CONTEXT 6", "[7] Context → CONTEXT 7"],
        ["‹ Back → PAGE 1"],
    ]


def test_names_that_fit_several_or_nobody_become_buttons() -> None:
    several = replace(samples.SEVERAL, topic="the cranes")
    assert only(render_quote(several, KEY)) == (
        "<b>Lindqvist</b> may be any of 3. Whom do you mean?\n"
        "• Mara Lindqvist – harbour master; 3 statements, 2 outlets\n"
        "• Olof Lindqvist – named only, not quoted\n"
        "• Lindqvist – first name not printed; 1 statement, outlet unknown"
    )
    assert rows(render_quote(several, KEY)) == [
        ["Mara Lindqvist → OPTION 1"],
        ["Olof Lindqvist → OPTION 2"],
        ["Lindqvist only → OPTION 3"],
    ]
    assert option_requests(several) == (
        "Mara Lindqvist about the cranes",
        "Olof Lindqvist about the cranes",
        "Lindqvist only about the cranes",
    )
    parts = render_quote(samples.UNKNOWN, KEY)
    assert only(parts) == "Nobody is found under the name <b>Lindkvist</b>.\n\nDid you mean:"
    assert rows(parts) == [["Mara Lindqvist → OPTION 1"], ["Olof Lindqvist → OPTION 2"]]
    assert option_requests(samples.UNKNOWN) == ("Mara Lindqvist", "Olof Lindqvist")
    assert rows(render_quote(UnknownName("x", ()), KEY)) == []


# --- laws ------------------------------------------------------------------------------------


def corpus_changes(name: str) -> Sequence[MessagePart]:
    """What admins are told when all names are this one, and there is much of everything."""
    long = name * 20
    cards = [ArticleCard(f"/{n}", long, 1, long, long, long, long) for n in range(20)]
    report = IngestReport(1, 1, 1, 1, 1, 1, (Skipped(name * 20, name * 20),) * 20, 1)
    unknown = NoSuchArticle(name * 20, (name * 20,) * 5, is_ambiguous=False)
    return (
        uploads.render_upload(report, cards, undo=KEY, left=Path("/") / (name * 20)),
        uploads.render_choice(name * 20, cards, KEY),
        uploads.render_known(cards),
        uploads.render_undone([name * 20] * 10, cards),
        removals.render_removal(name * 20, cards),
        removals.render_removal(name * 20, unknown),
        removals.render_removed(cards, Path("/") / (name * 20)),
    )


@settings(deadline=None, max_examples=30, phases=(Phase.explicit, Phase.generate))
@example("0000000𐀀𐀀𐀀")
@example("𐀀" * 20)
@given(HOSTILE)
def test_whatever_admins_are_told_of_the_corpus_is_one_message(name: str) -> None:
    for part in corpus_changes(name):
        all_accepted([part])


def all_accepted(parts: Sequence[MessagePart]) -> None:
    """Telegram takes every message with every button, and shows what we believe it shows."""
    assert parts
    for part in parts:
        shown = accepted(part.text)
        assert shown.text.strip()
        assert shown.length <= part.text.length == utf16_length(part.text.text) <= LIMIT
        assert len(shown.entities) <= len(part.text.entities) <= ENTITY_LIMIT
        keyboard(part.buttons)
        for button in chain.from_iterable(part.buttons):
            assert button.label.strip()
            if isinstance(button.action, CopyButton):
                assert 1 <= units(button.action.text) <= COPY_LIMIT


def prints_of(drawn: Sequence[tuple[str, str]]) -> list[PrintedArticle]:
    return [
        PrintedArticle(f"{number}-{name}", words, name, name, name, f"https://{name}")
        for number, (words, name) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(LONG, HOSTILE), min_size=1, max_size=4),
    HOSTILE,
    st.integers(0, 3000),
    st.integers(0, 400),
    st.integers(0, 3),
)
def test_every_answer_is_accepted_and_verbatim(
    drawn: Sequence[tuple[str, str]], name: str, start: int, length: int, page: int
) -> None:
    prints = prints_of(drawn)
    excerpts = tuple(
        replace(
            each.excerpt(each.text, *(other.cite(other.text) for other in prints)),
            answer=Span(min(start, len(each.text)), min(start + length, len(each.text))),
        )
        for each in prints
    )
    answer = Answer(name, 1, (excerpts[0], *(replace(each, score=0.1) for each in excerpts[1:])))
    service = FakeService(prints)
    shelf = ListedOutlet(
        name, name, name, tuple(ListedFile(name * 20, name * 20, name * 20, ()) for _ in range(7))
    )
    opened = ArticleDetails(excerpts[0].citation, (name * 30,), excerpts[0], 7)
    for parts in (
        render_answer(answer, KEY, {}),
        render_further(answer, KEY),
        render_answer(Answer(name, 1, excerpts), KEY, {}),
        render_answer(Declined(name, name, 0, excerpts), KEY, {}),
        render_answer(Ambiguous(name, f"{name}.", (name,) * 12, 0, ()), KEY, {}),
        render_context(
            sentence_context(prints[0].cite(prints[0].text), prints[0].text, ()), 1, KEY, {}, name
        ),
        render_quote(NamedOnly(name, name, excerpts), KEY, page),
        render_quote(UnknownName(name, (name,) * 12), KEY),
        sources.render_outlets((shelf,) * 20, page),
        sources.render_outlet(shelf, page),
        sources.render_article(opened, KEY, {}),
        sources.render_article_statements((), opened, KEY),
        hello.render_start((f"{name}?", f"{name}!")),
        watches.render_watches([name] * 40),
        admin.render_unanswered(
            [admin.UnansweredLine(name * 20, 3, 0.0)] * 20,
            40,
            [admin.NotUsefulLine(name * 20, 3, 1, 0.0)] * 20,
        ),
        admin.render_ingest_report(
            IngestReport(1, 1, 1, 1, 1, 1, (Skipped(name * 20, name * 20),) * 20, 1)
        ),
        *((each.part,) for each in inline.render_inline_results(Answer(name, 1, excerpts))),
        render_full_citation(
            prints[0].text, prints[0].cite(prints[0].text), speaker=name, source=source_of_page()
        ),
    ):
        all_accepted(parts)
        assert_verbatim(parts, service.words_of)


@settings(deadline=None, max_examples=10)
@given(
    st.lists(statements(), min_size=1, max_size=7, unique_by=lambda each: each[0].file), HOSTILE
)
def test_every_page_of_statements_is_accepted_and_together_they_show_all(
    drawn: Sequence[tuple[PrintedArticle, CitedStatement]], name: str
) -> None:
    service = FakeService([each[0] for each in drawn])
    speaker = SpeakerStatements(name, (name,), tuple(each[1] for each in drawn), name)
    for reply in (Quoted(name, speaker, name), SeveralSpeakers(name, (speaker, speaker))):
        pages = all_pages(reply)
        for page in pages:
            all_accepted(page)
            assert_verbatim(page, service.words_of)
        quoted = _bare("".join(w for page in pages for p in page for w, _ in p.text.quotations))
        for _, each in drawn:
            for words in (each.passage, each.conduit, each.hedge, each.disputed[0].text):
                assert _bare(words or "") in quoted
    all_accepted(watches.render_new_statements(Quoted(name, speaker), KEY))


def all_pages(reply: QuoteReply) -> list[tuple[MessagePart, ...]]:
    pages = [render_quote(reply, KEY, 1)]
    while (page := render_quote(reply, KEY, len(pages) + 1)) != pages[-1]:
        pages.append(page)
    return pages


def _bare(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize(
    "reply",
    [
        samples.ANSWER_WITH_MORE,
        samples.LONG_ANSWER,
        samples.DECLINED,
        replace(samples.AMBIGUOUS, statements=(samples.LEAKED, samples.DISPUTED)),
        samples.QUOTED,
        samples.NOT_ABOUT,
        samples.NAMED_ONLY,
        said_by(samples.DISPUTED, samples.LEAKED, *days(9)),
    ],
    ids=lambda reply: type(reply).__name__,
)
def test_a_printed_number_stands_for_the_citation_beside_it(reply: Reply | QuoteReply) -> None:
    pages = (
        [
            render_answer(reply, KEY, {}),
            *([render_further(reply, KEY)] if isinstance(reply, Answer) and reply.further else []),
            *([render_nearest(reply, KEY)] if isinstance(reply, Declined) else []),
        ]
        if isinstance(reply, Answer | Declined | Ambiguous)
        else all_pages(reply)
    )
    lines = [
        line
        for page in pages
        for part in page
        for line in part.text.text.splitlines()
        if line.startswith("[")
    ]
    known = references(reply)
    assert len(lines) == len(known)
    for number, (line, reference) in enumerate(zip(lines, known, strict=True), 1):
        assert line.startswith(f"[{number}] ")
        file = reference.citation.file
        again = number > 1 and file == known[number - 2].citation.file
        assert line.endswith((f" · {file}", " · the same article") if again else f" · {file}")


def test_only_the_speakers_own_words_are_given_to_the_speaker() -> None:
    own, dispute = references(said_by(samples.DISPUTED))
    assert (own.speaker, dispute.speaker) == ("Mara Lindqvist", None)
    again = GAZETTE.statement(SAFE, "The cranes", StatementKind.DIRECT, LEDGER.cite(REOPENS))
    assert [each.speaker for each in references(said_by(again))] == ["Mara Lindqvist"] * 2
