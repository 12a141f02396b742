"""The reader behind the adapter is a real ONNX graph here, with outputs by word."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import BertProcessing

from retrieval.adapters.models.qa_reader import (
    LONGEST,
    LONGEST_ANSWER,
    LONGEST_PASSAGE,
    MODEL,
    MOST_WINDOWS,
    OVERLAP,
    SHIPPED,
    TOKENIZER,
    UNREAD,
    OnnxReader,
)
from retrieval.adapters.models.reader_outputs import Output
from retrieval.errors import ModelError
from retrieval.model import Span

OUTPUTS = {
    "[PAD]": (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0),  # never to be looked at
    "[UNK]": (-5.0, -5.0, 0.0, -2.0, -2.0, -2.0, -2.0),
    "[CLS]": (1.0, 1.0, 9.0, 9.0, 9.0, 9.0, 9.0),
    "[SEP]": (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0),
    "forty": (4.0, 0.0, 0.0, 2.0, 3.0, 1.0, -4.0),
    "bridges": (0.0, 5.0, 0.0, 4.0, 5.0, 2.0, -6.0),
    "Monday": (2.0, 2.0, 3.0, 1.0, -1.0, -2.0, 2.0),
    "never": (-5.0, -5.0, 0.0, -90.0, -90.0, -90.0, -90.0),
    "the": (-5.0, -5.0, 0.0, -2.0, -2.0, -2.0, -2.0),
}
"""Of each word, in the order of ``Output``."""


@pytest.fixture(scope="module")
def passage_reader(tmp_path_factory: pytest.TempPathFactory) -> OnnxReader:
    folder = tmp_path_factory.mktemp("reader")
    _write_tokenizer(folder / TOKENIZER)
    _write_graph(folder / MODEL)
    return OnnxReader(folder)


def test_a_sentence_scores_by_its_answers_against_there_being_none(
    passage_reader: OnnxReader,
) -> None:
    text = "the forty bridges closed . the council met Monday . the end"
    [[first, second, third]] = passage_reader.read("how many", [(text, _sentences(text))])
    assert first.span == pytest.approx(4.0 + 5.0 - 2.0, abs=0.1)
    assert first.answer is not None
    assert first.answer.of(text) == "forty bridges"
    assert second.span == pytest.approx(2.0 + 2.0 - 2.0, abs=0.1)
    assert second.answer is not None
    assert second.answer.of(text) == "Monday"
    assert third.span < -10


def test_a_sentence_has_the_mean_of_its_words_by_their_weights(
    passage_reader: OnnxReader,
) -> None:
    text = "the forty bridges . forty Monday"
    [[alike, weighted]] = passage_reader.read("who", [(text, [Span(4, 17), Span(20, 32)])])

    assert (alike.rank, alike.answers, alike.fully, alike.contradicts) == pytest.approx(
        (3.0, 4.0, 1.5, -5.0)
    )
    heavy = math.exp(3) / (math.exp(3) + 1)  # the share of "Monday"
    assert weighted.rank == pytest.approx(heavy * 1.0 + (1 - heavy) * 2.0)
    assert weighted.answers == pytest.approx(heavy * -1.0 + (1 - heavy) * 3.0)
    assert weighted.fully == pytest.approx(heavy * -2.0 + (1 - heavy) * 1.0)
    assert weighted.contradicts == pytest.approx(heavy * 2.0 + (1 - heavy) * -4.0)


def test_what_ranks_far_below_was_read_all_the_same(passage_reader: OnnxReader) -> None:
    [[read]] = passage_reader.read("who", [("never", [Span(0, 5)])])
    assert (read.rank, read.answer) == (-90.0, Span(0, 5))


def test_words_of_the_question_are_no_answer(passage_reader: OnnxReader) -> None:
    [[read]] = passage_reader.read("forty bridges", [("the end", [Span(0, 7)])])
    assert read.span < 0


def test_an_answer_never_runs_backwards_or_over_a_border(passage_reader: OnnxReader) -> None:
    text = "bridges forty . bridges"
    [[first, second]] = passage_reader.read("who", [(text, [Span(0, 15), Span(16, 23)])])
    assert first.answer == Span(0, 7)
    assert second.answer == Span(16, 23)


def test_an_answer_is_of_bearable_length(passage_reader: OnnxReader) -> None:
    text = "forty " + "the " * LONGEST_ANSWER + "bridges"
    [[read]] = passage_reader.read("who", [(text, [Span(0, len(text))])])
    assert read.answer != Span(0, len(text))


def test_passages_keep_their_order_and_do_not_change_one_another(
    passage_reader: OnnxReader,
) -> None:
    texts = ["Monday", "the " * 60 + "forty bridges", "the end", "forty bridges"]
    passages = [(text, [Span(0, len(text))]) for text in texts]
    together = passage_reader.read("who", passages)
    alone = [passage_reader.read("who", [passage])[0] for passage in passages]
    assert together == alone


def test_a_long_passage_is_read_to_its_end(passage_reader: OnnxReader) -> None:
    text = "the " * (3 * LONGEST) + "forty bridges"
    border = len(text) - len("forty bridges")
    [[before, last]] = passage_reader.read(
        "who", [(text, [Span(0, border), Span(border, len(text))])]
    )
    assert last.rank > before.rank
    assert last.answer == Span(border, len(text))


def test_a_sentence_without_words_is_unread(passage_reader: OnnxReader) -> None:
    [[read]] = passage_reader.read("who", [("the end", [Span(3, 4)])])
    assert read == UNREAD


@pytest.mark.parametrize("passages", [[], [("", [])], [("the end", [])]])
def test_nothing_to_read_is_nothing_found(
    passage_reader: OnnxReader, passages: list[tuple[str, list[Span]]]
) -> None:
    assert passage_reader.read("who", passages) == [[] for _ in passages]


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_the_answering_words_lie_inside_their_sentence(
    passage_reader: OnnxReader, question: str, text: str, one: int, other: int
) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    sentence = Span(low, high)
    [[read]] = passage_reader.read(question, [(text, [sentence])])
    assert read.answer is None or low <= read.answer.start < read.answer.end <= high


@pytest.mark.parametrize("length", [90, 180, 250, 251, 256, 350, 374, 400, 4096])
@pytest.mark.parametrize(
    "unit", ["1 ", "9.8.7.6.", "? ", "漢字", "カ", "1/2", "😀 ", "e\u0301 ", "\u0301", "a" * 200]
)
def test_a_question_of_many_tokens_leaves_room_for_its_passage(unit: str, length: int) -> None:
    text = "The port reopened on Monday. It had been closed for nine weeks."
    question = (unit * length)[:length]
    reader = OnnxReader(SHIPPED)
    passages = [(text, [Span(0, 28), Span(29, len(text))])]
    assert len(reader._windows(0, reader._shortened(question), text * 20)) <= 5
    [[first, second]] = reader.read(question, passages)
    assert first.answer is not None
    assert second.answer is not None


@pytest.mark.parametrize(
    "question", ["When did the port reopen?", "How many? " * 30, "Où, à qui?"]
)
def test_a_question_as_people_ask_it_is_read_whole(question: str) -> None:
    assert OnnxReader(SHIPPED)._shortened(question) == question


def test_a_passage_without_end_is_read_so_far(passage_reader: OnnxReader) -> None:
    text = "forty bridges " + "the " * LONGEST_PASSAGE
    last = Span(len(text) - 4, len(text) - 1)
    [[first, beyond]] = passage_reader.read("who", [(text, [Span(0, 13), last])])
    assert first.answer == Span(0, 13)
    assert beyond == UNREAD
    words = "the " * (MOST_WINDOWS + 2) * (LONGEST - OVERLAP)
    assert len(passage_reader._windows(0, "who", words[:LONGEST_PASSAGE])) <= MOST_WINDOWS


def test_a_passage_that_the_tokenizer_fails_at_leaves_the_others_read(tmp_path: Path) -> None:
    vocabulary = {word: i for i, word in enumerate(OUTPUTS) if word != "[UNK]"}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(tmp_path / TOKENIZER))
    _write_graph(tmp_path / MODEL)
    reader = OnnxReader(tmp_path)
    [[failed], [read]] = reader.read(
        "the", [("unheard of", [Span(0, 10)]), ("forty bridges", [Span(0, 13)])]
    )
    assert failed == UNREAD
    assert read.answer == Span(0, 13)
    with pytest.raises(ModelError, match="the question cannot be read"):
        reader.read("unheard of", [("the", [Span(0, 3)])])


def test_more_threads_read_the_same(passage_reader: OnnxReader) -> None:
    passages = [("the forty bridges . Monday", [Span(0, 17), Span(20, 26)])] * 5
    assert OnnxReader(passage_reader._folder, threads=2).read(
        "who", passages
    ) == passage_reader.read("who", passages)


@pytest.mark.parametrize("damaged", [TOKENIZER, MODEL])
def test_a_damaged_or_missing_file_is_named_at_the_first_question(
    tmp_path: Path, damaged: str
) -> None:
    _write_tokenizer(tmp_path / TOKENIZER)
    _write_graph(tmp_path / MODEL)
    (tmp_path / damaged).write_bytes(b"no model")
    with pytest.raises(ModelError, match="no reader can be loaded"):
        OnnxReader(tmp_path).read("who", [("the end", [Span(0, 7)])])
    (tmp_path / damaged).unlink()
    with pytest.raises(ModelError, match="no reader can be loaded"):
        OnnxReader(tmp_path).read("who", [("the end", [Span(0, 7)])])


def _sentences(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"[^.\s][^.]*[^.\s]", text)]


def _write_tokenizer(path: Path) -> None:
    vocabulary = {word: i for i, word in enumerate(OUTPUTS)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(path))


def _write_graph(path: Path) -> None:
    shape = ["batch", "tokens"]
    names = ("input_ids", "token_type_ids")
    table = numpy_helper.from_array(np.array([*OUTPUTS.values()], dtype=np.float32), "table")
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["outputs"])],
        "reader",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in names],
        [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, [*shape, len(Output)])],
        [table],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(path))
