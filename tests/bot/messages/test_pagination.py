from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.pagination import ENTITY_LIMIT, divide, paginate
from bot.messages.text_entities import bold, formatted, italic
from tests.bot.fake_service import PrintedArticle
from tests.bot.messages.as_html import as_html
from tests.bot_server.markup import utf16_length


@pytest.mark.parametrize(
    ("words", "room", "pieces"),
    [
        ("Short.", 10, ["Short."]),
        ("One is. Two is. Three is.", 17, ["One is. Two is.", "Three is."]),
        ("“One is.” Two is.", 12, ["“One is.”", "Two is."]),
        ("It is Mr. Berg who came. Yes.", 25, ["It is Mr. Berg who came.", "Yes."]),
        ("It is Mr. Berg who", 13, ["It is", "Mr. Berg who"]),
        ("Up by 3.5 per cent. Yes.", 20, ["Up by 3.5 per cent.", "Yes."]),
        ("A heading\nA line that is long", 20, ["A heading", "A line that is long"]),
        ("no end in sight here", 9, ["no end in", "sight", "here"]),
        ("wordwithoutend", 6, ["wordwi", "thoute", "nd"]),
        ("🚢🚢🚢", 5, ["🚢🚢", "🚢"]),
        ("Ends here.\n\n  Goes on.", 12, ["Ends here.", "Goes on."]),
    ],
)
def test_long_words_are_divided_where_sentences_end(
    words: str, room: int, pieces: list[str]
) -> None:
    article = PrintedArticle("a.txt", f"Before. {words} After.")
    divided = list(divide(words, article.cite(words), room))
    assert [piece for piece, _ in divided] == pieces
    assert [place.span.of(article.text) for _, place in divided] == pieces


@settings(deadline=None)
@given(st.text(min_size=1), st.integers(2, 40))
def test_pieces_are_the_sources_words_and_fit(words: str, room: int) -> None:
    pieces = list(divide(words, PrintedArticle("a.txt", words).cite(words), room))
    assert all(place.span.of(words) == piece for piece, place in pieces)
    assert all(0 < utf16_length(piece) <= room for piece, _ in pieces)
    ends = [place.span.end for _, place in pieces]
    starts = [place.span.start for _, place in pieces]
    between = [
        words[end:start] for end, start in zip(ends, [*starts[1:], len(words)], strict=True)
    ]
    assert starts[0] == 0
    assert not any(gap.strip() for gap in between)


def test_blocks_are_never_cut_and_parts_are_numbered() -> None:
    parts = paginate([formatted("a" * 1900), formatted("b" * 1900), formatted("c" * 200)])
    assert [as_html(part.text) for part in parts] == [
        f"{'a' * 1900}\n\n{'b' * 1900}\n\n<i>1/2</i>",
        f"{'c' * 200}\n\n<i>2/2</i>",
    ]


def test_no_message_has_more_formatting_than_telegram_keeps() -> None:
    parts = paginate([formatted(bold("a"), " ", italic("b"))] * 120)
    assert all(len(part.text.entities) <= ENTITY_LIMIT for part in parts)
    assert len(parts) == 3
