"""What the reader is given of an example, and what its loss rewards, without its weights."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import BertProcessing
from torch import Tensor

from retrieval.adapters.models import qa_reader
from retrieval.adapters.models.reader_outputs import Output
from retrieval.model import Span
from training.examples import Example
from training.labelled import FULLY, PARTLY
from training.reader import STEP, Batch, batch_of, loss, sentence_scores, window_of

pytestmark = pytest.mark.training

TEXT = "the quay opens . Ada runs it . rain fell ."
SENTENCES = (Span(0, 16), Span(17, 30), Span(31, 42))
ADA = Span(17, 20)
HEADING = "Quay (4 May). "


def tokenizer(longest: int = 64) -> Tokenizer:
    made = Tokenizer(WordLevel({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    made.enable_truncation(longest, strategy="only_second")
    return made


def example(
    grades: tuple[int, ...] = (0, FULLY, 0),
    answers: tuple[Span, ...] | None = (ADA,),
    contradicting: int | None = None,
    heading: str = "",
) -> Example:
    return Example("who runs it", heading, TEXT, SENTENCES, grades, contradicting, answers)


def batch(*groups: list[Example]) -> Batch:
    return batch_of([[window_of(each, tokenizer()) for each in group] for group in groups])


def zeros(of: Batch) -> Tensor:
    return torch.zeros(*of.ids.shape, len(Output))


def test_an_example_is_its_question_and_its_sentences_in_tokens() -> None:
    window = window_of(example(contradicting=2), tokenizer())

    # [CLS] who runs it [SEP] the quay opens . Ada runs it . rain fell . [SEP]
    assert len(window.ids) == len(window.types) == 17
    assert window.first == 5
    assert window.sentences == [(5, 8), (9, 12), (13, 15)]
    assert window.grades == [0, FULLY, 0]
    assert window.starts == window.ends == {9}
    assert window.contradicting == 2


def test_the_heading_is_read_and_is_in_no_sentence() -> None:
    bare, headed = (window_of(example(heading=each), tokenizer()) for each in ("", HEADING))

    more = len(headed.ids) - len(bare.ids)
    assert more > 3
    assert headed.first == bare.first
    assert headed.sentences == [(a + more, b + more) for a, b in bare.sentences]
    assert headed.starts == {9 + more}


@pytest.mark.parametrize(
    ("answers", "starts"), [(None, set[int]()), ((), {0}), ((ADA, Span(0, 3)), {5, 9})]
)
def test_no_answer_starts_at_cls_and_an_unmarked_one_nowhere(
    answers: tuple[Span, ...] | None, starts: set[int]
) -> None:
    window = window_of(example(answers=answers), tokenizer())

    assert window.starts == starts
    assert window.ends == starts


def test_what_is_beyond_the_limit_is_not_learnt_from() -> None:
    rain = Span(31, 35)
    window = window_of(example((0, 0, FULLY), (rain,), contradicting=2), tokenizer(14))

    assert len(window.ids) == 14
    assert window.sentences == [(5, 8), (9, 12)]
    assert window.grades == [0, 0]
    assert window.contradicting is None
    assert window.starts == window.ends == {0}


def test_a_sentence_without_tokens_moves_no_mark() -> None:
    spans = (Span(0, 16), Span(16, 17), *SENTENCES[1:])
    given_blank = Example("who", "", TEXT, spans, (0, 0, FULLY, 0), 2, ())

    window = window_of(given_blank, tokenizer())

    assert (window.grades, window.contradicting) == ([0, FULLY, 0], 1)


def test_windows_are_padded_to_few_lengths_and_sentences_numbered_through() -> None:
    made = batch([example(), example((0, 0, 0), ())], [example((PARTLY, 0, 0), None, 1)])

    assert made.ids.shape == (3, STEP)
    assert made.mask.sum(1).tolist() == [17, 17, 17]
    assert made.groups == 2
    assert made.group_of.tolist() == [0] * 6 + [1] * 3
    assert made.grades.tolist() == [0, FULLY, 0, 0, 0, 0, PARTLY, 0, 0]
    assert made.contradicting.tolist() == [False] * 7 + [True, False]
    assert made.sentence_of[1].tolist() == (
        [9] * 5 + [3] * 4 + [4] * 4 + [5] * 3 + [9] * (STEP - 16)
    )
    assert made.inside[0].nonzero()[:, 0].tolist() == [0, *range(5, 16)]
    assert made.starts.nonzero().tolist() == [[0, 9], [1, 0]]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**31), st.sampled_from([0.1, 5.0, 60.0]))
def test_a_sentence_has_the_mean_of_its_tokens_as_when_the_bot_reads(
    seed: int, scale: float
) -> None:
    made = batch([example()], [example(heading=HEADING)])
    generator = torch.Generator().manual_seed(seed)
    outputs = torch.randn(*made.ids.shape, len(Output), generator=generator) * scale

    scores = sentence_scores(outputs, made)

    for number, row in enumerate(scores):
        own = outputs[made.sentence_of == number]
        share = own[:, Output.WEIGHT].softmax(0)
        assert row.tolist() == pytest.approx((share @ own).tolist(), abs=1e-3)
    encoded = tokenizer().encode("who runs it", TEXT)
    window = qa_reader._window(0, encoded)
    read = qa_reader._of_window(window, outputs[0].numpy().astype(np.float32), SENTENCES)
    for each, row in zip(read, scores.tolist(), strict=False):
        assert [each.rank, each.answers, each.fully, each.contradicts] == pytest.approx(
            row[Output.RANK :], abs=1e-3
        )


def raised(of: Batch, output: Output, sentence: int) -> Tensor:
    """Zeros, but for an output that is 2 at a sentence's tokens."""
    outputs = zeros(of)
    outputs[..., output][of.sentence_of == sentence] = 2.0
    return outputs


