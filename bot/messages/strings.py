"""Holds the bot's sentences around answers, quotations and sources.

None of them uses quotation marks: what stands between those is a source's words, and nothing else.
Arguments have been brought into one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.messages.text_entities import FormattedText, Words, bold, code, formatted, italic, join
from retrieval.answer.user_input.small_talk import SmallTalk
from retrieval.model import Resolution, StatementKind

# --- hello -----------------------------------------------------------------------------------

INTRODUCTION = (
    "I answer questions from a collection of news articles, only in the articles’ own words, and "
    "say where each of them stands. Where the articles do not answer, I say so."
)
JUST_ASK = "Just ask, in plain words."
SEE_HELP = "/help shows what else I can do."

HOW_TO_ASK = "What would you like to know? Write the question in plain words."
HOW_TO_ASK_IN_GROUPS = "Write the question after the command: /ask QUESTION"
HOW_TO_QUOTE = "Write a name after the command: /quote NAME, or /quote NAME about TOPIC"
UNKNOWN_COMMAND = "I do not know that command. /help shows those I know."
ONLY_TEXT = "I read text messages only. Write your question in plain words."

SMALL_TALK = {
    SmallTalk.ABILITIES: (
        "I answer questions from news articles, in their own words and with the source: just ask, "
        "in plain words. /help shows the rest."
    ),
    SmallTalk.IDENTITY: (
        "I am a bot that answers from news articles, only in their own words. /help shows how to ask."
    ),
    SmallTalk.WELLBEING: "Up and running. What would you like to know?",
    SmallTalk.THANKS: "You are welcome.",
    SmallTalk.FAREWELL: "Goodbye.",
    SmallTalk.GREETING: "Hello. What would you like to know?",
    SmallTalk.TEST: "I am here. What would you like to know?",
    SmallTalk.ACKNOWLEDGEMENT: "Ask whenever you like.",
}
"""What is replied to a message that asks nothing of the articles."""

# --- trouble ---------------------------------------------------------------------------------

FAILED = "Something went wrong on my side, so I have no answer to this. Please try again later."
TOO_LONG = "That took too long, so I stopped looking. Please try again, or ask more narrowly."
NOT_VERBATIM = (
    "The articles changed while I was answering, and I show only what they say now. "
    "Please ask again."
)


def not_allowed(user_id: int) -> FormattedText:
    """Tell somebody that they are not on the allow-list, with their id."""
    return formatted(
        "This bot serves a closed circle. If you should have access, give its admin this number: ",
        code(str(user_id)),
    )


# --- numbers ---------------------------------------------------------------------------------


def count(number: int, noun: str) -> str:
    """Return the number with its noun in singular or plural: 1 article, 1,204 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def part(number: int, total: int) -> FormattedText:
    """Mark one of several messages."""
    return italic(f"{number}/{total}")


def page_of(number: int, total: int) -> FormattedText:
    """Mark one of several pages."""
    return italic(f"page {number:,} of {total:,}")


def continued(name: str, number: int, total: int) -> FormattedText:
    """Head a page that is not the first."""
    return formatted(bold(name), " – ", page_of(number, total))


# --- answers ---------------------------------------------------------------------------------

UNKNOWN = "unknown"
OUTLET_UNKNOWN = "outlet unknown"
DATE_UNKNOWN = "date unknown"
CONTINUES = "(continues)"
SAME_WORDS = "same words"
SAME_ARTICLE = "the same article"
PRINTED_AGAIN = "printed again"
FURTHER = formatted(bold("Further passages"), " – less to the point:")
NEAREST = formatted(bold("Nearest passages"), " – not an answer:")
ELSEWHERE = formatted(bold("Other articles"), " – not those asked for:")
NOT_ANSWERED = "The articles do not answer this."
WORDS_OF_THEIRS = "Words of theirs:"
WHOM = "Whom do you mean?"
NO_ANSWER = "The articles do not answer this"
ASKED = "Asked: "


