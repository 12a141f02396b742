from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Span
from retrieval.quotes.parsed.quotations import find_quotations


def paragraphs(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


def found(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in find_quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” she said.", ["We will stay,"]),
        ('"We will stay," she said.', ["We will stay,"]),
        ("«We will stay», she said.", ["We will stay"]),
        ("„We will stay“, she said.", ["We will stay"]),
        ("‘We will stay,’ she said.", ["We will stay,"]),
        ("''We will stay,'' she said.", ["We will stay,"]),
        ("``We will stay,'' she said.", ["We will stay,"]),
        ("It was a “shock” and a “scandal.”", ["shock", "scandal."]),
        ("“One.”“Two.”", ["One.", "Two."]),
        ("He said “one.”“Two,” she said.", ["one.", "Two,"]),
        ('"One." "Two."', ["One.", "Two."]),
        ("“She said ‘no’ to me,” he said.", ["She said ‘no’ to me,"]),
        ("“She called it “a farce” again,” he said.", ["She called it “a farce” again,"]),
        ("The “port” (“the old one”) closed.", ["port", "the old one"]),
        ("“ We will stay ”, she said.", ["We will stay"]),
        ("»We will stay«, she said.", ["We will stay"]),
        ("»We will stay», she said.", ["We will stay"]),
        ("All the figures »\nWe will stay.", []),
        ("“We will stay,’’ she said. “We will.’’", ["We will stay,", "We will."]),
        ("‘‘We will stay,’’ she said.", ["We will stay,"]),
        ("“We will stay,‘ she said. “We will.”", ["We will."]),
        ("“We will stay,“ she said, “and wait.“", ["We will stay,", "and wait."]),
        ("\u200b“\u200bWe will stay\u200b,” she said.", ["We will stay\u200b,"]),
        ("", []),
        ("“”", []),
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘They cried “shame” and left,’ she said.", ["They cried “shame” and left,"]),
        ("'They cried \"shame\" and left,' she said.", ['They cried "shame" and left,']),
        ("The ‘old’ “port” isn’t ours.", ["old", "port"]),
        (
            '"He told us, \'Go home,\' " she said. "So we did."',
            ["He told us, 'Go home,'", "So we did."],
        ),
        (
            "“He told us, ‘Go home,’ ’’ she said. “So we did.”",
            ["He told us, ‘Go home,’", "So we did."],
        ),
        ("“He told us, ‘Go home.’”", ["He told us, ‘Go home.’"]),
        ('"The “old” port is gone," she said.', ["The “old” port is gone,"]),
        ('“The "old" port is gone,” she said.', ['The "old" port is gone,']),
        ('"I read it ("The Salt Road") twice," she said.', ['I read it ("The Salt Road") twice,']),
        ('"“We stay,” she said.', ["We stay,"]),
        ("“We stay, she said. “We leave,” he said.", ["We leave,"]),
        ("‘The dogs’ owner stays,’ she said.", ["The dogs’ owner stays,"]),
        ("The ‘harbour boys’ met the ‘quay girls’.", ["harbour boys", "quay girls"]),
    ],
)
def test_a_quotation_inside_another_is_a_part_of_it(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The dogs’ owner didn’t come, and the cats’ owner wouldn’t.",
        "It was the '90s, rock 'n' roll and the workers' council.",
        'A 6\'2" man and a 12" ruler.',
        "Marlow’s harbour isn’t Kerr’s.",
    ],
)
def test_apostrophes_and_inches_are_no_quotation_marks(text: str) -> None:
    assert found(text) == []


def test_an_unclosed_quotation_costs_its_own_paragraph_only() -> None:
    text = "She said “we will stay and left.\n“Nobody knows,” he said."
    assert found(text)[-1] == "Nobody knows,"
    assert not any("left" in words for words in found("She said “we will stay and left.\nEnd."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said: “We will stay. Nobody knows.\nEnd.", ["We will stay. Nobody knows."]),
        ("She said, “We will stay until noon.\nEnd.", ["We will stay until noon."]),
        ("She read, “The Salt Road.\nEnd.", []),
        ("She said: “we will stay and left.\nEnd.", []),
        ("She met “The Salt Man of the north quay.\nEnd.", []),
        ("She said: “We call it “the salt” here.\nEnd.", ["We call it “the salt” here."]),
        ("She said: “One.\n“Two.\nEnd.", ["One.", "Two."]),
        ("She said: “One.\n“Two and left\nEnd.", ["One."]),
    ],
)
def test_an_unclosed_quotation_ends_with_its_paragraph_where_it_is_surely_one(
    text: str, expected: list[str]
) -> None:
    assert found(text) == expected


def test_a_transcript_is_not_one_speakers_quotation() -> None:
    text = "“MARLOW: Did you know?\n“KERR: I did not.”"
    assert [q.continues for q in find_quotations(text, paragraphs(text))] == [False, False]


def test_a_mark_that_was_forgotten_does_not_swallow_the_next_quotation() -> None:
    assert not any(
        "he said" in words for words in found("“We stay, she said. “We leave,” he said.")
    )
    assert found("“We stay, she said.\n“We leave,” he said.")[-1] == "We leave,"


def test_a_quotation_over_paragraphs_is_closed_by_the_last() -> None:
    text = "She said: “One.\n“Two.\n“Three.”\n“Four,” he said."
    read = find_quotations(text, paragraphs(text))
    assert [q.inner.of(text) for q in read] == ["One.", "Two.", "Three.", "Four,"]
    assert [q.closed for q in read] == [False, False, True, True]
    assert [q.continues for q in read] == [False, True, True, False]


MARKS = st.text(
    alphabet=st.sampled_from("“”„‟«»‘’‚‹›\"'` .,:;!?—-\nabSs'\u00a0\U0001f6a2"), max_size=60
)


@given(st.one_of(MARKS, st.text(max_size=60)))
def test_whatever_the_text_quotations_are_stretches_of_it_in_order(text: str) -> None:
    places = paragraphs(text)
    read = find_quotations(text, places)
    for quotation in read:
        paragraph = places[quotation.paragraph]
        assert paragraph.contains(quotation.outer)
        assert quotation.outer.contains(quotation.inner)
        assert quotation.inner.of(text).strip()
    for before, after in pairwise(read):
        assert before.outer.end <= after.outer.start


@given(MARKS, MARKS)
def test_no_paragraph_changes_what_is_found_in_the_one_before_last(one: str, two: str) -> None:
    def of_first(text: str) -> list[Span]:
        return [
            q.outer for q in find_quotations(text, paragraphs(text)) if q.outer.end <= len(first)
        ]

    first = one.replace("\n", " ")
    assert of_first(f"{first}\nThe end.\n{two}") == of_first(f"{first}\nThe end.\n")
