"""Holds the bot's sentences about itself, for its admins and about its readers' data.

As in ``bot.messages.strings``, none of it uses quotation marks, and arguments are in one line.
"""

from __future__ import annotations

from bot.messages.strings import count
from bot.messages.text_entities import FormattedText, bold, code, formatted, italic

# --- hello -----------------------------------------------------------------------------------

HELP = formatted(
    bold("Ask"),
    """
Write a question in plain words. I reply with passages of the articles, to the letter, each with \
its outlet, title, date and file. What is not known of an article is called unknown.
A question may name an outlet, a time or a speaker: in the Courier, since March, according to NAME.
Reply to one of my answers, or to a sentence of it, to ask more: and in 2023? where is this from?
Edit a question, and I edit the answer.

""",
    bold("Below an answer"),
    """
Context shows the sentences around the words; a number does so for that citation. Copy citation \
copies the words with their place in the file and the file’s SHA-256, so that anybody can check \
them.

""",
    bold("Commands"),
    """
/quote NAME – what somebody said, quoted or paraphrased; /quote NAME about TOPIC – on something
/sources – the outlets, their articles, and who speaks in them
/watch NAME – hear of new statements; /watching – whom you watch; /unwatch NAME – stop
/cancel – stop looking for an answer, and put away what of yours waits
/privacy, /forget – what is kept about you, and to delete it
/id – your number, for the admin of this bot

""",
    bold("In groups"),
    """
I answer only when asked: with /ask, in a reply to one of my messages, or when I am mentioned. \
In privacy mode Telegram keeps mentions from me; /ask always reaches me.""",
)

EXAMPLES = "Just ask, in plain words. For example:"
BUTTON_EXPIRED = "This button has expired. Please ask again."
LINK_EXPIRED = "This link leads to an answer that I no longer keep. Please ask again."
NO_ANSWER_MEANT = "Reply to one of my answers to ask about it: where is this from?"
NOTHING_CITED = "Nothing is cited in that answer."
NO_NAME_THERE = (
    "I found no name in that message that stands in the articles. Write one after the command: "
    "/quote NAME"
)
TEXT_DAMAGED = (
    "The stored text of this article is not the one that was read, so I do not send it: "
    "the article has to be ingested again."
)
WITHDRAWN = (
    "An article that this shows was withdrawn from the collection, so its words are no longer "
    "shown."
)
THANKS = "Noted, thank you."
CANCELLED = "Stopped. What would you like to know?"
NOTHING_TO_CANCEL = "I am not looking for anything of yours at the moment."
NOBODY_TO_CANCEL = (
    "You write anonymously here, so I cannot tell which questions are yours. Write to me under "
    "your own name."
)


def cancelled(put_away: int, *, is_search: bool) -> str:
    """Tell what was stopped: a search, or waiting messages, or both."""
    if not put_away:
        return CANCELLED if is_search else NOTHING_TO_CANCEL
    messages = count(put_away, "waiting message")
    return f"Stopped, and put away {messages}." if is_search else f"Put away {messages}."


def queue_full(most: int) -> str:
    """Tell that so many messages wait, and no more are taken."""
    return (
        f"{count(most, 'message')} of this chat are waiting, and I take no more until I have "
        "answered them. /cancel puts them away."
    )


def was_away(put_away: int) -> str:
    """Tell that the bot was away, and how many older messages are not answered."""
    if not put_away:
        return "I was away, so this answer is late."
    older = count(put_away, "older message")
    return (
        f"I was away, so this is late. I put away {older} of yours and answer the newest; please "
        "ask again what you still want to know."
    )


COMMANDS = (
    ("ask", "Ask a question"),
    ("quote", "What somebody said, and where it is printed"),
    ("sources", "The outlets and their articles"),
    ("watch", "Hear of somebody’s new statements"),
    ("watching", "Whom you watch"),
    ("unwatch", "Stop watching somebody"),
    ("cancel", "Stop looking, and put away what waits"),
    ("help", "How to ask"),
    ("privacy", "What is kept about you"),
    ("forget", "Delete what is kept about you"),
    ("id", "Your number and this chat’s"),
)
"""Commands in a private chat, without those of ``ADMIN_COMMANDS``."""

GROUP_COMMANDS = tuple(each for each in COMMANDS if each[0] in {"ask", "quote", "sources", "help"})
ADMIN_COMMANDS = (
    ("status", "Articles, queue, errors, memory"),
    ("unanswered", "What was not answered, or not usefully"),
    ("remove", "Remove an article"),
)

COMMAND_NAMES = frozenset({"start", *(name for name, _ in (*COMMANDS, *ADMIN_COMMANDS))})

DESCRIPTION = (
    "I answer questions from a collection of news articles, only in the articles’ own words, each "
    "with outlet, date and file. Where the articles do not answer, I say so."
)
SHORT_DESCRIPTION = "Answers from news articles, in their own words, with the source."


def said_by(day: str | None) -> str:
    """Tell until when something was said at the latest: the day on which it was published."""
    if day is None:
        return "The date of the article is unknown; what it says of the time stands below."
    return f"Said by {day}, when the article was published; what it says of the time stands below."


def file_too_large(megabytes: float) -> str:
    """Tell that a file is larger than a bot may send."""
    return f"The file has {megabytes:,.0f} MiB; Telegram takes 50 MiB at most."


ANONYMOUS = "You write anonymously here, so you have no number of your own"


def identity(user: int | None, chat: int) -> FormattedText:
    """Tell the ids of the user and the chat."""
    named = ["You are ", code(str(user))] if user is not None else [ANONYMOUS]
    return formatted(*named, "; this chat is ", code(str(chat)), ".")


