"""The model: a transformer that scores every sentence of a window, and marks answers in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, BertModel

from retrieval.adapters.models.reader_outputs import Output
from retrieval.model import Span
from training.examples import Example
from training.labelled import FULLY, PARTLY

LONGEST = 256
"""Tokens of question and window together; a window's end beyond that is not read."""
LONGEST_QUESTION = 400
"""Characters."""
STEP = 32
"""Few shapes: for every new one the arithmetic is prepared anew, and kept."""
OUTSIDE = -1e4
"""The logit of what cannot be chosen."""

PARTLY_WORTH = 0.35
"""What choosing a sentence that answers partly is worth, beside one that answers fully."""

LOSS_WEIGHTS = {"rank": 1.0, "answers": 0.7, "fully": 0.4, "contradicts": 0.15, "span": 0.3}
"""What each part of the loss counts."""


class Reader(nn.Module):
    """Numbers of each token, shape (batch, tokens, len(Output)); see ``Output``."""

    def __init__(self, base: BertModel) -> None:
        super().__init__()
        width = base.config.hidden_size
        self.base = base
        self.hidden = nn.Linear(width, width)
        self.head = nn.Linear(width, len(Output))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Padding and the question have numbers as well: the caller leaves them out."""
        last = self.base(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        outputs: Tensor = self.head(functional.gelu(self.hidden(last)))
        return outputs


def new_reader(folder: Path) -> Reader:
    """Return a reader on the weights of a sentence encoder, with an untrained head."""
    return Reader(
        AutoModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            # Without dropout, whose random numbers take a third of a step's time on a CPU: windows
            # and hard sentences are drawn anew in every epoch.
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
        )
    )


def tokenizer_of(folder: Path) -> Tokenizer:
    """Return the encoder's own, which cuts the window and not the question."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    return tokenizer


@dataclass(frozen=True, slots=True)
class Window:
    """An example in tokens.

    Attributes:
        first: the first token of what is read, heading and text.
        sentences: first and last token of each sentence that was not cut off.
        starts: the tokens at which answers start, [CLS] where there is none; empty where unmarked.
    """

    ids: list[int]
    types: list[int]
    first: int
    sentences: list[tuple[int, int]]
    grades: list[int]
    contradicting: int | None
    starts: frozenset[int]
    ends: frozenset[int]


def window_of(example: Example, tokenizer: Tokenizer) -> Window:
    """Return the tokens of an example; an answer beyond the limit is none."""
    shift = len(example.heading)
    encoded = tokenizer.encode(example.question[:LONGEST_QUESTION], example.heading + example.text)
    sentences: list[tuple[int, int]] = []
    grades: list[int] = []
    contradicting = None
    for index, (span, grade) in enumerate(zip(example.sentences, example.grades, strict=True)):
        tokens = _tokens_of(encoded, span.shift(shift))
        if tokens is not None:
            if index == example.contradicting:
                contradicting = len(sentences)
            sentences.append(tokens)
            grades.append(grade)
    starts = ends = frozenset[int]()
    if example.answers is not None:
        found = [_tokens_of(encoded, span.shift(shift)) for span in example.answers]
        pairs = [pair for pair in found if pair is not None]
        starts = frozenset(a for a, _ in pairs) or frozenset({0})
        ends = frozenset(b for _, b in pairs) or frozenset({0})
    return Window(
        encoded.ids,
        encoded.type_ids,
        encoded.type_ids.index(1),
        sentences,
        grades,
        contradicting,
        starts,
        ends,
    )


def _tokens_of(encoded: Encoding, span: Span) -> tuple[int, int] | None:
    start, end = span.start, span.end
    first = encoded.char_to_token(start, 1)
    last = encoded.char_to_token(end - 1, 1)
    while first is None and start < end - 1:
        start += 1
        first = encoded.char_to_token(start, 1)
    while last is None and end - 1 > start:
        end -= 1
        last = encoded.char_to_token(end - 1, 1)
    return None if first is None or last is None or last < first else (first, last)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of several questions, padded.

    Attributes:
        ids, mask, types: shape (windows, tokens).
        inside: true at what is read and at [CLS].
        starts, ends: true at the answers' tokens, all false in a window where none are marked.
        sentence_of: shape (windows, tokens): the number of the token's sentence in the batch,
            or that of sentences where it is in none.
        group_of: shape (sentences,): the number of the sentence's question.
        grades: shape (sentences,).
        contradicting: shape (sentences,), true where it says otherwise than the question has it.
        groups: how many questions there are.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    inside: Tensor
    starts: Tensor
    ends: Tensor
    sentence_of: Tensor
    group_of: Tensor
    grades: Tensor
    contradicting: Tensor
    groups: int


