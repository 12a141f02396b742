"""An article found again by its button: its sentences, its statements, its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.service.articles import LEAD_LENGTH, card_key, file_key, lead
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.errors import NotVerbatimError
from retrieval.model import BlockKind, Citation, Sentence, Span, Speaker
from tests.adapters.stores import ENCODER, article, ask_context, digested, statement
from tests.bot.fake_service import FakeService

TEXT = "Quay opens\nThe quay is open. It is long. “Come,” Ada Ro said. It rained.\nMore tomorrow."
SAID = "“Come,” Ada Ro said."


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "quay.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture(name="catalogue")
def _catalogue(folder: Path) -> Iterator[Catalogue]:
    catalogue = open_catalogue(folder / "catalogue.sqlite", ENCODER.model)
    stored = replace(
        article(TEXT, "quay.txt", outlet="The Sound"), source=str(folder / "quay.txt")
    )
    said = statement(TEXT, "Come,", Speaker("Ada Ro"))
    catalogue.writer.commit([digested(stored, statements=[said])])
    yield catalogue
    catalogue.close()


@pytest.fixture(name="service")
def _service(catalogue: Catalogue) -> RetrievalService:
    return RetrievalService(ask_context(catalogue), passages_shown=3, min_confidence=0.5)


@pytest.fixture(name="said")
def _said(catalogue: Catalogue) -> Citation:
    (card,) = catalogue.articles.cards()
    return card.cite(Span(TEXT.index(SAID), TEXT.index(SAID) + len(SAID)))


def test_the_context_of_a_citation_is_of_whole_sentences(
    service: RetrievalService, said: Citation
) -> None:
    shown = service.context(said)
    assert shown.words == TEXT
    assert shown.quoted.of(shown.words) == SAID
    with pytest.raises(NotVerbatimError):
        service.context(replace(said, version=said.version + 1))


def test_an_article_is_found_by_the_key_of_its_place_in_the_list(
    service: RetrievalService, catalogue: Catalogue
) -> None:
    (shelf,), (card,) = service.outlets(), catalogue.articles.cards()
    key = file_key(shelf.files[0])
    assert key == card_key(card)
    opened = service.article(key)
    assert opened is not None
    assert (opened.place.outlet, opened.statements) == ("The Sound", 1)
    assert opened.lead is not None
    assert opened.lead.text == "Quay opens\nThe quay is open. It is long."
    assert service.words_of(opened.lead.citation) == opened.lead.text
    assert [each.contents for each in service.statements_in(key)] == [("Come,",)]


def test_an_article_that_is_gone_is_not_opened(service: RetrievalService) -> None:
    assert service.article("0123456789abcdef") is None
    assert service.statements_in("0123456789abcdef") == []


async def test_the_service_can_be_asked_about_articles_through_the_executor(
    said: Citation,
) -> None:
    paper = FakeService()
    executor = ServiceExecutor(workers=1)
    assert await executor.run(paper.sources_of, [said]) == {}
    assert await executor.run(paper.article, "0") is None
    assert await executor.run(paper.statements_in, "0") == ()
    with pytest.raises(NotVerbatimError):
        await executor.run(paper.context, said)
    await executor.close()


def _sentences(*kinds: tuple[int, int, BlockKind]) -> list[Sentence]:
    return [Sentence(Span(start, end), kind) for start, end, kind in kinds]


def test_a_lead_is_the_first_prose_that_stands_together() -> None:
    prose, heading = BlockKind.PROSE, BlockKind.HEADING
    text = "Head. One. Two. Advert. Three."
    cut = _sentences((0, 5, heading), (6, 10, prose), (11, 15, prose), (24, 30, prose))
    assert lead(text, cut) == Span(6, 15)
    assert lead(text, cut[:1]) is None
    long = "x" * LEAD_LENGTH + ". y."
    assert lead(long, _sentences((0, 701, prose), (702, 704, prose))) == Span(0, 701)
