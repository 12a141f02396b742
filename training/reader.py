"""The model: a transformer that says of every token whether an answer starts or ends there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from transformers import AutoModel, BertModel

from training.examples import Example

LONGEST = 256
"""Tokens of question and passage together; a passage's end beyond that is not read."""
LONGEST_QUESTION = 48
STEP = 32
"""Few shapes: for every new one the arithmetic is prepared anew, and kept."""
OUTSIDE = -1e4


class Reader(nn.Module):
    """Logits of start and end, shape (batch, tokens, 2); those at [CLS] stand for no answer."""

    def __init__(self, base: BertModel) -> None:
        super().__init__()
        self.base = base
        self.head = nn.Linear(base.config.hidden_size, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Padding and the question keep their logits: the caller masks them."""
        hidden = self.base(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        logits: Tensor = self.head(hidden)
        return logits


def new_reader(folder: Path) -> Reader:
    """A reader on the weights of a sentence encoder, with an untrained head."""
    return Reader(AutoModel.from_pretrained(str(folder), add_pooling_layer=False))


def tokenizer_of(folder: Path) -> Tokenizer:
    """The encoder's own, which cuts the passage and not the question."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    return tokenizer


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape (batch, tokens); ``starts`` and ``ends`` are true at gold answers.

    ``inside`` is true at the passage's tokens and at [CLS].
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    inside: Tensor
    starts: Tensor
    ends: Tensor


@dataclass(frozen=True, slots=True)
class Prepared:
    """One example in tokens; starts and ends are token indexes, [CLS] where there is no answer."""

    ids: list[int]
    types: list[int]
    first: int
    starts: frozenset[int]
    ends: frozenset[int]


def prepared(example: Example, tokenizer: Tokenizer) -> Prepared:
    """The tokens of an example; an answer beyond the limit is none."""
    encoded = tokenizer.encode(example.question[:400], example.passage)
    found = [_tokens_of(encoded, span) for span in example.answers]
    pairs = [pair for pair in found if pair is not None]
    first = encoded.type_ids.index(1)
    return Prepared(
        encoded.ids,
        encoded.type_ids,
        first,
        frozenset(a for a, _ in pairs) or frozenset({0}),
        frozenset(b for _, b in pairs) or frozenset({0}),
    )


def batch_of(examples: Sequence[Prepared]) -> Batch:
    """Padded to the longest, up to a multiple of ``STEP``."""
    longest = -(-max(len(example.ids) for example in examples) // STEP) * STEP
    shape = (len(examples), longest)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    inside, starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(3))
    for row, example in enumerate(examples):
        length = len(example.ids)
        ids[row, :length] = torch.tensor(example.ids)
        types[row, :length] = torch.tensor(example.types)
        mask[row, :length] = 1
        inside[row, 0] = True
        inside[row, example.first : length - 1] = True
        starts[row, list(example.starts)] = True
        ends[row, list(example.ends)] = True
    return Batch(ids, mask, types, inside, starts, ends)


def loss(logits: Tensor, batch: Batch, together: float) -> Tensor:
    """Of a batch of groups, two rows each: the passage that answers, then one that does not.

    Each row by itself: the log-likelihood of all gold starts and ends, [CLS] among the places.
    With weight ``together``: the same with both rows of a group as one text, without [CLS], so
    that passages can be compared (Clark and Gardner 2018, "Simple and effective multi-paragraph
    reading comprehension").
    """
    total = torch.zeros(())
    for side, gold in ((0, batch.starts), (1, batch.ends)):
        scores = logits[..., side].float().masked_fill(~batch.inside, OUTSIDE)
        total = total - _likelihood(scores, gold).mean()
        pairs = scores.clone()
        pairs[:, 0] = OUTSIDE
        pairs = pairs.reshape(len(scores) // 2, -1)
        gold_pairs = gold.clone()
        gold_pairs[:, 0] = False
        gold_pairs = gold_pairs.reshape(len(scores) // 2, -1)
        answered = gold_pairs.any(1)
        if together and answered.any():
            total = total - together * _likelihood(pairs[answered], gold_pairs[answered]).mean()
    return total / 2


def _likelihood(scores: Tensor, gold: Tensor) -> Tensor:
    return scores.masked_fill(~gold, OUTSIDE).logsumexp(1) - scores.logsumexp(1)


def _tokens_of(encoded: Encoding, span: tuple[int, int]) -> tuple[int, int] | None:
    start, end = span
    first = encoded.char_to_token(start, 1)
    last = encoded.char_to_token(end - 1, 1)
    while first is None and start < end - 1:
        start += 1
        first = encoded.char_to_token(start, 1)
    while last is None and end - 1 > start:
        end -= 1
        last = encoded.char_to_token(end - 1, 1)
    return None if first is None or last is None or last < first else (first, last)
