"""What a cue reports: the stretch of its sentence that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.quotes.cues import Cue
from retrieval.quotes.lexicon import (
    ACCORDING,
    ADDRESSING,
    AS_A_RESULT,
    ASKING,
    BELIEVING,
    BESIDE_A_QUOTATION,
    CUES,
    DASHES,
    ENDS,
    LEADING_TO_CONTENT,
    LINKS,
    PROMISING,
    SAYING,
)
from retrieval.quotes.page import Page

STRETCH = 45
"""How many tokens after its cue a quotation inside a clause may begin."""
Range = tuple[int, int]
"""First and last token."""


@dataclass(slots=True)
class Line:
    """A sentence: its first and last token, the quotations in it, its cues."""

    first: int
    last: int
    quotes: list[int]
    cues: list[Cue]


def extents(page: Page) -> dict[int, Range]:
    """First and last token of each quotation, marks included."""
    found: dict[int, Range] = {}
    for index, quote in enumerate(page.quotation_of):
        if quote >= 0:
            found[quote] = (found.get(quote, (index, index))[0], index)
    return found


class Contents:
    """Finds what the cues of one page report, as ranges of tokens, ends included."""

    def __init__(self, page: Page, extent: Mapping[int, Range]) -> None:
        self._page = page
        self._extent = extent

    def only_beside(self, cue: Cue) -> bool:
        """Whether the cue reports nothing but a quotation right beside it."""
        lemma = self._page.tokens[cue.token].lemma
        return lemma in BESIDE_A_QUOTATION and lemma not in SAYING | ASKING

    def stands_alone(self, cue: Cue) -> bool:
        """Whether the cue makes a statement of a clause without any quotation."""
        lemma = self._page.tokens[cue.token].lemma
        if cue.doubted:
            return False
        return lemma in SAYING or lemma in PROMISING or self._is_according(cue)

    def _is_according(self, cue: Cue) -> bool:
        return self._page.tokens[cue.token].text.lower() == ACCORDING

    def of(
        self, sentence: Line, cue: Cue, earlier: Sequence[Cue], following: Cue | None
    ) -> list[Range]:
        """The ranges that a cue reports, in order; none where it reports nothing.

        Args:
            sentence: the sentence of the cue.
            cue: the cue.
            earlier: the cues before it that claim what stands before them.
            following: the next cue, which claims the quotations beyond it.
        """
        if self._is_according(cue):
            return self._content_of_according(sentence, cue)
        left = self._left(sentence, cue, earlier)
        if not left:
            return self._right(sentence, cue, following)
        if not any(self._quotes(sentence, part) for part in left):
            right = self._right(sentence, cue, following)
            if any(self._quotes(sentence, part) for part in right):
                return right
        return [*left, *self._right_again(sentence, cue, following)]

    def _content_of_according(self, sentence: Line, cue: Cue) -> list[Range]:
        page = self._page
        subject = cue.subject
        if subject is None:
            return []
        before = [
            at
            for at in range(sentence.first, cue.token)
            if page.tokens[at].pos not in {"PUNCT", "SPACE", "CCONJ"}
        ]
        if before and len(before) > 2:  # noqa: PLR2004  more than "And so"
            return [(sentence.first, cue.token - 1)]
        comma = next(
            (
                at
                for at in range(subject.last + 1, sentence.last + 1)
                if page.tokens[at].text == ","
                and page.quotation_of[at] < 0
                and self._clause_after(at, sentence)
            ),
            None,
        )
        quote = next((q for q in sentence.quotes if self._extent[q][0] > subject.last), None)
        if comma is None and quote is not None:
            return [(self._extent[quote][0], sentence.last)]
        return [(comma + 1, sentence.last)] if comma is not None and comma < sentence.last else []

    def _clause_after(self, comma: int, sentence: Line) -> bool:
        """Whether a clause, not an apposition, begins after the comma."""
        page = self._page
        root = next(
            (at for at in range(comma + 1, sentence.last + 1) if page.tokens[at].dep == "ROOT"),
            None,
        )
        later = any(
            page.tokens[at].text == "," and page.quotation_of[at] < 0
            for at in range(comma + 1, root or comma)
        )
        return (
            root is None
            or not later
            or page.tokens[comma].head >= comma
            or page.tokens[comma + 1].pos != "DET"
        )

    def _left(self, sentence: Line, cue: Cue, earlier: Sequence[Cue]) -> list[Range]:
        """What stands before the frame "Marlow said" or "said Marlow"."""
        subject = cue.subject
        if subject is None or cue.inherited:
            return []
        frame = min(cue.token, subject.first)
        last, parted = self._before_frame(sentence, frame)
        if last < sentence.first:
            return []
        quote = self._page.quotation_of[last]
        if quote >= 0:
            inner = self._page.quotations[quote].inner.of(self._page.text)
            if not parted and inner[-1:] not in {",", "-", "–", "—", *ENDS}:
                return []
            return [(self._left_start(sentence, earlier, self._extent[quote][0]), last)]
        spoken = parted and self._is_spoken_before(sentence, cue, frame, earlier)
        return [(sentence.first, last)] if spoken else []

    def _before_frame(self, sentence: Line, frame: int) -> tuple[int, bool]:
        """The last word before the frame, and whether a comma or dash parts them."""
        page = self._page
        at, parted = frame - 1, False
        while (
            at >= sentence.first
            and page.quotation_of[at] < 0
            and page.tokens[at].pos in {"PUNCT", "SPACE", "ADV"}
        ):
            parted = parted or page.tokens[at].text == "," or page.tokens[at].text in DASHES
            at -= 1
        return at, parted

    def _is_spoken_before(
        self, sentence: Line, cue: Cue, frame: int, earlier: Sequence[Cue]
    ) -> bool:
        """Whether the parse hangs a clause before the frame on the cue, or the cue on it."""
        clause = self._page.child(cue.token, "ccomp")
        if clause is not None and clause < frame:
            return True
        aside = self._page.tokens[cue.token].dep in {"parataxis", "ccomp", "advcl"}
        return aside and not earlier and self._ends_frame(cue, sentence)

    def _left_start(self, sentence: Line, earlier: Sequence[Cue], quote: int) -> int:
        """Where the clause that ends in the quotation begins."""
        page = self._page
        words = [
            at
            for at in range(sentence.first, quote)
            if page.quotation_of[at] < 0
            and page.tokens[at].pos not in {"PUNCT", "SPACE", "CCONJ", "INTJ"}
        ]
        return quote if earlier or not words else sentence.first

    def _ends_frame(self, cue: Cue, sentence: Line) -> bool:
        following = max(cue.last, cue.subject.last if cue.subject else 0) + 1
        return following > sentence.last or self._page.tokens[following].pos in {
            "PUNCT",
            "SPACE",
            "ADP",
            "ADV",
            "PRON",
        }

    def _right_again(self, sentence: Line, cue: Cue, following: Cue | None) -> list[Range]:
        """What resumes, after the frame, what stands before it."""
        frame = self._frame_end(cue)
        limit = following.token if following is not None else sentence.last + 1
        quote = self._first_between(sentence, frame, limit)
        return self._resumed(sentence, frame, quote) or self._rest(sentence, cue, frame)

    def _first_between(self, sentence: Line, frame: int, limit: int) -> int | None:
        starts = self._extent
        return next((q for q in sentence.quotes if frame < starts[q][0] < limit), None)

    def _right(self, sentence: Line, cue: Cue, following: Cue | None) -> list[Range]:
        """What stands after the frame."""
        frame = self._frame_end(cue)
        limit = following.token if following is not None else sentence.last + 1
        quote = self._first_between(sentence, frame, limit)
        clause = self._clause(sentence, cue, frame)
        if quote is None:
            told = clause and (self._may_report(cue) or self._quotes(sentence, clause))
            return [clause] if clause and told else []
        start, end = self._extent[quote]
        if clause is not None and clause[0] <= start:
            if end <= clause[1] or self._tail(clause[1] + 1, start):
                return [(clause[0], max(clause[1], end))]
            if self._may_report(cue):
                return [clause]
        if self._direct_link(cue, frame, start):
            return [(start, max(end, self._same_run(sentence, end, limit)))]
        stretches = clause is None and self._stretches(cue, frame, start)
        return [(self._after_links(frame + 1, start), end)] if stretches else []

    def _frame_end(self, cue: Cue) -> int:
        """The last token of the cue, or of its subject where that stands after it."""
        subject = cue.subject
        inverted = subject is not None and not cue.inherited and subject.first > cue.token
        return max(cue.last, subject.last) if subject is not None and inverted else cue.last

    def _stretches(self, cue: Cue, frame: int, start: int) -> bool:
        """Whether a verb, whose clause the parse lost, may reach as far as the quotation."""
        lemma = self._page.tokens[cue.token].lemma
        return lemma in SAYING | BELIEVING and start - frame <= STRETCH and not cue.doubted

    def _quotes(self, sentence: Line, clause: Range) -> bool:
        return any(clause[0] <= self._extent[q][0] <= clause[1] for q in sentence.quotes)

    def _may_report(self, cue: Cue) -> bool:
        lemma = self._page.tokens[cue.token].lemma
        return lemma in SAYING or lemma in PROMISING

    def _resumed(self, sentence: Line, frame: int, quote: int | None) -> list[Range]:
        """The second half of “…,” she said, “…”."""
        page = self._page
        if quote is None:
            return []
        start, end = self._extent[quote]
        linked = start > frame and page.tokens[start - 1].text in {",", ":", "-", "–", "—", "--"}
        return (
            [(start, max(end, self._same_run(sentence, end, sentence.last + 1)))] if linked else []
        )

    def _rest(self, sentence: Line, cue: Cue, frame: int) -> list[Range]:
        """The second half of "The plan, she said, would fail"."""
        page = self._page
        root = page.tokens[cue.token].head
        clause = page.child(cue.token, "ccomp")
        verb = root if page.tokens[cue.token].dep == "parataxis" else clause
        comma = next(
            (
                at
                for at in range(frame + 1, sentence.last)
                if page.tokens[at].text == "," and page.quotation_of[at] < 0
            ),
            None,
        )
        if verb is None or comma is None or verb <= comma:
            return []
        if page.sentence_of[verb] != page.sentence_of[cue.token]:
            return []
        return [(comma + 1, sentence.last)]

    def _same_run(self, sentence: Line, end: int, limit: int) -> int:
        """The end of quotations that follow directly on this one."""
        page = self._page
        for quote in sentence.quotes:
            start, last = self._extent[quote]
            if end < start < limit and all(
                page.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ"} for at in range(end + 1, start)
            ):
                end = last
        return end

    def _tail(self, first: int, last: int) -> bool:
        """Whether only a link stands between a clause and the quotation after it."""
        page = self._page
        return last - first <= 3 and all(  # noqa: PLR2004  a comma, "and", a blank
            page.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ", "DET", "ADP"}
            for at in range(first, last)
        )

    def _direct_link(self, cue: Cue, frame: int, start: int) -> bool:
        """Whether only addressee, time and place stand between the cue and the quotation."""
        page = self._page
        last = page.tokens[start - 1].text
        between = {
            page.tokens[at].text.lower()
            for at in range(frame + 1, start)
            if page.tokens[at].pos not in {"PUNCT", "SPACE"}
        }
        near = last == "that" and start - frame <= STRETCH
        if last in {":", ","} or near or between <= LINKS:
            return True
        inner = page.quotations[page.quotation_of[start]].inner.of(page.text)
        whole = inner[:1].isupper() and inner[-1:] in {*ENDS, ","}
        return whole and page.tokens[cue.token].lemma in SAYING

    def _after_links(self, first: int, last: int) -> int:
        page = self._page
        while first < last and (
            page.tokens[first].text.lower() in LINKS
            or page.tokens[first].pos in {"PUNCT", "SPACE"}
        ):
            first += 1
        return first

    def _clause(self, sentence: Line, cue: Cue, frame: int) -> Range | None:
        """The clause or object that the verb governs, as far as it stands to the right."""
        page = self._page
        chosen = self._clausal(cue, frame)
        if sentence.quotes:
            objects = self._objects(cue, frame)
            chosen += [c for c in objects if not chosen or page.tokens[c].dep == "dobj"]
        members = [
            at
            for head in chosen
            for at in page.subtree(head)
            if sentence.first <= at <= sentence.last and at > frame
        ]
        if not members:
            return None
        first = min(members)
        return self._whole_quotes(first, self._cut(first, max(members)))

    def _clausal(self, cue: Cue, frame: int) -> list[int]:
        """Heads of the clauses that the verb governs."""
        tokens = self._page.tokens
        infinitive = tokens[cue.token].lemma in PROMISING | ASKING | SAYING
        return [
            child
            for child in self._page.children[cue.token]
            if tokens[child].dep == "ccomp"
            or (tokens[child].dep == "xcomp" and infinitive and child > frame)
        ]

    def _objects(self, cue: Cue, frame: int) -> list[int]:
        """Heads of the verb's objects that can be words of the speaker's."""
        tokens = self._page.tokens
        lemma = tokens[cue.token].lemma
        kinds = {"oprd", "attr", "acomp"} | (set() if lemma in ADDRESSING else {"dobj"})
        return [
            child
            for child in self._page.children[cue.token]
            if child > frame
            and (
                tokens[child].dep in kinds
                or (
                    tokens[child].dep == "prep"
                    and lemma in ASKING
                    and tokens[child].text.lower() in LEADING_TO_CONTENT
                )
            )
        ]

    def _whole_quotes(self, first: int, last: int) -> Range:
        """The range, widened to the quotations that it cuts."""
        page = self._page
        if page.quotation_of[first] >= 0:
            first = self._extent[page.quotation_of[first]][0]
        if page.quotation_of[last] >= 0:
            last = self._extent[page.quotation_of[last]][1]
        return first, last

    def _cut(self, first: int, last: int) -> int:
        """The end of a clause without what the writer adds: ", suggesting that …", "— a shift …"."""
        page = self._page
        for at in range(first + 1, last):
            if page.quotation_of[at] >= 0:
                continue
            token, after = page.tokens[at], page.tokens[at + 1]
            adds = after.tag == "VBG" and after.lemma in CUES | AS_A_RESULT
            if token.text == "," and (adds or after.text.lower() == "while"):
                return at - 1
            if (
                token.text in {"—", "–", "--"}
                and after.pos == "DET"
                and not any(page.tokens[i].text in DASHES for i in range(at + 1, last + 1))
            ):
                return at - 1
        return last
