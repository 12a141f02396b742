"""Rank antecedents for pronouns and definite descriptions by salience.

A mention's weight depends on its grammatical role and falls with every sentence and paragraph
since, after Lappin and Leass 1994 (An algorithm for pronominal anaphora resolution).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.quotes.coreference.entities import Entity
from retrieval.quotes.coreference.grammatical_roles import (
    EMBEDDED_SUBJECT_WEIGHT,
    are_coarguments,
    grammatical_role_weight,
)
from retrieval.quotes.identity.name_keys import word_keys
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS

FRONTED_WEIGHT = 0.9
"""Weight at least of a mention in a fronted clause, "When the note reached Marlow, he …", or of
the subject of a clause that a dash or colon separates from the pronoun's.
"""

DEFINITE_DESCRIPTION_FACTOR = 0.6
"""Factor for a definite description that matched nobody: "the mogul" may be somebody named."""

OWN_WORDS_FACTOR = 0.7
"""Factor for a mention within the words that the pronoun reports: "Kerr had left, he said"."""

CLEAR_RATIO = 1.5
"""A choice is clear where the best scores so many times what the second does."""

SPEAKER_FACTOR = 1.1
"""Factor for a mention as speaker: who spoke is a little more likely to go on."""

RESUMING_FACTOR = 1.3
"""Factor for the last speaker where the verb continues: "she added"."""

SENTENCE_DECAY = 0.8
"""Factor for each sentence between the mention and the pronoun."""

PARAGRAPH_DECAY = 0.75
"""Factor for each border of a paragraph between them."""

MAX_DISTANCE = 6
"""Sentences, or paragraphs, beyond which the weight falls no further."""

TIE_RATIO = 0.85
"""A second who scores this share of the best leaves the choice open."""

SEPARATORS = frozenset({"-", "--", "–", "—", ";", ":"})


@dataclass(frozen=True, slots=True)
class SalientMention:
    """A mention with its weight.

    Attributes:
        at: its token.
        entity: the entity that it refers to.
        weight: by its grammatical role, before any decay.
        spoke: whether the entity is the speaker there.
    """

    at: int
    entity: Entity
    weight: float
    spoke: bool


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The most salient entity that fits, with its distance from where it is referred to.

    Attributes:
        spoke: whether its best mention is as a speaker.
        sentences: how many sentences back that is.
        paragraphs: how many paragraphs back that is.
        is_only_candidate: whether nobody else fits.
        is_clear: whether nobody else comes near.
    """

    entity: Entity
    spoke: bool
    sentences: int
    paragraphs: int
    is_only_candidate: bool
    is_clear: bool


FitFunction = Callable[[Entity], float]
"""How well an entity fits, 0 to 1; 0 excludes it."""

ExclusionFunction = Callable[[Entity], bool]
"""Whether an entity that would fit cannot be meant."""


def nobody(_: Entity) -> bool:
    """Return False: nobody is excluded."""
    return False


