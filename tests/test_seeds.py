"""The sample corpus and the examples about it agree to the letter, and name nothing real."""

import json
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, TypedDict

import pytest
import tldextract

TESTS: Final = Path(__file__).resolve().parent
SEEDS: Final = TESTS.parent / "seeds"
FILES: Final = sorted(path for path in SEEDS.iterdir() if path.name != "README.md")

# Only the published suffix list that comes with the package: nothing is fetched.
_SUFFIXES: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_NOT_OF_THE_STORY: Final = frozenset({"schema.org", "t.me"})
"""The vocabulary's name in JSON-LD, and the service of an invented channel."""


class Place(TypedDict):
    file: str
    text: str


class Question(TypedDict):
    question: str
    answerable: bool
    answer_in: list[Place]
    note: str


class Quote(TypedDict):
    ask: str
    outcome: str
    speaker: str | None
    file: str | None
    words: str | None
    note: str


QUESTIONS: Final[list[Question]] = json.loads(
    (TESTS / "stories" / "seeds_questions.json").read_text(encoding="utf-8")
)
QUOTES: Final[list[Quote]] = json.loads(
    (TESTS / "stories" / "seeds_quotes.json").read_text(encoding="utf-8")
)


class _PageText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _printed(place: str) -> str:
    """The text of an article; ``place`` may end in "#n" for the n-th line."""
    name, _, number = place.partition("#")
    text = (SEEDS / name).read_text(encoding="utf-8")
    if number:
        return str(json.loads(text.splitlines()[int(number) - 1])["text"])
    if name.endswith(".json"):
        return str(json.loads(text)["text"])
    if name.endswith(".html"):
        page = _PageText()
        page.feed(text)
        return "".join(page.pieces)
    return text


def _domains(text: str) -> set[str]:
    """Registered domains that are named anywhere in a text, with or without an address."""
    runs = "".join(char if char.isalnum() or char in ".-" else " " for char in text).split()
    return {_SUFFIXES(run).top_domain_under_public_suffix for run in runs} - {""}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["question"])
def test_an_expected_answer_stands_in_its_file(question: Question) -> None:
    assert question["answerable"] == bool(question["answer_in"])
    for place in question["answer_in"]:
        assert place["text"] in _printed(place["file"])


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote["ask"])
def test_an_expected_quotation_stands_in_its_file_between_marks(quote: Quote) -> None:
    if quote["outcome"] == "found":
        assert quote["file"]
        assert f"“{quote['words']}”" in _printed(quote["file"])
    else:
        assert quote["outcome"] in {"named_only", "ambiguous", "unknown"}
        assert quote["words"] is None


def test_somebody_named_only_is_named_and_somebody_unknown_is_not() -> None:
    corpus = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    for quote in QUOTES:
        if quote["outcome"] == "named_only":
            assert str(quote["speaker"]) in corpus
        if quote["outcome"] == "unknown":
            assert quote["ask"] not in corpus


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_real_domain_is_named(path: Path) -> None:
    assert _domains(path.read_text(encoding="utf-8")) <= _NOT_OF_THE_STORY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://www.example.co.uk/news", {"example.co.uk"}),
        ("desk@example.com", {"example.com"}),
        ("https://harbourcourier.example/20260206/strike-1042771.html", set()),
        ("outside the breakwater.The union", set()),
    ],
)
def test_domains_are_seen_wherever_they_stand(text: str, expected: set[str]) -> None:
    assert _domains(text) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_readme_lists_every_file(path: Path) -> None:
    assert f"`{path.name}`" in (SEEDS / "README.md").read_text(encoding="utf-8")


def test_every_sidecar_lies_beside_its_article_and_holds_strings() -> None:
    sidecars = [path for path in FILES if path.name.endswith(".meta.toml")]
    assert sidecars
    for sidecar in sidecars:
        assert sidecar.with_name(sidecar.name.removesuffix(".meta.toml")).is_file()
        declared = tomllib.loads(sidecar.read_text(encoding="utf-8"))
        assert all(isinstance(value, str) for value in declared.values())
