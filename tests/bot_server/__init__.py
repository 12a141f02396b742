"""A Telegram Bot API server on this machine: real HTTP, for the bot as it is in production.

Strict where Telegram is, by Telegram's own library and by a schema that is not ours; it keeps a
ledger, fails on demand, and has people in it. It shares no code with the bot.
"""
