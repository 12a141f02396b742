from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from bot import terminal
from retrieval.model import Answer
from tests.bot import samples
from tests.bot.newsroom import Print


def printed(show: Callable[[Console], None]) -> str:
    """What is printed on a page without colours, without the blanks at line ends."""
    page = StringIO()
    show(Console(file=page, width=100, highlight=False))
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def test_an_answer_is_the_words_and_then_every_place_of_them() -> None:
    assert (
        printed(lambda page: terminal.show_reply(page, samples.ANSWER))
        == """
  The port of Ostervik will reopen on Monday, nine weeks after the crane collapse.
  [1] The Ostervik Gazette, Port to reopen <after> nine weeks & a day, 2026-03-12 ·
  harbour/reopening.txt 16–96
  [2] the same words: outlet unknown, date unknown · ledger-0312.txt 16–96

  The port is to reopen on Monday.
  [3] חדשות החוף, הנמל ייפתח, 2026-03 · shore.txt 38–70
confidence 90%"""
    )


def test_a_refusal_says_why_and_that_what_follows_is_no_answer() -> None:
    assert printed(lambda page: terminal.show_reply(page, samples.DECLINED)).startswith(
        """\
No answer. The articles do not say who pays for the crane.
Nearest passages, which do not answer it:

  The hearing goes on next week.
  [1] Northern Courier, Inquiry into crane collapse opens, 2026-03-19 ·
  courier/harbour-inquiry.txt 610–640
"""
    )


def test_what_somebody_said_is_marked_by_kind_and_cut_between_statements() -> None:
    assert (
        printed(lambda page: terminal.show_quotes(page, samples.QUOTED, 2))
        == """\
Mara Lindqvist  also: Lindqvist, harbour master Mara Lindqvist

  “The cranes are safe,” harbour master Mara Lindqvist said.
  — The Ostervik Gazette, Port to reopen <after> nine weeks & a day, 2026-03-12 ·
  harbour/reopening.txt 97–155  direct quotation

  She added that tugs would wait until Friday.
  — The Ostervik Gazette, Port to reopen <after> nine weeks & a day, 2026-03-12 ·
  harbour/reopening.txt 156–200  reported
1 more: verbatim quote Mara Lindqvist --all"""
    )


def test_several_people_of_a_name_and_nobody_of_it_are_told_apart() -> None:
    assert (
        printed(lambda page: terminal.show_quotes(page, samples.SEVERAL, None))
        == """\
Lindqvist may be any of 2. Ask about one of them:
  • Mara Lindqvist (3 statements)
  • Olof Lindqvist (not quoted)"""
    )
    assert (
        printed(lambda page: terminal.show_quotes(page, samples.UNKNOWN, None))
        == """\
No article has the name Lindkvist.
Did you mean: Mara Lindqvist, Olof Lindqvist?"""
    )


def test_outlets_come_with_their_evidence_and_the_unknown_one_as_such() -> None:
    shown = printed(lambda page: terminal.show_outlets(page, samples.OUTLETS))

    assert "Northern Courier: 1 article, 2026-03-19\n" in shown
    assert "(address of the page)" in shown
    assert shown.rstrip().endswith(
        "Outlet unknown: 1 article, no dates known\n  date unknown  ledger-0312.txt  no title"
    )


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Red \x1b[31malert\x1b[0m.", "Red ␛[31malert␛[0m."),
        ("Bell\x07 and back\x08.", "Bell␇ and back␈."),
        ("Turned \u202earound.", "Turned �around."),
        ("[bold]Not markup[/bold].", "[bold]Not markup[/bold]."),
    ],
)
def test_an_article_cannot_steer_the_terminal(hostile: str, shown: str) -> None:
    article = Print("a.txt", hostile, title=hostile)
    reply = Answer("?", 1.0, (article.excerpt(hostile),))

    page = printed(lambda page: terminal.show_reply(page, reply))

    assert page.count(shown) == 2
