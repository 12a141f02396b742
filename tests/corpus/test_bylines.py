import pytest

from retrieval.corpus.bylines import byline_names, is_byline, names_nobody
from retrieval.corpus.metadata import article_facts
from retrieval.corpus.sidecar import DeclaredMetadata, fact
from tests.corpus.articles import BARE, raw

AUTHORS = [
    ("By Jonna Brisk", "Jonna Brisk"),
    ("By: Jonna Brisk", "Jonna Brisk"),
    ("By ABBY GOODRIVER and THOMAS KELBY", "ABBY GOODRIVER and THOMAS KELBY"),
    ("BY ABBY GOODRIVER AND THOMAS KELBY", "ABBY GOODRIVER AND THOMAS KELBY"),
    ("By Jonna Brisk, Ruben Stahl & Mira Tolle", "Jonna Brisk, Ruben Stahl & Mira Tolle"),
    ("By Jonna Brisk, Ruben Stahl", "Jonna Brisk, Ruben Stahl"),
    ("By Jonna Brisk, Harbour correspondent", "Jonna Brisk"),
    ("By Jonna Brisk Harbour correspondent", "Jonna Brisk"),
    ("By Jonna Brisk, Harbour correspondent, and Ruben Stahl", "Jonna Brisk, Ruben Stahl"),
    ("By Jonna Brisk in Tarnby and Ruben Stahl in Wexham", "Jonna Brisk, Ruben Stahl"),
    ("By Jonna Brisk, Tarnby Courier", "Jonna Brisk"),
    ("By JONNA BRISK Tarnby Courier Staff Writer", "JONNA BRISK"),
    ("By Jonna Brisk with wire reports", "Jonna Brisk"),
    ("By Jonna Brisk | 3 March 2021", "Jonna Brisk"),
    ("By Jonna Brisk Last updated 3 March 2021", "Jonna Brisk"),
    ("By Jonna Brisk @jonnabrisk", "Jonna Brisk"),
    ("By Jonna Brisk (Reuters)", "Jonna Brisk"),
    ("By Dr. J. R. Brisk", "Dr. J. R. Brisk"),
    ("By Jean-Luc de la Tour", "Jean-Luc de la Tour"),
    ("By June Holt", "June Holt"),
    ("Words: Jonna Brisk", "Jonna Brisk"),
    ("Words: Jonna Brisk | Pictures: Ole Marsh", "Jonna Brisk"),
    ("Text by Jonna Brisk", "Jonna Brisk"),
    ("Story by Jonna Brisk, photos by Ole Marsh", "Jonna Brisk"),
    ("Story and photos by Jonna Brisk", "Jonna Brisk"),
    ("By Jonna Brisk. Photographs by Ole Marsh.", "Jonna Brisk"),
    ("Interview by Jonna Brisk", "Jonna Brisk"),
    ("| Jonna Brisk | 3 March", "Jonna Brisk"),
    ("Jonna Brisk | 3 March 2021", "Jonna Brisk"),
    ("Jonna Brisk, harbour correspondent", "Jonna Brisk"),
    ("Jonna Brisk and Ruben Stahl, staff writers", "Jonna Brisk and Ruben Stahl"),
]


@pytest.mark.parametrize(("line", "names"), AUTHORS)
def test_a_byline_counts_whole(line: str, names: str) -> None:
    assert byline_names(line) == names
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday",
        "By Friday Morning",
        "By March",
        "By then",
        "By Then",
        "By Christmas",
        "By the time the boats had left, the basin was dry",
        "By Water Street the boats lay idle",
        "By Jonna Brisk – the boats had left the basin when",
        "By Jonna Brisk of the board it was said that",
        "By Law",
        "By the Numbers",
        "Photo by Ole Marsh",
        "Photograph: Ole Marsh",
        "Pictures: Ole Marsh",
        "Illustration by Ole Marsh",
        "Edited by Ole Marsh",
        "Jonna Brisk",
        "Gorm Ostley, treasurer",
        "Local News | 3 March 2021",
        "Tarnby Courier | 3 March 2021",
        "Tarnby votes, bargemen react | 3 March",
        "Text: the gates leak",
    ],
)
def test_times_prose_credits_and_sections_are_no_authors(line: str) -> None:
    assert byline_names(line) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("admin", True),
        ("https://courier.example.com/jb", True),
        ("@jonnabrisk", True),
        ("jonna.brisk@courier.example", True),
        ("courier.example.com", True),
        ("Jonna Brisk", False),
        ("Tarnby Courier", False),
        ("J. R. Brisk", False),
    ],
)
def test_addresses_handles_and_accounts_name_nobody(value: str, expected: bool) -> None:
    assert names_nobody(value) is expected


@pytest.mark.parametrize(
    ("line", "field", "rule", "expected"),
    [
        ("By Jonna Brisk", "Watermark feed", "field author", "Jonna Brisk"),
        ("By Friday", "Mira Tolle", "field author", "Mira Tolle"),
        ("Photo by Ole Marsh", "Mira Tolle", "field author", "Mira Tolle"),
        ("", "Mira Tolle", "page metadata", "Mira Tolle"),
        ("", "admin", "page metadata", None),
        ("By Jonna Brisk", "Mira Tolle", "sidecar file", "Mira Tolle"),
    ],
)
def test_the_printed_byline_comes_before_a_field_and_after_a_sidecar(
    line: str, field: str, rule: str, expected: str | None
) -> None:
    declared = DeclaredMetadata(byline=fact(field, rule))
    facts = article_facts(raw(f"Basin to be drained\n\n{line}\n\n{BARE}", declared=declared))
    assert (facts.byline.value if facts.byline else None) == expected


def test_each_of_several_authors_has_its_place_in_the_text() -> None:
    text = f"Basin to be drained\n\nBy Jonna Brisk in Tarnby and Ruben Stahl in Wexham\n\n{BARE}"
    byline = article_facts(raw(text)).byline
    assert byline is not None
    assert [each.span.of(text) for each in byline.evidence if each.span] == [
        "Jonna Brisk",
        "Ruben Stahl",
    ]
