import pytest

from retrieval.corpus.metadata import article_from
from retrieval.corpus.passages import embedded_text, passages
from retrieval.corpus.sentences import sentences
from retrieval.model import Article, BlockKind, Passage
from tests.corpus.articles import DIGEST, raw


def sentence(words: int, start: str = "The") -> str:
    return " ".join([start, *["word"] * (words - 2), "end."])


def cut(text: str) -> tuple[Article, tuple[Passage, ...]]:
    article = article_from(raw(text))
    return article, passages(article, sentences(article))


def lengths(text: str) -> list[int]:
    article, found = cut(text)
    return [
        sum(len(each.span.of(article.text).split()) for each in passage.sentences)
        for passage in found
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([30, 40], [70]),
        ([150, 150], [150, 150]),
        ([75] * 4, [150, 150]),
        ([110, 60, 120, 30], [170, 150]),
        ([260, 150], [260, 150]),
        ([90, 90, 90], [180, 90]),
    ],
)
def test_passages_follow_paragraphs(paragraphs: list[int], expected: list[int]) -> None:
    assert lengths("\n\n".join(map(sentence, paragraphs))) in (expected, expected[::-1])


def test_a_long_paragraph_is_cut_between_its_sentences() -> None:
    assert lengths(" ".join([sentence(30)] * 20)) == [150, 150, 150, 150]


def test_a_heading_goes_with_what_follows() -> None:
    text = "\n\n".join(
        [sentence(150), "What comes after", sentence(200), "What now?", sentence(240)]
    )
    article, found = cut(text)
    first = [passage.sentences[0].span.of(article.text)[:9] for passage in found]
    assert first == ["The word ", "What come", "What now?"]


def test_captions_are_left_out_and_all_else_is_in_once() -> None:
    article = article_from(raw(DIGEST))
    told = sentences(article)
    found = passages(article, told)
    assert [each for passage in found for each in passage.sentences] == [
        each for each in told if each.kind is not BlockKind.CAPTION
    ]
    assert any(each.kind is BlockKind.CAPTION for each in told)


def test_the_title_is_embedded_above_the_words_in_one_line() -> None:
    article, (passage,) = cut("Town opens its pier\n\nThe pier\nis  done now, and so\nare we.")
    assert embedded_text(article, passage) == (
        "Town opens its pier\nTown opens its pier The pier is done now, and so are we."
    )


def test_without_a_title_only_the_words_are_embedded() -> None:
    article, (passage,) = cut("The pier is done.")
    assert embedded_text(article, passage) == "The pier is done."