def narrowed(outlet: str, speaker: str, after: date | None, before: date | None) -> FormattedText:
    """Tell the filters of a question; "" for a name that is not filtered."""
    days = [
        f"since {after.isoformat()}" if after else "",
        f"until {before.isoformat()}" if before else "",
    ]
    if after and after == before:
        days = [f"of {after.isoformat()}"]
    named: list[Words] = [bold(outlet)] if outlet else []
    named += [formatted("statements of ", bold(speaker))] if speaker else []
    return formatted("only ", join(", ", [*named, *filter(None, days)]))


def understood_as(question: str) -> str:
    """Tell the question as it was completed from what was asked before."""
    return f"understood as: {question}"


def sources_and_prints(sources: int, prints: int) -> FormattedText:
    """Tell how many sources there really are, where the same words are printed more than once."""
    return italic(
        f"{count(sources, 'independent source')}, {count(prints, 'print')}: "
        "a copy does not count as another source."
    )


def more_copies(number: int) -> str:
    """Tell how many copies are not listed."""
    return f"and {count(number, 'more place')} with the same words"


# --- files -----------------------------------------------------------------------------------

THE_FILE = "the file"
THE_SOURCE_TEXT = "the source text"
TEXT_SENT = "The text as it was stored when the file was read; the offsets count in it."
_STORED = " The words shown are from the text that was stored then."


def file_changed(file: str, read: Words) -> FormattedText:
    """Tell that a file is not the one that was read; ``read`` says when."""
    return formatted(code(file), " has changed since it was read", read, ".", _STORED)


def file_gone(file: str, read: Words) -> FormattedText:
    """Tell that a file is not there any more; ``read`` says when it was read."""
    return formatted(
        code(file), " is no longer where it was read", read, ", or cannot be read.", _STORED
    )


def file_unknown(file: str) -> FormattedText:
    """Tell that nobody knows whether a file is the one that was read."""
    return formatted("Whether ", code(file), " is the file that was read is unknown.")


# --- quotations ------------------------------------------------------------------------------

KINDS = {
    StatementKind.DIRECT: "quoted",
    StatementKind.MIXED: "partly quoted",
    StatementKind.INDIRECT: "paraphrased",
}


def quote_command(name: str, topic: str | None = None, *, everything: bool = False) -> str:
    """Return the command for somebody's words, or for all of them."""
    return f"/quote {name}{f' about {topic}' if topic else ''}{' all' if everything else ''}"


def spoken(speaker: str, number: int, articles: int, undated: int) -> FormattedText:
    """Head what somebody said: how much in how many articles, and how much has no date."""
    heading = f" – {count(number, 'statement')}"
    if 1 < articles < number:
        heading += f" in {articles:,} articles"
    if number > 1 and undated < number:
        heading += ", newest first"
    if 0 < undated < number:
        heading += f" ({undated:,} without a date, last)"
    return formatted(bold(speaker), heading)


def resolved_left_out(number: int) -> FormattedText:
    """Tell how many statements are left out because no name of the speaker stands beside them."""
    return formatted(f"{count(number, 'more statement')} with “he”, “she” or a role left out")


def spoken_about(speaker: str, topic: str, number: int, total: int) -> FormattedText:
    """Head what somebody said on a topic."""
    of_all = f"{number:,} of " if number < total else ""
    order = ", best fit first" if number > 1 else ""
    said = f"{of_all}{count(total, 'statement')}{order}"
    return formatted(bold(speaker), " about ", bold(topic), f" – {said}")


def not_about(speaker: str, topic: str, total: int) -> FormattedText:
    """Tell that somebody speaks, but not on the topic."""
    if total == 1:
        return formatted(
            "The only statement of ", bold(speaker), " is not about ", bold(topic), "."
        )
    none = f"None of the {total:,} statements of "
    return formatted(none, bold(speaker), " is about ", bold(topic), ".")


NEAREST_STATEMENTS = formatted(bold("Nearest statements"), " – not an answer:")


def printed_as(forms: Sequence[str]) -> str:
    """Tell the other forms of a speaker's name or role."""
    return f"Also printed as: {', '.join(forms)}"


def more_statements(hidden: int, command: Words) -> FormattedText:
    """Tell how many statements are not shown, and how to see them."""
    return formatted(f"{hidden:,} more: ", command)


