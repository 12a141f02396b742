"""Parses texts with spaCy; nothing else in the project imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import ModelError
from retrieval.model import Span
from retrieval.quotes.parsed.lexicon import ParserModel, lexicons
from retrieval.quotes.parsed.parse import Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 64
EMPTY = Parse((), (), ())


class SpacyParser:
    """Implements ``Parser``: a spaCy model for each language, loaded at its first text."""

    def __init__(
        self,
        models: Mapping[str, ParserModel] | None = None,
        longest: int = 100_000,
        batch: int = BATCH,
    ) -> None:
        """Check that every model is installed; load none yet.

        Args:
            models: each language's, by its code; those of the languages' data unless given.
            longest: texts of more code points are parsed in pieces, cut at a line border.
            batch: how many texts spaCy takes at once.

        Raises:
            ModelError: if the model of a language is not installed.
        """
        self._models = models if models is not None else _models()
        for model in self._models.values():
            _check(model)
        self._loaded: dict[str, Language] = {}
        self._longest = longest
        self._batch = batch

    def parse(self, texts: Iterable[str], language: str) -> Iterator[Parse]:
        """See ``Parser``. A blank text has no tokens."""
        import spacy

        of_language = self._models[language]
        model = self._loaded.get(language) or spacy.load(of_language.model)
        self._loaded[language] = model
        tagged = (
            (piece, (number, start))
            for number, text in enumerate(texts)
            for start, piece in pieces(text, min(self._longest, model.max_length))
        )
        parsed = (
            (number, converted(document, of_language, start))
            for document, (number, start) in model.pipe(
                tagged, as_tuples=True, batch_size=self._batch
            )
        )
        for _, group in groupby(parsed, key=lambda numbered: numbered[0]):
            yield joined([parse for _, parse in group])


def pieces(text: str, longest: int) -> list[tuple[int, str]]:
    """Return the text in pieces of at most ``longest`` code points, each with where it begins.

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
    """Return one parse of consecutive pieces of the same text."""
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


def _models() -> Mapping[str, ParserModel]:
    return {code: lexicon.parser for code, lexicon in lexicons().items()}


def _check(model: ParserModel) -> None:
    import spacy.util

    if not spacy.util.is_package(model.model) and not Path(model.model).is_dir():
        raise ModelError(
            f"the parser's model {model.model!r} is not installed: pip install {model.package}"
        )


def converted(document: Doc, model: ParserModel, start: int = 0) -> Parse:
    """Return spaCy's parse with the labels, tags and entity types that the rules know.

    Args:
        document: spaCy's parse.
        model: what made it, with the labels that it names otherwise than the rules do.
        start: where the document begins in the text that is parsed.
    """
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
            tag_of(word.tag_, f"{word.pos_} {word.morph}", model.tags),
            model.labels.get(word.dep_, word.dep_),
            word.head.i,
            model.entities.get(word.ent_type_, word.ent_type_),
            sentence,
        )
        for word, sentence in zip(document, sentences, strict=True)
    )
    children: list[list[int]] = [[] for _ in tokens]
    for index, token in enumerate(tokens):
        if token.head != index:
            children[token.head].append(index)
    entities = tuple(
        (entity.start, entity.end, model.entities.get(entity.label_, entity.label_))
        for entity in document.ents
    )
    return Parse(tokens, tuple(map(tuple, children)), entities)


def tag_of(tag: str, features: str, tags: Mapping[str, str]) -> str:
    """Return the rules' tag for a word: of the first entry whose every feature the word has.

    Args:
        tag: the model's own, which stays where no entry fits.
        features: "VERB Mood=Ind|Tense=Past|VerbForm=Fin": part of speech, then the morphology.
        tags: such as "VERB VerbForm=Fin Tense=Past" to "VBD".
    """
    has = frozenset(features.replace("|", " ").split())
    return next((ours for wanted, ours in tags.items() if has.issuperset(wanted.split())), tag)
