"""Find the clause or object that a cue verb governs."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.quotes.extraction.cues import (
    Cue,
    reports_clause,
    reports_object,
)
from retrieval.quotes.extraction.reporting_clause import before_comment
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.grammar.asides import after_day
from retrieval.quotes.grammar.shared_subjects import tense
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.noun_phrases import NounPhrase


class ClauseExtractor:
    """Finds the clauses that the cues of one document govern."""

    def __init__(self, document: ParsedDocument, extent: Mapping[int, TokenRange]) -> None:
        self._document = document
        self._extent = extent

    def extract(self, sentence: SentenceTokens, cue: Cue, reporting_end: int) -> TokenRange | None:
        """Return the clause or object that the verb governs after ``reporting_end``, or None."""
        document = self._document
        chosen = self._clause_heads(cue, reporting_end)
        tells = not chosen and reports_object(document, cue)
        if sentence.quotes or tells:
            objects = self._object_heads(cue, reporting_end)
            chosen += [c for c in objects if not chosen or document.tokens[c].dep == "dobj"]
        members = [
            at
            for head in chosen
            for at in document.subtree(head)
            if sentence.first <= at <= sentence.last and at > reporting_end
        ]
        if not members:
            return None
        members = self._from_complementizer(chosen, members)
        members += self._recipient_of_request(cue, chosen, reporting_end, min(members))
        first = self._after_preposition(cue, min(members))
        first = self._with_misparsed_subject(cue, reporting_end, first)
        first = after_day(document, first, max(members))
        last = self._before_next_cue(
            sentence, cue, first, before_comment(document, first, max(members), min(chosen))
        )
        last = self._before_other_speaker(sentence, cue, first, last)
        last = self._without_link(first, self._with_coordinated_clauses(sentence, first, last))
        return self._widened_to_quotations(first, last) if first <= last else None

    def _from_complementizer(self, chosen: list[int], members: list[int]) -> list[int]:
        """Return the clause from its "that" on: "told the crew that …"."""
        tokens = self._document.tokens
        marks = [
            under
            for head in chosen
            for under in self._document.children[head]
            if tokens[head].dep == "ccomp"
            and tokens[under].dep == "mark"
            and tokens[under].text.lower() in self._document.lexicon.grammar.that
            and under in members
        ]
        return [at for at in members if at >= min(marks)] if marks else members

    def _recipient_of_request(
        self, cue: Cue, chosen: list[int], reporting_end: int, first: int
    ) -> list[int]:
        """Return the tokens of who is to act, before an infinitive: "urged the crew to wait"."""
        document = self._document
        infinitive = any(
            document.tokens[under].tag == "TO" and under <= first + 1
            for head in chosen
            for under in document.children[head]
        )
        asked = document.child(cue.token, "dobj", "dative")
        if asked is None:
            on = document.child(cue.token, "prep", "prt")
            asked = document.child(on, "pobj") if on is not None else None
        if not infinitive or asked is None or not reporting_end < asked < first:
            return []
        return [at for at in document.subtree(asked) if reporting_end < at < first]

    def _after_preposition(self, cue: Cue, first: int) -> int:
        """Return where a prepositional verb's object begins: "referred to the “new class”"."""
        token = self._document.tokens[first]
        leads = token.dep in {"prep", "agent"} and token.head == cue.token
        return first + leads * (
            token.text.lower() in self._document.lexicon.grammar.prepositions_of_cues
        )

    def _with_coordinated_clauses(self, sentence: SentenceTokens, first: int, last: int) -> int:
        """Return the clause's end with those that the parse separated from it: "… and that …"."""
        tokens = self._document.tokens
        at = last + 1
        while at <= sentence.last and tokens[at].pos in {"PUNCT", "CCONJ", "SPACE"}:
            at += 1
        if not (
            last + 1 < at <= sentence.last
            and tokens[at - 1].pos == "CCONJ"
            and tokens[at].text.lower() in self._document.lexicon.grammar.that
            and tokens[at].pos == "SCONJ"
            and first <= last
        ):
            return last
        under = [i for i in self._document.subtree(tokens[at].head) if at <= i <= sentence.last]
        return self._with_coordinated_clauses(sentence, first, max(under, default=last))

    def governs_clause(self, cue: Cue, reporting_end: int) -> bool:
        """Return whether the verb governs a clause, and not a mere object."""
        return bool(self._clause_heads(cue, reporting_end))

    def _with_misparsed_subject(self, cue: Cue, reporting_end: int, first: int) -> int:
        """Return where a clause begins whose subject the parse took for the cue's object."""
        document = self._document
        lost = document.child(cue.token, "dobj")
        if (
            lost is None
            or document.tokens[first].tag not in {"VBD", "VBZ", "VBP", "MD"}
            or document.tokens[cue.token].lemma in document.lexicon.verbs.addressing
        ):
            return first
        under = document.subtree(lost)
        return under[0] if under[0] > reporting_end and under[-1] == first - 1 else first

    def _before_next_cue(self, sentence: SentenceTokens, cue: Cue, first: int, last: int) -> int:
        """Return the clause's end before the same speaker's next verb: "… and denied that …"."""
        tokens = self._document.tokens
        for later in sentence.cues:
            if (
                not cue.token < first <= later.token <= last
                or not later.inherited
                or later.subject is None
                or cue.subject is None
                or later.subject.head != cue.subject.head
                or not self._is_finite(later.token)
                or not reports_clause(self._document, later)
            ):
                continue
            at = later.token - 1
            while at > first and tokens[at].pos in {"ADV", "AUX", "PART"}:
                at -= 1
            if tokens[at].pos == "CCONJ":
                return at - 1 - (tokens[at - 1].text == ",")
        return last

    def _is_finite(self, verb: int) -> bool:
        """Return whether a verb is finite, or a form of "do" or "have" makes it so."""
        tokens, helping = self._document.tokens, self._document.child(verb, "aux")
        helped = helping is not None and tokens[helping].tag in {"VBD", "VBZ", "VBP"}
        return tokens[verb].tag in {"VBD", "VBZ", "VBP"} or helped

    def _before_other_speaker(
        self, sentence: SentenceTokens, cue: Cue, first: int, last: int
    ) -> int:
        """Return the clause's end before another reporting clause: "…, and Kerr said that …"."""
        tokens = self._document.tokens
        for later in sentence.cues:
            subject = later.subject
            if (
                subject is None
                or later.inherited
                or not first < subject.first < later.token <= last
            ):
                continue
            link = self._before_subject(subject)
            parted = tokens[link].pos == "CCONJ" and (
                tokens[link - 1].text == "," or self._are_told_apart(cue, later.token, subject)
            )
            if parted and cue.subject is not None and reports_clause(self._document, later):
                return link - 1 - (tokens[link - 1].text == ",")
        return last

    def _without_link(self, first: int, last: int) -> int:
        """Return the clause's end before a comma and conjunction that nothing follows in it."""
        while last > first and (
            self._document.tokens[last].pos == "CCONJ" or self._document.tokens[last].text == ","
        ):
            last -= 1
        return last

    def _before_subject(self, subject: NounPhrase) -> int:
        """Return the token before a subject, where the parse joined it with "safe and", too."""
        tokens, at = self._document.tokens, subject.first
        while at > 1 and tokens[at - 1].pos == "NOUN" and tokens[at - 1].dep == "conj":
            at -= 1
        joined = (
            at + 1 < subject.head
            and tokens[at].pos == "ADJ"
            and tokens[at - 1].pos == "AUX"
            and tokens[at + 1].pos == "CCONJ"
        )
        return at + 1 if joined else at - 1

    def _are_told_apart(self, cue: Cue, later: int, subject: NounPhrase) -> bool:
        """Return whether two people speak in turn: "Ro said it was safe and Kerr said not"."""
        document = self._document
        alike = tense(document, later) == tense(document, cue.token)
        return alike and is_animate(document, subject)

    def _clause_heads(self, cue: Cue, reporting_end: int) -> list[int]:
        """Return the heads of the clauses that the verb governs."""
        tokens, verbs = self._document.tokens, self._document.lexicon.verbs
        lemma = tokens[cue.token].lemma
        infinitive = lemma in (verbs.promising | verbs.asking | verbs.saying) - verbs.intending
        completing = verbs.only_with.get(lemma, frozenset())
        chosen = [
            child
            for child in self._document.children[cue.token]
            if (tokens[child].dep == "ccomp" and tokens[child].text.lower() not in completing)
            or (tokens[child].dep == "xcomp" and infinitive and child > reporting_end)
        ]
        chosen = [head for head in chosen if not self._is_purpose_clause(cue, head)]
        return (
            chosen
            or self._clause_below_completion(cue)
            or self._clause_below_participle(cue)
            or self._clause_below_addressee(cue, reporting_end)
        )

    def _clause_below_completion(self, cue: Cue) -> list[int]:
        """Return the clause that the parse hung on "clear" in "made clear that …"."""
        document = self._document
        completing = document.lexicon.verbs.only_with.get(document.tokens[cue.token].lemma, ())
        return [
            below
            for child in document.children[cue.token]
            if child > cue.token and document.lower_text(child) in completing
            for below in document.children[child]
            if below > child
            and (mark := document.child(below, "mark")) is not None
            and document.lower_text(mark) in document.lexicon.grammar.that
        ]

    def _clause_below_participle(self, cue: Cue) -> list[int]:
        """Return the clause that the parse hung on a participle: "in notes seen by Ro that …"."""
        document = self._document
        if document.tokens[cue.token].lemma not in document.lexicon.verbs.saying:
            return []
        return [
            at
            for at in document.subtree(cue.token)
            if at > cue.token
            and document.tokens[at].dep == "ccomp"
            and document.tokens[document.tokens[at].head].dep in {"acl", "relcl"}
            and document.tokens[document.tokens[at].head].lemma not in document.lexicon.verbs.cues
            and (mark := document.child(at, "mark")) is not None
            and document.lower_text(mark) in document.lexicon.grammar.that
        ][:1]

    def _is_purpose_clause(self, cue: Cue, head: int) -> bool:
        """Return whether an infinitive states a purpose: "added three goals to lead the table"."""
        document = self._document
        lemma = document.tokens[cue.token].lemma
        to = document.child(head, "aux")
        return (
            lemma
            not in document.lexicon.verbs.promising
            | document.lexicon.verbs.asking
            | document.lexicon.verbs.addressing
            and to is not None
            and document.tokens[to].tag == "TO"
            and document.child(cue.token, "dobj") is not None
        )

    def _clause_below_addressee(self, cue: Cue, reporting_end: int) -> list[int]:
        """Return the clause that the parse hung on the addressee: "told the paper that he …"."""
        document = self._document
        lemma = document.tokens[cue.token].lemma
        if lemma not in document.lexicon.verbs.addressing | document.lexicon.verbs.saying:
            return []
        kinds = {"prep", "dative"} | (
            {"dobj"} if lemma in document.lexicon.verbs.addressing else set()
        )
        beside = [
            child for child in document.children[cue.token] if document.tokens[child].dep in kinds
        ]
        for at in (below for child in beside for below in document.subtree(child)):
            if at <= reporting_end or document.tokens[at].dep not in {"relcl", "acl"}:
                continue
            first = document.subtree(at)[0]
            doer = document.child(at, "nsubj", "nsubjpass", "expl")
            if (
                document.lower_text(first) in document.lexicon.grammar.that
                and doer is not None
                and doer > first
            ):
                return [at]
        return []

    def _object_heads(self, cue: Cue, reporting_end: int) -> list[int]:
        """Return the heads of the verb's objects that can be content."""
        tokens = self._document.tokens
        lemma = tokens[cue.token].lemma
        kinds = {"oprd", "attr", "acomp"} | (
            set() if lemma in self._document.lexicon.verbs.addressing else {"dobj"}
        )
        return [
            child
            for child in self._document.children[cue.token]
            if child > reporting_end
            and (
                tokens[child].dep in kinds
                or (
                    tokens[child].dep == "prep"
                    and lemma in self._document.lexicon.verbs.asking
                    and tokens[child].text.lower()
                    in self._document.lexicon.grammar.leading_to_content
                    and not self._tells_when(child)
                )
            )
        ]

    def _tells_when(self, preposition: int) -> bool:
        """Return whether a day or an hour follows: "rejected the plan on Monday"."""
        head = self._document.child(preposition, "pobj")
        return head is not None and self._document.tokens[head].entity in {"DATE", "TIME"}

    def _widened_to_quotations(self, first: int, last: int) -> TokenRange:
        """Return the range, widened to the quotations that it cuts."""
        document = self._document
        if document.is_quoted(first):
            first = self._extent[document.quotation_of[first]][0]
        if document.is_quoted(last):
            last = self._extent[document.quotation_of[last]][1]
        return first, last