TOPIC = "TOPIC"


def every_statement(command: str) -> str:
    """Tell how to see all that somebody said."""
    return f"All that they said: {command}"


def named_only(speaker: str, places: int) -> FormattedText:
    """Tell that somebody is named and never quoted."""
    named = f" is named {times(places)}; no words of theirs are quoted."
    return formatted(bold(speaker), named)


def times(number: int) -> str:
    """Return once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


NAMED_HERE = "Named here:"


def more_places(hidden: int, command: str) -> str:
    """Tell how many places are not listed, and how to see them."""
    return f"{count(hidden, 'more place')}: {command}"


def several_speakers(name: str, number: int) -> FormattedText:
    """Ask which person is meant, where a name fits several."""
    return formatted(bold(name), f" may be any of {number:,}. Whom do you mean?")


def taken_for_speaker(speaker: str, names: Sequence[str]) -> FormattedText:
    """Tell for whom a name in a question was taken, and who else has it."""
    return formatted("taken to mean ", bold(speaker), f"; others of the name: {', '.join(names)}")


def namesakes(names: Sequence[str]) -> FormattedText:
    """Tell who else has the name of the one who is shown."""
    return formatted(f"Others of the name: {', '.join(names)}")


def unknown_name(name: str) -> FormattedText:
    """Tell that there is nobody of that name."""
    return formatted("Nobody is found under the name ", bold(name), ".")


DID_YOU_MEAN = "Did you mean:"
NOTHING_SAID = "named only, not quoted"
NO_FIRST_NAME = "first name not printed"
OF_THE_SAME_DESCRIPTION = "Their words, as nothing else tells them apart:"


def outlets(known: int, *, some_unknown: bool) -> str:
    """Return in how many outlets somebody's statements stand."""
    if not known:
        return OUTLET_UNKNOWN
    return f"{count(known, 'outlet')}{' and others unknown' if some_unknown else ''}"


# --- what travels with a statement: around words of the source --------------------------------

NEXT_NOTE = " · "
TOLD = "to: "
THROUGH = "via: "
NOT_PLAINLY = "not said outright: "
IN_A_HEADLINE = "stands only in a headline"
DISPUTED = "disputed in the same article:"
DISPUTED_ELSEWHERE = "disputed where it is printed again:"


def taken_for(speaker: str, resolution: Resolution | None) -> str:
    """Return, for after the printed words, for whom these stand, and how sure that is."""
    return f" = {speaker}{_sureness(resolution)}"


def speakers(names: Sequence[tuple[str, Resolution | None]]) -> str:
    """Tell who speaks in cited words and, where no name stands beside them, how sure that is."""
    return f"Who speaks there: {'; '.join(f'{name}{_sureness(why)}' for name, why in names)}"


def unnamed(speaker: str, resolution: Resolution) -> str:
    """Tell the speaker of a statement that names none, and how sure that is."""
    return f"no speaker stands beside it: {speaker}{_sureness(resolution)}"


def spoken_together(speakers: str) -> str:
    """Tell that several speak as one."""
    return f"said together: {speakers}"


_SURENESS = ((0.95, "certain"), (0.8, "likely"), (0.0, "possibly"))
"""Words for the share of such speakers that were right when read by hand, from that share on."""


def _sureness(resolution: Resolution | None) -> str:
    if resolution is None:
        return ""
    word = next(word for least, word in _SURENESS if resolution.confidence >= least)
    return f" ({word})"


# --- sources ---------------------------------------------------------------------------------

NO_SOURCES = "There are no articles in the collection yet."
OUTLET_UNKNOWN_HEADING = "Outlet unknown"


def all_sources(outlets: int, articles: int) -> str:
    """Head the list of outlets."""
    return f"{count(articles, 'article')}, {count(outlets, 'known outlet')}"


def no_such_outlet(name: str) -> FormattedText:
    """Tell that there is no outlet of that name."""
    known = " is known here. /sources lists those that are."
    return formatted("No outlet called ", bold(name), known)


def more_outlets(hidden: int) -> str:
    """Tell how many outlets are not listed."""
    return f"and {count(hidden, 'more outlet')}"
