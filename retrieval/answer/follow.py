"""A question that is complete only with the one before it: "and in 2023?", "why?", "did he?".

Names and verbs are taken from the question and the answer before. A question that says itself
whom and what it is about is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer.lexicon import ADJUNCTS, AUXILIARIES, PARTICLES, QUESTION_WORDS, STOP_WORDS
from retrieval.answer.question import names_in
from retrieval.answer.scope import sources_said, without
from retrieval.answer.times import days_said
from retrieval.answer.whose import who_is_asked_for
from retrieval.model import (
    AS_TYPED,
    Ambiguous,
    Answer,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    Understood,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was asked and answered last in a conversation.

    Attributes:
        question: complete in itself.
        understood: what it was narrowed to.
        names: whom a pronoun may mean, the likeliest first.
        who: the name that fitted several, where it was asked back whom it means.
        options: these.
    """

    question: str
    understood: Understood = AS_TYPED
    names: tuple[str, ...] = ()
    who: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the full name.

    Attributes:
        gender: "m", "f" or "" where the name does not say.
        is_body: for a firm or an office, which speaks but is no "he".
    """

    name: str
    gender: str = ""
    is_body: bool = False


Who = Callable[[str], Person | None]
"""The person or the speaking body whom a printed name means; None for anything else."""


def earlier_of(reply: Reply) -> Earlier:
    """What is to be remembered of a reply."""
    question = reply.understood.question or reply.question
    names = [reply.understood.speaker] if reply.understood.speaker else []
    names += names_in(question)
    if isinstance(reply, Answer):
        first = reply.passages[0]
        names += [referent.name for referent in first.referents]
        names += names_in(first.text)
    known = tuple(dict.fromkeys(names))
    if isinstance(reply, Ambiguous):
        who = reply.understood.speaker or who_is_asked_for(question)
        return Earlier(question, reply.understood, known, who, reply.options)
    return Earlier(question, reply.understood, known)


def earlier_of_quote(reply: QuoteReply) -> Earlier | None:
    """What is to be remembered of what somebody said; None where nobody was meant."""
    if not isinstance(reply, Quoted | NotAbout):
        return None
    name = reply.speaker.speaker
    about = f" about {reply.topic}" if reply.topic else ""
    return Earlier(f"What did {name} say{about}?", names=(name,))


def complete(text: str, earlier: Earlier, who: Who) -> str | None:
    """The question completed from the earlier one; None where it is complete as it is."""
    core = _LED_IN.sub("", text.strip())
    led_in = core != text.strip()
    core = core.rstrip(" ?!.")
    ways = (
        _chosen(core, earlier),
        _why(core, earlier),
        _what_about(core, earlier, who, led_in=led_in or text.rstrip().endswith("?")),
        _named(core, earlier, who),
    )
    found = next((way for way in ways if way is not None), None)
    return None if found is None else f"{found[0].upper()}{found[1:].rstrip(' ?')}?"


_LED_IN = re.compile(r"(?:(?:and|but|so|ok|okay|then|also|now)\b,?\s+)+", re.IGNORECASE)
_AUX = "|".join(AUXILIARIES)
_WH = r"how\s(?:much|many|long|often|far|big|old)|what|which|whose|whom|who|when|where|why|how"
_ASKS = re.compile(rf"\b(?:{_WH}|{_AUX})\b", re.IGNORECASE)
_BARE = re.compile(
    rf"(?P<wh>since\swhen|{_WH})(?:\s(?:so|come|not|else))?"
    r"(?:\s(?:is|was|did|does|were)\s(?:that|this|it)(?:\s(?:so|happen|happened|be|take\splace))?)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"(?:\w+\s)?(?:{_WH})\b(?P<thing>(?:\s(?!(?:{_AUX})\b)\S+){{0,4}}?)\s(?P<aux>{_AUX})\s(?P<rest>.+)",
    re.IGNORECASE,
)
_SUBJECT_CLAUSE = re.compile(rf"(?:{_WH})\s(?P<rest>.+)", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|an?|this|that|these|those|his|her|its|their|our|my)\s|[A-Z]")
_WHAT_ABOUT = re.compile(r"(?:what|how)\sabout\s(?P<thing>.+)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?P<word>about|regarding|concerning|on)\s(?P<topic>.+)", re.IGNORECASE)
_ADJUNCT = re.compile(rf"(?:{ADJUNCTS})\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?P<he>he|him|his)\b|\b(?P<she>she|hers|her)\b|\b(?P<they>they|them|theirs|their)\b|"
    r"\b(?P<it>it|its)\b",
    re.IGNORECASE,
)
_IDLE_IT = re.compile(
    rf"\b(?:{_AUX})\sit\s(?:\S+\s){{0,4}}(?:to|that|for|if|whether)\b|\bit\stakes?\b|\btake\b",
    re.IGNORECASE,
)
_OWNING = frozenset("his hers her theirs their its".split())
_DETERMINER = re.compile(
    r"\b(?:the|an?|this|that|these|those|every|each|some|any|\d+)\s\w", re.IGNORECASE
)
_BARE_NOUN = re.compile(rf"\b(?:{_AUX}|which|many)\s(?P<word>\w+)", re.IGNORECASE)
_ABOUT_IT = re.compile(r"\babout\s\Z", re.IGNORECASE)
_LONGEST_FRAGMENT = 8


# --- whom, of several ------------------------------------------------------------------------


def _chosen(core: str, earlier: Earlier) -> str | None:
    """The earlier question with the one of several who is named now."""
    words = set(core.casefold().split())
    if earlier.who is None or not words:
        return None
    fits = [option for option in earlier.options if words <= set(option.casefold().split())]
    exactly = [option for option in fits if option.casefold() == core.casefold()]
    chosen = exactly or fits
    if len(chosen) != 1:
        return None
    return re.sub(re.escape(earlier.who), lambda _: chosen[0], earlier.question, count=1)


# --- why? ------------------------------------------------------------------------------------


def _why(core: str, earlier: Earlier) -> str | None:
    """Another question word for the clause of the earlier question."""
    asked = _BARE.fullmatch(core)
    clause = _clause(earlier.question) if asked else None
    return None if asked is None or clause is None else f"{asked['wh']} {clause}"


def _clause(question: str) -> str | None:
    """What a question asks something of, with the verb in front: "did the union strike"."""
    asked = question.rstrip(" ?!.")
    match = _CLAUSE.match(asked)
    if match:
        thing, rest = match["thing"].strip(), match["rest"]
        if not thing:
            return f"{match['aux']} {rest}"
        determined = _DETERMINED.match(rest)
        return f"{match['aux']} {rest} {thing}" if determined else f"{match['aux']} {thing} {rest}"
    if re.match(rf"(?:{_AUX})\b", asked, re.IGNORECASE):
        return asked[0].lower() + asked[1:]
    subject = _SUBJECT_CLAUSE.match(asked)
    return subject["rest"] if subject else None


# --- and in 2023? ----------------------------------------------------------------------------


def _what_about(core: str, earlier: Earlier, who: Who, *, led_in: bool) -> str | None:
    """The earlier question with another topic, time, source or name."""
    asked = _WHAT_ABOUT.fullmatch(core)
    thing = asked["thing"] if asked else core
    if not thing or _ASKS.search(thing) or len(thing.split()) > _LONGEST_FRAGMENT:
        return None
    question = earlier.question.rstrip(" ?!.")
    topic = _ABOUT.match(thing)
    is_adjunct = _is_adjunct(thing)
    if not asked and not (led_in and (topic or is_adjunct or names_in(thing) == (thing,))):
        return None
    if is_adjunct:
        return f"{_without_adjunct(question, thing)} {thing}"
    if not topic and (named := _another_name(question, thing, who)) is not None:
        return named
    return _another_topic(question, topic["topic"] if topic else thing)


def _is_adjunct(thing: str) -> bool:
    """Whether a fragment says when, where or according to whom."""
    return _ADJUNCT.match(thing) is not None


def _without_adjunct(question: str, thing: str) -> str:
    """The question without what says the same kind of thing: another time, another source."""
    if next(sources_said(thing), None) is not None:
        source = next(sources_said(question), None)
        return without(question, source.span) if source else question
    if next(days_said(thing, _any_day, _any_day()), None) is not None:
        days = next(iter(days_said(question, _any_day, _any_day())), None)
        return without(question, days.span) if days else question
    return question


def _any_day() -> date:
    return date.max


def _another_name(question: str, thing: str, who: Who) -> str | None:
    """The question about somebody else, where it was about somebody by name."""
    if who(thing) is None:
        return None
    people = [name for name in names_in(question) if who(name) is not None]
    asked = who_is_asked_for(question) or next(iter(people), None)
    return None if asked is None else question.replace(asked, thing, 1)


def _another_topic(question: str, thing: str) -> str:
    """The question about something else: in place of its topic, or of its subject."""
    topic = _ABOUT.search(question)
    if topic and topic["word"].casefold() != "on":
        return f"{question[: topic.start()]}{topic['word']} {thing}"
    if who_is_asked_for(question) is not None:
        return f"{question} about {thing}"
    subject = subject_of(question)
    if subject is not None:
        return question.replace(subject, thing, 1)
    return f"{question} about {thing}"


def subject_of(question: str) -> str | None:
    """The words after the verb of a question that stand for what it is about, if they show."""
    match = re.search(rf"\b(?P<aux>{_AUX})\s(?P<rest>.+)", question.rstrip(" ?!."), re.IGNORECASE)
    if match is None:
        return None
    words = match["rest"].split()
    taken = list(_before_a_border(words))
    names = [word for word in taken if word[:1].isupper()]
    if names:  # "the Elvane Protocol guarantee"
        last = max(index for index, word in enumerate(taken) if word in names)
        first_run = next((i for i in range(len(taken)) if taken[i] in names), 0)
        while first_run < last and taken[first_run + 1] in names:
            first_run += 1
        return " ".join(taken[: first_run + 1])
    if not taken or taken[0].casefold() not in {"the", "a", "an", "this", "that"}:
        return None
    is_be = match["aux"].casefold() in {"is", "are", "was", "were"}
    participle = next((i for i, w in enumerate(taken) if w.endswith(("ed", "ing"))), None)
    if is_be:
        return " ".join(taken[:participle])
    return " ".join(taken[:-1]) if len(taken) > len(["the", "noun"]) else None


def _before_a_border(words: Sequence[str]) -> Iterator[str]:
    """The words before a preposition, a particle or a second article."""
    for index, word in enumerate(words):
        if index and word.casefold() in PARTICLES:
            return
        yield word


# --- what did he say? ------------------------------------------------------------------------


def _named(core: str, earlier: Earlier, who: Who) -> str | None:
    """The question with names for the pronouns that mean nobody in it."""
    if not _ASKS.search(core):
        return None
    given = [person.name for name in names_in(core) if (person := who(name)) is not None]
    pieces: list[str] = []
    end = 0
    for match in _PRONOUN.finditer(core):
        before = core[: match.start()]
        is_topic = match.end() == len(core) and _ABOUT_IT.search(before)
        if _is_bound(before) and not is_topic:
            break
        name = _antecedent(match, core, earlier, who, given)
        if name is None:
            continue
        given.append(name)
        pieces += [core[end : match.start()], _case(name, match, core)]
        end = match.end()
    return "".join([*pieces, core[end:]]) if pieces else None


def _is_bound(before: str) -> bool:
    """Whether the words before a pronoun name somebody or something that it can mean."""
    if any(name.casefold() not in QUESTION_WORDS for name in names_in(f"{before} .")):
        return True
    if _DETERMINER.search(before):
        return True
    words = (match["word"].casefold() for match in _BARE_NOUN.finditer(before))
    return any(word not in STOP_WORDS for word in words)


def _antecedent(
    match: re.Match[str], core: str, earlier: Earlier, who: Who, given: Iterable[str]
) -> str | None:
    if match["it"]:
        is_idle = bool(_IDLE_IT.search(core)) or (given and not _ABOUT.search(core))
        return None if is_idle else _thing(earlier, who)
    known = [person for name in earlier.names if (person := who(name)) is not None]
    people = [each for each in known if not each.is_body and each.name not in given]
    if match["they"]:
        asked = who_is_asked_for(earlier.question)
        if asked is not None and ((one := who(asked)) is None or one.is_body):
            return asked
        thing = None if asked else _thing(earlier, who)
        return thing or next((each.name for each in people), None)
    gender = "m" if match["he"] else "f"
    return next((each.name for each in people if each.gender in {gender, ""}), None)


def _thing(earlier: Earlier, who: Who) -> str | None:
    """What the earlier question is about, where that is no person."""
    if who_is_asked_for(earlier.question) is not None:
        topic = _ABOUT.search(earlier.question.rstrip(" ?!."))
        return topic["topic"] if topic else None
    subject = subject_of(earlier.question)
    if subject is not None and ((one := who(subject)) is None or one.is_body):
        return subject
    names = names_in(earlier.question)
    return next((name for name in names if (one := who(name)) is None or one.is_body), None)


def _case(name: str, match: re.Match[str], core: str) -> str:
    """The name as an owner's where the pronoun is one: "her" is before a word of its own."""
    pronoun = match.group().casefold()
    after = core[match.end() :].split()
    owns = pronoun in _OWNING and (
        pronoun != "her" or (bool(after) and after[0].casefold() not in STOP_WORDS)
    )
    return f"{name}’s" if owns else name
