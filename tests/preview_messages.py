"""Chats with every kind of message, for looking at."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.bootstrap import opened
from bot.ingestion import ingest_paths
from bot.messages import admin, buttons, inline, notices, strings, watches
from bot.messages import sources as shelves
from bot.messages import start as hello
from bot.messages.answer import render_answer, render_context, render_further, render_nearest
from bot.messages.buttons import text_button
from bot.messages.citations import file_note
from bot.messages.copied.full_citation import render_full_citation, render_text_caption
from bot.messages.corpus_changes import removals, uploads
from bot.messages.pagination import MessagePart
from bot.messages.quote import render_quote
from bot.messages.text_entities import formatted
from bot.service.articles import ArticleDetails, file_key
from bot.service.sentence_context import sentence_context
from bot.service.source_files import FileState, SourceText, source_key
from bot.settings import ROOT, load_settings
from bot.store.user_data import UserDataCounts
from retrieval.answer import decline
from retrieval.answer.user_input.small_talk import SmallTalk
from retrieval.corpus.files import Skipped
from retrieval.ingest.report import IngestReport
from retrieval.model import Answer, Quoted, Span, SpeakerStatements, StatementKind
from retrieval.ports import ArticleCard
from tests.bot.fake_service import (
    GAZETTE,
    LEDGER,
    REOPENS,
    SAFE,
    TUGS,
    PrintedArticle,
    source_of_page,
)
from tests.bot.messages import samples
from tests.bot.messages.shown import SOURCES

KEY = "p7Rk2_xQ-0a"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader wrote, or the button that was tapped, and the reply."""

    written: str
    parts: Sequence[MessagePart]
    tapped: str = ""


def _bold(words: str, within: str) -> Span:
    start = within.index(words)
    return Span(start, start + len(words))


ANSWER = Answer(
    "When will the port reopen?",
    0.9,
    (
        replace(
            GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS), score=2.0),
            answer=_bold("on Monday", REOPENS),
        ),
        GAZETTE.excerpt(TUGS, score=1.0),
    ),
)
TWO = Answer(
    "What did the inquiry hear?",
    0.8,
    (
        replace(
            samples.COURIER.excerpt(samples.LONG_WORDS),
            answer=_bold("a bolt had been reported loose", samples.LONG_WORDS),
        ),
        replace(GAZETTE.excerpt(SAFE, score=0.95), answer=_bold("The cranes are safe", SAFE)),
    ),
)


def _month() -> Quoted:
    """More than a page of statements."""
    prints = [
        PrintedArticle(
            f"ferries/{day:02}.txt",
            f"“The {day}th crossing will run,” she said.",
            outlet="Sound Observer",
            title=f"Ferry timetable, day {day}",
            published=f"2026-01-{day:02}",
        )
        for day in range(23, 4, -1)
    ]
    statements = tuple(
        each.statement(each.text, each.text[1:-11], StatementKind.DIRECT) for each in prints
    )
    return Quoted("anna brekke", SpeakerStatements("Anna Brekke", ("Brekke",), statements))


def _opened() -> ArticleDetails:
    return ArticleDetails(
        samples.COURIER.cite("Inquiry opens"),
        ("address of the page: courier.example",),
        samples.COURIER.excerpt(samples.LONG_WORDS.split(" Investigators")[0]),
        1,
    )


def chats() -> Mapping[str, Sequence[Turn]]:
    """Each kind of reply, a few to a picture."""
    return {
        "start": _start(),
        "answer": _answers(),
        "declined": _declined(),
        "outcomes": _outcomes(),
        "small_talk": _small_talk(),
        "group": _group(),
        "quote": _quotes(),
        "names": _names(),
        "sources": _sources(),
        "citation": _citations(),
        "uploads": _uploads(),
        "admin": _admin(),
        "watch": _watch(),
    }


ASKED, QUOTED = "How much will the new terminal cost?", "holvenski about the river"


def of_the_corpus() -> tuple[Sequence[Turn], Sequence[Turn]]:
    """An answer and what somebody said, as the bot gives them from ``seeds/``."""
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        ingest_paths(settings, [ROOT / "seeds"], data_dir=Path(folder))
        with opened(settings, data_dir=Path(folder)) as components:
            service = components.service()
            reply, statements = service.ask(ASKED), service.quote(QUOTED)
            cited = service.sources_of(each.citation for each in getattr(reply, "passages", ()))
    answer = Turn(ASKED, render_answer(reply, KEY, cited))
    return (answer,), (Turn(f"/quote {QUOTED}", render_quote(statements, KEY)),)


