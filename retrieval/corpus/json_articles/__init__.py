"""Reads articles from JSON as scrapers, feeds and news services write it."""
