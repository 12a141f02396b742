"""What somebody said, as Telegram and the terminal show it: both the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.cli import console
from bot.cli.terminal_text import visible
from bot.messages import strings
from bot.messages.pagination import ENTITY_LIMIT, LIMIT
from bot.messages.statements import statement_entries
from bot.messages.verify import assert_verbatim
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    CitedStatement,
    NotAbout,
    Quoted,
    QuoteReply,
    Resolution,
    SeveralSpeakers,
    Speaker,
    SpeakerStatements,
    StatementKind,
    UnknownName,
)
from tests.bot.fake_service import (
    GAZETTE,
    LEDGER,
    SAFE,
    TUGS,
    FakeService,
    PrintedArticle,
    every_page,
)
from tests.bot.messages import samples
from tests.bot.messages.as_html import accepted, as_html
from tests.bot.messages.shown import COURIER_LINE, GAZETTE_LINE, LEDGER_LINE, only

LONG_LETTER = PrintedArticle(
    "the letter.txt",
    "\n".join(f"letter {number} {'on and on ' * 80}end." for number in range(6)),
    published="2026-01-02",
)


def said_by(*statements: CitedStatement, name: str = "Lindqvist") -> Quoted:
    return Quoted(name, SpeakerStatements(name, (), statements))


def days(number: int) -> list[CitedStatement]:
    """Her words of each day of a month, the newest first."""
    words = "“Yes,” she said."
    return [
        PrintedArticle(f"{day:02}.txt", words, published=f"2026-01-{day:02}").statement(
            words, "Yes,", StatementKind.DIRECT
        )
        for day in range(number, 0, -1)
    ]


def on_screen(reply: QuoteReply) -> str:
    """What a wide terminal shows, with the commands of the chat."""
    page = StringIO()
    console.print_quote(Console(file=page, width=200), reply, strings.quote_command)
    return "\n".join(line.strip() for line in page.getvalue().splitlines())


# --- statements ------------------------------------------------------------------------------


def test_each_statement_has_its_kind_in_plain_words_and_its_citation() -> None:
    assert only(every_page(samples.QUOTED)) == (
        "<b>Mara Lindqvist</b> – 3 statements in 2 articles, newest first\n"
        "Also printed as: Lindqvist, harbour master Mara Lindqvist\n\n"
        f"<blockquote>{samples.BOLT}</blockquote>\n"
        f"[1] <i>quoted</i> · {COURIER_LINE}\n\n"
        f"<blockquote>{SAFE}</blockquote>\n"
        f"[2] <i>quoted</i> · {GAZETTE_LINE}\n\n"
        "<blockquote>She added that tugs would wait until Friday.</blockquote>\n"
        "[3] <i>paraphrased</i> · the same article"
    )


def test_the_article_is_cited_anew_on_every_page() -> None:
    long = said_by(
        *(
            LONG_LETTER.statement(words, words, StatementKind.DIRECT)
            for words in LONG_LETTER.text.splitlines()
        )
    )
    pages = [as_html(part.text) for part in every_page(long)]
    assert len(pages) > 1
    assert all(page.count("the letter.txt") == 1 for page in pages)
    assert sum(page.count("the same article") for page in pages) == 6 - len(pages)


def test_a_statement_longer_than_a_page_begins_on_the_first() -> None:
    words = LONG_LETTER.text
    first, *_, last = every_page(
        said_by(LONG_LETTER.statement(words, words, StatementKind.DIRECT))
    )
    assert "letter 0" in first.text.text
    assert "letter 5" in last.text.text


def test_two_statements_in_one_passage_show_it_once() -> None:
    passage = f"{SAFE} She added that tugs would wait until Friday."
    both = said_by(
        GAZETTE.statement(passage, "The cranes are safe,", StatementKind.DIRECT),
        GAZETTE.statement(passage, "tugs would wait until Friday", StatementKind.INDIRECT),
    )
    assert only(every_page(both)) == (
        "<b>Lindqvist</b> – 1 statement\n\n"
        f"<blockquote>{passage}</blockquote>\n"
        f"[1] <i>quoted and paraphrased</i> · {GAZETTE_LINE}"
    )


def test_a_passage_within_another_one_is_not_shown_apart_from_it() -> None:
    wide = f"{SAFE} She added that tugs would wait until Friday."
    both = (
        GAZETTE.statement(SAFE, "The cranes are safe,", StatementKind.DIRECT),
        GAZETTE.statement(wide, "tugs would wait until Friday", StatementKind.INDIRECT),
    )
    (entry,) = statement_entries(both)
    assert entry.words == wide
    assert [span.of(entry.words) for span in entry.quoted] == ["The cranes are safe,"]


def test_a_statement_printed_again_names_the_other_places() -> None:
    again = GAZETTE.statement(
        SAFE, "The cranes are safe,", StatementKind.MIXED, LEDGER.cite("No reason was given.")
    )
    assert only(every_page(said_by(again))) == (
        "<b>Lindqvist</b> – 1 statement\n\n"
        f"<blockquote>{SAFE}</blockquote>\n"
        f"[1] <i>partly quoted</i> · {GAZETTE_LINE}\n"
        f"[2] <i>printed again</i>: {LEDGER_LINE}"
    )


# --- a topic ---------------------------------------------------------------------------------


def test_what_is_said_on_a_topic_counts_the_rest() -> None:
    reply = replace(said_by(*days(7), name="Her"), topic="the <port>", others=4)
    part, _ = every_page(reply)
    assert as_html(part.text).startswith(
        "<b>Her</b> about <b>the &lt;port&gt;</b> – 7 of 11 statements, best fit first\n"
    )


def test_the_number_that_is_announced_is_that_of_the_entries() -> None:
    passage = f"{SAFE} {TUGS}"
    both = (
        GAZETTE.statement(passage, "The cranes are safe,", StatementKind.DIRECT),
        GAZETTE.statement(passage, "tugs would wait until Friday", StatementKind.INDIRECT),
    )
    reply = said_by(*days(2), *both, name="Her")
    (part,) = every_page(reply)
    assert part.text.text.startswith("Her – 3 statements, newest first\n")
    (part,) = every_page(replace(reply, topic="tugs", others=2))
    assert part.text.text.startswith("Her about tugs – 3 of 5 statements, best fit first\n")


def test_nothing_on_a_topic_is_said_and_the_nearest_are_no_answer() -> None:
    assert only(every_page(samples.NOT_ABOUT)) == (
        "None of the 3 statements of <b>Mara Lindqvist</b> is about <b>fish</b>.\n\n"
        "<b>Nearest statements</b> – not an answer:\n\n"
        f"<blockquote>{TUGS}</blockquote>\n"
        f"[1] <i>paraphrased</i> · {GAZETTE_LINE}\n"
        "via: <em>The port of Ostervik</em>\n"
        "“<em>She</em>” = Mara Lindqvist (likely)"
    )


def test_the_only_statement_is_not_one_of_several() -> None:
    reply = replace(samples.NOT_ABOUT, total=1)
    assert only(every_page(reply)).startswith(
        "The only statement of <b>Mara Lindqvist</b> is not about <b>fish</b>.\n"
    )


# --- what travels with a statement -----------------------------------------------------------


def test_a_disputed_statement_comes_with_the_sentence_that_disputes_it() -> None:
    assert only(every_page(said_by(samples.DISPUTED))) == (
        "<b>Lindqvist</b> – 1 statement\n\n"
        f"<blockquote>{samples.BOLT}</blockquote>\n"
        f"[1] <i>quoted</i> · {COURIER_LINE}\n"
        "to: <em>the panel</em>\n"
        "disputed in the same article:\n"
        f"<blockquote>{samples.REPLIED}</blockquote>\n"
        f"[2] {COURIER_LINE}"
    )


def test_a_dispute_in_another_print_is_not_said_to_stand_in_the_same_article() -> None:
    disputed = GAZETTE.travelling(
        samples.LINDQVIST.statements[1], disputed=(LEDGER.excerpt("No reason was given."),)
    )
    assert "\ndisputed where it is printed again:\n" in only(every_page(said_by(disputed)))


def test_a_headline_a_hedge_and_those_who_speak_together_are_said_in_one_line() -> None:
    statement = GAZETTE.travelling(
        samples.LINDQVIST.statements[1], hedge="will reopen", headline_only=True
    )
    both = replace(statement.statement, speaker=Speaker("Lindqvist and Ro", members=("Ro",)))
    html = only(every_page(said_by(replace(statement, statement=both))))
    assert html.endswith(
        "\nnot said outright: <em>will reopen</em> · stands only in a headline"
        " · said together: Lindqvist and Ro"
    )


PRONOUN = Resolution("pronoun", 0.8)


@pytest.mark.parametrize(
    ("mention", "resolution", "note"),
    [
        ("She", PRONOUN, "“She” = Mara Lindqvist (likely)"),
        ("She", replace(PRONOUN, confidence=0.95), "“She” = Mara Lindqvist (certain)"),
        ("She", replace(PRONOUN, confidence=0.79), "“She” = Mara Lindqvist (possibly)"),
        ("She", None, "“She” = Mara Lindqvist"),
        ("harbour master", PRONOUN, "“harbour master” = Mara Lindqvist (likely)"),
        ("harbour master Mara Lindqvist", PRONOUN, None),
        ("Mara Lindqvist", PRONOUN, None),
        ("Lindqvist", PRONOUN, None),
        (None, PRONOUN, "no speaker stands beside it: Mara Lindqvist (likely)"),
        (None, None, None),
    ],
)
def test_whom_other_words_than_the_name_are_taken_for_is_said(
    mention: str | None, resolution: Resolution | None, note: str | None
) -> None:
    statement = GAZETTE.travelling(
        samples.LINDQVIST.statements[1], mention=mention, resolution=resolution
    )
    (part,) = every_page(said_by(statement))
    words = part.text.text
    if note is None:
        assert " = " not in words
        assert "no speaker" not in words
    else:
        assert f"\n{note}" in words


def test_words_that_do_not_fit_a_line_are_quoted_below_it_and_still_proven() -> None:
    conduit = "notes that\nwere seen\u202e by the Courier"
    article = PrintedArticle("a.txt", f"“Yes,” she said. {conduit}")
    said = article.statement("“Yes,” she said.", "Yes,", StatementKind.DIRECT)
    parts = every_page(said_by(article.travelling(said, conduit=conduit)))
    assert f"\nvia:\n<blockquote>{conduit}</blockquote>" in only(parts)
    assert_verbatim(parts, FakeService([article]).words_of)


def test_a_description_that_does_not_fit_a_line_stands_above_whom_it_means() -> None:
    mention = "the woman who\nran the port"
    article = PrintedArticle("a.txt", f"“Yes,” said {mention}.")
    said = article.statement("“Yes,”", "Yes,", StatementKind.DIRECT)
    parts = every_page(
        said_by(article.travelling(said, mention=mention, resolution=PRONOUN), name="Her")
    )
    assert f"\n<blockquote>{mention}</blockquote>\n= Mara Lindqvist (likely)" in only(parts)
    assert_verbatim(parts, FakeService([article]).words_of)


@pytest.mark.parametrize("words", ["Panel", "the panel ", "a panel"])
def test_a_note_with_other_words_than_the_sources_does_not_pass(words: str) -> None:
    reply = said_by(replace(samples.DISPUTED, addressee=words))
    with pytest.raises(NotVerbatimError):
        assert_verbatim(every_page(reply), FakeService(samples.ARTICLES).words_of)


# --- names -----------------------------------------------------------------------------------


def test_somebody_who_is_named_only_is_said_to_be() -> None:
    assert only(every_page(samples.NAMED_ONLY)) == (
        "<b>Baltic Mutual</b> is named once; no words of theirs are quoted.\n\n"
        "Named here:\n\n"
        f"<blockquote>{samples.NAMED_ONLY.named_in[0].text}</blockquote>\n"
        f"[1] {COURIER_LINE}"
    )


def test_a_name_of_several_people_gets_what_tells_them_apart() -> None:
    assert only(every_page(samples.SEVERAL)) == (
        "<b>Lindqvist</b> may be any of 3. Whom do you mean?\n"
        "• Mara Lindqvist – harbour master; 3 statements, 2 outlets\n"
        "• Olof Lindqvist – named only, not quoted\n"
        "• Lindqvist – first name not printed; 1 statement, outlet unknown"
    )


def test_sources_that_go_by_the_same_words_are_shown_with_what_they_said() -> None:
    official = SpeakerStatements("a port official", (), samples.LINDQVIST.statements[:1])
    other = replace(official, statements=samples.LINDQVIST.statements[1:2])
    assert only(every_page(SeveralSpeakers("port official", (official, other)))) == (
        "<b>port official</b> may be any of 2. Whom do you mean?\n"
        "• a port official – 1 statement, 1 outlet\n"
        "• a port official – 1 statement, 1 outlet\n\n"
        "Their words, as nothing else tells them apart:\n\n"
        f"<blockquote>{samples.BOLT}</blockquote>\n"
        f"[1] <i>quoted</i> · {COURIER_LINE}\n\n"
        f"<blockquote>{SAFE}</blockquote>\n"
        f"[2] <i>quoted</i> · {GAZETTE_LINE}"
    )


# --- laws ------------------------------------------------------------------------------------

EVERY_KIND = (
    samples.QUOTED,
    samples.QUOTED_ABOUT,
    samples.NOT_ABOUT,
    samples.NAMED_ONLY,
    samples.SEVERAL,
    samples.UNKNOWN,
    said_by(samples.DISPUTED, samples.LEAKED),
    said_by(*days(9)),
)


@pytest.mark.parametrize("reply", EVERY_KIND)
def test_every_source_word_of_a_reply_passes_the_proof(reply: QuoteReply) -> None:
    prints = [
        *samples.ARTICLES,
        *(PrintedArticle(f"{n:02}.txt", "“Yes,” she said.") for n in range(10)),
    ]
    assert_verbatim(every_page(reply), FakeService(prints).words_of)


@pytest.mark.parametrize("reply", EVERY_KIND)
def test_the_terminal_shows_what_telegram_shows(reply: QuoteReply) -> None:
    if isinstance(reply, Quoted):
        reply = replace(reply, everything=True)
    screen = _bare(on_screen(reply))
    for part in every_page(reply):
        for line in part.text.text.splitlines():
            if not line.startswith(("[", "•")) and not re.search(r"page \d of \d", line):
                assert _bare(line) in screen


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("<>&\"'“”. \n\t\r\u202e\u2067\u200b\ufeff👍🏽\u200dאب!?;#"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=30,
)
LONG = st.builds(lambda words, times: words * times, HOSTILE, st.integers(1, 300))


@st.composite
def statements(draw: st.DrawFn) -> tuple[PrintedArticle, CitedStatement]:
    """A statement with a conduit, a hedge and a dispute, of whatever words, in its own article."""
    words = [draw(LONG) for _ in range(5)]
    starts = [sum(map(len, words[:n])) for n in range(5)]
    article = PrintedArticle(f"{draw(st.integers(0, 10**6))}.txt", "".join(words), draw(HOSTILE))
    place = [
        replace(article.cite(""), span=type(article.cite("").span)(start, start + len(each)))
        for start, each in zip(starts, words, strict=True)
    ]
    said = article.statement(words[0], words[0], draw(st.sampled_from(StatementKind)))
    statement = replace(
        said.statement,
        conduit=place[1].span,
        hedge=place[2].span,
        mention=place[3].span,
        disputed=(place[4].span,),
        resolution=Resolution("pronoun", 0.5),
    )
    dispute = replace(article.excerpt(""), text=words[4], citation=place[4])
    return article, replace(
        said,
        statement=statement,
        conduit=words[1],
        hedge=words[2],
        mention=words[3],
        disputed=(dispute,),
        citation=replace(place[0], file=article.file),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(statements(), min_size=1, max_size=4, unique_by=lambda each: each[0].file))
def test_no_statement_is_shown_without_its_conduit_its_hedge_and_its_dispute(
    drawn: Sequence[tuple[PrintedArticle, CitedStatement]],
) -> None:
    prints, those = [each[0] for each in drawn], tuple(each[1] for each in drawn)
    for reply in (
        Quoted("her", SpeakerStatements("her", (), those), everything=True),
        NotAbout("her", "it", SpeakerStatements("her", (), those), 9),
        SeveralSpeakers("her", (SpeakerStatements("her", (), those),) * 2),
    ):
        parts = every_page(reply)
        assert_verbatim(parts, FakeService(prints).words_of)
        assert all(accepted(part.text).length <= part.text.length <= LIMIT for part in parts)
        assert all(len(part.text.entities) <= ENTITY_LIMIT for part in parts)
        telegram = _bare("".join(words for part in parts for words, _ in part.text.quotations))
        screen = _bare(on_screen(reply))
        for each in those:
            for words in (each.passage, each.conduit, each.hedge, each.disputed[0].text):
                assert _bare(words or "") in telegram
                assert _bare(visible(words or "")) in screen


def _bare(words: str) -> str:
    return "".join(words.split())


def test_the_bots_own_sentences_have_no_quotation_marks() -> None:
    for reply in EVERY_KIND:
        for part in every_page(reply):
            own = re.sub(
                r"<blockquote.*?</blockquote>|“<em>.*?</em>”",
                "",
                as_html(part.text),
                flags=re.DOTALL,
            )
            assert not re.search('[“”"«»„]', re.sub(r"<a .*?</a>|<tg-time.*?>", "", own))


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_any_name_and_topic_fits_a_message(name: str, topic: str) -> None:
    speaker = SpeakerStatements(name, (name,), samples.LINDQVIST.statements, name)
    for reply in (
        Quoted(name, speaker, topic, 3),
        NotAbout(name, topic, speaker, 5),
        SeveralSpeakers(name, (speaker, replace(speaker, is_surname_only=True)), topic),
        UnknownName(name, (name,) * 20, topic),
    ):
        parts = every_page(reply)
        assert all(accepted(part.text).length <= part.text.length <= LIMIT for part in parts)
