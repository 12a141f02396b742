import pytest

from retrieval.corpus.body import body
from retrieval.model import BlockKind
from tests.corpus.articles import BARE, BLOG, DIGEST, HARBOUR_DEAL


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(text)) for block in body(text)]


def words_of(text: str) -> list[str]:
    return [words for _, words in blocks(text)]


def test_the_more_complete_copy_of_a_repeated_body_stays_whole() -> None:
    assert blocks(HARBOUR_DEAL) == [
        ("heading", "Harbour Deal ‘Ends Ten Years of Waiting,’ Says Mayor"),
        (
            "prose",
            "The harbour deal was signed in the old town hall on Monday, "
            "Mayor Tilda Brandt told the Ledger.",
        ),
        ("prose", "She called it “the end of\nten years of waiting.”"),
        ("prose", "“We can build again, and we will build before the winter storms arrive.”"),
        ("prose", "“Nobody here will lose a berth because of this contract,” she added."),
        ("prose", "The opposition said the price was far too high for so small a town."),
    ]


def test_what_only_the_lesser_copy_says_survives() -> None:
    only_here = "The vote in the council was eleven to nine."
    text = HARBOUR_DEAL.replace(" small a town.\nhttps", f" small a town. {only_here}\nhttps")
    assert text != HARBOUR_DEAL
    assert words_of(text).count(only_here) == 1
    assert len(words_of(text)) == len(words_of(HARBOUR_DEAL)) + 1


def test_a_number_that_differs_between_copies_is_not_lost() -> None:
    lines = [
        "The storm killed twelve people on the coast road on Monday night.",
        "Rescue teams searched the beaches until the early morning hours.",
        "The mayor asked the state for help with the damaged harbour wall.",
    ]
    altered = [lines[0].replace("twelve", "thirteen"), *lines[1:]]
    text = "\n".join(["Storm hits the coast", *lines, "Storm hits the coast", *altered])
    assert any("twelve" in words for words in words_of(text))
    assert any("thirteen" in words for words in words_of(text))


def test_a_refrain_is_no_second_copy() -> None:
    refrain = "“We will build before the winter storms arrive,” the mayor said on Monday."
    text = (
        f"{refrain}\n\n"
        "Nobody in the council believed her when the vote was taken late at night.\n\n"
        "The engineers had warned of the price of steel since the early spring.\n\n"
        f"{refrain}"
    )
    assert words_of(text) == text.split("\n\n")


def test_a_digest_keeps_its_caption_apart_and_loses_date_credit_and_channel() -> None:
    assert blocks(DIGEST) == [
        ("heading", "Seen from inland: “The ink dries slowly”"),
        ("caption", "Mayor Tilda Brandt signs the harbour deal in the town hall in 2023."),
        ("prose", "The deal ends ten years of waiting, ‘The Evening Courier’ notes."),
        ("prose", "The mayor told the Evening Courier that work begins in spring."),
    ]


def test_a_blog_loses_its_frame_and_keeps_lists_and_questions() -> None:
    assert blocks(BLOG) == [
        ("question", "Harbour: The “Complex” Deal – What Now?"),
        ("heading", "Is a New Quarrel Coming? Fishermen Doubt the Mayor"),
        (
            "prose",
            "The deal has split the fishermen of the town, "
            "and the quarrel may last through the year.",
        ),
        ("heading", "Why Now? The Price of Waiting"),
        ("prose", "Several things are at work:"),
        ("prose", "Rising costs: Steel has doubled in price."),
        ("prose", "Old ships: Half of the fleet is older than its crews."),
        ("heading", "Frequently Asked Questions"),
        ("question", "Q: Who pays for the new pier?"),
        ("prose", "The town pays half. The state pays the rest."),
        ("prose", "Nobody knows how it ends. Will the pier stand by spring?"),
    ]


def test_a_bare_article_loses_only_its_footer() -> None:
    assert words_of(BARE) == BARE.split("\n")[:3]


