"""Builds excerpts that can be read alone from the best sentences, with all their citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.terms import tokenize
from retrieval.model import BlockKind, Citation, Excerpt, Referent, Span
from retrieval.ports import ArticleCard, StoredPassage, StoredSentence, StoredStatement
from retrieval.text_keys import fold_accents, text_key

MAX_EXCERPT_LENGTH = 600
"""The length in code points beyond which no sentences are joined."""

MAX_LEADING_SENTENCES = 2
"""How many sentences are shown at most before the one that answers, to introduce it."""

_OPENING, _CLOSING = "“„«", "”»"
_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")
_BETWEEN = re.compile(r"[\s”“\"'’)\]]*\Z")
"""What may stand between two sentences that are shown as one excerpt."""


PreviousSentences = Callable[[StoredPassage], Sequence[StoredSentence]]
"""The last sentences of the passage before this one, in order."""


def build_excerpts(
    chosen: Sequence[SentenceCandidate],
    text_of: Callable[[ArticleCard], str | None],
    limit: int,
    before: PreviousSentences = lambda _: (),
) -> tuple[Excerpt, ...]:
    """Return at most ``limit`` excerpts, best first.

    A sentence inside an excerpt that is shown already adds nothing; an excerpt of the same words
    (``text_key``) in another file, or elsewhere in the same one, adds a citation to the one that
    is shown. So does a sentence whose article prints the same excerpt around it. A neighbour that
    is shown already, from whichever file, is left out.
    """
    shown: dict[str, Excerpt] = {}
    taken: list[Citation] = []
    for candidate in chosen:
        text = text_of(candidate.passage.card)
        if text is None:
            continue
        alone = SentenceRun(candidate.passage.sentences[candidate.index].sentence.span)
        words = text_key(alone.span.of(text))
        key = next((key for key in shown if _holds(key, words)), None)
        if key is None and len(shown) == limit:
            continue  # only the same words elsewhere still matter
        again = None if key is None else _same_words(shown[key], candidate, text)
        if key is not None and again is not None:
            if not _is_shown(again, taken):
                shown[key] = replace(shown[key], also_in=(*shown[key].also_in, again))
                taken.append(again)
            continue
        runs = (self_contained_run(candidate, text, before), alone)
        run = next((run for run in runs if _is_new(candidate, run, text, shown, taken)), None)
        if run is None:
            continue
        excerpt = _excerpt(candidate, run, text)
        key = text_key(excerpt.text)
        if key in shown:
            also_in = (*shown[key].also_in, excerpt.citation)
            shown[key] = replace(shown[key], also_in=also_in)
        elif len(shown) < limit:
            shown[key] = excerpt
        else:
            continue
        taken.append(excerpt.citation)
    return tuple(shown.values())


def _same_words(excerpt: Excerpt, candidate: SentenceCandidate, text: str) -> Citation | None:
    """Return where the candidate's article prints the excerpt around the candidate, or None."""
    sentence, length = (
        candidate.passage.sentences[candidate.index].sentence.span,
        len(excerpt.text),
    )
    start = text.find(excerpt.text, max(0, sentence.end - length))
    span = Span(max(0, start), max(0, start) + length)
    return candidate.passage.card.cite(span) if start >= 0 and span.contains(sentence) else None


def _is_new(
    candidate: SentenceCandidate,
    run: SentenceRun,
    text: str,
    shown: Iterable[str],
    taken: Sequence[Citation],
) -> bool:
    """Return whether the run overlaps with nothing that is shown, and repeats nothing beside it."""
    core = candidate.passage.sentences[candidate.index].sentence.span
    beside = (text[run.span.start : core.start], text[core.end : run.span.end])
    keys = [key for key in map(text_key, beside) if key]
    if any(_holds(key, other) or _holds(other, key) for key in keys for other in shown):
        return False
    return not _is_shown(candidate.passage.card.cite(run.span), taken)


def _holds(key: str, words: str) -> bool:
    return f" {words} " in f" {key} "


def _is_shown(citation: Citation, taken: Sequence[Citation]) -> bool:
    return any(_overlap(citation, other) for other in taken)


def _excerpt(candidate: SentenceCandidate, run: SentenceRun, text: str) -> Excerpt:
    citation, answer = candidate.passage.card.cite(run.span), candidate.answer_in(run.span)
    return Excerpt(run.span.of(text), citation, candidate.score, lead=run.lead, answer=answer)


@dataclass(frozen=True, slots=True)
class SentenceRun:
    """Adjacent sentences; the first ``lead`` code points only introduce the rest."""

    span: Span
    lead: int = 0


