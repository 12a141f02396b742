from dataclasses import replace

import pytest

from retrieval.answer.excerpts import build_excerpts, self_contained_run
from retrieval.answer.ranking import SentenceCandidate, SentenceFeatures
from retrieval.model import BlockKind
from retrieval.ports import ArticleCard, StoredPassage
from tests.answer.stored_statements import passage

NOTHING = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)


def candidate(shelf: StoredPassage, index: int, score: float = 1.0) -> SentenceCandidate:
    return SentenceCandidate(shelf, index, NOTHING, score)


def shown(text: str, lines: list[str], index: int, **kinds: BlockKind) -> str:
    return self_contained_run(candidate(passage(text, lines, **kinds), index), text).span.of(text)


def test_a_sentence_that_begins_with_a_pronoun_brings_the_one_before() -> None:
    lines = ["Mara Ollen signed.", "She left at noon.", "Rain fell."]
    text = " ".join(lines)

    assert shown(text, lines, 1) == "Mara Ollen signed. She left at noon."
    assert shown(text, lines, 2) == "Rain fell."


def test_a_sentence_inside_a_quotation_brings_the_rest_of_it_and_who_said_it() -> None:
    lines = ["“The quay is safe.", "Nobody doubts it.", "We checked,” Mara Ollen said."]
    text = " ".join([*lines, "Rain fell."])

    for index in range(3):
        assert shown(text, lines, index) == " ".join(lines)


def test_nothing_is_joined_over_words_that_are_not_of_the_article() -> None:
    lines = ["Mara Ollen signed.", "She left at noon."]

    assert shown("Mara Ollen signed. Share this! She left at noon.", lines, 1) == lines[1]


def test_a_heading_is_not_joined() -> None:
    lines = ["What next?", "It opens in May."]

    assert shown(" ".join(lines), lines, 1, _0=BlockKind.QUESTION) == lines[1]


@pytest.mark.parametrize("mark", ["“", "«", "„"])
def test_an_unclosed_quotation_runs_no_further_than_the_passage(mark: str) -> None:
    lines = [f"{mark}The quay is safe.", "Nobody doubts it."]

    assert shown(" ".join(lines), lines, 0) == " ".join(lines)


def test_the_same_words_in_two_files_are_one_excerpt_with_two_citations() -> None:
    one = "NATO ministers met in Ost."
    two = "Nato ministers met in Ost"
    texts = {"a.txt": one, "b.txt": f"Title\n{two}"}
    shelves = [passage(texts["a.txt"], [one], "a.txt"), passage(texts["b.txt"], [two], "b.txt")]

    def text_of(card: ArticleCard) -> str | None:
        return texts.get(card.file)

    found = build_excerpts([candidate(shelf, 0) for shelf in shelves], text_of, limit=3)

    assert len(found) == 1
    assert found[0].text == one
    (also,) = found[0].also_in
    assert also.file == "b.txt"
    assert also.span.of(texts["b.txt"]) == two


def test_every_excerpt_is_the_text_at_its_citation_and_none_overlap() -> None:
    lines = ["Mara Ollen signed.", "She left at noon.", "It rained.", "“No.", "Never,” she said."]
    text = "\n".join(lines)
    shelf = passage(text, lines)

    found = build_excerpts(
        [candidate(shelf, i, 5.0 - i) for i in (1, 0, 4, 2, 3)],
        lambda _: text,
        limit=5,
    )

    assert [excerpt.text for excerpt in found] == [
        "Mara Ollen signed.\nShe left at noon.",
        "“No.\nNever,” she said.",
        "It rained.",
    ]
    for excerpt in found:
        assert excerpt.citation.span.of(text) == excerpt.text


def test_a_sentence_brings_no_half_of_a_quotation_before_it() -> None:
    lines = ["“Rain fell.", "Nobody came,” Mara Ollen said.", "He added: “Nobody.”"]
    text = " ".join(lines)

    assert shown(text, lines, 2) == text


