"""Defines the tables of the bot's own data, and how those of earlier versions become them."""

from __future__ import annotations

from bot.settings import SHARED_ACCOUNTS

VERSION = 2
"""Of the tables; raised with every change to them, for which a migration is added."""

_ASKERS_OF_UNANSWERED = """CREATE TABLE unanswered_askers (
        question INTEGER NOT NULL REFERENCES unanswered ON DELETE CASCADE,
        user INTEGER NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (question, user)) WITHOUT ROWID"""

TABLES = (
    """CREATE TABLE inbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        update_id INTEGER NOT NULL UNIQUE,
        received REAL NOT NULL,
        state TEXT NOT NULL,
        begun INTEGER NOT NULL DEFAULT 0,
        user INTEGER,
        body TEXT)""",
    "CREATE INDEX inbox_undone ON inbox (number) WHERE state <> 'done'",
    """CREATE TABLE answers (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        chat INTEGER, topic INTEGER, question_message INTEGER,
        user INTEGER,
        question TEXT NOT NULL,
        kind TEXT NOT NULL, reply TEXT NOT NULL,
        at REAL NOT NULL)""",
    "CREATE INDEX answers_question ON answers (chat, question_message)",
    "CREATE INDEX answers_user ON answers (user)",
    """CREATE TABLE answer_messages (
        chat INTEGER NOT NULL, message INTEGER NOT NULL,
        answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
        PRIMARY KEY (chat, message)) WITHOUT ROWID""",
    "CREATE INDEX answer_messages_answer ON answer_messages (answer)",
    """CREATE TABLE conversations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        chat INTEGER NOT NULL, part INTEGER, reader INTEGER,
        user INTEGER,
        at REAL NOT NULL,
        earlier TEXT NOT NULL)""",
    "CREATE INDEX conversations_place ON conversations (chat, part)",
    """CREATE TABLE feedback (
        answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
        user INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (answer, user)) WITHOUT ROWID""",
    """CREATE TABLE watches (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL,
        chat INTEGER NOT NULL, topic INTEGER,
        asked TEXT NOT NULL, known TEXT NOT NULL,
        since REAL NOT NULL)""",
    "CREATE UNIQUE INDEX watches_once ON watches (user, chat, ifnull(topic, 0), known)",
    """CREATE TABLE watched (
        watch INTEGER NOT NULL REFERENCES watches ON DELETE CASCADE,
        statement TEXT NOT NULL,
        PRIMARY KEY (watch, statement)) WITHOUT ROWID""",
    """CREATE TABLE unanswered (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        folded TEXT NOT NULL UNIQUE,
        question TEXT NOT NULL, reason TEXT NOT NULL,
        first REAL NOT NULL, latest REAL NOT NULL,
        times INTEGER NOT NULL)""",
    _ASKERS_OF_UNANSWERED,
    """CREATE TABLE questions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER,
        at REAL NOT NULL)""",
    "CREATE INDEX questions_user ON questions (user, at)",
    "CREATE INDEX questions_at ON questions (at)",
)

_FIND_ASKERS = (
    "INSERT INTO unanswered_askers (question, user, times)"
    " SELECT unanswered.number, user, count(*) FROM unanswered"
    " JOIN answers ON answers.question = unanswered.question"
    " WHERE kind = 'Declined' AND user IS NOT NULL GROUP BY unanswered.number, user"
)
_SHARED = ", ".join(map(str, sorted(SHARED_ACCOUNTS)))
_FORGET_SHARED_ACCOUNTS = (
    *(
        f"DELETE FROM {table} WHERE user IN ({_SHARED})"  # noqa: S608 - literals of this project
        for table in ("watches", "feedback", "conversations", "unanswered_askers")
    ),
    *(
        f"UPDATE {table} SET user = NULL WHERE user IN ({_SHARED})"  # noqa: S608 - as above
        for table in ("answers", "questions", "inbox")
    ),
)
"""Accounts that many people share are nobody: nothing is kept as theirs."""

MIGRATIONS = {1: (_ASKERS_OF_UNANSWERED, _FIND_ASKERS, *_FORGET_SHARED_ACCOUNTS)}
"""By version, the statements that make of it the next one."""
