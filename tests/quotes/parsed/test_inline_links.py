from __future__ import annotations

import pytest

from retrieval.model import Content, Span
from retrieval.quotes.parsed.inline_links import blank_out, inline_links, without_links
from tests.quotes.sample_articles import statement_texts

ENDS = frozenset({"more"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Sen. Joe Ollen Joseph (Joe) Ray OllenHarbour bill fails Ollen: 'No' again MORE (Ind.).",
            "Sen. Joe Ollen (Ind.).",
        ),
        (
            "President Marsh Ella Ruth Marsh The 5 p.m. report: who pays? MORE left.",
            "President Marsh left.",
        ),
        (
            "Ada Vik Ada VikLevy rises MORE and Tor Moe Tor (T.) MoeFerry late MORE met.",
            "Ada Vik and Tor Moe met.",
        ),
        (
            "Rep. Mia Van Holt Maria (Mia) Van HoltLevy rises MORE left.",
            "Rep. Mia Van Holt left.",
        ),
        ("Ollen said Ollen Street needs MORE lamps.", None),
        ("Ada Vik wants MORE, and Tor Moe wants less.", None),
        ("Ada Vik Ada Vik is printed twice and no more.", None),
        ("Ada Vik Ada VikLevy rises\nMORE from the port", None),
    ],
)
def test_links_stand_between_a_name_and_the_word_that_ends_them(
    text: str, left: str | None
) -> None:
    blank = blank_out(text, inline_links(text, ENDS))
    assert len(blank) == len(text)
    assert " ".join(blank.split()) == (" ".join(text.split()) if left is None else left)


def test_content_is_cut_at_links_and_keeps_its_words() -> None:
    text = "she would meet Ada Vik Ada VikLevy rises MORE on Monday"
    content = Content(Span(0, len(text)), quoted=False)
    pieces = without_links(text, content, inline_links(text, ENDS))
    assert [each.span.of(text) for each in pieces] == ["she would meet Ada Vik", "on Monday"]
    assert without_links(text, content, ()) == (content,)


def test_links_at_the_end_of_content_leave_no_empty_piece() -> None:
    text = "she would meet Ada Vik Ada VikLevy rises MORE"
    content = Content(Span(0, len(text)), quoted=False)
    (piece,) = without_links(text, content, inline_links(text, ENDS))
    assert piece.span.of(text) == "she would meet Ada Vik"


def test_a_speaker_is_named_and_quoted_without_the_links() -> None:
    text = (
        "Sen. Joe Ollen Joseph (Joe) Ray OllenHarbour bill fails Clerk: 'It is over' MORE (Ind.) "
        "said Mayor Ada Vik Ada Lise VikLevy rises again MORE had lied about the dam.\n\n"
        "“I did not,” Vik said."
    )
    said = {(each.speaker, each.contents) for each in statement_texts(text)}
    assert ("Ada Vik", ("I did not,",)) in said
    assert ("Joe Ollen", ("Mayor Ada Vik", "had lied about the dam")) in said
