from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.model import BlockKind
from tests.quotes.sample_articles import StatementText, statement_texts, statements

pytestmark = pytest.mark.parser

LEAD = "The harbour may close, Anna Marlow told the council.\n"


@pytest.mark.parametrize(
    ("text", "speaker", "contents"),
    [
        (
            "“The pier is safe,” said Anna Marlow, a harbour engineer.",
            "Anna Marlow",
            ["The pier is safe,"],
        ),
        ("“The pier is safe,” Anna Marlow said on Tuesday.", "Anna Marlow", ["The pier is safe,"]),
        (
            "Anna Marlow said: “The pier is safe. We checked it.”",
            "Anna Marlow",
            ["The pier is safe. We checked it."],
        ),
        ("Anna Marlow said, “The pier is safe.”", "Anna Marlow", ["The pier is safe."]),
        (
            "“The pier is safe,” said Anna Marlow, a harbour engineer. “We checked it twice.”",
            "Anna Marlow",
            ["The pier is safe,", "We checked it twice."],
        ),
        (
            "“The pier,” Anna Marlow said, “is safe.”",
            "Anna Marlow",
            ["The pier,", "is safe."],
        ),
        ("According to Anna Marlow, “the pier is safe.”", "Anna Marlow", ["the pier is safe."]),
        ("Anna Marlow: “The pier is safe.”", "Anna Marlow", ["The pier is safe."]),
        (
            "“The pier is safe and dry.” – Anna Marlow, Senior Fellow, Institute of Piers.",
            "Anna Marlow",
            ["The pier is safe and dry."],
        ),
        ("''The pier is safe,'' said Anna Marlow.", "Anna Marlow", ["The pier is safe,"]),
        ('"The pier is safe," said Anna Marlow.', "Anna Marlow", ["The pier is safe,"]),
        ("‘The pier is safe,’ said Anna Marlow.", "Anna Marlow", ["The pier is safe,"]),
        (
            "“Is the pier safe?” Anna Marlow asked.",
            "Anna Marlow",
            ["Is the pier safe?"],
        ),
        (
            "“The pier is safe,” Anna Marlow, who has led the board since May, said.",
            "Anna Marlow",
            ["The pier is safe,"],
        ),
    ],
)
def test_a_quotation_goes_to_whom_the_verb_names(
    text: str, speaker: str, contents: list[str]
) -> None:
    (only,) = statement_texts(text)
    assert (only.kind, only.speaker, list(only.contents)) == ("direct", speaker, contents)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Anna Marlow warned that both towns must “accept the tide.”",
            ["that both towns must", "accept the tide."],
        ),
        (
            "Anna Marlow said the pier was “safe” and the quay “sound.”",
            ["the pier was", "safe", "and the quay", "sound."],
        ),
        (
            "The new survey shows that “the pier is sound,” Anna Marlow told the council.",
            ["The new survey shows that", "the pier is sound,"],
        ),
        (
            "According to Anna Marlow, both towns will have to “accept the tide.”",
            ["both towns will have to", "accept the tide."],
        ),
        ("Anna Marlow called the plan “reckless.”", ["the plan", "reckless."]),
        (
            "The town’s plan to move the pier was, Anna Marlow told the council, “a slow fall.”",
            ["The town’s plan to move the pier was", "a slow fall."],
        ),
        (
            "Anna Marlow said that a return was not “workable” — words that the town took badly.",
            ["that a return was not", "workable"],
        ),
        (
            "Anna Marlow emphasised the town’s wish for “calm seas.”",
            ["the town’s wish for", "calm seas."],
        ),
    ],
)
def test_a_clause_with_quoted_words_is_kept_whole(text: str, contents: list[str]) -> None:
    (only,) = statement_texts(text)
    assert (only.kind, only.speaker, list(only.contents)) == ("mixed", "Anna Marlow", contents)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Anna Marlow said that the pier was safe.", "that the pier was safe"),
        ("The pier was safe, Anna Marlow said.", "The pier was safe"),
        ("The pier was safe, according to Anna Marlow.", "The pier was safe"),
        ("According to Anna Marlow, the pier was safe.", "the pier was safe"),
        ("Anna Marlow vowed to repair the pier.", "to repair the pier"),
        ("Anna Marlow said that fog had closed the pier.", "that fog had closed the pier"),
    ],
)
def test_a_reported_clause_is_indirect(text: str, content: str) -> None:
    (only,) = statement_texts(text)
    assert (only.kind, only.speaker, only.contents) == ("indirect", "Anna Marlow", (content,))


