"""Reads an HTML page: its encoding, the article's text, and what the page states about it."""
