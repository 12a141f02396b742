"""One reply of each kind, over a handful of printed articles: for whole-message tests and preview."""

from __future__ import annotations

from dataclasses import replace

from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    DeclineKind,
    ListedFile,
    ListedOutlet,
    NamedOnly,
    NotAbout,
    Quoted,
    Resolution,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    StatementKind,
    UnknownName,
)
from tests.bot.fake_service import GAZETTE, LEDGER, REOPENS, SAFE, TUGS, PrintedArticle

COURIER = PrintedArticle(
    "courier/harbour-inquiry.txt",
    "Inquiry opens\n\n"
    "An inquiry into the collapse of the gantry crane at Ostervik opened on Thursday before a "
    "panel of three judges, who are to hear forty witnesses by the end of June. "
    "Investigators say that a bolt had been reported loose eleven days earlier. "
    "“Nobody told me about any bolt,” harbour master Mara Lindqvist told the panel. "
    "She had signed the report, the lawyer for the families replied, and he held up a copy of it. "
    "The panel asked the port’s insurer, Baltic Mutual, for every maintenance record of the past "
    "six years; its counsel said that some of them had been lost when the offices moved in 2023. "
    "The hearing goes on next week.\n",
    outlet="Northern Courier",
    title="Inquiry into crane collapse opens",
    published="2026-03-19T08:30+01:00",
    url="https://courier.example/inquiry",
)
LONG_WORDS = COURIER.text.split("\n\n", 1)[1].strip()
BOLT = "“Nobody told me about any bolt,” harbour master Mara Lindqvist told the panel."
SHORE = PrintedArticle(
    "shore.txt",
    "דובר הנמל אמר כי הנמל ייפתח ביום שני. The port is to reopen on Monday.\n",
    outlet="חדשות החוף",
    title="הנמל ייפתח",
    published="2026-03",
)
ARTICLES = (GAZETTE, LEDGER, COURIER, SHORE)

ANSWER = Answer(
    "When will the port reopen?",
    0.9,
    (
        GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS)),
        SHORE.excerpt("The port is to reopen on Monday."),
    ),
)
BEST = replace(GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS), score=2.0), answer=Span(36, 45))
ANSWER_WITH_MORE = Answer("When?", 0.9, (BEST, GAZETTE.excerpt(TUGS)))
LONG_ANSWER = Answer("What did the inquiry hear?", 0.8, (COURIER.excerpt(LONG_WORDS),))
DECLINED = Declined(
    "Who pays for the crane?",
    "The articles do not say who pays for the crane.",
    0.2,
    (COURIER.excerpt("The hearing goes on next week."), GAZETTE.excerpt(TUGS)),
)
PERHAPS = Declined(
    "Who leads the hearing?",
    "Closest, but it does not say who.",
    0.4,
    (COURIER.excerpt("The hearing goes on next week."), GAZETTE.excerpt(TUGS)),
    perhaps=True,
)
CONTRADICTED = Declined(
    "Why are the cranes unsafe?",
    "The articles say otherwise:",
    0.1,
    (GAZETTE.excerpt(SAFE),),
    kind=DeclineKind.CONTRADICTED,
)
AMBIGUOUS = Ambiguous(
    "What did Lindqvist say?",
    "Lindqvist fits two people.",
    ("Mara Lindqvist", "Olof Lindqvist"),
    0.5,
    (),
)
LINDQVIST = SpeakerStatements(
    "Mara Lindqvist",
    ("Lindqvist", "harbour master Mara Lindqvist"),
    (
        COURIER.statement(BOLT, "Nobody told me about any bolt,", StatementKind.DIRECT),
        GAZETTE.statement(SAFE, "The cranes are safe,", StatementKind.DIRECT),
        GAZETTE.statement(TUGS, "tugs would wait until Friday", StatementKind.INDIRECT),
    ),
    "harbour master",
)
QUOTED = Quoted("lindqvist", LINDQVIST)
REPLIED = (
    "She had signed the report, the lawyer for the families replied, and he held up a copy of it."
)
DISPUTED = COURIER.travelling(
    LINDQVIST.statements[0],
    addressee="the panel",
    disputed=(COURIER.excerpt(REPLIED),),
)
LEAKED = GAZETTE.travelling(
    LINDQVIST.statements[2],
    mention="She",
    resolution=Resolution("pronoun, for the last person who spoke", 0.9),
    conduit="The port of Ostervik",
)
QUOTED_ABOUT = Quoted("lindqvist", replace(LINDQVIST, statements=(DISPUTED,)), "the bolt", 2)
NOT_ABOUT = NotAbout("lindqvist", "fish", replace(LINDQVIST, statements=(LEAKED,)), 3)
NAMED_ONLY = NamedOnly(
    "baltic mutual",
    "Baltic Mutual",
    (
        COURIER.excerpt(
            "The panel asked the port’s insurer, Baltic Mutual, for every maintenance record of "
            "the past six years; its counsel said that some of them had been lost when the "
            "offices moved in 2023."
        ),
    ),
)
SEVERAL = SeveralSpeakers(
    "Lindqvist",
    (
        LINDQVIST,
        SpeakerStatements("Olof Lindqvist", ("Lindqvist",), ()),
        SpeakerStatements(
            "Lindqvist",
            (),
            (LEDGER.statement("No reason was given.", "No reason", StatementKind.INDIRECT),),
            is_surname_only=True,
        ),
    ),
)
UNKNOWN = UnknownName("Lindkvist", ("Mara Lindqvist", "Olof Lindqvist"))
OUTLETS = (
    ListedOutlet(
        "Northern Courier",
        "2026-03-19",
        "2026-03-19",
        (ListedFile(COURIER.file, COURIER.title, COURIER.published, ("address of the page",)),),
    ),
    ListedOutlet(
        "The Ostervik Gazette",
        "2025-12-01",
        "2026-03-12",
        (
            ListedFile(GAZETTE.file, GAZETTE.title, GAZETTE.published, ("line in the footer",)),
            ListedFile("harbour/dredging.txt", "Dredging begins", "2025-12-01", ()),
        ),
    ),
    ListedOutlet(None, None, None, (ListedFile(LEDGER.file, None, None, ()),)),
)