class SalienceRanking:
    """The mentions so far, in the order of reading, ranked on demand."""

    def __init__(self, document: ParsedDocument) -> None:
        self._document = document
        self._reported: Mapping[int, frozenset[int]] = {}
        self._mentions: list[SalientMention] = []
        self._prose = _prose_sentences_before(document)

    def set_reported_tokens(self, speakers: Mapping[int, frozenset[int]]) -> None:
        """Set the heads of its speakers' phrases for each token of indirect speech."""
        self._reported = speakers

    def add(self, at: int, entity: Entity, *, spoke: bool, known: bool = True) -> None:
        """Add a mention, outside quotations or of a speaker.

        Args:
            at: the token that names, describes or means the entity.
            entity: who it is.
            spoke: whether the entity is a speaker there.
            known: False for a definite description that matched nobody.
        """
        weight = grammatical_role_weight(self._document, at)
        if at in self._reported:
            weight = min(weight, EMBEDDED_SUBJECT_WEIGHT)
        weight *= SPEAKER_FACTOR if spoke else 1.0 if known else DEFINITE_DESCRIPTION_FACTOR
        self._mentions.append(SalientMention(at, entity, weight, spoke))

    def last_speaker(self, at: int, reach: int) -> Entity | None:
        """Return the last speaker before the token, at most ``reach`` paragraphs back, or None."""
        last = next((s for s in reversed(self._mentions) if s.spoke and s.at < at), None)
        near = last is not None and self._is_within(last.at, at, reach)
        return last.entity if last is not None and near else None

    def entity_at(self, at: int) -> Entity | None:
        """Return the entity mentioned at exactly that token, or None."""
        return next((s.entity for s in reversed(self._mentions) if s.at == at), None)

    def most_salient(
        self,
        at: int,
        fits: FitFunction,
        reach: int | None = None,
        *,
        excludes: ExclusionFunction = nobody,
        resumes: bool = False,
    ) -> Antecedent | None:
        """Return the most salient entity that fits; None where two are about equally salient.

        Args:
            at: the token of the pronoun or description.
            fits: how well an entity fits.
            reach: paragraphs before in which to look; None for all of them.
            excludes: whether an entity that fits is ruled out. Where it is the most salient, only
                another argument of the same verb is left.
            resumes: whether the verb says that the last speaker goes on.
        """
        last = next((s for s in reversed(self._mentions) if s.spoke and s.at < at), None)
        best: dict[int, tuple[float, SalientMention]] = {}
        for mention in reversed(self._mentions):
            if not self._is_within(mention.at, at, reach):
                break
            fit = fits(mention.entity)
            if fit <= 0 or self._is_interrupted(mention.at, at):
                continue
            score = fit * self._score(mention, at)
            if resumes and last is not None and mention.entity is last.entity:
                score *= RESUMING_FACTOR
            if score > best.get(id(mention.entity), (0.0, mention))[0]:
                best[id(mention.entity)] = score, mention
        ranked = _without_bare_surnames(
            sorted(best.values(), key=lambda scored: (-scored[0], -scored[1].at))
        )
        ranked = self._without_excluded(ranked, excludes)
        if not ranked or (len(ranked) > 1 and ranked[1][0] >= TIE_RATIO * ranked[0][0]):
            return None
        chosen = ranked[0][1]
        return Antecedent(
            chosen.entity,
            chosen.spoke,
            self._sentences(chosen.at, at),
            self._paragraphs(chosen.at, at),
            len(ranked) == 1,
            len(ranked) == 1 or ranked[0][0] >= CLEAR_RATIO * ranked[1][0],
        )

    def _without_excluded(
        self, ranked: Sequence[tuple[float, SalientMention]], excludes: ExclusionFunction
    ) -> list[tuple[float, SalientMention]]:
        left = [scored for scored in ranked if not excludes(scored[1].entity)]
        if not left or left[0] is ranked[0]:
            return left
        foremost, next_to = ranked[0][1], left[0][1]
        is_known = next_to.entity.gender or " " in next_to.entity.name
        beside = are_coarguments(self._document, foremost.at, next_to.at)
        return left if is_known and beside else []

    def _is_within(self, there: int, here: int, reach: int | None) -> bool:
        return there < here and (reach is None or self._paragraphs(there, here) <= reach)

    def _score(self, mention: SalientMention, here: int) -> float:
        weight = mention.weight
        if here in self._reported.get(mention.at, ()):
            weight *= OWN_WORDS_FACTOR
        if _is_in_fronted_clause(self._document, mention.at, here) or _is_separated_by_dash(
            self._document, mention.at, here
        ):
            weight = max(weight, FRONTED_WEIGHT)
        sentences = min(self._sentences(mention.at, here), MAX_DISTANCE)
        paragraphs = min(self._paragraphs(mention.at, here), MAX_DISTANCE)
        return float(weight * SENTENCE_DECAY**sentences * PARAGRAPH_DECAY**paragraphs)

    def _is_interrupted(self, there: int, here: int) -> bool:
        """Return whether the mention is subject of the reported words: "Kerr, he said, left"."""
        return here - there == len((",", "he")) and self._document.tokens[there + 1].text == ","

    def _sentences(self, there: int, here: int) -> int:
        number = self._document.sentence_of
        return self._prose[number[here]] - self._prose[number[there]]

    def _paragraphs(self, there: int, here: int) -> int:
        return self._document.paragraph_of[here] - self._document.paragraph_of[there]


def _without_bare_surnames(
    ranked: Sequence[tuple[float, SalientMention]],
) -> list[tuple[float, SalientMention]]:
    """Return the ranking without a bare surname where its bearer ranks, too."""
    people = [mention.entity for _, mention in ranked]
    return [
        scored
        for scored, one in zip(ranked, people, strict=True)
        if not any(may_be_same(one, other) for other in people)
    ]


def may_be_same(bare: Entity, full: Entity) -> bool:
    """Return whether one name is a part of the other, and no title tells them apart."""
    if bare.shares_surname:
        return False
    is_part = frozenset(word_keys(bare.name)) < frozenset(word_keys(full.name))
    return is_part and bare.gender in {"", full.gender}


def _is_separated_by_dash(document: ParsedDocument, there: int, here: int) -> bool:
    """Return whether a dash or colon separates the mention's clause, as its subject, from it."""
    return (
        document.sentence_of[there] == document.sentence_of[here]
        and document.tokens[there].dep in SUBJECT_LABELS
        and document.tokens[document.tokens[there].head].head == document.tokens[here].head
        and any(
            document.tokens[at].text in SEPARATORS and not document.is_quoted(at)
            for at in range(there, here)
        )
    )


def _is_in_fronted_clause(document: ParsedDocument, there: int, here: int) -> bool:
    """Return whether the mention is in an adverbial clause before the other's verb."""
    if document.sentence_of[there] != document.sentence_of[here]:
        return False
    above = document.tokens[here].head
    at = there
    while document.tokens[at].head != at and document.tokens[at].dep != "advcl":
        at = document.tokens[at].head
    return document.tokens[at].dep == "advcl" and document.tokens[at].head == above and at < here


def _prose_sentences_before(document: ParsedDocument) -> tuple[int, ...]:
    """Return, for each sentence, how many before it have words outside quotations."""
    with_prose = {
        number
        for number, inside, token in zip(
            document.sentence_of, document.quotation_of, document.tokens, strict=True
        )
        if inside < 0 and token.pos not in {"PUNCT", "SPACE"}
    }
    last = document.sentence_of[-1] if document.sentence_of else -1
    counts, total = [], 0
    for number in range(last + 1):
        counts.append(total)
        total += number in with_prose
    return tuple(counts)
