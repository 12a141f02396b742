"""The sentences that a search would find and that do not answer, by the real encoder."""

from __future__ import annotations

import pytest

from retrieval.model import Span
from tests.training.invented import LINES, OTHER_LINES, ost, place, velmark
from training.labelled import FULLY, LabelledQuestion, document_of
from training.negatives import DEEP, documents_of, hard_sentences

pytestmark = [pytest.mark.model, pytest.mark.training]

NAME = Span(*place("Ada Berglund").values())


def test_the_nearest_sentences_that_do_not_answer_are_found() -> None:
    port, fire = velmark(), ost()
    copied = document_of("copy", "Quay", None, "The port is run by Ada Berglund. It rained.")
    log = document_of("log", "", None, " ".join(f"Line {n} of the log." for n in range(60)))
    asked = [
        LabelledQuestion("who runs the port of Velmark", port, {1: FULLY}, answers=(NAME,)),
        LabelledQuestion("when did the mill burn down", fire, {0: FULLY}),
        LabelledQuestion("what burned down in Ost", copied, {}),
        LabelledQuestion("which line of the log", log, {}),
    ]

    documents = documents_of([*asked, *asked])
    found = hard_sentences(asked, documents, 1)

    assert documents == [port, fire, copied, log]
    texts = [
        [documents[each.document].sentences[each.sentence].of(documents[each.document].text)
         for each in row]
        for row in found
    ]  # fmt: skip
    assert [len(set(row)) for row in texts] == [DEEP] * 4
    assert texts[0][0] == LINES[0]
    assert not {LINES[1], "The port is run by Ada Berglund."} & set(texts[0])
    assert texts[1][0] in {*LINES, *OTHER_LINES[1:]}
    assert OTHER_LINES[0] not in texts[1]
    assert texts[2][0] == OTHER_LINES[0]
    assert all(text.startswith("Line") for text in texts[3])
