from retrieval.model import ListedFile, ListedOutlet
from retrieval.outlets import outlets
from retrieval.ports import ArticleCard


def card(file: str, outlet: str | None, published: str | None, *rules: str) -> ArticleCard:
    return ArticleCard(
        f"/{file}", file, 1, outlet, None, published, None, rules, ("t.me/ost",)[: len(rules)]
    )


def test_outlets_by_name_with_the_unknown_one_last() -> None:
    listed = outlets(
        [
            card("d.txt", None, None),
            card("c.txt", "The Ost", None, "handle in the footer (inferred)"),
            card("b.txt", "the Mirror", "2025-04-01"),
            card("a.txt", "the Mirror", "2025-03-01T10:00"),
        ]
    )

    assert listed == (
        ListedOutlet(
            "the Mirror",
            "2025-03-01",
            "2025-04-01",
            (
                ListedFile("a.txt", None, "2025-03-01T10:00", ()),
                ListedFile("b.txt", None, "2025-04-01", ()),
            ),
        ),
        ListedOutlet(
            "The Ost",
            None,
            None,
            (ListedFile("c.txt", None, None, ("handle in the footer (inferred): t.me/ost",)),),
        ),
        ListedOutlet(None, None, None, (ListedFile("d.txt", None, None, ()),)),
    )
