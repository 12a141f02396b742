"""The clause or object that a cue governs."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.quotes.cues import Cue, begins
from retrieval.quotes.lines import Line, Range, may_report
from retrieval.quotes.marks import DASHES
from retrieval.quotes.page import Page


class Clauses:
    """Finds the clauses that the cues of one page govern."""

    def __init__(self, page: Page, extent: Mapping[int, Range]) -> None:
        self._page = page
        self._extent = extent

    def of(self, sentence: Line, cue: Cue, frame: int) -> Range | None:
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
        first = self._with_lost_subject(cue, frame, min(members))
        last = self._before_next(sentence, cue, first, self._cut(first, max(members)))
        return self._whole_quotes(first, last) if first <= last else None

    def _with_lost_subject(self, cue: Cue, frame: int, first: int) -> int:
        """Where a clause begins whose subject the parse took for the cue's object."""
        page = self._page
        lost = page.child(cue.token, "dobj")
        if (
            lost is None
            or page.tokens[first].tag not in {"VBD", "VBZ", "VBP", "MD"}
            or page.tokens[cue.token].lemma in page.lexicon.verbs.addressing
        ):
            return first
        under = page.subtree(lost)
        return under[0] if under[0] > frame and under[-1] == first - 1 else first

    def _before_next(self, sentence: Line, cue: Cue, first: int, last: int) -> int:
        """The end of a clause before the same speaker's next verb: "… and denied that …"."""
        tokens = self._page.tokens
        for later in sentence.cues:
            if (
                not cue.token < first <= later.token <= last
                or not later.inherited
                or later.subject is None
                or cue.subject is None
                or later.subject.head != cue.subject.head
                or tokens[later.token].tag not in {"VBD", "VBZ", "VBP"}
                or not may_report(self._page, later)
            ):
                continue
            at = later.token - 1
            while at > first and tokens[at].pos in {"ADV", "AUX"}:
                at -= 1
            if tokens[at].pos == "CCONJ":
                return at - 1
        return last

    def _clausal(self, cue: Cue, frame: int) -> list[int]:
        """Heads of the clauses that the verb governs."""
        tokens, verbs = self._page.tokens, self._page.lexicon.verbs
        lemma = tokens[cue.token].lemma
        infinitive = lemma in (verbs.promising | verbs.asking | verbs.saying) - verbs.intending
        completing = verbs.only_with.get(lemma, frozenset())
        chosen = [
            child
            for child in self._page.children[cue.token]
            if (tokens[child].dep == "ccomp" and tokens[child].text.lower() not in completing)
            or (tokens[child].dep == "xcomp" and infinitive and child > frame)
        ]
        return chosen or self._strayed(cue)

    def _strayed(self, cue: Cue) -> list[int]:
        """A clause that the parse hung on a word between: "wrote in notes seen by Ro that …"."""
        page = self._page
        if page.tokens[cue.token].lemma not in page.lexicon.verbs.saying:
            return []
        return [
            at
            for at in page.subtree(cue.token)
            if at > cue.token
            and page.tokens[at].dep == "ccomp"
            and page.tokens[page.tokens[at].head].dep in {"acl", "relcl"}
            and page.tokens[page.tokens[at].head].lemma not in page.lexicon.verbs.cues
            and (mark := page.child(at, "mark")) is not None
            and page.tokens[mark].text.lower() in page.lexicon.grammar.that
        ][:1]

    def _objects(self, cue: Cue, frame: int) -> list[int]:
        """Heads of the verb's objects that can be words of the speaker's."""
        tokens = self._page.tokens
        lemma = tokens[cue.token].lemma
        kinds = {"oprd", "attr", "acomp"} | (
            set() if lemma in self._page.lexicon.verbs.addressing else {"dobj"}
        )
        return [
            child
            for child in self._page.children[cue.token]
            if child > frame
            and (
                tokens[child].dep in kinds
                or (
                    tokens[child].dep == "prep"
                    and lemma in self._page.lexicon.verbs.asking
                    and tokens[child].text.lower() in self._page.lexicon.grammar.leading_to_content
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
            adds = (
                after.tag == "VBG"
                and after.lemma in page.lexicon.verbs.cues | page.lexicon.verbs.as_a_result
            )
            if token.text == "," and (
                adds or after.text.lower() in page.lexicon.grammar.continuing
            ):
                return at - 1
            if any(begins(page, at, phrase) for phrase in page.lexicon.grammar.in_the_words_of):
                return at - 1
            if (
                token.text in {"—", "–", "--"}
                and after.pos in {"DET", "NOUN"}
                and not any(page.tokens[i].text in DASHES for i in range(at + 1, last + 1))
            ):
                return at - 1
        return last
