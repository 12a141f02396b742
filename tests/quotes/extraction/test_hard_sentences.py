"""A golden table: sentences that are hard to read, and what a careful editor reads off them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from tests.quotes.sample_articles import StatementText, statement_texts

TABLE = Path(__file__).with_name("hard_sentences.toml")

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, config=STRICT)
class Expected:
    """A statement as it should be read.

    Attributes:
        speaker: None where nobody can know it.
        mention: not compared where it is None, and no more is the cue.
    """

    kind: Literal["direct", "mixed", "indirect"]
    contents: tuple[str, ...]
    speaker: str | None = None
    mention: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class Case:
    """A text, and all that is said in it.

    Attributes:
        group: what the case asks for.
        name: what is hard about it, unique in its group.
        unsolved: why it still fails; None where it holds.
    """

    group: str
    name: str
    text: str
    said: tuple[Expected, ...]
    unsolved: str | None = None

    @property
    def title(self) -> str:
        """The case in a report of the tests."""
        return f"{self.group}: {self.name}"


CASES = TypeAdapter(tuple[Case, ...]).validate_python(
    tomllib.loads(TABLE.read_text("utf-8"))["case"]
)


def as_stated(found: StatementText, expected: Expected) -> StatementText:
    """What was found, without what the table does not state."""
    return replace(
        found,
        mention=found.mention if expected.mention else None,
        cue=found.cue if expected.cue else None,
    )


def wanted(expected: Expected) -> StatementText:
    return StatementText(
        expected.speaker, expected.contents, expected.kind, expected.mention, expected.cue
    )


@pytest.mark.parser
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.title,
            marks=[pytest.mark.xfail(strict=True, reason=case.unsolved)] if case.unsolved else [],
        )
        for case in CASES
    ],
)
def test_a_hard_sentence_is_read_as_an_editor_reads_it(case: Case) -> None:
    found = statement_texts(case.text)
    stated = [as_stated(*pair) for pair in zip(found, case.said, strict=False)]
    assert [*stated, *found[len(stated) :]] == [wanted(each) for each in case.said]


def test_no_two_hard_sentences_are_alike() -> None:
    assert len({case.title for case in CASES}) == len({case.text for case in CASES}) == len(CASES)


def test_what_a_hard_sentence_says_stands_in_it() -> None:
    words = [(each, case.text) for case in CASES for said in case.said for each in said.contents]
    assert [each for each, text in words if each not in text] == []
