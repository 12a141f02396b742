"""Telegram and the terminal, on top of retrieval."""
