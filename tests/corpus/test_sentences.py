import pytest

from retrieval.corpus.sentences import split_sentences

CASES = [
    "The U.S. sent two ships. | It sent more later.",
    "He lives in the U.S. | The pier does not.",
    "Dr. Quill met Gen. Roe at 5 p.m. on Jan. 5 in St. Mary. | Nobody else came.",
    "It opened at 9 a.m. | The crowd was small.",
    "J. K. Marsh wrote it. | R. Lund did not.",
    "No. 5 won. | No. 6 lost.",
    "“No.” | She left.",
    "The rate was 3.5 per cent. | 30 people came.",
    "“No!” he said. | “Yes!” she said.",
    "“Why?” Ben Roe asked. | Nobody knew.",
    "“Why?” | Nobody knew.",
    "“We wait. | We always wait,” he said.",
    "“It is over.” | “It is not,” she said.",
    "She said it was “the end.”|“We build again.”|The town was glad.",
    'He said: "It is over." | Then he left.',
    'He said: "It is over."|"It is not."',
    "He paused … and went on. | She waited... | Then she left.",
    "See https://example.com/a.b?c=D. | Then go.",
    "Write to t.me/x_y or example.com. | Then wait.",
    "He left (at last). | She stayed.",
    "(He left at last.) | She stayed.",
    "The end came.|Then it rained.",
    "It closed in 2030.|Tarrow said so.",
    "See 2.Section here.",
    "Marsh, Roe & Co. bought it. | Nobody sold.",
    "Sen. Ada Quill (D-Calif.) agreed. | Others did not.",
    "He is a Ph.D. student. | She is not.",
    "The plan, i.e. the pier, is dead. | So is the deal.",
    "The vote was 11 to 9.",
    "“The price is too high.” – Dr. Ada Quill, Senior Fellow",
    "What now? | Who pays? | Nobody knows!",
    "The council\nvoted late. | It\nwas dark.",
    "Pier v. Town was decided. | The town lost.",
    "He added ''it is over.'' | She agreed.",
    "She told No. 2 on the list, Ben Roe. | He said no. | Two laughed.",
    "The No. 3 Democrat left. | She said no.",
    "The navy is led by Com. & Adm. Ada Quill. | It waits.",
    "Maj. Gen. (ret.) Ada Quill spoke. | Capt. (Dr.) Ben Roe, Lt. (j.g.) Cy Marsh left.",
    "Col. [Ret.] Ada Quill left. | Adm. & Mrs. Roe stayed.",
    "Vol. II, No. 4 is late. | See Art. IV.",
    "He came (with Ada et al.). | She stayed.",
    "He asked for no. | I left.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_would_end_them(case: str) -> None:
    expected = [part.strip() for part in case.split("|")]
    text = case.replace(" | ", " ").replace("|", "")
    assert [span.of(text) for span in split_sentences(text)] == expected


@pytest.mark.xfail(strict=True, reason="an abbreviation before an unlisted capitalised word")
def test_a_name_begins_the_sentence_after_an_abbreviation() -> None:
    text = "He left the U.S. Roe stayed."
    assert [span.of(text) for span in split_sentences(text)] == ["He left the U.S.", "Roe stayed."]


def test_a_text_without_words_has_no_sentences() -> None:
    assert split_sentences(" \n ") == []


def test_a_blank_line_ends_a_sentence() -> None:
    text = "Mayor resigns\n\nShe left on Monday."
    assert [span.of(text) for span in split_sentences(text)] == [
        "Mayor resigns",
        "She left on Monday.",
    ]