def test_the_same_sentence_with_other_words_before_it_is_another_excerpt() -> None:
    one, two = "Ollen came. He left.", "Brandt came. He left."
    texts = {"a.txt": one, "b.txt": two}
    shelves = [
        passage(texts[file], texts[file].replace(". ", ".|").split("|"), file) for file in texts
    ]

    found = build_excerpts(
        [candidate(shelf, 1) for shelf in shelves],
        lambda card: texts[card.file],
        limit=3,
    )

    assert [(excerpt.text, excerpt.also_in) for excerpt in found] == [(one, ()), (two, ())]


COPIED = ["Mara Ollen signed the lease.", "She left at noon."]


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (1, 0, [" ".join(COPIED)]),  # a neighbour of what answers, from the other file
        (1, 1, [" ".join(COPIED)]),
        (0, 1, COPIED),  # what answers, as a neighbour from the other file
    ],
)
def test_a_sentence_of_a_copy_is_shown_once_though_it_stands_beside_another(
    first: int, second: int, texts: list[str]
) -> None:
    text = " ".join(COPIED)
    one, other = (passage(text, COPIED, file) for file in ("a.txt", "b.txt"))

    found = build_excerpts(
        [candidate(one, first), candidate(other, second)], lambda _: text, limit=3
    )

    assert [excerpt.text for excerpt in found] == texts
    files = {each.file for one in found for each in (one.citation, *one.also_in)}
    assert files == {"a.txt", "b.txt"}
    for excerpt in found:
        assert all(each.span.of(text) == excerpt.text for each in excerpt.also_in)


def test_a_sentence_that_begins_like_one_that_is_shown_is_another() -> None:
    lines = ["The quay will close.", "The quay will close in May for repairs."]
    shelves = [passage(line, [line], f"{i}.txt") for i, line in enumerate(lines)]

    for order in (lines, lines[::-1]):
        chosen = [candidate(shelves[lines.index(line)], 0) for line in order]
        found = build_excerpts(chosen, lambda card: lines[int(card.file[0])], limit=3)
        assert [excerpt.text for excerpt in found] == order


def test_an_article_that_is_gone_is_not_shown() -> None:
    shelf = passage("Rain fell.", ["Rain fell."])

    assert build_excerpts([candidate(shelf, 0)], lambda _: None, limit=3) == ()


def lead(text: str, lines: list[str], index: int) -> str:
    """What is shown before the sentence that was chosen."""
    stretch = self_contained_run(candidate(passage(text, lines), index), text)
    return text[stretch.span.start : stretch.span.start + stretch.lead].rstrip()


def test_what_only_leads_up_to_the_sentence_is_told_from_it() -> None:
    lines = ["Mara Ollen signed.", "She left at noon.", "Rain fell."]

    assert lead(" ".join(lines), lines, 1) == "Mara Ollen signed."
    assert lead(" ".join(lines), lines, 2) == ""


def test_the_sentence_before_the_one_before_is_shown_where_only_it_names_anybody() -> None:
    lines = ["Mara Ollen signed.", "Then it rained.", "“Never again,” she said."]

    assert lead(" ".join(lines), lines, 2) == "Mara Ollen signed. Then it rained."


def test_no_more_than_two_sentences_lead_up() -> None:
    lines = ["Mara Ollen signed.", "Then it rained.", "It was late.", "“Never again,” she said."]

    assert lead(" ".join(lines), lines, 3) == ""


def test_a_minister_without_a_name_brings_the_name() -> None:
    lines = ["Mara Ollen runs the quay.", "“It is safe,” the minister said."]

    assert lead(" ".join(lines), lines, 1) == lines[0]


def test_the_first_sentence_of_a_passage_leans_on_the_passage_before() -> None:
    lines = ["Mara Ollen signed.", "She left at noon."]
    text = " ".join(lines)
    whole = passage(text, lines)
    second = replace(whole, number=1, sentences=whole.sentences[1:])

    stretch = self_contained_run(candidate(second, 0), text, lambda _: whole.sentences[:1])

    assert (stretch.span.of(text), stretch.lead) == (text, len("Mara Ollen signed. "))