def batch_of(groups: Sequence[Sequence[Window]]) -> Batch:
    """Return windows padded to the longest, up to a multiple of ``STEP``."""
    windows = [(number, window) for number, group in enumerate(groups) for window in group]
    longest = -(-max(len(window.ids) for _, window in windows) // STEP) * STEP
    shape = (len(windows), longest)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    inside, starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(3))
    count = sum(len(window.sentences) for _, window in windows)
    sentence_of = torch.full(shape, count, dtype=torch.long)
    group_of: list[int] = []
    grades: list[int] = []
    contradicting: list[bool] = []
    for row, (number, window) in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = torch.tensor(window.ids)
        types[row, :length] = torch.tensor(window.types)
        mask[row, :length] = 1
        inside[row, 0] = True
        inside[row, window.first : length - 1] = True
        starts[row, list(window.starts)] = True
        ends[row, list(window.ends)] = True
        for index, (first, last) in enumerate(window.sentences):
            sentence_of[row, first : last + 1] = len(group_of)
            group_of.append(number)
            grades.append(window.grades[index])
            contradicting.append(index == window.contradicting)
    return Batch(
        ids,
        mask,
        types,
        inside,
        starts,
        ends,
        sentence_of,
        torch.tensor(group_of),
        torch.tensor(grades),
        torch.tensor(contradicting),
        len(groups),
    )


def sentence_scores(outputs: Tensor, batch: Batch) -> Tensor:
    """Return each sentence's numbers: those of its tokens, weighted; shape (sentences, outputs)."""
    inside = batch.sentence_of.reshape(-1) < len(batch.group_of)
    number = batch.sentence_of.reshape(-1)[inside]
    tokens = outputs.float().reshape(-1, outputs.shape[-1])[inside]
    weight = tokens[:, Output.WEIGHT]
    weight = (weight - _highest(weight, number, len(batch.group_of))[number]).exp()
    total = torch.zeros(len(batch.group_of)).index_add(0, number, weight)
    share = weight / total[number]
    summed = torch.zeros(len(batch.group_of), tokens.shape[1])
    return summed.index_add(0, number, tokens * share[:, None])


def loss(outputs: Tensor, batch: Batch) -> Tensor:
    """Return the loss of a batch: ranking, answering, contradicting and marking together.

    ``rank``: the log-likelihood of the sentences that answer among all of their question. The
    others are binary: of sentences that do not answer, those count most that seem to.
    """
    scores = sentence_scores(outputs, batch)
    parts = {
        "rank": _ranking_loss(scores[:, Output.RANK], batch),
        "answers": _binary_loss(scores[:, Output.ANSWERS], batch.grades >= PARTLY, batch),
        "fully": _binary_loss(scores[:, Output.FULLY], batch.grades >= FULLY, batch),
        "contradicts": functional.binary_cross_entropy_with_logits(
            scores[:, Output.CONTRADICTS],
            batch.contradicting.float(),
            pos_weight=torch.tensor(8.0),
        ),
        "span": _span_loss(outputs, batch),
    }
    return sum((LOSS_WEIGHTS[name] * part for name, part in parts.items()), torch.zeros(()))


def _ranking_loss(scores: Tensor, batch: Batch) -> Tensor:
    worth = torch.where(batch.grades >= FULLY, 0.0, torch.tensor(PARTLY_WORTH).log())
    gold = scores + torch.where(batch.grades >= PARTLY, worth, torch.tensor(OUTSIDE))
    likelihood = _by_group(gold, batch) - _by_group(scores, batch)
    answered = torch.zeros(batch.groups).index_add(0, batch.group_of, batch.grades.float()) > 0
    if not answered.any():
        return torch.zeros(())
    return -likelihood[answered].clamp(max=0.0).mean()


def _by_group(scores: Tensor, batch: Batch) -> Tensor:
    """Return the log of the sum of exponentials of each question's sentences."""
    top = _highest(scores, batch.group_of, batch.groups)
    each = (scores - top[batch.group_of]).exp()
    return torch.zeros(batch.groups).index_add(0, batch.group_of, each).log() + top


def _highest(scores: Tensor, number: Tensor, count: int) -> Tensor:
    """Return the highest score of each number up to a count, to be left out of exponentials."""
    none = torch.zeros(count)
    return none.scatter_reduce(0, number, scores.detach(), "amax", include_self=False)


def _binary_loss(scores: Tensor, positive: Tensor, batch: Batch) -> Tensor:
    """Return the mean over questions of positive and of negative sentences' cross-entropy."""
    each = functional.binary_cross_entropy_with_logits(scores, positive.float(), reduction="none")
    share = torch.zeros_like(scores)
    for chosen, among in ((positive, torch.zeros_like(scores)), (~positive, scores.detach())):
        weight = among.clamp(-15, 15).exp() * chosen
        total = torch.zeros(batch.groups).index_add(0, batch.group_of, weight)
        share = share + weight / (total[batch.group_of] + 1e-9)
    return (each * share).sum() / batch.groups


def _span_loss(outputs: Tensor, batch: Batch) -> Tensor:
    marked = batch.starts.any(1)
    if not marked.any():
        return torch.zeros(())
    total = torch.zeros(())
    for side, gold in ((Output.START, batch.starts), (Output.END, batch.ends)):
        scores = outputs[..., side].float().masked_fill(~batch.inside, OUTSIDE)
        likelihood = scores.masked_fill(~gold, OUTSIDE).logsumexp(1) - scores.logsumexp(1)
        total = total - likelihood[marked].mean()
    return total / 2