def _start() -> Sequence[Turn]:
    kept = UserDataCounts(
        messages=0, answers=12, conversations=1, feedback=2, watches=1, questions=12
    )
    return (
        Turn("/start", hello.render_start(("When will the port reopen?", "Are the cranes safe?"))),
        Turn("/help", [MessagePart(formatted(notices.HELP))]),
        Turn("/privacy", [MessagePart(formatted(notices.privacy(90)))]),
        Turn("/forget", hello.render_forget(kept, 77)),
        Turn("/id", [MessagePart(formatted(notices.identity(77, 77)))]),
    )


def _answers() -> Sequence[Turn]:
    place = ANSWER.passages[0].citation
    shown = sentence_context(place, GAZETTE.text, ())
    return (
        Turn(ANSWER.question, render_answer(ANSWER, KEY, SOURCES)),
        Turn("", render_context(shown, 1, KEY, SOURCES), "Context"),
        Turn("", render_further(ANSWER, KEY), "More passages"),
        Turn(TWO.question, render_answer(TWO, KEY, SOURCES)),
    )


def _declined() -> Sequence[Turn]:
    ambiguous = replace(samples.AMBIGUOUS, statements=(samples.LEAKED,))
    return (
        Turn(samples.DECLINED.question, render_answer(samples.DECLINED, KEY, SOURCES)),
        Turn("", render_nearest(samples.DECLINED, KEY), buttons.NEAREST),
        Turn("", [MessagePart(formatted(notices.THANKS))], buttons.IS_ANSWERED_THERE),
        Turn("Wann öffnet der Hafen?", [_line(decline.OTHER_LANGUAGE.sentence)]),
        Turn(ambiguous.question, render_answer(ambiguous, KEY, SOURCES)),
        Turn("What now?", [MessagePart(formatted(strings.FAILED))]),
    )


def _outcomes() -> Sequence[Turn]:
    """An answer, a passage that may be one, a refusal and a wrong premise."""
    replies = (ANSWER, samples.PERHAPS, samples.DECLINED, samples.CONTRADICTED)
    return [Turn(each.question, render_answer(each, KEY, SOURCES)) for each in replies]


def _small_talk() -> Sequence[Turn]:
    said = {
        "Hello!": SmallTalk.GREETING,
        "what can you do?": SmallTalk.ABILITIES,
        "are you a bot?": SmallTalk.IDENTITY,
        "👍": SmallTalk.ACKNOWLEDGEMENT,
        "thx, bye": SmallTalk.THANKS,
    }
    return [Turn(words, [_line(strings.SMALL_TALK[kind])]) for words, kind in said.items()]


def _group() -> Sequence[Turn]:
    """A greeting in a group, which nobody answers, and a question."""
    return (
        Turn("Good morning everyone!", ()),
        Turn(f"/ask {ANSWER.question}", render_answer(ANSWER, KEY, SOURCES)),
        Turn("thanks 👍", ()),
    )


def _line(words: str) -> MessagePart:
    return MessagePart(formatted(words))


def _quotes() -> Sequence[Turn]:
    return (
        Turn("/quote lindqvist about the bolt", render_quote(samples.QUOTED_ABOUT, KEY)),
        Turn("/quote anna brekke", render_quote(_month(), KEY)),
        Turn("", render_quote(_month(), KEY, 2), "Next"),
    )


def _names() -> Sequence[Turn]:
    return (
        Turn("/quote Lindkvist", render_quote(samples.UNKNOWN, KEY)),
        Turn("/quote Lindqvist", render_quote(samples.SEVERAL, KEY)),
        Turn("/quote baltic mutual", render_quote(samples.NAMED_ONLY, KEY)),
        Turn("/quote lindqvist about fish", render_quote(samples.NOT_ABOUT, KEY)),
    )


def _sources() -> Sequence[Turn]:
    courier = samples.OUTLETS[0]
    key = file_key(courier.files[0])
    statements = samples.LINDQVIST.statements[:1]
    return (
        Turn("/sources", shelves.render_outlets(samples.OUTLETS)),
        Turn("", shelves.render_outlet(courier), "Northern Courier"),
        Turn("", shelves.render_article(_opened(), key, SOURCES), "1"),
        Turn("", shelves.render_article_statements(statements, _opened(), key), "Statements (1)"),
    )


