"""Every sentence that the bot says.

None of them uses quotation marks: what stands between those is a source's words, and nothing else.
Arguments are HTML already.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.markup import bold, code, italic
from retrieval.model import StatementKind

# --- hello -----------------------------------------------------------------------------------

INTRODUCTION = (
    "I answer questions from a collection of news articles, only in the articles’ own words, and "
    "say where each of them stands. Where the articles do not answer, I say so."
)
JUST_ASK = "Just ask, in plain words."
FOR_EXAMPLE = "Just ask, in plain words. For example (a tap copies it):"
SEE_HELP = "/help shows what else I can do."

HELP = """\
<b>Ask</b>
Write a question in plain words. I reply with passages of the articles, to the letter, each with \
its outlet, title, date and file. What is not known of an article is called unknown.

<b>Commands</b>
/quote NAME – what somebody said, quoted or paraphrased, and where it is printed
/sources – the outlets and the dates they cover; /sources NAME – one outlet’s articles
/ask QUESTION – a question, for use in groups
/help – this message

<b>In groups</b>
I answer only when asked: with /ask, in a reply to one of my messages, or when I am mentioned. \
Telegram may keep mentions from me; /ask always reaches me."""

HOW_TO_ASK = "What would you like to know? Write the question in plain words."
HOW_TO_ASK_IN_GROUPS = "Write the question after the command: /ask QUESTION"
HOW_TO_QUOTE = "Write a name after the command: /quote NAME"
UNKNOWN_COMMAND = "I do not know that command. /help shows those I know."
ONLY_TEXT = "I read text messages only. Write your question in plain words."

COMMANDS = (
    ("start", "What this is, with examples"),
    ("ask", "Ask a question"),
    ("quote", "What somebody said, and where it is printed"),
    ("sources", "The outlets and the dates they cover"),
    ("help", "How to ask"),
)

# --- trouble ---------------------------------------------------------------------------------

FAILED = "Something went wrong on my side, so I have no answer to this. Please try again later."
TOO_LONG = "That took too long, so I stopped looking. Please try again, or ask more narrowly."
NOT_VERBATIM = (
    "The articles changed while I was answering, and I show only what they say now. "
    "Please ask again."
)


def not_allowed(user_id: int) -> str:
    """To somebody who is not on the list."""
    return (
        "This bot serves a closed circle. If you should have access, give its keeper this "
        f"number: {code(str(user_id))}"
    )


# --- numbers ---------------------------------------------------------------------------------


def count(number: int, noun: str) -> str:
    """The number with its noun in singular or plural: 1 article, 1,204 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def part(number: int, total: int) -> str:
    """Marks one of several messages."""
    return italic(f"{number}/{total}")


# --- answers ---------------------------------------------------------------------------------

OUTLET_UNKNOWN = "outlet unknown"
DATE_UNKNOWN = "date unknown"
CONTINUES = "(continues)"
SAME_WORDS = "same words"
PRINTED_AGAIN = "printed again"
FURTHER = f"{bold('Further passages')} – less to the point:"
NEAREST = f"{bold('Nearest passages')} – not an answer:"
WHICH_ONE = "Please ask again with the full name:"


def sources_and_prints(sources: int, prints: int) -> str:
    """How many sources there really are, where the same words are printed more than once."""
    return italic(
        f"{count(sources, 'source')}, {count(prints, 'print')}: "
        "a copy does not count as another source."
    )


def more_copies(number: int) -> str:
    """Places beyond those listed."""
    return f"and {count(number, 'more place')} with the same words"


# --- quotations ------------------------------------------------------------------------------

KINDS = {
    StatementKind.DIRECT: "direct",
    StatementKind.MIXED: "mixed",
    StatementKind.INDIRECT: "paraphrase",
}


def spoken(speaker: str, number: int) -> str:
    """Heads what somebody said."""
    return f"{bold(speaker)} – {count(number, 'statement')}"


def printed_as(forms: Sequence[str]) -> str:
    """The other forms of a speaker's name or role."""
    return f"Also printed as: {', '.join(forms)}"


def more_statements(hidden: int, shown: int) -> str:
    """Statements beyond those listed."""
    return f"{hidden:,} more: these are the newest {shown}."


def named_only(speaker: str, places: int) -> str:
    """Somebody who is named and never quoted."""
    return f"{bold(speaker)} is named {times(places)}; no words of theirs are quoted."


def times(number: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


NAMED_HERE = "Named here:"


def more_places(hidden: int) -> str:
    """Places beyond those listed."""
    return f"{count(hidden, 'more place')}."


def several_speakers(name: str) -> str:
    """The name fits more than one person."""
    return f"{bold(name)} fits several people. Whom do you mean? (A tap copies the command.)"


def unknown_name(name: str) -> str:
    """Nobody of that name."""
    return f"Nobody called {bold(name)} stands in the articles."


DID_YOU_MEAN = "Did you mean (a tap copies the command):"
NOTHING_SAID = "named only, not quoted"

# --- sources ---------------------------------------------------------------------------------

NO_SOURCES = "There are no articles in the collection yet."
OUTLET_UNKNOWN_HEADING = "Outlet unknown"
SOURCES_OF_ONE = "/sources NAME lists one outlet and says how it is known."
TOO_MANY_FILES = "Too many articles to list. /sources NAME lists those of one outlet."


def all_sources(outlets: int, articles: int) -> str:
    """Heads the list of outlets."""
    return f"{count(articles, 'article')}, {count(outlets, 'known outlet')}"


def no_such_outlet(name: str) -> str:
    """Nothing published by an outlet of that name."""
    return f"No outlet called {bold(name)} is known here. /sources lists those that are."


def outlet_known_by(evidence: str) -> str:
    """How an article's outlet is known."""
    return italic(f"(outlet: {evidence})")


def more_files(hidden: int) -> str:
    """Articles of an outlet beyond those listed."""
    return f"and {count(hidden, 'more article')}"


def more_outlets(hidden: int) -> str:
    """Outlets beyond those listed."""
    return f"and {count(hidden, 'more outlet')}"
