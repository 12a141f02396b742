"""Reads passages with the reader's model in ONNX: which sentences answer, and with which words."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.adapters.models.reader_outputs import Output
from retrieval.adapters.models.vendor_errors import as_model_error
from retrieval.cancellation import stop_if_cancelled
from retrieval.errors import ModelError
from retrieval.model import Span
from retrieval.ports import SentenceReading

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parents[2] / "weights"
"""The reader that comes with the project; its model card lies beside it."""

MODEL = "reader.onnx"
TOKENIZER = "tokenizer.json"

LONGEST = 256
"""Tokens of question and passage together that are read at once; a longer passage is read in
windows."""
OVERLAP = 64
"""Tokens that two windows share."""
LONGEST_QUESTION = 400
"""Characters of a question that are read."""
MOST_QUESTION_TOKENS = 96
"""Tokens of a question that are read: every window repeats them, and without a limit a question
of many short tokens ("9.8.7.6") would leave a window no room for its passage."""
LONGEST_PASSAGE = 20_000
"""Characters of a passage that are read."""
MOST_WINDOWS = 48
"""Windows of one passage that are read; sentences beyond them are unread."""
LONGEST_ANSWER = 40
"""Tokens."""
UNREAD = SentenceReading(-20.0, -20.0, -20.0, -20.0, -20.0, None)
"""The reading of a sentence that no window held a word of, such as an empty one, and of one that
the model failed at: that is no opinion, and the other passages are read."""

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Window:
    """A window of one passage's tokens, with the question before it."""

    passage: int
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    inside: list[int]
    """Indexes of the passage's tokens."""


class OnnxReader:
    """Implements ``PassageReader`` with a folder made by ``training.export``. Any threads may call it.

    Each window goes through the model alone: in a batch, the range of the 8-bit numbers would be
    that of the whole batch, and a score would depend on the other passages.

    Args:
        folder: holds ``reader.onnx`` and ``tokenizer.json``.
        threads: how many windows are read at a time, each by one thread.

    Raises:
        ModelError: files are missing or cannot be read, at the first question.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads

    def read(
        self, question: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[list[SentenceReading]]:
        """See ``PassageReader``."""
        question = self._shortened(question)
        windows = [
            window
            for i, (text, sentences) in enumerate(passages)
            if sentences
            for window in self._windows(i, question, text)
        ]
        found = [[UNREAD] * len(sentences) for _, sentences in passages]
        for window, logits in zip(windows, self._all_logits(windows), strict=True):
            if logits is None:
                continue
            sentences = passages[window.passage][1]
            for i, new in enumerate(_of_window(window, logits, sentences)):
                found[window.passage][i] = _better(found[window.passage][i], new)
        return found

    def _shortened(self, question: str) -> str:
        """Return the beginning of the question that is read."""
        question = question[:LONGEST_QUESTION]
        with as_model_error(f"{self._folder}: the question cannot be read"):
            ends = [end for _, end in self._question_tokenizer.encode(question).offsets]
        if len(ends) <= MOST_QUESTION_TOKENS:
            return question
        return question[: max(ends[:MOST_QUESTION_TOKENS])]

    def _windows(self, passage: int, question: str, text: str) -> Sequence[_Window]:
        """Return the windows of a passage; none, and so no opinion, where it cannot be read."""
        try:
            with as_model_error("a passage was not read"):
                return [*islice(_windows(passage, question, text, self._tokenizer), MOST_WINDOWS)]
        except ModelError as error:
            logger.warning("%s", error)
            return ()

    def _all_logits(self, windows: Sequence[_Window]) -> list[Logits | None]:
        if self._threads == 1 or len(windows) == 1:
            return [self._logits(window) for window in windows]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._logits, windows))

    def _logits(self, window: _Window) -> Logits | None:
        """Return the outputs of each token; None, no opinion, where the model fails."""
        tokens = {
            "input_ids": np.array([window.ids], dtype=np.int64),
            "token_type_ids": np.array([window.types], dtype=np.int64),
        }
        session = self._session
        stop_if_cancelled()
        try:
            with as_model_error("a passage was not read"):
                return np.asarray(session.run(None, tokens)[0][0], dtype=np.float32)
        except ModelError as error:
            logger.warning("%s", error)
            return None

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = self._loaded_tokenizer()
        tokenizer.enable_truncation(LONGEST, stride=OVERLAP, strategy="only_second")
        return tokenizer

    @cached_property
    def _question_tokenizer(self) -> Tokenizer:
        tokenizer = self._loaded_tokenizer()
        tokenizer.no_truncation()
        return tokenizer

    def _loaded_tokenizer(self) -> Tokenizer:
        # Tenths of a second, which a command that asks nothing should not pay; the session, too.
        from tokenizers import Tokenizer

        with as_model_error(self._unusable):
            tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        with as_model_error(self._unusable):
            return InferenceSession(
                str(self._folder / MODEL), options, providers=["CPUExecutionProvider"]
            )

    @property
    def _unusable(self) -> str:
        return f"{self._folder}: no reader can be loaded from it"


def _windows(passage: int, question: str, text: str, tokenizer: Tokenizer) -> Iterator[_Window]:
    encoded = tokenizer.encode(question, text[:LONGEST_PASSAGE])
    for each in (encoded, *encoded.overflowing):
        yield _window(passage, each)


def _window(passage: int, encoded: Encoding) -> _Window:
    inside = [i for i, sequence in enumerate(encoded.sequence_ids) if sequence == 1]
    return _Window(passage, encoded.ids, encoded.type_ids, encoded.offsets, inside)


def _better(one: SentenceReading, other: SentenceReading) -> SentenceReading:
    """Return the reading that ranks higher, of those in which something was read."""
    return max(one, other, key=lambda each: (each.answer is not None, each.rank))


def _of_window(
    window: _Window, outputs: Logits, sentences: Sequence[Span]
) -> list[SentenceReading]:
    nothing = float(outputs[0, Output.START] + outputs[0, Output.END])
    return [_of_sentence(window, outputs, sentence, nothing) for sentence in sentences]


def _of_sentence(
    window: _Window, outputs: Logits, sentence: Span, nothing: float
) -> SentenceReading:
    inside = [
        i
        for i in window.inside
        if sentence.start <= window.offsets[i][0] and window.offsets[i][1] <= sentence.end
    ]
    if not inside:
        return UNREAD
    own = outputs[inside[0] : inside[-1] + 1]
    ends = own[:, [Output.START, Output.END]]
    first, last = _best_span(ends)
    start, _ = window.offsets[inside[0] + first]
    _, end = window.offsets[inside[0] + last]
    weight = np.exp(own[:, Output.WEIGHT] - own[:, Output.WEIGHT].max())
    whole = weight @ own / weight.sum()
    return SentenceReading(
        rank=float(whole[Output.RANK]),
        answers=float(whole[Output.ANSWERS]),
        fully=float(whole[Output.FULLY]),
        contradicts=float(whole[Output.CONTRADICTS]),
        span=float(np.logaddexp.reduce(ends, axis=0).sum() - nothing),
        answer=Span(start, end),
    )


def _best_span(logits: Logits) -> tuple[int, int]:
    """Return first and last token of the best answer among consecutive tokens."""
    scores = logits[:, 0][:, None] + logits[:, 1][None, :]
    places = np.arange(len(logits))
    far = places[None, :] - places[:, None]
    scores = np.where((far >= 0) & (far < LONGEST_ANSWER), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(logits))
    return first, last
