"""What holds for any text whatever."""

from contextlib import suppress
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.corpus.decode import NotTextError, decode
from retrieval.corpus.metadata import article_from
from retrieval.corpus.passages import embedded_text, passages
from retrieval.corpus.sentences import sentences, split_sentences
from retrieval.model import BlockKind, Fact, Span
from tests.corpus.articles import BARE, BLOG, DIGEST, HARBOUR_DEAL, raw

LINES = sorted({line for text in (BARE, BLOG, DIGEST, HARBOUR_DEAL) for line in text.split("\n")})
PIECES = [
    *LINES,
    *(
        "“",
        "”",
        '"',
        ".",
        "…",
        "?",
        "!”",
        "A:",
        "Q:",
        "•",
        "#",
        "U.S.",
        "Dr.",
        "©",
        "by",
        "1.",
        "\ufeff",
    ),
    *(
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\u2028",
        "\x85",
        "\t",
        "\u200b",
        "https://",
        "x@y.test",
        "|",
        "»",
    ),
]
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(LINES), max_size=30).map("\n".join),
)  # fmt: skip


def in_order(spans: list[Span], text: str) -> bool:
    return all(span.start < span.end <= len(text) for span in spans) and all(
        one.end <= two.start for one, two in pairwise(spans)
    )


@given(TEXTS)
def test_sentences_hold_every_word_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert in_order(spans, text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@settings(max_examples=200)
@given(TEXTS)
def test_body_sentences_and_passages_of_any_text(text: str) -> None:
    article = article_from(raw(text))
    assert article.text == text
    assert in_order([block.span for block in article.body], text)
    told = sentences(article)
    assert in_order([each.span for each in told], text)
    assert all(any(block.span.contains(each.span) for block in article.body) for each in told)
    found = passages(article, told)
    assert [each for passage in found for each in passage.sentences] == [
        each for each in told if each.kind is not BlockKind.CAPTION
    ]
    assert [passage.number for passage in found] == list(range(len(found)))
    assert all(embedded_text(article, passage).strip() for passage in found)


@settings(max_examples=200)
@given(TEXTS)
def test_a_fact_is_not_empty_and_its_evidence_is_in_the_text(text: str) -> None:
    article = article_from(raw(text))
    facts = [article.outlet, article.title, article.published, article.byline, article.url]
    for fact in [fact for fact in facts if isinstance(fact, Fact)]:
        assert fact.value.strip()
        assert fact.evidence
        assert all(each.rule for each in fact.evidence)
        spans = [each.span for each in fact.evidence if each.span]
        assert all(span.start < span.end <= len(text) for span in spans)
    if article.title:
        assert article.title.evidence[0].span is not None
        assert article.title.evidence[0].span.of(text) == article.title.value


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(raw_bytes: bytes) -> None:
    with suppress(NotTextError):
        assert isinstance(decode(raw_bytes), str)


@given(st.text(st.characters(exclude_categories=["C"]), max_size=300))
def test_utf_8_is_decoded_to_the_letter(text: str) -> None:
    assert decode(text.encode("utf-8")) == text