@pytest.mark.parametrize(
    "text",
    [
        "The “Gull” and the “Tern” left the harbour.",
        "Anna Marlow did not say whether the pier was safe.",
        "Anna Marlow would say the pier was safe.",
        "Asked why the pier closed, nobody answered.",
        "Anna Marlow declined to say whether the pier was safe.",
        "Nobody on the council says they noticed.",
        "Dockers Call Off Strike After ‘Promise in Writing’",
        "Anna Marlow agreed to speak to the Herald.",
        "The survey shows that the pier is safe.",
        "The meeting signals that the pier will close.",
        "The tide rose, indicating that the pier was safe.",
        "The so-called “quiet quay” opened in May.",
        "",
    ],
)
def test_nothing_is_said_where_nobody_says_anything(text: str) -> None:
    assert statement_texts(text) == []


def test_what_is_said_by_a_second_verb_is_a_second_statement() -> None:
    text = (
        "Anna Marlow, director of the pier, told the Herald it had been “a trial” to build ties "
        "with the town and admitted that it would “take time” to mend them."
    )
    assert [(each.cue, each.contents) for each in statement_texts(text)] == [
        ("told", ("it had been", "a trial", "to build ties with the town")),
        ("admitted", ("that it would", "take time", "to mend them")),
    ]


def test_a_part_of_a_statement_by_the_same_speaker_is_not_said_again() -> None:
    text = (
        "Anna Marlow said that he had been asked and that she expected to have it “before noon.”"
    )
    (only,) = statement_texts(text)
    assert only.contents == (
        "that he had been asked and that she expected to have it",
        "before noon.",
    )


def test_a_verb_has_its_particle_but_no_preposition() -> None:
    for text, cue in (
        ("“It is late,” she said on Tuesday. Anna Marlow said on Monday it was late.", "said"),
        ("Anna Marlow pointed out that it was late.", "pointed out"),
    ):
        assert statement_texts(text)[-1].cue == cue


def test_in_the_words_of_somebody_is_a_cue() -> None:
    text = "The deal “saves the timetable,” in the words of Anna Marlow, the head of the port."
    (only,) = statement_texts(text)
    assert (only.speaker, only.contents) == ("Anna Marlow", ("saves the timetable,",))


def test_words_about_somebody_belong_to_whoever_says_them() -> None:
    text = (
        "Anna Marlow recalled that trade was restored after Tom Kerr dropped Paul Reeve’s policy "
        "of being “the main friend of the port.”"
    )
    assert {each.speaker for each in statement_texts(text)} == {"Anna Marlow"}


def test_a_headline_that_ends_in_its_speaker_counts() -> None:
    text = (
        "Quiet Quay Would Be “Good Enough” for Town, Former Swedish Officer States\n"
        "“We can wait,” former Swedish navy officer and politician Anders Varga said."
    )
    first = statement_texts(text, [BlockKind.HEADING])[0]
    assert first == StatementText(
        "Anders Varga",
        ("Quiet Quay Would Be", "Good Enough", "for Town"),
        "mixed",
        "Former Swedish Officer",
        "States",
    )


def test_a_quotation_in_the_next_paragraph_follows_its_announcement() -> None:
    for text in (LEAD + "She added: “It is late.”", LEAD + "She added:\n“It is late.”"):
        last = statement_texts(text)[-1]
        assert (last.speaker, last.contents, last.cue) == (
            "Anna Marlow",
            ("It is late.",),
            "added",
        )


def test_a_paragraph_of_nothing_but_a_quotation_is_the_last_speakers() -> None:
    last = statement_texts(LEAD + "“It is late. We must act.”")[-1]
    assert (last.speaker, last.contents) == ("Anna Marlow", ("It is late. We must act.",))
    assert last.mention is None