@pytest.mark.parametrize("output", [Output.RANK, Output.ANSWERS, Output.FULLY, Output.CONTRADICTS])
@pytest.mark.parametrize(("sentence", "is_right"), [(1, True), (0, False), (5, False)])
def test_the_loss_goes_down_where_the_right_sentence_is_surer(
    output: Output, sentence: int, *, is_right: bool
) -> None:
    made = batch([example(contradicting=1), example((0, 0, 0), ())])

    before = loss(zeros(made), made)
    after = loss(raised(made, output, sentence), made)

    assert (after < before).item() is is_right


@pytest.mark.parametrize(("token", "is_right"), [(9, True), (5, False), (0, False)])
@pytest.mark.parametrize("output", [Output.START, Output.END])
def test_the_loss_goes_down_where_the_answers_words_are_surer(
    output: Output, token: int, *, is_right: bool
) -> None:
    made = batch([example()])
    outputs = zeros(made)
    outputs[0, token, output] = 2.0

    assert (loss(outputs, made) < loss(zeros(made), made)).item() is is_right


def test_a_sentence_that_answers_fully_is_worth_more_than_one_that_does_partly() -> None:
    made = batch([example((PARTLY, FULLY, 0), None)])
    none, partly, fully = (loss(raised(made, Output.RANK, i), made).item() for i in (2, 0, 1))

    assert fully < partly < none


def test_partly_is_an_answer_that_does_not_stand_alone() -> None:
    made = batch([example((PARTLY, 0, 0), None)])
    before = loss(zeros(made), made)

    answers, fully = (
        loss(raised(made, output, 0), made) for output in (Output.ANSWERS, Output.FULLY)
    )

    assert answers < before < fully


def test_questions_are_ranked_apart() -> None:
    alone = batch([example()])
    both = batch([example()], [example()])
    one = raised(both, Output.RANK, 1)
    one[1] = zeros(both)[1] + 50.0 * torch.eye(len(Output))[Output.RANK]

    first = loss(raised(alone, Output.RANK, 1), alone)
    second = loss(zeros(alone), alone)

    assert loss(one, both).item() == pytest.approx((first + second).item() / 2, abs=1e-4)


UNANSWERED = example((0, 0, 0), ())
UNMARKED = example((0, PARTLY, 0), None)


@pytest.mark.parametrize("scale", [0.0, 1.0, 300.0])
@pytest.mark.parametrize(
    "groups",
    [
        [[UNANSWERED]],
        [[UNANSWERED], [UNANSWERED, UNANSWERED]],
        [[UNMARKED]],
        [[UNMARKED, UNANSWERED], [UNANSWERED]],
        [[example((FULLY,) * 3)]],
    ],
    ids=["no gold", "no answerable group", "no marked answers", "mixed", "gold alone"],
)
def test_the_loss_and_its_gradient_are_finite(groups: list[list[Example]], scale: float) -> None:
    made = batch(*groups)
    generator = torch.Generator().manual_seed(1)
    outputs = torch.randn(*made.ids.shape, len(Output), generator=generator) * scale
    outputs.requires_grad_()

    value = loss(outputs, made)
    value.backward()  # type: ignore[no-untyped-call] # torch states no types for it

    assert math.isfinite(value.item())
    assert value.item() >= 0
    assert outputs.grad is not None
    assert bool(outputs.grad.isfinite().all())
