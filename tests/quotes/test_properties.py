"""What holds of the statements of any text whatever."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.corpus.metadata import article_from
from retrieval.corpus.sentences import sentences as sentences_of
from retrieval.model import Span, Statement, StatementKind
from retrieval.statements import statements_of
from tests.corpus.articles import raw
from tests.quotes.sample_articles import article, parser, sentences, statements

pytestmark = pytest.mark.parser

MARKS = frozenset("“”„‟«»‹›‘’‚\"'`")

SENTENCES = (
    "“It is late,” said Anna Marlow, a harbour engineer.",
    "“The pier,” Tom Kerr said, “is safe.” “We checked it twice.”",
    "Anna Marlow said the pier was “safe” and the quay “sound.”",
    "Tom Kerr warned that both towns must “accept the tide.”",
    "According to the survey, the pier was safe.",
    "The council denied that the quay had been “sold.”",
    "Tom Kerr called the plan “reckless,” but Anna Marlow said it would “save the pier.”",
    "‘We’ve lost the workers’ trust,’ she said.",
    '"Who signed it?" asked Marlow. He added: "Nobody."',
    "“She told me, ‘Stay,’ and I stayed,” he recalled.",
    "“Night Ferry” opened in May.",
    "A former official, who asked not to be named, told the Herald it was a “farce.”",
)
PIECES = (
    *'“”„«»‘’",.:;?!—–',
    "''",
    "``",
    "\n",
    "\n\n",
    "\n“",
    "…”",
    ",’”",
    "said",
    "said that",
    "told the council",
    "according to",
    "added:",
    "who",
    "not",
    "she",
    "they",
    "Anna Marlow",
    "Kerr",
    "a former official",
    "the pier is safe",
    "It is late",
    "“It is late,”",
    "in a statement",
)

WORDS = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)
GLUED = st.lists(st.sampled_from((*PIECES, *SENTENCES)), max_size=8).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Sentences that say something, with a few marks and words lost or added."""
    parts = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
    text = draw(st.sampled_from([" ", "\n", ""])).join(parts)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(["", *PIECES]))
        text = text[:at] + piece + text[at + draw(st.integers(0, 2)) :]
    return text


TEXTS = st.one_of(damaged(), WORDS, GLUED)

property_settings = settings(max_examples=60, deadline=None)


def test_the_sentences_of_these_properties_say_something() -> None:
    assert [each for each in SENTENCES if not statements(each)] == ["“Night Ferry” opened in May."]


@property_settings
@given(st.one_of(st.text(max_size=120), TEXTS))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    read = article_from(raw(text))
    ((found, names),) = statements_of([(read, sentences_of(read))], parser())
    spans = [span for each in found for span in spans_of(each)]
    spans += [name.span for name in names]
    assert all(span.start < span.end <= len(read.text) for span in spans)


def spans_of(statement: Statement) -> list[Span]:
    return [
        *(content.span for content in statement.content),
        *(span for span in (statement.cue, statement.mention) if span),
        statement.passage,
    ]


@property_settings
@given(TEXTS)
def test_the_parts_of_a_statement_are_words_in_order_and_apart(text: str) -> None:
    for statement in statements(text):
        spans = [content.span for content in statement.content]
        assert spans
        assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
        assert all(one.end <= two.start for one, two in pairwise(spans))


@property_settings
@given(TEXTS)
def test_quoted_words_stand_within_marks_that_are_not_among_them(text: str) -> None:
    for statement in statements(text):
        for span in (content.span for content in statement.content if content.quoted):
            assert text[: span.start].rstrip()[-1:] in MARKS
            assert text[span.end :].lstrip(" ")[:1] in {*MARKS, "\n", ""}