def _admin() -> Sequence[Turn]:
    now = admin.Status(1204, 17, 9310, 6022, 0, 2, 1, 273_905, 412 * 2**20, 3, 41, 3)
    asked = (
        admin.UnansweredLine("Who pays for the crane?", 3, 1_774_000_000),
        admin.UnansweredLine("Is there a strike on Sunday?", 1, 1_773_900_000),
    )
    disliked = (admin.NotUsefulLine("When do the ferries run?", 2, 1, 1_773_950_000),)
    return (
        Turn("/status", admin.render_status(now)),
        Turn("/unanswered", admin.render_unanswered(asked, 2, disliked, asked[:1])),
    )


def _citations() -> Sequence[Turn]:
    """A page that changed after it was read."""
    place = replace(GAZETTE.cite(SAFE), file="harbour/reopening.html")
    source = source_of_page(FileState.CHANGED)
    shown = sentence_context(place, GAZETTE.text, ())
    text = SourceText("reopening.html.text.txt", b"", source)
    changed = file_note(place, source)
    assert changed is not None
    button = text_button(1, KEY)
    return (
        Turn("", render_context(shown, 1, KEY, {source_key(place): source}), "Context"),
        Turn("", [MessagePart(changed, ((button,),))], "Source file"),
        Turn("", [MessagePart(render_text_caption(place, text))], "Source text"),
        Turn(
            "",
            render_full_citation(SAFE, place, speaker="Mara Lindqvist", source=source),
            "Full citation",
        ),
    )


def _card(file: str, *known: str | None) -> ArticleCard:
    outlet, title, published = known
    return ArticleCard(f"/uploads/{file}", file, 1, outlet, title, published, None)


def _uploads() -> Sequence[Turn]:
    strike = _card("harbour-strike.html", "Northern Courier", "Strike at the port", "2026-04-12")
    shorts = [
        _card("shorts.jsonl#1", "Northern Courier", "Ferries late", "2026-04-11"),
        _card("shorts.jsonl#2", None, None, None),
    ]
    skipped = (Skipped("shorts.jsonl#3", "field text is missing; expected a string"),)
    first = IngestReport(1, 0, 0, 0, 3, 2, (), 4.1)
    again = replace(first, articles=0, replaced=1)
    several = IngestReport(2, 0, 0, 0, 4, 1, skipped, 5.2)
    nothing = IngestReport(
        0, 0, 0, 0, 0, 0, (Skipped("scan-0412.txt", "empty; expected an article"),), 0.1
    )
    return (
        Turn("📄 harbour-strike.html", [uploads.render_upload(first, [strike], undo=KEY)]),
        Turn(
            "📄 harbour-strike.html", [uploads.render_choice("harbour-strike.html", [strike], KEY)]
        ),
        Turn("", [uploads.render_upload(again, [strike], undo=KEY)], uploads.REPLACE),
        Turn("", [uploads.render_undone(["harbour-strike.html"], [strike])], uploads.UNDO),
        Turn("📄 harbour-strike.html", [uploads.render_known([strike])]),
        Turn("📄 shorts.jsonl", [uploads.render_upload(several, shorts, undo=KEY)]),
        Turn("📄 scan-0412.txt", [uploads.render_nothing(nothing)]),
        Turn("📄 notes.pdf", [MessagePart(formatted(notices.NOT_AN_ARTICLE))]),
        Turn("/remove shorts.jsonl", [removals.render_removal("shorts.jsonl", shorts)]),
        Turn("", [removals.render_removed(shorts, None)], "Remove shorts.jsonl"),
    )


def _watch() -> Sequence[Turn]:
    new = replace(
        samples.QUOTED,
        speaker=replace(samples.LINDQVIST, statements=samples.LINDQVIST.statements[:1]),
    )
    inlined = inline.render_inline_results(ANSWER)
    return (
        Turn("/watch lindqvist", [MessagePart(formatted(notices.watching("Mara Lindqvist", 3)))]),
        Turn("/watching", watches.render_watches(["Mara Lindqvist", "Anna Brekke"])),
        Turn("", watches.render_new_statements(new, KEY)),
        Turn("@VerbatimBot when does the port reopen", [inlined[0].part]),
    )
