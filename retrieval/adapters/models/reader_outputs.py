"""What the reader's model puts out for each token."""

from __future__ import annotations

from enum import IntEnum


class Output(IntEnum):
    """The numbers of a token, in their order in the model's output.

    A sentence has the mean of its tokens' numbers, weighted by the softmax of ``WEIGHT``; all of
    them are logits. ``START`` and ``END`` stand for the tokens alone: that an answer starts or
    ends there, against [CLS], which stands for no answer.
    """

    START = 0
    END = 1
    WEIGHT = 2
    RANK = 3
    """Comparable within one question only."""
    ANSWERS = 4
    """The sentence answers, fully or in part."""
    FULLY = 5
    """It answers alone."""
    CONTRADICTS = 6
    """It says otherwise than the question takes for granted."""