FRAME = [
    "https://example.com/a.jpg",
    "https://example.com/a.jpgExample Herald",
    "www.example.com",
    "news@example.com",
    "+44 1632 960001",
    "en_EN",
    "2026",
    "2025-06-14T12:00+0000",
    "January 5, 2025",
    "Published: 3 March 2025",
    "By Ada Quill",
    "by Ada Quill Senior News Editor",
    "Ada Quill, Staff Writer",
    "Photo: QRS",
    "(Reporting by Ada Quill; Editing by Ben Roe)",
    "Additional reporting by Ada Quill in Eastport",
    "© 2025 The Example Herald. All rights reserved.",
    "Home » News » Harbour",
    "Home > News > Harbour",
    "News | Sport | Weather | Jobs",
    "Tags: harbour, fishing, ports",
    "#harbour #fishing",
    "Advertisement",
    "Share this article",
    "12 comments",
    "5 min read",
    "Read more: Ten piers you must see this summer",
    "Read the full article here",
    "Subscribe to our newsletter for daily updates.",
    "Follow us on Facebook and Telegram.",
    "This website uses cookies. By continuing you agree to our terms.",
    "Leave a Comment",
]


@pytest.mark.parametrize("line", FRAME)
def test_the_frame_of_a_page_is_no_part_of_the_article(line: str) -> None:
    above = "The council met on Monday and voted for the pier."
    below = "The work begins in spring, the mayor said."
    assert words_of(f"{above}\n\n{line}\n\n{below}") == [above, below]
    assert words_of(f"{above}\n{below}\n{line}") == [above, below]


PROSE = [
    "“No.”",
    "Not so.",
    "Copyright law is changing fast, the judge said.",
    "By Monday, the council had changed its mind.",
    "Photos of the pier were shown to the court.",
    "Home prices rose by 5 per cent.",
    "Share prices fell on Friday.",
    "Follow the money, the detective said.",
    "Read the contract first, the lawyer told them.",
    "Sign up for the pier walk has been slow, Roe said.",
    "Source: the word the lawyers used was “origin.”",
    "On January 5, 2025 the pier fell.",
    "The Herald’s e-mail, news@example.com, was shown to the court by the lawyers of the town.",
    "— Ada Quill (@adaquill) January 5, 2025",
    "Subscribers paid more than in any year before.",
    "Related companies own the yard, the report says.",
    "“Tell us what you want,” the mayor said.",
    "Why would anybody pay for it? Because nobody else will.",
    "(He has since denied this.)",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_looks_like_a_frame_stays(line: str) -> None:
    above = "The council met on Monday and voted for the pier."
    below = "The work begins in spring, the mayor said."
    assert line in words_of(f"{above}\n\n{line}\n\n{below}")


def test_a_glued_prompt_takes_only_its_sentence_along() -> None:
    text = "The pier is done. It opens in May. Subscribe to our newsletter for more."
    assert words_of(text) == ["The pier is done. It opens in May."]


def test_related_articles_go_until_the_next_paragraph() -> None:
    below = "The work itself begins in spring, when the ice has left the bay and the ships return."
    text = (
        f"The pier is done.\n\nYou may also like\n\nTen Piers to See\n\nWhat Is a Pier?\n\n{below}"
    )
    assert words_of(text) == ["The pier is done.", below]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council of the town met late on Monday night and voted for the\n"
        "new pier by eleven to nine. The mayor, who had waited ten years for\n"
        "Eastport to agree, left the hall without a word to the reporters\n"
        "outside.\n"
        "    The work begins in spring. Half of the money comes from the\n"
        "State, and the other half from those who own ships in the town."
    )
    assert [words[:11] for words in words_of(text)] == ["The council", "The work be"]


def test_paragraphs_of_one_line_each_are_not_joined() -> None:
    text = "The pier is done.\nThe mayor is glad.\nNobody else in the town is."
    assert words_of(text) == text.split("\n")


def test_speakers_of_a_transcript_stay() -> None:
    text = "ada quill\nWhat did the mayor say to you?\n\nben roe\nShe said nothing at all to me.\n\nada quill\nI see."
    assert words_of(text).count("ada quill") == 2


def test_a_text_of_headings_alone_is_kept() -> None:
    assert blocks("Mayor resigns") == [("heading", "Mayor resigns")]


def test_a_line_that_ends_in_a_question_alone_is_a_question() -> None:
    text = "What did the mayor know?\n\nShe knew all of it, the court heard."
    assert [kind for kind, _ in blocks(text)] == [BlockKind.QUESTION, BlockKind.PROSE]