def self_contained_run(
    candidate: SentenceCandidate, text: str, before: PreviousSentences = lambda _: ()
) -> SentenceRun:
    """Return the sentence with the neighbours without which it cannot be read.

    Those are the neighbour that may hold the answer as well, the rest of a quotation that it is
    part of, and one or two sentences before it where it begins with a word such as "He" or "But",
    or tells of somebody whom only they name. Nothing but white space and quotation marks may lie
    between.
    """
    sentences, index = candidate.passage.sentences, candidate.index
    if index < MAX_LEADING_SENTENCES and has_unresolved_reference(sentences[index].text):
        earlier = tuple(before(candidate.passage))[-MAX_LEADING_SENTENCES:]
        sentences, index = (*earlier, *sentences), index + len(earlier)
    context = _Context(text, sentences, _begins_inside_a_quotation(text, sentences))
    neighbour = _neighbour_index(candidate, context, index)
    near = (min(index, neighbour), max(index, neighbour))
    core = context.whole_quotation(*near) or context.whole_quotation(index, index)
    return context.run(core or (index, index))


@dataclass(frozen=True, slots=True)
class _Context:
    """The sentences around one, by index.

    Attributes:
        text: of the article.
        quoted: for each sentence, and for the end, whether a quotation is open before it.
    """

    text: str
    sentences: Sequence[StoredSentence]
    quoted: Sequence[bool]

    def run(self, core: tuple[int, int]) -> SentenceRun:
        """Return the sentences of the core, and those before that introduce them."""
        first, last = self._with_antecedent(core) or self._with_previous(core) or core
        start = self.sentences[first].sentence.span.start
        lead = self.sentences[core[0]].sentence.span.start - start
        return SentenceRun(Span(start, self.sentences[last].sentence.span.end), lead)

    def whole_quotation(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the range widened to whole quotations; None where that is too long."""
        while self.quoted[first] and self.are_adjacent(first - 1):
            first -= 1
        while self.quoted[last + 1] and self.are_adjacent(last):
            last += 1
        start = self.sentences[first].sentence.span.start
        length = self.sentences[last].sentence.span.end - start
        return (first, last) if length <= MAX_EXCERPT_LENGTH else None

    def are_adjacent(self, left: int) -> bool:
        """Return whether the sentence at ``left`` and the next can be shown as one excerpt."""
        if left < 0 or left + 1 >= len(self.sentences):
            return False
        one, two = self.sentences[left], self.sentences[left + 1]
        gap = self.text[one.sentence.span.end : two.sentence.span.start]
        return one.kind is two.kind is BlockKind.PROSE and _BETWEEN.match(gap) is not None

    def _with_antecedent(self, core: tuple[int, int]) -> tuple[int, int] | None:
        """Return the core from the nearest sentence before it that names what it refers to."""
        for begin in range(core[0] - 1, core[0] - MAX_LEADING_SENTENCES - 1, -1):
            if not self.are_adjacent(begin):
                return None
            wider = self.whole_quotation(begin, core[1])
            if wider is None or core[0] - wider[0] > MAX_LEADING_SENTENCES:
                return None
            if self._introduces_antecedent(wider[0], core):
                return wider
        return None

    def _introduces_antecedent(self, first: int, core: tuple[int, int]) -> bool:
        """Return whether the sentences before the core name an antecedent that it needs."""
        told = " ".join(each.text for each in self.sentences[core[0] : core[1] + 1])
        return has_unresolved_reference(told) and any(
            names_antecedent(each.text, told) for each in self.sentences[first : core[0]]
        )

    def _with_previous(self, core: tuple[int, int]) -> tuple[int, int] | None:
        """Return the core with the sentence before, where it begins with "He" or the like."""
        first, last = core
        if not begins_with_back_reference(self.sentences[first].text):
            return None
        return self.whole_quotation(first - 1, last) if self.are_adjacent(first - 1) else None


def _neighbour_index(candidate: SentenceCandidate, context: _Context, index: int) -> int:
    """Return the index of the neighbour that may hold the answer as well, or of the sentence.

    A sentence before is none where this one refers back to it: it introduces the answer only.
    """
    if candidate.neighbour is None:
        return index
    neighbour = index + candidate.neighbour.index - candidate.index
    if neighbour < index and begins_with_back_reference(context.sentences[index].text):
        return index
    return neighbour if context.are_adjacent(min(index, neighbour)) else index


def _begins_inside_a_quotation(text: str, sentences: Sequence[StoredSentence]) -> list[bool]:
    """Return for each sentence, and the end, whether a quotation is open before it."""
    inside = [False]
    for sentence in sentences:
        is_open = inside[-1]
        marks = _MARK.findall(text, sentence.sentence.span.start, sentence.sentence.span.end)
        if marks:
            is_open = marks[-1] in _OPENING
        inside.append(is_open)
    return inside


def _overlap(one: Citation, other: Citation) -> bool:
    return one.source == other.source and other.span.overlaps(one.span)


_QUOTED = re.compile(r"“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|\"[^\"]*\"?")
_NAME = re.compile(r"(?<=[\s“\"‘(—–-])[A-Z][\w’'-]+")
_FIRST = re.compile(r"\W*([^\W_][\w’'-]*)")


def begins_with_back_reference(sentence: str) -> bool:
    """Return whether it begins with a word such as "He" or "But"."""
    return _back_reference().match(sentence) is not None


def has_unresolved_reference(sentence: str) -> bool:
    """Return whether the sentence, outside of quotations, is about somebody unnamed.

    So it is where the first one who acts is "she", or "the minister" without a name beside it.
    """
    told = _QUOTED.sub(" ", sentence)
    if (
        begins_with_back_reference(sentence)
        or begins_with_back_reference(told)
        or _definite_subject().match(told)
    ):
        return True
    pronoun = _pronoun().search(told)
    return pronoun is not None and not has_name(told[: pronoun.start()], strictly=True)


def names_antecedent(before: str, told: str) -> bool:
    """Return whether the text before names somebody to whom a later one may refer.

    A body is named by its own noun ("the Harbour Council"), which "the council" then repeats.
    """
    if not has_name(before):
        return False
    refers = _definite_subject().match(_QUOTED.sub(" ", told))
    noun = refers["noun"].casefold() if refers else ""
    return noun not in question_words().organisation_nouns or noun in before.casefold()


def has_name(text: str, *, strictly: bool = False) -> bool:
    """Return whether a name stands in the text; ``strictly`` takes "a woman" for one too."""
    if any(
        match.group().casefold() not in question_words().function_words
        for match in _NAME.finditer(text)
    ):
        return True
    first = _FIRST.match(text)
    if first and _may_be_name(first[1]):
        return True
    return strictly and _indefinite().search(text) is not None


def _may_be_name(word: str) -> bool:
    """Return whether the first word of a sentence may be a name or a noun, by its form."""
    words = question_words()
    is_participle = word.endswith(words.references.participle_ends)
    return word[0].isupper() and not is_participle and word.casefold() not in words.function_words


MAX_REFERENTS = 2
"""How many speakers are named beside one excerpt at most."""


def referents(excerpt: Excerpt, statements: Sequence[StoredStatement]) -> tuple[Referent, ...]:
    """Return the speakers in an excerpt that it does not name, in the order of the statements.

    Args:
        excerpt: with what is shown before the sentence that answers.
        statements: those of the article.
    """
    span = excerpt.citation.span
    core = Span(span.start + excerpt.lead, span.end)
    printed = {fold_accents(token) for token in tokenize(excerpt.text)}
    found: dict[str, Referent] = {}
    for each in statements:
        speaker, resolution = each.statement.speaker, each.statement.resolution
        if speaker is None or resolution is None or not speaker.named:
            continue
        if not any(content.span.overlaps(core) for content in each.statement.content):
            continue
        if fold_accents(tokenize(speaker.name)[-1]) in printed:
            continue
        mention = each.statement.mention
        if mention is None or not span.contains(mention) or each.mention is None:
            referent = Referent(None, excerpt.citation, speaker.name, resolution)
        else:
            place = each.card.cite(mention)
            referent = Referent(each.mention, place, speaker.name, resolution)
        found.setdefault(speaker.name, referent)
    return tuple(found.values())[:MAX_REFERENTS]


@cache
def _back_reference() -> re.Pattern[str]:
    """Return the pattern of how a sentence begins that needs the one before it."""
    patterns = alternation(question_words().references.opening_patterns)
    return re.compile(rf"\W*(?:{patterns})\b", re.IGNORECASE)


@cache
def _definite_subject() -> re.Pattern[str]:
    """Return the pattern of a subject for somebody whom an earlier sentence names."""
    words = question_words()
    references = words.references
    ages = (rf"[0-9]{{2}}{end}" for end in words.age_end)
    new = alternation(references.after_a_new_subject)
    return re.compile(
        rf"\W*(?:(?:{alternation(references.before_a_subject)})\s)?"
        rf"(?:{alternation(references.articles)})\s(?:[a-z]+\s)?"
        rf"(?P<noun>{alternation((*words.referring_nouns, *ages))})"
        rf"(?:['’]s?)?(?=[,.;:]|\s(?!(?:{new})\b|(?-i:[A-Z]))|\Z)",
        re.IGNORECASE,
    )


@cache
def _pronoun() -> re.Pattern[str]:
    pronouns = alternation(question_words().references.pronouns)
    return re.compile(rf"\b(?:{pronouns})\b", re.IGNORECASE)


@cache
def _indefinite() -> re.Pattern[str]:
    words = alternation(question_words().references.indefinite)
    return re.compile(rf"\b(?:{words})\s[a-z]", re.IGNORECASE)
