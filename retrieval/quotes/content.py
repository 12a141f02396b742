"""What a cue reports: the stretch of its sentence that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.quotes.according import according_to, is_according
from retrieval.quotes.clauses import Clauses
from retrieval.quotes.cues import Cue
from retrieval.quotes.lines import Line, Range, may_report, only_beside
from retrieval.quotes.marks import DASHES, ENDS, LINKS
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import phrase_of

_LINK_TOKENS = 3
"""A comma, "and" and a blank, between a clause and the quotation after it."""

STRETCH = 45
"""How many tokens after its cue a quotation inside a clause may begin."""


class Contents:
    """Finds what the cues of one page report, as ranges of tokens, ends included."""

    def __init__(self, page: Page, extent: Mapping[int, Range]) -> None:
        self._page = page
        self._extent = extent
        self._clauses = Clauses(page, extent)

    def of(
        self,
        sentence: Line,
        cue: Cue,
        earlier: Sequence[Cue],
        following: Cue | None,
        taken: Mapping[int, Cue],
    ) -> list[Range]:
        """The ranges that a cue reports, in order; none where it reports nothing.

        Args:
            sentence: the sentence of the cue.
            cue: the cue.
            earlier: the cues before it that claim what stands before them.
            following: the next cue, which claims the quotations beyond it.
            taken: the quotations that a cue before it reports, each with that cue.
        """
        if is_according(self._page, cue):
            return according_to(self._page, self._extent, sentence, cue)
        left = self._left(sentence, cue, earlier, taken)
        if not left:
            return self._right(sentence, cue, following)
        if not any(self._quotes(sentence, part) for part in left):
            right = self._right(sentence, cue, following)
            if any(self._quotes(sentence, part) for part in right):
                return [*left, *right] if self._goes_on(left[-1], right[0]) else right
        return [*left, *self._right_again(sentence, cue, following)]

    def _goes_on(self, left: Range, right: Range) -> bool:
        """Whether a sentence goes on in its quotation: "The plan was, she said, “a fall.”"."""
        page = self._page
        tokens = page.tokens
        quote = page.quotation_of[right[0]]
        if quote < 0 or tokens[right[0] - 1].text != ",":
            return False
        spoken = any(tokens[at].tag in {"VBD", "VBZ", "VBP", "MD"} for at in range(*left))
        lower = page.quotations[quote].inner.of(page.text)[:1].islower()
        return lower and (spoken or tokens[left[1]].tag in {"VBD", "VBZ", "VBP"})

    def _left(
        self, sentence: Line, cue: Cue, earlier: Sequence[Cue], taken: Mapping[int, Cue]
    ) -> list[Range]:
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
            owner = taken.get(quote)
            if owner is not None and not self._is_under(owner, cue):
                return []
            inner = self._page.quotations[quote].inner.of(self._page.text)
            if not parted and inner[-1:] not in {",", "-", "–", "—", *ENDS}:
                return []
            return [(self._left_start(sentence, earlier, self._extent[quote][0]), last)]
        spoken = parted and self._is_spoken_before(sentence, cue, frame, earlier)
        return [(sentence.first, last)] if spoken else []

    def _is_under(self, inner: Cue, outer: Cue) -> bool:
        """Whether one cue's clause is what the other reports: "He said “no,” Marlow recalled"."""
        at = inner.token
        while self._page.tokens[at].head != at:
            at = self._page.tokens[at].head
            if at == outer.token:
                return self._page.tokens[inner.token].dep in {"ccomp", "parataxis"}
        return False

    def _before_frame(self, sentence: Line, frame: int) -> tuple[int, bool]:
        """The last word before the frame, and whether a comma or dash parts them."""
        page = self._page
        at, parted = frame - 1, False
        while (
            at >= sentence.first
            and page.quotation_of[at] < 0
            and page.tokens[at].pos
            in ({"PUNCT", "SPACE"} if parted else {"PUNCT", "SPACE", "ADV"})
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
        page = self._page
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
        clause = None if only_beside(self._page, cue) else self._clauses.of(sentence, cue, frame)
        if quote is None:
            told = clause and (may_report(self._page, cue) or self._quotes(sentence, clause))
            return [clause] if clause and told else []
        start, end = self._extent[quote]
        if clause is not None and clause[0] <= start:
            if end <= clause[1] or self._tail(clause[1] + 1, start):
                return [(clause[0], max(clause[1], end))]
            if may_report(self._page, cue):
                return [clause]
        if self._direct_link(cue, frame, start):
            return [(start, max(end, self._same_run(sentence, end, limit)))]
        stretches = clause is None and self._stretches(cue, frame, start)
        return [(self._after_links(frame + 1, start), end)] if stretches else []

    def _frame_end(self, cue: Cue) -> int:
        """The last token of the cue, or of its subject where that stands after it."""
        page, subject = self._page, cue.subject
        inverted = subject is not None and not cue.inherited and subject.first > cue.token
        last = max(cue.last, subject.last) if subject is not None and inverted else cue.last
        addressee = page.child(cue.token, "dobj", "dative")
        if addressee is None or page.tokens[cue.token].lemma not in page.lexicon.verbs.addressing:
            return last
        phrase = phrase_of(page, addressee)
        beside = phrase.first == last + 1 and page.quotation_of[addressee] < 0
        return max(last, phrase.last) if beside else last

    def _stretches(self, cue: Cue, frame: int, start: int) -> bool:
        """Whether a verb, whose clause the parse lost, may reach as far as the quotation."""
        lemma = self._page.tokens[cue.token].lemma
        return (
            lemma in self._page.lexicon.verbs.saying | self._page.lexicon.verbs.believing
            and start - frame <= STRETCH
            and not cue.doubted
        )

    def _quotes(self, sentence: Line, clause: Range) -> bool:
        return any(clause[0] <= self._extent[q][0] <= clause[1] for q in sentence.quotes)

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
        return last - first <= _LINK_TOKENS and all(
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
        near = last in page.lexicon.grammar.that and start - frame <= STRETCH
        if last in {":", ","} or near or between <= LINKS | page.lexicon.grammar.that:
            return True
        inner = page.quotations[page.quotation_of[start]].inner.of(page.text)
        whole = inner[:1].isupper() and inner[-1:] in {*ENDS, ","}
        return whole and page.tokens[cue.token].lemma in page.lexicon.verbs.saying

    def _after_links(self, first: int, last: int) -> int:
        page = self._page
        while first < last and (
            page.tokens[first].text.lower() in LINKS | page.lexicon.grammar.that
            or page.tokens[first].pos in {"PUNCT", "SPACE"}
        ):
            first += 1
        return first
