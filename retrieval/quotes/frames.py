"""The frame around a quotation: "Marlow told the board", where it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.quotes.cues import Cue
from retrieval.quotes.lines import Line
from retrieval.quotes.marks import DASHES
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import phrase_of


def frame_end(page: Page, cue: Cue) -> int:
    """The last token of the cue, or of its subject where that stands after it."""
    subject = cue.subject
    inverted = subject is not None and not cue.inherited and subject.first > cue.token
    last = max(cue.last, subject.last) if subject is not None and inverted else cue.last
    addressee = page.child(cue.token, "dobj", "dative")
    if addressee is None or page.tokens[cue.token].lemma not in page.lexicon.verbs.addressing:
        return last
    phrase = phrase_of(page, addressee)
    beside = phrase.first == last + 1 and page.quotation_of[addressee] < 0
    return max(last, phrase.last) if beside else last


def before_frame(page: Page, sentence: Line, frame: int) -> tuple[int, bool]:
    """The last word before the frame, and whether a comma or dash parts them."""
    at, parted = frame - 1, False
    while (
        at >= sentence.first
        and page.quotation_of[at] < 0
        and page.tokens[at].pos in ({"PUNCT", "SPACE"} if parted else {"PUNCT", "SPACE", "ADV"})
    ):
        if page.tokens[at].text == "," or page.tokens[at].text in DASHES:
            parted = True
        at -= 1
    return at, parted


def ends_frame(page: Page, cue: Cue, sentence: Line) -> bool:
    """Whether nothing but punctuation, time or place follows the frame."""
    last = max(cue.last, cue.subject.last if cue.subject else 0)
    addressee = page.child(cue.token, "dobj", "dative")
    if addressee is not None and page.tokens[cue.token].lemma in page.lexicon.verbs.addressing:
        last = max(last, *page.subtree(addressee))
    following = last + 1
    return (
        following > sentence.last
        or page.tokens[following].pos in {"PUNCT", "SPACE", "ADP", "ADV", "PRON"}
        or page.quotation_of[following] >= 0
    )


def is_spoken_before(
    page: Page, sentence: Line, cue: Cue, frame: int, earlier: Sequence[Cue]
) -> bool:
    """Whether the parse hangs a clause before the frame on the cue, or the cue on it."""
    if reports_after(page, cue):
        return False
    clause = page.child(cue.token, "ccomp")
    if clause is not None and clause < frame:
        return True
    aside = page.tokens[cue.token].dep in {"parataxis", "ccomp", "advcl"}
    return aside and not earlier and ends_frame(page, cue, sentence)


def reports_after(page: Page, cue: Cue) -> bool:
    """Whether a clause or an object follows right on the frame: "At dusk, she said that …"."""
    tokens = page.tokens
    frame = frame_end(page, cue)
    if frame > cue.last or frame + 1 >= len(tokens) or tokens[frame + 1].text == ",":
        return False
    kinds = {"ccomp", "xcomp"}
    if tokens[cue.token].lemma not in page.lexicon.verbs.addressing:
        kinds.add("dobj")
    return any(
        child > frame and tokens[child].dep in kinds and tokens[child].entity != "DATE"
        for child in page.children[cue.token]
    )
