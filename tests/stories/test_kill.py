"""``kill -9`` in the middle of ingest, again and again, and what is left."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.killing import (
    KILLED,
    Desk,
    Nursery,
    Uninterrupted,
    evening_before_ingest,
    generations,
    ingested_without_a_kill,
    left_in,
    look_for_damage,
    opened_nursery,
)
from tests.stories.newspaper import print_evening, print_morning

PICK = random.Random(20260222)  # noqa: S311 - the same moments every time


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with opened_nursery() as nursery:
        yield nursery


@pytest.fixture(scope="module")
def service(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return evening_before_ingest(nursery, tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def uninterrupted(
    nursery: Nursery, service: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Uninterrupted:
    return ingested_without_a_kill(nursery, service, tmp_path_factory.mktemp("uninterrupted"))


@pytest.mark.parametrize("share", sorted(PICK.random() for _ in range(12)))
def test_a_kill_at_any_statement_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, share: float
) -> None:
    copy = service.copy_to(tmp_path)
    at = 1 + int(share * uninterrupted.steps)
    assert nursery.run(copy.order(die_at=at)) == KILLED
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


@pytest.mark.parametrize(
    "words",
    [
        "BEGIN IMMEDIATE",
        "UPDATE articles SET live",  # after the old contents are dropped
        "DELETE FROM embeddings",  # after the switch
        "COMMIT",
        "DELETE FROM articles",  # what is gone
        "UPDATE generation SET seal",  # the index is about to be opened
        "index: upsert",
        "index: upserted",
        "index: deleted",
        "DELETE FROM outbox",  # the index was told, the outbox was not
    ],
)
def test_a_kill_between_two_steps_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, words: str
) -> None:
    copy = service.copy_to(tmp_path)
    assert nursery.run(copy.order(die_before=words)) == KILLED
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


@pytest.mark.parametrize("die_after", sorted(PICK.uniform(0.005, 0.3) for _ in range(8)))
def test_a_kill_at_any_moment_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, die_after: float
) -> None:
    copy = service.copy_to(tmp_path)
    assert nursery.run(copy.order(die_after=die_after)) in {KILLED, 0}  # it may have been quicker
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


def test_kill_after_kill_in_the_first_ingest_loses_nothing(
    nursery: Nursery, tmp_path: Path, uninterrupted: Uninterrupted
) -> None:
    service = Desk(tmp_path)
    print_morning(service.paper)
    print_evening(service.paper)
    for at in (3, 30, 60, 400, 700):
        assert nursery.run(service.order(die_at=at)) == KILLED
    assert nursery.run(service.order(die_before="INSERT INTO generation")) == KILLED
    assert nursery.run(service.order()) == 0
    assert left_in(service) == uninterrupted.left
