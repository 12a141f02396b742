import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bot.cli import console
from bot.cli.json_output import reply_json
from retrieval.model import Answer, Quoted
from tests.bot.fake_service import PrintedArticle
from tests.bot.messages import samples


def printed(show: Callable[[Console], None]) -> str:
    """What is printed on a page without colours, without the blanks at line ends."""
    page = StringIO()
    show(Console(file=page, width=100, highlight=False))
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def test_an_answer_is_the_words_and_then_every_place_of_them() -> None:
    assert (
        printed(lambda page: console.print_reply(page, samples.ANSWER))
        == """
  The port of Ostervik will reopen on Monday, nine weeks after the crane collapse.
  [1] 2026-03-12, The Ostervik Gazette, Port to reopen <after> nine weeks & a day ·
  harbour/reopening.txt 16–96
  [2] the same words: date unknown, outlet unknown · ledger-0312.txt 16–96

  The port is to reopen on Monday.
  [3] 2026-03, חדשות החוף, הנמל ייפתח · shore.txt 38–70"""
    )


def test_a_refusal_says_why_and_that_what_follows_is_no_answer() -> None:
    assert printed(lambda page: console.print_reply(page, samples.DECLINED)).startswith(
        """\
No answer. The articles do not say who pays for the crane.
Nearest passages, which do not answer it:
  The hearing goes on next week.
  [1] 2026-03-19, Northern Courier, Inquiry into crane collapse opens ·
  courier/harbour-inquiry.txt 610–640
"""
    )


def test_a_doubtful_passage_is_printed_in_full_and_the_others_by_how_they_begin() -> None:
    assert (
        printed(lambda page: console.print_reply(page, samples.PERHAPS))
        == """\
Closest, but it does not say who.

  The hearing goes on next week.
  [1] 2026-03-19, Northern Courier, Inquiry into crane collapse opens ·
  courier/harbour-inquiry.txt 610–640
Nearest passages, which do not answer it:
  She added that tugs would wait until Friday.
  [2] 2026-03-12, The Ostervik Gazette, Port to reopen <after> nine weeks & a day ·
  harbour/reopening.txt 156–200"""
    )


def test_no_percentage_is_printed_with_any_reply() -> None:
    replies = (samples.ANSWER, samples.PERHAPS, samples.CONTRADICTED, samples.DECLINED)

    def all_of_them(page: Console) -> None:
        for each in replies:
            console.print_reply(page, each)

    assert "%" not in printed(all_of_them)


def test_json_marks_a_declined_reply_whose_first_passage_may_answer() -> None:
    form = reply_json(samples.PERHAPS, 1)
    assert (form["outcome"], form["perhaps"]) == ("declined", True)
    assert "perhaps" not in reply_json(samples.DECLINED, 1)
    assert reply_json(samples.CONTRADICTED, 1)["reason_kind"] == "contradicted"


def test_what_somebody_said_comes_with_kinds_places_and_what_travels_along() -> None:
    assert (
        printed(lambda page: console.print_quote(page, samples.QUOTED_ABOUT))
        == """\
Mara Lindqvist about the bolt – 1 of 3 statements

  “Nobody told me about any bolt,” harbour master Mara Lindqvist told the panel.
  [1] 2026-03-19, Northern Courier, Inquiry into crane collapse opens ·
  courier/harbour-inquiry.txt 254–332  quoted
  to: the panel
  disputed in the same article:
    She had signed the report, the lawyer for the families replied, and he held up a copy of it.
    [2] 2026-03-19, Northern Courier, Inquiry into crane collapse opens ·
    courier/harbour-inquiry.txt 333–425"""
    )


def test_statements_are_numbered_on_past_their_copies_and_disputes() -> None:
    disputed, copied = samples.DISPUTED, samples.LINDQVIST.statements[1]
    copied = replace(copied, also_in=(samples.LEAKED.citation,))
    said = (disputed, copied, samples.LINDQVIST.statements[2])
    page = printed(
        lambda page: console.print_quote(
            page, Quoted("her", replace(samples.LINDQVIST, statements=said))
        )
    )
    assert re.findall(r"\[(\d)\]", page) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("name", "topic", "typed"),
    [
        ("Mara Lindqvist", None, "verbatim quote Mara Lindqvist --all"),
        ("Élise Járvi", "the pier", "verbatim quote Élise Járvi about the pier --all"),
        ("O'Hara", "A & B", "verbatim quote 'O'\"'\"'Hara' about A '&' B --all"),
    ],
)
def test_what_to_type_for_the_rest_can_be_pasted_into_a_shell(
    name: str, topic: str | None, typed: str
) -> None:
    assert console.shell_command(name, topic, everything=True) == typed


def test_several_people_of_a_name_and_nobody_of_it_are_told_apart() -> None:
    assert (
        printed(lambda page: console.print_quote(page, samples.SEVERAL))
        == """\
Lindqvist may be any of 3. Whom do you mean?
  • verbatim quote Mara Lindqvist – harbour master; 3 statements, 2 outlets
  • verbatim quote Olof Lindqvist – named only, not quoted
  • verbatim quote Lindqvist only – first name not printed; 1 statement, outlet unknown"""
    )
    assert (
        printed(lambda page: console.print_quote(page, samples.UNKNOWN))
        == """\
Nobody is found under the name Lindkvist.
Did you mean:
  • verbatim quote Mara Lindqvist
  • verbatim quote Olof Lindqvist"""
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
    article = PrintedArticle("a.txt", hostile, title=hostile)
    reply = Answer("?", 1.0, (article.excerpt(hostile),))

    page = printed(lambda page: console.print_reply(page, reply))

    assert page.count(shown) == 2