@property_settings
@given(TEXTS)
def test_a_statement_is_direct_where_all_of_it_is_quoted_and_mixed_where_some_is(
    text: str,
) -> None:
    for statement in statements(text):
        quoted = {content.quoted for content in statement.content}
        kinds = {
            frozenset({True}): StatementKind.DIRECT,
            frozenset({False}): StatementKind.INDIRECT,
        }
        assert statement.kind is kinds.get(frozenset(quoted), StatementKind.MIXED)


@property_settings
@given(TEXTS)
@example("“ said that : \n“ « ”")
def test_speaker_and_cue_stand_outside_the_words_that_are_said(text: str) -> None:
    found = statements(text)
    for statement in found:
        around = [span for span in (statement.cue, statement.mention) if span]
        contents = [content.span for content in statement.content]
        assert not any(span.overlaps(content) for span in around for content in contents)
    cues = [statement.cue for statement in found if statement.cue]
    quoted = [each.span for statement in found for each in statement.content if each.quoted]
    assert not any(cue.overlaps(span) for cue in cues for span in quoted)


@property_settings
@given(TEXTS)
@example("“It is late,” said Anna Marlow, a harbour engineer. “…”")
def test_every_part_of_a_statement_holds_a_word(text: str) -> None:
    for statement in statements(text):
        assert all(any(map(str.isalnum, each.span.of(text))) for each in statement.content)


@property_settings
@given(TEXTS)
@example("‘They shouted “shame” and walked out,’ Tom Kerr said.")
@example("The pier was safe.‘Tom Kerr warned that both towns must “accept the tide.”")
def test_a_mention_is_without_the_marks_around_it(text: str) -> None:
    for statement in statements(text):
        if statement.mention:
            assert not statement.mention.of(text).startswith(tuple(MARKS))


@property_settings
@given(TEXTS)
@example("While Tom Kerr called the plan “reckless,” Anna Marlow welcomed it as “overdue.”")
def test_quoted_words_are_given_to_one_statement_only(text: str) -> None:
    for one, two in combinations(statements(text), 2):
        quoted = [content.span for content in one.content if content.quoted]
        others = [content.span for content in two.content if content.quoted]
        assert not any(a.overlaps(b) for a in quoted for b in others)


@property_settings
@given(TEXTS, TEXTS)
@example("Kerr said: “It is late.”", "“«”“It is late,”")
def test_an_article_reads_the_same_again_and_in_company(text: str, other: str) -> None:
    one, two = article(text), article(other, file="quay.txt")
    batch = [(one, sentences(one)), (two, sentences(two)), (one, sentences(one))]
    first, _, again = statements_of(batch, parser())
    assert first == again
    assert first[0] == statements(text)


@property_settings
@given(TEXTS)
def test_a_paragraph_before_moves_the_statements_and_changes_none(text: str) -> None:
    headline, before = "Night tide\n\n", "The tide rose at nine.\n\n"
    moved = [
        (each.kind, [span.shift(len(before)) for span in spans_of(each)], each.speaker)
        for each in statements(headline + text)
    ]
    found = statements(headline + before + text)
    assert [(each.kind, spans_of(each), each.speaker) for each in found] == moved


@property_settings
@given(
    st.one_of(damaged(), WORDS).map(lambda text: text + " “and then the"),
    st.sampled_from(
        [
            ("Viktor Brandt said: “We have to go.”", "We have to go."),
            ("“We have to go,” said Viktor Brandt.", "We have to go,"),
            ('Viktor Brandt told the court: "We have to go."', "We have to go."),
            ("Viktor Brandt said that they had to go.", "that they had to go"),
            ("‘We have to go,’ Viktor Brandt said.", "We have to go,"),
        ]
    ),
)
def test_an_unclosed_mark_costs_nothing_in_the_next_paragraph(
    broken: str, whole: tuple[str, str]
) -> None:
    text = f"{broken}\n{whole[0]}"
    words = [
        (each.speaker.name, content.span.of(text))
        for each in statements(text)
        if each.speaker
        for content in each.content
    ]
    assert ("Viktor Brandt", whole[1]) in words