def test_a_quotation_without_anybody_before_it_is_nobodys() -> None:
    assert statement_texts("“It is late. We must act.”\nThe tide rose.") == []


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = "Anna Marlow said: “It is late.\n“We must act.”\nThe tide rose."
    (only,) = statement_texts(text)
    assert only.contents == ("It is late.", "We must act.")


def test_glued_paragraphs_are_read_as_paragraphs() -> None:
    text = (
        "Anna Marlow said the pier was “safe.”“It stands. It will stand.”"
        "Tom Kerr, a diver, warned of “a slow fall.”"
    )
    assert [(each.speaker, each.contents[-1]) for each in statement_texts(text)] == [
        ("Anna Marlow", "safe."),
        ("Anna Marlow", "It stands. It will stand."),
        ("Tom Kerr", "a slow fall."),
    ]


def test_a_line_cut_in_mid_sentence_is_read_on() -> None:
    text = "Anna Marlow said the pier was safe after\nthe repair of “the old quay.”"
    (only,) = statement_texts(text)
    assert only.contents == ("the pier was safe after\nthe repair of", "the old quay.")


def test_the_passage_is_the_whole_sentences_that_show_the_statement() -> None:
    text = "The tide rose. “It is late,” said Anna Marlow. “We must act.” Nobody moved."
    (only,) = statements(text)
    assert only.passage.of(text) == "“It is late,” said Anna Marlow. “We must act.”"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "‘",
                "’",
                "''",
                "said",
                "Anna Marlow",
                "she",
                "according to",
                ",",
                ".",
                ":",
                "\n",
                "that",
                "the pier",
                "is",
                "safe",
                "—",
                "who",
                "“It is late,”",
                "added",
            ]
        ),
        max_size=24,
    )
)
def test_whatever_the_text_every_span_is_a_stretch_of_it(words: list[str]) -> None:
    text = " ".join(words)
    for statement in statements(text):
        assert statement.content
        spans = [content.span for content in statement.content]
        spans += [span for span in (statement.cue, statement.mention) if span]
        assert all(statement.passage.contains(span) and span.of(text).strip() for span in spans)


@pytest.mark.parametrize(
    ("text", "speaker", "contents"),
    [
        (
            "Anna Marlow said she told No. 2 council leader Karl Brandt on Sunday that “if we do "
            "not hear her, I vote no.”",
            "Anna Marlow",
            (
                "she told No. 2 council leader Karl Brandt on Sunday that",
                "if we do not hear her, I vote no.",
            ),
        ),
        (
            "“Many will come,” Senator Anna Marlow, the No. 2 member of the house, told reporters.",
            "Anna Marlow",
            ("Many will come,",),
        ),
        (
            "Anna Marlow, the No. 3 engineer of the port, said Brandt must leave.",
            "Anna Marlow",
            ("Brandt must leave",),
        ),
        ("Anna Marlow said: “No.” Two councillors laughed.", "Anna Marlow", ("No.",)),
    ],
)
def test_a_number_does_not_end_the_sentence(
    text: str, speaker: str, contents: tuple[str, ...]
) -> None:
    (found,) = statement_texts(LEAD.replace("Anna Marlow told the council", "it seems") + text)
    assert (found.speaker, found.contents) == (speaker, contents)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“This is a theft,” Anna Marlow charged. “They had nothing else.”",
            [("Anna Marlow", ("This is a theft,", "They had nothing else."))],
        ),
        (
            "Anna Marlow charged that the union had sold the crane.",
            [("Anna Marlow", ("that the union had sold the crane",))],
        ),
        (
            "Anna Marlow shouted that the crane was gone.",
            [("Anna Marlow", ("that the crane was gone",))],
        ),
        (
            "In the recording, Anna Marlow can be heard telling Kerr that the crane is unsafe.",
            [("Anna Marlow", ("that the crane is unsafe",))],
        ),
        ("Anna Marlow charged a “convenience fee” for berths.", []),
        ("Anna Marlow was charged with theft on Monday.", []),
        ("Anna Marlow charged that account with the fee.", []),
    ],
)
def test_some_verbs_are_of_speech_beside_a_quotation_or_that(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(each.speaker, each.contents) for each in statement_texts(text)] == expected
