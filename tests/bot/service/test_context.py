"""The sentences around a citation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.sentence_context import MAX_LENGTH_AROUND, sentence_context
from retrieval.model import Span
from tests.bot.fake_service import PrintedArticle

TEXT = "One. Two. Three. Four. Five. Six. Seven. Eight. Nine."
ARTICLE = PrintedArticle("a.txt", TEXT)


def sentences_of(text: str, *words: str) -> list[Span]:
    return [Span(text.index(each), text.index(each) + len(each)) for each in words]


ALL = sentences_of(TEXT, *TEXT.replace(". ", ".|").split("|"))


@pytest.mark.parametrize(
    ("cited", "sentences", "expected"),
    [
        ("Five.", ALL, "Two. Three. Four. [Five.] Six. Seven. Eight."),
        ("One.", ALL, "[One.] Two. Three. Four."),
        ("Nine.", ALL, "Six. Seven. Eight. [Nine.]"),
        ("Four. Five.", ALL, "One. Two. Three. [Four. Five.] Six. Seven. Eight."),
        ("iv", ALL, "Three. Four. F[iv]e. Six. Seven."),
        # What is no sentence of the article ends it: an advertisement, a caption.
        ("Five.", [*ALL[:3], *ALL[4:]], "[Five.] Six. Seven. Eight."),
        ("Five.", [*ALL[:5], *ALL[6:]], "Two. Three. Four. [Five.]"),
        # Without sentences, the lines.
        ("Five.", [], TEXT.replace("Five.", "[Five.]")),
    ],
)
def test_three_sentences_before_and_after_as_far_as_they_stand_together(
    cited: str, sentences: list[Span], expected: str
) -> None:
    shown = sentence_context(ARTICLE.cite(cited), TEXT, sentences)
    start, end = shown.quoted.start, shown.quoted.end
    assert f"{shown.words[:start]}[{cited}]{shown.words[end:]}" == expected
    assert shown.words[start:end] == cited


def test_of_a_replaced_version_the_lines_around_are_shown() -> None:
    text = "A headline\n\n  First line. \nSecond line.\nThird line.\n"
    shown = sentence_context(PrintedArticle("a.txt", text).cite("Second"), text, [])
    assert shown.words == "A headline\n\n  First line. \nSecond line.\nThird line."


@given(st.text("ab .\n", max_size=3000), st.data())
def test_the_context_holds_the_cited_words_and_is_the_sources(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    sentences = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    place = PrintedArticle("a.txt", text).cite("")
    cited = type(place)(
        place.file, Span(start, end), None, None, None, None, place.source, place.version
    )
    shown = sentence_context(cited, text, sentences)
    assert shown.citation.span.of(text) == shown.words
    assert shown.cited == cited
    assert shown.quoted.of(shown.words) == text[start:end]
    assert len(shown.words) <= end - start + 2 * MAX_LENGTH_AROUND
