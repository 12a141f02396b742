"""Invented texts in the shapes in which real articles are scraped."""

from typing import Final

from retrieval.corpus.read import RawArticle
from retrieval.corpus.sidecar import DeclaredMetadata

HARBOUR_DEAL: Final = """\
https://northernledger.example.com/20240312/harbour-deal-signed-1187.html
Harbour Deal ‘Ends Ten Years of Waiting,’ Says Mayor
Harbour Deal ‘Ends Ten Years of Waiting,’ Says Mayor
Northern Ledger
The harbour deal was signed on Monday, Mayor Tilda Brandt told the Ledger.
2024-03-12T09:30+0000
2024-03-12T09:30+0000
harbour
fishing
tilda brandt
ports
https://cdn.northernledger.example.com/pictures/1187-quay-wide.jpg
She called it “the end of ten years of waiting.”“We can build again, and we will build before the winter storms arrive.”The opposition said the price was far too high for so small a town.
https://northernledger.example.com/20240311/what-the-port-costs-1186.html
harbour
ports
Northern Ledger
desk@northernledger.example.com
+44 1632 960001
Brandt „Verlag“ House
2024
Northern Ledger
desk@northernledger.example.com
+44 1632 960001
Brandt „Verlag“ House
News
en_EN
https://cdn.northernledger.example.com/pictures/1187-quay-small.jpgNorthern Ledger
harbour deal, fishing rights,port costs, tilda brandt
Harbour Deal ‘Ends Ten Years of Waiting,’ Says Mayor
The harbour deal was signed in the old town hall on Monday, Mayor Tilda Brandt told the Ledger.
She called it “the end of
ten years of waiting.”
“We can build again, and we will build before the winter storms arrive.”
“Nobody here will lose a berth because of this contract,” she added.
The opposition said the price was far too high for so small a town."""

DIGEST: Final = """\
Seen from inland: “The ink dries slowly”

10:05 09.11.2023 •

Mayor Tilda Brandt signs the harbour deal in the town hall in 2023.
Photo: QRS

The deal ends ten years of waiting, ‘The Evening Courier’ notes.

The mayor told the Evening Courier that work begins in spring.

\x20

Read more in our channel: https://t.me/The_Coastal_Review"""

BLOG: Final = """\
Home » local » Harbour: The “Complex” Deal – What Now?

Harbour: The “Complex” Deal – What Now?

by Ada Quill Senior News Editor

Is a New Quarrel Coming? Fishermen Doubt the Mayor

The deal has split the fishermen of the town, and the quarrel may last through the year.

Why Now? The Price of Waiting

Several things are at work:

  • Rising costs: Steel has doubled in price.
  • Old ships: Half of the fleet is older than its crews.

Frequently Asked Questions

Q: Who pays for the new pier?

A: The town pays half. The state pays the rest.

Nobody knows how it ends. Will the pier stand by spring? Tell us in the comments!

You may also like

Ten Piers You Must See

Leave a Comment

This site uses Plankguard against spam. Find out what happens to the text of your comment.

Ad Blocker Noticed

Please switch off your ad blocker here and load the page again."""

BARE: Final = """\
Nobody in the council gave the mayor’s harbour plan a second winter. On Monday she signed it, in the old town hall, with a pen that somebody had to lend her.
“No.”
The owner of the yard, Ben Roe, told the Evening Courier that he had “slept badly for a year” over it.
Additional reporting by Cy Marsh in Eastport and Dee Lund in Weston
Read the full article here"""


def raw(text: str, declared: DeclaredMetadata | None = None, file: str = "a.txt") -> RawArticle:
    return RawArticle(f"/{file}", file, text, declared or DeclaredMetadata(), "0" * 64, "0" * 64)