# --- privacy ---------------------------------------------------------------------------------


def privacy(days: int) -> FormattedText:
    """Tell what is stored of readers, where and for how long."""
    kept_for = count(days, "day")
    return formatted(
        bold("What I keep"),
        f"""
• What you write to me, until it is answered; of what a group says, only what is meant for me
• Your questions with my answers, so that the buttons below them work, and whether you found them \
useful: {kept_for}
• Your questions that the articles do not answer: {kept_for}
• Your last question in each chat, so that the next one can follow it up: half an hour
• Whom you watch, and what of theirs you were told: until you end it with /unwatch
• When you asked questions, for the limits: one day
What is older is deleted within the hour.

The admins of this bot see which questions were not answered, or not usefully, without your name. \
All of it lies in one file on the machine that runs me. It is passed on to nobody, and neither \
questions nor answers are written to a log. Telegram itself keeps this chat as it keeps any other.

/forget deletes all that is kept about you, in every chat. That questions were asked still counts \
for a day, without your name.""",
    )


def privacy_in_group(days: int) -> FormattedText:
    """Tell it shortly, for a group."""
    return formatted(
        f"I keep what I am asked, with my answers, for {count(days, 'day')}, and nothing that is "
        "not meant for me. /privacy in a private chat with me tells all of it; /forget deletes "
        "what is kept about you, here as well."
    )


NOBODY_TO_FORGET = (
    "You write anonymously here, so nothing that I keep is known to be yours. Write /forget to me "
    "in a private chat, under your own name."
)
DELETE_IN_GROUP = "Delete all that I keep about you, in every chat? This cannot be undone."
DELETED = "Deleted."
NOTHING_KEPT = "I keep nothing about you."
DELETE_IT = "Delete it? This cannot be undone: the buttons below my earlier answers will expire."
NOT_DELETED = "I deleted nothing."
NOT_YOURS = "That was asked by somebody else."


def kept(things: list[str]) -> str:
    """Tell what is stored of the reader."""
    return f"I keep about you: {', '.join(things)}."


def deleted(things: list[str]) -> str:
    """Tell what was deleted."""
    return f"Deleted: {', '.join(things)}." if things else NOTHING_KEPT


def things_kept(
    *, answers: int, verdicts: int, conversations: int, watches: int, counted: int
) -> list[str]:
    """Return, in words, each kind of thing that is stored, with its number."""
    there = (
        (answers, "question with its answer", "questions with their answers"),
        (verdicts, "verdict on an answer", "verdicts on answers"),
        (conversations, "question to follow up", "questions to follow up"),
        (watches, "watch", "watches"),
        (counted, "question counted for the daily limit", "questions counted for the daily limit"),
    )
    return [f"{number:,} {one if number == 1 else more}" for number, one, more in there if number]


# --- watching --------------------------------------------------------------------------------

HOW_TO_WATCH = "Write a name after the command: /watch NAME"
WHOM_TO_WATCH = "Whom do you want to hear of?"
WHOM_NO_LONGER = "Whom do you want to stop watching?"
NOBODY_WATCHES = (
    "You write anonymously here, so I cannot tell who watches. Write to me under your own name."
)
WATCHING_NOBODY = "You watch nobody. Start with /watch NAME."
UNWATCH = "/unwatch NAME stops watching one of them."


def watching(name: str, statements: int) -> FormattedText:
    """Tell that a watch has begun."""
    known = (
        f" What is known now is no news: {count(statements, 'statement')}." if statements else ""
    )
    return formatted("You will hear of new statements of ", bold(name), f", once each.{known}")


def watched_already(name: str) -> FormattedText:
    """Tell that the speaker is watched already."""
    return formatted("You watch ", bold(name), " already.")


def unwatched(name: str) -> FormattedText:
    """Tell that a watch has ended."""
    return formatted("You will hear no more of ", bold(name), ".")


def not_watched(name: str) -> FormattedText:
    """Tell that the speaker is not watched."""
    return formatted("You do not watch ", bold(name), ".")


def watches(number: int) -> str:
    """Head the list of those who are watched."""
    return f"You watch {count(number, 'speaker')}:"


def news_of(name: str, number: int) -> FormattedText:
    """Head new statements."""
    return formatted(f"New: {count(number, 'statement')} of ", bold(name))


# --- for its admins -------------------------------------------------------------------------

NOTHING_UNANSWERED = "Every question was answered, or none was asked."
NOT_AN_ARTICLE = (
    "I take in documents with articles (.txt, .md, .html, .htm, .json, .jsonl) of at most 20 MiB, "
    "and forwarded posts with text."
)
IN_PRIVATE_ONLY = "I answer that in a private chat only."
FOR_ADMINS = "That command is for the admins of this bot."


def more(number: int) -> str:
    """Tell how many are not listed."""
    return f"and {number:,} more"


# --- articles --------------------------------------------------------------------------------

NO_LEAD = "No sentence of it can be shown."
NOTHING_SAID_IN_IT = "Nobody’s words were found in it."
OUTLET_GONE = "Nothing of this outlet is in the collection any more. /sources lists what is."
ARTICLE_GONE = "This article is no longer in the collection. /sources lists those that are."


def known_by(evidence: str) -> FormattedText:
    """Tell how the outlet of an article is known."""
    return italic(f"outlet known by: {evidence}")


def said_in(title: str, number: int) -> str:
    """Head the statements of one article."""
    return f"{count(number, 'statement')} in {title}"
